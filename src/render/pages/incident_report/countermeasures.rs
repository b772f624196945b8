//! What is done about an incident, for now and for good, as customers are told.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::document::Document;
use crate::document::incident::{Action, ActionState, Horizon, Incident};
use crate::document::part_anchor;
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
    let translated = titles(report);
    let actions = report.incident.actions.iter().enumerate();
    actions
        .filter_map(|(position, action)| {
            let name = action.name(position);
            let (document, action) = match &action.reference {
                Some(reference) => shared(report.site, reference)?,
                None => (report.original, action),
            };
            let written = action.horizon.as_ref().map(|horizon| horizon.value);
            if written != horizon || action.state() == ActionState::Dropped {
                return None;
            }
            let own = translated.get(&part_anchor(&name));
            let title = own
                .copied()
                .or(action.title.as_ref().map(|title| title.as_str()))?;
            let language = if own.is_some() {
                report.shown.language
            } else {
                document.language
            };
            Some(MeasureView {
                title: report.outward.words(title),
                language: (language != report.shown.language).then(|| language.code()),
                state: state(report, action),
            })
        })
        .filter(|measure| !measure.title.is_empty())
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

/// An action of another report, with that report.
fn shared<'a>(site: &'a Site<'_>, reference: &str) -> Option<(&'a Document, &'a Action)> {
    let named = site.base.named(reference)?;
    let part = named.part?;
    let document = site.base.original(named.entry);
    let mut actions = document.incident()?.actions.iter().enumerate();
    let (_, action) = actions.find(|(at, action)| action.name(*at).eq_ignore_ascii_case(part))?;
    Some((document, action))
}

/// How far a measure has come, with the day it was done or is planned for.
fn state(report: &Report<'_>, action: &Action) -> String {
    let with_day = |key: &str, without: &str, day: Option<chrono::NaiveDate>| match day {
        Some(day) => report.filled(key, &[("day", &report.format.day(day))]),
        None => report.text(without),
    };
    let done = action.done_on.as_ref().map(|day| day.value);
    let due = action.due.as_ref().map(|day| day.value);
    match action.state() {
        ActionState::Open => with_day("report.planned_for", "report.planned", due),
        ActionState::InProgress => with_day("report.under_way_until", "report.under_way", due),
        ActionState::Done | ActionState::Dropped => with_day("report.done_on", "report.done", done),
        ActionState::Verified => with_day("report.verified_on", "report.verified", done),
    }
}
