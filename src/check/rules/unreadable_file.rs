//! A Markdown file without a text that can be read. No example can show one, because an example is a text.

use crate::check::{Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "unreadable-file",
    severity: Severity::Error,
    check: Check::Reading,
    bad: &[("content/pages/a.md", "# Title\n")],
    good: &[("content/pages/a.md", "# Title\n")],
};
