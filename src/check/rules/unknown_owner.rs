//! An owner whom the site has not defined, although it defines owners.

use crate::check::support::unknown_name;
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::knowledge_base::TermKind;

pub(super) const RULE: Rule = Rule {
    name: "unknown-owner",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Document(check),
    bad: &[
        (
            "hansei.yaml",
            "owners: [{id: team-edge}, {id: team-mail}]\nservices: [{id: gateway, owner: team-infra}]\n",
        ),
        (
            "content/incidents/a.md",
            "---\nowner: nobody\nactions: [{title: Renew by machine, owner: team-egde, due: 2026-04-15}]\n---\n# Title\n",
        ),
        (
            "content/known-errors/ke-1.md",
            "---\npermanent_fix: {state: planned, owner: team-sea}\n---\n# Title\n",
        ),
    ],
    good: &[
        (
            "hansei.yaml",
            "owners: [{id: team-edge, formerly: [team-lb]}, {id: team-mail}]\nservices: [{id: gateway, owner: team-edge}]\n",
        ),
        (
            "content/incidents/a.md",
            "---\nowner: team-mail\nactions: [{title: Renew by machine, owner: team-lb, due: 2026-04-15}]\n---\n# Title\n",
        ),
        (
            "content/known-errors/ke-1.md",
            "---\npermanent_fix: {state: planned, owner: Team-Edge}\n---\n# Title\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Subject { base, document, .. } = subject;
    let actions = document
        .incident()
        .into_iter()
        .flat_map(|incident| &incident.actions);
    let fix = document
        .known_error()
        .and_then(|error| error.permanent_fix.as_ref());
    let owners = document
        .common
        .owner
        .iter()
        .chain(actions.filter_map(|action| action.owner.as_ref()))
        .chain(fix.and_then(|fix| fix.owner.as_ref()));
    findings.extend(owners.filter_map(|name| unknown_name(RULE.name, base, TermKind::Owner, name)));
}
