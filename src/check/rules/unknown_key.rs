//! A key that front matter does not have.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "unknown-key",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[
        ("hansei.yaml", "title: KB\nweather: rain\n"),
        (
            "content/reports/b.md",
            "---\nseverity: SEV2\n---\n# Title\n",
        ),
        (
            "content/incidents/a.md",
            "---\nseverty: SEV2\nweather: rain\nactions: [{title: Renew by machine, owner: edge, due: 2026-04-15, stat: open}]\n---\n# Title\n",
        ),
    ],
    good: &[
        ("hansei.yaml", "title: KB\n"),
        (
            "content/reports/b.md",
            "---\nkind: incident\nseverity: SEV2\n---\n# Title\n",
        ),
        (
            "content/incidents/a.md",
            "---\nseverity: SEV2\ncustom: {weather: rain}\nactions: [{title: Renew by machine, owner: edge, due: 2026-04-15, state: open}]\n---\n# Title\n",
        ),
    ],
};
