//! A time that does not say on whose clocks.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "time-without-zone",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[
        (
            "content/incidents/a.md",
            "---\nstarted_at: 2026-03-14T09:02:00\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nstarted_at: 2026-03-14T09:02:00\nresolved_at: 2026-03-14T10:31:00+09:00\n---\n# Title\n",
        ),
    ],
    good: &[(
        "content/incidents/a.md",
        "---\nstarted_at: 2026-03-14T09:02:00+09:00\n---\n# Title\n",
    )],
};
