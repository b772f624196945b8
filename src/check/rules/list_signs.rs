//! A list of names whose signs do not part them in YAML.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "list-signs",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[
        (
            "content/incidents/a.md",
            "---\nservices: mail, web\ntags: ［深夜］\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nservices: [メール配信、決済, web，mail]\ntags:\n  - night、batch\n---\n# Title\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nservices: [mail, web]\ntags: [深夜]\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nservices: [メール配信, 決済, web, mail]\ntags:\n  - night\n  - \"batch, nightly\"\ntrigger: 深夜、配信中に\n---\n# Title\n",
        ),
    ],
};
