//! A field that holds none of the words it may hold.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "unknown-value",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
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
        (
            "content/incidents/c.md",
            "# メールが止まった\n\n## 経緯\n\n| 時刻 (JST) | 節目 | 内容 |\n| --- | --- | --- |\n| 2026-03-14 9:02 | 発生 | 送信が止まる |\n| 9:10 | 気づいた | 当番が確認する |\n",
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
        (
            "content/incidents/c.md",
            "# メールが止まった\n\n## 経緯\n\n| 時刻 (JST) | 節目 | 内容 |\n| --- | --- | --- |\n| 2026-03-14 9:02 | 発生 | 送信が止まる |\n| 9:10 | 検知 | 当番が確認する |\n",
        ),
    ],
};
