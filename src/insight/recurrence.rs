//! What came back: causes that return although an action against them was verified, known errors that
//! were recorded before they struck, actions that were open when they were needed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::document::Id;
use crate::document::incident::{Action, ActionState, Incident, IncidentType};
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::link::Relations;
use crate::signature::recognition::Recognitions;

/// The most actions that are told of one incident, and incidents that are told of one action.
pub const SHOWN: usize = 20;

/// An action, by the incident that it is written in and its position there, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActionPlace {
    /// The incident.
    pub entry: EntryIndex,
    /// The position.
    pub position: usize,
}

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
    /// Actions against a cause of it that had been verified before: they did not hold. The latest
    /// first, [`SHOWN`] at most.
    pub did_not_hold: Vec<ActionPlace>,
    /// Actions against a cause of it that were open then, and might have kept it from arising.
    pub were_open: Vec<ActionPlace>,
    /// The latest earlier incident of each cause that it shares with one.
    pub earlier: Vec<(Id, EntryIndex)>,
}

/// The incidents that came after an action against their cause was verified.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CameBack {
    /// The first of them, [`SHOWN`] at most.
    pub incidents: Vec<EntryIndex>,
    /// How many there are.
    pub count: usize,
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
#[derive(Debug, Default)]
pub struct Recurrence {
    of_incident: FxHashMap<EntryIndex, Foreknowledge>,
    came_back: FxHashMap<ActionPlace, CameBack>,
    /// The incidents that had a known error recorded before they began.
    pub known_at_the_time: Share,
    /// The incidents that an action then open would have covered; of those that name a cause.
    pub covered: Share,
    /// The incidents that share a cause with an earlier one; of those that name a cause.
    pub repeated: Share,
    /// The causes that came back, most often first, then by name.
    pub causes: Vec<CauseRepeats>,
}

/// An incident that counts.
struct Counted<'a> {
    entry: EntryIndex,
    began: NaiveDate,
    incident: &'a Incident,
}

/// What is known of a cause.
#[derive(Default)]
struct OfCause {
    /// Incidents that name it, the earliest first.
    incidents: Vec<(NaiveDate, EntryIndex)>,
    /// Incidents that name it or a narrower one, the earliest first.
    within: Vec<(NaiveDate, EntryIndex)>,
    /// Actions that address it and were verified, by the day.
    verified: Vec<(NaiveDate, ActionPlace)>,
    /// Actions that address it, by the days from which and before which they were open.
    open: Vec<(NaiveDate, Option<NaiveDate>, ActionPlace)>,
}

impl Recurrence {
    /// Looks through a knowledge base.
    #[must_use]
    pub fn of(base: &KnowledgeBase, relations: &Relations, recognitions: &Recognitions) -> Self {
        let counted = counted(base);
        let causes = causes(base, &counted);
        let of_incident: Vec<(EntryIndex, Foreknowledge)> = counted
            .par_iter()
            .map(|one| {
                let mut learned = learned(&base.config, &causes, one);
                learned.known = known(base, relations, recognitions, one);
                (one.entry, learned)
            })
            .collect();
        let names_cause: FxHashMap<EntryIndex, bool> = counted
            .iter()
            .map(|one| (one.entry, named(one.incident).next().is_some()))
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
        Self {
            known_at_the_time: share(&|learned| !learned.known.is_empty(), false),
            covered: share(&|learned| !learned.were_open.is_empty(), true),
            repeated: share(&|learned| !learned.earlier.is_empty(), true),
            came_back: came_back(&causes),
            causes: repeats(&causes),
            of_incident: of_incident.into_iter().collect(),
        }
    }

    /// What had been learned before an incident began; `None` where it is not counted.
    #[must_use]
    pub fn of_incident(&self, entry: EntryIndex) -> Option<&Foreknowledge> {
        self.of_incident.get(&entry)
    }

    /// The incidents that an action did not keep from arising although it was verified before.
    #[must_use]
    pub fn came_back(&self, action: ActionPlace) -> Option<&CameBack> {
        self.came_back.get(&action)
    }

    /// The actions that did not hold, in the order in which they are written.
    #[must_use]
    pub fn ineffective(&self) -> Vec<ActionPlace> {
        let mut places: Vec<ActionPlace> = self.came_back.keys().copied().collect();
        places.sort_unstable();
        places
    }
}

/// The incidents that count, the earliest first.
fn counted(base: &KnowledgeBase) -> Vec<Counted<'_>> {
    let entries = (0..base.entries.len()).map(EntryIndex);
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

/// Why an incident arose and why it was not caught.
fn named(incident: &Incident) -> impl Iterator<Item = Id> {
    let causes = incident.causes.iter().chain(&incident.escape_causes);
    causes
        .filter(|cause| !cause.trim().is_empty())
        .map(|cause| Id::new(cause))
}

