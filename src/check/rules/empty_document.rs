//! A document with nothing in it.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    name: "empty-document",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Document(check),
    bad: &[
        ("content/pages/a.md", "\n"),
        ("content/pages/b.md", "---\n---\n\n"),
    ],
    good: &[("content/pages/a.md", "# Title\n")],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.document.is_empty() {
        let span = subject.document.first_line();
        findings.push(Finding::new(RULE.name, "empty", span));
    }
}
