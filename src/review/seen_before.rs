//! Earlier incidents and known errors that a new or changed incident resembles, whether its writer
//! has said how it stands to them, and what came of them.

use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::document::common::RelationType;
use crate::insight::actions::{WrittenAction, addresses};
use crate::insight::filed_at;
use crate::insight::history::{ChecklistLine, OpenAction, Provenance, actions_open_on};
use crate::knowledge_base::EntryIndex;
use crate::related::{Candidate, Reason, Related, Strength};

use super::changed::{Changed, ChangedEntry};
use super::{Side, related};

/// How many look-alikes of an incident have to be answered: those that have most in common with it.
/// Nobody goes through a long row of questions with care.
pub const MAX_ASKED: usize = 5;

/// Whether a writer has said how an incident stands to one that it resembles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is still to be said.
    Owed,
    /// It is said that they are not related, and still to be said why.
    Unexplained,
    /// It is written, on either side.
    Given(RelationType),
    /// Both name the same known error, whose page lists all its incidents.
    SameKnownError(EntryIndex),
    /// It follows from what is written of another one, to which this one stands in turn.
    Follows,
    /// They were alike before the change, which so need not answer for it.
    StoodBefore,
    /// They are not alike enough to ask, or [`MAX_ASKED`] others are more so.
    NotAsked,
}

impl Answer {
    /// Whether the writer has something left to say.
    #[must_use]
    pub fn is_owed(self) -> bool {
        matches!(self, Self::Owed | Self::Unexplained)
    }
}

/// An earlier incident, or a known error, that an incident resembles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenBefore {
    /// Which one, and why.
    pub candidate: Candidate,
    /// Whether the writer has said how they stand.
    pub answer: Answer,
    /// Its actions that were open when the incident began, each with whether it is to take away a
    /// cause of the incident; those that are come first.
    pub open_actions: Vec<(OpenAction, bool)>,
    /// The lines of checklists that came of it.
    pub lines: Vec<ChecklistLine>,
}

/// Everything that is asked about earlier incidents.
pub(super) struct Memory<'a> {
    before: Side<'a>,
    after: Side<'a>,
    changed: &'a Changed,
    today: NaiveDate,
    related: Related<'a>,
    /// What resembled what before the change; asked for by changed incidents only.
    related_before: OnceLock<Related<'a>>,
    provenance: Provenance,
}

impl<'a> Memory<'a> {
    pub(super) fn of(
        before: &Side<'a>,
        after: &Side<'a>,
        changed: &'a Changed,
        today: NaiveDate,
    ) -> Self {
        Self {
            before: *before,
            after: *after,
            changed,
            today,
            related: related(after),
            related_before: OnceLock::new(),
            provenance: Provenance::of(after.base()),
        }
    }

    /// What an incident resembles of what was there before it: what is to be answered first, then
    /// what was, then what is not asked.
    pub(super) fn of_incident(&self, incident: ChangedEntry) -> Vec<SeenBefore> {
        let entry = incident.after;
        let candidates = self
            .related
            .candidates(entry, |other| self.is_earlier(entry, other));
        let stood_before = |other: EntryIndex| match (incident.before, self.was(other)) {
            (Some(was), Some(other)) => self.were_alike(was, other),
            _ => false,
        };
        let family = self.family(entry);
        let mut seen: Vec<SeenBefore> = candidates
            .into_iter()
            .filter(|candidate| {
                candidate.strength == Strength::Strong
                    || candidate.relation != Some(RelationType::NotRelated)
            })
            .enumerate()
            .map(|(rank, candidate)| {
                // The best come first.
                let is_asked = rank < MAX_ASKED && candidate.strength == Strength::Strong;
                SeenBefore {
                    answer: self.answer(entry, &candidate, &family, is_asked, stood_before),
                    open_actions: self.open_actions(entry, candidate.other),
                    lines: self.provenance.lines_of(candidate.other).to_vec(),
                    candidate,
                }
            })
            .collect();
        seen.sort_by_key(|seen| match seen.answer {
            answer if answer.is_owed() => 0,
            Answer::NotAsked => 2,
            _ => 1,
        });
        seen
    }

