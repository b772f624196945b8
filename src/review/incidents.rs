//! New and changed incidents: how long they took, what their reports lack, what was seen before.

use std::cmp::Reverse;

use chrono::{NaiveDate, TimeDelta};
use rayon::prelude::*;

use crate::check::completeness::lacking_when_final;
use crate::check::{Asks, asks};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::incident::Status;
use crate::insight::filed_at;
use crate::insight::incident_figures::Measure;
use crate::knowledge_base::EntryIndex;

use super::changed::{Changed, ChangedEntry};
use super::seen_before::{Memory, SeenBefore};
use super::{MAX_COMPARED, Side};

/// How long an incident took from its start, and to be taken on once it was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lengths {
    /// From its start until it was noticed.
    pub detect: Option<TimeDelta>,
    /// From when it was noticed until somebody took it on.
    pub acknowledge: Option<TimeDelta>,
    /// From its start until it hurt no more, or less.
    pub mitigate: Option<TimeDelta>,
    /// From its start until it was over.
    pub resolve: Option<TimeDelta>,
}

impl Lengths {
    fn of(document: &Document) -> Self {
        Self {
            detect: Measure::Detect.of(document),
            acknowledge: Measure::Acknowledge.of(document),
            mitigate: Measure::Mitigate.of(document),
            resolve: Measure::Resolve.of(document),
        }
    }
}

/// An incident that is new or changed.
#[derive(Debug)]
pub struct ReviewedIncident {
    /// The incident.
    pub entry: EntryIndex,
    /// Whether it was not there before.
    pub is_new: bool,
    /// How long it took.
    pub lengths: Lengths,
    /// What its report lacks for its status.
    pub lacking: Vec<Diagnostic>,
    /// What a report that is not final lacks to be so, beyond what it lacks already.
    pub lacking_when_final: Vec<Diagnostic>,
    /// Earlier incidents and known errors that it resembles: those that must be answered first; `None`
    /// where it was not compared with any.
    pub seen_before: Option<Vec<SeenBefore>>,
}

/// Reviews the incidents among the changed entries; with how many there are beyond
/// [`MAX_COMPARED`], which are not compared with earlier ones.
pub(super) fn review(
    before: &Side<'_>,
    after: &Side<'_>,
    changed: &Changed,
    today: NaiveDate,
) -> (Vec<ReviewedIncident>, usize) {
    let base = after.base();
    let mut incidents: Vec<ChangedEntry> = changed.entries.clone();
    incidents.retain(|entry| base.original(entry.after).incident().is_some());
    incidents.sort_by_cached_key(|entry| {
        let filed = filed_at(base.original(entry.after), base.config.zone);
        (entry.before.is_some(), Reverse(filed), entry.after)
    });
    let not_compared = incidents.len().saturating_sub(MAX_COMPARED);
    if incidents.is_empty() {
        return (Vec::new(), 0);
    }
    let memory = Memory::of(before, after, changed, today);
    let reviewed = incidents
        .into_par_iter()
        .enumerate()
        .map(|(rank, entry)| {
            let memory = (rank < MAX_COMPARED).then_some(&memory);
            one(after, memory, entry, today)
        })
        .collect();
    (reviewed, not_compared)
}

fn one(
    after: &Side<'_>,
    memory: Option<&Memory<'_>>,
    changed: ChangedEntry,
    today: NaiveDate,
) -> ReviewedIncident {
    let base = after.base();
    let entry = changed.after;
    let document = base.original(entry);
    // Findings are sorted by file.
    let start = after
        .findings
        .partition_point(|found| found.file < document.path);
    let own = after.findings[start..].iter();
    let own = own.take_while(|found| found.file == document.path);
    let lacking: Vec<Diagnostic> = own
        .filter(|found| asks(found) == Asks::More)
        .cloned()
        .collect();
    let is_final = document
        .incident()
        .is_some_and(|incident| incident.status() == Status::Final);
    let mut when_final = Vec::new();
    if !is_final {
        when_final = lacking_when_final(&after.gathered, entry, today);
        when_final.retain(|found| !lacking.contains(found));
    }
    ReviewedIncident {
        entry,
        is_new: changed.before.is_none(),
        lengths: Lengths::of(document),
        lacking,
        lacking_when_final: when_final,
        seen_before: memory.map(|memory| memory.of_incident(changed)),
    }
}
