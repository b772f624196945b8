//! A column of the timeline that speaks of a vendor and is not read.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "unread-vendor-column",
    severity: Severity::Note,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[(
        "content/incidents/a.md",
        "---\nstarted_at: 2026-03-14T09:00:00+09:00\n---\n# Title\n\n## Timeline\n\n| Time (JST) | What happened | Vendor and what they said |\n| --- | --- | --- |\n| 9:20 | Called Certico | certico: contacted |\n",
    )],
    good: &[
        (
            "content/vendors/certico.md",
            "---\nservices: [gateway]\ncontacts: [{phone: +81 3 1234 5678, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\n---\n# Title\n",
        ),
        (
            "content/incidents/a.md",
            "---\nstarted_at: 2026-03-14T09:00:00+09:00\n---\n# Title\n\n## Timeline\n\n| Time (JST) | What happened | Vendor | Vendor event |\n| --- | --- | --- | --- |\n| 9:20 | Called Certico | certico | contacted |\n",
        ),
    ],
};
