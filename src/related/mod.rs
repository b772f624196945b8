//! Which entries resemble each other, and why.
//!
//! Incidents, near misses, pre-mortems, maintenance and known errors are compared. [`Related::of`]
//! reads the knowledge base once; [`Related::candidates`] then looks up whatever one entry has in
//! common with others: known errors, causes, services, vendors, identifiers, lines of logs, words.
//! What very many have says nothing, so no list is followed far, and the work grows with the
//! number of entries and not with its square.

mod addresses;
mod asked_names;
mod compare;
mod evidence;
mod features;
mod fields;
mod identifiers;
mod index;
mod ingredients;
mod inverted_lists;
mod kept_candidates;
mod kept_readings;
mod phrases;
mod pieces;
mod profile;
mod quotes;
mod readings;
mod resemblance;
mod shared_words;
#[cfg(test)]
mod tests;
mod texts;
mod vocabulary;
mod words;

use std::cell::LazyCell;
use std::cmp::Reverse;
use std::ops::Deref;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::Id;
use crate::document::common::RelationType;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::link::Relations;
use crate::memory::pieces::{look_at, unseen};
use crate::memory::{Forgetful, MadeFrom, Memory};
use crate::signature::recognition::Recognitions;

use compare::Comparison;
use index::Index;
use ingredients::of_texts;
use resemblance::{Remembered, Resemblance};
use shared_words::Text;

pub use evidence::Evidence;
pub use readings::Readings;
pub use words::{describe, line, reason, reasons};

/// How many weak candidates of an entry are given.
pub const MAX_WEAK: usize = 3;
/// How many strong candidates of an entry are given: those that have most in common with it.
pub const MAX_STRONG: usize = 12;
/// How many strong candidates are shown of an entry, where no relation is written.
const STRONG_SHOWN: usize = 8;
/// How many causes, vendors or services are named among the reasons.
const MAX_TERMS: usize = 3;

/// Another entry that resembles one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The other entry.
    pub other: EntryIndex,
    /// Whether it has to be looked at.
    pub strength: Strength,
    /// What agrees, what counts most first; never empty.
    pub reasons: Vec<Reason>,
    /// Whether both name causes and these differ, although what was seen agrees.
    pub other_cause: bool,
    /// The relation that is written between the two, on either side; `not-related` before any other.
    /// A candidate with one has been answered: pages leave out those that are `not-related`.
    pub relation: Option<RelationType>,
}

/// Of the candidates of an entry those that are shown by themselves: no relation is written to them.
pub fn shown(candidates: &[Candidate]) -> impl Iterator<Item = &Candidate> {
    let unwritten = candidates
        .iter()
        .filter(|candidate| candidate.relation.is_none());
    let mut strong = 0;
    unwritten.filter(move |candidate| {
        strong += usize::from(candidate.strength == Strength::Strong);
        candidate.strength == Strength::Weak || strong <= STRONG_SHOWN
    })
}

/// How much two entries have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// They look alike.
    Weak,
    /// They have a known error in common, or two of cause, service, vendor and rare identifier, one
    /// of which is the cause or the identifier. A cause that very many have, be it on the same service,
    /// and one that narrower ones are defined of, says no more than that they look alike.
    Strong,
}

/// What two entries have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A known error; one of the two may be it.
    KnownError {
        /// The known error.
        entry: EntryIndex,
        /// The position of the signature that one is recognised by; `None` where both are linked.
        signature: Option<usize>,
    },
    /// A message that both quote from a log.
    Message(String),
    /// An identifier that few others have.
    Identifier(String),
    /// A cause.
    Cause(Id),
    /// A vendor.
    Vendor(Id),
    /// A service.
    Service(Id),
    /// The words of their titles.
    Title(Vec<String>),
    /// Rare words of their texts.
    Text(Vec<String>),
}

/// All that is known of how entries resemble each other.
#[derive(Debug)]
pub struct Related<'a> {
    relations: &'a Relations,
    index: Index<'a>,
    /// The candidates of each entry among all, where they were asked for.
    among_all: Vec<OnceLock<Vec<Candidate>>>,
    /// What tells them from others, where that was asked for.
    resemblances: Vec<OnceLock<Resemblance>>,
    memory: Option<MemoryOfTexts<'a>>,
    remembered: OnceLock<Remembered>,
}

