//! A day or time that does not exist.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "impossible-time",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[(
        "content/incidents/a.md",
        "---\nstarted_at: 2026-02-30T09:02:00+09:00\n---\n# Title\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\nstarted_at: 2026-02-28T09:02:00+09:00\n---\n# Title\n",
    )],
};
