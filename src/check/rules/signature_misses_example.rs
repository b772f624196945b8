//! A signature that does not find a text it is said to find.

use crate::check::support::usable_signatures;
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    name: "signature-misses-example",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[(
        "content/known-errors/ke-1.md",
        "---\nsignatures:\n  - text: Pool timed out\n    matches: ['ERROR sqlx::pool: pool timed out']\n  - lines: ['outbox: lease lost', 'outbox: parked']\n    matches: ['outbox: parked 8 of 8']\n---\n# Pool timed out\n",
    )],
    good: &[(
        "content/known-errors/ke-1.md",
        "---\nsignatures:\n  - text: pool timed out\n    matches: ['ERROR sqlx::pool: pool  timed out']\n  - lines: ['outbox: lease lost', 'outbox: parked']\n    matches: [\"outbox: lease lost\\nINFO other\\noutbox: parked 8 of 8\"]\n---\n# Pool timed out\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (signature, pattern) in usable_signatures(subject) {
        let missed = signature
            .matches
            .iter()
            .filter(|example| !pattern.is_found_in(example));
        findings.extend(missed.map(|example| {
            Finding::new(RULE.name, "missed", example.span).with("example", example.value.as_str())
        }));
    }
}