fn causes(base: &KnowledgeBase, counted: &[Counted<'_>]) -> BTreeMap<Id, OfCause> {
    let mut causes: BTreeMap<Id, OfCause> = BTreeMap::new();
    let push = |list: &mut Vec<(NaiveDate, EntryIndex)>, item: (NaiveDate, EntryIndex)| {
        if list.last() != Some(&item) {
            list.push(item);
        }
    };
    for one in counted {
        let item = (one.began, one.entry);
        for cause in named(one.incident) {
            for broader in base.config.with_broader(&cause) {
                push(&mut causes.entry(broader).or_default().within, item);
            }
            push(&mut causes.entry(cause).or_default().incidents, item);
        }
    }
    for entry in (0..base.entries.len()).map(EntryIndex) {
        let document = base.original(entry);
        let began = document.date().map(|day| day.day_in(base.config.zone));
        let actions = document
            .incident()
            .into_iter()
            .flat_map(|incident| &incident.actions);
        for (position, action) in actions
            .enumerate()
            .filter(|(_, one)| one.reference.is_none())
        {
            let place = ActionPlace { entry, position };
            for cause in &action.addresses {
                let of_cause = causes.entry(Id::new(cause)).or_default();
                of_cause
                    .verified
                    .extend(verified_on(action).map(|day| (day, place)));
                of_cause
                    .open
                    .extend(open_between(action, began).map(|(from, until)| (from, until, place)));
            }
        }
    }
    for of_cause in causes.values_mut() {
        of_cause.verified.sort_unstable();
        of_cause.open.sort_unstable();
    }
    causes
}

fn verified_on(action: &Action) -> Option<NaiveDate> {
    let day = action.verified_on.as_ref().or(action.done_on.as_ref())?;
    (action.state() == ActionState::Verified).then_some(day.value)
}

/// From which day on and before which day an action was open; `None` where nobody knows.
fn open_between(
    action: &Action,
    began: Option<NaiveDate>,
) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let from = action.opened_on.as_ref().map(|day| day.value).or(began)?;
    let done = action.done_on.as_ref().or(action.verified_on.as_ref());
    match action.state() {
        ActionState::Open | ActionState::InProgress => Some((from, None)),
        ActionState::Done | ActionState::Verified => Some((from, Some(done?.value))),
        ActionState::Dropped => None,
    }
}

