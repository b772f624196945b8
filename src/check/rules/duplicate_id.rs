//! Two documents with one id.

use crate::check::{Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    name: "duplicate-id",
    severity: Severity::Error,
    check: Check::Entry(check),
    bad: &[
        ("content/incidents/a.md", "---\nid: INC-1\n---\n# One\n"),
        ("content/incidents/b.md", "---\nid: inc-1\n---\n# Two\n"),
        (
            "content/incidents/c.md",
            "---\nid: INC-3\naliases: [INC-1]\n---\n# Three\n",
        ),
    ],
    good: &[
        ("content/incidents/a.md", "---\nid: INC-1\n---\n# One\n"),
        ("content/incidents/b.md", "---\nid: INC-2\n---\n# Two\n"),
        (
            "content/incidents/c.md",
            "---\nid: INC-3\naliases: [INC-0]\n---\n# Three\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Subject {
        base,
        document,
        entry,
        ..
    } = subject;
    if document.id != entry.id
        && let Some(first) = base.entry_by_id(document.id.as_str())
    {
        findings.push(
            Finding::new(RULE.name, "taken", document.heading_span())
                .with("id", document.id.as_str())
                .with("file", base.original(first).path.as_str())
                .with("instead", entry.id.as_str()),
        );
    }
    for alias in &document.common.aliases {
        let Some(other) = base.entry_by_id(alias) else {
            continue;
        };
        if other != subject.entry_index {
            findings.push(
                Finding::new(RULE.name, "alias-taken", alias.span)
                    .with("id", alias.value.as_str())
                    .with("file", base.original(other).path.as_str()),
            );
        }
    }
}
