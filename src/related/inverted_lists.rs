//! Inverted lists: who has a feature.

use std::hash::Hash;
use std::ops::RangeInclusive;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// How many times as far a list is looked through for wanted reports as they are taken from it.
const LOOK: usize = 4;

/// How far a list is followed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    /// A longer list says nothing.
    pub(super) longest: usize,
    /// How many are taken of those before, and of those behind.
    pub(super) each_side: usize,
}

/// Which reports have which key; reports are numbered oldest first.
#[derive(Debug)]
pub(super) struct Lists<K> {
    /// Where the list of each key begins and ends.
    places: FxHashMap<K, (u32, u32)>,
    /// The lists, one behind the other.
    reports: Vec<u32>,
}

impl<K: Ord + Hash + Copy + Send> Lists<K> {
    /// The lists of these pairs, each pair once.
    pub(super) fn of(pairs: Vec<(K, u32)>) -> Self {
        Self::within(1..=usize::MAX, pairs)
    }

    /// The same without the keys that fewer or more reports have.
    pub(super) fn within(lengths: RangeInclusive<usize>, mut pairs: Vec<(K, u32)>) -> Self {
        pairs.par_sort_unstable();
        pairs.dedup();
        let of_keys = || {
            let lists = pairs.chunk_by(|a, b| a.0 == b.0);
            lists.filter(|list| lengths.contains(&list.len()))
        };
        let mut reports = Vec::with_capacity(of_keys().map(<[_]>::len).sum());
        let mut places = FxHashMap::default();
        places.reserve(of_keys().count());
        for list in of_keys() {
            let start = place(reports.len());
            reports.extend(list.iter().map(|(_, report)| *report));
            places.insert(list[0].0, (start, place(reports.len())));
        }
        Self { places, reports }
    }

    /// Who has a key, oldest first.
    pub(super) fn get(&self, key: K) -> &[u32] {
        let place = self.places.get(&key);
        place.map_or(&[], |(start, end)| {
            &self.reports[*start as usize..*end as usize]
        })
    }

    /// Adds those who have a key and are wanted: the nearest to report `to` in time.
    pub(super) fn near(
        &self,
        key: K,
        to: u32,
        reach: Reach,
        wanted: &impl Fn(u32) -> bool,
        out: &mut Vec<u32>,
    ) {
        let list = self.get(key);
        if list.len() > reach.longest {
            return;
        }
        let at = list.partition_point(|report| *report < to);
        let (older, newer) = list.split_at(at);
        let older = older.iter().rev().copied();
        let newer = newer.iter().copied().filter(|report| *report != to);
        let is_wanted = |report: &u32| wanted(*report);
        out.extend(
            older
                .take(LOOK * reach.each_side)
                .filter(is_wanted)
                .take(reach.each_side),
        );
        out.extend(
            newer
                .take(LOOK * reach.each_side)
                .filter(is_wanted)
                .take(reach.each_side),
        );
    }
}

/// A place in the lists; there are fewer than four thousand million.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_give_what_is_near_in_time() {
        let pairs = (0..100).map(|report| ('a', report)).chain([('b', 7)]);
        let lists = Lists::of(pairs.collect());
        let reach = Reach {
            longest: 100,
            each_side: 2,
        };
        let mut near = Vec::new();
        lists.near('a', 50, reach, &|report| report != 49, &mut near);
        assert_eq!(near, [48, 47, 51, 52]);
        near.clear();
        lists.near('a', 50, reach, &|report| report < 10, &mut near);
        lists.near('b', 7, reach, &|_| true, &mut near);
        let reach = Reach {
            longest: 99,
            ..reach
        };
        lists.near('a', 50, reach, &|_| true, &mut near);
        assert!(near.is_empty());
    }

    #[test]
    fn lists_too_short_or_long_are_left_out() {
        let pairs = vec![
            ('a', 1),
            ('b', 2),
            ('b', 1),
            ('b', 1),
            ('c', 1),
            ('c', 2),
            ('c', 3),
        ];
        let lists = Lists::within(2..=2, pairs);
        assert_eq!(lists.get('b'), [1, 2]);
        assert!(lists.get('a').is_empty() && lists.get('c').is_empty());
    }
}
