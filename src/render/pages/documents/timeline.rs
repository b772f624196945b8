//! The timeline of an incident, day by day.

use serde::Serialize;

use crate::document::{TimelineRow, TimelineSource};
use crate::knowledge_base::{DocumentIndex, TermKind};
use crate::render::format::TimeView;
use crate::render::markdown::{Insertions, TimelineCells};
use crate::render::site::Site;
use crate::render::views::{LinkView, term_link};

/// The rows of one day, in one offset.
#[derive(Debug, Serialize)]
pub(super) struct TimelineDayView {
    /// The day, and the offset its times are written in.
    heading: TimeView,
    rows: Vec<TimelineRowView>,
}

#[derive(Debug, Serialize)]
struct TimelineRowView {
    /// The language of its words.
    language: &'static str,
    /// The time of day; none where only the day is known.
    time: Option<TimeView>,
    event: Option<String>,
    vendor: Option<LinkView>,
    vendor_event: Option<String>,
    html: String,
    others: Vec<OtherView>,
}

/// A cell of a column that has no meaning to us.
#[derive(Debug, Serialize)]
struct OtherView {
    heading: String,
    html: String,
}

/// The timeline of the document that counts; a translation that has its own shows that.
pub(super) fn timeline(
    site: &Site<'_>,
    path: &str,
    index: DocumentIndex,
    counted: DocumentIndex,
) -> Vec<TimelineDayView> {
    let document = &site.base[index];
    if document.timeline_source == TimelineSource::ShownTable {
        return Vec::new();
    }
    let own = &document.timeline;
    let (from, rows) = if own.is_empty() {
        (counted, &site.base[counted].timeline)
    } else {
        (index, own)
    };
    // The text of another document is not on this page, nor are its footnotes.
    let insertions = Insertions {
        timeline: from == index && document.timeline_source == TimelineSource::WholeTable,
        actions: false,
    };
    let mut cells = site.markdown().timeline_cells(from, path, insertions);
    let mut days: Vec<TimelineDayView> = Vec::new();
    for row in rows {
        let heading = site.format.day_and_offset(&row.at);
        let row = timeline_row(site, path, &mut cells, from, row);
        match days.last_mut() {
            Some(day) if day.heading == heading => day.rows.push(row),
            _ => days.push(TimelineDayView {
                heading,
                rows: vec![row],
            }),
        }
    }
    days
}

fn timeline_row(
    site: &Site<'_>,
    path: &str,
    cells: &mut TimelineCells<'_>,
    from: DocumentIndex,
    row: &TimelineRow,
) -> TimelineRowView {
    TimelineRowView {
        language: site.base[from].language.code(),
        time: site.format.time_of_day(&row.at),
        event: row
            .event
            .map(|event| site.word("milestone", event.as_str())),
        vendor: row
            .vendor
            .as_ref()
            .map(|vendor| term_link(site, path, TermKind::Vendor, vendor)),
        vendor_event: row
            .vendor_event
            .map(|event| site.word("vendor-event", event.as_str())),
        html: cells.html(&row.text),
        others: row
            .others
            .iter()
            .map(|(heading, text)| OtherView {
                heading: heading.clone(),
                html: cells.html(text),
            })
            .collect(),
    }
}
