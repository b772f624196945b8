//! What is known of each cause: the incidents that name it, and the actions against it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::document::Id;
use crate::document::incident::{Action, ActionState};
use crate::insight::actions::ActionPlace;
use crate::insight::actions::OpenSpan;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};

use super::Counted;
use super::services::{Outline, ServicesOfActions};

/// What is known of a cause. Every list begins with what is earliest; reports and actions stand with the
/// services that they hit or were taken for.
#[derive(Default)]
pub(super) struct OfCause {
    /// It and the broader ones that it belongs to, the nearest first.
    pub(super) with_broader: Vec<Id>,
    /// Incidents that name it.
    pub(super) incidents: Vec<(NaiveDate, EntryIndex)>,
    /// Incidents that name it or a narrower one.
    within: Vec<Within>,
    /// Actions that address it and were verified, by the day.
    pub(super) verified: Vec<(NaiveDate, ActionPlace, Outline)>,
    /// Actions that address it, by the days on which they were open; only those that say since when.
    open: Vec<(OpenSpan, ActionPlace, Outline)>,
}

/// An incident of a cause or of a narrower one.
#[derive(Clone, Copy)]
pub(super) struct Within {
    began: NaiveDate,
    /// It.
    pub(super) entry: EntryIndex,
    /// The services that it hit.
    pub(super) hit: Outline,
    /// Whether the cause is why it arose, and not only why it was not stopped.
    pub(super) is_why_it_arose: bool,
}

impl OfCause {
    /// Every cause that some incident names or some action addresses.
    pub(super) fn all(
        base: &KnowledgeBase,
        counted: &[Counted<'_>],
        services: &ServicesOfActions,
    ) -> BTreeMap<Id, Self> {
        let mut causes: BTreeMap<Id, Self> = BTreeMap::new();
        for one in counted {
            let hit = services.hit(one.entry);
            for cause in one.incident.all_causes() {
                let mut written = one.incident.causes.iter();
                let is_why_it_arose = written.any(|written| Id::new(written) == cause);
                let of_cause = causes.entry(cause.clone()).or_default();
                of_cause.incidents.push((one.began, one.entry));
                if of_cause.with_broader.is_empty() {
                    of_cause.with_broader = base.config.with_broader(&cause);
                }
                for broader in of_cause.with_broader.clone() {
                    let within = &mut causes.entry(broader).or_default().within;
                    match within.last_mut().filter(|last| last.entry == one.entry) {
                        Some(last) => last.is_why_it_arose |= is_why_it_arose,
                        None => within.push(Within {
                            began: one.began,
                            entry: one.entry,
                            hit,
                            is_why_it_arose,
                        }),
                    }
                }
            }
        }
        for entry in (0..base.entries().len()).map(EntryIndex) {
            let incident = base.original(entry).incident().into_iter();
            let actions = incident.flat_map(|incident| incident.actions.iter().enumerate());
            for (position, action) in actions.filter(|(_, one)| one.reference.is_none()) {
                let place = ActionPlace { entry, position };
                let taken_for = services.taken_for(place);
                let verified = verified_on(action).map(|day| (day, place, taken_for));
                let open = OpenSpan::of(base, entry, action)
                    .filter(|span| span.since.is_some())
                    .map(|span| (span, place, taken_for));
                for cause in &action.addresses {
                    let of_cause = causes.entry(Id::new(cause)).or_default();
                    of_cause.verified.extend(verified);
                    of_cause.open.extend(open);
                }
            }
        }
        for of_cause in causes.values_mut() {
            of_cause.verified.sort_unstable();
            of_cause.open.sort_unstable();
        }
        causes
    }

    /// The actions that had been verified before a day, the latest first.
    pub(super) fn verified_before(
        &self,
        day: NaiveDate,
    ) -> impl Iterator<Item = (ActionPlace, Outline)> {
        let end = self
            .verified
            .partition_point(|(verified, ..)| *verified < day);
        let before = self.verified[..end].iter().rev();
        before.map(|(_, place, taken_for)| (*place, *taken_for))
    }

    /// The actions that had been opened by a day, the latest first.
    pub(super) fn opened_by(
        &self,
        day: NaiveDate,
    ) -> impl Iterator<Item = (OpenSpan, ActionPlace, Outline)> {
        let end = self
            .open
            .partition_point(|(span, ..)| span.since <= Some(day));
        self.open[..end].iter().rev().copied()
    }

    /// The incidents of it, or of a narrower one, that began after a day, the earliest first.
    pub(super) fn within_after(&self, day: NaiveDate) -> &[Within] {
        let from = self.within.partition_point(|one| one.began <= day);
        &self.within[from..]
    }
}

fn verified_on(action: &Action) -> Option<NaiveDate> {
    let day = action.verified_on.as_ref().or(action.done_on.as_ref())?;
    (action.state() == ActionState::Verified).then_some(day.value)
}
