//! The home page: what needs attention, and where everything is.

use serde::Serialize;

use crate::insight::attention::Attention;
use crate::insight::board::Standing;
use crate::knowledge_base::EntryIndex;
use crate::render::action_line::action_line;
use crate::render::paging::sort_latest_first;
use crate::render::site::{Output, PageView, RenderError, Site};
use crate::render::views::{LineView, line};

/// The most lines of each part.
const SHOWN: usize = 20;
/// The most recent reports.
const RECENT: usize = 10;

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let path = "index.html";
    let attention = Attention::on(site.base, site.today);
    let lines = |entries: &[EntryIndex]| -> Vec<LineView> {
        let shown = entries.iter().take(SHOWN);
        shown.map(|entry| line(site, path, *entry)).collect()
    };
    let part = |key: &'static str, count: usize, lines: Vec<LineView>| PartView {
        key,
        more: count - lines.len(),
        count,
        lines,
    };
    let overdue = site.board.standing(Standing::Overdue);
    let overdue_lines: Vec<LineView> = overdue
        .iter()
        .take(SHOWN)
        .map(|action| action_line(site, path, action))
        .collect();
    let review: Vec<LineView> = attention
        .review
        .iter()
        .take(SHOWN)
        .map(|(entry, day)| LineView {
            date: Some(site.format.day_view(*day)),
            ..line(site, path, *entry)
        })
        .collect();
    let recent = recent(site, &attention).into_iter();
    let recent: Vec<LineView> = recent.map(|entry| line(site, path, entry)).collect();
    let view = HomeView {
        page: PageView::new(site, path, &site.base.config.title, "home"),
        parts: vec![
            part(
                "ongoing",
                attention.ongoing.len(),
                lines(&attention.ongoing),
            ),
            part(
                "without_fix",
                attention.without_fix.len(),
                lines(&attention.without_fix),
            ),
            part("overdue", overdue.len(), overdue_lines),
            part("review", attention.review.len(), review),
        ],
        recent_heading: recent_heading(&attention, &recent),
        recent,
        has_incidents: !attention.recent.is_empty(),
        today: site.format.day(site.today),
    };
    site.page(output, "home.html", path, &view)
}

/// The latest reports; where there are none, the latest documents of any kind.
fn recent(site: &Site<'_>, attention: &Attention) -> Vec<EntryIndex> {
    if !attention.recent.is_empty() {
        return attention.recent.iter().take(RECENT).copied().collect();
    }
    let mut entries: Vec<EntryIndex> = (0..site.base.entries.len()).map(EntryIndex).collect();
    sort_latest_first(site, &mut entries);
    entries.truncate(RECENT);
    entries
}

/// What the latest documents are called: reports, documents by their dates, or just documents.
fn recent_heading(attention: &Attention, recent: &[LineView]) -> &'static str {
    if !attention.recent.is_empty() {
        "recent"
    } else if recent.iter().any(|line| line.date.is_some()) {
        "latest"
    } else {
        "documents"
    }
}

#[derive(Debug, Serialize)]
struct HomeView {
    page: PageView,
    parts: Vec<PartView>,
    recent: Vec<LineView>,
    /// `recent`, `latest` or `documents`.
    recent_heading: &'static str,
    has_incidents: bool,
    today: String,
}

/// One sort of thing that needs attention.
#[derive(Debug, Serialize)]
struct PartView {
    /// `ongoing`, `without_fix`, `overdue` or `review`.
    key: &'static str,
    count: usize,
    /// How many are not shown.
    more: usize,
    lines: Vec<LineView>,
}
