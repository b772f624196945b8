//! A time that does not say on whose clocks.

use crate::check::{Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "time-without-zone",
    severity: Severity::Warning,
    check: Check::Reading,
    bad: &[(
        "content/incidents/a.md",
        "---\nstarted_at: 2026-03-14T09:02:00\n---\n# Title\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\nstarted_at: 2026-03-14T09:02:00+09:00\n---\n# Title\n",
    )],
};
