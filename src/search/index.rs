//! The index: which terms occur in which documents, with the texts themselves.

use std::ops::Range;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::document::Document;
use crate::knowledge_base::{DocumentIndex, KnowledgeBase, TermKind};

use super::facets::{Facets, Mentions, mentions};
use super::packed::Packed;
use super::postings::{Counter, Postings};
use super::terms::Scanner;
use super::text::DocumentText;

/// How many documents are counted at a time.
const BATCH: usize = 256;

/// How many packed parts an index has, at most: the more of them, the more often a term is in several.
const MAX_PARTS: usize = 64;

/// All that a search asks.
#[derive(Debug)]
pub struct Index {
    /// The documents: oldest first, so that a new one changes no other's number.
    pub documents: Vec<IndexedDocument>,
    /// The terms and where they occur. Documents are named by their places in `documents`.
    pub postings: Postings,
}

/// A document as it is searched.
#[derive(Debug)]
pub struct IndexedDocument {
    /// Which document of the knowledge base it is.
    pub document: DocumentIndex,
    /// The day it is filed under, in the site's zone.
    pub date: Option<NaiveDate>,
    /// What it can be narrowed down by.
    pub facets: Facets,
    /// Its text.
    pub text: DocumentText,
    /// How long it is: four times the logarithm to base 2 of the number of its tokens, rounded down.
    pub length: u8,
}

impl Index {
    /// Reads the texts of all documents.
    #[must_use]
    pub fn build(base: &KnowledgeBase) -> Self {
        let reading = Reading::new(base);
        let batches: Vec<(Vec<IndexedDocument>, Postings)> = reading
            .batches(BATCH)
            .into_par_iter()
            .map(|batch| {
                let mut counter = Counter::default();
                let documents = reading.documents(batch, &mut counter);
                (documents, counter.postings())
            })
            .collect();
        let (documents, postings): (Vec<_>, Vec<_>) = batches.into_iter().unzip();
        Self {
            documents: documents.into_iter().flatten().collect(),
            postings: Postings::joined(postings.into_par_iter()),
        }
    }
}

/// All documents in parts of neighbouring ones, for an index that is only written: the texts of a part are read
/// and let go of again.
#[derive(Debug)]
pub struct Parts<'a> {
    reading: Reading<'a>,
    group: usize,
}

/// What the text of a document is read from, but for the configuration.
#[derive(Debug, Hash)]
pub struct TextSource<'a> {
    id: &'a str,
    document: (&'a str, &'a str),
    original: (&'a str, &'a str),
    names: &'a [(TermKind, &'a str)],
}

impl<'a> Parts<'a> {
    /// Parts of whole groups of so many documents.
    #[must_use]
    pub fn of(base: &'a KnowledgeBase, group: usize) -> Self {
        Self {
            reading: Reading::new(base),
            group,
        }
    }

    /// The numbers of the documents of each part.
    #[must_use]
    pub fn ranges(&self) -> Vec<Range<usize>> {
        let groups = self.reading.order.len().div_ceil(self.group);
        let size = self.group * groups.div_ceil(MAX_PARTS).max(1);
        cut(0..self.reading.order.len(), size)
    }

    /// The document of a number, with the day it is filed under, in the site's zone.
    #[must_use]
    pub fn document(&self, number: usize) -> (Option<NaiveDate>, DocumentIndex) {
        self.reading.order[number]
    }

    /// What the document of a number can be narrowed down by.
    #[must_use]
    pub fn facets(&self, number: usize) -> Facets {
        self.reading.facets(self.reading.order[number].1)
    }

    /// What the text of the document of a number is read from.
    #[must_use]
    pub fn source(&self, number: usize) -> TextSource<'_> {
        let base = self.reading.base;
        let (_, document) = self.reading.order[number];
        let entry = base.entry_of(document);
        let written = |document: &'a Document| (document.path.as_str(), document.text.as_str());
        TextSource {
            id: base[entry].id.as_str(),
            document: written(&base[document]),
            original: match base[entry].original {
                original if original == document => ("", ""),
                original => written(&base[original]),
            },
            names: &self.reading.mentions[entry.0].names,
        }
    }

    /// Reads the documents of a part: `keep` takes its groups one after the other, each but the last of all is
    /// whole. Gives what it kept, and where the terms occur.
    pub fn read<T>(
        &self,
        part: Range<usize>,
        mut keep: impl FnMut(Vec<IndexedDocument>) -> T,
    ) -> (Vec<T>, Packed) {
        let mut counter = Counter::default();
        let groups = cut(part, self.group).into_iter();
        let kept = groups.map(|group| keep(self.reading.documents(group, &mut counter)));
        (kept.collect(), counter.packed())
    }
}

