//! How numbers are spread: percentiles and bins, never a bare mean.

use chrono::TimeDelta;

/// Lengths of time, and how many could not be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Distribution {
    /// In seconds, the shortest first.
    seconds: Vec<i64>,
    /// How many are left out because they cannot be told.
    pub missing: usize,
}

impl Distribution {
    /// The distribution of lengths; `None` is one that cannot be told.
    pub fn of(lengths: impl Iterator<Item = Option<TimeDelta>>) -> Self {
        let mut distribution = Self::default();
        for length in lengths {
            match length {
                Some(length) => distribution.seconds.push(length.num_seconds()),
                None => distribution.missing += 1,
            }
        }
        distribution.seconds.sort_unstable();
        distribution
    }

    /// How many it counts.
    #[must_use]
    pub fn counted(&self) -> usize {
        self.seconds.len()
    }

    /// The shortest length that at least `percent` of a hundred do not exceed: the nearest rank,
    /// definition 1 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American
    /// Statistician 50 (1996). It is always a length that occurred. `percent` is 1 to 100.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> Option<TimeDelta> {
        let rank = (self.seconds.len() * percent).div_ceil(100);
        let seconds = self.seconds.get(rank.checked_sub(1)?)?;
        TimeDelta::try_seconds(*seconds)
    }

    /// The median by nearest rank: of an even number, the shorter one in the middle.
    #[must_use]
    pub fn median(&self) -> Option<TimeDelta> {
        self.percentile(50)
    }

    /// How many are below the first edge, from each edge to before the next, and from the last edge
    /// on; `edges` are seconds, ascending.
    #[must_use]
    pub fn bins(&self, edges: &[i64]) -> Vec<usize> {
        let below = |edge: &i64| self.seconds.partition_point(|seconds| seconds < edge);
        let ends = edges.iter().map(below).chain([self.seconds.len()]);
        let mut start = 0;
        ends.map(|end| end - std::mem::replace(&mut start, end))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(seconds: &[i64]) -> Distribution {
        Distribution::of(seconds.iter().map(|one| Some(TimeDelta::seconds(*one))))
    }

    #[test]
    fn percentiles_are_lengths_that_occurred() {
        let at = |seconds: &[i64], percent| {
            let length = of(seconds).percentile(percent);
            length.map(|length| length.num_seconds())
        };
        assert_eq!(at(&[], 50), None);
        assert_eq!((at(&[7], 50), at(&[7], 90)), (Some(7), Some(7)));
        assert_eq!(at(&[40, 10, 30, 20], 50), Some(20));
        assert_eq!(at(&[40, 10, 30, 20, 50], 50), Some(30));
        let ten: Vec<i64> = (1..=10).collect();
        assert_eq!((at(&ten, 90), at(&ten, 91)), (Some(9), Some(10)));
        assert_eq!((at(&ten, 1), at(&ten, 100)), (Some(1), Some(10)));
    }

    #[test]
    fn what_cannot_be_told_is_left_out_and_counted() {
        let lengths = [Some(TimeDelta::seconds(5)), None, None];
        let distribution = Distribution::of(lengths.into_iter());
        assert_eq!((distribution.counted(), distribution.missing), (1, 2));
    }

    #[test]
    fn an_edge_begins_a_bin() {
        let bins = of(&[0, 59, 60, 179, 180, 10_000]).bins(&[60, 180]);
        assert_eq!(bins, [2, 2, 2]);
        assert_eq!(of(&[]).bins(&[60]), [0, 0]);
    }
}
