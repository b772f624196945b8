//! An action that was done, and nobody has seen whether it works.

use crate::check::support::{action_span, own_actions};
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight::actions::unverified_since;

pub(super) const RULE: Rule = Rule {
    name: "unverified-action",
    severity: Severity::Note,
    asks: Asks::Owed,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[(
        "content/incidents/a.md",
        "---\nactions: [{title: Renew certificates automatically, owner: team-edge, state: done, done_on: 2026-04-10}]\n---\n# Mail stopped\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\nactions: [{title: Renew certificates automatically, owner: team-edge, state: verified, done_on: 2026-04-10, verified_on: 2026-05-20, evidence: All 14 certificates were renewed on 18 May}, {title: Page before end dates, owner: team-edge, state: done, done_on: 2026-05-12}]\n---\n# Mail stopped\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (name, action) in own_actions(subject.document) {
        let Some(since) = unverified_since(action, subject.today) else {
            continue;
        };
        let span = action
            .state
            .as_ref()
            .map_or(action_span(action), |state| state.span);
        findings.push(
            Finding::new(RULE.name, "waiting", span)
                .with("action", name)
                .about("since", since.to_string()),
        );
    }
}
