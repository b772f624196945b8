//! Times in the first column of a timeline table, each read in the light of the one before.

use std::sync::LazyLock;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Span, Spanned};
use crate::document::body::Cell;
use crate::document::timeline::columns::plain;
use crate::time::{Moment, When, Zone, parse_moment};

/// The zone that a heading names: `時刻 (JST)`, `Time in CET`, `Timeline (UTC)`.
pub(super) fn zone_of_heading(heading: &str) -> Option<Zone> {
    let normal: String = plain(heading).nfkc().collect();
    normal
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',' | '、'))
        .filter(|word| word.len() > 1 || *word == "Z")
        .find_map(Zone::parse)
}

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^
        (?: (?<month>[0-9]{1,2}) [/月] \s* (?<day>[0-9]{1,2}) 日? (?: \s*\(.\) )? \s* )?
        (?<hour>[0-9]{1,2}) (?: : | 時\s* ) (?<minute>[0-9]{1,2})? (?: (?: : | 分\s* ) (?<second>[0-9]{1,2})? 秒? )? 頃?
        (?: \s* \(? (?<zone> Z | [A-Z]{3,4} | [+-][0-9]{1,2}(?::?[0-9]{2})? ) \)? )?
        $",
    )
    .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
});

static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^([0-9]{1,2}:[0-9]{2})\s*[-–—~〜～]\s*[0-9]{1,2}:[0-9]{2}$")
        .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
});

/// A day this much earlier than the row above belongs to the next year.
const HALF_A_YEAR: TimeDelta = TimeDelta::days(182);

/// Two times in a row that are out of order by less than this are a slip and not the next day.
const SLIP: TimeDelta = TimeDelta::hours(1);

pub(super) fn looks_like_time(text: &str) -> bool {
    let normal: String = plain(text).nfkc().collect();
    TIME.is_match(&normal)
        || RANGE.is_match(&normal)
        || parse_moment(&normal, Zone::default()).is_ok()
}

/// Reads one time after another, each in the light of the one before.
pub(super) struct Clock {
    pub(super) zone: Zone,
    pub(super) last: Option<(DateTime<FixedOffset>, NaiveDateTime)>,
    pub(super) first_day: Option<NaiveDate>,
}

impl Clock {
    /// The time in a cell, or the key of the message that says why there is none.
    pub(super) fn read(&mut self, cell: &Cell) -> Result<Spanned<Moment>, &'static str> {
        let words = plain(&cell.text);
        let normal: String = words.nfkc().collect();
        if let Ok(found) = parse_moment(&normal, self.zone) {
            if let When::Time(time) = found.moment.when {
                self.last = Some((time, time.naive_local()));
            } else {
                self.first_day = Some(found.moment.day());
                self.last = None;
            }
            return Ok(placed(words, found.moment.when, cell.span));
        }
        // Of `09:15–09:20` the beginning counts.
        let beginning = RANGE.captures(&normal).and_then(|range| range.get(1));
        let parts = TIME
            .captures(beginning.map_or(normal.as_str(), |time| time.as_str()))
            .ok_or("unreadable")?;
        let number = |name: &str| parts.name(name).and_then(|part| part.as_str().parse().ok());
        let time = NaiveTime::from_hms_opt(
            number("hour").ok_or("unreadable")?,
            number("minute").unwrap_or(0),
            number("second").unwrap_or(0),
        )
        .ok_or("impossible")?;
        let zone = match parts.name("zone") {
            Some(written) => Zone::parse(written.as_str()).ok_or("unreadable")?,
            None => self.zone,
        };
        let written_day = number("month").zip(number("day"));
        let local = self.local(time, written_day)?;
        let at = zone.at(local);
        self.last = Some((at, local));
        Ok(placed(words, When::Time(at), cell.span))
    }

    /// A time on the clock as a date and time: on the day written, else the day of the row above or
    /// the next.
    fn local(
        &self,
        time: NaiveTime,
        written_day: Option<(u32, u32)>,
    ) -> Result<NaiveDateTime, &'static str> {
        let last_day = self.last.map(|(_, local)| local.date()).or(self.first_day);
        let day = last_day.ok_or("without-date")?;
        if let Some((month, day_of_month)) = written_day {
            use chrono::Datelike;
            let in_year = |year| NaiveDate::from_ymd_opt(year, month, day_of_month);
            let same_year = in_year(day.year()).ok_or("impossible")?;
            // 1/1 behind 12/31 is in the next year.
            let next_year = in_year(day.year() + 1).filter(|_| day - same_year > HALF_A_YEAR);
            return Ok(next_year.unwrap_or(same_year).and_time(time));
        }
        let local = day.and_time(time);
        let earlier = self.last.is_some_and(|(_, last)| last - local >= SLIP);
        if earlier {
            return local.checked_add_days(Days::new(1)).ok_or("impossible");
        }
        Ok(local)
    }
}

fn placed(written: &str, when: When, span: Span) -> Spanned<Moment> {
    Spanned {
        value: Moment {
            written: written.to_owned(),
            when,
        },
        span,
    }
}
