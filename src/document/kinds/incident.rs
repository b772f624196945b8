//! Incidents, near misses, pre-mortems and maintenance.

use chrono::NaiveDate;

use crate::diagnostic::Spanned;
use crate::document::Id;
use crate::document::common::Communication;
use crate::time::Moment;
use crate::yaml::read::{Pairs, choices, fields};

fields! {
    /// The fields of an incident.
    pub struct Incident {
        /// What sort of report it is; unset: an incident.
        incident_type = "type": Option<Spanned<IncidentType>>,
        /// How far the report has come; unset: a draft.
        status: Option<Spanned<Status>>,
        /// How bad it was, one of the site's severities.
        severity: Option<Spanned<String>>,
        /// When it began to hurt.
        started_at: Option<Spanned<Moment>>,
        /// When somebody or something noticed.
        detected_at: Option<Spanned<Moment>>,
        /// When somebody took it on.
        acknowledged_at: Option<Spanned<Moment>>,
        /// When the cause was known.
        identified_at: Option<Spanned<Moment>>,
        /// When it hurt no more, or less.
        mitigated_at: Option<Spanned<Moment>>,
        /// When it was over; unset: it is going on.
        resolved_at: Option<Spanned<Moment>>,
        /// When the report was final.
        finalized_on: Option<Spanned<NaiveDate>>,
        /// Who or what noticed.
        detected_by: Option<Spanned<Detection>>,
        /// Our services that were hit.
        services: Vec<Spanned<String>>,
        /// Where: production, staging.
        environments: Vec<Spanned<String>>,
        /// Vendors who had a part in it.
        vendors: Vec<Spanned<String>>,
        /// Who did what: `incident_commander`, `communications_lead`, `scribe`, `approved_by`, others.
        roles: Pairs<Vec<Spanned<String>>>,
        /// What it did to users.
        impact: Option<Impact>,
        /// The change that set it off.
        change: Option<Change>,
        /// What set it off, in words.
        trigger: Option<String>,
        /// Why it arose.
        causes: Vec<Spanned<String>>,
        /// Why it was not caught.
        escape_causes: Vec<Spanned<String>>,
        /// Known errors it was an instance of.
        known_errors: Vec<Spanned<String>>,
        /// What happened when.
        timeline: Vec<WrittenTimelineRow>,
        /// What is done about it.
        actions: Vec<Action>,
        /// What was said to whom.
        communications: Vec<Communication>,
    }

    /// What an incident did to users.
    pub struct Impact {
        /// In words.
        summary: Option<String>,
        /// How many users.
        users: Option<Spanned<u64>>,
        /// How many requests failed.
        requests_failed: Option<Spanned<u64>>,
        /// Whether a promise of ours was broken.
        sla_breached: Option<bool>,
        /// Customers by name or number; never for outsiders.
        #[serde(skip_serializing)]
        accounts: Vec<String>,
    }

    /// A change that set something off.
    pub struct Change {
        /// What was changed: `deployment`, `certificate`, `configuration`.
        change_type = "type": Option<Spanned<String>>,
        /// Where it is recorded.
        url: Option<Spanned<String>>,
    }

    /// A row of the timeline as front matter writes it.
    pub struct WrittenTimelineRow {
        /// When.
        at: Option<Spanned<Moment>>,
        /// What happened, in Markdown.
        text: Option<Spanned<String>>,
        /// The milestone it was.
        event: Option<Spanned<Milestone>>,
        /// The vendor it concerns.
        vendor: Option<Spanned<String>>,
        /// What the vendor did.
        vendor_event: Option<Spanned<VendorEvent>>,
    }

    /// A countermeasure.
    pub struct Action {
        /// Its name within the report; unset: `A1`, `A2`, … in the order written.
        id: Option<Spanned<String>>,
        /// An action of another report, shared: `INC-2025-0041/A2`.
        reference = "ref": Option<Spanned<String>>,
        /// What is to be done.
        title: Option<Spanned<String>>,
        /// How strongly it holds.
        control: Option<Spanned<Control>>,
        /// For now or for good.
        horizon: Option<Spanned<Horizon>>,
        /// The causes it takes away.
        addresses: Vec<Spanned<String>>,
        /// Who does it.
        owner: Option<Spanned<String>>,
        /// Since when it is to be done.
        opened_on: Option<Spanned<NaiveDate>>,
        /// By when.
        due: Option<Spanned<NaiveDate>>,
        /// How far it has come; unset: open.
        state: Option<Spanned<ActionState>>,
        /// When it was done.
        done_on: Option<Spanned<NaiveDate>>,
        /// When it was seen to work.
        verified_on: Option<Spanned<NaiveDate>>,
        /// What shows that it works.
        evidence: Option<Spanned<String>>,
        /// Where the work is tracked.
        ticket: Option<Spanned<String>>,
        /// The same measure for other services (横展開).
        rollout: Vec<Rollout>,
    }

    /// A measure carried over to another service.
    pub struct Rollout {
        /// The service.
        service: Option<Spanned<String>>,
        /// How far it has come; unset: open.
        state: Option<Spanned<RolloutState>>,
    }
}

