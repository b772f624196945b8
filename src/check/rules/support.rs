//! Questions that several rules ask.

use crate::document::incident::{IncidentType, Status};
use crate::document::{Document, Incident};

/// The incident in a final report of something that went wrong: near misses, pre-mortems and
/// maintenance need less.
pub(super) fn is_final_incident(document: &Document) -> Option<&Incident> {
    document.incident().filter(|incident| {
        incident.status() == Status::Final && incident.incident_type() == IncidentType::Incident
    })
}
