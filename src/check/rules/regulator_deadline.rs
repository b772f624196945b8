//! A report that an authority waits for.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight::messages::{DeadlineState, deadlines};

pub(super) const RULE: Rule = Rule {
    name: "regulator-deadline",
    severity: Severity::Note,
    asks: Asks::Owed,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[(
        "content/incidents/a.md",
        "---\ncommunications:\n  - {audience: regulator, stage: first, due: 2026-04-14, at: 2026-04-16T10:00:00+09:00}\n  - {audience: regulator, stage: update, due: 2026-05-14}\n  - {audience: regulator, stage: final, due: 2026-06-05}\n---\n# Mail stopped\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\ncommunications:\n  - {audience: regulator, stage: first, due: 2026-04-14, at: 2026-04-13T10:00:00+09:00}\n  - {audience: regulator, stage: final, due: 2026-07-14}\n---\n# Mail stopped\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let zone = subject.base.config.zone;
    for deadline in deadlines(subject.document, zone, subject.today) {
        let key = match deadline.state {
            DeadlineState::Near => "near",
            DeadlineState::Missed => "missed",
            DeadlineState::Late => "late",
        };
        findings.push(
            Finding::new(RULE.name, key, deadline.due.span)
                .about("due", deadline.due.written.as_str()),
        );
    }
}
