//! Words that are near to a word: longer ones that begin with it, and those it may be a slip of.

use std::cmp::Reverse;

use super::characters::{Class, class};
use super::postings::Postings;

/// The most longer words that are tried for one word.
const MAX_LONGER: usize = 64;

/// The most words that a word can be a slip of.
const MAX_MEANT: usize = 16;

/// The shortest word that longer ones are looked for.
const MIN_BEGINNING: usize = 3;

/// The numbers of the terms that begin with a word and are longer: the most frequent ones, sorted.
pub(super) fn longer(postings: &Postings, word: &str) -> Vec<usize> {
    if word.chars().count() < MIN_BEGINNING {
        return Vec::new();
    }
    let range = postings.beginning(word);
    let longer = range.filter(|term| is_word(postings.term(*term)) && postings.term(*term) != word);
    most_frequent(postings, longer.map(|term| (0, term)).collect(), MAX_LONGER)
}

/// The numbers of the terms that a word is likely to be a slip of: one letter more, less, other or two
/// changed for each other in words of 4 to 7 letters, two such slips in longer ones. The first letter
/// is taken to be right, and words with digits to be meant as they are.
pub(super) fn meant(postings: &Postings, word: &str) -> Vec<usize> {
    let letters = word.chars().count();
    let slips = match letters {
        0..=3 => return Vec::new(),
        4..=7 => 1,
        _ => 2,
    };
    let Some(first) = word.chars().next().filter(|_| is_latin(word)) else {
        return Vec::new();
    };
    let mut buffer = [0; 4];
    let near = postings
        .beginning(first.encode_utf8(&mut buffer))
        .filter_map(|term| {
            let other = postings.term(term);
            if other.len().abs_diff(word.len()) > 2 * slips
                || !is_latin(other)
                || other.starts_with(word)
            {
                return None;
            }
            if other.chars().count().abs_diff(letters) > slips {
                return None;
            }
            let distance = strsim::osa_distance(word, other);
            (distance <= slips).then_some((distance, term))
        });
    most_frequent(postings, near.collect(), MAX_MEANT)
}

/// The first of these terms by distance and how many documents have them, sorted by number.
fn most_frequent(postings: &Postings, mut terms: Vec<(usize, usize)>, most: usize) -> Vec<usize> {
    terms.sort_by_key(|(distance, term)| (*distance, Reverse(postings.of(*term).len()), *term));
    terms.truncate(most);
    let mut terms: Vec<usize> = terms.into_iter().map(|(_, term)| term).collect();
    terms.sort_unstable();
    terms
}

/// Whether a term is a word and no identifier.
fn is_word(term: &str) -> bool {
    term.chars()
        .all(|c| matches!(class(c), Class::Letter | Class::Mark))
}

/// Whether a term is a word of Latin letters.
fn is_latin(term: &str) -> bool {
    term.chars()
        .all(|c| c.is_alphabetic() && u32::from(c) < 0x250)
}
