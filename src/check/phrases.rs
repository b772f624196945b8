//! Phrases to look for in prose, from lists that a reader of the language can edit.
//!
//! A list is YAML: `words` names sets of words, `phrases` names groups of phrases. In a phrase,
//! `{name}` stands for any word of the set `name`, `{word}` for any word, `{gap}` for up to
//! twelve characters of one clause, and `{capital}` for any word with a capital letter; case does not matter elsewhere. Latin letters match whole words only. What
//! stands around a phrase decides whether it counts: `not_after` and `not_before` list what makes it
//! harmless right in front of it and right behind it, `not_earlier` what does so anywhere in front of
//! it in its clause, `not_with` anywhere in its clause; with `only_before`, it counts only in front of
//! one of these, `{end}` being the end of the text.

use std::collections::BTreeMap;
use std::ops::Range;

use regex::{Regex, RegexSet};
use serde::Deserialize;

/// How far from a phrase its clause may reach, in bytes.
const MAX_CLAUSE_BYTES: usize = 90;

/// Groups of phrases of one language.
#[derive(Debug)]
pub(super) struct Phrases {
    /// Says in one pass over a text which groups have a phrase in it; few texts hold one.
    any: RegexSet,
    groups: Vec<Group>,
}

#[derive(Debug)]
struct Group {
    name: String,
    find: Regex,
    /// Ends behind what makes a phrase harmless.
    not_after: Option<Regex>,
    /// Begins with what makes a phrase harmless.
    not_before: Option<Regex>,
    /// Holds what makes a phrase later in the same clause harmless.
    not_earlier: Option<Regex>,
    /// Holds what makes a phrase in the same clause harmless.
    not_with: Option<Regex>,
    /// Begins with what a phrase needs behind it.
    only_before: Option<Regex>,
}

/// A phrase in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit<'a> {
    /// The name of its group.
    pub group: &'a str,
    /// Where it stands.
    pub range: Range<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    words: BTreeMap<String, Vec<String>>,
    phrases: BTreeMap<String, WrittenGroup>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenGroup {
    find: Vec<String>,
    #[serde(default)]
    not_after: Vec<String>,
    #[serde(default)]
    not_before: Vec<String>,
    #[serde(default)]
    not_earlier: Vec<String>,
    #[serde(default)]
    not_with: Vec<String>,
    #[serde(default)]
    only_before: Vec<String>,
}

impl Phrases {
    /// Reads a list that is built in.
    pub fn built_in(yaml: &str) -> Self {
        Self::read(yaml).unwrap_or_else(|error| {
            unreachable!("the built-in lists are right, as a test proves: {error}")
        })
    }

    fn read(yaml: &str) -> Result<Self, String> {
        let list: List = serde_yaml::from_str(yaml).map_err(|error| error.to_string())?;
        let groups = list.phrases.iter().map(|(name, written)| {
            let any = |phrases: &[String]| any_of(phrases, &list.words);
            let compile = |pattern: String| {
                Regex::new(&format!("(?i-u){pattern}")).map_err(|error| error.to_string())
            };
            let optional = |phrases: &[String], pattern: fn(&str) -> String| {
                let filled = (!phrases.is_empty()).then(|| pattern(&any(phrases)));
                filled.map(compile).transpose()
            };
            Ok(Group {
                name: name.clone(),
                find: compile(any(&written.find))?,
                not_after: optional(&written.not_after, |any| format!("{any} *$"))?,
                not_before: optional(&written.not_before, |any| format!("^ *{any}"))?,
                not_earlier: optional(&written.not_earlier, str::to_owned)?,
                not_with: optional(&written.not_with, str::to_owned)?,
                only_before: optional(&written.only_before, |any| format!("^ *{any}"))?,
            })
        });
        let groups = groups.collect::<Result<Vec<Group>, String>>()?;
        let any = groups.iter().map(|group| group.find.as_str());
        let any = RegexSet::new(any).map_err(|error| error.to_string())?;
        Ok(Self { any, groups })
    }

