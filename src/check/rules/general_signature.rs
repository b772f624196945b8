//! A signature so general that a hit says nothing.

use crate::check::support::written_pattern;
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::signature::significance::Insignificance;

pub(super) const RULE: Rule = Rule {
    name: "general-signature",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[
        (
            "content/known-errors/ke-1.md",
            "---\nsignatures:\n  - text: Operation timed out\n  - text: the server returned an error\n  - regex: '.*'\n  - regex: '(?i)error'\n---\n# Pool timed out\n",
        ),
        (
            "content/known-errors/ke-2.md",
            "---\nsignatures: [{text: サーバーでエラーが検出されました}]\n---\n# 接続待ちで失敗する\n",
        ),
    ],
    good: &[
        (
            "content/known-errors/ke-1.md",
            "---\nsignatures:\n  - text: pool timed out while waiting for an open connection\n  - regex: 'http: POST /v2/bookings 503 5\\.[0-9]+s'\n---\n# Pool timed out\n",
        ),
        (
            "content/known-errors/ke-2.md",
            "---\nsignatures: [{text: 在庫引当サーバーでエラーが検出されました}]\n---\n# 接続待ちで失敗する\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let error = subject.document.known_error().into_iter();
    let signatures = error.flat_map(|error| &error.signatures);
    let compiled = subject.signatures.of_entry(subject.entry_index);
    for (signature, compiled) in signatures.zip(compiled) {
        let Some(reason) = compiled.insignificance() else {
            continue;
        };
        let written = written_pattern(signature);
        let finding = |key| Finding::new(RULE.name, key, written.span);
        let finding = match reason {
            Insignificance::Everything => finding("everything"),
            Insignificance::Everyday(line) => finding("everyday").with_line("line", line),
            Insignificance::Words => finding("words"),
        };
        findings.push(finding.about("pattern", written.value));
    }
}
