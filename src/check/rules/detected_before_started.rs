//! An incident that was noticed before it began.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::incident::Milestone;

pub(super) const RULE: Rule = Rule {
    name: "detected-before-started",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[
        (
            "content/incidents/a.md",
            "---\nstarted_at: 2026-03-14T09:02:00+09:00\ndetected_at: 2026-03-14T08:40:00+09:00\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nstarted_at: 2026-03-14\ndetected_at: 2026-03-13T23:00:00+09:00\n---\n# Title\n",
        ),
        (
            "content/incidents/c.md",
            "---\nstarted_at: 2026-03-14T09:02:00+09:00\n---\n# Title\n\n## Timeline\n\n| Time (JST) | Event | What happened |\n| --- | --- | --- |\n| 2026-03-14 08:15 | detected | The graph moves |\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nstarted_at: 2026-03-14T09:02:00+09:00\ndetected_at: 2026-03-14T00:40:00Z\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nstarted_at: 2026-03-14\ndetected_at: 2026-03-14T01:00:00+09:00\n---\n# Title\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let [started, detected] =
        [Milestone::Started, Milestone::Detected].map(|point| subject.document.milestone(point));
    if let (Some(started), Some(detected)) = (started, detected)
        && detected.is_before(started)
    {
        findings.push(
            Finding::new(RULE.name, "before", detected.span)
                .with("detected", detected.when.to_string())
                .with("started", started.when.to_string()),
        );
    }
}
