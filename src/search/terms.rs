#![doc = include_str!("terms.md")]

use std::ops::Range;

use super::characters::{Class, class};
use super::flat::push_folded;

/// The most characters of a term.
pub const MAX_CHARACTERS: usize = 64;

/// The most rests of an identifier that are terms.
const MAX_RESTS: usize = 5;

/// The most parts that a camelCase word is cut into.
const MAX_PARTS: usize = 8;

/// The shortest word that can be opaque.
const OPAQUE_CHARACTERS: usize = 16;

/// The lengths of the words of a UUID.
const UUID: [usize; 5] = [8, 4, 4, 4, 12];

/// How a term stands in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// A whole word.
    Word,
    /// A row of parts of a camelCase word.
    Part,
    /// A whole identifier, or what is left of one behind a separator.
    Identifier,
    /// Two neighbouring East Asian characters.
    Pair,
    /// The last character of an East Asian run.
    Last,
    /// A picture.
    Picture,
}

/// A term where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// How it stands there.
    pub form: Form,
    /// Where, in bytes of the flat text.
    pub range: Range<usize>,
}

impl Token {
    /// Writes the term of this token of a flat text into `out`, in the place of what was there.
    pub fn write(&self, flat: &str, out: &mut String) {
        out.clear();
        push_folded(&flat[self.range.clone()], out);
        if out.len() > MAX_CHARACTERS
            && let Some((end, _)) = out.char_indices().nth(MAX_CHARACTERS)
        {
            out.truncate(end);
        }
    }

    /// The term of this token of a flat text.
    #[must_use]
    pub fn term(&self, flat: &str) -> String {
        let mut term = String::new();
        self.write(flat, &mut term);
        term
    }
}

/// Cuts flat texts into terms; keeps its memory from text to text.
#[derive(Debug, Default)]
pub struct Scanner {
    words: Vec<Word>,
    cuts: Vec<usize>,
}

/// A word of an identifier.
#[derive(Debug, Clone)]
struct Word {
    range: Range<usize>,
    opaque: bool,
}

impl Scanner {
    /// Calls `each` with every token of a flat text, in the order of the texts' runs.
    pub fn scan(&mut self, flat: &str, mut each: impl FnMut(Token)) {
        let mut at = 0;
        while let Some(c) = flat[at..].chars().next() {
            at = match class(c) {
                Class::EastAsian => scan_east_asian(flat, at, &mut each),
                Class::Letter => self.scan_identifier(flat, at, &mut each),
                Class::Picture => {
                    let range = at..at + c.len_utf8();
                    let end = range.end;
                    each(Token {
                        form: Form::Picture,
                        range,
                    });
                    end
                }
                Class::Mark | Class::Separator | Class::Other => at + c.len_utf8(),
            };
        }
    }

    /// What every text in which this flat text occurs has among its terms: whole terms, and beginnings
    /// of terms where one East Asian character stands alone.
    #[must_use]
    pub fn required(&mut self, flat: &str) -> Vec<Required> {
        let mut required = Vec::new();
        let mut pair_end = None;
        self.scan(flat, |token| match token.form {
            Form::Word | Form::Picture => required.push(Required::Term(token.term(flat))),
            Form::Pair => {
                pair_end = Some(token.range.end);
                required.push(Required::Term(token.term(flat)));
            }
            // The last of several is in the pair before it.
            Form::Last if pair_end != Some(token.range.end) => {
                required.push(Required::Beginning(token.term(flat)));
            }
            Form::Last | Form::Part | Form::Identifier => {}
        });
        required.sort();
        required.dedup();
        required
    }

