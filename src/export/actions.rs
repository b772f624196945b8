//! Actions as records.

use chrono::NaiveDate;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::Spanned;
use crate::document::incident::{ActionState, Control, Horizon, RolloutState};
use crate::export::csv::{Cell, Row};
use crate::export::redaction;
use crate::insight::actions::{ActionPlace, title_in};
use crate::insight::board::{Board, BoardAction, Standing};
use crate::knowledge_base::KnowledgeBase;
use crate::language::Language;

/// An action, in the report that it is written in. Keys are those of front matter; what is worked out
/// is `standing`, `age_days` and `shared_by`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Action")]
pub struct ActionRecord {
    /// Its address, `INC-2025-0041/A2`.
    pub id: String,
    /// The id of its report.
    pub incident: String,
    /// What is to be done, as the report has it.
    pub title: Option<String>,
    /// How it stands today.
    pub standing: Standing,
    /// How far it has come, as written; `open` where nothing is.
    pub state: ActionState,
    /// How strongly it holds.
    pub control: Option<Control>,
    /// For now or for good.
    pub horizon: Option<Horizon>,
    /// The causes it takes away.
    pub addresses: Vec<String>,
    /// Who does it, by the present name.
    pub owner: Option<String>,
    /// The services that its incident hit, then those of the reports that share it.
    pub services: Vec<String>,
    /// Since when it is to be done; the day of the report where that is not written.
    pub opened_on: Option<NaiveDate>,
    /// By when.
    pub due: Option<NaiveDate>,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
    /// When it was seen to work.
    pub verified_on: Option<NaiveDate>,
    /// For how many days it has been, or was, to be done.
    pub age_days: Option<i64>,
    /// What shows that it works.
    pub evidence: Option<String>,
    /// Where the work is tracked.
    pub ticket: Option<String>,
    /// The ids of other reports that share it.
    pub shared_by: Vec<String>,
    /// The same measure for other services.
    pub rollout: Vec<RolloutRecord>,
}

/// A measure carried over to another service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Rollout")]
pub struct RolloutRecord {
    /// The service.
    pub service: String,
    /// How far it has come.
    pub state: RolloutState,
}

/// Every action as it stands on the day `today`, by id.
#[must_use]
pub fn records(base: &KnowledgeBase, board: &Board<'_>, today: NaiveDate) -> Vec<ActionRecord> {
    let actions = board.actions().par_iter();
    let records = actions.map(|action| ActionRecord::of(base, action, today));
    let mut records: Vec<ActionRecord> = records.collect();
    records.sort_by(|a, b| a.id.cmp(&b.id));
    records
}

impl ActionRecord {
    /// The record of an action as it stands on the day `today`.
    #[must_use]
    pub fn of(base: &KnowledgeBase, on_board: &BoardAction<'_>, today: NaiveDate) -> Self {
        let action = on_board.action;
        let rollout = action.rollout.iter().filter_map(|rollout| {
            Some(RolloutRecord {
                service: rollout.service.as_ref()?.value.clone(),
                state: rollout
                    .state
                    .as_ref()
                    .map_or(RolloutState::Open, |state| state.value),
            })
        });
        Self {
            id: on_board.address(base),
            incident: base[on_board.place.entry].id.to_string(),
            title: text(action.title.as_ref()),
            standing: on_board.standing,
            state: action.state(),
            control: action.control.as_ref().map(|control| control.value),
            horizon: action.horizon.as_ref().map(|horizon| horizon.value),
            addresses: names(&action.addresses),
            owner: on_board.owner(base).map(|owner| owner.to_string()),
            services: on_board
                .services(base)
                .iter()
                .map(ToString::to_string)
                .collect(),
            opened_on: on_board.opened_on,
            due: day(action.due.as_ref()),
            done_on: day(action.done_on.as_ref()),
            verified_on: day(action.verified_on.as_ref()),
            age_days: on_board.age(today),
            evidence: text(action.evidence.as_ref()),
            ticket: text(action.ticket.as_ref()),
            shared_by: on_board
                .shared_by
                .iter()
                .map(|entry| base[*entry].id.to_string())
                .collect(),
            rollout: rollout.collect(),
        }
    }

    /// The same for people, whose title is in this language where a version of the report has it.
    #[must_use]
    pub fn titled_in(
        mut self,
        base: &KnowledgeBase,
        place: ActionPlace,
        language: Language,
    ) -> Self {
        self.title = title_in(base, place, language).map(|(title, _)| redaction::text(title));
        self
    }
}

fn text(field: Option<&Spanned<String>>) -> Option<String> {
    field.map(|field| redaction::text(field))
}

fn day(field: Option<&Spanned<NaiveDate>>) -> Option<NaiveDate> {
    field.map(|field| field.value)
}

fn names(fields: &[Spanned<String>]) -> Vec<String> {
    fields.iter().map(|field| field.value.clone()).collect()
}

impl Row for ActionRecord {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "incident",
        "title",
        "standing",
        "state",
        "control",
        "horizon",
        "addresses",
        "owner",
        "services",
        "opened_on",
        "due",
        "done_on",
        "verified_on",
        "age_days",
        "evidence",
        "ticket",
        "shared_by",
        "rollout",
    ];

    fn cells(&self) -> Vec<Cell> {
        let rollout = self.rollout.iter();
        let rollout: Vec<String> = rollout
            .map(|rollout| format!("{}: {}", rollout.service, rollout.state.as_str()))
            .collect();
        vec![
            Cell::from(&self.id),
            Cell::from(&self.incident),
            Cell::from(&self.title),
            Cell::from(self.standing.as_str()),
            Cell::from(self.state.as_str()),
            Cell::from(self.control.map(Control::as_str)),
            Cell::from(self.horizon.map(Horizon::as_str)),
            Cell::from(self.addresses.as_slice()),
            Cell::from(&self.owner),
            Cell::from(self.services.as_slice()),
            Cell::from(self.opened_on),
            Cell::from(self.due),
            Cell::from(self.done_on),
            Cell::from(self.verified_on),
            Cell::from(self.age_days),
            Cell::from(&self.evidence),
            Cell::from(&self.ticket),
            Cell::from(self.shared_by.as_slice()),
            Cell::from(rollout.as_slice()),
        ]
    }
}
