//! An active known error without a way around it.

use crate::check::support::missing_section;
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::SectionKind;
use crate::document::known_error::KnownErrorStatus;

pub(super) const RULE: Rule = Rule {
    name: "missing-workaround",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: true,
    check: Check::Entry(check),
    bad: &[
        (
            "content/known-errors/ke-1.md",
            "---\nstatus: active\n---\n# Pool timed out\n\nSeen on Mondays.\n",
        ),
        (
            "content/known-errors/ke-2.md",
            "---\nstatus: active\n---\n# 接続待ちで失敗する\n\n## 回避策\n",
        ),
    ],
    good: &[
        (
            "content/known-errors/ke-1.md",
            "---\nstatus: active\n---\n# Pool timed out\n\n## Workaround\n\nSwitch to payment at the inn.\n",
        ),
        (
            "content/known-errors/ke-2.md",
            "---\nstatus: fixed\n---\n# 接続待ちで失敗する\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let document = subject.document;
    let error = document.known_error();
    if error.is_some_and(|error| error.status() == KnownErrorStatus::Active) {
        findings.extend(missing_section(
            RULE.name,
            document,
            SectionKind::Workaround,
        ));
    }
}
