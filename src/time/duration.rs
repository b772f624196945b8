//! Spans of time as promises state them: `30m`, `4h`, `2d`, calendar time.

use chrono::TimeDelta;

use crate::memory::remember;

/// A span of time as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WrittenDuration {
    /// As in the file.
    pub written: String,
    /// Its length.
    pub length: TimeDelta,
}

remember!(WrittenDuration { written, length });

impl WrittenDuration {
    /// Reads parts such as `1h30m`; the units are `w d h m s`, and no part may be left out of order.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let written = text.trim();
        let mut rest = written;
        let mut seconds: i64 = 0;
        let mut largest = i64::MAX;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit())?;
            let number: i64 = rest[..digits].parse().ok()?;
            let unit = match rest.as_bytes()[digits] {
                b'w' => 7 * 86_400,
                b'd' => 86_400,
                b'h' => 3_600,
                b'm' => 60,
                b's' => 1,
                _ => return None,
            };
            if unit >= largest {
                return None;
            }
            largest = unit;
            seconds = seconds.checked_add(number.checked_mul(unit)?)?;
            rest = rest[digits + 1..].trim_start();
        }
        (largest != i64::MAX).then_some(())?;
        Some(Self {
            written: written.to_owned(),
            length: TimeDelta::try_seconds(seconds)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_units() {
        let minutes = |text| WrittenDuration::parse(text).map(|d| d.length.num_minutes());
        assert_eq!(minutes("30m"), Some(30));
        assert_eq!(minutes("1h30m"), Some(90));
        assert_eq!(minutes("2d 4h"), Some(52 * 60));
        for wrong in ["", "30", "m", "4 hours", "30m1h", "9999999999999999999d"] {
            assert_eq!(minutes(wrong), None, "{wrong}");
        }
    }
}
