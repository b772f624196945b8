//! A gap through which an incident was not caught, and that stays open.

use crate::check::support::is_final_incident;
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight::actions::{addresses, countermeasures, works_by_itself};

pub(super) const RULE: Rule = Rule {
    name: "escape-cause-without-detection",
    severity: Severity::Note,
    asks: Asks::More,
    needs_all_fields: true,
    check: Check::Entry(check),
    bad: &[(
        "content/incidents/a.md",
        "---\nstatus: final\nescape_causes: [missing-alert, missing-test]\nactions: [{title: Look at end dates every Monday, owner: team-edge, due: 2026-07-15, control: procedure, addresses: [missing-alert]}]\n---\n# Mail stopped\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\nstatus: final\nescape_causes: [missing-alert]\nactions: [{title: Page three weeks before an end date, owner: team-edge, due: 2026-07-15, control: detect, addresses: [missing-alert]}]\n---\n# Mail stopped\n",
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
    for cause in incident
        .escape_causes
        .iter()
        .filter(|cause| !cause.is_empty())
    {
        let mut addressing = actions
            .iter()
            .filter(|action| addresses(subject.base, action, cause))
            .peekable();
        let key = match addressing.peek() {
            Some(_) => "not-caught",
            None => "unaddressed",
        };
        let catches = addressing.any(|action| {
            let control = action.control.as_ref();
            control.is_some_and(|control| works_by_itself(control.value))
        });
        if !catches {
            findings.push(
                Finding::new(RULE.name, key, cause.span).about("cause", cause.value.as_str()),
            );
        }
    }
}
