//! What the text of each report has that others may have too.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::knowledge_base::unchanged::Unchanged;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::memory::{MadeFrom, Memory};

use super::asked_names::AskedNames;
use super::features::{Feature, Reader, everyday_phrases};
use super::fields::reports;
use super::identifiers::Names;
use super::index::Name;
use super::kept_readings::KeptReadings;
use super::pieces::{Place, pieces};
use super::profile::{Count, Counter};
use super::texts::{Settings, Texts};

/// What was read of one report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// The text that was read.
    pub(super) text: MadeFrom,
    /// Which of its identifiers are names of the site: all that reading depends on beside the text.
    pub(super) asked: AskedNames,
    pub(super) counts: Vec<Count>,
    pub(super) names: Vec<Name>,
    pub(super) phrases: Vec<u64>,
}

impl Reading {
    /// What is read of no text.
    pub(super) fn nothing() -> Self {
        Self {
            text: MadeFrom::of(""),
            asked: AskedNames::default(),
            counts: Vec::new(),
            names: Vec::new(),
            phrases: Vec::new(),
        }
    }
}

/// What was read of all reports: the most expensive part of [`Related`](super::Related), which the next state of a
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
        let mut known = vec![None; base.entries().len()];
        for entry in reports(base) {
            let before = before.filter(|(unchanged, _)| unchanged.has(entry));
            known[entry.0] = before.and_then(|(_, readings)| readings.0[entry.0].clone());
        }
        Self(known).completed(base, &Names::of(base))
    }

    /// The same; reports whose texts `memory` has are read again only where one of their identifiers has become a
    /// name of the site, or is one no more. `memory` has all of them afterwards.
    pub(super) fn recalling(base: &KnowledgeBase, texts: &Texts, memory: &dyn Memory) -> Self {
        let names = Names::of(base);
        let of_site = names.made_from();
        let bytes = KeptReadings::recall(memory);
        let kept = bytes.as_deref().and_then(KeptReadings::read);
        let known = kept.as_ref().map_or_else(
            || vec![None; base.entries().len()],
            |kept| {
                let texts = texts.of_entries().par_iter();
                let readings = texts.map(|text| {
                    let reading = kept.reading((*text)?)?;
                    let is_valid = kept.names == of_site || reading.asked.are_answered_by(&names);
                    is_valid.then(|| Arc::new(reading))
                });
                readings.collect()
            },
        );
        let taken_over = known.iter().flatten().count();
        let readings = Self(known).completed(base, &names);
        let of_reports = readings.0.iter().flatten();
        let is_kept = kept.is_some_and(|kept| {
            kept.names == of_site
                && kept.len() == taken_over
                && of_reports.clone().count() == taken_over
        });
        if !is_kept {
            KeptReadings::keep(memory, of_site, of_reports.map(|reading| &**reading));
        }
        readings
    }

    /// Reads the reports that are not known yet.
    fn completed(self, base: &KnowledgeBase, names: &Names<'_>) -> Self {
        let Self(mut of_entry) = self;
        let everyday = everyday_phrases();
        let settings = Settings::of(base);
        let unread: Vec<EntryIndex> = reports(base)
            .filter(|entry| of_entry[entry.0].is_none())
            .collect();
        let read: Vec<Reading> = unread
            .par_iter()
            .map_init(Default::default, |(reader, counter), entry| {
                let text = settings.text(base, *entry);
                read(base, *entry, text, names, &everyday, reader, counter)
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
    text: MadeFrom,
    names: &Names<'_>,
    everyday: &FxHashSet<u64>,
    reader: &mut Reader,
    counter: &mut Counter,
) -> Reading {
    let (mut of_text, mut phrases) = (Vec::new(), Vec::new());
    let (mut others, mut of_site) = (Vec::new(), Vec::new());
    let pieces = pieces(base, entry);
    for piece in &pieces {
        let is_quoted = piece.place == Place::Log;
        reader.read(piece, names, |feature, range| match feature {
            Feature::Word(word) => counter.add(word, piece.place == Place::Title),
            Feature::Name(hash, shape) => {
                others.push(&piece.text[range]);
                of_text.push(Name {
                    hash,
                    shape,
                    is_quoted,
                });
            }
            Feature::NameOfSite => of_site.push(&piece.text[range]),
            Feature::Phrase(phrase) => phrases.push(phrase),
        });
    }
    phrases.sort_unstable();
    phrases.dedup();
    phrases.retain(|phrase| !everyday.contains(phrase));
    // Of one identifier the place counts that says most.
    of_text.sort_unstable_by(|a, b| b.cmp(a));
    of_text.dedup_by_key(|name| name.hash);
    of_text.reverse();
    Reading {
        text,
        asked: AskedNames::of(of_site, others),
        counts: counter.take(),
        names: of_text,
        phrases,
    }
}
