//! The candidates of an entry as a number, and from one state of a knowledge base to the next: found again only where
//! something that they are made from has changed.
//!
//! Finding them takes three steps, and the more a step costs, the more seldom it is taken. Whom an entry is compared with is
//! found each time. Where one of them is not as it was, they are compared: a word that has become rarer counts more in
//! every report that has it. Only where that gives other candidates, or agrees in something else, the text is read for
//! the words that are shown.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::document::common::RelationType;
use crate::knowledge_base::{EntryIndex, KnowledgeBase, TermKind};
use crate::memory::bytes::{Reader, Writer};
use crate::memory::pieces::{Piece, Pieces};
use crate::memory::{MadeFrom, Memory};

use super::compare::Comparison;
use super::index::Index;
use super::ingredients::{Ingredients, of_reasons};
use super::kept_candidates;
use super::words::signature_text;
use super::{Candidate, Reason, Related};

/// The name by which they are remembered.
const NAME: &str = "candidates";

/// What tells the candidates of an entry from others.
#[derive(Debug)]
pub(super) struct Resemblance {
    /// All that is shown of them.
    digest: MadeFrom,
    /// Them.
    others: Box<[EntryIndex]>,
    /// What is kept of it, where anything is.
    kept: Option<Kept>,
}

/// What is known of candidates without finding them.
#[derive(Debug)]
pub(super) struct Remembered {
    ingredients: Ingredients,
    kept: Vec<Kept>,
    /// Where they are in it, by what the candidates were made from, and by what their reasons were.
    by_candidates: FxHashMap<MadeFrom, usize>,
    by_reasons: FxHashMap<MadeFrom, usize>,
}

/// A resemblance as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    candidates_of: MadeFrom,
    reasons_of: MadeFrom,
    digest: MadeFrom,
    /// The positions of the candidates among those that the entry is compared with, in order.
    positions: Box<[u32]>,
    /// The candidates but for the entries that they are.
    reasons: Arc<[u8]>,
}

