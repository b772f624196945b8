//! A rule that is told to be silent without a reason.

use crate::check::support::is_filled;
use crate::check::{Asks, Check, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::document::Document;

pub(super) const RULE: Rule = Rule {
    name: "suppression-without-reason",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: true,
    check: Check::Text(check),
    bad: &[(
        "content/incidents/a.md",
        "---\nsuppress: [{rule: missing-action}]\n---\n# Title\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\nsuppress: [{rule: missing-action, reason: the service was switched off}]\n---\n# Title\n",
    )],
};

fn check(document: &Document, findings: &mut Vec<Finding>) {
    for suppression in &document.common.suppress {
        let Some(rule) = suppression
            .rule
            .as_ref()
            .filter(|rule| !rule.value.is_empty())
        else {
            continue;
        };
        if !is_filled(suppression.reason.as_ref()) {
            let finding = Finding::new(RULE.name, "missing", suppression.span);
            findings.push(finding.with("rule", rule.value.as_str()));
        }
    }
}