    /// The pieces of a flat text that no edge is within, where they are longer than one character:
    /// parts of words, and East Asian characters with their marks. Sorted.
    #[must_use]
    pub fn pieces(&mut self, flat: &str) -> Vec<Range<usize>> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(c) = flat[at..].chars().next() {
            let start = at;
            at += c.len_utf8();
            match class(c) {
                Class::Letter => {
                    at = self.read_identifier(flat, start);
                    let words = std::mem::take(&mut self.words);
                    for word in &words {
                        self.cut(flat, word);
                        pieces.extend(self.cuts.windows(2).map(|cut| cut[0]..cut[1]));
                    }
                    self.words = words;
                }
                Class::EastAsian => {
                    let marks = flat[at..].find(|c| class(c) != Class::Mark);
                    let end = marks.map_or(flat.len(), |length| at + length);
                    if end > at {
                        pieces.push(start..end);
                        at = end;
                    }
                }
                _ => {}
            }
        }
        pieces
    }

    fn scan_identifier(&mut self, flat: &str, start: usize, each: &mut impl FnMut(Token)) -> usize {
        let end = self.read_identifier(flat, start);
        let mut token = |form, range| each(Token { form, range });
        let words = std::mem::take(&mut self.words);
        for word in &words {
            token(Form::Word, word.range.clone());
            self.cut(flat, word);
            let cuts = &self.cuts;
            let whole = cuts.len() - 1;
            for from in 0..whole {
                for to in from + 1..=whole {
                    if to - from < whole {
                        token(Form::Part, cuts[from]..cuts[to]);
                    }
                }
            }
        }
        if words.len() > 1 && !words.iter().any(|word| word.opaque) {
            let numeric = |word: &Word| flat.as_bytes()[word.range.start].is_ascii_digit();
            let last = words.len() - 1;
            let rests = if words.iter().all(numeric) {
                last..last
            } else {
                last.saturating_sub(MAX_RESTS).max(1)..last
            };
            for first in std::iter::once(0).chain(rests) {
                token(
                    Form::Identifier,
                    words[first].range.start..words[last].range.end,
                );
            }
        }
        self.words = words;
        end
    }

    /// Reads the words of the identifier that begins here, and says where it ends.
    fn read_identifier(&mut self, flat: &str, start: usize) -> usize {
        self.words.clear();
        let mut word_start = None;
        let mut end = flat.len();
        for (offset, c) in flat[start..].char_indices() {
            let at = start + offset;
            match class(c) {
                Class::Letter => _ = word_start.get_or_insert(at),
                Class::Mark if word_start.is_some() => {}
                Class::Separator => self.end_word(flat, word_start.take(), at),
                // A mark behind a separator continues nothing.
                Class::Mark => {}
                _ => {
                    end = at;
                    break;
                }
            }
        }
        self.end_word(flat, word_start, end);
        end
    }

    fn end_word(&mut self, flat: &str, start: Option<usize>, end: usize) {
        let Some(start) = start else { return };
        let text = &flat[start..end];
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let opaque = digits >= 2
            && text.len() >= OPAQUE_CHARACTERS
            && text.chars().count() >= OPAQUE_CHARACTERS;
        self.words.push(Word {
            range: start..end,
            opaque,
        });
        self.join_uuid(flat);
    }

    /// Makes one word of the last five if they are a UUID.
    fn join_uuid(&mut self, flat: &str) {
        let Some(first) = self.words.len().checked_sub(UUID.len()) else {
            return;
        };
        let words = &self.words[first..];
        let hexadecimal = |(word, length): (&Word, usize)| {
            word.range.len() == length
                && flat[word.range.clone()]
                    .bytes()
                    .all(|byte| byte.is_ascii_hexdigit())
        };
        let between = |pair: &[Word]| &flat[pair[0].range.end..pair[1].range.start] == "-";
        if words.iter().zip(UUID).all(hexadecimal) && words.windows(2).all(between) {
            let range = words[0].range.start..words[UUID.len() - 1].range.end;
            self.words.truncate(first);
            self.words.push(Word {
                range,
                opaque: true,
            });
        }
    }

    /// Puts the places at which a word is cut at camelCase into `cuts`, its start and its end among them.
    fn cut(&mut self, flat: &str, word: &Word) {
        self.cuts.clear();
        self.cuts.push(word.range.start);
        let text = &flat[word.range.clone()];
        if !word.opaque && has_hump(text) {
            let mut before: Option<char> = None;
            for (offset, c) in text.char_indices() {
                let rest = &text[offset + c.len_utf8()..];
                if before.is_some_and(|before| is_hump(before, c, rest)) {
                    self.cuts.push(word.range.start + offset);
                }
                before = Some(c);
            }
            // The end of the word is still to come: each cut begins a part.
            if self.cuts.len() > MAX_PARTS {
                self.cuts.truncate(1);
            }
        }
        self.cuts.push(word.range.end);
    }
}

