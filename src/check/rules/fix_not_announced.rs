//! A known error that is fixed, while those who live with its workaround do not know.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight::messages::owed_fix_notice;

pub(super) const RULE: Rule = Rule {
    name: "fix-not-announced",
    severity: Severity::Note,
    asks: Asks::Owed,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[
        (
            "content/known-errors/ke-0001.md",
            "---\nstatus: fixed\npermanent_fix: {state: released, released_on: 2026-05-01}\ncommunications: [{at: 2026-04-01, audience: customers, stage: first}]\n---\n# Mail stops after a failover\n\n## Workaround\n\nSend it again.\n",
        ),
        (
            "content/known-errors/ke-0002.md",
            "---\nstatus: fixed\ncommunications: [{at: 2026-04-01, audience: customers, stage: first}]\n---\n# The console forgets its language\n\n## Workaround\n\nSign in again.\n",
        ),
    ],
    good: &[(
        "content/known-errors/ke-0001.md",
        "---\nstatus: fixed\npermanent_fix: {state: released, released_on: 2026-05-01}\ncommunications: [{at: 2026-04-01, audience: customers, stage: first}, {at: 2026-05-02, audience: customers, stage: final}]\n---\n# Mail stops after a failover\n\n## Workaround\n\nSend it again.\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(owed) = owed_fix_notice(subject.base, subject.relations, subject.entry_index) else {
        return;
    };
    let span = subject.document.heading_span();
    findings.push(match owed.since {
        Some(since) => Finding::new(RULE.name, "since", span).with("since", since.written),
        None => Finding::new(RULE.name, "missing", span),
    });
}
