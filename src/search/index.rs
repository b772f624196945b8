//! The index: which terms occur in which documents, with the texts themselves.

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::knowledge_base::{DocumentIndex, KnowledgeBase};

use super::facets::{Facets, mentions};
use super::postings::{Counter, Postings};
use super::terms::Scanner;
use super::text::DocumentText;

/// How many documents are counted at a time.
const BATCH: usize = 256;

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
        let mentions = mentions(base);
        let order = oldest_first(base);
        let batches: Vec<(Vec<IndexedDocument>, Postings)> = order
            .par_chunks(BATCH)
            .enumerate()
            .map(|(batch, documents)| {
                let mut counter = Counter::default();
                let mut scanner = Scanner::default();
                let indexed = (batch * BATCH..)
                    .zip(documents)
                    .map(|(number, (date, document))| {
                        let entry = base.entry_of(*document);
                        let mentions = &mentions[entry.0];
                        let text = DocumentText::read(base, *document, &mentions.names);
                        let tokens = count(&text, &mut scanner, &mut counter);
                        counter.finish(u32::try_from(number).unwrap_or(u32::MAX));
                        let language = base[*document].language;
                        IndexedDocument {
                            document: *document,
                            date: *date,
                            facets: Facets::of(
                                &base.config,
                                base.original(entry),
                                language,
                                mentions,
                            ),
                            text,
                            length: length(tokens),
                        }
                    });
                (indexed.collect(), counter.postings())
            })
            .collect();
        let (documents, postings): (Vec<_>, Vec<_>) = batches.into_iter().unzip();
        Self {
            documents: documents.into_iter().flatten().collect(),
            postings: Postings::joined(postings.into_par_iter()),
        }
    }
}

/// The documents by date, id and language; those without a date first.
fn oldest_first(base: &KnowledgeBase) -> Vec<(Option<NaiveDate>, DocumentIndex)> {
    let mut order: Vec<_> = (0..base.documents.len())
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