/// What had been learned of the causes of an incident before it began.
fn learned(config: &Config, causes: &BTreeMap<Id, OfCause>, one: &Counted<'_>) -> Foreknowledge {
    let mut learned = Foreknowledge::default();
    for cause in named(one.incident) {
        let own = causes
            .get(&cause)
            .map_or(&[][..], |of_cause| &of_cause.incidents);
        let before = own.partition_point(|item| *item < (one.began, one.entry));
        let is_new = learned.earlier.iter().all(|(known, _)| *known != cause);
        if let Some((_, earlier)) = own[..before].last().filter(|_| is_new) {
            learned.earlier.push((cause.clone(), *earlier));
        }
        for broader in config.with_broader(&cause) {
            let Some(of_cause) = causes.get(&broader) else {
                continue;
            };
            let verified = of_cause
                .verified
                .partition_point(|(day, _)| *day < one.began);
            let latest = of_cause.verified[..verified].iter().rev().take(SHOWN);
            learned.did_not_hold.extend(latest.map(|(_, place)| *place));
            let opened = of_cause
                .open
                .partition_point(|(from, ..)| *from <= one.began);
            let open = of_cause.open[..opened].iter().rev().take(SHOWN * 10);
            let open = open.filter(|(_, until, place)| {
                place.entry != one.entry && until.is_none_or(|until| until > one.began)
            });
            learned.were_open.extend(open.map(|(.., place)| *place));
        }
    }
    for places in [&mut learned.did_not_hold, &mut learned.were_open] {
        let mut seen = Vec::new();
        places.retain(|place| {
            let is_new = !seen.contains(place);
            seen.push(*place);
            is_new
        });
        places.truncate(SHOWN);
    }
    learned
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

fn came_back(causes: &BTreeMap<Id, OfCause>) -> FxHashMap<ActionPlace, CameBack> {
    let mut all: FxHashMap<ActionPlace, CameBack> = FxHashMap::default();
    for of_cause in causes.values() {
        for (day, place) in &of_cause.verified {
            let from = of_cause.within.partition_point(|(began, _)| began <= day);
            let after = &of_cause.within[from..];
            if after.is_empty() {
                continue;
            }
            let came_back = all.entry(*place).or_default();
            for (_, incident) in after.iter().take(SHOWN) {
                if !came_back.incidents.contains(incident) && came_back.incidents.len() < SHOWN {
                    came_back.incidents.push(*incident);
                }
            }
            // An action against two causes counts the incidents of the one that came back most.
            came_back.count = came_back
                .count
                .max(after.len())
                .max(came_back.incidents.len());
        }
    }
    all
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
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;
    use crate::signature::Signatures;

    const CONFIG: &str =
        "causes: [{id: expiry}, {id: certificate, parent: expiry}, {id: missing-alert}]";
    const FIRST: (&str, &str) = (
        "content/incidents/a.md",
        "---\nstarted_at: 2025-01-10T00:00Z\ncauses: [certificate]\nescape_causes: [missing-alert]\nactions:\n  - {title: renew, addresses: [expiry], state: verified, done_on: 2025-02-01, verified_on: 2025-03-01}\n  - {title: alert, addresses: [missing-alert], opened_on: 2025-01-12, state: done, done_on: 2025-06-01}\n  - {title: look, addresses: [certificate], state: dropped}\n---\n",
    );
    const ERROR: (&str, &str) = (
        "content/known-errors/e.md",
        "---\nrecorded_on: 2025-02-02\nsignatures:\n  - text: 'x509: certificate of gateway has expired'\n  - {text: 'gateway-edge handshake refused: TLS alert 45', added_on: 2025-07-01}\n---\n",
    );

    fn recurrence(files: &[(&str, &str)]) -> (KnowledgeBase, Recurrence) {
        let base = knowledge_base(CONFIG, files);
        let relations = Relations::gather(&base);
        let recognitions = Recognitions::of(&base, &Signatures::of(&base));
        let recurrence = Recurrence::of(&base, &relations, &recognitions);
        (base, recurrence)
    }

    fn place(entry: usize, position: usize) -> ActionPlace {
        ActionPlace {
            entry: EntryIndex(entry),
            position,
        }
    }

    #[test]
    fn a_verified_action_whose_cause_comes_back_did_not_hold() {
        let later = |day: &str, cause: &str| {
            format!("---\nstarted_at: {day}T00:00Z\ncauses: [{cause}]\n---\n")
        };
        let (on_the_day, after) = (
            later("2025-03-01", "certificate"),
            later("2025-03-02", "certificate"),
        );
        let other = later("2025-04-01", "missing-alert");
        let near_miss = after.replace("---\nstarted", "---\ntype: near-miss\nstarted");
        let (_, recurrence) = recurrence(&[
            FIRST,
            ("content/incidents/b.md", &on_the_day),
            ("content/incidents/c.md", &after),
            ("content/incidents/d.md", &near_miss),
            ("content/incidents/e.md", &other),
        ]);
        let did_not_hold = |entry| {
            let learned = recurrence.of_incident(EntryIndex(entry));
            learned.map(|learned| learned.did_not_hold.clone())
        };
        assert_eq!(did_not_hold(1), Some(vec![]));
        assert_eq!(did_not_hold(2), Some(vec![place(0, 0)]));
        assert_eq!(did_not_hold(3), None);
        assert_eq!(recurrence.ineffective(), [place(0, 0)]);
        let came_back = recurrence.came_back(place(0, 0)).unwrap();
        assert_eq!(
            (came_back.count, came_back.incidents[0]),
            (1, EntryIndex(2))
        );
        let learned = recurrence.of_incident(EntryIndex(4)).unwrap();
        assert_eq!(learned.were_open, [place(0, 1)]);
        assert_eq!(learned.earlier, [(Id::new("missing-alert"), EntryIndex(0))]);
        assert_eq!(
            recurrence.covered,
            Share {
                of_them: 1,
                counted: 4
            }
        );
        assert_eq!(recurrence.repeated.of_them, 3);
        let causes = recurrence.causes.iter();
        let causes: Vec<_> = causes
            .map(|cause| (cause.cause.as_str(), cause.share().percent()))
            .collect();
        assert_eq!(
            causes,
            [("certificate", Some(67)), ("missing-alert", Some(50))]
        );
    }

    #[test]
    fn what_was_recorded_before_was_known_at_the_time() {
        let known = |front_matter: &str, body: &str| {
            let text = format!("---\n{front_matter}---\n{body}");
            let (_, recurrence) = recurrence(&[("content/incidents/b.md", &text), ERROR]);
            let learned = recurrence.of_incident(EntryIndex(0)).unwrap();
            let known: Vec<_> = learned.known.iter().map(|known| known.signature).collect();
            (known, recurrence.known_at_the_time.of_them)
        };
        let log = "```\nx509: certificate of gateway has expired\n```\n";
        let refused = "```\ngateway-edge handshake refused: TLS alert 45\n```\n";
        let day = "started_at: 2025-02-03T00:00Z\n";
        assert_eq!(known(day, log), (vec![Some(0)], 1));
        assert_eq!(known(day, refused), (vec![], 0), "added later");
        assert_eq!(
            known("started_at: 2025-07-02T00:00Z\n", refused),
            (vec![Some(1)], 1)
        );
        assert_eq!(known("started_at: 2025-02-02T00:00Z\n", log), (vec![], 0));
        let linked = format!("{day}known_errors: [e]\n");
        assert_eq!(known(&linked, log), (vec![None], 1));
        let denied = format!("{day}relations: [{{type: not-related, id: e, note: x}}]\n");
        assert_eq!(known(&denied, log), (vec![], 0));
    }
}
