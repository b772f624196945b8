//! What the text of each report has that others may have too.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::knowledge_base::unchanged::Unchanged;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};

use super::features::{Feature, Reader, everyday_phrases};
use super::fields::reports;
use super::identifiers::Names;
use super::index::Name;
use super::pieces::{Place, pieces};
use super::profile::{Count, Counter};

/// What was read of one report.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) counts: Vec<Count>,
    pub(super) names: Vec<Name>,
    pub(super) phrases: Vec<u64>,
}

/// What was read of all reports: the dearest part of [`Related`](super::Related), which the next state of a
/// knowledge base takes over for what has not changed.
#[derive(Debug)]
pub struct Readings(Vec<Option<Arc<Reading>>>);

impl Readings {
    /// Reads every report.
    #[must_use]
    pub fn of(base: &KnowledgeBase) -> Self {
        Self::after(base, None)
    }

    /// The same; reports that were read for the state before are not read again.
    #[must_use]
    pub fn after(base: &KnowledgeBase, before: Option<(&Unchanged, &Self)>) -> Self {
        let names = Names::of(base);
        let everyday = everyday_phrases();
        let mut of_entry = vec![None; base.entries.len()];
        for entry in reports(base) {
            let known = before.filter(|(unchanged, _)| unchanged.has(entry));
            of_entry[entry.0] = known.and_then(|(_, readings)| readings.0[entry.0].clone());
        }
        let unread: Vec<EntryIndex> = reports(base)
            .filter(|entry| of_entry[entry.0].is_none())
            .collect();
        let read: Vec<Reading> = unread
            .par_iter()
            .map_init(Default::default, |(reader, counter), entry| {
                read(base, *entry, &names, &everyday, reader, counter)
            })
            .collect();
        for (entry, reading) in unread.into_iter().zip(read) {
            of_entry[entry.0] = Some(Arc::new(reading));
        }
        Self(of_entry)
    }

    /// What was read of a report.
    pub(super) fn of_entry(&self, entry: EntryIndex) -> Option<&Reading> {
        self.0[entry.0].as_deref()
    }
}

fn read(
    base: &KnowledgeBase,
    entry: EntryIndex,
    names: &Names<'_>,
    everyday: &FxHashSet<u64>,
    reader: &mut Reader,
    counter: &mut Counter,
) -> Reading {
    let mut read = Reading::default();
    for piece in pieces(base, entry) {
        let is_quoted = piece.place == Place::Log;
        reader.read(&piece, names, |feature, _| match feature {
            Feature::Word(word) => counter.add(word, piece.place == Place::Title),
            Feature::Name(hash, shape) => read.names.push(Name {
                hash,
                shape,
                is_quoted,
            }),
            Feature::Phrase(phrase) => read.phrases.push(phrase),
        });
    }
    read.counts = counter.take();
    read.phrases.sort_unstable();
    read.phrases.dedup();
    read.phrases.retain(|phrase| !everyday.contains(phrase));
    // Of one identifier the place counts that says most.
    read.names.sort_unstable_by(|a, b| b.cmp(a));
    read.names.dedup_by_key(|name| name.hash);
    read.names.reverse();
    read
}
