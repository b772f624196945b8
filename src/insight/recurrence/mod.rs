//! What came back: causes that return although an action against them was verified, known errors that
//! were recorded before they struck, actions that were open when they were needed.

mod of_cause;
mod pieces;
mod services;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::document::Id;
use crate::document::incident::{Incident, IncidentType};
use crate::insight::actions::ActionPlace;
use crate::knowledge_base::{EntryIndex, EntryPieces, KnowledgeBase};
use crate::link::Relations;
use crate::memory::pieces::{Piece, look_at};
use crate::signature::recognition::Recognitions;

use of_cause::OfCause;
use services::ServicesOfActions;

/// The most actions that are told of one incident, and incidents that are told of one action.
pub const SHOWN: usize = 8;
/// How many actions or incidents of one cause are looked at for each: a cause that came back more
/// often has been told of already.
const LOOKED_AT: usize = 400;

/// A known error that was recorded before an incident of it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// The known error.
    pub error: EntryIndex,
    /// The position of the signature, recorded by then, that is found in the report; `None` where the
    /// two are linked.
    pub signature: Option<usize>,
    /// Since when it was recorded.
    pub recorded_on: NaiveDate,
}

/// What had been learned before an incident began.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Foreknowledge {
    /// The known errors that it was an instance of, and that were recorded before.
    pub known: Vec<Known>,
    /// Actions against a cause of it that had been verified before, for a service that it hit: they did
    /// not hold. The latest first, [`SHOWN`] at most.
    pub did_not_hold: Vec<ActionPlace>,
    /// The same for other services only: nobody had carried them over. The latest first.
    pub elsewhere: Vec<ActionPlace>,
    /// Actions against a cause of it that were open then, and might have kept it from arising.
    pub were_open: Vec<ActionPlace>,
    /// The latest earlier incident of each cause that it shares with one.
    pub earlier: Vec<(Id, EntryIndex)>,
}

/// The incidents that came after an action against their cause was verified, the earliest first,
/// [`SHOWN`] of each at most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CameBack {
    /// Those of a service that the action was taken for: it did not hold.
    pub here: Vec<EntryIndex>,
    /// Those of other services: it was not carried over.
    pub elsewhere: Vec<EntryIndex>,
}

/// A share of incidents: how many, and of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// How many.
    pub of_them: usize,
    /// Of how many: those for which it can be told.
    pub counted: usize,
}

impl Share {
    /// In per cent, rounded half up; `None` of nothing.
    #[must_use]
    pub fn percent(self) -> Option<usize> {
        (self.counted > 0).then(|| (self.of_them * 200 + self.counted) / (self.counted * 2))
    }
}

/// How often a cause came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseRepeats {
    /// The cause.
    pub cause: Id,
    /// Its incidents, the earliest first; broader and narrower causes are counted by themselves.
    pub incidents: Vec<EntryIndex>,
}

impl CauseRepeats {
    /// The share of its incidents that were not its first.
    #[must_use]
    pub fn share(&self) -> Share {
        let counted = self.incidents.len();
        Share {
            of_them: counted.saturating_sub(1),
            counted,
        }
    }
}

/// What came back in a knowledge base. Only incidents are counted, not near misses, pre-mortems and
/// maintenance, and only those that say when they began.
#[derive(Debug)]
pub struct Recurrence {
    of_incident: FxHashMap<EntryIndex, Foreknowledge>,
    came_back: FxHashMap<ActionPlace, CameBack>,
    repeats: FxHashMap<Id, Share>,
    known_at_the_time: Share,
    covered: Share,
    repeated: Share,
    causes: Vec<CauseRepeats>,
    entries: EntryPieces,
}

const FOREKNOWLEDGE: &str = "foreknowledge";
const CAME_BACK: &str = "came back";
const REPEATS: &str = "repeats of cause";

/// An incident that counts.
struct Counted<'a> {
    entry: EntryIndex,
    began: NaiveDate,
    incident: &'a Incident,
}

