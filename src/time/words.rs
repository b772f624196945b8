//! Days and lengths of time as people read them in either language.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::language::Language;

/// `14 March 2026` or `2026年3月14日`.
#[must_use]
pub fn day(language: Language, day: NaiveDate) -> String {
    match language {
        Language::English => format!("{} {} {}", day.day(), day.format("%B"), day.year()),
        Language::Japanese => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
    }
}

/// `2 h 26 min` or `2時間26分`; under a minute in seconds, over two days in days and hours.
#[must_use]
pub fn length(language: Language, length: TimeDelta) -> String {
    let seconds = length.num_seconds().max(0);
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600, seconds / 60);
    let parts: [(i64, usize); 2] = if days >= 2 {
        [(days, 0), (hours % 24, 1)]
    } else if hours > 0 {
        [(hours, 1), (minutes % 60, 2)]
    } else if minutes > 0 {
        [(minutes, 2), (0, 3)]
    } else {
        [(seconds, 3), (0, 3)]
    };
    let units = units(language);
    let gap = if language == Language::English {
        " "
    } else {
        ""
    };
    let first = format!("{}{}", parts[0].0, units[parts[0].1]);
    if parts[1].0 == 0 {
        return first;
    }
    format!("{first}{gap}{}{}", parts[1].0, units[parts[1].1])
}

/// The units of days, hours, minutes and seconds as they stand behind a number.
#[must_use]
pub fn units(language: Language) -> [&'static str; 4] {
    match language {
        Language::English => [" d", " h", " min", " s"],
        Language::Japanese => ["日", "時間", "分", "秒"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_out() {
        let written: NaiveDate = "2026-03-04".parse().unwrap();
        assert_eq!(day(Language::English, written), "4 March 2026");
        assert_eq!(day(Language::Japanese, written), "2026年3月4日");
    }

    #[test]
    fn lengths_have_two_units_at_most() {
        let english = |seconds| length(Language::English, TimeDelta::seconds(seconds));
        assert_eq!(english(45), "45 s");
        assert_eq!(english(3 * 60), "3 min");
        assert_eq!(english(2 * 3_600 + 26 * 60), "2 h 26 min");
        assert_eq!(english(30 * 3_600), "30 h");
        assert_eq!(english(76 * 3_600), "3 d 4 h");
        let japanese = length(Language::Japanese, TimeDelta::seconds(8_760));
        assert_eq!(japanese, "2時間26分");
    }
}
