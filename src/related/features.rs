//! By what of its text an entry can be compared with others: words, identifiers, and phrases of
//! logs.

use std::hash::Hasher as _;
use std::ops::Range;

use rustc_hash::{FxHashSet, FxHasher};

use crate::search::flat::flat;
use crate::search::terms::{Form, Scanner, Token};
use crate::signature::significance::everyday_lines;

use super::identifiers::{Names, Shape, Written, shape};
use super::phrases::phrases;
use super::pieces::{Piece, Place};
use super::vocabulary::words;

/// What two texts can have in common, by its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feature {
    /// A word without its ending, or a pair of ideographs.
    Word(u32),
    /// An identifier.
    Name(u64, Shape),
    /// An identifier that is a name of the site, and so says nothing.
    NameOfSite,
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
            words(&piece.text, &tokens, |word, range| {
                each(Feature::Word(word), range);
            });
        }
        if piece.place == Place::Log {
            phrases(&piece.text, &tokens, |phrase, range| {
                each(Feature::Phrase(phrase), range);
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
            // Behind the whole of an identifier come its ends, which say less.
            let is_whole = token.form == Form::Identifier && end_of_last != Some(range.end);
            if is_whole {
                end_of_last = Some(range.end);
            }
            let is_word = token.form == Form::Word && text.len() >= 4 && may_be_name(text);
            if !is_whole && !is_word {
                continue;
            }
            let written = Written {
                text,
                before: &piece.text[..range.start],
                behind: &piece.text[range.end..],
                place: piece.place,
            };
            let Some(shape) = shape(&written) else {
                continue;
            };
            if names.is_of_the_site(text) {
                each(Feature::NameOfSite, range);
            } else {
                token.write(&piece.text, &mut self.term);
                each(Feature::Name(hash(self.term.as_bytes()), shape), range);
            }
        }
    }
}

/// Whether a word is written as no word of prose is.
fn may_be_name(word: &str) -> bool {
    let mut behind = word.bytes().skip(1);
    behind.any(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// The phrases of lines that any program writes.
pub(super) fn everyday_phrases() -> FxHashSet<u64> {
    let mut scanner = Scanner::default();
    let mut found = FxHashSet::default();
    for line in everyday_lines() {
        let line = flat(line);
        let mut tokens = Vec::new();
        scanner.scan(&line, |token| tokens.push(token));
        phrases(&line, &tokens, |phrase, _| {
            found.insert(phrase);
        });
    }
    found
}

pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}