/// What a text in which a query occurs has among its terms.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Required {
    /// This term.
    Term(String),
    /// A term that begins so.
    Beginning(String),
}

/// The pairs and the last character of the East Asian run that begins here; says where it ends.
fn scan_east_asian(flat: &str, start: usize, each: &mut impl FnMut(Token)) -> usize {
    let mut before: Option<Range<usize>> = None;
    for (offset, c) in flat[start..].char_indices() {
        if !matches!(class(c), Class::EastAsian | Class::Mark) {
            break;
        }
        let at = start + offset;
        let range = at..at + c.len_utf8();
        if let Some(before) = before {
            each(Token {
                form: Form::Pair,
                range: before.start..range.end,
            });
        }
        before = Some(range);
    }
    before.map_or(start, |last| {
        let end = last.end;
        each(Token {
            form: Form::Last,
            range: last,
        });
        end
    })
}

/// Whether there may be a hump in this word: quick, and right about words without capitals.
fn has_hump(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next();
    characters.any(char::is_uppercase)
}

/// Whether a word is cut between these two characters.
fn is_hump(before: char, c: char, rest: &str) -> bool {
    if !c.is_uppercase() {
        return false;
    }
    let mut rest = rest.chars();
    before.is_lowercase()
        || (before.is_uppercase() || before.is_numeric())
            && rest.next().is_some_and(char::is_lowercase)
            && rest.next().is_some_and(char::is_lowercase)
}

/// Whether no piece of [`Scanner::pieces`] reaches over this place.
#[must_use]
pub fn is_edge(pieces: &[Range<usize>], at: usize) -> bool {
    let next = pieces.partition_point(|piece| piece.end <= at);
    pieces.get(next).is_none_or(|piece| piece.start >= at)
}

/// The different terms of a flat text, sorted.
#[must_use]
pub fn terms(flat: &str) -> Vec<String> {
    let mut terms = Vec::new();
    Scanner::default().scan(flat, |token| terms.push(token.term(flat)));
    terms.sort();
    terms.dedup();
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::flat::flat;

    #[derive(serde::Deserialize)]
    struct Case {
        text: String,
        terms: Vec<String>,
    }

    #[test]
    fn every_case_of_the_table_gives_its_terms() {
        let table = include_str!("../../tests/search/terms.json");
        let cases: Vec<Case> = serde_json::from_str(table).unwrap();
        assert!(cases.len() >= 60, "{} cases", cases.len());
        for case in cases {
            assert_eq!(terms(&flat(&case.text)), case.terms, "{:?}", case.text);
        }
    }

    #[test]
    fn edges_are_between_words_and_parts_and_east_asian_characters() {
        let flat = "getHttp_x 漢字か\u{309A}ABC";
        let pieces = Scanner::default().pieces(flat);
        let edges: String = flat
            .char_indices()
            .flat_map(|(at, c)| [is_edge(&pieces, at).then_some('|'), Some(c)])
            .flatten()
            .collect();
        assert_eq!(edges, "|get|Http|_|x| |漢|字|か\u{309A}|ABC");
        assert!(is_edge(&pieces, flat.len()));
    }

    #[test]
    fn what_a_query_requires_is_among_the_terms_of_every_text_it_occurs_in() {
        let text =
            flat("ConnectionPool::acquireHttpLock failed: 大規模障害の対応 INC-2026-0007/A2");
        let all = terms(&text);
        let pieces = Scanner::default().pieces(&text);
        let edges: Vec<usize> = (0..=text.len())
            .filter(|at| text.is_char_boundary(*at) && is_edge(&pieces, *at))
            .collect();
        for (number, from) in edges.iter().enumerate() {
            for to in &edges[number + 1..] {
                let query = flat(&text[*from..*to].to_uppercase());
                for required in Scanner::default().required(&query) {
                    let there = match &required {
                        Required::Term(term) => all.contains(term),
                        Required::Beginning(start) => {
                            all.iter().any(|term| term.starts_with(start))
                        }
                    };
                    assert!(there, "{query:?} requires {required:?}");
                }
            }
        }
    }
}
