//! How much a document has to do with a query: BM25 over the parts of the query, with more weight for
//! titles and whole identifiers, and a little for what is new and in the reader's language.

use std::cmp::Ordering;

use crate::language::Language;

use super::index::Index;
use super::postings::Posting;
use super::terms::Required;
use super::text::Field;

/// How soon a word that occurs often counts no more (the k₁ of BM25).
const SATURATION: f32 = 1.2;
/// How much longer documents are held back (the b of BM25).
const LENGTH: f32 = 0.5;
/// What a word in the title counts for.
const TITLE: f32 = 4.0;
/// What a word in a heading counts for.
const HEADING: f32 = 1.5;
/// What a whole identifier counts for beside its words.
pub(super) const IDENTIFIER: f32 = 2.0;
/// What a near word counts for.
pub(super) const NEAR: f32 = 0.5;
/// What two parts of a query that stand side by side are worth, each pair.
pub(super) const ADJACENT: f32 = 0.2;
/// What the newest document is worth over the oldest.
const RECENCY: f32 = 0.2;
/// What a document in the reader's language is worth.
const LANGUAGE: f32 = 0.2;

/// Where a part of a query occurs: the document, the frequency as in [`Posting`], the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) document: usize,
    frequency: u8,
    fields: u8,
}

impl From<&Posting> for Place {
    fn from(posting: &Posting) -> Self {
        Self {
            document: posting.document(),
            frequency: posting.frequency(),
            fields: posting.fields(),
        }
    }
}

/// The documents that have all of these among their terms, in order; all documents where nothing is
/// required.
pub(super) fn places(index: &Index, required: &[Required]) -> Vec<Place> {
    let mut lists: Vec<Vec<Place>> = required.iter().map(|term| places_of(index, term)).collect();
    lists.sort_by_key(Vec::len);
    let mut lists = lists.into_iter();
    let Some(rarest) = lists.next() else {
        let all = 0..index.documents.len();
        return all
            .map(|document| Place {
                document,
                frequency: 0,
                fields: 0,
            })
            .collect();
    };
    lists.fold(rarest, |found, list| both(&found, &list))
}

fn places_of(index: &Index, required: &Required) -> Vec<Place> {
    let postings = &index.postings;
    match required {
        Required::Term(term) => postings.get(term).iter().map(Place::from).collect(),
        Required::Beginning(beginning) => {
            let terms = postings.beginning(beginning);
            let mut places: Vec<Place> = terms
                .flat_map(|term| postings.of(term).iter().map(Place::from))
                .collect();
            places.sort_by_key(|place| place.document);
            places.dedup_by(|later, kept| {
                let same = later.document == kept.document;
                if same {
                    kept.frequency = kept.frequency.max(later.frequency);
                    kept.fields |= later.fields;
                }
                same
            });
            places
        }
    }
}

/// The documents of both lists; what is rarer and narrower counts.
fn both(left: &[Place], right: &[Place]) -> Vec<Place> {
    let mut right = right.iter().peekable();
    let mut found = Vec::new();
    for place in left {
        while right
            .next_if(|other| other.document < place.document)
            .is_some()
        {}
        if let Some(other) = right.next_if(|other| other.document == place.document) {
            found.push(Place {
                document: place.document,
                frequency: place.frequency.min(other.frequency),
                fields: place.fields & other.fields,
            });
        }
    }
    found
}

/// What all weights go by.
#[derive(Debug)]
pub(super) struct Weights<'a> {
    index: &'a Index,
    average: f32,
    reader: Language,
}

impl<'a> Weights<'a> {
    pub(super) fn new(index: &'a Index, reader: Language) -> Self {
        let total: f32 = index
            .documents
            .iter()
            .map(|document| tokens(document.length))
            .sum();
        Self {
            index,
            average: total / as_float(index.documents.len()).max(1.0),
            reader,
        }
    }

    /// How telling something is that occurs in so many documents.
    pub(super) fn rarity(&self, documents: usize) -> f32 {
        let (all, with) = (as_float(self.index.documents.len()), as_float(documents));
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }

    /// What a part is worth in a document that has it.
    pub(super) fn weight(&self, place: &Place, rarity: f32) -> f32 {
        let frequency = f32::from(1_u16 << place.frequency.min(15));
        let length = tokens(self.index.documents[place.document].length) / self.average;
        let held_back = SATURATION * (1.0 - LENGTH + LENGTH * length);
        let field = if place.fields & Field::Title.bit() != 0 {
            TITLE
        } else if place.fields & Field::Heading.bit() != 0 {
            HEADING
        } else {
            1.0
        };
        rarity * field * frequency * (SATURATION + 1.0) / (frequency + held_back)
    }

    /// What a document is worth whatever is looked for.
    pub(super) fn favour(&self, document: usize) -> f32 {
        let of = &self.index.documents[document];
        let all = as_float(self.index.documents.len()).max(1.0);
        // What has no date is neither new nor old.
        let age = of.date.map_or(0.5, |_| as_float(document) / all);
        let language = if of.facets.language == self.reader {
            LANGUAGE
        } else {
            0.0
        };
        (1.0 + RECENCY * age) * (1.0 + language)
    }
}

/// The number of tokens that a length stands for.
fn tokens(length: u8) -> f32 {
    let whole = f32::from(1_u16 << (length / 4).min(15));
    whole * (1.0 + f32::from(length % 4) / 4.0)
}

/// Numbers of documents, far below where floats have gaps.
#[allow(clippy::cast_precision_loss)]
fn as_float(number: usize) -> f32 {
    number as f32
}

/// The better first, of equals the newer.
pub(super) fn better(left: (f32, usize), right: (f32, usize)) -> Ordering {
    right.0.total_cmp(&left.0).then(right.1.cmp(&left.1))
}
