//! The timeline of a report, either as a list in the front matter or as a table in the text.

use std::fmt::Write as _;

use chrono::{NaiveDateTime, TimeDelta};

use crate::catalog::vendor_id;
use crate::facts::Facts;
use crate::fill::Filler;
use crate::yaml::{quoted, time};

/// One row.
pub struct Row {
    at: NaiveDateTime,
    text: String,
    /// `started`, `detected`, …, or nothing.
    event: &'static str,
    /// What the vendor did, or nothing.
    vendor_event: &'static str,
}

/// Which columns a table has beside the time.
#[derive(Clone, Copy)]
enum Columns {
    /// The text only, its heading naming it the text or (ambiguously, as people do) the event.
    Text {
        headed_event: bool,
    },
    TextAndEvent,
    /// The same and what the vendor did.
    All,
}

/// The rows, in the order of time, agreeing with the fields of the front matter.
pub fn rows(filler: &mut Filler, facts: &Facts) -> Vec<Row> {
    let phrases = &filler.phrases.timeline;
    let times = &facts.times;
    let events = [
        (Some(facts.outline.started), "started", phrases.started),
        (Some(times.detected), "detected", phrases.detected),
        (times.acknowledged, "acknowledged", phrases.acknowledged),
        (times.identified, "identified", phrases.identified),
        (times.mitigated, "mitigated", phrases.mitigated),
        (times.resolved, "resolved", phrases.resolved),
    ];
    let mut rows = Vec::new();
    for (at, event, templates) in events {
        if let Some(at) = at {
            let text = filler.any(templates);
            rows.push(Row {
                at,
                text,
                event,
                vendor_event: "",
            });
        }
    }
    for _ in 0..filler.rng.between(0, 1) {
        rows.push(between(filler, facts));
    }
    if facts.vendor.is_some() && filler.rng.chance(50) {
        rows.extend(vendor(filler, facts));
    }
    rows.sort_by_key(|row| row.at);
    rows
}

/// Something tried while the incident lasted.
fn between(filler: &mut Filler, facts: &Facts) -> Row {
    let text = filler.any(filler.phrases.timeline.between);
    Row {
        at: moment(filler, facts, 60),
        text,
        event: "",
        vendor_event: "",
    }
}

/// A minute between the detection and the end, within the first `percent` of that time.
fn moment(filler: &mut Filler, facts: &Facts, percent: u32) -> NaiveDateTime {
    let end = facts.times.resolved.unwrap_or(facts.times.detected);
    let minutes = (end - facts.times.detected).num_minutes();
    let share = i64::from(filler.rng.between(1, percent));
    facts.times.detected + TimeDelta::minutes(minutes * share / 100)
}

fn vendor(filler: &mut Filler, facts: &Facts) -> [Row; 2] {
    let phrases = &filler.phrases.timeline;
    let at = moment(filler, facts, 40);
    let contacted = Row {
        at,
        text: filler.any(phrases.contacted),
        event: "",
        vendor_event: "contacted",
    };
    let answered = Row {
        at: at + TimeDelta::minutes(filler.rng.between(1, 9).into()),
        text: filler.any(phrases.vendor_acknowledged),
        event: "",
        vendor_event: "acknowledged",
    };
    [contacted, answered]
}

/// The list for the front matter. A table has no certain place for what a vendor did in a
/// Japanese report, so such rows belong here.
pub fn front_matter(rows: &[Row], facts: &Facts, out: &mut String) {
    out.push_str("timeline:\n");
    for row in rows {
        let at = time(row.at, facts.outline.offset);
        _ = write!(out, "  - {{at: {at}, text: {}", quoted(&row.text));
        if let (Some(vendor), false) = (facts.vendor, row.vendor_event.is_empty()) {
            let (vendor, event) = (vendor_id(vendor), row.vendor_event);
            _ = write!(out, ", vendor: {vendor}, vendor_event: {event}");
        }
        out.push_str("}\n");
    }
}

/// Whether a vendor has a part in these rows.
pub fn names_vendor(rows: &[Row]) -> bool {
    rows.iter().any(|row| !row.vendor_event.is_empty())
}

/// The table for the text.
pub fn table(filler: &mut Filler, rows: &[Row], facts: &Facts) -> String {
    let columns = match filler.rng.between(0, 99) {
        _ if names_vendor(rows) => Columns::All,
        0..=14 => Columns::Text { headed_event: true },
        15..=34 => Columns::Text {
            headed_event: false,
        },
        _ => Columns::TextAndEvent,
    };
    let full_dates = filler.rng.chance(10);
    let mut out = heading(filler, facts, columns);
    let mut day = None;
    for row in rows {
        let known = !full_dates && day == Some(row.at.date());
        let format = if known { "%H:%M" } else { "%Y-%m-%d %H:%M" };
        day = Some(row.at.date());
        _ = write!(out, "| {} | {} |", row.at.format(format), row.text);
        match columns {
            Columns::Text { .. } => {}
            Columns::TextAndEvent => _ = write!(out, " {} |", row.event),
            Columns::All => {
                let vendor = facts.vendor.filter(|_| !row.vendor_event.is_empty());
                let vendor = vendor.map(vendor_id).unwrap_or_default();
                _ = write!(out, " {} | {vendor} | {} |", row.event, row.vendor_event);
            }
        }
        out.push('\n');
    }
    out
}

/// The first two lines of the table. The zone is named where it has a name that all readers
/// know; elsewhere it is that of `started_at`.
fn heading(filler: &Filler, facts: &Facts, columns: Columns) -> String {
    let [time, text, event] = filler.phrases.timeline.columns;
    let zone = match facts.outline.offset {
        540 => " (JST)",
        0 => " (UTC)",
        _ => "",
    };
    let (names, count) = match columns {
        Columns::Text { headed_event } => {
            let text = if headed_event { event } else { text };
            (format!("| {time}{zone} | {text} |"), 2)
        }
        Columns::TextAndEvent => (format!("| {time}{zone} | {text} | {event} |"), 3),
        Columns::All => (
            format!("| {time}{zone} | {text} | {event} | Vendor | Vendor event |"),
            5,
        ),
    };
    format!("{names}\n|{}\n", " --- |".repeat(count))
}
