//! The words for what two texts have in common, as they stand in one of them.

use std::ops::Range;

use crate::knowledge_base::EntryIndex;

use super::compare::Comparison;
use super::features::{Feature, Reader};
use super::index::Index;
use super::pieces::{Piece, Place, pieces};
use super::vocabulary::words_of_name;

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
            Feature::Phrase(phrase) => comparison.phrases.contains(phrase),
            _ => false,
        };
        let messages = self.pieces.iter().flat_map(|(piece, features)| {
            let places = joined(features, is_shared, |_| false).into_iter();
            places.map(|range| &piece.text[range])
        });
        // Of equal ones the first.
        let longest = messages.min_by_key(|message| std::cmp::Reverse(message.len()))?;
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
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
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
        let rank = |feature: &Feature| match feature {
            Feature::Word(word) => comparison
                .likeness
                .shared
                .iter()
                .position(|one| one == word),
            _ => None,
        };
        let pieces = self
            .pieces
            .iter()
            .filter(|(piece, _)| !in_title || piece.place == Place::Title);
        let mut words: Vec<(usize, &str)> = Vec::new();
        for (piece, features) in pieces {
            let places = joined(
                features,
                |feature| rank(feature).is_some(),
                |gap| gap.is_empty(),
            );
            for range in places {
                let within = features
                    .iter()
                    .filter(|(_, of)| range.start <= of.start && of.end <= range.end);
                let best = within.filter_map(|(feature, _)| rank(feature)).min();
                words.push((best.unwrap_or(usize::MAX), &piece.text[range]));
            }
        }
        words.sort_by_key(|(rank, _)| *rank);
        let mut found: Vec<&str> = Vec::new();
        for (_, word) in words {
            match found.iter_mut().find(|known| is_like(known, word)) {
                Some(known) if contains(word, known) => *known = word,
                Some(_) => {}
                None => found.push(word),
            }
        }
        found.truncate(WORDS);
        found.into_iter().map(ToOwned::to_owned).collect()
    }
}

/// The places of features, those that overlap as one, and those that `join` says so of what is between.
fn joined(
    features: &[(Feature, Range<usize>)],
    wanted: impl Fn(&Feature) -> bool,
    join: impl Fn(Range<usize>) -> bool,
) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    let wanted = features.iter().filter(|(feature, _)| wanted(feature));
    for (_, range) in wanted {
        match places.last_mut() {
            Some(last) if range.start < last.end || join(last.end..range.start) => {
                last.end = last.end.max(range.end);
            }
            _ => places.push(range.clone()),
        }
    }
    places
}

/// Whether one word is the other with another ending, or a part of it.
fn is_like(known: &str, word: &str) -> bool {
    contains(known, word) || contains(word, known) || words_of_name(known) == words_of_name(word)
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
