//! `insights/2026-03.html`: a month for the meeting about it.

use chrono::NaiveDate;
use serde::Serialize;

use crate::document::incident::{IncidentType, Milestone, Status};
use crate::insight::action_figures::{Punctuality, end_of};
use crate::insight::actions::WrittenAction;
use crate::insight::messages::{DeadlineState, deadlines, missed_updates, owed_closing_notice};
use crate::insight::months::Month;
use crate::insight::records::Record;
use crate::render::action_line::action_line;
use crate::render::charts::TableView;
use crate::render::paths::relative;
use crate::render::site::{Output, PageView, RenderError};
use crate::render::unit::page_of_view;
use crate::render::views::{BadgeView, LineView, LinkView, line};

use super::super::follow_ups;
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
    /// What is still owed to people outside after reports of all months, with the page that lists it.
    follow_ups: Option<LinkView>,
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
    if !output.wants(&path) {
        return Ok(());
    }
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
        follow_ups: (gathered.still_owed > 0).then(|| {
            let count = gathered.still_owed.to_string();
            LinkView {
                href: Some(relative(&path, follow_ups::PATH)),
                ..LinkView::words(site.counted("insights.follow_ups", &count))
            }
        }),
    };
    page_of_view(site, output, "insights-month.html", &path, &view)
}

fn lists(gathered: &Gathered<'_>, month: Month, path: &str) -> Vec<ListView> {
    let lists = Lists {
        gathered,
        records: gathered.records.of_month(month),
        path,
    };
    let end = end_of(month, gathered.site.today);
    let is_then = |day: &NaiveDate| Month::of(*day) == month;
    let overdue = if month == Month::of(gathered.site.today) {
        "actions_overdue_now"
    } else {
        "actions_overdue"
    };
    let all = [
        lists.reports("incidents", &[IncidentType::Incident]),
        lists.reports("near_misses", &[IncidentType::NearMiss]),
        lists.reports(
            "counted_apart",
            &[IncidentType::Maintenance, IncidentType::PreMortem],
        ),
        lists.owed(),
        lists.actions(overdue, (Stood::Overdue, end), |action| {
            action.due().filter(|_| action.is_overdue(end))
        }),
        lists.actions("actions_opened", (Stood::Opened, end), |action| {
            action.opened_on().filter(is_then)
        }),
        lists.actions("actions_done", (Stood::Done, end), |action| {
            action.done_on().filter(is_then)
        }),
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

    /// The actions that `day_of` gives a day to stand under, by that day and then as they are written;
    /// with what they stand there for and the last day of the month, or today.
    fn actions(
        &self,
        key: &'static str,
        stood: (Stood, NaiveDate),
        day_of: impl Fn(&WrittenAction<'_>) -> Option<NaiveDate>,
    ) -> ListView {
        let all = self.gathered.actions.iter();
        let mut actions: Vec<_> = all.filter_map(|one| Some((day_of(one)?, one))).collect();
        actions.sort_by_key(|(day, _)| *day);
        let count = actions.len();
        let shown = actions.into_iter().take(MOST_ACTIONS);
        let lines =
            shown.filter_map(|(day, action)| line_of(self.gathered, self.path, action, day, stood));
        self.view(key, count, lines.collect())
    }

    fn list<T>(
        &self,
        key: &'static str,
        most: usize,
        items: Vec<T>,
        line_of: impl Fn(T) -> LineView,
    ) -> ListView {
        let count = items.len();
        let lines = items.into_iter().take(most).map(line_of).collect();
        self.view(key, count, lines)
    }

    fn view(&self, key: &'static str, count: usize, lines: Vec<LineView>) -> ListView {
        ListView {
            key,
            heading: self.gathered.text(key),
            count,
            more: count - lines.len(),
            lines,
        }
    }
}

/// What an action stands in a list of a month for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stood {
    /// It was overdue at the end of the month.
    Overdue,
    /// It was opened.
    Opened,
    /// It was done.
    Done,
}

/// The line of an action with the day it stands in the list for, how it stands today, and how late it was.
fn line_of(
    gathered: &Gathered<'_>,
    path: &str,
    written: &WrittenAction<'_>,
    day: NaiveDate,
    (stood, end): (Stood, NaiveDate),
) -> Option<LineView> {
    let site = gathered.site;
    let action = site.board.at(written.place)?;
    let state = written.action.state().as_str();
    let mut badges = vec![BadgeView {
        text: site.word("action-state", state),
        class: format!("state-{state}"),
    }];
    let late = match stood {
        Stood::Overdue => {
            let days = (end - day).num_days().to_string();
            Some(site.counted("home.days_overdue", &days))
        }
        _ if written.done_on().is_some() && written.punctuality() == Punctuality::Late => {
            Some(gathered.text("action.late"))
        }
        _ => None,
    };
    badges.extend(late.map(|text| BadgeView {
        text,
        class: "overdue".to_owned(),
    }));
    let label = match stood {
        Stood::Overdue => "due",
        Stood::Opened => "opened",
        Stood::Done => "done",
    };
    Some(LineView {
        date: Some(site.format.day_view(day)),
        date_label: Some(site.text(&format!("dates.{label}"))),
        badges,
        note: None,
        ..action_line(site, path, action)
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
