//! What is left of a merge that was not finished.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "conflict-markers",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[
        (
            "content/incidents/a.md",
            "---\nstatus: draft\n<<<<<<< HEAD\nservices: [mail]\n=======\nservices: [mail, web]\n>>>>>>> add-web\n---\n# Mail stopped\n\n<<<<<<< HEAD\nThe queue was full.\n=======\nThe disk of the queue was full.\n>>>>>>> add-web\n",
        ),
        (
            "content/incidents/b.md",
            "---\nstatus: draft\nservices: [mail]\n---\n# メールが止まった\n\n<<<<<<< HEAD\nキューのディスクがあふれた。\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nstatus: draft\nservices: [mail, web]\n---\n# Mail stopped\n\nThe disk of the queue was full. The change held a conflict that nobody had resolved:\n\n```text\n <<<<<<< HEAD\n retention: 3d\n =======\n retention: 7d\n >>>>>>> longer\n```\n",
        ),
        (
            "content/incidents/b.md",
            "---\nstatus: draft\nservices: [mail]\n---\n# メールが止まった\n\nキューのディスクがあふれた。\n",
        ),
    ],
};
