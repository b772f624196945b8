//! Bold marks that Markdown shows as asterisks, because Japanese text has no spaces around them.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "unclosed-emphasis",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[(
        "content/pages/a.md",
        "# 手順\n\n**重要：**サーバを止める前に当番へ連絡する。\n",
    )],
    good: &[(
        "content/pages/a.md",
        "# 手順\n\n**重要**：サーバを止める前に当番へ連絡する。\n",
    )],
};
