//! Two documents with one id, or two actions or lines of one document.

use rustc_hash::FxHashSet;

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::Document;

pub(super) const RULE: Rule = Rule {
    name: "duplicate-id",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[
        ("content/incidents/a.md", "---\nid: INC-1\n---\n# One\n"),
        ("content/incidents/b.md", "---\nid: inc-1\n---\n# Two\n"),
        (
            "content/incidents/c.md",
            "---\nid: INC-3\naliases: [INC-1]\nactions: [{id: A2, title: Renew, owner: edge, due: 2026-05-01}, {title: Alert, owner: edge, due: 2026-05-01}]\n---\n# Three\n\n- [ ] **DEP-1** one\n- [ ] **dep-1** two\n",
        ),
    ],
    good: &[
        ("content/incidents/a.md", "---\nid: INC-1\n---\n# One\n"),
        ("content/incidents/b.md", "---\nid: INC-2\n---\n# Two\n"),
        (
            "content/incidents/c.md",
            "---\nid: INC-3\naliases: [INC-0]\nactions: [{id: A1, title: Renew, owner: edge, due: 2026-05-01}, {title: Alert, owner: edge, due: 2026-05-01}]\n---\n# Three\n\n- [ ] **DEP-1** one\n- [ ] **DEP-2** two\n",
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
                .about("id", document.id.as_str())
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
                    .about("id", alias.value.as_str())
                    .with("file", base.original(other).path.as_str()),
            );
        }
    }
    parts(subject.document, findings);
}

/// Actions and lines that have a name which an earlier one has.
fn parts(document: &Document, findings: &mut Vec<Finding>) {
    let mut taken = FxHashSet::default();
    let actions = document
        .incident()
        .into_iter()
        .flat_map(|incident| &incident.actions);
    let actions = actions.enumerate().map(|(position, action)| {
        let span = action.id.as_ref().map_or(action.span, |id| id.span);
        (action.name(position), span)
    });
    let tasks = document
        .body
        .tasks
        .iter()
        .filter_map(|task| task.id.as_ref());
    let tasks = tasks.map(|id| (id.value.clone(), id.span));
    for (name, span) in actions.chain(tasks) {
        if !taken.insert(name.to_ascii_lowercase()) {
            findings.push(Finding::new(RULE.name, "part-taken", span).about("id", name));
        }
    }
}
