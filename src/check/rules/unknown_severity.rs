//! A severity that the site does not have.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::yaml::choice::unknown_word;

pub(super) const RULE: Rule = Rule {
    name: "unknown-severity",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Document(check),
    bad: &[
        (
            "content/incidents/a.md",
            "---\nseverity: SEV9\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nseverity: sev2\n---\n# Title\n",
        ),
        (
            "content/vendors/certico.md",
            "---\ncontacts: [{phone: +81 3 1234 5678, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\nsla: [{severity: critical, respond: 30m}]\n---\n# Title\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nseverity: SEV1\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nseverity: SEV2\n---\n# Title\n",
        ),
        (
            "content/vendors/certico.md",
            "---\ncontacts: [{phone: +81 3 1234 5678, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\nsla: [{severity: SEV1, respond: 30m}]\n---\n# Title\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Subject { base, document, .. } = subject;
    let incident = document
        .incident()
        .and_then(|incident| incident.severity.as_ref());
    let promises = document.vendor().into_iter().flat_map(|vendor| &vendor.sla);
    let known: Vec<&str> = base.config.severities.iter().map(String::as_str).collect();
    for severity in incident
        .into_iter()
        .chain(promises.filter_map(|sla| sla.severity.as_ref()))
    {
        if !severity.value.is_empty() && !known.contains(&severity.as_str()) {
            findings.push(unknown_word(RULE.name, severity, &known, severity.span));
        }
    }
}