/// What may know the candidates of another state, and what they were told by.
#[derive(Debug)]
struct MemoryOfTexts<'a> {
    memory: &'a dyn Memory,
    texts: Vec<MadeFrom>,
}

impl<'a> Related<'a> {
    /// Reads a knowledge base.
    #[must_use]
    pub fn of(
        base: &'a KnowledgeBase,
        relations: &'a Relations,
        recognitions: &Recognitions,
    ) -> Self {
        Self::with(base, relations, recognitions, &Readings::of(base))
    }

    /// The same, where the texts have been read already.
    #[must_use]
    pub fn with(
        base: &'a KnowledgeBase,
        relations: &'a Relations,
        recognitions: &Recognitions,
        readings: &Readings,
    ) -> Self {
        Self::made(base, relations, recognitions, readings, &Forgetful)
    }

    /// The same; `memory` is asked by [`Related::recall`].
    #[must_use]
    pub fn recalling(
        base: &'a KnowledgeBase,
        relations: &'a Relations,
        evidence: &Evidence,
        memory: &'a dyn Memory,
    ) -> Self {
        let Evidence {
            recognitions,
            readings,
        } = evidence;
        Self::made(base, relations, recognitions, readings, memory)
    }

    fn made(
        base: &'a KnowledgeBase,
        relations: &'a Relations,
        recognitions: &Recognitions,
        readings: &Readings,
        memory: &'a dyn Memory,
    ) -> Self {
        let index = Index::of(base, relations, recognitions, readings);
        let memory = memory.remembers().then(|| MemoryOfTexts {
            memory,
            texts: of_texts(&index, readings),
        });
        Self {
            relations,
            among_all: base.entries().iter().map(|_| OnceLock::new()).collect(),
            resemblances: base.entries().iter().map(|_| OnceLock::new()).collect(),
            memory,
            remembered: OnceLock::new(),
            index,
        }
    }

    /// Asks the memory what tells candidates from others ([`Related::digest_of`]): where nothing that they are made from
    /// has changed since another state, it is known without finding them. Before that, and without a memory, they are
    /// found. To be asked before pages are made side by side, since all reports are looked at for it.
    pub fn recall(&self) {
        if let Some(MemoryOfTexts { memory, texts }) = &self.memory
            && self.remembered.get().is_none()
        {
            let remembered = Remembered::of(&self.index, texts, *memory);
            let _ = self.remembered.set(remembered);
        }
    }

    /// The candidates of an entry among all others, looked for once: its pages ask, and so does data.
    #[must_use]
    pub fn among_all(&self, entry: EntryIndex) -> &[Candidate] {
        look_at(|| self.piece(entry));
        let Some(found) = self.among_all.get(entry.0) else {
            return &[];
        };
        if let Some(candidates) = found.get() {
            return candidates;
        }
        unseen(|| {
            // Asked for before, since it may find them itself.
            let recalled = self.remembered.get().and_then(|_| self.recalled(entry));
            found.get_or_init(|| recalled.unwrap_or_else(|| self.candidates(entry, |_| true)))
        })
    }

    /// The entries that are compared, oldest first; those without a date before all.
    #[must_use]
    pub fn entries(&self) -> &[EntryIndex] {
        look_at(Self::all_together);
        self.index.order()
    }

    /// Whether one of two entries that are compared is older: by date, and on one day by id.
    #[must_use]
    pub fn is_older(&self, entry: EntryIndex, than: EntryIndex) -> bool {
        look_at(Self::all_together);
        self.index.number(entry) < self.index.number(than)
    }

    /// The entries that resemble this one, the best first: strong ones, [`MAX_STRONG`] at most, then
    /// weak ones, [`MAX_WEAK`] at most beside those that a relation is written to. None for
    /// checklists, vendors and pages, which are not compared.
    ///
    /// Only `eligible` ones are looked at; a page shows of [`Related::among_all`], a review those that were
    /// there before.
    #[must_use]
    pub fn candidates(
        &self,
        entry: EntryIndex,
        eligible: impl Fn(EntryIndex) -> bool,
    ) -> Vec<Candidate> {
        look_at(Self::all_together);
        let wanted = |other: EntryIndex| other != entry && eligible(other);
        let near = self.index.near(entry, &wanted);
        let selected = self.selected(entry, near.into_iter());
        self.told(entry, &selected)
    }

