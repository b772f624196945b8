//! Which services actions were taken for, and which ones incidents hit.

use rustc_hash::FxHashMap;

use crate::document::Id;
use crate::document::incident::{Action, Incident, RolloutState};
use crate::insight::actions::ActionPlace;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};

/// The services of every incident and of what was carried over from it, as numbers: every incident
/// of a cause is held against every action that addresses it.
pub(super) struct ServicesOfActions {
    of_entry: Vec<OfReport>,
    /// Whether each service has a bit of its own.
    are_told_apart: bool,
}

/// A set of services by one bit each, of which some share one: two sets without a bit in common have no
/// service in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Outline(u128);

impl Outline {
    fn of<'s>(services: impl Iterator<Item = &'s u32>) -> Self {
        Self(services.fold(0, |bits, service| bits | 1 << (service % u128::BITS)))
    }

    /// Whether sets with these outlines may have a service in common, or one of them is empty.
    fn may_meet(self, other: Self) -> bool {
        self.0 == 0 || other.0 == 0 || self.0 & other.0 != 0
    }
}

/// The services of a report.
#[derive(Default)]
struct OfReport {
    hit: Vec<u32>,
    /// Of each of its actions, the services that it has been carried over to.
    carried_over: Vec<Vec<u32>>,
}

impl ServicesOfActions {
    pub(super) fn of(base: &KnowledgeBase) -> Self {
        let mut numbers: FxHashMap<Id, u32> = FxHashMap::default();
        let reports = (0..base.entries().len()).map(EntryIndex).map(|entry| {
            let incident = base.original(entry).incident();
            incident.map_or_else(OfReport::default, |incident| {
                OfReport::read(incident, &mut numbers)
            })
        });
        Self {
            of_entry: reports.collect(),
            are_told_apart: numbers.len() <= u128::BITS as usize,
        }
    }

    /// The services that an incident hit.
    pub(super) fn hit(&self, incident: EntryIndex) -> Outline {
        Outline::of(self.of_entry[incident.0].hit.iter())
    }

    /// The services that an action was taken for: those of its report, and those that it was carried over to.
    pub(super) fn taken_for(&self, action: ActionPlace) -> Outline {
        let report = &self.of_entry[action.entry.0];
        let carried_over = report.carried_over.get(action.position);
        Outline::of(report.hit.iter().chain(carried_over.into_iter().flatten()))
    }

    /// Whether an action was taken for a service that an incident hit, both given with their outlines. Where
    /// one of the two names no service, nothing speaks against it.
    pub(super) fn is_taken_for(
        &self,
        (action, taken_for): (ActionPlace, Outline),
        (incident, hit): (EntryIndex, Outline),
    ) -> bool {
        // Nearly all pairs end here, and nothing else of the two has to be looked up.
        taken_for.may_meet(hit) && (self.are_told_apart || self.meet(action, incident))
    }

    fn meet(&self, action: ActionPlace, incident: EntryIndex) -> bool {
        let report = &self.of_entry[action.entry.0];
        let carried_over = report.carried_over.get(action.position);
        let carried_over = carried_over.map_or(&[][..], Vec::as_slice);
        let hit = &self.of_entry[incident.0].hit;
        report.hit.is_empty() && carried_over.is_empty()
            || hit.is_empty()
            || hit
                .iter()
                .any(|service| report.hit.contains(service) || carried_over.contains(service))
    }
}

impl OfReport {
    fn read(incident: &Incident, numbers: &mut FxHashMap<Id, u32>) -> Self {
        let mut number = |written: &str| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(Id::new(written)).or_insert(next)
        };
        Self {
            hit: incident.services.iter().map(|one| number(one)).collect(),
            carried_over: incident
                .actions
                .iter()
                .map(|action| carried_over(action).map(&mut number).collect())
                .collect(),
        }
    }
}

/// The services that an action has been carried over to.
fn carried_over(action: &Action) -> impl Iterator<Item = &str> {
    let done = action.rollout.iter().filter(|rollout| {
        let state = rollout.state.as_ref().map(|state| state.value);
        state == Some(RolloutState::Done)
    });
    done.filter_map(|rollout| {
        rollout
            .service
            .as_ref()
            .map(|service| service.value.as_str())
    })
}
