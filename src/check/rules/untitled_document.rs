//! A document that is called after its file, because it has no title.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::document::Document;

pub(super) const RULE: Rule = Rule {
    name: "untitled-document",
    severity: Severity::Note,
    asks: Asks::Nothing,
    needs_all_fields: true,
    check: Check::Text(check),
    bad: &[("content/pages/a.md", "Call the duty manager first.\n")],
    good: &[
        (
            "content/pages/a.md",
            "# Whom to call\n\nCall the duty manager first.\n",
        ),
        (
            "content/pages/b.md",
            "---\ntitle: Whom not to call\n---\nCall nobody.\n",
        ),
    ],
};

fn check(document: &Document, findings: &mut Vec<Finding>) {
    if document.is_empty() || document.has_title() {
        return;
    }
    let finding = Finding::new(RULE.name, "untitled", document.first_line());
    findings.push(finding.with("title", document.title.as_str()));
}
