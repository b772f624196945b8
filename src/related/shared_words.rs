//! The words for what two texts have in common, as they stand in one of them.

use std::cmp::Reverse;
use std::ops::Range;

use crate::knowledge_base::EntryIndex;

use super::compare::Comparison;
use super::features::{Feature, Reader};
use super::index::Index;
use super::pieces::{Piece, Place, pieces};

/// How many identifiers are named.
const NAMES: usize = 3;
/// How many words are named.
const WORDS: usize = 5;
/// The most of a message that is shown, in characters.
const MESSAGE: usize = 120;

/// The text of a report, piece by piece, with the places of its features.
#[derive(Debug)]
pub(super) struct Text {
    pieces: Vec<(Piece, Places)>,
}

/// Features in the order in which they are read, and where in their piece they stand.
type Places = Vec<(Feature, Range<usize>)>;

impl Text {
    pub(super) fn read(index: &Index<'_>, entry: EntryIndex) -> Self {
        let mut reader = Reader::default();
        let pieces = pieces(index.base, entry).into_iter().map(|piece| {
            let mut features = Vec::new();
            reader.read(&piece, &index.names, |feature, range| {
                features.push((feature, range));
            });
            (piece, features)
        });
        Self {
            pieces: pieces.collect(),
        }
    }

    /// The longest message of a log that the other quotes too.
    pub(super) fn message(&self, comparison: &Comparison) -> Option<String> {
        let is_shared = |feature: &Feature| match feature {
            Feature::Phrase(phrase) => comparison.phrases.contains(phrase).then_some(0),
            _ => None,
        };
        let messages = self.pieces.iter().flat_map(|(piece, features)| {
            let places = joined(features, is_shared).into_iter();
            places.map(|(_, range)| &piece.text[range])
        });
        // Of equal ones the first.
        let longest = messages.min_by_key(|message| Reverse(message.len()))?;
        Some(cut(longest))
    }

    /// The identifiers that the other has too, the longest first; none that is a part of another or of
    /// `message`.
    pub(super) fn names(&self, comparison: &Comparison, message: Option<&str>) -> Vec<String> {
        let features = self.pieces.iter().flat_map(|(piece, features)| {
            features
                .iter()
                .map(|(feature, range)| (feature, &piece.text[range.clone()]))
        });
        let mut names: Vec<&str> = features
            .filter(|(feature, _)| match feature {
                Feature::Name(hash, _) => comparison.names.contains(hash),
                _ => false,
            })
            .map(|(_, text)| text)
            .collect();
        names.sort_by_key(|name| Reverse(name.len()));
        let mut found: Vec<&str> = Vec::new();
        for name in names {
            let known = found.iter().copied().chain(message);
            if !known.into_iter().any(|known| contains(known, name)) {
                found.push(name);
            }
        }
        found.truncate(NAMES);
        found.into_iter().map(ToOwned::to_owned).collect()
    }

    /// The words that the other has too, those that say most first, of the title or of all.
    pub(super) fn words(&self, comparison: &Comparison, in_title: bool) -> Vec<String> {
        let shared = &comparison.likeness.shared;
        let rank = |feature: &Feature| match feature {
            Feature::Word(word) => shared.iter().position(|one| one == word),
            _ => None,
        };
        let pieces = self.pieces.iter();
        let pieces = pieces.filter(|(piece, _)| !in_title || piece.place == Place::Title);
        let mut words: Vec<(usize, &str)> = pieces
            .flat_map(|(piece, features)| {
                let places = joined(features, rank).into_iter();
                places.map(|(rank, range)| (rank, &piece.text[range]))
            })
            .collect();
        // Of the forms of one word the longest.
        words.sort_by_key(|(rank, word)| (*rank, Reverse(word.len())));
        words.dedup_by_key(|(rank, _)| *rank);
        let mut found: Vec<&str> = Vec::new();
        for (_, word) in words {
            if found.len() < WORDS && !found.iter().any(|known| contains(known, word)) {
                found.push(word);
            }
        }
        found.into_iter().map(ToOwned::to_owned).collect()
    }
}

/// The places of the features that have a rank, each with the lowest; those that touch are one.
fn joined(
    features: &[(Feature, Range<usize>)],
    rank: impl Fn(&Feature) -> Option<usize>,
) -> Vec<(usize, Range<usize>)> {
    let mut places: Vec<(usize, Range<usize>)> = Vec::new();
    for (feature, range) in features {
        let Some(rank) = rank(feature) else { continue };
        match places.last_mut() {
            Some((best, last)) if range.start <= last.end => {
                last.end = last.end.max(range.end);
                *best = rank.min(*best);
            }
            _ => places.push((rank, range.clone())),
        }
    }
    places
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

fn cut(message: &str) -> String {
    match message.char_indices().nth(MESSAGE) {
        Some((end, _)) => format!("{}…", message[..end].trim_end()),
        None => message.to_owned(),
    }
}
