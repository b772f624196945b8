//! What was decided before: actions that several reports write in the same words.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::insight::board::{Board, BoardAction};

impl<'a> Board<'a> {
    /// Actions of different reports that say the same in the same words, whatever their order, case
    /// and punctuation: what was decided before, and is decided again. The latest group first, in each
    /// the earliest action first. Actions that share one another are no repetition.
    #[must_use]
    pub fn written_again(&self) -> Vec<Vec<&BoardAction<'a>>> {
        let mut groups: BTreeMap<Vec<String>, Vec<&BoardAction<'a>>> = BTreeMap::new();
        for action in self.actions() {
            let words = action.action.title.as_ref().map(|title| words(title));
            // One word names a thing and not a deed.
            if let Some(words) = words.filter(|words| says_something(words)) {
                groups.entry(words).or_default().push(action);
            }
        }
        let mut repeated: Vec<Vec<&BoardAction<'a>>> = groups
            .into_values()
            .filter_map(|mut actions| {
                actions.sort_by_key(|action| (action.opened_on, action.place));
                actions.dedup_by_key(|action| action.place.entry);
                (actions.len() > 1).then_some(actions)
            })
            .collect();
        repeated.sort_by_key(|actions| {
            let last = actions
                .last()
                .map(|action| (action.opened_on, action.place.entry));
            std::cmp::Reverse(last)
        });
        repeated
    }
}

/// The words of a title, each once, sorted. Scripts without spaces are one word.
fn words(title: &str) -> Vec<String> {
    let plain: String = title.nfkc().flat_map(char::to_lowercase).collect();
    let mut words: Vec<String> = plain
        .split(|c: char| !c.is_alphanumeric() && c != 'ー')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Whether words are a sentence and not a name: two of them, or one that is long for a script
/// without spaces.
fn says_something(words: &[String]) -> bool {
    let is_sentence = |word: &String| !word.is_ascii() && word.chars().count() >= 6;
    words.len() > 1 || words.iter().any(is_sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;
    use crate::knowledge_base::KnowledgeBase;

    fn addresses(base: &KnowledgeBase, actions: Vec<&BoardAction<'_>>) -> Vec<String> {
        let actions = actions.into_iter();
        actions.map(|action| action.address(base)).collect()
    }

    #[test]
    fn the_same_words_in_two_reports_are_pointed_out() {
        let base = knowledge_base(
            "",
            &[
                (
                    "content/incidents/a.md",
                    "---\nstarted_at: 2024-01-01\nactions:\n  - {title: Renew certificates automatically}\n  - {title: 証明書を自動で更新する}\n  - {title: runbook}\n---\n",
                ),
                (
                    "content/incidents/b.md",
                    "---\nstarted_at: 2026-01-01\nactions:\n  - {title: 'Automatically: renew certificates.'}\n  - {title: runbook}\n  - {ref: a/A1}\n---\n",
                ),
                (
                    "content/incidents/c.md",
                    "---\nstarted_at: 2025-01-01\nactions:\n  - {title: 証明書を自動で更新する。}\n  - {title: renew certificates}\n---\n",
                ),
            ],
        );
        let board = Board::on(&base, "2026-06-01".parse().unwrap());
        let again = board.written_again();
        let again: Vec<_> = again
            .into_iter()
            .map(|group| addresses(&base, group))
            .collect();
        assert_eq!(again, [["a/A1", "b/A1"], ["a/A2", "c/A1"]]);
    }
}
