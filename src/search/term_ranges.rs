//! Where the terms of all parts are cut into ranges, each of which can be read, and written, by itself.
//!
//! The cuts depend on what is near them alone: a term that comes or goes moves those around it, if any, and not all
//! behind it.

use std::hash::Hasher;
use std::ops::Range;

use siphasher::sip::SipHasher13;

use super::packed::{Beginning, Slice};

/// How long the slices of a range are together, at least, in bytes; a few times as long as its shards in the end.
const RANGE_BYTES: usize = 16_000;

/// How the terms of each range begin that are its first. `parts` are the slices of every part.
#[must_use]
pub fn starts<'a>(parts: impl IntoIterator<Item = &'a [Slice]>) -> Vec<Beginning> {
    let mut lengths: Vec<(Beginning, usize)> = Vec::new();
    for slices in parts {
        let mut from = 0;
        for slice in slices {
            lengths.push((slice.beginning, slice.end - from));
            from = slice.end;
        }
    }
    lengths.sort_unstable();
    let mut starts: Vec<Beginning> = Vec::new();
    let mut bytes = 0;
    let mut before = None;
    for (beginning, length) in lengths {
        let is_other = before.replace(beginning) != Some(beginning);
        if starts.is_empty() || is_other && bytes >= RANGE_BYTES && is_milestone(beginning) {
            starts.push(beginning);
            bytes = 0;
        }
        bytes += length;
    }
    starts
}

/// Whether a range may start here: with one beginning of four, whatever else there is.
fn is_milestone(beginning: Beginning) -> bool {
    let mut hasher = SipHasher13::new();
    hasher.write(&beginning);
    hasher.finish().is_multiple_of(4)
}

/// The slices of a part from this beginning, up to the next range.
#[must_use]
pub fn within(slices: &[Slice], start: Beginning, next: Option<Beginning>) -> Range<usize> {
    let first_from = |from: Beginning| slices.partition_point(|slice| slice.beginning < from);
    first_from(start)..next.map_or(slices.len(), first_from)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A part of terms that begin with these letters, each slice as long as said.
    fn slices(count: usize, length: impl Fn(usize) -> usize) -> Vec<Slice> {
        let mut end = 0;
        (0..count)
            .map(|number| {
                end += length(number);
                let [.., a, b, c] = number.to_be_bytes();
                let beginning = [a, b, c];
                Slice { beginning, end }
            })
            .collect()
    }

    #[test]
    fn every_slice_is_in_one_range() {
        let parts = [slices(3000, |_| 900), slices(2500, |number| number % 7)];
        let starts = starts(parts.iter().map(Vec::as_slice));
        assert!(starts.len() > 50, "{}", starts.len());
        for part in &parts {
            let mut behind = 0;
            for (number, start) in starts.iter().enumerate() {
                let range = within(part, *start, starts.get(number + 1).copied());
                assert_eq!(range.start, behind);
                behind = range.end;
            }
            assert_eq!(behind, part.len());
        }
        assert!(super::starts([]).is_empty());
    }

    #[test]
    fn what_grows_moves_only_the_starts_near_it() {
        let before = starts([&*slices(3000, |_| 900)]);
        let after = starts([&*slices(
            3000,
            |number| if number == 1500 { 9_000 } else { 900 },
        )]);
        let moved: Vec<_> = after
            .iter()
            .filter(|start| !before.contains(start))
            .collect();
        assert!(moved.len() <= 8, "{moved:?} of {}", after.len());
    }
}
