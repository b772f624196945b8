//! Documents as rows of a table: what fits into a cell. Timelines, contacts, signatures and the like
//! are in JSON alone.

use chrono::NaiveDate;

use crate::diagnostic::Spanned;
use crate::export::csv::{Cell, Row};
use crate::export::redaction::text;
use crate::time::Moment;

use super::{ContentFields, DocumentRecord};

impl Row for DocumentRecord<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "kind",
        "type",
        "title",
        "language",
        "status",
        "severity",
        "date",
        "started_at",
        "detected_at",
        "acknowledged_at",
        "identified_at",
        "mitigated_at",
        "resolved_at",
        "detect_seconds",
        "acknowledge_seconds",
        "mitigate_seconds",
        "resolve_seconds",
        "finalized_on",
        "detected_by",
        "services",
        "environments",
        "vendors",
        "causes",
        "escape_causes",
        "known_errors",
        "actions",
        "users",
        "requests_failed",
        "sla_breached",
        "owner",
        "tags",
        "review_by",
        "file",
        "page",
        "url",
    ];

    fn cells(&self) -> Vec<Cell> {
        let fields = &self.fields;
        let (incident, error) = match &fields.content {
            ContentFields::Incident(incident) => (Some(incident), None),
            ContentFields::KnownError(error) => (None, Some(*error)),
            _ => (None, None),
        };
        let kind = match &fields.content {
            ContentFields::Incident(_) => "incident",
            ContentFields::KnownError(_) => "known-error",
            ContentFields::Checklist(_) => "checklist",
            ContentFields::Vendor(_) => "vendor",
            ContentFields::Page {} => "page",
        };
        let status = incident.map(|incident| incident.status.as_str());
        let status = status.or(error.map(|error| error.status().as_str()));
        let impact = incident.and_then(|incident| incident.impact);
        let services = match &fields.content {
            ContentFields::Incident(incident) => incident.services,
            ContentFields::KnownError(error) => &error.services,
            ContentFields::Vendor(vendor) => &vendor.services,
            ContentFields::Checklist(_) | ContentFields::Page {} => &[],
        };
        let environments = error.map_or(&[][..], |error| &error.environments);
        let vendors = error.map_or(&[][..], |error| &error.vendors);
        let cause = error.and_then(|error| error.cause.as_ref());
        let moment = |of: Option<&Moment>| Cell::from(of.map(|at| at.when.to_string()).as_deref());
        let moment_of = |at: Option<Option<&Moment>>| moment(at.flatten());
        let seconds = |of: Option<Option<i64>>| Cell::from(of.flatten());
        let days = |of: Option<NaiveDate>| Cell::from(of);
        vec![
            Cell::from(fields.id),
            Cell::from(kind),
            Cell::from(incident.map(|incident| incident.incident_type.as_str())),
            Cell::from(text(fields.title).as_str()),
            Cell::from(fields.language.code()),
            Cell::from(status),
            Cell::from(incident.and_then(|incident| incident.severity)),
            days(fields.date),
            moment_of(incident.map(|incident| incident.started_at)),
            moment_of(incident.map(|incident| incident.detected_at)),
            moment_of(incident.map(|incident| incident.acknowledged_at)),
            moment_of(incident.map(|incident| incident.identified_at)),
            moment_of(incident.map(|incident| incident.mitigated_at)),
            moment_of(incident.map(|incident| incident.resolved_at)),
            seconds(incident.map(|incident| incident.detect_seconds)),
            seconds(incident.map(|incident| incident.acknowledge_seconds)),
            seconds(incident.map(|incident| incident.mitigate_seconds)),
            seconds(incident.map(|incident| incident.resolve_seconds)),
            days(incident.and_then(|incident| incident.finalized_on)),
            Cell::from(incident.and_then(|incident| Some(incident.detected_by?.as_str()))),
            names(services),
            names(incident.map_or(environments, |incident| incident.environments)),
            names(incident.map_or(vendors, |incident| incident.vendors)),
            names(
                incident.map_or(cause.map_or(&[][..], std::slice::from_ref), |incident| {
                    incident.causes
                }),
            ),
            names(incident.map_or(&[][..], |incident| incident.escape_causes)),
            names(incident.map_or(&[][..], |incident| incident.known_errors)),
            Cell::from(incident.map_or(&[][..], |incident| &incident.actions)),
            Cell::from(impact.and_then(|impact| Some(impact.users.as_ref()?.value))),
            Cell::from(impact.and_then(|impact| Some(impact.requests_failed.as_ref()?.value))),
            Cell::from(impact.and_then(|impact| impact.sla_breached)),
            Cell::from(&fields.owner),
            names(fields.tags),
            days(fields.review_by),
            Cell::from(fields.file),
            Cell::from(fields.page),
            Cell::from(&fields.url),
        ]
    }
}

fn names(names: &[Spanned<String>]) -> Cell {
    let names: Vec<String> = names.iter().map(|name| text(name)).collect();
    Cell::from(names.as_slice())
}
