//! A row of the timeline whose time is missing or not understood.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "timeline-time",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[
        (
            "content/incidents/a.md",
            "---\nstarted_at: 2026-03-14T09:00:00+09:00\n---\n# Title\n\n## Timeline\n\n| Time (JST) | What happened |\n| --- | --- |\n| 9:02 | First alert |\n| after lunch | Certificate renewed |\n| 25:10 | Errors stop |\n",
        ),
        (
            "content/incidents/b.md",
            "# Title\n\n## Timeline\n\n| Time (JST) | What happened |\n| --- | --- |\n| 9:02 | First alert |\n",
        ),
        (
            "content/incidents/c.md",
            "---\ntimeline: [{text: First alert}]\n---\n# Title\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nstarted_at: 2026-03-14T09:00:00+09:00\n---\n# Title\n\n## Timeline\n\n| Time (JST) | What happened |\n| --- | --- |\n| 9:02 | First alert |\n| 13:05 | Certificate renewed |\n| 13:10 | Errors stop |\n",
        ),
        (
            "content/incidents/b.md",
            "# Title\n\n## Timeline\n\n| Time (JST) | What happened |\n| --- | --- |\n| 2026-03-14 9:02 | First alert |\n",
        ),
        (
            "content/incidents/c.md",
            "---\ntimeline: [{at: 2026-03-14T09:02:00+09:00, text: First alert}]\n---\n# Title\n",
        ),
    ],
};
