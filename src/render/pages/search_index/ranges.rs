//! The terms in ranges, each with files of its own. A range whose terms are as they were is not read again.

use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::memory::{MadeFrom, Memory};
use crate::render::site::{Output, RenderError, Site};
use crate::render::unit::known_unit;
use crate::search::index::Parts;
use crate::search::packed::{Beginning, bytes_of, try_each};
use crate::search::term_ranges::{starts, within};

use super::parts::Part;
use super::remembered::{keep, recall};
use super::shards::{Lines, Written};

/// What all ranges are called where they are remembered.
const NAME: &str = "search-index-terms";

/// Where a range begins, and the next one.
type Bounds = (Beginning, Option<Beginning>);

/// Writes the files of all ranges.
pub(super) fn write(
    site: &Site<'_>,
    documents: &Parts<'_>,
    parts: &[Part],
    output: &dyn Output,
) -> Result<Vec<Written>, RenderError> {
    let starts = starts(parts.iter().map(|part| part.slices.as_slice()));
    let next = starts.iter().skip(1).copied().map(Some).chain([None]);
    let ranges: Vec<Bounds> = starts.iter().copied().zip(next).collect();
    let make = |range: Bounds, output: &dyn Output| -> Result<Written, RenderError> {
        let slices = parts.iter().map(|part| {
            let some = within(&part.slices, range.0, range.1);
            &part.terms(site, documents)[bytes_of(&part.slices, some)]
        });
        let slices: Vec<&[u8]> = slices.collect();
        let mut lines = Lines::default();
        try_each(&slices, |term, postings| -> Result<(), RenderError> {
            lines.push(term, postings);
            Ok(())
        })?;
        lines.write(output)
    };
    if !site.memory.remembers() {
        return ranges
            .into_par_iter()
            .map(|range| make(range, output))
            .collect();
    }
    let known = recall_all(site.memory);
    let written = ranges.into_par_iter().map(|range| {
        let made_from = made_from(parts, range);
        let [a, b, c] = range.0;
        let name = format!("{NAME}-{a:02x}{b:02x}{c:02x}");
        let known = known.get(&made_from).map(Cow::Borrowed);
        let written = known_unit(site, output, &name, made_from, known, |output| {
            make(range, output).map(Cow::Owned)
        })?;
        Ok((made_from, written))
    });
    let written: Vec<(MadeFrom, Cow<'_, Written>)> = written.collect::<Result<_, RenderError>>()?;
    let is_as_known = written
        .iter()
        .all(|(_, range)| matches!(range, Cow::Borrowed(_)));
    if !is_as_known || written.len() != known.len() {
        keep_all(site.memory, &written);
    }
    Ok(written
        .into_iter()
        .map(|(_, range)| range.into_owned())
        .collect())
}

/// What the files of a range are made from.
fn made_from(parts: &[Part], (start, next): Bounds) -> MadeFrom {
    let slices = parts.iter().map(|part| {
        let some = within(&part.slices, start, next);
        &part.digests[some]
    });
    MadeFrom::of(&slices.collect::<Vec<_>>())
}

/// What was written of ranges, whichever they are now, by what that was made from.
fn recall_all(memory: &dyn Memory) -> FxHashMap<MadeFrom, Written> {
    let known = recall(memory, NAME, MadeFrom::of(NAME));
    let known: Option<Vec<(MadeFrom, Written)>> =
        known.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    known.unwrap_or_default().into_iter().collect()
}

fn keep_all(memory: &dyn Memory, written: &[(MadeFrom, Cow<'_, Written>)]) {
    // Plain values are always JSON; if not, it is made again the next time.
    if let Ok(bytes) = serde_json::to_vec(written) {
        keep(memory, NAME, MadeFrom::of(NAME), &bytes);
    }
}
