//! Words that YAML takes as a comment.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "text-cut-off",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[
        (
            "content/incidents/a.md",
            "---\ntitle: Queue #3 stalled\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/b.md",
            "---\ntitle: 【緊急】キュー #3 が停止  # 仮の題名\nactions:\n  - {title: Watch it, owner: edge}\n  - title: #4 as well\n---\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\ntitle: \"Queue #3 stalled\"\nstatus: draft   #or review\n---\n",
        ),
        (
            "content/incidents/b.md",
            "---\ntitle: 【緊急】キューが停止 # 仮の題名\ntrigger:   # nobody knows\n---\n",
        ),
    ],
};
