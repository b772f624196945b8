//! A relation that lacks a part.

use crate::check::support::{is_filled, is_misread};
use crate::check::{Asks, Check, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::document::Document;
use crate::document::common::{RelationType, WrittenRelation};

pub(super) const RULE: Rule = Rule {
    name: "incomplete-relation",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: true,
    check: Check::Text(check),
    bad: &[
        (
            "content/incidents/a.md",
            "---\nrelations: [{type: recurrence-of}, {id: INC-0}, {type: not-related, id: INC-0}]\n---\n# Title\n",
        ),
        ("content/incidents/b.md", "---\nid: INC-0\n---\n# Title\n"),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nrelations: [{type: not-related, id: INC-0, note: another cause}]\n---\n# Title\n",
        ),
        ("content/incidents/b.md", "---\nid: INC-0\n---\n# Title\n"),
    ],
};

fn check(document: &Document, findings: &mut Vec<Finding>) {
    for relation in &document.common.relations {
        if let Some((key, field)) = lack(relation)
            && !is_misread(document, relation.span, field)
        {
            let types = RelationType::ALL.iter().map(|kind| kind.as_str());
            let finding = Finding::new(RULE.name, key, relation.span);
            findings.push(finding.with_list("expected", types));
        }
    }
}

/// The message about what a relation lacks, and the field that it lacks.
fn lack(relation: &WrittenRelation) -> Option<(&'static str, &'static str)> {
    let kind = relation.kind.as_ref().map(|kind| kind.value);
    if !is_filled(relation.id.as_ref()) {
        Some(("without-id", "id"))
    } else if kind.is_none() {
        Some(("without-type", "type"))
    } else if kind == Some(RelationType::NotRelated) && !is_filled(relation.note.as_ref()) {
        Some(("without-note", "note"))
    } else {
        None
    }
}
