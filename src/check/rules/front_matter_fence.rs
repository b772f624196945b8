//! Front matter that begins with `---` and never ends, or that is TOML.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "front-matter-fence",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[
        (
            "content/incidents/a.md",
            "---\nid: INC-1\nstatus: draft\n\n# Checkout answered 503\n",
        ),
        (
            "content/incidents/b.md",
            "+++\nid = \"INC-2\"\n+++\n\n# Mail stopped\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nid: INC-1\nstatus: draft\n---\n\n# Checkout answered 503\n",
        ),
        (
            "content/incidents/b.md",
            "---\nid: INC-2\n---\n\n# Mail stopped\n",
        ),
    ],
};
