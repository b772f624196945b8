//! A document with nothing in it.

use crate::check::{Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    name: "empty-document",
    severity: Severity::Warning,
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
