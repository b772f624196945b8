//! New and changed known errors, and the earlier incidents that they would have recognised.

use rayon::prelude::*;

use crate::document::Kind;
use crate::knowledge_base::EntryIndex;
use crate::signature::Matcher;

use super::Side;
use super::changed::Changed;

/// A known error that is new or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedKnownError {
    /// The known error.
    pub entry: EntryIndex,
    /// Whether it was not there before.
    pub is_new: bool,
    /// The incidents whose text one of its signatures finds, and that nothing connects with it.
    pub unnamed: Vec<EntryIndex>,
}

pub(super) fn review(after: &Side<'_>, changed: &Changed) -> Vec<ReviewedKnownError> {
    let base = after.base();
    let mut reviewed: Vec<ReviewedKnownError> = changed
        .entries
        .iter()
        .filter(|entry| base.original(entry.after).kind() == Kind::KnownError)
        .map(|entry| ReviewedKnownError {
            entry: entry.after,
            is_new: entry.before.is_none(),
            unnamed: Vec::new(),
        })
        .collect();
    // What is so general that it finds anything is a finding of its own.
    let patterns: Vec<(usize, _)> = reviewed
        .iter()
        .enumerate()
        .flat_map(|(position, error)| {
            let signatures = after.gathered.signatures.of_entry(error.entry).iter();
            signatures.filter_map(move |signature| {
                let pattern = signature.pattern.as_ref().ok()?;
                let tells = signature.insignificance().is_none();
                tells.then_some((position, pattern))
            })
        })
        .collect();
    if patterns.is_empty() {
        return reviewed;
    }
    let matcher = Matcher::new(patterns.iter().map(|(_, pattern)| *pattern));
    let incidents: Vec<EntryIndex> = base.of_kind(Kind::Incident).collect();
    let found: Vec<(EntryIndex, usize)> = incidents
        .into_par_iter()
        .flat_map_iter(|incident| {
            let documents = base[incident].documents();
            let hits = documents.flat_map(|index| matcher.find_in(&base[index].text));
            let mut errors: Vec<usize> = hits.map(|hit| patterns[hit.pattern].0).collect();
            errors.sort_unstable();
            errors.dedup();
            errors.into_iter().map(move |error| (incident, error))
        })
        .collect();
    for (incident, error) in found {
        let error = &mut reviewed[error];
        let mut named = after.gathered.relations.of(error.entry).iter();
        if !named.any(|relation| relation.other == incident) {
            error.unnamed.push(incident);
        }
    }
    reviewed
}
