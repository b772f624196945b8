//! What somebody looks for: strings that have to occur, and the parts that are worth finding by
//! themselves.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::characters::{Class, class};
use super::flat::{flat, folded};
use super::occurrence::Needle;
use super::paste::{fragments, is_pasted};
use super::steady;
use super::terms::{Form, MAX_CHARACTERS, Required, Scanner};

/// A query, read.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The strings of which all have to occur in an exact hit: each quoted phrase, and what is not quoted
    /// as one.
    pub strings: Vec<Needle>,
    /// What every exact hit has among its terms.
    pub(super) required: Vec<Required>,
    /// Of a text from a log, the strings that stand together wherever the same was written at another time; none
    /// where nothing varies in it.
    pub(super) steady: Vec<Needle>,
    /// What every text has among its terms in which these stand.
    pub(super) steady_required: Vec<Required>,
    /// The words and the pieces of Japanese text, each once, in the order written.
    pub parts: Vec<Part>,
    /// Whole identifiers, which count for more than their words.
    pub(super) identifiers: Vec<String>,
    /// Neighbouring parts as they stand beside each other.
    pub(super) neighbours: Vec<Needle>,
    /// Whether it was taken as text pasted from a log, of which only what does not vary counts.
    pub pasted: bool,
    /// Whether its parts leave something out: particles and endings in hiragana.
    pub leaves_out: bool,
}

/// A part of a query.
#[derive(Debug, Clone)]
pub struct Part {
    /// What has to occur.
    pub needle: Needle,
    /// How it is called: with the ending that makes it a word.
    pub(super) name: String,
    /// What a text has among its terms in which it occurs.
    pub(super) required: Vec<Required>,
    /// Whether it is a single word, which other words can be near to.
    pub(super) word: bool,
    /// Whether terms alone do not tell that it occurs.
    pub(super) needs_proof: bool,
}

impl Query {
    /// Reads a query. Nothing in it is refused: what is no quoted phrase is a word.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if is_pasted(text) {
            Self::verbatim(text)
        } else {
            Self::read(text, phrases(text), false)
        }
    }

    /// Takes a text as it is, as one from a log: a quote in it is a character.
    #[must_use]
    pub fn verbatim(text: &str) -> Self {
        let mut query = Self::read(text, vec![flat(text)], is_pasted(text));
        let mut scanner = Scanner::default();
        for piece in steady::pieces(text) {
            query.steady_required.extend(scanner.required(&piece));
            query.steady.push(Needle::new(&piece));
        }
        query.steady_required.sort();
        query.steady_required.dedup();
        query
    }

    fn read(text: &str, strings: Vec<String>, pasted: bool) -> Self {
        let mut scanner = Scanner::default();
        let mut query = Self {
            pasted,
            ..Self::default()
        };
        for string in strings.iter().filter(|string| !string.is_empty()) {
            query.required.extend(scanner.required(string));
            query.strings.push(Needle::new(string));
        }
        query.required.sort();
        query.required.dedup();
        let sources = if pasted {
            fragments(text).map(|fragment| flat(&fragment)).collect()
        } else {
            strings
        };
        let mut parts = Parts::default();
        for source in &sources {
            parts.read(source, pasted, &mut scanner);
        }
        parts.finish(&mut query);
        query
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.strings.is_empty()
    }
}

/// The quoted phrases and what is between them, flat. A quote without a partner is a character.
fn phrases(text: &str) -> Vec<String> {
    // Typographic quotes are quotes too.
    let text = text.replace(['“', '”', '„', '‟', '＂'], "\"");
    let pieces: Vec<&str> = text.split('"').collect();
    // Pieces at odd places are quoted; an even number of pieces leaves one quote over.
    let paired = if pieces.len().is_multiple_of(2) {
        pieces.len() - 2
    } else {
        pieces.len()
    };
    let (paired, rest) = pieces.split_at(paired);
    let rest = rest.join("\"");
    paired
        .iter()
        .copied()
        .chain([rest.as_str()])
        .map(flat)
        .filter(|phrase| !phrase.is_empty())
        .collect()
}

/// A part that was found.
#[derive(Debug)]
struct Found {
    text: String,
    /// It and the ending that makes it a word.
    name: String,
    word: bool,
}

/// Gathers the parts of a query.
#[derive(Debug, Default)]
struct Parts {
    found: Vec<Found>,
    /// Pieces of hiragana: particles and endings, which count where there is nothing else.
    hiragana: Vec<String>,
    seen: FxHashSet<String>,
    identifiers: Vec<String>,
    neighbours: Vec<String>,
}

