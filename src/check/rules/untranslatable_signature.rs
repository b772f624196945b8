//! A regular expression that the site cannot match in a browser.

use crate::check::support::{usable_signatures, written_pattern};
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::signature::Pattern;
use crate::signature::javascript::{MAX_LENGTH, translate};

pub(super) const RULE: Rule = Rule {
    name: "untranslatable-signature",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[(
        "content/known-errors/ke-1.md",
        "---\nsignatures:\n  - regex: 'userid=[\\p{L}--\\p{Latin}][\\p{L}--\\p{Latin}][\\p{L}--\\p{Latin}][\\p{L}--\\p{Latin}][\\p{L}--\\p{Latin}][\\p{L}--\\p{Latin}][\\p{L}--\\p{Latin}][\\p{L}--\\p{Latin}]'\n---\n# Ids of other scripts\n",
    )],
    good: &[(
        "content/known-errors/ke-1.md",
        "---\nsignatures:\n  - regex: 'userid=\\p{L}{8}'\n---\n# Ids of other scripts\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (signature, pattern) in usable_signatures(subject) {
        let Pattern::Regex(expression) = pattern else {
            continue;
        };
        if translate(&expression.hir).is_err() {
            let written = written_pattern(signature);
            findings.push(
                Finding::new(RULE.name, "too-long", written.span)
                    .with("limit", MAX_LENGTH.to_string()),
            );
        }
    }
}
