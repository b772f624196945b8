//! Inverted lists: who has a feature.

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
pub(super) struct Lists<K>(Vec<(K, u32)>);

impl<K: Ord + Copy> Lists<K> {
    /// The lists of these pairs, each pair once.
    pub(super) fn of(mut pairs: Vec<(K, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        pairs.shrink_to_fit();
        Self(pairs)
    }

    /// Leaves out keys that fewer or more reports have.
    pub(super) fn within(mut self, lengths: std::ops::RangeInclusive<usize>) -> Self {
        let mut kept = 0;
        let mut start = 0;
        while start < self.0.len() {
            let key = self.0[start].0;
            let length = self.0[start..]
                .iter()
                .take_while(|(other, _)| *other == key)
                .count();
            if lengths.contains(&length) {
                self.0.copy_within(start..start + length, kept);
                kept += length;
            }
            start += length;
        }
        self.0.truncate(kept);
        self.0.shrink_to_fit();
        self
    }

    /// Who has a key, oldest first.
    pub(super) fn get(&self, key: K) -> &[(K, u32)] {
        let start = self.0.partition_point(|(other, _)| *other < key);
        let length = self.0[start..].partition_point(|(other, _)| *other == key);
        &self.0[start..start + length]
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
        let at = list.partition_point(|(_, report)| *report < to);
        let (older, newer) = list.split_at(at);
        let older = older.iter().rev().map(|(_, report)| *report);
        let newer = newer.iter().map(|(_, report)| *report);
        let newer = newer.filter(|report| *report != to);
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
        let lists = Lists::of(pairs).within(2..=2);
        assert_eq!(lists.get('b'), [('b', 1), ('b', 2)]);
        assert!(lists.get('a').is_empty() && lists.get('c').is_empty());
    }
}
