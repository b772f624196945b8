//! A document that somebody should have read again by now.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight;

pub(super) const RULE: Rule = Rule {
    name: "overdue-review",
    severity: Severity::Note,
    asks: Asks::Owed,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[(
        "content/pages/on-call.md",
        "---\nreview_by: 2026-05-31\n---\n# How we are on call\n",
    )],
    good: &[(
        "content/pages/on-call.md",
        "---\nreview_by: 2026-06-01\n---\n# How we are on call\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let review_by = insight::overdue_review(subject.document, subject.today);
    findings.extend(review_by.map(|day| {
        Finding::new(RULE.name, "overdue", day.span).about("day", day.value.to_string())
    }));
}
