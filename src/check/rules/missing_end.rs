//! A final report that does not say when the incident was over.

use crate::check::support::{is_final_incident, is_misread};
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::incident::Milestone;

pub(super) const RULE: Rule = Rule {
    name: "missing-end",
    severity: Severity::Warning,
    asks: Asks::More,
    needs_all_fields: true,
    check: Check::Entry(check),
    bad: &[(
        "content/incidents/a.md",
        "---\nstatus: final\n---\n# Checkout answered 503\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\nstatus: final\nstarted_at: 2026-03-14T09:02:00+09:00\nresolved_at: 2026-03-14T10:46:00+09:00\n---\n# Checkout answered 503\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let document = subject.document;
    let is_missing = is_final_incident(document)
        .is_some_and(|_| document.milestone(Milestone::Resolved).is_none());
    if is_missing && !is_misread(document, document.front_matter, "resolved_at") {
        findings.push(Finding::new(RULE.name, "missing", document.heading_span()));
    }
}
