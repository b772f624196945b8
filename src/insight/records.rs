//! The reports that figures are taken from, by day.

use chrono::{Months, NaiveDate};

use crate::document::common::RelationType;
use crate::document::incident::IncidentType;
use crate::document::{Document, Incident, Kind};
use crate::insight::months::Month;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::link::Relations;

/// A report that is counted.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// Its entry.
    pub entry: EntryIndex,
    /// Its original.
    pub document: &'a Document,
    /// The facts of that.
    pub incident: &'a Incident,
    /// The day it is filed under, on the site's clocks.
    pub day: NaiveDate,
}

/// Every report of an incident, near miss, pre-mortem or maintenance, and those that no figure counts.
#[derive(Debug, Default)]
pub struct Records<'a> {
    /// Those of days up to today, by day and then in the order of entries.
    by_day: Vec<Record<'a>>,
    /// Incidents that do not say when they were.
    pub undated: usize,
    /// Incidents of days after today.
    pub later: usize,
    /// Incidents that another report describes too, which is counted instead.
    pub duplicates: usize,
}

/// Days from the first to before the second.
pub type Period = (NaiveDate, NaiveDate);

impl<'a> Records<'a> {
    /// Gathers the reports of a knowledge base on the day `today`.
    #[must_use]
    pub fn gather(base: &'a KnowledgeBase, relations: &Relations, today: NaiveDate) -> Self {
        let mut records = Self::default();
        for entry in base.of_kind(Kind::Incident) {
            records.add(base, relations, entry, today);
        }
        records
            .by_day
            .sort_by_key(|record| (record.day, record.entry));
        records
    }

    fn add(
        &mut self,
        base: &'a KnowledgeBase,
        relations: &Relations,
        entry: EntryIndex,
        today: NaiveDate,
    ) {
        let document = base.original(entry);
        let Some(incident) = document.incident() else {
            return;
        };
        let one = usize::from(incident.incident_type() == IncidentType::Incident);
        match document.date().map(|date| date.day_in(base.config.zone)) {
            _ if is_duplicate(base, relations, entry) => self.duplicates += one,
            None => self.undated += one,
            Some(day) if day > today => self.later += one,
            Some(day) => self.by_day.push(Record {
                entry,
                document,
                incident,
                day,
            }),
        }
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Record<'a>] {
        &self.by_day
    }

    /// Those of a period.
    #[must_use]
    pub fn within(&self, (from, until): Period) -> &[Record<'a>] {
        let before = |day| self.by_day.partition_point(|record| record.day < day);
        let (start, end) = (before(from), before(until));
        self.by_day.get(start..end).unwrap_or_default()
    }

    /// Those of a month.
    #[must_use]
    pub fn of_month(&self, month: Month) -> &[Record<'a>] {
        self.within((month.first_day(), month.plus(1).first_day()))
    }
}

/// The reports of one sort.
pub fn of_type<'r, 'a>(
    records: &'r [Record<'a>],
    wanted: IncidentType,
) -> impl Iterator<Item = &'r Record<'a>> {
    records
        .iter()
        .filter(move |record| record.incident.incident_type() == wanted)
}

/// Whether an entry says that another incident is the one to look at. Of two that say so of each
/// other both count.
fn is_duplicate(base: &KnowledgeBase, relations: &Relations, entry: EntryIndex) -> bool {
    let related = relations.of(entry);
    let stands = |kind: RelationType, other: EntryIndex| {
        let mut others = related.iter();
        others.any(|relation| relation.kind == kind && relation.other == other)
    };
    let is_incident = |other: EntryIndex| {
        let incident = base.original(other).incident();
        incident.is_some_and(|other| other.incident_type() == IncidentType::Incident)
    };
    related.iter().any(|relation| {
        relation.kind == RelationType::DuplicateOf
            && is_incident(relation.other)
            && !stands(RelationType::DuplicatedBy, relation.other)
    })
}

/// The last `months` months up to and with `today`, by the day.
#[must_use]
pub fn last_months(today: NaiveDate, months: u32) -> Period {
    let until = today.succ_opt().unwrap_or(today);
    (months_before(until, months), until)
}

/// The `months` months before the last `months` months.
#[must_use]
pub fn months_before_those(today: NaiveDate, months: u32) -> Period {
    let (until, end) = last_months(today, months);
    (months_before(end, 2 * months), until)
}

fn months_before(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_report_is_of_the_month_that_the_sites_clocks_showed() {
        let files = [
            (
                "content/incidents/a.md",
                "---\nstarted_at: 2026-02-28T14:59:59Z\n---\n",
            ),
            (
                "content/incidents/b.md",
                "---\nstarted_at: 2026-02-28T15:00:00Z\n---\n",
            ),
            (
                "content/incidents/c.md",
                "---\nstarted_at: 2026-03-31\n---\n",
            ),
            (
                "content/incidents/d.md",
                "---\ndetected_at: 2026-04-01T09:00:00+09:00\n---\n",
            ),
            ("content/incidents/e.md", "---\ntitle: Undated\n---\n"),
            (
                "content/incidents/f.md",
                "---\nstarted_at: 2026-05-02\n---\n",
            ),
            (
                "content/incidents/g.md",
                "---\ntype: pre-mortem\nstarted_at: 2026-12-02\n---\n",
            ),
        ];
        let base = knowledge_base("time_zone: Asia/Tokyo", &files);
        let relations = Relations::gather(&base);
        let records = Records::gather(&base, &relations, day("2026-05-01"));
        let of_month = |month: &str| -> Vec<usize> {
            let month = Month::of(day(&format!("{month}-15")));
            let of_month = records.of_month(month).iter();
            of_month.map(|record| record.entry.0).collect()
        };
        assert_eq!(of_month("2026-02"), [0]);
        assert_eq!(of_month("2026-03"), [1, 2]);
        assert_eq!(of_month("2026-04"), [3]);
        assert_eq!(records.all().len(), 4);
        assert_eq!((records.undated, records.later), (1, 1));
    }

    #[test]
    fn what_two_reports_describe_counts_once() {
        let duplicate = |of: &str| {
            format!(
                "---\nstarted_at: 2026-01-01\nrelations: [{{type: duplicate-of, id: {of}}}]\n---\n"
            )
        };
        let (b, c, d) = (duplicate("a"), duplicate("d"), duplicate("c"));
        let files = [
            (
                "content/incidents/a.md",
                "---\nstarted_at: 2026-01-01\n---\n",
            ),
            ("content/incidents/b.md", b.as_str()),
            ("content/incidents/c.md", c.as_str()),
            ("content/incidents/d.md", d.as_str()),
        ];
        let base = knowledge_base("", &files);
        let relations = Relations::gather(&base);
        let records = Records::gather(&base, &relations, day("2026-05-01"));
        let counted: Vec<usize> = records.all().iter().map(|record| record.entry.0).collect();
        assert_eq!((counted, records.duplicates), (vec![0, 2, 3], 1));
    }

    #[test]
    fn the_last_months_end_with_today() {
        let today = day("2026-08-30");
        assert_eq!(
            last_months(today, 6),
            (day("2026-02-28"), day("2026-08-31"))
        );
        assert_eq!(
            months_before_those(today, 6),
            (day("2025-08-31"), day("2026-02-28"))
        );
    }
}
