//! A key that front matter writes twice.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "duplicate-key",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[(
        "content/incidents/a.md",
        "---\nseverity: SEV2\nimpact: {users: 1, users: 2}\nseverity: SEV1\n---\n# Title\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\nseverity: SEV2\nimpact: {users: 2}\n---\n# Title\n",
    )],
};
