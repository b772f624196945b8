//! An action that should have been done by now.

use crate::check::support::own_actions;
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight::is_overdue;

pub(super) const RULE: Rule = Rule {
    name: "overdue-action",
    severity: Severity::Note,
    asks: Asks::Owed,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[(
        "content/incidents/a.md",
        "---\nactions: [{title: Renew certificates automatically, owner: team-edge, due: 2026-04-15}]\n---\n# Mail stopped\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\nactions: [{title: Renew certificates automatically, owner: team-edge, due: 2026-04-15, state: done, done_on: 2026-05-20}, {title: Page before end dates, owner: team-edge, due: 2026-07-15}]\n---\n# Mail stopped\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (name, action) in own_actions(subject.document) {
        let Some(due) = action
            .due
            .as_ref()
            .filter(|_| is_overdue(action, subject.today))
        else {
            continue;
        };
        findings.push(
            Finding::new(RULE.name, "overdue", due.span)
                .with("action", name)
                .about("due", due.value.to_string()),
        );
    }
}