impl Related<'_> {
    /// All that is shown of the candidates of an entry among all others, as a number: others by id and kind, strength,
    /// reasons, signatures that are quoted in them, relations. The names of terms and the titles of vendors that
    /// reasons are worded with are not in it, nor what is shown of the others.
    #[must_use]
    pub fn digest_of(&self, entry: EntryIndex) -> MadeFrom {
        match self.resemblance(entry) {
            Some(resemblance) => resemblance.digest,
            None => digest(self.index.base, &[]),
        }
    }

    /// What the candidates of each entry are now.
    #[must_use]
    pub fn pieces(&self) -> Pieces {
        let entries = self.entries().par_iter();
        let pieces = entries.map(|entry| (self.piece(*entry), self.digest_of(*entry)));
        let mut pieces: Pieces = pieces.collect();
        pieces.insert(Self::all_together(), self.digest());
        pieces
    }

    pub(super) fn piece(&self, entry: EntryIndex) -> Piece {
        let entries = self.index.base.entry_pieces();
        entries.about("candidates", entry)
    }

    /// What resembles what, and which of each two is older.
    pub(super) fn all_together() -> Piece {
        Piece::of("candidates of all", "")
    }

    /// The entries that the candidates of one are, the best first; known as [`Related::digest_of`] is.
    #[cfg(test)]
    pub(super) fn others(&self, entry: EntryIndex) -> &[EntryIndex] {
        self.resemblance(entry)
            .map_or(&[], |resemblance| &resemblance.others)
    }

    /// The same as [`Related::digest_of`] of all entries together, and which of each two is older.
    #[must_use]
    pub fn digest(&self) -> MadeFrom {
        let entries = self.entries().par_iter();
        let digests: Vec<_> = entries
            .map(|entry| {
                let id = self.index.base[*entry].id.as_str();
                (id, self.digest_of(*entry))
            })
            .collect();
        MadeFrom::of(&digests)
    }

    /// Keeps for the next state what it need not find again.
    pub fn keep(&self, memory: &dyn Memory) {
        let Some(remembered) = self.remembered.get() else {
            return;
        };
        let entries = self.entries().par_iter();
        let kept: Vec<&Kept> = entries
            .filter_map(|entry| self.resemblance(*entry)?.kept.as_ref())
            .collect();
        if !remembered.kept.iter().eq(kept.iter().copied()) {
            memory.keep(NAME, MadeFrom::of(NAME), &write(&kept));
        }
    }

    fn resemblance(&self, entry: EntryIndex) -> Option<&Resemblance> {
        let resemblance = self.resemblances.get(entry.0)?;
        Some(resemblance.get_or_init(|| match self.remembered.get() {
            Some(remembered) => self.recall_or_find(entry, remembered),
            None => {
                let candidates = self.among_all(entry);
                Resemblance {
                    digest: digest(self.index.base, candidates),
                    others: candidates.iter().map(|one| one.other).collect(),
                    kept: None,
                }
            }
        }))
    }

    /// The candidates of an entry, where they are remembered or have just been found.
    pub(super) fn recalled(&self, entry: EntryIndex) -> Option<Vec<Candidate>> {
        let resemblance = self.resemblance(entry)?;
        if self.among_all[entry.0].get().is_some() {
            return None;
        }
        let kept = resemblance.kept.as_ref()?;
        kept_candidates::read(self.index.base, &kept.reasons, &resemblance.others)
    }

    fn recall_or_find(&self, entry: EntryIndex, remembered: &Remembered) -> Resemblance {
        let near = self.near(entry);
        let with_relations = near
            .iter()
            .map(|other| (*other, self.relation(entry, *other)));
        let ingredients = &remembered.ingredients;
        let candidates_of = ingredients.of_candidates(&self.index, entry, with_relations);
        if let Some(known) = remembered.of_candidates(candidates_of, &near) {
            return known;
        }
        let selected = self.selected(entry, near.iter().copied());
        let reasons_of = self.reasons_of(entry, &selected, ingredients);
        let (digest, reasons) = remembered.of_reasons(reasons_of).unwrap_or_else(|| {
            let candidates = &self.among_all[entry.0];
            let candidates = candidates.get_or_init(|| self.told(entry, &selected));
            let base = self.index.base;
            let reasons = kept_candidates::write(base, candidates);
            (digest(base, candidates), reasons.into())
        });
        let others: Box<[EntryIndex]> = selected.iter().map(|(one, _)| one.other).collect();
        let positions = others.iter().filter_map(|other| {
            let position = near.iter().position(|one| one == other)?;
            u32::try_from(position).ok()
        });
        Resemblance {
            digest,
            kept: Some(Kept {
                candidates_of,
                reasons_of,
                digest,
                positions: positions.collect(),
                reasons,
            }),
            others,
        }
    }

    /// Those that an entry is compared with, the nearest in time first.
    fn near(&self, entry: EntryIndex) -> Vec<EntryIndex> {
        let mut near = self.index.near(entry, &|other| other != entry);
        near.sort_unstable_by_key(|other| (self.index.distance(entry, *other), *other));
        near
    }

    /// What the reasons of these candidates of an entry are made from, with all else that is shown of them.
    fn reasons_of(
        &self,
        entry: EntryIndex,
        selected: &[(Comparison, Option<RelationType>)],
        ingredients: &Ingredients,
    ) -> MadeFrom {
        let selected = selected
            .iter()
            .map(|(comparison, relation)| of_reasons(&self.index, comparison, *relation));
        let text = ingredients.of_text(&self.index, entry);
        MadeFrom::of(&(text, selected.collect::<Vec<_>>()))
    }
}

impl Remembered {
    /// What `memory` has of another state.
    pub(super) fn of(index: &Index<'_>, texts: &[MadeFrom], memory: &dyn Memory) -> Self {
        let kept = recall(memory).unwrap_or_default();
        let places = |key: fn(&Kept) -> MadeFrom| kept.iter().map(key).zip(0..).collect();
        Self {
            ingredients: Ingredients::of(index, texts),
            by_candidates: places(|kept| kept.candidates_of),
            by_reasons: places(|kept| kept.reasons_of),
            kept,
        }
    }

