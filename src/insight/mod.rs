//! What follows from the documents: what needs attention, how long things took.
//!
//! Pure functions over a knowledge base; the day that counts as today is passed in.

pub mod action_figures;
pub mod actions;
pub mod advice;
pub mod attention;
pub mod board;
pub mod counted;
pub mod coverage;
pub mod distribution;
pub mod due;
pub mod follow_ups;
pub mod history;
pub mod incident_figures;
pub mod known_errors;
pub mod messages;
pub mod months;
pub mod phases;
pub mod ranking;
pub mod records;
pub mod recurrence;
pub mod severities;
pub mod trend;
pub mod vendors;
mod written_again;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::diagnostic::Spanned;
use crate::document::incident::{Action, IncidentType, Milestone, Status};
use crate::document::known_error::{FixState, KnownErrorStatus};
use crate::document::{Document, KnownError};
use crate::time::{When, Zone};

/// How long it took from one milestone to another; `None` where one of them has no time, or they
/// stand the wrong way round.
#[must_use]
pub fn duration(document: &Document, from: Milestone, to: Milestone) -> Option<TimeDelta> {
    let from = document.milestone(from)?.time()?;
    let to = document.milestone(to)?.time()?;
    (to >= from).then(|| to - from)
}

/// Whether an incident is going on: it has begun, is not over, and its report is not final. A report
/// that says it is a draft counts as begun without a time too: who writes it in the middle of an
/// outage fills that in later.
#[must_use]
pub fn is_ongoing(document: &Document) -> bool {
    let Some(incident) = document.incident() else {
        return false;
    };
    let is_draft = || {
        let written = incident.status.as_ref();
        written.is_some_and(|status| **status == Status::Draft)
    };
    incident.incident_type() == IncidentType::Incident
        && incident.status() != Status::Final
        && document.milestone(Milestone::Resolved).is_none()
        && (document.milestone(Milestone::Started).is_some() || is_draft())
}

/// Whether an action should have been done by now. A shared action is overdue where it is written.
#[must_use]
pub fn is_overdue(action: &Action, today: NaiveDate) -> bool {
    let due = action.due.as_ref().map(|due| due.value);
    action.reference.is_none() && action.state().is_open() && due.is_some_and(|due| due < today)
}

/// The day by which a known error's permanent fix should have been out, where it has passed and the
/// error still bites.
#[must_use]
pub fn overdue_fix(error: &KnownError, today: NaiveDate) -> Option<&Spanned<NaiveDate>> {
    let bites = matches!(
        error.status(),
        KnownErrorStatus::Draft | KnownErrorStatus::Active
    );
    let due = error.permanent_fix.as_ref()?.due.as_ref();
    due.filter(|due| bites && error.fix_state() != FixState::Released && due.value < today)
}

/// The day by which somebody should have read a document again, where it has passed.
#[must_use]
pub fn overdue_review(document: &Document, today: NaiveDate) -> Option<&Spanned<NaiveDate>> {
    let day = document.common.review_by.as_ref();
    day.filter(|day| day.value < today)
}

/// The point in time that a document is filed under; a day counts from its midnight in `zone`.
#[must_use]
pub fn filed_at(document: &Document, zone: Zone) -> Option<DateTime<Utc>> {
    let moment = document.date()?;
    Some(match moment.when {
        When::Time(time) => time.to_utc(),
        When::Day(day) => zone.at(day.and_time(NaiveTime::MIN)).to_utc(),
    })
}

#[cfg(test)]
mod tests {
    use crate::config::ConfigFile;
    use crate::knowledge_base::KnowledgeBase;
    use crate::source::{Source, SourceFile};

    /// A small knowledge base: configuration, and texts by their paths.
    pub(super) fn knowledge_base(config: &str, files: &[(&str, &str)]) -> KnowledgeBase {
        let documents = files.iter().map(|(path, text)| SourceFile {
            path: (*path).to_owned(),
            text: Ok((*text).to_owned()),
        });
        let source = Source {
            content: "content".to_owned(),
            documents: documents.collect(),
            files: Vec::new(),
        };
        KnowledgeBase::read(ConfigFile::read(config.to_owned(), "kb"), source)
    }
}
