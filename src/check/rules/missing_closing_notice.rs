//! Customers who felt an incident, or were told of it, and have had no last word.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight::messages::owed_closing_notice;

pub(super) const RULE: Rule = Rule {
    name: "missing-closing-notice",
    severity: Severity::Note,
    asks: Asks::Owed,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[
        (
            "content/incidents/a.md",
            "---\nstarted_at: 2026-03-14T09:02:00+09:00\nresolved_at: 2026-03-14T10:46:00+09:00\nimpact: {users: 12000}\ncommunications: [{at: 2026-03-14T09:20:00+09:00, audience: customers, stage: first}]\n---\n# Mail stopped\n",
        ),
        (
            "content/incidents/b.md",
            "---\nstatus: final\nimpact: {sla_breached: true}\n---\n# Checkout answered 503\n",
        ),
    ],
    good: &[(
        "content/incidents/a.md",
        "---\nstarted_at: 2026-03-14T09:02:00+09:00\nresolved_at: 2026-03-14T10:46:00+09:00\nimpact: {users: 12000}\ncommunications: [{at: 2026-03-14T09:20:00+09:00, audience: customers, stage: first}, {at: 2026-03-14T11:00:00+09:00, audience: customers, stage: final}]\n---\n# Mail stopped\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(owed) = owed_closing_notice(subject.document) else {
        return;
    };
    let span = subject.document.heading_span();
    findings.push(match owed.since {
        Some(since) => {
            let day = since.day_in(subject.base.config.zone);
            Finding::new(RULE.name, "since", span).with("since", day.to_string())
        }
        None => Finding::new(RULE.name, "missing", span),
    });
}
