//! A relation of a document to itself.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    name: "self-relation",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Document(check),
    bad: &[(
        "content/incidents/a.md",
        "---\nid: INC-1\nrelations: [{type: recurrence-of, id: inc-1}]\n---\n# Title\n",
    )],
    good: &[
        (
            "content/incidents/a.md",
            "---\nid: INC-1\nrelations: [{type: recurrence-of, id: INC-0}]\n---\n# Title\n",
        ),
        ("content/incidents/b.md", "---\nid: INC-0\n---\n# Title\n"),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let ids = subject
        .document
        .common
        .relations
        .iter()
        .filter_map(|relation| relation.id.as_ref());
    for id in ids {
        let named = subject.base.named(id);
        if named.is_some_and(|named| named.entry == subject.entry_index) {
            findings
                .push(Finding::new(RULE.name, "itself", id.span).about("id", id.value.as_str()));
        }
    }
}
