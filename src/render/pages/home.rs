//! The home page: what needs attention, and where everything is.

use chrono::TimeDelta;
use serde::Serialize;

use crate::insight::actions::ActionPlace;
use crate::insight::attention::Attention;
use crate::insight::board::{BoardAction, Standing};
use crate::insight::coverage::CauseCoverage;
use crate::knowledge_base::{EntryIndex, TermKind};
use crate::render::action_line::action_line;
use crate::render::pages::agenda::fix_line;
use crate::render::pages::documents::recorded_since;
use crate::render::pages::documents::vendor::breach_line;
use crate::render::paging::sort_latest_first;
use crate::render::site::{Output, PageView, RenderError, Site};
use crate::render::unit::page_of_view;
use crate::render::views::{BadgeView, LineView, line, term_link};

/// The most lines of each part.
const SHOWN: usize = 20;
/// The most recent reports.
const RECENT: usize = 10;
/// For how many days an incident is something to learn from at once; later the insights tell of it.
const DAYS_LEARNED: i64 = 365;

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let path = "index.html";
    if !output.wants(path) {
        return Ok(());
    }
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
            date_label: Some(site.text("dates.review")),
            ..line(site, path, *entry)
        })
        .collect();
    let owed: Vec<LineView> = attention
        .owed_notices
        .iter()
        .take(SHOWN)
        .map(|(entry, since)| LineView {
            date: since.map(|since| site.format.day_view(since)),
            date_label: since.map(|_| site.text("dates.since")),
            ..line(site, path, *entry)
        })
        .collect();
    let planned = attention.planned_fixes.iter().take(SHOWN);
    let planned: Vec<LineView> = planned
        .map(|(entry, _)| fix_line(site, path, *entry))
        .collect();
    let breaches: Vec<LineView> = attention
        .breaches
        .iter()
        .take(SHOWN)
        .map(|breach| breach_line(site, path, breach))
        .collect();
    let recent = recent(site, &attention).into_iter();
    let recent: Vec<LineView> = recent.map(|entry| line(site, path, entry)).collect();
    let did_not_hold: Vec<&BoardAction<'_>> = did_not_hold(site);
    let did_not_hold_lines = did_not_hold.iter().take(SHOWN);
    let did_not_hold_lines = did_not_hold_lines.map(|action| came_back_line(site, path, action));
    let known = known_at_the_time(site, &attention);
    let known_lines = known.iter().take(SHOWN);
    let known_lines = known_lines.map(|entry| known_line(site, path, *entry));
    let gaps: Vec<&CauseCoverage> = site.coverage.gaps().collect();
    let gap_lines = gaps.iter().take(SHOWN);
    let gap_lines = gap_lines.map(|cause| cause_line(site, path, cause));
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
            part("planned_fixes", attention.planned_fixes.len(), planned),
            part("overdue", overdue.len(), overdue_lines),
            part("owed_notices", attention.owed_notices.len(), owed),
            part("breaches", attention.breaches.len(), breaches),
            part(
                "did_not_hold",
                did_not_hold.len(),
                did_not_hold_lines.collect(),
            ),
            part("known", known.len(), known_lines.collect()),
            part("gaps", gaps.len(), gap_lines.collect()),
            part("review", attention.review.len(), review),
        ],
        recent_heading: recent_heading(&attention, &recent),
        recent,
        has_incidents: !attention.recent.is_empty(),
        today: site.format.day(site.today),
    };
    page_of_view(site, output, "home.html", path, &view)
}

/// The actions that did not hold and answer an incident of the last [`DAYS_LEARNED`] days.
fn did_not_hold<'s, 'a>(site: &'s Site<'a>) -> Vec<&'s BoardAction<'a>> {
    let came_back_lately = |place: &&ActionPlace| {
        let came_back = site.recurrence.came_back(**place);
        came_back.is_some_and(|one| one.here.iter().any(|entry| is_recent(site, *entry)))
    };
    let ineffective = site.recurrence.ineffective();
    let lately = ineffective.iter().filter(came_back_lately);
    lately.filter_map(|place| site.board.at(*place)).collect()
}

/// An action that did not hold, with the incidents that showed it.
fn came_back_line(site: &Site<'_>, path: &str, action: &BoardAction<'_>) -> LineView {
    let incidents = site.recurrence.came_back(action.place).into_iter();
    let incidents = incidents.flat_map(|came_back| &came_back.here);
    let ids: Vec<&str> = incidents
        .map(|entry| site.base[*entry].id.as_str())
        .collect();
    let ids = ids.join(&site.text("list_separator"));
    LineView {
        badges: vec![BadgeView {
            text: site.text("document.did_not_hold"),
            class: "overdue".to_owned(),
        }],
        note: Some(site.filled("home.came_back_as", &[("ids", &ids)])),
        ..action_line(site, path, action)
    }
}

/// An incident of a known error, with what was known of it and since when.
fn known_line(site: &Site<'_>, path: &str, entry: EntryIndex) -> LineView {
    let learned = site.recurrence.of_incident(entry);
    let known = learned.and_then(|learned| learned.known.first());
    LineView {
        note: known.map(|known| {
            let id = &site.base[known.error].id;
            format!("{id}: {}", recorded_since(site, known))
        }),
        ..line(site, path, entry)
    }
}

/// The incidents of the last [`DAYS_LEARNED`] days whose error was known when they began, the latest
/// first.
fn known_at_the_time(site: &Site<'_>, attention: &Attention) -> Vec<EntryIndex> {
    let recent = attention.recent.iter().copied();
    recent
        .filter(|entry| is_recent(site, *entry))
        .filter(|entry| {
            let learned = site.recurrence.of_incident(*entry);
            learned.is_some_and(|learned| !learned.known.is_empty())
        })
        .collect()
}

fn is_recent(site: &Site<'_>, entry: EntryIndex) -> bool {
    let day = site.base.original(entry).date();
    let day = day.map(|day| day.day_in(site.base.config.zone));
    day.is_some_and(|day| site.today - day <= TimeDelta::days(DAYS_LEARNED))
}

/// A cause against which nothing that works by itself is in place.
fn cause_line(site: &Site<'_>, path: &str, cause: &CauseCoverage) -> LineView {
    let link = term_link(site, path, TermKind::Cause, cause.cause.as_str());
    LineView {
        href: link.href.unwrap_or_default(),
        id: cause.cause.to_string(),
        title: link.text,
        language: site.base.config.language.code(),
        kind: String::new(),
        date: None,
        date_label: None,
        badges: Vec::new(),
        terms: Vec::new(),
        note: Some(site.counted("home.cause_reports", &cause.reports.to_string())),
        note_language: None,
    }
}

/// The latest reports; where there are none, the latest documents of any kind.
fn recent(site: &Site<'_>, attention: &Attention) -> Vec<EntryIndex> {
    if !attention.recent.is_empty() {
        return attention.recent.iter().take(RECENT).copied().collect();
    }
    let mut entries: Vec<EntryIndex> = (0..site.base.entries().len()).map(EntryIndex).collect();
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
    /// `ongoing`, `without_fix`, `planned_fixes`, `overdue`, `owed_notices`, `breaches`, `did_not_hold`, `known`, `gaps` or
    /// `review`.
    key: &'static str,
    count: usize,
    /// How many are not shown.
    more: usize,
    lines: Vec<LineView>,
}
