//! A timeline that goes back in time.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    name: "timeline-order",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[
        (
            "content/incidents/a.md",
            "# Title\n\n## Timeline\n\n| Time (JST) | What happened |\n| --- | --- |\n| 2026-03-14 9:13 | Alert |\n| 2026-03-14 9:02 | First errors |\n",
        ),
        (
            "content/incidents/b.md",
            "---\ntimeline: [{at: 2026-03-14, text: Alert}, {at: 2026-03-13T23:00:00+09:00, text: First errors}]\n---\n# Title\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "# Title\n\n## Timeline\n\n| Time (JST) | What happened |\n| --- | --- |\n| 2026-03-14 23:58 | First errors |\n| 0:13 | Alert |\n",
        ),
        (
            "content/incidents/b.md",
            "---\ntimeline: [{at: 2026-03-13T23:00:00+09:00, text: First errors}, {at: 2026-03-13, text: Alert}]\n---\n# Title\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for rows in subject.document.timeline.windows(2) {
        let (above, row) = (&rows[0].at, &rows[1].at);
        if row.is_before(above) {
            findings.push(
                Finding::new(RULE.name, "backwards", row.span)
                    .with("row", row.when.to_string())
                    .with("above", above.when.to_string()),
            );
        }
    }
}