/// What documents are read with.
#[derive(Debug)]
struct Reading<'a> {
    base: &'a KnowledgeBase,
    mentions: Vec<Mentions<'a>>,
    order: Vec<(Option<NaiveDate>, DocumentIndex)>,
}

impl<'a> Reading<'a> {
    fn new(base: &'a KnowledgeBase) -> Self {
        Self {
            base,
            mentions: mentions(base),
            order: oldest_first(base),
        }
    }

    /// The numbers of all documents, so many at a time.
    fn batches(&self, size: usize) -> Vec<Range<usize>> {
        cut(0..self.order.len(), size)
    }

    /// Reads the documents of these numbers and counts their terms.
    fn documents(&self, numbers: Range<usize>, counter: &mut Counter) -> Vec<IndexedDocument> {
        let mut scanner = Scanner::default();
        let documents = numbers.map(|number| {
            let (date, document) = self.order[number];
            let entry = self.base.entry_of(document);
            let mentions = &self.mentions[entry.0];
            let text = DocumentText::read(self.base, document, &mentions.names);
            let tokens = count(&text, &mut scanner, counter);
            counter.finish(u32::try_from(number).unwrap_or(u32::MAX));
            IndexedDocument {
                document,
                date,
                facets: self.facets(document),
                text,
                length: length(tokens),
            }
        });
        documents.collect()
    }

    fn facets(&self, document: DocumentIndex) -> Facets {
        let entry = self.base.entry_of(document);
        Facets::of(
            &self.base.config,
            self.base.original(entry),
            self.base[document].language,
            &self.mentions[entry.0],
        )
    }
}

/// Cuts a range into ranges of a size; the last can be shorter.
fn cut(range: Range<usize>, size: usize) -> Vec<Range<usize>> {
    let starts = range.clone().step_by(size);
    starts
        .map(|start| start..(start + size).min(range.end))
        .collect()
}

/// The documents by date, id and language; those without a date first.
fn oldest_first(base: &KnowledgeBase) -> Vec<(Option<NaiveDate>, DocumentIndex)> {
    let mut order: Vec<_> = (0..base.documents().len())
        .map(|index| {
            let document = DocumentIndex(index);
            let original = base.original(base.entry_of(document));
            let date = original.date().map(|date| date.day_in(base.config.zone));
            (date, document)
        })
        .collect();
    order.sort_by_cached_key(|(date, document)| {
        let id = base[base.entry_of(*document)].id.key().to_owned();
        (*date, id, base[*document].language, *document)
    });
    order
}

/// Counts the terms of a document; says how many tokens it has.
fn count(text: &DocumentText, scanner: &mut Scanner, counter: &mut Counter) -> usize {
    let mut tokens = 0;
    let mut term = String::new();
    for (number, passage) in text.passages.iter().enumerate() {
        let flat = text.of(number);
        scanner.scan(flat, |token| {
            tokens += 1;
            token.write(flat, &mut term);
            counter.count(&term, passage.field.bit());
        });
    }
    tokens
}

fn length(tokens: usize) -> u8 {
    // Integers alone, so that every machine rounds alike: the whole part of the logarithm, and the two
    // bits behind the first.
    let tokens = tokens.max(1);
    let whole = tokens.ilog2();
    let quarters = if whole >= 2 {
        tokens >> (whole - 2) & 3
    } else {
        0
    };
    u8::try_from(4 * whole as usize + quarters).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_grow_with_the_number_of_tokens() {
        let lengths: Vec<u8> = [0, 1, 2, 4, 5, 7, 8, 1000, 2000].map(length).to_vec();
        assert_eq!(lengths, [0, 0, 4, 8, 9, 11, 12, 39, 43]);
    }
}
