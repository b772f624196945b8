//! The timeline of an incident.

use serde::Serialize;

use crate::document::{TimelineRow, TimelineSource};
use crate::knowledge_base::{DocumentIndex, TermKind};
use crate::render::format::TimeView;
use crate::render::site::Site;
use crate::render::views::{LinkView, term_link};

#[derive(Debug, Serialize)]
pub(super) struct TimelineView {
    /// The language of its words.
    language: &'static str,
    time: TimeView,
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
) -> Vec<TimelineView> {
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
    rows.iter()
        .map(|row| timeline_row(site, path, from, row))
        .collect()
}

fn timeline_row(
    site: &Site<'_>,
    path: &str,
    from: DocumentIndex,
    row: &TimelineRow,
) -> TimelineView {
    let markdown = site.markdown();
    TimelineView {
        language: site.base[from].language.code(),
        time: site.format.moment(&row.at),
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
        html: markdown.inline(from, path, &row.text),
        others: row
            .others
            .iter()
            .map(|(heading, text)| OtherView {
                heading: heading.clone(),
                html: markdown.inline(from, path, text),
            })
            .collect(),
    }
}
