//! `insights/2026-03.html`: a month for the meeting about it.

use chrono::NaiveDate;
use serde::Serialize;

use crate::document::Kind;
use crate::document::incident::{IncidentType, Milestone, Status};
use crate::insight::completion::{Punctuality, WrittenAction, end_of};
use crate::insight::messages::{DeadlineState, deadlines, missed_updates, owed_closing_notice};
use crate::insight::months::Month;
use crate::insight::records::Record;
use crate::knowledge_base::TermKind;
use crate::render::charts::TableView;
use crate::render::paths::{part_href, relative};
use crate::render::site::{Output, PageView, RenderError};
use crate::render::views::{BadgeView, LineView, LinkView, line, term_link};

use super::Gathered;

/// The most reports of a list.
const MOST_REPORTS: usize = 100;
/// The most actions of a list.
const MOST_ACTIONS: usize = 30;

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
    let lists = Lists {
        gathered,
        records: gathered.records.of_month(month),
        path,
    };
    let end = end_of(month, gathered.site.today);
    let is_then = |day: &NaiveDate| Month::of(*day) == month;
    let all = [
        lists.reports("incidents", &[IncidentType::Incident]),
        lists.reports("near_misses", &[IncidentType::NearMiss]),
        lists.reports(
            "counted_apart",
            &[IncidentType::Maintenance, IncidentType::PreMortem],
        ),
        lists.owed(),
        lists.actions("actions_overdue", |action| {
            action.due().filter(|_| action.is_overdue(end))
        }),
        lists.actions("actions_opened", |action| {
            action.opened_on().filter(is_then)
        }),
        lists.actions("actions_done", |action| action.done_on().filter(is_then)),
    ];
    all.into_iter().filter(|list| list.count > 0).collect()
}

/// What the lists of a month are made from.
struct Lists<'l> {
    gathered: &'l Gathered<'l>,
    /// The reports of the month.
    records: &'l [Record<'l>],
    path: &'l str,
}

impl Lists<'_> {
    fn reports(&self, key: &'static str, types: &[IncidentType]) -> ListView {
        let records = self.records.iter();
        let wanted = records.filter(|record| types.contains(&record.incident.incident_type()));
        self.list(key, MOST_REPORTS, wanted.collect(), |record| {
            line(self.gathered.site, self.path, record.entry)
        })
    }

    /// The reports that still owe something today, with what they owe.
    fn owed(&self) -> ListView {
        let records = self.records.iter();
        let owed = records
            .map(|record| (record, owed(self.gathered, record)))
            .filter(|(_, owed)| !owed.is_empty());
        let separator = self.gathered.site.text("list_separator");
        self.list("owed", MOST_REPORTS, owed.collect(), |(record, owed)| {
            LineView {
                note: Some(owed.join(&separator)),
                note_language: None,
                ..line(self.gathered.site, self.path, record.entry)
            }
        })
    }

    /// The actions that `day_of` gives a day to stand under, by that day and then as they are written.
    fn actions(
        &self,
        key: &'static str,
        day_of: impl Fn(&WrittenAction<'_>) -> Option<NaiveDate>,
    ) -> ListView {
        let all = self.gathered.actions.iter();
        let mut actions: Vec<_> = all.filter_map(|one| Some((day_of(one)?, one))).collect();
        actions.sort_by_key(|(day, _)| *day);
        self.list(key, MOST_ACTIONS, actions, |(day, action)| {
            action_line(self.gathered, self.path, action, day)
        })
    }

    fn list<T>(
        &self,
        key: &'static str,
        most: usize,
        items: Vec<T>,
        line_of: impl Fn(T) -> LineView,
    ) -> ListView {
        let count = items.len();
        let lines: Vec<LineView> = items.into_iter().take(most).map(line_of).collect();
        ListView {
            key,
            heading: self.gathered.text(key),
            count,
            more: count - lines.len(),
            lines,
        }
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
    let document = site
        .base
        .in_language(written.entry, site.base.config.language);
    let href = relative(path, site.paths.document(document));
    let id = &site.base[written.entry].id;
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
        href: part_href(&href, &name),
        id: format!("{id}/{name}"),
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
        kind: site.word("kind", Kind::Incident.as_str()),
    }
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
