//! A version in another language that has another id than its original.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    name: "version-mismatch",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Document(check),
    bad: &[
        ("content/incidents/a.md", "---\nid: INC-1\n---\n# Title\n"),
        (
            "content/incidents/a.ja.md",
            "---\nid: INC-1-JA\n---\n# 件名\n",
        ),
    ],
    good: &[
        ("content/incidents/a.md", "---\nid: INC-1\n---\n# Title\n"),
        ("content/incidents/a.ja.md", "---\nid: inc-1\n---\n# 件名\n"),
        ("content/incidents/b.md", "# Title\n"),
        ("content/incidents/b.ja.md", "# 件名\n"),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.entry.original == subject.index {
        return;
    }
    let original = &subject.base[subject.entry.original];
    let Some(id) = subject
        .document
        .common
        .id
        .as_ref()
        .filter(|id| !id.value.is_empty())
    else {
        return;
    };
    if subject.document.id != original.id {
        findings.push(
            Finding::new(RULE.name, "other-id", id.span)
                .about("id", id.value.as_str())
                .with("original", original.id.as_str())
                .with("file", original.path.as_str()),
        );
    }
}
