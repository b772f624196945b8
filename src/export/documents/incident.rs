//! What only reports have: front matter, with what the timeline says where front matter does not.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::Spanned;
use crate::document::common::Communication;
use crate::document::incident::{
    Change, Detection, Impact, IncidentType, Milestone, Status, VendorEvent,
};
use crate::document::{Document, Incident, TimelineRow};
use crate::insight::actions::WrittenAction;
use crate::insight::incident_figures::Measure;
use crate::insight::is_ongoing;
use crate::insight::phases::phases;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::time::Moment;
use crate::yaml::read::Pairs;

use chrono::NaiveDate;

/// The fields of a report.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Incident")]
pub(super) struct IncidentFields<'a> {
    /// What sort of report it is.
    #[serde(rename = "type")]
    pub incident_type: IncidentType,
    /// How far the report has come.
    pub status: Status,
    /// How bad it was, one of the site's severities.
    pub severity: Option<&'a str>,
    /// Whether it is going on.
    pub ongoing: bool,
    /// When it began to hurt.
    pub started_at: Option<&'a Moment>,
    /// When somebody or something noticed.
    pub detected_at: Option<&'a Moment>,
    /// When somebody took it on.
    pub acknowledged_at: Option<&'a Moment>,
    /// When the cause was known.
    pub identified_at: Option<&'a Moment>,
    /// When it hurt no more, or less.
    pub mitigated_at: Option<&'a Moment>,
    /// When it was over.
    pub resolved_at: Option<&'a Moment>,
    /// From the start until somebody or something noticed.
    pub detect_seconds: Option<i64>,
    /// From then until somebody took it on.
    pub acknowledge_seconds: Option<i64>,
    /// From the start until it hurt no more, or less.
    pub mitigate_seconds: Option<i64>,
    /// From the start until it was over.
    pub resolve_seconds: Option<i64>,
    /// What the time between milestones went into.
    phases: Vec<PhaseRecord>,
    /// When the report was final.
    pub finalized_on: Option<NaiveDate>,
    /// Who or what noticed.
    pub detected_by: Option<Detection>,
    /// Our services that were hit.
    pub services: &'a [Spanned<String>],
    /// Where: production, staging.
    pub environments: &'a [Spanned<String>],
    /// Vendors who had a part in it.
    pub vendors: &'a [Spanned<String>],
    /// Who did what.
    roles: &'a Pairs<Vec<Spanned<String>>>,
    /// What it did to users; which customers these were is not told.
    pub impact: Option<&'a Impact>,
    /// The change that set it off.
    change: Option<&'a Change>,
    /// What set it off, in words.
    pub trigger: Option<&'a str>,
    /// Why it arose.
    pub causes: &'a [Spanned<String>],
    /// Why it was not caught.
    pub escape_causes: &'a [Spanned<String>],
    /// Known errors it was an instance of.
    pub known_errors: &'a [Spanned<String>],
    /// What happened when.
    timeline: Vec<RowRecord<'a>>,
    /// The ids of its actions, its own and those it shares, as `actions` has them.
    pub actions: Vec<String>,
    /// What was said to whom.
    communications: &'a [Communication],
}

/// The time from one milestone to the next one that is known.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Phase")]
struct PhaseRecord {
    /// The milestone that begins it.
    since: Milestone,
    /// The milestone that ends it.
    until: Milestone,
    /// How long it took.
    length_seconds: i64,
}

/// A row of the timeline, from front matter or from the table in the text.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TimelineRow")]
struct RowRecord<'a> {
    /// When.
    at: &'a Moment,
    /// What happened, in Markdown.
    text: &'a str,
    /// The milestone it was.
    event: Option<Milestone>,
    /// The vendor it concerns.
    vendor: Option<&'a str>,
    /// What the vendor did.
    vendor_event: Option<VendorEvent>,
}

impl<'a> IncidentFields<'a> {
    pub(super) fn of(
        base: &KnowledgeBase,
        entry: EntryIndex,
        document: &'a Document,
        incident: &'a Incident,
    ) -> Self {
        let at = |milestone| document.milestone(milestone).map(|moment| &moment.value);
        let seconds = |measure: Measure| measure.of(document).map(|length| length.num_seconds());
        let actions = WrittenAction::all_of(base, entry);
        let actions = actions.map(|written| match &written.action.reference {
            Some(shared) => shared.value.clone(),
            None => written.address(base),
        });
        Self {
            incident_type: incident.incident_type(),
            status: incident.status(),
            severity: text(incident.severity.as_ref()),
            ongoing: is_ongoing(document),
            started_at: at(Milestone::Started),
            detected_at: at(Milestone::Detected),
            acknowledged_at: at(Milestone::Acknowledged),
            identified_at: at(Milestone::Identified),
            mitigated_at: at(Milestone::Mitigated),
            resolved_at: at(Milestone::Resolved),
            detect_seconds: seconds(Measure::Detect),
            acknowledge_seconds: seconds(Measure::Acknowledge),
            mitigate_seconds: seconds(Measure::Mitigate),
            resolve_seconds: seconds(Measure::Resolve),
            phases: phase_records(document),
            finalized_on: incident.finalized_on.as_ref().map(|day| day.value),
            detected_by: incident.detected_by.as_ref().map(|by| by.value),
            services: &incident.services,
            environments: &incident.environments,
            vendors: &incident.vendors,
            roles: &incident.roles,
            impact: incident.impact.as_ref(),
            change: incident.change.as_ref(),
            trigger: incident.trigger.as_deref(),
            causes: &incident.causes,
            escape_causes: &incident.escape_causes,
            known_errors: &incident.known_errors,
            timeline: document.timeline.iter().map(row).collect(),
            actions: actions.collect(),
            communications: &incident.communications,
        }
    }
}

fn phase_records(document: &Document) -> Vec<PhaseRecord> {
    let phases = phases(document).into_iter();
    phases
        .map(|phase| PhaseRecord {
            since: phase.since,
            until: phase.until,
            length_seconds: phase.length().num_seconds(),
        })
        .collect()
}

fn row(row: &TimelineRow) -> RowRecord<'_> {
    RowRecord {
        at: &row.at.value,
        text: &row.text,
        event: row.event,
        vendor: text(row.vendor.as_ref()),
        vendor_event: row.vendor_event,
    }
}

fn text(field: Option<&Spanned<String>>) -> Option<&str> {
    field.map(|field| field.value.as_str())
}
