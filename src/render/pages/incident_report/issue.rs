//! Which report is to be issued now: its stage, its number and its day.

use chrono::NaiveDate;

use crate::document::Document;
use crate::document::common::Stage;
use crate::document::incident::{Incident, Status};
use crate::render::pages::incident_report::told::Told;
use crate::time::Zone;

/// How far a report has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReportStage {
    First,
    Update,
    Final,
}

/// The report that is to be issued now. Once customers have had the last word, it is that one: what
/// it says stays what they were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Issue {
    pub(super) stage: ReportStage,
    /// The day that it is of; how everything stands is told as of it.
    pub(super) day: NaiveDate,
    /// Whether it has been sent.
    pub(super) is_sent: bool,
}

impl Issue {
    pub(super) fn of(told: &Told<'_>, incident: &Incident, zone: Zone, today: NaiveDate) -> Self {
        let latest = told.latest();
        let stage = latest.and_then(|latest| latest.stage.as_ref());
        let is_last_word = stage.is_some_and(|stage| stage.value == Stage::Final);
        let sent = latest
            .filter(|_| is_last_word)
            .and_then(|latest| latest.at.as_ref())
            .map(|at| at.day_in(zone));
        let is_final = sent.is_some() || incident.status() == Status::Final;
        Self {
            stage: match latest {
                _ if is_final => ReportStage::Final,
                None => ReportStage::First,
                Some(_) => ReportStage::Update,
            },
            day: sent.unwrap_or(today),
            is_sent: sent.is_some(),
        }
    }

    /// The greeting: that it goes on, that it is over, or that all is told.
    pub(super) fn greeting(self, original: &Document) -> &'static str {
        use crate::document::incident::Milestone;
        match self.stage {
            ReportStage::Final => "report.greeting_final",
            _ if original.milestone(Milestone::Resolved).is_some() => "report.greeting_over",
            _ => "report.greeting",
        }
    }
}
