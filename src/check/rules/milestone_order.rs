//! Milestones of an incident in an order in which they cannot have been reached.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::incident::Milestone;

pub(super) const RULE: Rule = Rule {
    name: "milestone-order",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[(
        "content/incidents/a.md",
        "---\nstarted_at: 2026-03-14T09:02:00+09:00\ndetected_at: 2026-03-14T09:13:00+09:00\nacknowledged_at: 2026-03-14T09:10:00+09:00\nidentified_at: 2026-03-14T09:00:00+09:00\nmitigated_at: 2026-03-14T11:30:00+09:00\nresolved_at: 2026-03-14T10:46:00+09:00\n---\n# Title\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\nstarted_at: 2026-03-14T09:02:00+09:00\ndetected_at: 2026-03-14T09:13:00+09:00\nacknowledged_at: 2026-03-14T09:20:00+09:00\nmitigated_at: 2026-03-14T10:30:00+09:00\nresolved_at: 2026-03-14T10:46:00+09:00\nidentified_at: 2026-03-16T15:00:00+09:00\n---\n# Title\n",
    )],
};

/// What cannot come before what. Whether it was noticed or resolved before it began is asked by
/// rules of their own. The rest is free: some incidents end before anyone has noticed them, many
/// before their cause is known.
const ORDER: [(Milestone, Milestone); 5] = [
    (Milestone::Started, Milestone::Acknowledged),
    (Milestone::Started, Milestone::Identified),
    (Milestone::Started, Milestone::Mitigated),
    (Milestone::Detected, Milestone::Acknowledged),
    (Milestone::Mitigated, Milestone::Resolved),
];

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let document = subject.document;
    for (first, second) in ORDER {
        let (Some(earlier), Some(later)) = (document.milestone(first), document.milestone(second))
        else {
            continue;
        };
        if later.is_before(earlier) {
            findings.push(
                Finding::new(RULE.name, "order", later.span)
                    .with("first", first.field())
                    .with("first_at", earlier.when.to_string())
                    .with("second", second.field())
                    .with("second_at", later.when.to_string()),
            );
        }
    }
}
