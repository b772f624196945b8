//! A contact's hours on their clocks and on ours, in words.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use crate::document::vendor::Contact;
use crate::locale::Locale;
use crate::time::{Hours, Opening, Weekdays, Zone, minutes_ahead, next_change};

/// Days of the week, in the order of [`Weekdays`].
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Hours on two clocks, as they stand on one day.
#[derive(Debug, PartialEq, Eq)]
pub struct HoursHere {
    /// Each stretch of time: `Mon–Fri 09:00–18:00 EST = Mon–Fri 23:00–08:00 the next day JST`.
    pub lines: Vec<String>,
    /// The day from which they do not hold any more, since clocks change.
    pub until: Option<NaiveDate>,
}

/// Where hours are told: on which clocks, on which day and in which words.
#[derive(Debug, Clone, Copy)]
pub struct Here<'a> {
    /// Our zone.
    pub zone: Zone,
    /// The day that counts as today.
    pub today: NaiveDate,
    /// The words.
    pub locale: &'a Locale,
}

impl Here<'_> {
    /// The hours of a contact on our clocks; none where they are the same, are not certain, or are all
    /// hours.
    #[must_use]
    pub fn hours(self, contact: &Contact) -> Option<HoursHere> {
        let written = contact.hours.as_deref()?;
        let zone = contact.time_zone.as_ref();
        let zone = zone.and_then(|zone| Zone::parse(zone));
        let mut lines = Vec::new();
        let mut until = None;
        for (way, hours) in Hours::parse_parts(written) {
            let Hours::Open {
                openings,
                zone: own,
            } = hours
            else {
                continue;
            };
            let Some(theirs) = own.or(zone) else {
                continue;
            };
            if minutes_ahead(theirs, self.zone, self.today) == 0 {
                continue;
            }
            until = until.or_else(|| next_change(theirs, self.zone, self.today));
            let openings = openings.into_iter();
            lines.extend(openings.map(|opening| self.equal(way, opening, theirs)));
        }
        (!lines.is_empty()).then_some(HoursHere { lines, until })
    }

    fn equal(self, way: Option<&str>, opening: Opening, theirs: Zone) -> String {
        let here = opening.shown_in(theirs, self.zone, self.today);
        let equal = self.filled(
            "hours_equal",
            &[
                ("theirs", &self.on_clocks(opening, theirs)),
                ("ours", &self.on_clocks(here, self.zone)),
            ],
        );
        match way {
            Some(way) => self.filled("hours_by", &[("way", way), ("hours", &equal)]),
            None => equal,
        }
    }

    /// A stretch of time with its days and the name of its clocks.
    fn on_clocks(self, opening: Opening, zone: Zone) -> String {
        let noon = self.today.and_time(NaiveTime::MIN) + TimeDelta::hours(12);
        let name = zone.name_at(zone.at(noon));
        let times = format!("{} {name}", self.times(opening));
        match opening.days {
            Some(days) => format!("{} {times}", self.weekdays(days)),
            None => times,
        }
    }

    fn times(self, opening: Opening) -> String {
        let clock = |minutes: i32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let (key, to) = if opening.to > 24 * 60 {
            ("overnight", opening.to - 24 * 60)
        } else {
            ("times", opening.to)
        };
        self.filled(key, &[("from", &clock(opening.from)), ("to", &clock(to))])
    }

    fn weekdays(self, days: Weekdays) -> String {
        let text = |key: &str| self.locale.text(&format!("interface.{key}")).to_owned();
        if days == Weekdays::ALL {
            return text("vendor.every_day");
        }
        let day = |day: usize| text(&format!("weekday.{}", WEEKDAYS[day]));
        let runs = days.runs().into_iter().map(|(first, last)| {
            if first == last {
                return day(first);
            }
            self.filled("days", &[("first", &day(first)), ("last", &day(last))])
        });
        runs.collect::<Vec<_>>().join(&text("list_separator"))
    }

    fn filled(self, key: &str, arguments: &[(&str, &str)]) -> String {
        let key = format!("interface.vendor.{key}");
        self.locale.format(&key, arguments)
    }
}
