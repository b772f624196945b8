//! A promised message that came late, or has not come.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight::messages::missed_updates;

pub(super) const RULE: Rule = Rule {
    name: "missed-update",
    severity: Severity::Note,
    asks: Asks::Owed,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[(
        "content/incidents/a.md",
        "---\ncommunications:\n  - {at: 2026-03-14T09:20:00+09:00, audience: customers, stage: first, next_update_by: 2026-03-14T09:50:00+09:00}\n  - {at: 2026-03-14T10:10:00+09:00, audience: customers, stage: update, next_update_by: 2026-03-14T11:00:00+09:00}\n---\n# Mail stopped\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\ncommunications:\n  - {at: 2026-03-14T09:20:00+09:00, audience: customers, stage: first, next_update_by: 2026-03-14T09:50:00+09:00}\n  - {at: 2026-03-14T09:45:00+09:00, audience: customers, stage: final}\n---\n# Mail stopped\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let zone = subject.base.config.zone;
    for missed in missed_updates(subject.document, zone, subject.today) {
        let (key, sent) = match missed.sent {
            Some(sent) => ("late", sent.written.as_str()),
            None => ("not-sent", ""),
        };
        findings.push(
            Finding::new(RULE.name, key, missed.promised.span)
                .about("promised", missed.promised.written.as_str())
                .with("sent", sent),
        );
    }
}
