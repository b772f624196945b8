//! An action that asks people to try harder, and changes nothing else.

use std::sync::LazyLock;

use crate::check::phrases::Phrases;
use crate::check::prose::{Block, section, spanned};
use crate::check::support::own_actions;
use crate::check::{Asks, Check, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::document::incident::ActionState;
use crate::document::{Document, SectionKind};

pub(super) const RULE: Rule = Rule {
    name: "action-without-change",
    severity: Severity::Note,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Text(check),
    bad: &[
        (
            "content/incidents/a.md",
            "---\nactions: [{title: Be more careful with certificates, owner: team-edge, due: 2026-07-01}]\n---\n# Mail stopped\n\n## Actions\n\n- Remind everyone to double-check end dates\n",
        ),
        (
            "content/incidents/b.md",
            "# メールが止まった\n\n## 再発防止策\n\n- 証明書の期限に注意するよう周知徹底する\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nactions: [{title: Renew certificates automatically, owner: team-edge, due: 2026-07-01}]\n---\n# Mail stopped\n\n## Actions\n\n- Add an alert three weeks before an end date, and remind everyone of it\n",
        ),
        (
            "content/incidents/b.md",
            "# メールが止まった\n\n## 再発防止策\n\n- 証明書の期限の三週間前にアラートを出し、周知徹底する\n",
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

/// The name of the group of phrases that ask people to try harder; the other ones change something.
const EXHORTATION: &str = "exhortation";

fn check(document: &Document, findings: &mut Vec<Finding>) {
    if document.incident().is_none() {
        return;
    }
    let titles = own_actions(document)
        .filter(|(_, action)| action.state() != ActionState::Dropped)
        .filter_map(|(_, action)| action.title.as_ref())
        .map(|title| spanned(document, title));
    let in_text = section(document, SectionKind::Actions);
    findings.extend(titles.chain(in_text).filter_map(|block| only_asks(&block)));
}

fn only_asks(block: &Block) -> Option<Finding> {
    let hits: Vec<_> = LISTS
        .iter()
        .flat_map(|list| list.hits(&block.text))
        .collect();
    if hits.is_empty() || hits.iter().any(|hit| hit.group != EXHORTATION) {
        return None;
    }
    let quotations = block.quotations();
    let asks = hits.iter().find(|hit| !quotations.has(hit.range.start))?;
    Some(
        Finding::new(RULE.name, "only-asks", block.span_of(&asks.range))
            .with("phrase", &block.text[asks.range.clone()]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::prose::Block;

    fn asks(words: &str) -> bool {
        only_asks(&Block::of(words)).is_some()
    }

    #[test]
    fn exhortations_change_nothing() {
        for words in [
            "Be more careful during deployments",
            "Pay closer attention to disk usage",
            "Remind everyone to double-check the region",
            "Raise awareness of the release calendar",
            "Engineers must remember to drain the node first",
            "作業時は十分に注意する",
            "手順の遵守を徹底する",
            "関係者に周知徹底する。",
            "再発防止に努める",
            "ダブルチェックを徹底します",
            "今後は気をつける",
            "慎重に作業する",
        ] {
            assert!(asks(words), "{words}");
        }
    }

    #[test]
    fn what_changes_something_is_an_action() {
        for words in [
            "Add an alert that asks everyone to be careful at 80 %",
            "Block deployments without a double-check by a second person",
            "Move the table in batches",
            "Take care of the backlog of tickets",
            "Give every outgoing call a retry budget",
            "確認を徹底するため、チェックリストを導入する",
            "リリース手順を自動化し、周知徹底する",
            "監視を追加し、しきい値の超過に注意する",
            "顧客に影響範囲を周知する",
            "接続の保持を三分に制限する",
            "The runbook says \"be careful\" in ten places; remove them",
        ] {
            assert!(!asks(words), "{words}");
        }
    }
}
