//! Inverted lists: who has a feature.

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

    /// Those who have a key and are wanted: those nearest to report `to` in time, at most `limit`, and
    /// none of those that are more than four times as far down the list.
    pub(super) fn near(
        &self,
        key: K,
        to: u32,
        limit: usize,
        wanted: &impl Fn(u32) -> bool,
        out: &mut Vec<u32>,
    ) {
        let list = self.get(key);
        let at = list.partition_point(|(_, report)| *report < to);
        let older = list[..at].iter().rev();
        let newer = list[at..].iter().filter(|(_, report)| *report != to);
        for side in [
            &mut older.map(|(_, report)| *report) as &mut dyn Iterator<Item = u32>,
            &mut newer.map(|(_, report)| *report),
        ] {
            out.extend(
                side.take(4 * limit)
                    .filter(|report| wanted(*report))
                    .take(limit),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_give_what_is_near_in_time() {
        let pairs = (0..100).map(|report| ('a', report)).chain([('b', 7)]);
        let lists = Lists::of(pairs.collect());
        let mut near = Vec::new();
        lists.near('a', 50, 2, &|report| report != 49, &mut near);
        assert_eq!(near, [48, 47, 51, 52]);
        near.clear();
        lists.near('a', 50, 2, &|report| report < 10, &mut near);
        assert!(near.is_empty());
        lists.near('b', 7, 2, &|_| true, &mut near);
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
