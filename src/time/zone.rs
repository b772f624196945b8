//! Time zones as people write them.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone, Utc};

/// A time zone: a fixed offset from UTC or a named zone of the tz database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// A fixed offset.
    Fixed(FixedOffset),
    /// A zone with a history, such as `Asia/Tokyo`.
    Named(chrono_tz::Tz),
}

impl Default for Zone {
    fn default() -> Self {
        Self::Named(chrono_tz::UTC)
    }
}

impl Zone {
    /// Reads `Asia/Tokyo`, `JST`, `UTC+9`, `+09:00` or `Z`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let upper = text.to_ascii_uppercase();
        let offset = upper
            .strip_prefix("UTC")
            .or_else(|| upper.strip_prefix("GMT"))
            .unwrap_or(&upper);
        abbreviation(&upper)
            .or_else(|| parse_offset(offset))
            .map(Self::Fixed)
            .or_else(|| text.parse().ok().map(Self::Named))
    }

    /// A time on the clocks of this zone as a point in time. Of an hour that comes twice the first
    /// is meant; an hour that is skipped counts as the one after it.
    #[must_use]
    pub fn at(self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        match self {
            Self::Fixed(offset) => in_zone(&offset, local),
            Self::Named(zone) => in_zone(&zone, local),
        }
    }

    /// The same point in time on the clocks of this zone.
    #[must_use]
    pub fn show(self, time: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
        match self {
            Self::Fixed(offset) => time.with_timezone(&offset),
            Self::Named(zone) => time.with_timezone(&zone).fixed_offset(),
        }
    }

    /// What people call the clocks of this zone at a point in time: `JST`, `CET`, and `UTC+03:00`
    /// where they have no letters.
    #[must_use]
    pub fn name_at(self, time: DateTime<FixedOffset>) -> String {
        let letters = match self {
            Self::Fixed(_) => String::new(),
            Self::Named(zone) => time.with_timezone(&zone).format("%Z").to_string(),
        };
        if !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return letters;
        }
        let shown = self.show(time);
        if shown.offset().local_minus_utc() == 0 {
            return "UTC".to_owned();
        }
        format!("UTC{}", shown.format("%:z"))
    }
}

fn in_zone<T: TimeZone>(zone: &T, local: NaiveDateTime) -> DateTime<FixedOffset> {
    zone.from_local_datetime(&local)
        .earliest()
        .or_else(|| {
            let later = local.checked_add_signed(chrono::TimeDelta::hours(1))?;
            zone.from_local_datetime(&later).earliest()
        })
        .map_or_else(
            || Utc.from_utc_datetime(&local).fixed_offset(),
            |time| time.fixed_offset(),
        )
}

/// Zones that people write by their letters, where the letters mean one zone to nearly everyone.
fn abbreviation(upper: &str) -> Option<FixedOffset> {
    let minutes = match upper {
        "Z" | "UTC" | "GMT" | "WET" => 0,
        "JST" | "KST" | "日本時間" => 9 * 60,
        "CET" | "BST" => 60,
        "CEST" | "EET" => 2 * 60,
        "EEST" => 3 * 60,
        "IST" => 5 * 60 + 30,
        "SGT" | "HKT" => 8 * 60,
        "AEST" => 10 * 60,
        "AEDT" => 11 * 60,
        "EDT" => -4 * 60,
        "EST" | "CDT" => -5 * 60,
        "CST" | "MDT" => -6 * 60,
        "MST" | "PDT" => -7 * 60,
        "PST" => -8 * 60,
        _ => return None,
    };
    FixedOffset::east_opt(minutes * 60)
}

/// `+9`, `+09`, `+0900` or `+09:00`; `-00:00` is UTC.
fn parse_offset(text: &str) -> Option<FixedOffset> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-" | "−", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "0"),
    };
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !plain(hours) || !plain(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 15 && minutes < 60).then_some(())?;
    FixedOffset::east_opt(sign * (hours * 60 + minutes) * 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn clocks_are_called_by_their_letters_of_that_day() {
        let name = |zone: &str, time: &str| {
            let time = DateTime::parse_from_rfc3339(time).unwrap();
            Zone::parse(zone).unwrap().name_at(time)
        };
        assert_eq!(name("Asia/Tokyo", "2026-07-01T00:00:00Z"), "JST");
        assert_eq!(name("Europe/Amsterdam", "2026-07-01T00:00:00Z"), "CEST");
        assert_eq!(name("Europe/Amsterdam", "2026-12-01T00:00:00Z"), "CET");
        assert_eq!(name("Asia/Dubai", "2026-07-01T00:00:00Z"), "UTC+04:00");
        assert_eq!(name("+05:30", "2026-07-01T00:00:00Z"), "UTC+05:30");
        assert_eq!(name("Z", "2026-07-01T00:00:00Z"), "UTC");
    }

    #[test]
    fn zones_have_names_letters_and_numbers() {
        let hours = |text| {
            Zone::parse(text).map(|zone| {
                let noon = NaiveDate::from_ymd_opt(2026, 1, 1)
                    .unwrap()
                    .and_hms_opt(12, 0, 0);
                zone.at(noon.unwrap()).offset().local_minus_utc() / 3600
            })
        };
        assert_eq!(hours("Asia/Tokyo"), Some(9));
        assert_eq!(hours("jst"), Some(9));
        assert_eq!(hours("UTC+9"), Some(9));
        assert_eq!(hours("-0500"), Some(-5));
        assert_eq!(hours("Nowhere/Land"), None);
        assert_eq!(hours("+99:00"), None);
    }
}
