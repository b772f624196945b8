//! An action that is said to work, and nothing shows it.

use crate::check::support::{action_span, is_misread, own_actions};
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight::actions::lacks_evidence;

pub(super) const RULE: Rule = Rule {
    name: "action-without-evidence",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: true,
    check: Check::Entry(check),
    bad: &[(
        "content/incidents/a.md",
        "---\nactions: [{title: Renew certificates automatically, owner: team-edge, state: verified, verified_on: 2026-05-20}]\n---\n# Mail stopped\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\nactions: [{title: Renew certificates automatically, owner: team-edge, state: verified, verified_on: 2026-05-20, evidence: All 14 certificates were renewed on 18 May without anybody's doing}]\n---\n# Mail stopped\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (name, action) in own_actions(subject.document) {
        if lacks_evidence(action) && !is_misread(subject.document, action.span, "evidence") {
            let span = action_span(action);
            findings.push(Finding::new(RULE.name, "missing", span).with("action", name));
        }
    }
}
