//! An incident that was over before it began.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::incident::Milestone;

pub(super) const RULE: Rule = Rule {
    name: "resolved-before-started",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[
        (
            "content/incidents/a.md",
            "---\nstarted_at: 2026-03-14T09:02:00+09:00\nresolved_at: 2026-03-14T08:40:00+09:00\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nstarted_at: 2026-03-14\nresolved_at: 2026-03-13T23:00:00+09:00\n---\n# Title\n",
        ),
        (
            "content/incidents/c.md",
            "---\nstarted_at: 2026-03-14T09:02:00+09:00\n---\n# Title\n\n## Timeline\n\n| Time (JST) | Event | What happened |\n| --- | --- | --- |\n| 2026-03-14 08:15 | resolved | The graph moves |\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nstarted_at: 2026-03-14T09:02:00+09:00\nresolved_at: 2026-03-14T00:40:00Z\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nstarted_at: 2026-03-14\nresolved_at: 2026-03-14T01:00:00+09:00\n---\n# Title\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let [started, resolved] =
        [Milestone::Started, Milestone::Resolved].map(|point| subject.document.milestone(point));
    if let (Some(started), Some(resolved)) = (started, resolved)
        && resolved.is_before(started)
    {
        findings.push(
            Finding::new(RULE.name, "before", resolved.span)
                .with("resolved", resolved.when.to_string())
                .with("started", started.when.to_string()),
        );
    }
}
