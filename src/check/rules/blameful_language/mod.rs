//! Words that blame people, in a report of something that went wrong.

use std::cell::LazyCell;
use std::sync::LazyLock;

use crate::check::phrases::Phrases;
use crate::check::prose::{Block, blocks};
use crate::check::{Asks, Check, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::document::{Document, Kind};

pub(super) const RULE: Rule = Rule {
    name: "blameful-language",
    severity: Severity::Note,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Text(check),
    bad: &[
        (
            "content/incidents/a.md",
            "# Mail stopped\n\nThe cause was human error. The on-call engineer failed to renew the certificate and should have\nchecked the calendar: a careless change, and in the end the team's fault.\n",
        ),
        (
            "content/incidents/b.md",
            "# メールが止まった\n\n原因は担当者の確認不足による操作ミスである。期限の確認を怠った。事前に確認すべきだった。\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "# Mail stopped\n\nThe renewal was done by hand from a calendar that did not list this host, and nothing warned before the end\ndate. The job failed to start because `mail` had no certificate. The console says \"human error\" here.\n",
        ),
        (
            "content/incidents/b.md",
            "# メールが止まった\n\n更新は手作業で、台帳にこのホストがなく、期限の前に知らせるものもなかった。ヒューマンエラーを防ぐ仕組みが要る。\n",
        ),
    ],
};

/// The lists of both languages: Japanese reports hold English words.
static LISTS: LazyLock<[Phrases; 2]> = LazyLock::new(|| {
    [
        Phrases::built_in(include_str!("en.yaml")),
        Phrases::built_in(include_str!("ja.yaml")),
    ]
});

/// Guides, checklists and vendors may speak of blame; reports should not.
fn check(document: &Document, findings: &mut Vec<Finding>) {
    if matches!(document.kind(), Kind::Incident | Kind::KnownError) {
        for block in blocks(document) {
            findings.extend(in_block(&block));
        }
    }
}

fn in_block(block: &Block) -> impl Iterator<Item = Finding> {
    let hits = LISTS.iter().flat_map(|list| list.hits(&block.text));
    // Few blocks have a hit.
    let quotations = LazyCell::new(|| block.quotations());
    hits.filter(move |hit| !quotations.has(hit.range.start))
        .map(|hit| {
            Finding::new(RULE.name, hit.group, block.span_of(&hit.range))
                .with("phrase", &block.text[hit.range])
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The groups of the phrases that blame somebody in a sentence.
    fn groups(sentence: &str) -> Vec<&'static str> {
        let hits = LISTS.iter().flat_map(|list| list.hits(sentence));
        hits.map(|hit| hit.group).collect()
    }

    #[test]
    fn blame_is_found() {
        for (sentence, group) in [
            ("The root cause was human error.", "human-error"),
            (
                "This was caused by operator error during the upgrade.",
                "human-error",
            ),
            ("A careless edit removed the record.", "careless"),
            ("The reviewer wasn't paying attention.", "failed-to"),
            (
                "The on-call engineer failed to notice the page.",
                "failed-to",
            ),
            ("The team failed to communicate the change.", "failed-to"),
            ("Sato forgot to renew the certificate.", "failed-to"),
            ("We simply forgot about the second host.", "failed-to"),
            ("The developer ignored the warning.", "failed-to"),
            ("The DBA should have checked the plan.", "should-have"),
            ("We should have noticed sooner.", "should-have"),
            ("They should have known better.", "should-have"),
            ("It was the contractor's fault.", "mistake"),
            ("The outage was Tanaka's mistake.", "mistake"),
            (
                "An error by the administrator deleted the volume.",
                "mistake",
            ),
            ("The vendor is to blame.", "mistake"),
            ("原因は操作ミスでした。", "human-error"),
            ("原因は作業者の操作ミスでした。", "mistake"),
            ("ヒューマンエラーによりデータが消えた。", "human-error"),
            ("原因：人為的ミス", "human-error"),
            ("オペレーターの不注意で停止した。", "careless"),
            ("認識の甘さがあった。", "careless"),
            ("事前の連絡を怠っていた。", "failed-to"),
            ("証明書の更新をし忘れていた。", "failed-to"),
            ("担当者が警告を見落としていた。", "failed-to"),
            ("確認不足のため、誤った値が入った。", "insufficient-check"),
            ("影響範囲の考慮漏れがあった。", "insufficient-check"),
            ("リリース前に確認すべきだった。", "should-have"),
            ("もっと早く気づくべきでした。", "should-have"),
            ("担当者のミスである。", "mistake"),
            ("田中さんのせいで復旧が遅れた。", "mistake"),
        ] {
            assert!(
                groups(sentence).contains(&group),
                "{sentence} {:?}",
                groups(sentence)
            );
        }
    }

    #[test]
    fn what_blames_nobody_is_not() {
        for sentence in [
            "The job failed to start.",
            "The Prometheus operator failed to reconcile.",
            "Users failed to sign in, and administrators failed to connect.",
            "Teams failed to load.",
            "The OCSP responder failed to answer.",
            "The alert should have fired after five minutes.",
            "Users should have seen an error page.",
            "We should have an alert for this.",
            "We should have automated tests.",
            "Customers should have been told by the status page.",
            "The guardrail reduces the risk of human error.",
            "To prevent outages caused by human error, the step is automated.",
            "This was not human error.",
            "No disruption is expected, unless a human error is made.",
            "If someone forgot to close the gate, the door stays open.",
            "A user forgot the password.",
            "Nobody was careless.",
            "It did not fail because the team was careless.",
            "Lazy loading and a dumb terminal.",
            "A negligible error rate.",
            "ジョブの起動に失敗した。",
            "アラートは五分以内に発報すべきだった。",
            "エラー画面が表示されるべきだった。",
            "操作ミスによる削除を防ぐため、確認画面を加えた。",
            "ヒューマンエラーを前提に設計する。",
            "ヒューマンエラーではなく、仕組みの問題である。",
            "ユーザーの入力ミスによりエラーが出る。",
            "チェックリストで確認漏れを減らす。",
            "パスワードを忘れた利用者のための画面。",
            "忘れずに戻す。",
            "自動化したので、更新し忘れることがない。",
            "担当者の責任者が承認する。",
        ] {
            assert_eq!(groups(sentence), Vec::<&str>::new(), "{sentence}");
        }
    }
}
