//! A contact's hours on their clocks and on ours.

use chrono::{NaiveTime, TimeDelta};
use serde::Serialize;

use crate::document::vendor::Contact;
use crate::render::site::Site;
use crate::time::{Hours, Opening, Weekdays, Zone, minutes_ahead, next_change};

/// Days of the week, in the order of [`Weekdays`].
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Hours on two clocks, as they stand on one day.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(in crate::render::pages) struct HoursView {
    /// Each stretch of time: `Mon–Fri 09:00–18:00 EST = Mon–Fri 23:00–08:00 the next day JST`.
    lines: Vec<String>,
    /// The day they hold for, and when they stop to.
    note: String,
}

/// The hours of a contact on our clocks; none where they are the same, are not certain, or are all
/// hours.
pub(super) fn hours(site: &Site<'_>, contact: &Contact) -> Option<HoursView> {
    let written = contact.hours.as_deref()?;
    let zone = contact.time_zone.as_ref();
    let zone = zone.and_then(|zone| Zone::parse(zone));
    let ours = site.base.config.zone;
    let mut lines = Vec::new();
    let mut change = None;
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
        if minutes_ahead(theirs, ours, site.today) == 0 {
            continue;
        }
        change = change.or_else(|| next_change(theirs, ours, site.today));
        lines.extend(openings.into_iter().map(|opening| {
            let here = opening.shown_in(theirs, ours, site.today);
            let equal = site.filled(
                "vendor.hours_equal",
                &[
                    ("theirs", &on_clocks(site, opening, theirs)),
                    ("ours", &on_clocks(site, here, ours)),
                ],
            );
            match way {
                Some(way) => site.filled("vendor.hours_by", &[("way", way), ("hours", &equal)]),
                None => equal,
            }
        }));
    }
    let day = site.format.day(site.today);
    let note = match change {
        Some(change) => site.filled(
            "vendor.hours_until",
            &[("day", &day), ("change", &site.format.day(change))],
        ),
        None => site.filled("vendor.hours_as_of", &[("day", &day)]),
    };
    (!lines.is_empty()).then_some(HoursView { lines, note })
}

/// A stretch of time with its days and the name of its clocks.
fn on_clocks(site: &Site<'_>, opening: Opening, zone: Zone) -> String {
    let noon = site.today.and_time(NaiveTime::MIN) + TimeDelta::hours(12);
    let name = zone.name_at(zone.at(noon));
    let times = format!("{} {name}", times(site, opening));
    match opening.days {
        Some(days) => format!("{} {times}", weekdays(site, days)),
        None => times,
    }
}

fn times(site: &Site<'_>, opening: Opening) -> String {
    let clock = |minutes: i32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let key = if opening.to > 24 * 60 {
        "vendor.overnight"
    } else {
        "vendor.times"
    };
    let to = if opening.to > 24 * 60 {
        opening.to - 24 * 60
    } else {
        opening.to
    };
    let arguments = [("from", &*clock(opening.from)), ("to", &*clock(to))];
    site.filled(key, &arguments)
}

fn weekdays(site: &Site<'_>, days: Weekdays) -> String {
    if days == Weekdays::ALL {
        return site.text("vendor.every_day");
    }
    let day = |day: usize| site.text(&format!("weekday.{}", WEEKDAYS[day]));
    let runs = days.runs().into_iter().map(|(first, last)| {
        if first == last {
            return day(first);
        }
        site.filled(
            "vendor.days",
            &[("first", &day(first)), ("last", &day(last))],
        )
    });
    runs.collect::<Vec<_>>().join(&site.text("list_separator"))
}
