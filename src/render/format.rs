//! Times, days and lengths of time as people read them in either language.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta, Timelike};
use serde::Serialize;

use crate::language::Language;
use crate::time::{Moment, When, Zone, words};

/// A time on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimeView {
    /// For machines, as in HTML's `datetime`.
    pub datetime: String,
    /// The time with its written offset, or the day.
    pub text: String,
    /// The same time in the site's zone, where that differs.
    pub local: Option<String>,
}

/// Writes times for one site.
#[derive(Debug, Clone, Copy)]
pub struct Formatter {
    /// The language to write in.
    pub language: Language,
    /// The site's zone.
    pub zone: Zone,
}

impl Formatter {
    /// A moment with its written offset and, where they differ, the site's time beside it.
    #[must_use]
    pub fn moment(&self, moment: &Moment) -> TimeView {
        let time = match moment.when {
            When::Day(day) => return self.day_view(day),
            When::Time(time) => time,
        };
        TimeView {
            datetime: for_machines(time),
            text: format!(
                "{} {} {}",
                self.day(time.date_naive()),
                clock(time),
                time.format("%:z")
            ),
            local: self.local(time),
        }
    }

    /// The time of day alone, for where its day and offset stand already; none for a mere day.
    #[must_use]
    pub fn time_of_day(&self, moment: &Moment) -> Option<TimeView> {
        let time = moment.time()?;
        Some(TimeView {
            datetime: for_machines(time),
            text: clock(time),
            local: self.local(time),
        })
    }

    /// The day of a moment with the offset of its time, as a heading for times of day.
    #[must_use]
    pub fn day_and_offset(&self, moment: &Moment) -> TimeView {
        match moment.when {
            When::Day(day) => self.day_view(day),
            When::Time(time) => TimeView {
                text: format!("{} ({})", self.day(time.date_naive()), time.format("%:z")),
                ..self.day_view(time.date_naive())
            },
        }
    }

    /// A time on the site's clocks, where they show another one.
    fn local(&self, time: DateTime<FixedOffset>) -> Option<String> {
        let here = self.zone.show(time);
        if here.offset() == time.offset() {
            return None;
        }
        let local = format!("{} {}", clock(here), self.zone_name());
        if here.date_naive() == time.date_naive() {
            return Some(local);
        }
        Some(format!("{} {local}", self.day(here.date_naive())))
    }

    /// The day of a moment on the site's clocks.
    #[must_use]
    pub fn day_of(&self, moment: &Moment) -> TimeView {
        self.day_view(moment.day_in(self.zone))
    }

    /// A day.
    #[must_use]
    pub fn day_view(&self, day: NaiveDate) -> TimeView {
        TimeView {
            datetime: day.to_string(),
            text: self.day(day),
            local: None,
        }
    }

    /// `14 March 2026` or `2026年3月14日`.
    #[must_use]
    pub fn day(&self, day: NaiveDate) -> String {
        words::day(self.language, day)
    }

    /// `2 h 26 min` or `2時間26分`; under a minute in seconds, over two days in days and hours.
    #[must_use]
    pub fn duration(&self, length: TimeDelta) -> String {
        words::length(self.language, length)
    }

    /// A round length in its largest unit: `10 min`, `1 d`; `10分`, `1日`.
    #[must_use]
    pub fn round_length(&self, length: TimeDelta) -> String {
        let seconds = length.num_seconds().max(0);
        let sizes = [86_400, 3_600, 60, 1]
            .into_iter()
            .zip(words::units(self.language));
        let fitting = |(size, _): &(i64, &str)| seconds >= *size && seconds % size == 0;
        let (size, unit) = { sizes }
            .find(fitting)
            .unwrap_or((1, words::units(self.language)[3]));
        format!("{}{unit}", seconds / size)
    }

    /// Days, hours, minutes and seconds behind a number.
    /// The month of a day: `March 2026` or `2026年3月`.
    #[must_use]
    pub fn month(&self, day: NaiveDate) -> String {
        match self.language {
            Language::English => format!("{} {}", day.format("%B"), day.year()),
            Language::Japanese => format!("{}年{}月", day.year(), day.month()),
        }
    }

    /// The month of a day without its year: `March` or `3月`.
    #[must_use]
    pub fn month_name(&self, day: NaiveDate) -> String {
        match self.language {
            Language::English => day.format("%B").to_string(),
            Language::Japanese => format!("{}月", day.month()),
        }
    }

    /// The month of a day without its year, short: `Mar` or `3月`.
    #[must_use]
    pub fn short_month(&self, day: NaiveDate) -> String {
        match self.language {
            Language::English => day.format("%b").to_string(),
            Language::Japanese => format!("{}月", day.month()),
        }
    }

    /// `12,000`, in both languages.
    #[must_use]
    pub fn number(number: u64) -> String {
        let digits = number.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped
    }

    /// The name of the site's zone: `Asia/Tokyo` or `+09:00`.
    #[must_use]
    pub fn zone_name(&self) -> String {
        match self.zone {
            Zone::Named(zone) => zone.name().to_owned(),
            Zone::Fixed(offset) => offset.to_string(),
        }
    }
}

fn for_machines(time: DateTime<FixedOffset>) -> String {
    time.format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The time of day, with seconds where there are any.
fn clock(time: DateTime<FixedOffset>) -> String {
    let form = if time.second() == 0 {
        "%H:%M"
    } else {
        "%H:%M:%S"
    };
    time.format(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatter(language: Language) -> Formatter {
        Formatter {
            language,
            zone: Zone::parse("Asia/Tokyo").unwrap(),
        }
    }

    fn moment(text: &str) -> Moment {
        crate::time::parse_moment(text, Zone::default())
            .unwrap()
            .moment
    }

    #[test]
    fn times_show_their_offset_and_the_sites_time() {
        let english = formatter(Language::English);
        let same = english.moment(&moment("2026-03-14T09:02:00+09:00"));
        assert_eq!(same.text, "14 March 2026 09:02 +09:00");
        assert_eq!(same.local, None);
        let other = english.moment(&moment("2026-03-14T20:02:30Z"));
        assert_eq!(other.text, "14 March 2026 20:02:30 +00:00");
        assert_eq!(
            other.local.as_deref(),
            Some("15 March 2026 05:02:30 Asia/Tokyo")
        );
        let japanese = formatter(Language::Japanese);
        let day = japanese.moment(&moment("2026-03-14"));
        assert_eq!(
            (day.datetime.as_str(), day.text.as_str()),
            ("2026-03-14", "2026年3月14日")
        );
    }

    #[test]
    fn numbers_have_groups() {
        assert_eq!(Formatter::number(1_234_567), "1,234,567");
    }

    #[test]
    fn round_lengths_have_one_unit() {
        let round =
            |language, seconds| formatter(language).round_length(TimeDelta::seconds(seconds));
        assert_eq!(round(Language::English, 86_400), "1 d");
        assert_eq!(round(Language::English, 7_200), "2 h");
        assert_eq!(round(Language::English, 5_400), "90 min");
        assert_eq!(round(Language::English, 0), "0 s");
        assert_eq!(round(Language::Japanese, 864_000), "10日");
    }

    #[test]
    fn months_have_names() {
        let day = "2026-03-14".parse().unwrap();
        let (english, japanese) = (formatter(Language::English), formatter(Language::Japanese));
        assert_eq!(english.month(day), "March 2026");
        assert_eq!(
            (english.short_month(day), japanese.short_month(day)),
            ("Mar".to_owned(), "3月".to_owned())
        );
        assert_eq!(japanese.month(day), "2026年3月");
    }
}
