//! Points in time and days as people write them, with their zone.

use std::fmt;
use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use regex::{Captures, Regex};
use unicode_normalization::UnicodeNormalization;

use crate::memory::bytes::{Reader, Writer};
use crate::memory::{Remember, remember};
use crate::time::zone::Zone;

/// A day, or a point in time with the offset it was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day without a time; it takes no part in durations.
    Day(NaiveDate),
    /// A point in time.
    Time(DateTime<FixedOffset>),
}

impl fmt::Display for When {
    /// `2026-03-14`, or `2026-03-14T09:02:00+09:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&canonical(*self))
    }
}

impl Remember for When {
    fn remember(&self, writer: &mut Writer) {
        match self {
            Self::Day(day) => {
                writer.byte(0);
                day.remember(writer);
            }
            Self::Time(time) => {
                writer.byte(1);
                time.remember(writer);
            }
        }
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        match reader.byte()? {
            0 => NaiveDate::recall(reader).map(Self::Day),
            1 => DateTime::recall(reader).map(Self::Time),
            _ => None,
        }
    }
}

remember!(Moment { written, when });

/// A time as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// As written, for output that must not change it.
    pub written: String,
    /// What it means.
    pub when: When,
}

impl From<NaiveDate> for Moment {
    fn from(day: NaiveDate) -> Self {
        Self {
            written: day.to_string(),
            when: When::Day(day),
        }
    }
}

impl Moment {
    /// The point in time, unless only a day was written.
    #[must_use]
    pub fn time(&self) -> Option<DateTime<FixedOffset>> {
        match self.when {
            When::Time(time) => Some(time),
            When::Day(_) => None,
        }
    }

    /// The day on the clocks it was written by.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        match self.when {
            When::Time(time) => time.date_naive(),
            When::Day(day) => day,
        }
    }

    /// Whether this is earlier than `other`. Where one of them is only a day, days are compared.
    #[must_use]
    pub fn is_before(&self, other: &Self) -> bool {
        match (self.time(), other.time()) {
            (Some(time), Some(other)) => time < other,
            _ => self.day() < other.day(),
        }
    }

    /// The day on the clocks of `zone`, the one that months and "overdue" go by.
    #[must_use]
    pub fn day_in(&self, zone: Zone) -> NaiveDate {
        match self.when {
            When::Time(time) => zone.show(time).date_naive(),
            When::Day(day) => day,
        }
    }
}

/// A time that was understood, and what is to be said about how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrittenMoment {
    pub moment: Moment,
    /// How it ought to be written, where it is written oddly.
    pub odd: Option<String>,
    pub without_zone: bool,
}

/// Why a text is no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoMoment {
    /// It does not look like one.
    Unreadable,
    /// It looks like one that does not exist: the 30th of February, 25 o'clock.
    Impossible,
}

/// Reads a time of any understood form; one without a zone is on the clocks of `zone`.
pub(crate) fn parse(text: &str, zone: Zone) -> Result<WrittenMoment, NoMoment> {
    let written = text.trim();
    if let Some(time) = usual_form(written) {
        return Ok(WrittenMoment {
            moment: Moment {
                written: written.to_owned(),
                when: When::Time(time),
            },
            odd: None,
            without_zone: false,
        });
    }
    let normal: String = written.nfkc().collect();
    let parts = FORMS.captures(&normal).ok_or(NoMoment::Unreadable)?;
    let day = day_of(&parts).ok_or(NoMoment::Impossible)?;
    let (when, without_zone) = if parts.name("hour").is_some() {
        let local = day.and_time(time_of(&parts).ok_or(NoMoment::Impossible)?);
        match parts.name("zone") {
            Some(written_zone) => {
                let own = Zone::parse(written_zone.as_str()).ok_or(NoMoment::Impossible)?;
                (When::Time(own.at(local)), false)
            }
            None => (When::Time(zone.at(local)), true),
        }
    } else {
        (When::Day(day), false)
    };
    let canonical = canonical(when);
    let odd = (!is_usual(written)).then_some(canonical);
    Ok(WrittenMoment {
        moment: Moment {
            written: written.to_owned(),
            when,
        },
        odd,
        without_zone,
    })
}

/// `YYYY-MM-DDThh:mm[:ss][.fraction]` with an offset, the form that nearly every time has.
fn usual_form(text: &str) -> Option<DateTime<FixedOffset>> {
    let bytes = text.as_bytes();
    if bytes.len() < 17 || !bytes[..4].iter().all(u8::is_ascii_digit) || bytes[10] != b'T' {
        return None;
    }
    let padded;
    let full = if bytes[16] == b':' {
        text
    } else {
        padded = format!("{}:00{}", text.get(..16)?, text.get(16..)?);
        &padded
    };
    DateTime::parse_from_rfc3339(full).ok()
}

static FORMS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^
        (?<year>\d{4}) (?: [-/.] | 年\s* ) (?<month>\d{1,2}) (?: [-/.] | 月\s* ) (?<day>\d{1,2}) 日?
        (?: (?: t | \s+ | ,\s* | \s*\([日月火水木金土]\)\s* )? (?: (?<half>午前|午後)\s* )?
            (?<hour>\d{1,2}) (?: : | 時\s* ) (?: (?<minute>\d{1,2}) (?: : | 分\s* )? (?: (?<second>\d{1,2}) (?:[.,]\d+)? 秒? )? )?
            (?: \s*(?<meridiem>am|pm) )?
            (?: \s* \(? (?<zone> z | [+\-−]\d{1,2}(?::?\d{2})? | [a-z]{3,4} | (?:utc|gmt)[+-]\d{1,2} | 日本時間 ) \)? )?
        )? $",
    )
    .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
});

