//! What incidents name most: services, causes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::diagnostic::Spanned;
use crate::document::incident::IncidentType;
use crate::document::{Id, Incident};
use crate::insight::records::{Period, Record, Records, last_months, months_before_those, of_type};
use crate::insight::trend::Trend;

/// How many months are compared with as many before them.
pub const MONTHS_COMPARED: u32 = 6;
/// How many months the order goes by.
pub const MONTHS_RANKED: u32 = 12;
/// The most names of a ranking.
pub const MOST_NAMES: usize = 15;

/// How many incidents there were in which time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// In all.
    pub all: usize,
    /// In the last [`MONTHS_RANKED`] months.
    pub year: usize,
    /// In the last [`MONTHS_COMPARED`] months.
    pub recent: usize,
    /// In the [`MONTHS_COMPARED`] months before.
    pub before: usize,
}

/// A name with the incidents that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// The name.
    pub id: Id,
    /// How many incidents name it.
    pub counts: Counts,
    /// Where that goes.
    pub trend: Trend,
}

/// Names by how many incidents name them. An incident counts once for each name.
#[derive(Debug, PartialEq, Eq)]
pub struct Ranking {
    /// The first [`MOST_NAMES`]: by the last [`MONTHS_RANKED`] months, then in all, then by name.
    pub top: Vec<Ranked>,
    /// How many further names there are.
    pub others: usize,
    /// The sum of their counts.
    pub of_others: Counts,
    /// Names beyond the first that are rising, in the same order.
    pub rising_others: Vec<Ranked>,
    /// The incidents that name none.
    pub unnamed: Counts,
}

impl Ranking {
    /// Ranks what `names` gives for each incident.
    pub fn of<'a>(
        records: &Records<'a>,
        today: NaiveDate,
        names: impl Fn(&'a Incident) -> &'a [Spanned<String>],
    ) -> Self {
        let periods = Periods::of(today);
        let mut counts: BTreeMap<Id, Counts> = BTreeMap::new();
        let mut unnamed = Counts::default();
        for record in of_type(records.all(), IncidentType::Incident) {
            let written = names(record.incident).iter();
            let ids: BTreeSet<Id> = written
                .filter(|name| !name.trim().is_empty())
                .map(|name| Id::new(name))
                .collect();
            if ids.is_empty() {
                periods.count(&mut unnamed, record);
            }
            for id in ids {
                periods.count(counts.entry(id).or_default(), record);
            }
        }
        let mut ranked: Vec<Ranked> = counts
            .into_iter()
            .map(|(id, counts)| Ranked {
                id,
                counts,
                trend: periods.trend(counts),
            })
            .collect();
        // Names stay in their order where counts are equal.
        ranked.sort_by_key(|one| std::cmp::Reverse((one.counts.year, one.counts.all)));
        let others = ranked.split_off(ranked.len().min(MOST_NAMES));
        Self {
            top: ranked,
            others: others.len(),
            of_others: others
                .iter()
                .fold(Counts::default(), |sum, one| sum.plus(one.counts)),
            rising_others: others
                .into_iter()
                .filter(|one| one.trend == Trend::Rising)
                .collect(),
            unnamed,
        }
    }
}

impl Counts {
    fn plus(self, other: Self) -> Self {
        Self {
            all: self.all + other.all,
            year: self.year + other.year,
            recent: self.recent + other.recent,
            before: self.before + other.before,
        }
    }
}

/// The times that are told apart.
struct Periods {
    year: Period,
    recent: Period,
    before: Period,
}

impl Periods {
    fn of(today: NaiveDate) -> Self {
        Self {
            year: last_months(today, MONTHS_RANKED),
            recent: last_months(today, MONTHS_COMPARED),
            before: months_before_those(today, MONTHS_COMPARED),
        }
    }

    fn count(&self, counts: &mut Counts, record: &Record<'_>) {
        let within = |(from, until): Period| usize::from(from <= record.day && record.day < until);
        *counts = counts.plus(Counts {
            all: 1,
            year: within(self.year),
            recent: within(self.recent),
            before: within(self.before),
        });
    }

    fn trend(&self, counts: Counts) -> Trend {
        Trend::of(counts.before, self.before, counts.recent, self.recent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;
    use crate::link::Relations;

    fn ranking(reports: &[(&str, &str)]) -> Ranking {
        let texts: Vec<(String, String)> = reports
            .iter()
            .enumerate()
            .map(|(at, (day, services))| {
                let path = format!("content/incidents/{at:03}.md");
                (
                    path,
                    format!("---\nstarted_at: {day}\nservices: [{services}]\n---\n"),
                )
            })
            .collect();
        let files: Vec<(&str, &str)> = texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        let base = knowledge_base("", &files);
        let relations = Relations::gather(&base);
        let today = "2026-06-30".parse().unwrap();
        let records = Records::gather(&base, &relations, today);
        Ranking::of(&records, today, |incident| &incident.services)
    }

    #[test]
    fn names_are_ranked_by_the_last_year_and_counted_once_an_incident() {
        let found = ranking(&[
            ("2020-01-01", "old, b"),
            ("2020-01-02", "old"),
            ("2026-01-01", "b, B"),
            ("2025-12-31", "a"),
            ("2025-07-01", "a"),
            ("2025-06-30", "a"),
            ("2026-06-30", ""),
        ]);
        let rows: Vec<_> = found
            .top
            .iter()
            .map(|one| {
                let Counts {
                    all,
                    year,
                    recent,
                    before,
                } = one.counts;
                (one.id.as_str(), all, year, recent, before)
            })
            .collect();
        assert_eq!(
            rows,
            [("a", 3, 2, 0, 2), ("b", 2, 1, 1, 0), ("old", 2, 0, 0, 0)]
        );
        assert_eq!((found.unnamed.all, found.unnamed.recent), (1, 1));
    }

    #[test]
    fn further_names_are_counted_and_those_that_rise_are_named() {
        let mut reports: Vec<(&str, String)> = Vec::new();
        for name in 0..MOST_NAMES {
            reports.extend((0..9).map(|_| ("2025-11-01", format!("s{name:02}"))));
        }
        reports.extend((0..5).map(|_| ("2026-03-01", "new".to_owned())));
        reports.push(("2026-03-01", "once".to_owned()));
        let reports: Vec<(&str, &str)> = reports
            .iter()
            .map(|(day, name)| (*day, name.as_str()))
            .collect();
        let found = ranking(&reports);
        assert_eq!(found.top.len(), MOST_NAMES);
        assert!(found.top.iter().all(|one| one.trend == Trend::Falling));
        assert_eq!((found.others, found.of_others.all), (2, 6));
        let rising: Vec<_> = found
            .rising_others
            .iter()
            .map(|one| one.id.as_str())
            .collect();
        assert_eq!(rising, ["new"]);
    }
}
