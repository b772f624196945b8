//! A cause that no action takes away.

use crate::check::support::is_final_incident;
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight::actions::{addresses, countermeasures};

pub(super) const RULE: Rule = Rule {
    name: "cause-without-action",
    severity: Severity::Note,
    asks: Asks::More,
    needs_all_fields: true,
    check: Check::Entry(check),
    bad: &[(
        "content/incidents/a.md",
        "---\nstatus: final\ncauses: [certificate-expiry, manual-operation]\nactions: [{title: Renew certificates automatically, owner: team-edge, due: 2026-07-15, addresses: [certificate-expiry]}]\n---\n# Mail stopped\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\nstatus: final\ncauses: [certificate-expiry, manual-operation]\nactions: [{title: Renew certificates automatically, owner: team-edge, due: 2026-07-15, addresses: [certificate-expiry, manual-operation]}]\n---\n# Mail stopped\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(incident) = is_final_incident(subject.document) else {
        return;
    };
    // A report without any action lacks more than this.
    if incident.actions.is_empty() {
        return;
    }
    let actions = countermeasures(subject.base, subject.document);
    for cause in incident.causes.iter().filter(|cause| !cause.is_empty()) {
        if !actions
            .iter()
            .any(|action| addresses(subject.base, action, cause))
        {
            findings.push(
                Finding::new(RULE.name, "unaddressed", cause.span)
                    .about("cause", cause.value.as_str()),
            );
        }
    }
}
