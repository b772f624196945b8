//! What the front matter does not say: a title, and when it was. It stands in the body or in the
//! file's name.

use chrono::NaiveDate;

use crate::document::body::Body;
use crate::document::incident::Milestone;
use crate::document::{Document, Kind, TimelineRow};
use crate::import::convert::with_fences;
use crate::import::draft::Draft;
use crate::import::node::{plain, text};
use crate::import::report::message;
use crate::import::{Context, file_names, write_yaml};
use crate::time::{Moment, When, Zone, parse_moment};

/// Sets a title and, where the kind has one, a date, unless they are there.
pub(super) fn fill_in(
    draft: &mut Draft,
    source: &str,
    body: &Body,
    markdown: &str,
    context: &Context<'_>,
) {
    if draft.get("title").is_none() {
        set_title(draft, source, body);
    }
    match context.options.kind {
        Kind::Incident if draft.get("started_at").is_none() => {
            set_start(draft, source, body, markdown, context);
        }
        Kind::KnownError if draft.get("recorded_on").is_none() => {
            set_day(draft, "recorded_on", file_names::day(source));
        }
        _ => {}
    }
}

fn set_title(draft: &mut Draft, source: &str, body: &Body) {
    let (title, key) = match heading(body) {
        Some(heading) => (without_anchor(heading).to_owned(), "title-from-heading"),
        None => (file_names::title(source), "title-from-name"),
    };
    draft.notes.push(message(key, &[("title", &title)]));
    draft.set("title", text(&title));
}

/// The heading that names the whole document: the first of the first level, else the first that
/// does not name a part of a report.
fn heading(body: &Body) -> Option<&str> {
    let is_part = |index: usize| body.sections.iter().any(|section| section.heading == index);
    let headings = body.headings.iter().enumerate();
    let others = headings.filter(|(index, heading)| !heading.is_bold_line() && !is_part(*index));
    body.title()
        .into_iter()
        .chain(others.map(|(_, heading)| heading))
        .map(|heading| heading.text.as_str())
        .find(|text| !text.is_empty())
}

/// A heading without the anchor that other generators take from its end: `Releases {#releases}`.
fn without_anchor(heading: &str) -> &str {
    let anchored = heading
        .strip_suffix('}')
        .and_then(|rest| rest.rsplit_once("{#"));
    match anchored {
        Some((words, anchor)) if !anchor.contains(char::is_whitespace) && !words.is_empty() => {
            words.trim_end()
        }
        _ => heading,
    }
}

/// The day of the file's name.
fn set_day(draft: &mut Draft, field: &'static str, day: Option<NaiveDate>) {
    if let Some(day) = day.map(|day| day.to_string()) {
        draft.set(field, plain(&day));
        let arguments = [("field", field), ("day", &day)];
        draft.notes.push(message("day-from-name", &arguments));
    }
}

/// Sets `started_at` to the first time of the timeline, else to the day in the file's name.
///
/// A row that says `started` with a full date needs no field: hansei reads it from there.
fn set_start(draft: &mut Draft, source: &str, body: &Body, markdown: &str, context: &Context<'_>) {
    let day = file_names::day(source);
    if body.timeline.is_some() {
        let read = |draft: &Draft| so_far(draft, markdown, context);
        if read(draft).milestone(Milestone::Started).is_some() {
            return;
        }
        // Times without a date are read with the day of the name.
        if let Some(day) = day {
            draft.set("started_at", plain(&day.to_string()));
        }
        if let Some(written) = first_time(&read(draft).timeline, day, context.config.zone) {
            let arguments = [("field", "started_at"), ("time", &*written)];
            draft.notes.push(message("time-from-timeline", &arguments));
            draft.set("started_at", plain(&written));
            return;
        }
    }
    set_day(draft, "started_at", day);
}

/// The document as it stands so far.
fn so_far(draft: &Draft, markdown: &str, context: &Context<'_>) -> Document {
    let yaml = write_yaml::emit(&draft.fields(Kind::Incident));
    let text = with_fences(&yaml, "", markdown);
    Document::read("x.md", text, Kind::Incident, None, &context.reading())
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