    /// The resemblance of which the candidates were made from this, where the entry is compared with `near`.
    fn of_candidates(&self, made_from: MadeFrom, near: &[EntryIndex]) -> Option<Resemblance> {
        let kept = &self.kept[*self.by_candidates.get(&made_from)?];
        let positions = kept.positions.iter();
        let others = positions.map(|position| near.get(*position as usize).copied());
        Some(Resemblance {
            digest: kept.digest,
            others: others.collect::<Option<_>>()?,
            kept: Some(kept.clone()),
        })
    }

    /// The digest of candidates of which the reasons were made from this, and these as bytes.
    fn of_reasons(&self, made_from: MadeFrom) -> Option<(MadeFrom, Arc<[u8]>)> {
        let kept = &self.kept[*self.by_reasons.get(&made_from)?];
        Some((kept.digest, Arc::clone(&kept.reasons)))
    }
}

/// All that is shown of candidates, as a number.
fn digest(base: &KnowledgeBase, candidates: &[Candidate]) -> MadeFrom {
    let all = candidates.iter().map(|candidate| {
        let reasons = candidate.reasons.iter();
        let reasons: Vec<_> = reasons.map(|reason| told(base, reason)).collect();
        (
            base[candidate.other].id.as_str(),
            // A message of a known error is worded otherwise.
            base.original(candidate.other).kind(),
            candidate.strength,
            reasons,
            candidate.other_cause,
            candidate.relation,
        )
    });
    MadeFrom::of(&all.collect::<Vec<_>>())
}

/// A reason: its sort, its names or words, and the signature that is shown.
fn told<'r>(
    base: &'r KnowledgeBase,
    reason: &'r Reason,
) -> (&'static str, Vec<&'r str>, Option<String>) {
    let (sort, words) = match reason {
        Reason::KnownError { entry, signature } => {
            let text = signature.and_then(|position| signature_text(base, *entry, position));
            return ("known-error", vec![base[*entry].id.as_str()], text);
        }
        Reason::Message(message) => ("message", vec![message.as_str()]),
        Reason::Identifier(name) => ("identifier", vec![name.as_str()]),
        Reason::Cause(id) => (TermKind::Cause.folder(), vec![id.as_str()]),
        Reason::Vendor(id) => (TermKind::Vendor.folder(), vec![id.as_str()]),
        Reason::Service(id) => (TermKind::Service.folder(), vec![id.as_str()]),
        Reason::Title(words) => ("title", words.iter().map(String::as_str).collect()),
        Reason::Text(words) => ("text", words.iter().map(String::as_str).collect()),
    };
    (sort, words, None)
}

fn write(kept: &[&Kept]) -> Vec<u8> {
    let mut writer = Writer::begin(NAME);
    writer.list(kept, |writer, kept| {
        writer.made_from(kept.candidates_of);
        writer.made_from(kept.reasons_of);
        writer.made_from(kept.digest);
        writer.list(&kept.positions, |writer, position| writer.number(*position));
        writer.part(|part| part.raw(&kept.reasons));
    });
    writer.end()
}

fn recall(memory: &dyn Memory) -> Option<Vec<Kept>> {
    // Each says by itself what it was made from.
    let bytes = memory.recall(NAME, MadeFrom::of(NAME))?;
    let mut reader = Reader::open(NAME, &bytes)?;
    let kept = reader.list(|reader| {
        Some(Kept {
            candidates_of: reader.made_from()?,
            reasons_of: reader.made_from()?,
            digest: reader.made_from()?,
            positions: reader.list(Reader::number)?.into_boxed_slice(),
            reasons: reader.part()?.rest().into(),
        })
    })?;
    reader.is_at_end().then_some(kept)
}
