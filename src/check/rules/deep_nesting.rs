//! Text that nests deeper than it can be shown.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "deep-nesting",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[
        (
            "content/pages/a.md",
            "# A quotation\n\n\
             >>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> leaf\n",
        ),
        (
            "content/pages/b.md",
            "# HTML\n\n\
             <div><div><div><div><div><div><div><div><div><div><div><div><div><div><div>\
             <div><div><div><div><div><div><div><div><div><div><div><div><div><div><div>\
             <div><div><div><div><div><div><div><div><div><div><div><div><div><div><div>\
             <div><div><div><div><div><div><div><div><div><div><div><div><div><div><div>\
             <div><div><div><div><div><div><div><div><div><div><div><div><div><div><div>\
             <div><div><div><div><div><div><div><div><div><div><div><div><div><div><div>\
             <div><div><div><div><div><div><div><div><div><div><div>\n",
        ),
    ],
    good: &[
        ("content/pages/a.md", "# A quotation\n\n>>> leaf\n"),
        (
            "content/pages/b.md",
            "# HTML\n\n<div><div>leaf</div></div>\n",
        ),
    ],
};