    /// Which of those `near` an entry are its candidates, the best first: all that is known of them before its text is
    /// read.
    fn selected(
        &self,
        entry: EntryIndex,
        near: impl Iterator<Item = EntryIndex>,
    ) -> Vec<(Comparison, Option<RelationType>)> {
        let mut compared: Vec<Comparison> = near
            .filter_map(|other| Comparison::of(&self.index, entry, other))
            .collect();
        compared.sort_by_key(|one| {
            let apart = self.index.distance(entry, one.other);
            (Reverse(one.strength), Reverse(one.score), apart, one.other)
        });
        let mut left = [MAX_WEAK, MAX_STRONG];
        let with_relations = compared.into_iter().map(|comparison| {
            let relation = self.relation(entry, comparison.other);
            (comparison, relation)
        });
        with_relations
            .filter(|(comparison, relation)| {
                let left = &mut left[comparison.strength as usize];
                let is_free = *left > 0;
                *left -= usize::from(is_free && relation.is_none());
                is_free || relation.is_some()
            })
            .collect()
    }

    /// These candidates of an entry, with their reasons.
    fn told(
        &self,
        entry: EntryIndex,
        selected: &[(Comparison, Option<RelationType>)],
    ) -> Vec<Candidate> {
        let text = LazyCell::new(|| Text::read(&self.index, entry));
        let told = selected.iter().map(|(comparison, relation)| Candidate {
            other: comparison.other,
            strength: comparison.strength,
            reasons: self.reasons(comparison, &text),
            other_cause: comparison.other_cause,
            relation: *relation,
        });
        told.collect()
    }

    /// How much two entries have in common, whatever others there are; `None` where that is too little,
    /// or one of them is not compared.
    #[must_use]
    pub fn strength(&self, entry: EntryIndex, other: EntryIndex) -> Option<Strength> {
        look_at(Self::all_together);
        let comparison = Comparison::of(&self.index, entry, other)?;
        Some(comparison.strength)
    }

    fn reasons(&self, comparison: &Comparison, text: &impl Deref<Target = Text>) -> Vec<Reason> {
        let fields = &self.index.fields;
        let mut reasons = Vec::new();
        if let Some((entry, signature)) = comparison.known_error {
            reasons.push(Reason::KnownError { entry, signature });
        }
        let causes = comparison.causes.iter().take(MAX_TERMS);
        reasons.extend(causes.map(|cause| Reason::Cause(fields.cause(*cause).clone())));
        // The text of a signature has been told.
        let is_recognised = matches!(comparison.known_error, Some((_, Some(_))));
        let message = (!comparison.phrases.is_empty() && !is_recognised)
            .then(|| text.message(comparison))
            .flatten();
        let names = if comparison.names.is_empty() {
            Vec::new()
        } else {
            text.names(comparison, message.as_deref())
        };
        reasons.extend(message.map(Reason::Message));
        reasons.extend(names.into_iter().map(Reason::Identifier));
        let vendors = comparison.vendors.iter().take(MAX_TERMS);
        reasons.extend(vendors.map(|vendor| Reason::Vendor(fields.vendor(*vendor).clone())));
        let services = comparison.services.iter().take(MAX_TERMS);
        reasons.extend(services.map(|service| Reason::Service(fields.service(*service).clone())));
        if comparison.has_like_title() {
            reasons.push(Reason::Title(text.words(comparison, true)));
        } else if comparison.has_like_text() && comparison.strength == Strength::Weak {
            reasons.push(Reason::Text(text.words(comparison, false)));
        }
        reasons.shrink_to_fit();
        reasons
    }

    fn relation(&self, entry: EntryIndex, other: EntryIndex) -> Option<RelationType> {
        let of = self.relations.of(entry).iter();
        let kinds = of
            .filter(|relation| relation.other == other)
            .map(|relation| relation.kind);
        kinds.min_by_key(|kind| (*kind != RelationType::NotRelated, *kind))
    }
}
