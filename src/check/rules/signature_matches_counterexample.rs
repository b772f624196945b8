//! A signature that finds a text it is said not to find.

use crate::check::support::usable_signatures;
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    name: "signature-matches-counterexample",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[(
        "content/known-errors/ke-1.md",
        "---\nsignatures:\n  - regex: 'webhook: capture ok .*attempt=[0-9]+'\n    must_not_match: ['webhook: capture ok event=evt_1 attempt=1']\n---\n# Captured twice\n",
    )],
    good: &[(
        "content/known-errors/ke-1.md",
        "---\nsignatures:\n  - regex: 'webhook: capture ok .*attempt=([2-9]|[1-9][0-9])'\n    must_not_match: ['webhook: capture ok event=evt_1 attempt=1']\n---\n# Captured twice\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (signature, pattern) in usable_signatures(subject) {
        let found = signature
            .must_not_match
            .iter()
            .filter(|example| pattern.is_found_in(example));
        findings.extend(found.map(|example| {
            Finding::new(RULE.name, "matched", example.span).with("example", example.value.as_str())
        }));
    }
}