fn number(parts: &Captures<'_>, name: &str) -> Option<u32> {
    parts.name(name)?.as_str().parse().ok()
}

fn day_of(parts: &Captures<'_>) -> Option<NaiveDate> {
    let year = parts.name("year")?.as_str().parse().ok()?;
    NaiveDate::from_ymd_opt(year, number(parts, "month")?, number(parts, "day")?)
}

fn time_of(parts: &Captures<'_>) -> Option<NaiveTime> {
    let hour = number(parts, "hour")?;
    let half = parts.name("meridiem").or(parts.name("half"));
    let hour = match half.map(|half| half.as_str().to_ascii_lowercase()) {
        None => hour,
        Some(_) if hour > 12 => return None,
        Some(half) if half == "pm" || half == "午後" => hour % 12 + 12,
        Some(_) => hour % 12,
    };
    NaiveTime::from_hms_opt(
        hour,
        number(parts, "minute").unwrap_or(0),
        number(parts, "second").unwrap_or(0),
    )
}

/// Forms that are as good as the canonical one.
fn is_usual(text: &str) -> bool {
    static USUAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?( ?(Z|[+-][0-9]{2}:[0-9]{2}))?)?$",
        )
        .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
    });
    USUAL.is_match(text)
}

fn canonical(when: When) -> String {
    match when {
        When::Day(day) => day.format("%Y-%m-%d").to_string(),
        When::Time(time) => rfc3339(time),
    }
}

/// `2026-03-14T09:02:00+09:00`; UTC as `+00:00`.
fn rfc3339(time: DateTime<FixedOffset>) -> String {
    time.format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokyo() -> Zone {
        Zone::parse("Asia/Tokyo").unwrap()
    }

    /// (meaning, how it ought to be written, whether the zone is missing)
    fn read(text: &str) -> (String, Option<String>, bool) {
        let written = parse(text, tokyo()).unwrap();
        (
            canonical(written.moment.when),
            written.odd,
            written.without_zone,
        )
    }

    #[test]
    fn usual_forms_pass_without_a_remark() {
        for (text, meaning) in [
            ("2026-03-14T09:02:00+09:00", "2026-03-14T09:02:00+09:00"),
            ("2026-03-14T09:02+09:00", "2026-03-14T09:02:00+09:00"),
            ("2026-03-14 09:02:00 +09:00", "2026-03-14T09:02:00+09:00"),
            ("2026-03-14T00:02:00Z", "2026-03-14T00:02:00+00:00"),
            ("2026-03-14T00:02:00-00:00", "2026-03-14T00:02:00+00:00"),
            ("2026-03-14T00:02:00.125Z", "2026-03-14T00:02:00+00:00"),
            ("2026-03-14", "2026-03-14"),
        ] {
            assert_eq!(read(text), (meaning.to_owned(), None, false), "{text}");
        }
    }

    #[test]
    fn odd_forms_are_read_and_mended() {
        for (text, meaning) in [
            ("2026/3/14 9:02 +0900", "2026-03-14T09:02:00+09:00"),
            ("2026-03-14T9:02:00-00:00", "2026-03-14T09:02:00+00:00"),
            ("2026年3月14日 9時2分 JST", "2026-03-14T09:02:00+09:00"),
            ("2026-03-14 2:05 pm UTC", "2026-03-14T14:05:00+00:00"),
            (
                "２０２６-０３-１４T09:02:00+09:00",
                "2026-03-14T09:02:00+09:00",
            ),
            ("2026.3.14", "2026-03-14"),
        ] {
            let expected = (meaning.to_owned(), Some(meaning.to_owned()), false);
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_missing_zone_is_that_of_the_reader() {
        let (meaning, odd, without_zone) = read("2026-03-14 09:02:00");
        assert_eq!(meaning, "2026-03-14T09:02:00+09:00");
        assert_eq!((odd, without_zone), (None, true));
    }

    #[test]
    fn impossible_and_unreadable_times_differ() {
        for text in [
            "2026-02-30",
            "2026-03-14T25:00:00Z",
            "2026-13-01 10:00",
            "2026-03-14T10:61Z",
        ] {
            assert_eq!(parse(text, tokyo()), Err(NoMoment::Impossible), "{text}");
        }
        for text in ["yesterday", "", "14:00", "20260314", "2026-03"] {
            assert_eq!(parse(text, tokyo()), Err(NoMoment::Unreadable), "{text}");
        }
    }

    #[test]
    fn hours_that_clocks_skip_or_repeat_have_one_meaning() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let at = |text| canonical(parse(text, berlin).unwrap().moment.when);
        assert_eq!(at("2026-03-29T02:30:00"), "2026-03-29T03:30:00+02:00");
        assert_eq!(at("2026-10-25T02:30:00"), "2026-10-25T02:30:00+02:00");
    }
}