impl Parts {
    /// Reads the parts of a flat text; `whole` keeps identifiers together.
    fn read(&mut self, flat: &str, whole: bool, scanner: &mut Scanner) {
        let mut tokens = Vec::new();
        scanner.scan(flat, |token| tokens.push(token));
        let mut ranges: Vec<(Range<usize>, bool)> = Vec::new();
        let mut identifier_end = 0;
        // The whole identifier comes before what is left of it, and both behind their words.
        for token in tokens.iter().filter(|token| token.form == Form::Identifier) {
            if token.range.start >= identifier_end {
                identifier_end = token.range.end;
                self.identifiers.push(token.term(flat));
                if whole {
                    ranges.push((token.range.clone(), false));
                }
            }
        }
        // Identifiers stand in order and apart, so the last that has begun is the only one that can hold a word.
        let identifiers: Vec<Range<usize>> =
            ranges.iter().map(|(range, _)| range.clone()).collect();
        let is_held = |range: &Range<usize>| {
            let begun = identifiers.partition_point(|identifier| identifier.start <= range.start);
            let last = begun.checked_sub(1).map(|last| &identifiers[last]);
            last.is_some_and(|identifier| range.end <= identifier.end)
        };
        for token in tokens {
            if matches!(token.form, Form::Word | Form::Picture) && !is_held(&token.range) {
                ranges.push((token.range, token.form == Form::Word));
            }
        }
        ranges.extend(
            self.east_asian(flat)
                .into_iter()
                .map(|range| (range, false)),
        );
        ranges.sort_by_key(|(range, _)| range.start);
        for (range, word) in &ranges {
            let text = folded(&flat[range.clone()]);
            if self.seen.insert(text) {
                let ending = if ends_in_han(&flat[range.clone()]) {
                    ending(&flat[range.end..])
                } else {
                    ""
                };
                self.found.push(Found {
                    name: folded(&flat[range.start..range.end + ending.len()]),
                    text: flat[range.clone()].to_owned(),
                    word: *word,
                });
            }
        }
        let pairs = ranges.windows(2);
        self.neighbours
            .extend(pairs.map(|pair| flat[pair[0].0.start..pair[1].0.end].to_owned()));
    }

    /// The pieces of one script in East Asian runs; those in hiragana are set aside.
    fn east_asian(&mut self, flat: &str) -> Vec<Range<usize>> {
        let mut pieces: Vec<(Script, Range<usize>)> = Vec::new();
        for (at, c) in flat.char_indices() {
            let end = at + c.len_utf8();
            let open = pieces.last_mut().filter(|(_, range)| range.end == at);
            match (class(c), open) {
                (Class::Mark, Some((_, range))) => range.end = end,
                (Class::EastAsian, open) => match (open, script(c)) {
                    (Some((_, range)), None) => range.end = end,
                    (Some((script, range)), Some(other)) if *script == other => range.end = end,
                    (_, script) => pieces.push((script.unwrap_or(Script::Katakana), at..end)),
                },
                _ => {}
            }
        }
        let (hiragana, others): (Vec<_>, Vec<_>) = pieces
            .into_iter()
            .partition(|(script, _)| *script == Script::Hiragana);
        let aside = hiragana
            .into_iter()
            .map(|(_, range)| flat[range].to_owned());
        self.hiragana.extend(aside);
        others.into_iter().map(|(_, range)| range).collect()
    }

    fn finish(mut self, query: &mut Query) {
        query.leaves_out = !self.found.is_empty() && !self.hiragana.is_empty();
        if self.found.is_empty() {
            let aside = std::mem::take(&mut self.hiragana);
            self.found = aside
                .into_iter()
                .filter(|text| self.seen.insert(text.clone()))
                .map(|text| Found {
                    name: text.clone(),
                    text,
                    word: false,
                })
                .collect();
        }
        let mut scanner = Scanner::default();
        query.parts = self
            .found
            .iter()
            .map(|Found { text, name, word }| {
                let needle = Needle::new(text);
                let required = scanner.required(text);
                Part {
                    name: name.clone(),
                    word: *word,
                    needs_proof: !is_look_up(&required, needle.as_str())
                        || text.chars().count() > MAX_CHARACTERS,
                    needle,
                    required,
                }
            })
            .collect();
        query.identifiers = self.identifiers;
        query.neighbours = self
            .neighbours
            .iter()
            .map(|text| Needle::new(text))
            .collect();
    }
}

/// Whether one term is all of a text, so that it occurs where the term does.
fn is_look_up(required: &[Required], folded: &str) -> bool {
    match required {
        [Required::Term(term) | Required::Beginning(term)] => term == folded,
        _ => false,
    }
}

