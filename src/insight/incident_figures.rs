//! What a number of reports comes to: counts, lengths of time, who noticed.

use chrono::{NaiveDate, TimeDelta};

use crate::document::Document;
use crate::document::incident::{Detection, IncidentType, Milestone, Status};
use crate::insight::distribution::Distribution;
use crate::insight::duration;
use crate::insight::records::{Record, of_type};
use crate::time::Zone;

/// A length of time that incidents are measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// From the start until somebody or something noticed.
    Detect,
    /// From then until somebody took it on.
    Acknowledge,
    /// From the start until it hurt no more, or less.
    Mitigate,
    /// From the start until it was over.
    Resolve,
}

impl Measure {
    /// All of them, in the order of an incident.
    pub const ALL: [Self; 4] = [
        Self::Detect,
        Self::Acknowledge,
        Self::Mitigate,
        Self::Resolve,
    ];

    /// Its name in words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Detect => "detect",
            Self::Acknowledge => "acknowledge",
            Self::Mitigate => "mitigate",
            Self::Resolve => "resolve",
        }
    }

    /// What it is measured between.
    #[must_use]
    pub fn milestones(self) -> (Milestone, Milestone) {
        match self {
            Self::Detect => (Milestone::Started, Milestone::Detected),
            Self::Acknowledge => (Milestone::Detected, Milestone::Acknowledged),
            Self::Mitigate => (Milestone::Started, Milestone::Mitigated),
            Self::Resolve => (Milestone::Started, Milestone::Resolved),
        }
    }

    /// How long it was in an incident; `None` without both times, or where they are the wrong way round.
    #[must_use]
    pub fn of(self, document: &Document) -> Option<TimeDelta> {
        let (from, to) = self.milestones();
        duration(document, from, to)
    }

    /// How it is spread over the incidents among `records`. Those without both times are missing.
    #[must_use]
    pub fn distribution(self, records: &[Record<'_>]) -> Distribution {
        let incidents = of_type(records, IncidentType::Incident);
        Distribution::of(incidents.map(|record| self.of(record.document)))
    }
}

/// How many incidents came to be known in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Noticed {
    /// By an alert, by looking at monitoring, or by one of our people.
    pub by_us: usize,
    /// By a user or a vendor who told us.
    pub by_others: usize,
    /// It is not written.
    pub unset: usize,
}

