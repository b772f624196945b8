//! An action that is to be done some day.

use crate::check::support::{action_span, is_misread, own_actions};
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    name: "action-without-due",
    severity: Severity::Warning,
    asks: Asks::More,
    needs_all_fields: true,
    check: Check::Entry(check),
    bad: &[(
        "content/incidents/a.md",
        "---\nactions: [{title: Renew certificates automatically, owner: team-edge}]\n---\n# Title\n",
    )],
    good: &[
        (
            "content/incidents/a.md",
            "---\nactions: [{title: Renew certificates automatically, owner: team-edge, due: 2026-04-15}, {title: Watch the end dates, owner: team-edge, state: done}, {ref: INC-0/A1}]\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nid: INC-0\nactions: [{title: Write it down, owner: team-edge, state: dropped}]\n---\n# Title\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (name, action) in own_actions(subject.document) {
        let is_missing = action.due.is_none() && action.state().is_open();
        if is_missing && !is_misread(subject.document, action.span, "due") {
            let span = action_span(action);
            findings.push(Finding::new(RULE.name, "missing", span).with("action", name));
        }
    }
}
