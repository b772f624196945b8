//! When an incident began, where its front matter does not say: from the timeline or the file's name.

use chrono::NaiveDate;

use crate::document::body::Body;
use crate::document::incident::Milestone;
use crate::document::{Document, Kind, TimelineRow};
use crate::import::assemble::Draft;
use crate::import::document::{Archive, in_order, with_fences};
use crate::import::emit::{self, time};
use crate::import::names;
use crate::import::report::message;
use crate::time::{Moment, When, Zone, parse_moment};

/// Sets `started_at` to the first time of the timeline, else to the day in the file's name.
///
/// A row that says `started` with a full date needs no field: hansei reads it from there.
pub(super) fn guess(
    archive: &Archive<'_>,
    draft: &mut Draft,
    source: &str,
    body: &Body,
    markdown: &str,
) {
    let day = names::day(source);
    if body.timeline.is_some() {
        let read = |draft: &Draft| read(archive, draft, markdown);
        if read(draft).milestone(Milestone::Started).is_some() {
            return;
        }
        // Times without a date are read with the day of the name.
        if let Some(day) = day {
            draft.set("started_at", time(&day.to_string()));
        }
        let document = read(draft);
        if let Some(written) = first_time(&document.timeline, day, archive.config.zone) {
            let arguments = [("field", "started_at"), ("time", &*written)];
            draft.notes.push(message("time-from-timeline", &arguments));
            draft.set("started_at", time(&written));
            return;
        }
    }
    if let Some(day) = day.map(|day| day.to_string()) {
        draft.set("started_at", time(&day));
        let arguments = [("field", "started_at"), ("day", &*day)];
        draft.notes.push(message("day-from-name", &arguments));
    }
}

/// The document as it stands so far.
fn read(archive: &Archive<'_>, draft: &Draft, markdown: &str) -> Document {
    let yaml = emit::emit(&in_order(archive.kind, draft));
    let text = with_fences(&yaml, "", markdown);
    Document::read("x.md", text, Kind::Incident, None, &archive.reading())
}

/// The time of the row that says `started`, else of the first row, unless the file's name says that
/// the incident was on another day.
fn first_time(rows: &[TimelineRow], day: Option<NaiveDate>, site: Zone) -> Option<String> {
    let started = rows
        .iter()
        .find(|row| row.event == Some(Milestone::Started));
    let row = started.or_else(|| {
        let first = rows.first()?;
        day.is_none_or(|day| first.at.day() == day).then_some(first)
    })?;
    full_time(&row.at, site)
}

/// A time that reads the same outside its table: as written, else with its date, else with its
/// offset too.
fn full_time(at: &Moment, site: Zone) -> Option<String> {
    let When::Time(time) = at.when else {
        return None;
    };
    let same =
        |text: &String| parse_moment(text, site).is_ok_and(|read| read.moment.when == at.when);
    let local = time.format("%Y-%m-%dT%H:%M:%S").to_string();
    let full = time.format("%Y-%m-%dT%H:%M:%S%:z").to_string();
    [at.written.clone(), local]
        .into_iter()
        .find(same)
        .or(Some(full))
}
