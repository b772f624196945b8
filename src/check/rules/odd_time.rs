//! A time or day that is understood but not written in the usual form.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "odd-time",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[(
        "content/incidents/a.md",
        "---\nstarted_at: 2026/3/14 9:02 JST\nfinalized_on: 2026-03-27T17:00:00+09:00\n---\n# Title\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\nstarted_at: 2026-03-14T09:02:00+09:00\nfinalized_on: 2026-03-27\n---\n# Title\n",
    )],
};