fn ends_in_han(text: &str) -> bool {
    let last = text.chars().next_back();
    last.is_some_and(|c| class(c) == Class::EastAsian && script(c) == Some(Script::Han))
}

/// The hiragana at the beginning of a text up to the first particle: what makes a word of `切` in `切れ`.
pub(super) fn ending(text: &str) -> &str {
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let goes_on = |letters: &str| next.is_some_and(|next| letters.contains(next));
        let ends = match c {
            'を' | 'へ' | 'の' | 'は' | 'に' | 'と' | 'で' => true,
            'が' | 'も' => !goes_on("らりるれろっ"),
            'や' => !goes_on("さしすせそ"),
            _ => script(c) != Some(Script::Hiragana),
        };
        if ends {
            return &text[..at];
        }
    }
    text
}

/// The scripts that East Asian runs are cut between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Hiragana,
    Katakana,
    Hangul,
    Han,
}

/// The script of an East Asian character; none for the mark of a long vowel, which goes with what is
/// before it.
pub(super) fn script(c: char) -> Option<Script> {
    match c {
        'ー' => None,
        '\u{3041}'..='\u{309F}' => Some(Script::Hiragana),
        '\u{30A0}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' => Some(Script::Katakana),
        '\u{1100}'..='\u{11FF}'
        | '\u{3130}'..='\u{318F}'
        | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7FF}' => Some(Script::Hangul),
        _ => Some(Script::Han),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let query = Query::parse(text);
        let texts = |needles: Vec<&Needle>| {
            needles
                .into_iter()
                .map(|needle| needle.as_str().to_owned())
                .collect()
        };
        (
            texts(query.strings.iter().collect()),
            texts(query.parts.iter().map(|part| &part.needle).collect()),
        )
    }

    #[test]
    fn quoted_phrases_are_strings_and_the_rest_is_one() {
        for (text, strings, parts) in [
            (
                "Connection  pool",
                vec!["connection pool"],
                vec!["connection", "pool"],
            ),
            (
                "a \"b c\" d e",
                vec!["a", "b c", "d e"],
                vec!["a", "b", "c", "d", "e"],
            ),
            ("“b c”", vec!["b c"], vec!["b", "c"]),
            ("5\" disk", vec!["5\" disk"], vec!["5", "disk"]),
            (
                "\"a\" 5\" disk",
                vec!["a", "5\" disk"],
                vec!["a", "5", "disk"],
            ),
            (
                "接続エラーが発生",
                vec!["接続エラーが発生"],
                vec!["接続", "エラー", "発生"],
            ),
            ("のに", vec!["のに"], vec!["のに"]),
            ("x x X", vec!["x x x"], vec!["x"]),
            ("!!", vec!["!!"], vec![]),
            ("  \u{200b} ", vec![], vec![]),
            (
                "acquire_timeout",
                vec!["acquire_timeout"],
                vec!["acquire", "timeout"],
            ),
        ] {
            let (found_strings, found_parts) = read(text);
            assert_eq!(found_strings, strings, "{text:?}");
            assert_eq!(found_parts, parts, "{text:?}");
        }
    }

    #[test]
    fn a_text_taken_as_it_is_has_no_phrases() {
        let query = Query::verbatim("pool \"main\" failed\n");
        let strings: Vec<&str> = query.strings.iter().map(Needle::as_str).collect();
        assert_eq!(strings, ["pool \"main\" failed"]);
        assert!(!query.pasted, "one line in which nothing varies");
        assert!(Query::verbatim(" \n").is_empty());
    }

    #[test]
    fn parts_are_called_by_whole_words() {
        let table = include_str!("../../tests/search/names.json");
        let cases: Vec<serde_json::Value> = serde_json::from_str(table).unwrap();
        assert!(cases.len() >= 9);
        for case in cases {
            let query = Query::parse(case["text"].as_str().unwrap());
            let found: Vec<&str> = query.parts.iter().map(|part| part.name.as_str()).collect();
            assert_eq!(serde_json::json!(found), case["names"], "{case}");
            assert_eq!(query.leaves_out, case["leaves_out"], "{case}");
        }
    }

    #[test]
    fn of_pasted_text_identifiers_stay_whole() {
        let (_, parts) =
            read("2026-11-22 10:00:00 ERROR pool: acquire_timeout of db-1.internal (30000 ms)\n");
        assert_eq!(
            parts,
            ["error", "pool", "acquire_timeout", "of", "db-1.internal"]
        );
    }
}
