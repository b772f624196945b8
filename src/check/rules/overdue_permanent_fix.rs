//! A permanent fix that should have been out by now.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight::overdue_fix;

pub(super) const RULE: Rule = Rule {
    name: "overdue-permanent-fix",
    severity: Severity::Note,
    asks: Asks::Owed,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[(
        "content/known-errors/a.md",
        "---\nstatus: active\nservices: [mail]\nsignatures: [{text: 'ACME-4711 queue is full'}]\npermanent_fix: {state: planned, due: 2026-04-15}\n---\n# Mail stops\n\n## Workaround\n\nClean up.\n",
    )],
    good: &[
        (
            "content/known-errors/a.md",
            "---\nstatus: active\nservices: [mail]\nsignatures: [{text: 'ACME-4711 queue is full'}]\npermanent_fix: {state: planned, due: 2026-07-15}\n---\n# Mail stops\n\n## Workaround\n\nClean up.\n",
        ),
        (
            "content/known-errors/b.md",
            "---\nstatus: fixed\nservices: [mail]\nsignatures: [{text: 'ACME-4712 disk is full'}]\npermanent_fix: {state: released, due: 2026-04-15, released_on: 2026-05-01}\n---\n# Disk is full\n\n## Workaround\n\nClean up.\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let error = subject.document.known_error();
    if let Some(due) = error.and_then(|error| overdue_fix(error, subject.today)) {
        let finding = Finding::new(RULE.name, "overdue", due.span);
        findings.push(finding.about("due", due.value.to_string()));
    }
}
