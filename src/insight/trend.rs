//! Whether something happens more often than it did, or whether chance alone says so.

use crate::insight::records::Period;

/// How rarely chance alone may give such a difference for it to be called one.
pub const LEVEL: f64 = 0.05;

/// Which way a number goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// It happens more often.
    Rising,
    /// It happens less often.
    Falling,
    /// Nothing can be told apart from chance.
    Level,
}

impl Trend {
    /// The trend from `before` events in one period to `recent` events in a later one.
    ///
    /// The conditional test of two Poisson rates (Przyborowski and Wilenski, "Homogeneity of results
    /// in testing samples from Poisson series", Biometrika 31, 1940): if the rate is the same, each of
    /// all events falls into the later period with the probability of that period's share of the days.
    /// The trend is rising where so many or more of them fall there with a probability under [`LEVEL`].
    #[must_use]
    pub fn of(before: usize, before_period: Period, recent: usize, period: Period) -> Self {
        let (before_days, days) = (days(before_period), days(period));
        let share = days / (before_days + days);
        if at_least(recent, before + recent, share) < LEVEL {
            Self::Rising
        } else if at_least(before, before + recent, 1.0 - share) < LEVEL {
            Self::Falling
        } else {
            Self::Level
        }
    }

    /// Its name in words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rising => "rising",
            Self::Falling => "falling",
            Self::Level => "level",
        }
    }
}

fn days((from, until): Period) -> f64 {
    let days = (until - from).num_days();
    f64::from(i32::try_from(days.max(1)).unwrap_or(i32::MAX))
}

/// The probability that at least `least` of `all` independent events of this probability happen.
fn at_least(least: usize, all: usize, probability: f64) -> f64 {
    let odds = (probability / (1.0 - probability)).ln();
    let whole = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    // Logarithms, since the probability of a single number is too small for large ones.
    let mut of_exactly = whole(all) * (1.0 - probability).ln();
    let mut sum = 0.0;
    for count in 0..=all {
        if count >= least {
            sum += of_exactly.exp();
        }
        of_exactly += (whole(all - count) / whole(count + 1)).ln() + odds;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn period(from: &str, until: &str) -> Period {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        (day(from), day(until))
    }

    fn trend(before: usize, recent: usize) -> Trend {
        // 181 days each.
        let first = period("2025-01-01", "2025-07-01");
        let second = period("2025-07-01", "2025-12-29");
        Trend::of(before, first, recent, second)
    }

    #[test]
    fn a_few_more_are_no_trend() {
        for (before, recent) in [
            (0, 0),
            (0, 1),
            (1, 2),
            (0, 4),
            (1, 6),
            (2, 8),
            (10, 18),
            (5, 5),
        ] {
            assert_eq!(trend(before, recent), Trend::Level, "{before} → {recent}");
            assert_eq!(trend(recent, before), Trend::Level, "{recent} → {before}");
        }
    }

    #[test]
    fn many_more_are_one_both_ways() {
        for (before, recent) in [(0, 5), (1, 7), (2, 9), (10, 20), (4_000, 4_200)] {
            assert_eq!(trend(before, recent), Trend::Rising, "{before} → {recent}");
            assert_eq!(trend(recent, before), Trend::Falling, "{recent} → {before}");
        }
    }

    #[test]
    fn periods_of_different_length_are_compared_by_the_day() {
        let short = period("2026-01-01", "2026-01-31");
        let long = period("2026-01-31", "2026-12-27");
        assert_eq!(Trend::of(3, short, 33, long), Trend::Level);
        assert_eq!(Trend::of(3, short, 3, long), Trend::Falling);
    }

    #[test]
    fn probabilities_are_those_of_the_binomial_distribution() {
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found}");
        near(at_least(0, 3, 0.5), 1.0);
        near(at_least(2, 3, 0.5), 0.5);
        near(at_least(3, 3, 0.25), 1.0 / 64.0);
        near(at_least(7, 8, 0.5), 9.0 / 256.0);
    }
}
