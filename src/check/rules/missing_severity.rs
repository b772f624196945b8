//! A final report that does not say how bad it was.

use crate::check::support::{is_filled, is_final_incident, is_misread};
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    name: "missing-severity",
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
        "---\nstatus: final\nseverity: SEV2\n---\n# Checkout answered 503\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(incident) = is_final_incident(subject.document) else {
        return;
    };
    let document = subject.document;
    let is_missing = !is_filled(incident.severity.as_ref());
    if is_missing && !is_misread(document, document.front_matter, "severity") {
        let severities = subject.base.config.severities.iter().map(String::as_str);
        let finding = Finding::new(RULE.name, "missing", document.heading_span());
        findings.push(finding.with_list("expected", severities));
    }
}