    /// The phrases in a text, in order, without overlaps.
    pub fn hits(&self, text: &str) -> Vec<Hit<'_>> {
        let found = self.any.matches(text).into_iter();
        let mut hits: Vec<Hit<'_>> = found
            .flat_map(|group| self.groups[group].hits(text))
            .collect();
        hits.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
        let mut end = 0;
        hits.retain(|hit| {
            let is_free = hit.range.start >= end;
            if is_free {
                end = hit.range.end;
            }
            is_free
        });
        hits
    }
}

impl Group {
    /// Whether a phrase means what its group says, by what stands around it.
    fn counts(&self, text: &str, phrase: Range<usize>) -> bool {
        let holds = |context: &Option<Regex>, text: &str| {
            context
                .as_ref()
                .is_some_and(|context| context.is_match(text))
        };
        let clause = clause(text, &phrase);
        let before = &text[clause.start..phrase.start];
        let after = &text[phrase.end..];
        let is_harmless = holds(&self.not_after, before)
            || holds(&self.not_before, after)
            || holds(&self.not_earlier, before)
            || holds(&self.not_with, before)
            || holds(&self.not_with, &text[phrase.end..clause.end]);
        let is_complete = self.only_before.is_none() || holds(&self.only_before, after);
        is_complete && !is_harmless
    }

    fn hits<'a, 't>(&'a self, text: &'t str) -> impl Iterator<Item = Hit<'a>> + use<'a, 't> {
        let found = self.find.find_iter(text);
        found
            .filter(move |found| self.counts(text, found.range()))
            .map(move |found| Hit {
                group: &self.name,
                range: found.range(),
            })
    }
}

/// Where the clause around a phrase begins and ends; what stands far away is not of it.
fn clause(text: &str, phrase: &Range<usize>) -> Range<usize> {
    const MARKS: [char; 12] = [
        '.', ',', ';', '!', '?', '。', '、', '，', '．', '；', '！', '？',
    ];
    let first = text.floor_char_boundary(phrase.start.saturating_sub(MAX_CLAUSE_BYTES));
    let last = text.ceil_char_boundary((phrase.end + MAX_CLAUSE_BYTES).min(text.len()));
    let before = text[first..phrase.start].rfind(MARKS);
    let after = text[phrase.end..last].find(MARKS);
    let start = before.map_or(first, |at| text.ceil_char_boundary(first + at + 1));
    start..after.map_or(last, |at| phrase.end + at)
}

/// A pattern for any of these phrases, the longest first.
fn any_of(phrases: &[String], words: &BTreeMap<String, Vec<String>>) -> String {
    let mut phrases: Vec<&String> = phrases.iter().collect();
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    let patterns: Vec<String> = phrases
        .iter()
        .map(|phrase| pattern(phrase, words))
        .collect();
    format!("(?:{})", patterns.join("|"))
}

fn pattern(phrase: &str, words: &BTreeMap<String, Vec<String>>) -> String {
    let mut pattern = String::new();
    let mut rest = phrase;
    while let Some((before, name, after)) = placeholder(rest) {
        pattern.push_str(&literal(before));
        match words.get(name) {
            Some(set) => pattern.push_str(&any_of(set, words)),
            None if name == "end" => pattern.push_str(r"\z"),
            None if name == "word" => pattern.push_str(r"\b[\w-]+\b"),
            None if name == "gap" => pattern.push_str("(?u:[^、。，．！？「」\\s]{0,12}?)"),
            None if name == "capital" => pattern.push_str(r"(?-i:\b[A-Z][a-z]+)"),
            None => pattern.push_str(&literal(name)),
        }
        rest = after;
    }
    pattern.push_str(&literal(rest));
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let edge = |is: bool| if is { r"\b" } else { "" };
    let (start, end) = (
        edge(is_latin(phrase.chars().next())),
        edge(is_latin(phrase.chars().next_back())),
    );
    format!("{start}{pattern}{end}")
}

