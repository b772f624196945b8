//! The home page: what needs attention, and where everything is.

use serde::Serialize;

use crate::insight::attention::{Attention, OverdueAction};
use crate::knowledge_base::{EntryIndex, TermKind};
use crate::render::pages::documents::vendor::breach_line;
use crate::render::paging::sort_latest_first;
use crate::render::paths::part_href;
use crate::render::site::{Output, PageView, RenderError, Site};
use crate::render::views::{BadgeView, LineView, line, term_link};

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
    let overdue: Vec<LineView> = attention
        .overdue
        .iter()
        .take(SHOWN)
        .map(|action| overdue_line(site, path, action))
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
    let owed: Vec<LineView> = attention
        .owed_notices
        .iter()
        .take(SHOWN)
        .map(|(entry, since)| LineView {
            date: since.map(|since| site.format.day_view(since)),
            ..line(site, path, *entry)
        })
        .collect();
    let breaches: Vec<LineView> = attention
        .breaches
        .iter()
        .take(SHOWN)
        .map(|breach| breach_line(site, path, breach))
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
            part("overdue", attention.overdue.len(), overdue),
            part("owed_notices", attention.owed_notices.len(), owed),
            part("breaches", attention.breaches.len(), breaches),
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
    /// `ongoing`, `without_fix`, `overdue`, `owed_notices`, `breaches` or `review`.
    key: &'static str,
    count: usize,
    /// How many are not shown.
    more: usize,
    lines: Vec<LineView>,
}

/// An overdue action as a line: its title, the day it was due, its owner.
fn overdue_line(site: &Site<'_>, path: &str, overdue: &OverdueAction) -> LineView {
    let incident = line(site, path, overdue.entry);
    let document = site.base.original(overdue.entry);
    let action = document
        .incident()
        .map(|incident| &incident.actions[overdue.position]);
    let name = action
        .map(|action| action.name(overdue.position))
        .unwrap_or_default();
    let title = action.and_then(|action| action.title.as_ref());
    let owner = action
        .and_then(|action| action.owner.as_ref())
        .map(|owner| term_link(site, path, TermKind::Owner, owner));
    let late = (site.today - overdue.due).num_days().to_string();
    LineView {
        href: part_href(&incident.href, &name),
        id: format!("{}/{name}", incident.id),
        title: title.map(|title| title.value.clone()).unwrap_or_default(),
        language: document.language.code(),
        date: Some(site.format.day_view(overdue.due)),
        badges: vec![BadgeView {
            text: site.counted("home.days_overdue", &late),
            class: "overdue".to_owned(),
        }],
        terms: owner.into_iter().collect(),
        note: None,
        note_language: None,
        kind: incident.kind,
    }
}