impl Recurrence {
    /// Looks through a knowledge base.
    #[must_use]
    pub fn of(base: &KnowledgeBase, relations: &Relations, recognitions: &Recognitions) -> Self {
        let counted = counted(base);
        let services = ServicesOfActions::of(base);
        let causes = OfCause::all(base, &counted, &services);
        let of_incident: Vec<(EntryIndex, Foreknowledge)> = counted
            .par_iter()
            .map(|one| {
                let mut learned = learned(&causes, &services, one);
                learned.known = known(base, relations, recognitions, one);
                (one.entry, learned)
            })
            .collect();
        let names_cause: FxHashMap<EntryIndex, bool> = counted
            .iter()
            .map(|one| (one.entry, !one.incident.all_causes().is_empty()))
            .collect();
        let share = |of: &dyn Fn(&Foreknowledge) -> bool, only_with_cause: bool| {
            let mut share = Share::default();
            for (entry, learned) in &of_incident {
                if only_with_cause && !names_cause[entry] {
                    continue;
                }
                share.counted += 1;
                share.of_them += usize::from(of(learned));
            }
            share
        };
        let repeated = repeats(&causes);
        Self {
            known_at_the_time: share(&|learned| !learned.known.is_empty(), false),
            covered: share(&|learned| !learned.were_open.is_empty(), true),
            repeated: share(&|learned| !learned.earlier.is_empty(), true),
            came_back: came_back(&causes, &services),
            repeats: repeated
                .iter()
                .map(|one| (one.cause.clone(), one.share()))
                .collect(),
            causes: repeated,
            entries: base.entry_pieces(),
            of_incident: of_incident.into_iter().collect(),
        }
    }

    /// What had been learned before an incident began; `None` where it is not counted.
    #[must_use]
    pub fn of_incident(&self, entry: EntryIndex) -> Option<&Foreknowledge> {
        self.entries.look_at_what(FOREKNOWLEDGE, entry);
        self.of_incident.get(&entry)
    }

    /// The incidents that an action did not keep from arising although it was verified before.
    #[must_use]
    pub fn came_back(&self, action: ActionPlace) -> Option<&CameBack> {
        self.entries.look_at_what(CAME_BACK, action.entry);
        self.came_back.get(&action)
    }

    /// The share of a cause's incidents that were not its first; `None` where it has not come back.
    #[must_use]
    pub fn repeats_of(&self, cause: &Id) -> Option<Share> {
        look_at(|| Piece::of(REPEATS, cause.key()));
        self.repeats.get(cause).copied()
    }

    /// The incidents that had a known error recorded before they began.
    #[must_use]
    pub fn known_at_the_time(&self) -> Share {
        look_at(|| Piece::EVERYTHING);
        self.known_at_the_time
    }

    /// The incidents that an action then open would have covered; of those that name a cause.
    #[must_use]
    pub fn covered(&self) -> Share {
        look_at(|| Piece::EVERYTHING);
        self.covered
    }

    /// The incidents that share a cause with an earlier one; of those that name a cause.
    #[must_use]
    pub fn repeated(&self) -> Share {
        look_at(|| Piece::EVERYTHING);
        self.repeated
    }

    /// The causes that came back, most often first, then by name.
    #[must_use]
    pub fn causes(&self) -> &[CauseRepeats] {
        look_at(|| Piece::EVERYTHING);
        &self.causes
    }

    /// Whether the cause of an action came back, for a service it was taken for, after the action was
    /// verified.
    #[must_use]
    pub fn did_not_hold(&self, action: ActionPlace) -> bool {
        self.came_back(action)
            .is_some_and(|came_back| !came_back.here.is_empty())
    }

    /// The actions that did not hold, in the order in which they are written.
    #[must_use]
    pub fn ineffective(&self) -> Vec<ActionPlace> {
        look_at(|| Piece::EVERYTHING);
        let places = self.came_back.keys().copied();
        let mut places: Vec<ActionPlace> =
            places.filter(|place| self.did_not_hold(*place)).collect();
        places.sort_unstable();
        places
    }
}

/// The incidents that count, the earliest first.
fn counted(base: &KnowledgeBase) -> Vec<Counted<'_>> {
    let entries = (0..base.entries().len()).map(EntryIndex);
    let mut counted: Vec<Counted<'_>> = entries
        .filter_map(|entry| {
            let document = base.original(entry);
            let incident = document.incident()?;
            let began = document.date()?.day_in(base.config.zone);
            let counts = incident.incident_type() == IncidentType::Incident;
            counts.then_some(Counted {
                entry,
                began,
                incident,
            })
        })
        .collect();
    counted.sort_by_key(|one| (one.began, one.entry));
    counted
}