/// The first `{name}` of a phrase, with what stands before and behind it.
fn placeholder(phrase: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = phrase.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Words as a pattern: any number of spaces, both apostrophes, a hyphen or a space.
fn literal(words: &str) -> String {
    let mut pattern = String::new();
    for character in words.chars() {
        match character {
            ' ' => pattern.push_str(" +"),
            '\'' => pattern.push_str("(?:'|’)"),
            '-' => pattern.push_str("[- ]?"),
            other => pattern.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(yaml: &str, text: &str) -> Vec<(String, String)> {
        let phrases = Phrases::read(yaml).unwrap();
        let hits = phrases.hits(text);
        let hit = |hit: &Hit<'_>| (hit.group.to_owned(), text[hit.range.clone()].to_owned());
        hits.iter().map(hit).collect()
    }

    const LIST: &str = "words: {person: [operator, on-call engineer]}\nphrases:\n  mistake:\n    find: [\"{person}'s mistake\", human error, 作業ミス]\n    not_after: [prevent, \"no\"]\n    not_before: [を防]\n";

    #[test]
    fn phrases_match_whole_words_in_any_case() {
        let one = |words: &str| [("mistake".to_owned(), words.to_owned())];
        assert_eq!(
            hits(LIST, "The On call  engineer’s mistake was"),
            one("On call  engineer’s mistake")
        );
        assert_eq!(hits(LIST, "Human  error"), one("Human  error"));
        assert_eq!(hits(LIST, "原因は作業ミスである"), one("作業ミス"));
        for text in ["superhuman error", "human errors", "cooperator's mistake"] {
            assert_eq!(hits(LIST, text), [], "{text}");
        }
    }

    #[test]
    fn a_group_can_ask_for_what_follows_and_for_what_is_not_near() {
        let list = "phrases:\n  mistake:\n    find: [作業ミス]\n    only_before: [による, '{end}']\n    not_with: [防]\n";
        for text in [
            "作業ミスによる停止",
            "原因は作業ミス",
            "作業ミスによる停止、再発を防ぐ",
        ] {
            assert_eq!(hits(list, text).len(), 1, "{text}");
        }
        for text in [
            "作業ミスも多い",
            "作業ミスによる停止を防ぐ",
            "防ぎたい作業ミス",
        ] {
            assert_eq!(hits(list, text), [], "{text}");
        }
    }

    #[test]
    fn what_makes_harmless_can_be_asked_for_in_front_only() {
        let list = "phrases:\n  careless:\n    find: [careless]\n    not_earlier: [nobody]\n";
        assert_eq!(hits(list, "nobody was careless"), []);
        assert_eq!(hits(list, "a careless change nobody saw").len(), 1);
        assert_eq!(hits(list, "nobody saw it, a careless change").len(), 1);
    }

    #[test]
    fn any_word_can_stand_in_a_phrase() {
        let list = "phrases:\n  mistake:\n    find: ['fault of the {word} team']\n";
        assert_eq!(hits(list, "the fault of the on-call team").len(), 1);
        assert_eq!(hits(list, "the fault of the team"), []);
    }

    #[test]
    fn a_gap_stays_in_its_clause() {
        let list = "phrases:\n  failed-to:\n    find: ['当番が{gap}忘れ']\n";
        assert_eq!(hits(list, "当番が切り戻しを忘れた").len(), 1);
        assert_eq!(hits(list, "当番が着いた、切り戻しは忘れた"), []);
    }

    #[test]
    fn what_stands_around_a_phrase_can_make_it_harmless() {
        for text in ["to prevent human error", "no human error", "作業ミスを防ぐ"] {
            assert_eq!(hits(LIST, text), [], "{text}");
        }
        assert_eq!(hits(LIST, "piano human error").len(), 1);
    }
}
