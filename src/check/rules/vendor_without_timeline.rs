//! A vendor who had a part in an incident, and whose part nobody can follow.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::Id;
use crate::document::incident::IncidentType;
use crate::knowledge_base::KnowledgeBase;

pub(super) const RULE: Rule = Rule {
    name: "vendor-without-timeline",
    severity: Severity::Note,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[
        (
            "content/incidents/a.md",
            "---\nvendors: [certico]\ntimeline: [{at: 2026-03-14T09:20:00+09:00, text: Called the hotline}]\n---\n# Mail stopped\n",
        ),
        (
            "content/vendors/certico.md",
            "---\ncontacts: [{phone: 1-555-0119, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\n---\n# Certico\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nvendors: [certico]\ntimeline: [{at: 2026-03-14T09:20:00+09:00, text: Called the hotline, vendor: certico, vendor_event: contacted}]\n---\n# Mail stopped\n",
        ),
        (
            "content/vendors/certico.md",
            "---\ncontacts: [{phone: 1-555-0119, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\n---\n# Certico\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let document = subject.document;
    let Some(incident) = document.incident() else {
        return;
    };
    // Where there is no timeline at all, that is what is missing.
    if incident.incident_type() != IncidentType::Incident || document.timeline.is_empty() {
        return;
    }
    let rows = document.timeline.iter();
    let told: Vec<Id> = rows
        .filter_map(|row| row.vendor.as_ref())
        .map(|vendor| present_name(subject.base, vendor))
        .collect();
    for vendor in incident.vendors.iter().filter(|vendor| !vendor.is_empty()) {
        if !told.contains(&present_name(subject.base, vendor)) {
            findings.push(
                Finding::new(RULE.name, "no-row", vendor.span)
                    .about("vendor", vendor.value.as_str()),
            );
        }
    }
}

/// What a vendor is called now, where the name is a former one.
fn present_name(base: &KnowledgeBase, written: &str) -> Id {
    let entry = base.entry_by_id(written);
    entry.map_or_else(|| Id::new(written), |entry| base[entry].id.clone())
}
