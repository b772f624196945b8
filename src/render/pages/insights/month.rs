//! `insights/2026-03.html`: a month for the meeting about it.

use chrono::NaiveDate;
use serde::Serialize;

use crate::document::incident::{IncidentType, Milestone, Status};
use crate::insight::completion::{Punctuality, WrittenAction, end_of};
use crate::insight::messages::{DeadlineState, deadlines, missed_updates, owed_closing_notice};
use crate::insight::months::Month;
use crate::insight::records::Record;
use crate::knowledge_base::TermKind;
use crate::render::charts::TableView;
use crate::render::paths::part_href;
use crate::render::site::{Output, PageView, RenderError};
use crate::render::views::{BadgeView, LineView, LinkView, line, term_link};

use super::Gathered;

/// The most lines of a list.
const MOST_LINES: usize = 60;

#[derive(Debug, Serialize)]
struct View {
    page: PageView,
    today: String,
    /// Whether the month is still going on.
    is_current: bool,
    earlier: Option<LinkView>,
    later: Option<LinkView>,
    figures: TableView,
    lists: Vec<ListView>,
}

/// A list of reports or actions.
#[derive(Debug, Serialize)]
struct ListView {
    /// Its name on the page, and what it holds.
    key: &'static str,
    heading: String,
    count: usize,
    /// How many are not shown.
    more: usize,
    lines: Vec<LineView>,
}

pub(super) fn write(
    gathered: &Gathered<'_>,
    month: Month,
    output: &dyn Output,
) -> Result<(), RenderError> {
    let site = gathered.site;
    let path = format!("insights/{month}.html");
    let link = |month: Month| {
        gathered.href(month).map(|href| LinkView {
            href: Some(href),
            ..LinkView::words(gathered.name(month))
        })
    };
    let view = View {
        page: PageView::new(site, &path, &gathered.name(month), "insights"),
        today: site.format.day(site.today),
        is_current: month == Month::of(site.today),
        earlier: link(month.plus(-1)),
        later: link(month.plus(1)),
        figures: gathered.month_figures(month),
        lists: lists(gathered, month, &path),
    };
    site.page(output, "insights-month.html", &path, &view)
}

fn lists(gathered: &Gathered<'_>, month: Month, path: &str) -> Vec<ListView> {
    let records = gathered.records.of_month(month);
    let reports = |key, types: &[IncidentType]| {
        let wanted = records.iter();
        let lines = wanted
            .filter(|record| types.contains(&record.incident.incident_type()))
            .map(|record| line(gathered.site, path, record.entry));
        list(gathered, key, lines)
    };
    let end = end_of(month, gathered.site.today);
    let is_then = |day: &NaiveDate| Month::of(*day) == month;
    let actions = |key, day_of: &dyn Fn(&WrittenAction<'_>) -> Option<NaiveDate>| {
        let all = gathered.actions.iter();
        let mut actions: Vec<_> = all.filter_map(|one| Some((day_of(one)?, one))).collect();
        // Reports stay in their order where days are equal.
        actions.sort_by_key(|(day, _)| *day);
        let lines = actions.into_iter();
        let lines = lines.map(|(day, action)| action_line(gathered, path, action, day));
        list(gathered, key, lines)
    };
    let apart = [IncidentType::Maintenance, IncidentType::PreMortem];
    let lists = [
        reports("incidents", &[IncidentType::Incident]),
        reports("near_misses", &[IncidentType::NearMiss]),
        reports("counted_apart", &apart),
        list(gathered, "owed", owed_lines(gathered, records, path)),
        actions("actions_overdue", &|action| {
            action.due().filter(|_| action.is_overdue(end))
        }),
        actions("actions_opened", &|action| {
            action.opened_on().filter(is_then)
        }),
        actions("actions_done", &|action| action.done_on().filter(is_then)),
    ];
    lists.into_iter().filter(|list| list.count > 0).collect()
}

fn list(
    gathered: &Gathered<'_>,
    key: &'static str,
    lines: impl Iterator<Item = LineView>,
) -> ListView {
    let mut lines = lines.fuse();
    let shown: Vec<LineView> = lines.by_ref().take(MOST_LINES).collect();
    let more = lines.count();
    ListView {
        key,
        heading: gathered.text(key),
        count: shown.len() + more,
        more,
        lines: shown,
    }
}

/// An action as a line: its title, the day it stands under, its owner, how it stands.
fn action_line(
    gathered: &Gathered<'_>,
    path: &str,
    written: &WrittenAction<'_>,
    day: NaiveDate,
) -> LineView {
    let site = gathered.site;
    let incident = line(site, path, written.entry);
    let action = written.action;
    let name = action.name(written.position);
    let title = action.title.as_ref();
    let state = action.state().as_str();
    let mut badges = vec![BadgeView {
        text: site.word("action-state", state),
        class: format!("state-{state}"),
    }];
    if written.done_on().is_some() && written.punctuality() == Punctuality::Late {
        badges.push(BadgeView {
            text: gathered.text("action.late"),
            class: "overdue".to_owned(),
        });
    }
    let owner = action.owner.as_ref();
    LineView {
        href: part_href(&incident.href, &name),
        id: format!("{}/{name}", incident.id),
        title: title.map_or_else(|| name.clone(), |title| title.value.clone()),
        language: site.base.original(written.entry).language.code(),
        date: Some(site.format.day_view(day)),
        badges,
        terms: owner
            .map(|owner| term_link(site, path, TermKind::Owner, owner))
            .into_iter()
            .collect(),
        note: None,
        note_language: None,
        kind: incident.kind,
    }
}

/// The reports of a month that still owe something today, with what they owe.
fn owed_lines<'g>(
    gathered: &'g Gathered<'_>,
    records: &'g [Record<'_>],
    path: &'g str,
) -> impl Iterator<Item = LineView> + 'g {
    records.iter().filter_map(move |record| {
        let owed = owed(gathered, record);
        (!owed.is_empty()).then(|| LineView {
            note: Some(owed.join(&gathered.site.text("list_separator"))),
            note_language: None,
            ..line(gathered.site, path, record.entry)
        })
    })
}

/// What a report owes today, in words.
fn owed(gathered: &Gathered<'_>, record: &Record<'_>) -> Vec<String> {
    let (zone, today) = (gathered.site.base.config.zone, gathered.site.today);
    let document = record.document;
    let is_incident = record.incident.incident_type() == IncidentType::Incident;
    let is_over = document.milestone(Milestone::Resolved).is_some();
    let has_report = record.incident.status() == Status::Final;
    let deadlines = deadlines(document, zone, today);
    let owes = [
        ("closing_notice", owed_closing_notice(document).is_some()),
        (
            "update",
            missed_updates(document, zone, today)
                .iter()
                .any(|missed| missed.sent.is_none()),
        ),
        (
            "authority",
            deadlines
                .iter()
                .any(|deadline| deadline.state != DeadlineState::Late),
        ),
        ("final_report", is_incident && is_over && !has_report),
        ("end", is_incident && !is_over && !has_report),
    ];
    owes.into_iter()
        .filter(|(_, owes)| *owes)
        .map(|(key, _)| gathered.text(&format!("owes.{key}")))
        .collect()
}
