//! An active known error that no machine can recognise.

use crate::check::support::is_misread;
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::known_error::KnownErrorStatus;

pub(super) const RULE: Rule = Rule {
    name: "missing-signature",
    severity: Severity::Note,
    asks: Asks::Nothing,
    needs_all_fields: true,
    check: Check::Entry(check),
    bad: &[(
        "content/known-errors/ke-1.md",
        "---\nstatus: active\n---\n# Pool timed out\n\n## Workaround\n\nSwitch to payment at the inn.\n",
    )],
    good: &[
        (
            "content/known-errors/ke-1.md",
            "---\nstatus: active\nsignatures: [{text: pool timed out while waiting}]\n---\n# Pool timed out\n\n## Workaround\n\nSwitch to payment at the inn.\n",
        ),
        (
            "content/known-errors/ke-2.md",
            "---\nstatus: retired\n---\n# Old batch\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let document = subject.document;
    let Some(error) = document.known_error() else {
        return;
    };
    let is_active = error.status() == KnownErrorStatus::Active;
    let is_told =
        !error.signatures.is_empty() || is_misread(document, document.front_matter, "signatures");
    if is_active && !is_told {
        findings.push(Finding::new(RULE.name, "missing", document.heading_span()));
    }
}
