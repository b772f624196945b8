//! Months and fiscal years.

use std::fmt;

use chrono::{Datelike, NaiveDate};

/// A calendar month; on pages one of the site's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// Months since January of the year 0.
    since_zero: i32,
}

impl Month {
    /// A month of a year; `number` is 1 to 12.
    #[must_use]
    pub fn new(year: i32, number: u32) -> Self {
        Self {
            since_zero: year * 12 + number.cast_signed() - 1,
        }
    }

    /// The month that a day is in.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self::new(day.year(), day.month())
    }

    /// The year it is in.
    #[must_use]
    pub fn year(self) -> i32 {
        self.since_zero.div_euclid(12)
    }

    /// Which month of its year it is, 1 to 12.
    #[must_use]
    pub fn number(self) -> u32 {
        self.since_zero.rem_euclid(12).unsigned_abs() + 1
    }

    /// The month so many months later; earlier where `months` is negative.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self {
            since_zero: self.since_zero + months,
        }
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        // Days come from dates, whose years chrono can hold, with years to spare on both sides.
        NaiveDate::from_ymd_opt(self.year(), self.number(), 1).unwrap_or(NaiveDate::MAX)
    }

    /// The months from this one to `last`, both included; none where `last` is earlier.
    #[must_use]
    pub fn through(self, last: Self) -> impl DoubleEndedIterator<Item = Self> {
        (self.since_zero..=last.since_zero).map(|since_zero| Self { since_zero })
    }

    /// The fiscal year it belongs to, named by the calendar year in which that begins; `start` is
    /// the first month of fiscal years, 1 to 12.
    #[must_use]
    pub fn fiscal_year(self, start: u32) -> i32 {
        if self.number() < start {
            self.year() - 1
        } else {
            self.year()
        }
    }
}

impl fmt::Display for Month {
    /// `2026-03`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(day: &str) -> Month {
        Month::of(day.parse().unwrap())
    }

    #[test]
    fn months_follow_each_other_over_the_years() {
        let december = month("2025-12-31");
        assert_eq!(december.to_string(), "2025-12");
        assert_eq!(december, Month::new(2025, 12));
        assert_eq!(december.plus(1), month("2026-01-01"));
        assert_eq!(december.plus(-12).to_string(), "2024-12");
        assert_eq!(december.plus(2).first_day().to_string(), "2026-02-01");
        let names: Vec<_> = month("2025-11-30")
            .through(month("2026-02-01"))
            .map(|month| month.to_string())
            .collect();
        assert_eq!(names, ["2025-11", "2025-12", "2026-01", "2026-02"]);
        assert_eq!(december.through(month("2025-11-01")).count(), 0);
    }

    #[test]
    fn fiscal_years_are_named_by_the_year_they_begin_in() {
        let years = |start| {
            ["2026-01-01", "2026-03-31", "2026-04-01", "2026-12-31"]
                .map(|day| month(day).fiscal_year(start))
        };
        assert_eq!(years(4), [2025, 2025, 2026, 2026]);
        assert_eq!(years(1), [2026; 4]);
        assert_eq!(years(12), [2025, 2025, 2025, 2026]);
    }
}
