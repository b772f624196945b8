//! A final report whose every countermeasure rests on people doing it right.

use crate::check::support::is_final_incident;
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::incident::Action;
use crate::insight::actions::{countermeasures, works_by_itself};

pub(super) const RULE: Rule = Rule {
    name: "weak-actions",
    severity: Severity::Note,
    asks: Asks::More,
    needs_all_fields: true,
    check: Check::Entry(check),
    bad: &[(
        "content/incidents/a.md",
        "---\nstatus: final\nactions:\n  - {title: Describe the renewal in the runbook, owner: team-edge, due: 2026-07-15, control: procedure}\n  - {title: Show the renewal to new colleagues, owner: team-edge, due: 2026-07-15, control: training}\n---\n# Mail stopped\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\nstatus: final\nactions:\n  - {title: Describe the renewal in the runbook, owner: team-edge, due: 2026-07-15, control: procedure}\n  - {title: Renew certificates automatically, owner: team-edge, due: 2026-07-15, control: automate}\n---\n# Mail stopped\n",
    )],
};

/// An action that does not tell its control may well be a strong one.
fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let document = subject.document;
    let Some(incident) = is_final_incident(document) else {
        return;
    };
    let actions = countermeasures(subject.base, document);
    let is_weak = |action: &&Action| {
        let control = action.control.as_ref();
        control.is_some_and(|control| !works_by_itself(control.value))
    };
    if let Some(first) = incident.actions.first()
        && !actions.is_empty()
        && actions.iter().all(is_weak)
    {
        let control = first.control.as_ref();
        let span = control.map_or(first.span, |control| control.span);
        findings.push(Finding::new(RULE.name, "only-people", span));
    }
}
