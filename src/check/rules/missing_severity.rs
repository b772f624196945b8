//! A final report that does not say how bad it was.

use crate::check::rules::support::is_final_incident;
use crate::check::{Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    name: "missing-severity",
    severity: Severity::Warning,
    check: Check::Entry(check),
    bad: &[("content/incidents/a.md", "---\nstatus: final\n---\n# Checkout answered 503\n")],
    good: &[(
        "content/incidents/a.md",
        "---\nstatus: final\nseverity: SEV2\n---\n# Checkout answered 503\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(incident) = is_final_incident(subject.document) else {
        return;
    };
    if incident.severity.is_none() {
        let span = subject.document.heading_span();
        let severities = subject.base.config.severities.join(", ");
        findings.push(Finding::new(RULE.name, "missing", span).with("expected", severities));
    }
}