choices! {
    /// What sort of report an incident is.
    pub enum IncidentType {
        /// Something went wrong.
        Incident = "incident",
        /// Something nearly went wrong.
        NearMiss = "near-miss",
        /// Something might go wrong, thought through beforehand.
        PreMortem = "pre-mortem",
        /// Planned work.
        Maintenance = "maintenance",
    }

    /// How far a report has come.
    pub enum Status {
        /// Being written.
        Draft = "draft",
        /// Being read by others.
        Review = "review",
        /// Finished.
        Final = "final",
    }

    /// Who or what noticed.
    pub enum Detection {
        /// An alert that somebody had set up for this.
        Alert = "alert",
        /// Somebody who looked at graphs or logs.
        Monitoring = "monitoring",
        /// A user.
        User = "user",
        /// A vendor.
        Vendor = "vendor",
        /// One of our own people, by chance.
        Staff = "staff",
    }

    /// The points of an incident that durations are measured between.
    pub enum Milestone {
        /// It began.
        Started = "started",
        /// It was noticed.
        Detected = "detected",
        /// It was taken on.
        Acknowledged = "acknowledged",
        /// The cause was known.
        Identified = "identified",
        /// It hurt no more, or less.
        Mitigated = "mitigated",
        /// It was over.
        Resolved = "resolved",
    }

    /// What a vendor did, as promises of response and repair count it.
    pub enum VendorEvent {
        /// We reached out.
        Contacted = "contacted",
        /// They answered.
        Acknowledged = "acknowledged",
        /// They solved it.
        Resolved = "resolved",
    }

    /// How strongly a countermeasure holds, the strongest first.
    pub enum Control {
        /// The danger is gone.
        Eliminate = "eliminate",
        /// A machine does it right.
        Automate = "automate",
        /// The wrong thing cannot be done.
        Guardrail = "guardrail",
        /// The wrong thing is noticed.
        Detect = "detect",
        /// People are told how.
        Procedure = "procedure",
        /// People are taught.
        Training = "training",
    }

    /// For how long a countermeasure is meant.
    pub enum Horizon {
        /// For now (暫定対応).
        Interim = "interim",
        /// For good (恒久対応).
        Permanent = "permanent",
    }

    /// How far an action has come.
    pub enum ActionState {
        /// Not begun.
        Open = "open",
        /// Begun.
        InProgress = "in-progress",
        /// Done, not yet seen to work.
        Done = "done",
        /// Seen to work.
        Verified = "verified",
        /// Given up.
        Dropped = "dropped",
    }

    /// How far a measure has been carried over to another service.
    pub enum RolloutState {
        /// Not begun.
        Open = "open",
        /// Begun.
        InProgress = "in-progress",
        /// Done.
        Done = "done",
        /// Not needed there.
        NotNeeded = "not-needed",
    }
}

impl Impact {
    /// Whether anything is told.
    #[must_use]
    pub fn is_filled(&self) -> bool {
        let told = self
            .summary
            .as_ref()
            .is_some_and(|summary| !summary.is_empty());
        let counted = self.users.is_some() || self.requests_failed.is_some();
        told || counted || self.sla_breached.is_some() || !self.accounts.is_empty()
    }
}

impl ActionState {
    /// Whether there is still something to do.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::InProgress)
    }
}

impl Action {
    /// How far it has come; open where nothing is written.
    #[must_use]
    pub fn state(&self) -> ActionState {
        self.state
            .as_ref()
            .map_or(ActionState::Open, |state| **state)
    }

    /// Its name within the report; `position` counts the report's actions from 0. A shared action
    /// goes by the name it has where it is written.
    #[must_use]
    pub fn name(&self, position: usize) -> String {
        let own = self.id.as_ref().or(self.reference.as_ref());
        own.map_or_else(|| format!("A{}", position + 1), |name| name.value.clone())
    }
}

impl Incident {
    /// What sort of report it is.
    #[must_use]
    pub fn incident_type(&self) -> IncidentType {
        self.incident_type
            .as_ref()
            .map_or(IncidentType::Incident, |value| **value)
    }

    /// How far the report has come.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status.as_ref().map_or(Status::Draft, |value| **value)
    }

    /// The field that holds this milestone.
    #[must_use]
    pub fn milestone_field(&self, milestone: Milestone) -> Option<&Spanned<Moment>> {
        match milestone {
            Milestone::Started => &self.started_at,
            Milestone::Detected => &self.detected_at,
            Milestone::Acknowledged => &self.acknowledged_at,
            Milestone::Identified => &self.identified_at,
            Milestone::Mitigated => &self.mitigated_at,
            Milestone::Resolved => &self.resolved_at,
        }
        .as_ref()
    }

    /// Why it arose and why it was not caught, each cause once.
    #[must_use]
    pub fn all_causes(&self) -> Vec<Id> {
        let mut causes: Vec<Id> = Vec::new();
        for cause in self.causes.iter().chain(&self.escape_causes) {
            let cause = Id::new(cause);
            if !cause.as_str().is_empty() && !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        causes
    }
}

impl Milestone {
    /// The name of the field that holds it.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Started => "started_at",
            Self::Detected => "detected_at",
            Self::Acknowledged => "acknowledged_at",
            Self::Identified => "identified_at",
            Self::Mitigated => "mitigated_at",
            Self::Resolved => "resolved_at",
        }
    }
}
