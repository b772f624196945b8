//! Types that can be remembered: how each is written as bytes, and read again.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};

use super::MadeFrom;
use super::bytes::{Reader, Writer};

/// What can be written as bytes and read again as it was.
pub trait Remember: Sized {
    /// Writes it.
    fn remember(&self, writer: &mut Writer);

    /// Reads what was written; `None` where the bytes are something else.
    fn recall(reader: &mut Reader<'_>) -> Option<Self>;
}

/// Makes a struct one that can be remembered: field by field, so that none is forgotten.
macro_rules! remember {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::memory::Remember for $name {
            fn remember(&self, writer: &mut $crate::memory::bytes::Writer) {
                let Self { $($field),* } = self;
                $( $crate::memory::Remember::remember($field, writer); )*
            }

            fn recall(reader: &mut $crate::memory::bytes::Reader<'_>) -> Option<Self> {
                Some(Self { $( $field: $crate::memory::Remember::recall(reader)? ),* })
            }
        }
    };
}
pub(crate) use remember;

/// Makes an enum of words one that can be remembered, by the place of each among all.
macro_rules! remember_one_of {
    ($name:ident { $($value:ident),* $(,)? }) => {
        impl $crate::memory::Remember for $name {
            fn remember(&self, writer: &mut $crate::memory::bytes::Writer) {
                let place = match self { $( Self::$value => Self::$value as u8 ),* };
                writer.byte(place);
            }

            fn recall(reader: &mut $crate::memory::bytes::Reader<'_>) -> Option<Self> {
                let place = reader.byte()?;
                [$( Self::$value ),*].into_iter().find(|value| *value as u8 == place)
            }
        }
    };
}
pub(crate) use remember_one_of;

impl Remember for String {
    fn remember(&self, writer: &mut Writer) {
        writer.text(self);
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        reader.text().map(ToOwned::to_owned)
    }
}

impl Remember for bool {
    fn remember(&self, writer: &mut Writer) {
        writer.byte(u8::from(*self));
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        Some(reader.byte()? != 0)
    }
}

impl Remember for u8 {
    fn remember(&self, writer: &mut Writer) {
        writer.byte(*self);
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        reader.byte()
    }
}

impl Remember for u64 {
    fn remember(&self, writer: &mut Writer) {
        writer.long(*self);
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        reader.long()
    }
}

impl Remember for MadeFrom {
    fn remember(&self, writer: &mut Writer) {
        writer.made_from(*self);
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        reader.made_from()
    }
}

/// A place in a text: documents are far shorter than four thousand million bytes.
impl Remember for usize {
    fn remember(&self, writer: &mut Writer) {
        writer.number(u32::try_from(*self).unwrap_or(u32::MAX));
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        Some(reader.number()? as usize)
    }
}

impl<T: Remember> Remember for Option<T> {
    fn remember(&self, writer: &mut Writer) {
        self.is_some().remember(writer);
        if let Some(value) = self {
            value.remember(writer);
        }
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        Some(if bool::recall(reader)? {
            Some(T::recall(reader)?)
        } else {
            None
        })
    }
}

impl<T: Remember> Remember for Vec<T> {
    fn remember(&self, writer: &mut Writer) {
        writer.list(self, |writer, one| one.remember(writer));
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        reader.list(T::recall)
    }
}

impl<T: Remember> Remember for Box<T> {
    fn remember(&self, writer: &mut Writer) {
        T::remember(self, writer);
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        T::recall(reader).map(Self::new)
    }
}

impl<A: Remember, B: Remember> Remember for (A, B) {
    fn remember(&self, writer: &mut Writer) {
        self.0.remember(writer);
        self.1.remember(writer);
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        Some((A::recall(reader)?, B::recall(reader)?))
    }
}

impl Remember for NaiveDate {
    fn remember(&self, writer: &mut Writer) {
        let days = self.to_epoch_days();
        writer.number(days.cast_unsigned());
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        Self::from_epoch_days(reader.number()?.cast_signed())
    }
}

impl Remember for DateTime<FixedOffset> {
    fn remember(&self, writer: &mut Writer) {
        writer.long(self.timestamp().cast_unsigned());
        writer.number(self.timestamp_subsec_nanos());
        writer.number(self.offset().local_minus_utc().cast_unsigned());
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        let seconds = reader.long()?.cast_signed();
        let nanoseconds = reader.number()?;
        let offset = FixedOffset::east_opt(reader.number()?.cast_signed())?;
        let time = DateTime::from_timestamp(seconds, nanoseconds)?;
        Some(time.with_timezone(&offset))
    }
}

impl Remember for TimeDelta {
    fn remember(&self, writer: &mut Writer) {
        writer.long(self.num_seconds().cast_unsigned());
        writer.number(self.subsec_nanos().cast_unsigned());
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        let seconds = Self::try_seconds(reader.long()?.cast_signed())?;
        let rest = Self::nanoseconds(i64::from(reader.number()?.cast_signed()));
        seconds.checked_add(&rest)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    #[track_caller]
    fn assert_remembered<T: Remember + PartialEq + Debug>(value: T) {
        let mut writer = Writer::begin("x");
        value.remember(&mut writer);
        let bytes = writer.end();
        let mut reader = Reader::open("x", &bytes).unwrap();
        assert_eq!(T::recall(&mut reader), Some(value));
        assert!(reader.is_at_end());
    }

    #[test]
    fn what_is_written_is_read() {
        assert_remembered((String::from("期限"), vec![Some(true), None]));
        assert_remembered((usize::MAX >> 32, u64::MAX));
        for day in ["2026-03-14", "1969-12-31", "-4711-11-24"] {
            assert_remembered(day.parse::<NaiveDate>().unwrap());
        }
        for time in [
            "2026-03-14T09:02:00.123456789+09:00",
            "1900-01-01T00:00:00-11:30",
            "2016-12-31T23:59:60Z",
        ] {
            assert_remembered(DateTime::parse_from_rfc3339(time).unwrap());
        }
        assert_remembered(TimeDelta::milliseconds(-1500));
        assert_remembered(TimeDelta::weeks(52_000));
    }
}
