//! An action that nobody is to do.

use crate::check::support::{action_span, is_filled, is_misread, own_actions};
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    name: "action-without-owner",
    severity: Severity::Warning,
    asks: Asks::More,
    needs_all_fields: true,
    check: Check::Entry(check),
    bad: &[(
        "content/incidents/a.md",
        "---\nactions: [{title: Renew certificates automatically, due: 2026-04-15}]\n---\n# Title\n",
    )],
    good: &[
        (
            "content/incidents/a.md",
            "---\nactions: [{title: Renew certificates automatically, owner: team-edge, due: 2026-04-15}, {ref: INC-0/A1}]\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nid: INC-0\nactions: [{title: Watch the end dates, owner: team-edge, due: 2026-04-15}]\n---\n# Title\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (name, action) in own_actions(subject.document) {
        if !is_filled(action.owner.as_ref()) && !is_misread(subject.document, action.span, "owner")
        {
            let span = action_span(action);
            findings.push(Finding::new(RULE.name, "missing", span).with("action", name));
        }
    }
}
