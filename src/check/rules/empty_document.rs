//! A document with nothing in it.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::document::Document;

pub(super) const RULE: Rule = Rule {
    name: "empty-document",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Text(check),
    bad: &[
        ("content/pages/a.md", "\n"),
        ("content/pages/b.md", "---\n---\n\n"),
    ],
    good: &[("content/pages/a.md", "# Title\n")],
};

fn check(document: &Document, findings: &mut Vec<Finding>) {
    if document.is_empty() {
        let span = document.first_line();
        findings.push(Finding::new(RULE.name, "empty", span));
    }
}