/// What had been learned of the causes of an incident before it began.
fn learned(
    causes: &BTreeMap<Id, OfCause>,
    services: &ServicesOfActions,
    one: &Counted<'_>,
) -> Foreknowledge {
    let mut learned = Foreknowledge::default();
    let hit = (one.entry, services.hit(one.entry));
    for cause in one.incident.all_causes() {
        let Some(of_cause) = causes.get(&cause) else {
            continue;
        };
        let own = &of_cause.incidents;
        let before = own.partition_point(|item| *item < (one.began, one.entry));
        if let Some((_, earlier)) = own[..before].last() {
            learned.earlier.push((cause.clone(), *earlier));
        }
        let is_why_it_arose = one.incident.causes.iter().any(|one| Id::new(one) == cause);
        let broader = of_cause.with_broader.iter();
        for of_cause in broader.filter_map(|broader| causes.get(broader)) {
            for action in of_cause.verified_before(one.began).take(LOOKED_AT) {
                if is_full(&learned.did_not_hold)
                    && (is_full(&learned.elsewhere) || !is_why_it_arose)
                {
                    break;
                }
                if services.is_taken_for(action, hit) {
                    add(&mut learned.did_not_hold, action.0);
                } else if is_why_it_arose {
                    add(&mut learned.elsewhere, action.0);
                }
            }
            for (span, place, taken_for) in of_cause.opened_by(one.began).take(LOOKED_AT) {
                if is_full(&learned.were_open) {
                    break;
                }
                let counts = place.entry != one.entry && span.contains(one.began);
                if counts && (is_why_it_arose || services.is_taken_for((place, taken_for), hit)) {
                    add(&mut learned.were_open, place);
                }
            }
        }
    }
    learned
}

impl CameBack {
    /// Whether both lists hold as many as they ever will.
    fn is_full(&self) -> bool {
        is_full(&self.here) && is_full(&self.elsewhere)
    }
}

/// Whether a list holds as much as it ever will.
fn is_full<T>(list: &[T]) -> bool {
    list.len() >= SHOWN
}

/// Adds what is not there yet, while there is room.
fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !is_full(list) && !list.contains(&item) {
        list.push(item);
    }
}

/// The known errors of an incident that were recorded before it began.
fn known(
    base: &KnowledgeBase,
    relations: &Relations,
    recognitions: &Recognitions,
    one: &Counted<'_>,
) -> Vec<Known> {
    let linked = one.incident.known_errors.iter();
    let linked = linked
        .filter_map(|id| base.named(id))
        .map(|named| (named.entry, None));
    let recognised = recognitions.of_entry(one.entry).iter();
    let recognised = recognised.map(|found| (found.error, Some(found.signature)));
    let mut known: Vec<Known> = linked
        .chain(recognised)
        .filter(|(error, _)| !relations.are_denied(one.entry, *error))
        .filter_map(|(error, signature)| {
            let recorded_on = recorded_on(base, error, signature)?;
            (recorded_on < one.began).then_some(Known {
                error,
                signature,
                recorded_on,
            })
        })
        .collect();
    // A link says it best; it comes first.
    known.sort_unstable();
    known.dedup_by_key(|known| known.error);
    known
}

/// Since when a known error, or one of its signatures, is recorded.
fn recorded_on(
    base: &KnowledgeBase,
    error: EntryIndex,
    signature: Option<usize>,
) -> Option<NaiveDate> {
    let document = base.original(error).known_error()?;
    let recorded = document.recorded_on.as_ref().map(|day| day.value);
    let added = signature
        .and_then(|signature| document.signatures.get(signature)?.added_on.as_ref())
        .map(|day| day.value);
    added.or(recorded)
}

/// The incidents that came after each verified action against one of their causes.
fn came_back(
    causes: &BTreeMap<Id, OfCause>,
    services: &ServicesOfActions,
) -> FxHashMap<ActionPlace, CameBack> {
    let mut verified: FxHashMap<ActionPlace, Vec<_>> = FxHashMap::default();
    for of_cause in causes.values() {
        for (day, place, taken_for) in &of_cause.verified {
            let of_action = verified.entry(*place).or_default();
            of_action.push((of_cause, *day, *taken_for));
        }
    }
    let actions = verified.into_par_iter();
    let came_back = actions.map(|(place, against)| {
        let mut came_back = CameBack::default();
        for (of_cause, day, taken_for) in against {
            for incident in of_cause.within_after(day).iter().take(LOOKED_AT) {
                if came_back.is_full() {
                    break;
                }
                if services.is_taken_for((place, taken_for), (incident.entry, incident.hit)) {
                    add(&mut came_back.here, incident.entry);
                } else if incident.is_why_it_arose {
                    add(&mut came_back.elsewhere, incident.entry);
                }
            }
        }
        (place, came_back)
    });
    came_back
        .filter(|(_, came_back)| *came_back != CameBack::default())
        .collect()
}

fn repeats(causes: &BTreeMap<Id, OfCause>) -> Vec<CauseRepeats> {
    let mut repeats: Vec<CauseRepeats> = causes
        .iter()
        .filter(|(_, of_cause)| of_cause.incidents.len() > 1)
        .map(|(cause, of_cause)| CauseRepeats {
            cause: cause.clone(),
            incidents: of_cause.incidents.iter().map(|(_, entry)| *entry).collect(),
        })
        .collect();
    repeats.sort_by_key(|cause| std::cmp::Reverse(cause.incidents.len()));
    repeats
}

#[cfg(test)]
mod tests;
