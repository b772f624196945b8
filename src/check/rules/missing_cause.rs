//! A final report that names no cause.

use crate::check::support::{is_final_incident, is_misread};
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    name: "missing-cause",
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
        "---\nstatus: final\ncauses: [certificate-expiry]\n---\n# Checkout answered 503\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let document = subject.document;
    let is_missing = is_final_incident(document).is_some_and(|incident| incident.causes.is_empty());
    if is_missing && !is_misread(document, document.front_matter, "causes") {
        findings.push(Finding::new(RULE.name, "missing", document.heading_span()));
    }
}
