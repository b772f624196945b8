//! Axes: where a number stands, and which numbers are labelled.

use super::whole;

/// The most steps of a count axis.
const MOST_STEPS: u64 = 5;

/// An axis of counts from 0 up in round steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountAxis {
    /// From one label to the next: 1, 2 or 5, or ten, a hundred, … times that.
    pub step: u64,
}

impl CountAxis {
    /// An axis that reaches to `most` in at most five steps.
    #[must_use]
    pub fn to(most: usize) -> Self {
        let most = whole(most).max(1);
        let mut power = 1;
        loop {
            for step in [power, 2 * power, 5 * power] {
                if most.div_ceil(step) <= MOST_STEPS {
                    return Self { step };
                }
            }
            power *= 10;
        }
    }

    /// The labelled counts up to `most`, without 0.
    pub fn labels(self, most: usize) -> impl Iterator<Item = u64> {
        (1..=whole(most) / self.step).map(move |label| label * self.step)
    }
}

/// A logarithmic axis of lengths of time, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct LogAxis {
    /// Where it begins and ends.
    pub ends: (i64, i64),
    /// What is counted together: from one of them to before the next.
    pub edges: &'static [i64],
    /// Which lengths are labelled.
    pub ticks: &'static [i64],
}

impl LogAxis {
    /// Where a length stands, in per cent of the width; a shorter or longer one than the axis has
    /// stands at its end.
    #[must_use]
    pub fn place(&self, seconds: i64) -> f64 {
        let logarithm = |seconds: i64| f64::from(i32::try_from(seconds).unwrap_or(i32::MAX)).ln();
        let (low, high) = self.ends;
        let within = logarithm(seconds.clamp(low, high)) - logarithm(low);
        100.0 * within / (logarithm(high) - logarithm(low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_labelled_in_round_steps() {
        let labels = |most| CountAxis::to(most).labels(most).collect::<Vec<_>>();
        assert_eq!(labels(0), [0_u64; 0]);
        assert_eq!(labels(1), [1]);
        assert_eq!(labels(4), [1, 2, 3, 4]);
        assert_eq!(labels(5), [1, 2, 3, 4, 5]);
        assert_eq!(labels(7), [2, 4, 6]);
        assert_eq!(labels(17), [5, 10, 15]);
        assert_eq!(labels(23), [5, 10, 15, 20]);
        assert_eq!(labels(1_900), [500, 1_000, 1_500]);
    }

    #[test]
    fn ten_times_as_long_is_as_far_again() {
        let axis = LogAxis {
            ends: (10, 100_000),
            edges: &[],
            ticks: &[],
        };
        let places = [1, 10, 100, 1_000, 100_000, 5_000_000].map(|seconds| axis.place(seconds));
        for (place, expected) in places.into_iter().zip([0.0, 0.0, 25.0, 50.0, 100.0, 100.0]) {
            assert!((place - expected).abs() < 1e-9, "{places:?}");
        }
    }
}
