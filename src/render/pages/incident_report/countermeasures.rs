//! What is done about an incident, for now and for good, as customers are told.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::diagnostic::Spanned;
use crate::document::Document;
use crate::document::incident::{Action, ActionState, Horizon, Incident};
use crate::document::part_anchor;
use crate::insight::actions::shared_action;
use crate::language::Language;
use crate::render::pages::incident_report::Report;
use crate::render::site::Site;

/// A measure with how far it has come.
#[derive(Debug, Serialize)]
pub(super) struct MeasureView {
    title: String,
    /// The language of the title, where it is not the report's.
    language: Option<&'static str>,
    state: String,
}

/// The reports that share an action with an incident.
pub(super) fn sources<'a>(site: &'a Site<'_>, incident: &Incident) -> Vec<&'a Document> {
    let references = incident.actions.iter();
    let references = references.filter_map(|action| action.reference.as_ref());
    let named = references.filter_map(|reference| site.base.named(reference));
    named.map(|named| site.base.original(named.entry)).collect()
}

/// What holds for now.
pub(super) fn interim(report: &Report<'_>) -> Vec<MeasureView> {
    with(report, Some(Horizon::Interim))
}

/// What holds for good.
pub(super) fn permanent(report: &Report<'_>) -> Vec<MeasureView> {
    with(report, Some(Horizon::Permanent))
}

/// What does not say for how long it is meant.
pub(super) fn others(report: &Report<'_>) -> Vec<MeasureView> {
    with(report, None)
}

fn with(report: &Report<'_>, horizon: Option<Horizon>) -> Vec<MeasureView> {
    let shown = report.shown.language;
    measures(report)
        .into_iter()
        .filter(|measure| {
            let written = measure.action.horizon.as_ref();
            written.map(|written| written.value) == horizon
        })
        .map(|measure| MeasureView {
            title: report.outward.words(measure.title),
            language: (measure.language != shown).then(|| measure.language.code()),
            state: state(report, measure.action),
        })
        .filter(|measure| !measure.title.is_empty())
        .collect()
}

/// An action that customers are told of.
struct Measure<'a> {
    action: &'a Action,
    title: &'a str,
    language: Language,
}

/// The actions of an incident but for those that were given up and those without a title, in order.
fn measures<'a>(report: &Report<'a>) -> Vec<Measure<'a>> {
    let translated = titles(report);
    let actions = report.incident.actions.iter().enumerate();
    actions
        .filter_map(|(position, action)| {
            let name = action.name(position);
            let (document, action) = match &action.reference {
                Some(reference) => {
                    let base = report.site.base;
                    let shared = shared_action(base, reference)?;
                    (base.original(shared.place.entry), shared.action)
                }
                None => (report.original, action),
            };
            if action.state() == ActionState::Dropped {
                return None;
            }
            let own = translated.get(&part_anchor(&name)).copied();
            let title = own.or(action.title.as_ref().map(|title| title.as_str()))?;
            let language = if own.is_some() {
                report.shown.language
            } else {
                document.language
            };
            Some(Measure {
                action,
                title,
                language,
            })
        })
        .collect()
}

/// The titles of the version that the report takes its words from.
fn titles<'a>(report: &Report<'a>) -> FxHashMap<String, &'a str> {
    let actions = report.shown.incident().into_iter();
    let actions = actions.flat_map(|incident| incident.actions.iter().enumerate());
    actions
        .filter_map(|(position, action)| {
            let title = action.title.as_ref()?;
            Some((part_anchor(&action.name(position)), title.as_str()))
        })
        .collect()
}

/// How far a measure has come, with the day it was done or is planned for, as of the day of the report.
fn state(report: &Report<'_>, action: &Action) -> String {
    let today = report.issue.day;
    let with_day = |key: &str, without: &str, day: Option<NaiveDate>| match day {
        Some(day) => report.filled(key, &[("day", &report.format.day(day))]),
        None => report.text(without),
    };
    let is_past = |day: Option<NaiveDate>| day.is_none_or(|day| day <= today);
    let done = day(action.done_on.as_ref());
    let state = action.state();
    // A plan that is past is no plan any more.
    let due = day(action.due.as_ref()).filter(|due| *due >= today);
    if was_done(action, today) {
        if state == ActionState::Verified && is_past(day(action.verified_on.as_ref())) {
            return with_day("report.verified_on", "report.verified", done);
        }
        return with_day("report.done_on", "report.done", done);
    }
    if state == ActionState::InProgress {
        return with_day("report.under_way_until", "report.under_way", due);
    }
    with_day("report.planned_for", "report.planned", due)
}

/// Whether a measure was done by a day; one that does not say when was.
fn was_done(action: &Action, today: NaiveDate) -> bool {
    let is_done = matches!(action.state(), ActionState::Done | ActionState::Verified);
    is_done && day(action.done_on.as_ref()).is_none_or(|done| done <= today)
}

fn day(field: Option<&Spanned<NaiveDate>>) -> Option<NaiveDate> {
    field.map(|field| field.value)
}

/// The titles of measures that are not in the report's language.
pub(super) fn foreign_titles(report: &Report<'_>) -> Vec<String> {
    let measures = measures(report).into_iter();
    measures
        .filter(|measure| measure.language != report.shown.language)
        .map(|measure| report.outward.words(measure.title))
        .filter(|title| !title.is_empty())
        .collect()
}

/// The measures that should have been done by the day of the report and are not, with the day that
/// they were planned for.
pub(super) fn stale(report: &Report<'_>) -> Vec<(String, NaiveDate)> {
    let measures = measures(report).into_iter();
    measures
        .filter_map(|measure| {
            let due = day(measure.action.due.as_ref())?;
            let is_stale = due < report.issue.day && !was_done(measure.action, report.issue.day);
            is_stale.then(|| (report.outward.words(measure.title), due))
        })
        .collect()
}
