//! An action that does not say what is to be done.

use crate::check::support::{is_filled, is_misread, own_actions};
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    name: "action-without-title",
    severity: Severity::Warning,
    asks: Asks::More,
    needs_all_fields: true,
    check: Check::Entry(check),
    bad: &[(
        "content/incidents/a.md",
        "---\nactions: [{owner: team-edge, due: 2026-04-15}]\n---\n# Title\n",
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
        if !is_filled(action.title.as_ref()) && !is_misread(subject.document, action.span, "title")
        {
            findings.push(Finding::new(RULE.name, "missing", action.span).with("action", name));
        }
    }
}
