//! Lines of front matter that a fault of syntax takes with it.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "unread-front-matter",
    severity: Severity::Note,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[
        (
            "content/incidents/a.md",
            "---\ntitle: Queue\nactions:\n  - title: Watch it\n   owner: edge\n    due: 2026-04-01\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/b.md",
            "---\ntitle: Queue\nactions:\n  - title: Watch it\n   owner: edge\n    due: 2026-04-01\n---\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\ntitle: Queue\nactions:\n  - title: Watch it\n    owner: edge\n    due: 2026-04-01\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/b.md",
            "---\ntitle: Queue\nactions:\n  - title: Watch it\n    owner: edge\n    due: 2026-04-01\n---\n",
        ),
    ],
};
