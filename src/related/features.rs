//! By what of its text an entry can be compared with others: words, identifiers, and phrases of
//! logs.

use std::hash::Hasher as _;
use std::ops::Range;

use rustc_hash::{FxHashSet, FxHasher};

use crate::search::flat::flat;
use crate::search::terms::{Form, Scanner, Token};
use crate::signature::significance;

use super::names::{Names, Shape, Written};
use super::phrases::phrases;
use super::pieces::{Piece, Place};

/// What two texts can have in common, by its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feature {
    /// A word without its ending, or a pair of East Asian letters.
    Word(u32),
    /// An identifier.
    Name(u64, Shape),
    /// Neighbouring words of a line from a log.
    Phrase(u64),
}

/// Reads features; keeps its memory from text to text.
#[derive(Debug, Default)]
pub(super) struct Reader {
    scanner: Scanner,
    tokens: Vec<Token>,
    term: String,
}

impl Reader {
    /// Calls `each` with every feature of a piece, and where in the piece it stands.
    pub(super) fn read(
        &mut self,
        piece: &Piece,
        names: &Names<'_>,
        mut each: impl FnMut(Feature, Range<usize>),
    ) {
        let mut tokens = std::mem::take(&mut self.tokens);
        tokens.clear();
        self.scanner.scan(&piece.text, |token| tokens.push(token));
        self.names(piece, &tokens, names, &mut each);
        if piece.place != Place::Name {
            self.words(piece, &tokens, &mut each);
        }
        if piece.place == Place::Log {
            phrases(&piece.text, &tokens, |phrase, range| {
                each(Feature::Phrase(phrase), range)
            });
        }
        self.tokens = tokens;
    }

    fn names(
        &mut self,
        piece: &Piece,
        tokens: &[Token],
        names: &Names<'_>,
        each: &mut impl FnMut(Feature, Range<usize>),
    ) {
        let mut end_of_last = None;
        for token in tokens {
            let range = token.range.clone();
            let text = &piece.text[range.clone()];
            let is_whole = token.form == Form::Identifier && end_of_last != Some(range.end);
            let may_be_name = match token.form {
                // Behind the whole come its ends, which say less.
                Form::Identifier => is_whole,
                Form::Word => {
                    text.len() >= 4
                        && text
                            .bytes()
                            .skip(1)
                            .any(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
                }
                _ => false,
            };
            if is_whole {
                end_of_last = Some(range.end);
            }
            if !may_be_name {
                continue;
            }
            let written = Written {
                text,
                before: &piece.text[..range.start],
                behind: &piece.text[range.end..],
                place: piece.place,
            };
            if let Some(shape) = names.shape(&written) {
                token.write(&piece.text, &mut self.term);
                each(Feature::Name(hash(self.term.as_bytes()), shape), range);
            }
        }
    }

    fn words(
        &mut self,
        piece: &Piece,
        tokens: &[Token],
        each: &mut impl FnMut(Feature, Range<usize>),
    ) {
        for token in tokens {
            if is_telling(token, &piece.text) {
                token.write(&piece.text, &mut self.term);
                each(Feature::Word(word_hash(&self.term)), token.range.clone());
            }
        }
    }
}

/// The phrases of lines that any program writes.
pub(super) fn everyday_phrases(names: &Names<'_>) -> FxHashSet<u64> {
    let mut reader = Reader::default();
    let mut phrases = FxHashSet::default();
    for line in significance::everyday_lines() {
        let piece = Piece {
            place: Place::Log,
            text: flat(line),
        };
        reader.read(&piece, names, |feature, _| {
            if let Feature::Phrase(phrase) = feature {
                phrases.insert(phrase);
            }
        });
    }
    phrases
}

/// The hash by which a word is compared: its ending does not count.
pub(super) fn word_hash(folded: &str) -> u32 {
    let hash = hash(stem(folded).as_bytes());
    let short = u32::try_from((hash ^ hash >> 32) & u64::from(u32::MAX)).unwrap_or_default();
    let is_pair = folded.starts_with(|c: char| !c.is_ascii() && folded.chars().count() == 2);
    short << 1 | u32::from(is_pair)
}

/// Whether a hash is that of a pair of East Asian letters.
pub(super) fn is_pair(word: u32) -> bool {
    word & 1 == 1
}

/// The hashes by which a name is compared: of its words, and of its pairs of East Asian letters.
pub(super) fn word_hashes(name: &str) -> Vec<u32> {
    let mut hashes = Vec::new();
    let name = flat(name);
    Scanner::default().scan(&name, |token| {
        if matches!(token.form, Form::Word | Form::Part | Form::Pair) {
            hashes.push(word_hash(&token.term(&name)));
        }
    });
    hashes
}

pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// Whether a token is a word to compare: no number, no word of one or two letters, no id, no
/// grammar of Japanese.
pub(super) fn is_telling(token: &Token, flat: &str) -> bool {
    let text = &flat[token.range.clone()];
    match token.form {
        Form::Word => {
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            letters >= 3 && !varies(text)
        }
        Form::Pair => {
            let is_hiragana = |c| ('\u{3041}'..='\u{309F}').contains(&c);
            let is_katakana = |c| ('\u{30A0}'..='\u{30FF}').contains(&c);
            let katakana = text.chars().filter(|c| is_katakana(*c)).count();
            // Where two scripts meet, two words do.
            !text.contains(is_hiragana) && katakana != 1
        }
        _ => false,
    }
}

/// Whether a word of a log is another one each time: a number, an id, a part of a name with numbers.
pub(super) fn varies(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let hexadecimal = word.bytes().all(|byte| byte.is_ascii_hexdigit());
    digits > 0 && (hexadecimal || digits * 2 > word.len() || word.len() >= 12)
}

/// A word of English without the ending that grammar gives it. Short words are left alone.
fn stem(word: &str) -> &str {
    if !word.is_ascii() {
        return word;
    }
    let without = |word: &'_ str, endings: &[&str]| {
        let mut endings = endings.iter();
        let length = endings.find_map(|ending| word.strip_suffix(ending).map(str::len));
        length.filter(|length| *length >= 4).unwrap_or(word.len())
    };
    let word = &word[..without(
        word,
        &["ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s"],
    )];
    &word[..without(word, &["e", "y", "i"])]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_of_english_do_not_count() {
        for words in [
            ["expired", "expires"],
            ["certificate", "certificates"],
            ["expiry", "expire"],
            ["retrying", "retries"],
            ["renewed", "renewing"],
        ] {
            assert_eq!(stem(words[0]), stem(words[1]), "{words:?}");
        }
        assert_eq!(stem("dns"), "dns");
        assert_eq!(stem("期限"), "期限");
    }
}