    fn was(&self, entry: EntryIndex) -> Option<EntryIndex> {
        self.changed
            .was(self.before.base(), self.after.base(), entry)
    }

    /// Whether `other` was there before the change, and began no later than the incident; what has no
    /// date may have.
    fn is_earlier(&self, entry: EntryIndex, other: EntryIndex) -> bool {
        let base = self.after.base();
        let day = |entry| self.day(entry);
        let is_no_later = match (day(entry), day(other)) {
            _ if base.original(other).known_error().is_some() => true,
            (Some(entry), Some(other)) => other <= entry,
            _ => true,
        };
        is_no_later && self.was(other).is_some()
    }

    /// The day on the site's clocks on which an incident began.
    fn day(&self, entry: EntryIndex) -> Option<NaiveDate> {
        let base = self.after.base();
        let zone = base.config.zone;
        let filed = filed_at(base.original(entry), zone)?;
        Some(zone.show(filed.fixed_offset()).date_naive())
    }

    /// Whether two looked much alike before the change.
    fn were_alike(&self, was: EntryIndex, other: EntryIndex) -> bool {
        // To read all of it takes long, and is seldom needed.
        let related = self.related_before.get_or_init(|| related(&self.before));
        related.strength(was, other) == Some(Strength::Strong)
    }

    fn answer(
        &self,
        entry: EntryIndex,
        candidate: &Candidate,
        family: &[EntryIndex],
        is_asked: bool,
        stood_before: impl Fn(EntryIndex) -> bool,
    ) -> Answer {
        if !is_asked {
            return match candidate.relation {
                Some(relation) => Answer::Given(relation),
                None => Answer::NotAsked,
            };
        }
        let has_note = || {
            let mut written = self.after.gathered.relations.of(entry).iter();
            written.any(|relation| {
                relation.other == candidate.other
                    && relation.kind == RelationType::NotRelated
                    && (relation.note.as_ref()).is_some_and(|note| !note.text.trim().is_empty())
            })
        };
        let shared = candidate.reasons.iter().find_map(|reason| match reason {
            Reason::KnownError {
                entry: error,
                signature: None,
            } if *error != candidate.other => Some(*error),
            _ => None,
        });
        match (candidate.relation, shared) {
            (Some(RelationType::NotRelated), _) if !has_note() => Answer::Unexplained,
            (Some(relation), _) => Answer::Given(relation),
            (None, Some(error)) => Answer::SameKnownError(error),
            _ if family.contains(&candidate.other) => Answer::Follows,
            _ if stood_before(candidate.other) => Answer::StoodBefore,
            _ => Answer::Owed,
        }
    }

    /// All that an incident is said to be the same as, directly or through others.
    fn family(&self, entry: EntryIndex) -> Vec<EntryIndex> {
        const MOST: usize = 256;
        let mut family = vec![entry];
        let mut next = 0;
        while next < family.len() && family.len() < MOST {
            for relation in self.after.gathered.relations.of(family[next]) {
                let is_same = matches!(
                    relation.kind,
                    RelationType::RecurrenceOf
                        | RelationType::RecurredAs
                        | RelationType::SameCause
                        | RelationType::DuplicateOf
                        | RelationType::DuplicatedBy
                );
                if is_same && !family.contains(&relation.other) {
                    family.push(relation.other);
                }
            }
            next += 1;
        }
        family
    }

    /// The actions of an earlier incident that were open when this one began.
    fn open_actions(&self, entry: EntryIndex, other: EntryIndex) -> Vec<(OpenAction, bool)> {
        let base = self.after.base();
        let day = self.day(entry).unwrap_or(self.today);
        let causes = base
            .original(entry)
            .incident()
            .map(|incident| &incident.causes);
        let mut open: Vec<(OpenAction, bool)> = actions_open_on(base, other, day)
            .into_iter()
            .filter(|open| open.place.entry != entry)
            .map(|open| {
                let written = WrittenAction::at(base, open.place);
                let mut causes = causes.into_iter().flatten();
                let helps = written
                    .is_some_and(|one| causes.any(|cause| addresses(base, one.action, cause)));
                (open, helps)
            })
            .collect();
        open.sort_by_key(|(open, helps)| (!helps, open.place));
        open
    }
}
