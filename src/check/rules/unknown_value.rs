//! A field that holds none of the words it may hold.

use crate::check::{Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "unknown-value",
    severity: Severity::Error,
    check: Check::Reading,
    bad: &[
        (
            "content/incidents/a.md",
            "---\nstatus: finl\ndetected_by: a cat\nlanguage: fr\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "# Title\n\n## Timeline\n\n| Time (JST) | Event | What happened | Vendor event |\n| --- | --- | --- | --- |\n| 2026-03-14 9:02 | started | First alert | |\n| 9:10 | looked at | Somebody looks | cheered up |\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nstatus: final\nseverity: SEV2\ndetected_by: user\nlanguage: en\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "# Title\n\n## Timeline\n\n| Time (JST) | Event | What happened | Vendor event |\n| --- | --- | --- | --- |\n| 2026-03-14 9:02 | started | First alert | |\n| 9:10 | acknowledged | Somebody looks | contacted |\n",
        ),
    ],
};