impl Noticed {
    /// Counts the incidents among `records`.
    #[must_use]
    pub fn of(records: &[Record<'_>]) -> Self {
        let mut noticed = Self::default();
        for record in of_type(records, IncidentType::Incident) {
            *match record.incident.detected_by.as_ref().map(|by| by.value) {
                Some(Detection::Alert | Detection::Monitoring | Detection::Staff) => {
                    &mut noticed.by_us
                }
                Some(Detection::User | Detection::Vendor) => &mut noticed.by_others,
                None => &mut noticed.unset,
            } += 1;
        }
        noticed
    }

    /// How many incidents say who noticed.
    #[must_use]
    pub fn told(self) -> usize {
        self.by_us + self.by_others
    }
}

/// How many of the incidents among `records` were noticed so.
#[must_use]
pub fn noticed_by(records: &[Record<'_>], detection: Detection) -> usize {
    let by = |record: &&Record<'_>| {
        let written = record.incident.detected_by.as_ref();
        written.is_some_and(|written| written.value == detection)
    };
    of_type(records, IncidentType::Incident).filter(by).count()
}

/// The days from the end of incidents to their final reports, of those that are over or final. An
/// incident whose end is not written counts from the day it is filed under; a report that is not
/// final, or final before the end, is missing.
#[must_use]
pub fn until_final(records: &[Record<'_>], zone: Zone) -> Distribution {
    let over = of_type(records, IncidentType::Incident).filter(|record| is_over(record));
    Distribution::of(over.map(|record| days_until_final(record, zone)))
}

/// Whether an incident has an end, or a final report.
#[must_use]
pub fn is_over(record: &Record<'_>) -> bool {
    record.document.milestone(Milestone::Resolved).is_some()
        || record.incident.status() == Status::Final
}

fn days_until_final(record: &Record<'_>, zone: Zone) -> Option<TimeDelta> {
    let resolved = record.document.milestone(Milestone::Resolved);
    let end: NaiveDate = resolved.map_or(record.day, |resolved| resolved.day_in(zone));
    let days = record.incident.finalized_on.as_ref()?.value - end;
    (days >= TimeDelta::zero()).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::records::Records;
    use crate::insight::tests::knowledge_base;
    use crate::link::Relations;

    fn with_records<T>(reports: &[&str], look: impl FnOnce(&[Record<'_>], Zone) -> T) -> T {
        let texts: Vec<(String, String)> = reports
            .iter()
            .enumerate()
            .map(|(at, text)| {
                (
                    format!("content/incidents/{at}.md"),
                    format!("---\n{text}\n---\n"),
                )
            })
            .collect();
        let files: Vec<(&str, &str)> = texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        let base = knowledge_base("time_zone: Asia/Tokyo", &files);
        let relations = Relations::gather(&base);
        let records = Records::gather(&base, &relations, "2026-05-01".parse().unwrap());
        look(records.all(), base.config.zone)
    }

    #[test]
    fn lengths_are_of_incidents_with_both_times() {
        let reports = [
            "started_at: 2026-01-01T10:00Z\ndetected_at: 2026-01-01T10:04Z\nacknowledged_at: 2026-01-01T10:10Z",
            "started_at: 2026-01-02\ndetected_at: 2026-01-02T10:04Z",
            "started_at: 2026-01-03T10:00Z\ndetected_at: 2026-01-03T09:00Z",
            "type: near-miss\nstarted_at: 2026-01-03T10:00Z\ndetected_at: 2026-01-03T10:00Z",
        ];
        with_records(&reports, |records, _| {
            let spread = |measure: Measure| {
                let spread = measure.distribution(records);
                let median = spread.median().map(|length| length.num_minutes());
                (spread.counted(), spread.missing, median)
            };
            assert_eq!(spread(Measure::Detect), (1, 2, Some(4)));
            assert_eq!(spread(Measure::Acknowledge), (1, 2, Some(6)));
            assert_eq!(spread(Measure::Resolve), (0, 3, None));
            assert_eq!(of_type(records, IncidentType::Incident).count(), 3);
        });
    }

    #[test]
    fn we_notice_or_are_told() {
        let by = |who: &str| format!("started_at: 2026-01-01\ndetected_by: {who}");
        let reports = ["alert", "monitoring", "staff", "user", "vendor"].map(by);
        let mut reports: Vec<&str> = reports.iter().map(String::as_str).collect();
        reports.push("started_at: 2026-01-01");
        with_records(&reports, |records, _| {
            let noticed = Noticed::of(records);
            assert_eq!((noticed.by_us, noticed.by_others, noticed.unset), (3, 2, 1));
            assert_eq!(noticed.told(), 5);
            assert_eq!(noticed_by(records, Detection::User), 1);
        });
    }

    #[test]
    fn final_reports_are_counted_from_the_end_on_the_sites_clocks() {
        let reports = [
            "started_at: 2026-01-01\nresolved_at: 2026-01-01T16:00Z\nfinalized_on: 2026-01-09",
            "started_at: 2026-01-01\nstatus: final\nfinalized_on: 2026-01-04",
            "started_at: 2026-01-01\nresolved_at: 2026-01-02\nfinalized_on: 2026-01-01",
            "started_at: 2026-01-01\nresolved_at: 2026-01-02",
            "started_at: 2026-01-01",
        ];
        with_records(&reports, |records, zone| {
            let days = until_final(records, zone);
            assert_eq!((days.counted(), days.missing), (2, 2));
            assert_eq!(days.percentile(1), Some(TimeDelta::days(3)));
            assert_eq!(days.percentile(100), Some(TimeDelta::days(7)));
        });
    }
}
