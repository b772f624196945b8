//! An id in front matter that names nothing.

use crate::check::support::missing_part;
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity, Spanned};
use crate::document::Kind;
use crate::knowledge_base::KnowledgeBase;
use crate::yaml::choice::suggesting;

pub(super) const RULE: Rule = Rule {
    name: "unknown-id",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Document(check),
    bad: &[
        (
            "content/incidents/a.md",
            "---\nrelations: [{type: recurrence-of, id: INC-2025-41}, {type: caused-by, id: CHG-77}]\nknown_errors: [KE-9, INC-2025-0041]\nactions: [{ref: INC-2025-0041/A2}, {ref: INC-2025-0041}, {ref: deploy/A1}]\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nid: INC-2025-0041\nactions: [{title: Renew by machine, owner: edge, due: 2025-04-15}]\n---\n# Title\n",
        ),
        ("content/checklists/deploy.md", "# Deployment\n"),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nrelations: [{type: recurrence-of, id: INC-2025-0041}]\nknown_errors: [KE-0009]\nactions: [{ref: INC-2025-0041/A1}]\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nid: INC-2025-0041\nactions: [{title: Renew by machine, owner: edge, due: 2025-04-15}]\n---\n# Title\n",
        ),
        ("content/known-errors/ke-0009.md", "# Fault\n"),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Subject { base, document, .. } = subject;
    let relations = document.common.relations.iter();
    for id in relations.filter_map(|relation| relation.id.as_ref()) {
        findings.extend(nothing(base, id));
    }
    let Some(incident) = document.incident() else {
        return;
    };
    for id in &incident.known_errors {
        findings.extend(nothing(base, id).or_else(|| no_known_error(base, id)));
    }
    for address in incident
        .actions
        .iter()
        .filter_map(|action| action.reference.as_ref())
    {
        findings.extend(nothing(base, address).or_else(|| no_action(base, address)));
    }
}

fn new(key: &'static str, id: &Spanned<String>) -> Finding {
    Finding::new(RULE.name, key, id.span).about("id", id.value.as_str())
}

/// The finding for an id that names nothing. One that is empty is missing, not unknown.
fn nothing(base: &KnowledgeBase, id: &Spanned<String>) -> Option<Finding> {
    if id.value.is_empty() {
        return None;
    }
    let Some(named) = base.named(id) else {
        return Some(match base.nearest_id(id) {
            Some(near) => suggesting(new("no-id-near", id), id, &near),
            None => new("no-id", id),
        });
    };
    let part = named.part.filter(|part| !base.has_part(named.entry, part));
    part.map(|_| missing_part(base, |key| new(key, id), id))
}

fn no_known_error(base: &KnowledgeBase, id: &Spanned<String>) -> Option<Finding> {
    let named = base.named(id)?;
    let is_known_error = base.original(named.entry).kind() == Kind::KnownError;
    (!is_known_error).then(|| new("no-known-error", id))
}

/// The finding for a reference that names a whole document.
fn no_action(base: &KnowledgeBase, address: &Spanned<String>) -> Option<Finding> {
    let named = base.named(address)?;
    named.part.is_none().then(|| new("no-action", address))
}
