//! How what vendors did stands to what they promised.

use std::cmp::Reverse;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta};

use crate::document::incident::{IncidentType, VendorEvent};
use crate::document::vendor::ServiceLevel;
use crate::document::{Document, Id};
use crate::insight::distribution::Distribution;
use crate::insight::is_ongoing;
use crate::insight::vendors::entries;
use crate::knowledge_base::{EntryIndex, KnowledgeBase, TermKind};

/// For how many days a broken promise is news. Claims have to be made while it is.
pub const DAYS_BREACH_IS_RECENT: i64 = 90;

/// What a vendor promises a time for, counted from the moment it was contacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// To answer.
    Respond,
    /// To solve it.
    Resolve,
}

/// How long something took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// This long.
    Exactly(TimeDelta),
    /// It has not come, and the incident goes on: at least this long.
    AtLeast(TimeDelta),
    /// Nobody wrote it down with a time.
    NotWritten,
}

/// How long a vendor took for one thing in one incident, beside what it promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// What it took.
    pub taken: Taken,
    /// What was promised for incidents of that severity.
    pub promised: Option<TimeDelta>,
}

impl Interval {
    /// Whether it took longer than was promised.
    #[must_use]
    pub fn is_breach(&self) -> bool {
        match (self.taken, self.promised) {
            (Taken::Exactly(taken) | Taken::AtLeast(taken), Some(promised)) => taken > promised,
            _ => false,
        }
    }
}

/// How a vendor did in one incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// The incident.
    pub entry: EntryIndex,
    /// When the vendor was first contacted.
    pub contacted: DateTime<FixedOffset>,
    /// Until its first answer.
    pub respond: Interval,
    /// Until it last said that it was solved.
    pub resolve: Interval,
}

impl Observed {
    /// The interval that a promise is about.
    #[must_use]
    pub fn interval(&self, promise: Promise) -> &Interval {
        match promise {
            Promise::Respond => &self.respond,
            Promise::Resolve => &self.resolve,
        }
    }
}

/// What several incidents come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromiseFigures {
    /// How many of them say how long it took.
    pub count: usize,
    /// The one in the middle, by nearest rank as everywhere.
    pub median: TimeDelta,
    /// The longest.
    pub worst: TimeDelta,
}

/// A promise that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Whose.
    pub vendor: Id,
    /// In which incident.
    pub entry: EntryIndex,
    /// What was promised.
    pub promise: Promise,
    /// Until when it should have been.
    pub since: DateTime<FixedOffset>,
    /// How it stands.
    pub interval: Interval,
}

/// How a vendor did in each incident whose timeline says when it was contacted, the latest first.
/// Days without a time are left out.
#[must_use]
pub fn observed(base: &KnowledgeBase, vendor: &Id, today: NaiveDate) -> Vec<Observed> {
    let entries = entries(base, vendor).iter();
    let mut observed: Vec<Observed> = entries
        .filter_map(|entry| observed_in(base, vendor, *entry, today))
        .collect();
    observed.sort_by_key(|one| (Reverse(one.contacted), one.entry));
    observed
}

/// What the times of one promise come to; `None` where none is known.
#[must_use]
pub fn figures(observed: &[Observed], promise: Promise) -> Option<PromiseFigures> {
    let taken = observed.iter().map(|one| one.interval(promise).taken);
    let times = Distribution::of(taken.map(|taken| match taken {
        Taken::Exactly(time) => Some(time),
        _ => None,
    }));
    Some(PromiseFigures {
        count: times.counted(),
        median: times.median()?,
        worst: times.percentile(100)?,
    })
}

/// The promises that a vendor did not keep, the latest first.
#[must_use]
pub fn breaches_of(base: &KnowledgeBase, vendor: &Id, today: NaiveDate) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for one in observed(base, vendor, today) {
        for promise in [Promise::Respond, Promise::Resolve] {
            let interval = *one.interval(promise);
            if let Some(promised) = interval.promised.filter(|_| interval.is_breach()) {
                breaches.push(Breach {
                    vendor: vendor.clone(),
                    entry: one.entry,
                    promise,
                    since: one.contacted + promised,
                    interval,
                });
            }
        }
    }
    breaches
}

/// The promises that vendors did not keep, the latest first.
#[must_use]
pub fn breaches(base: &KnowledgeBase, today: NaiveDate) -> Vec<Breach> {
    let vendors = base.terms.of_kind(TermKind::Vendor);
    let mut breaches: Vec<Breach> = vendors
        .flat_map(|vendor| breaches_of(base, &vendor.id, today))
        .collect();
    breaches.sort_by_cached_key(|one| (Reverse(one.since), one.entry, one.promise));
    breaches
}

/// Whether a promise was broken within the last [`DAYS_BREACH_IS_RECENT`] days, on the clocks of the
/// site.
#[must_use]
pub fn is_recent(base: &KnowledgeBase, breach: &Breach, today: NaiveDate) -> bool {
    let day = base.config.zone.show(breach.since).date_naive();
    today - day <= TimeDelta::days(DAYS_BREACH_IS_RECENT)
}

fn observed_in(
    base: &KnowledgeBase,
    vendor: &Id,
    entry: EntryIndex,
    today: NaiveDate,
) -> Option<Observed> {
    let document = base.original(entry);
    let incident = document.incident()?;
    if incident.incident_type() == IncidentType::PreMortem {
        return None;
    }
    let times = times(base, vendor, document);
    let at = |event| {
        let times = times.iter().filter(move |(what, _)| *what == event);
        times.map(|(_, time)| *time)
    };
    let contacted = at(VendorEvent::Contacted).min()?;
    let acknowledged = at(VendorEvent::Acknowledged).filter(|time| *time >= contacted);
    let resolved = at(VendorEvent::Resolved).filter(|time| *time >= contacted);
    let midnight = base.config.zone.at(today.and_time(NaiveTime::MIN));
    let waited = (midnight - contacted).max(TimeDelta::zero());
    let taken = |time: Option<DateTime<FixedOffset>>| match time {
        Some(time) => Taken::Exactly(time - contacted),
        None if is_ongoing(document) => Taken::AtLeast(waited),
        None => Taken::NotWritten,
    };
    let severity = incident.severity.as_ref().map(|severity| severity.as_str());
    let promised = |promise| promised(base, vendor, severity, promise);
    Some(Observed {
        entry,
        contacted,
        respond: Interval {
            taken: taken(acknowledged.min()),
            promised: promised(Promise::Respond),
        },
        resolve: Interval {
            taken: taken(resolved.max()),
            promised: promised(Promise::Resolve),
        },
    })
}

/// What a timeline says that a vendor did, and when.
fn times(
    base: &KnowledgeBase,
    vendor: &Id,
    document: &Document,
) -> Vec<(VendorEvent, DateTime<FixedOffset>)> {
    let rows = document.timeline.iter();
    rows.filter(|row| {
        let written = row.vendor.as_ref();
        written.is_some_and(|written| is_vendor(base, vendor, written))
    })
    .filter_map(|row| Some((row.vendor_event?, row.at.time()?)))
    .collect()
}

/// Whether a written name, which may be a former one, is that of a vendor.
fn is_vendor(base: &KnowledgeBase, vendor: &Id, written: &str) -> bool {
    let present = base.entry_by_id(written).map(|entry| &base[entry].id);
    present == Some(vendor) || Id::new(written) == *vendor
}

/// What a vendor promises for a severity. A promise without a severity holds for all.
fn promised(
    base: &KnowledgeBase,
    vendor: &Id,
    severity: Option<&str>,
    promise: Promise,
) -> Option<TimeDelta> {
    let document = base.terms.get(TermKind::Vendor, vendor)?.document?;
    let levels = &base.original(document).vendor()?.sla;
    let length = |level: &ServiceLevel| {
        let written = match promise {
            Promise::Respond => level.respond.as_ref(),
            Promise::Resolve => level.resolve.as_ref(),
        };
        written.map(|written| written.length)
    };
    let of = |wanted: Option<&str>| {
        let same = |level: &&ServiceLevel| match (&level.severity, wanted) {
            (Some(written), Some(wanted)) => written.eq_ignore_ascii_case(wanted),
            (None, None) => true,
            _ => false,
        };
        levels.iter().filter(same).find_map(length)
    };
    severity
        .and_then(|severity| of(Some(severity)))
        .or_else(|| of(None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;

    const VENDOR: &str = "---\nid: Certico\naliases: [cert-old]\nsla: [{severity: SEV1, respond: 15m, resolve: 4h}, {respond: 1h}]\n---\n";

    fn base(incidents: &[&str]) -> KnowledgeBase {
        let incidents: Vec<(String, String)> = incidents
            .iter()
            .enumerate()
            .map(|(at, text)| {
                let path = format!("content/incidents/{at}.md");
                (path, format!("---\n{text}---\n"))
            })
            .collect();
        let mut files: Vec<(&str, &str)> = incidents
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        files.push(("content/vendors/certico.md", VENDOR));
        knowledge_base("", &files)
    }

    fn rows(rows: &[(&str, &str)]) -> String {
        let rows = rows.iter().map(|(at, event)| {
            format!("  - {{at: {at}, text: x, vendor: certico, vendor_event: {event}}}\n")
        });
        format!("timeline:\n{}", rows.collect::<String>())
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn minutes(interval: &Interval) -> (Option<i64>, Option<i64>, bool) {
        let taken = match interval.taken {
            Taken::Exactly(time) | Taken::AtLeast(time) => Some(time.num_minutes()),
            Taken::NotWritten => None,
        };
        let promised = interval.promised.map(|time| time.num_minutes());
        (taken, promised, interval.is_breach())
    }

    #[test]
    fn times_count_from_the_first_contact_to_the_first_answer_and_the_last_solution() {
        let over = "severity: sev1\nresolved_at: 2026-05-01T20:00Z\n";
        let all = rows(&[
            ("2026-05-01T10:00Z", "acknowledged"),
            ("2026-05-01T12:00+01:00", "contacted"),
            ("2026-05-01T11:15Z", "acknowledged"),
            ("2026-05-01T11:40Z", "acknowledged"),
            ("2026-05-01T12:00Z", "resolved"),
            ("2026-05-01T15:01Z", "resolved"),
        ]);
        let unwritten = rows(&[
            ("2026-04-01T11:00Z", "contacted"),
            ("2026-04-01", "resolved"),
        ]);
        let base = base(&[
            &format!("{over}{all}"),
            &format!("severity: SEV3\nresolved_at: 2026-04-02\n{unwritten}"),
            "vendors: [certico]\n",
        ]);
        let vendor = Id::new("Certico");
        let observed = observed(&base, &vendor, day("2026-06-01"));
        let seen: Vec<_> = observed
            .iter()
            .map(|one| (minutes(&one.respond), minutes(&one.resolve)))
            .collect();
        assert_eq!(
            seen,
            [
                ((Some(15), Some(15), false), (Some(241), Some(240), true)),
                ((None, Some(60), false), (None, None, false)),
            ]
        );
        let breaches = breaches(&base, day("2026-06-01"));
        assert_eq!(breaches.len(), 1);
        assert_eq!(breaches[0].promise, Promise::Resolve);
        assert_eq!(breaches[0].since.to_rfc3339(), "2026-05-01T16:00:00+01:00");
        assert!(is_recent(&base, &breaches[0], day("2026-07-30")));
        assert!(!is_recent(&base, &breaches[0], day("2026-07-31")));
    }

    #[test]
    fn who_has_not_answered_by_the_morning_breaks_a_promise_only_while_it_goes_on() {
        let contacted = rows(&[("2026-05-01T22:30Z", "contacted")]);
        let ongoing = format!("status: draft\nstarted_at: 2026-05-01T22:00Z\n{contacted}");
        let over = format!("started_at: 2026-05-01T22:00Z\nresolved_at: 2026-05-02\n{contacted}");
        let broken = |incident: &str, today| breaches(&base(&[incident]), day(today)).len();
        assert_eq!(broken(&ongoing, "2026-05-01"), 0);
        assert_eq!(broken(&ongoing, "2026-05-02"), 1);
        assert_eq!(broken(&over, "2026-05-02"), 0);
    }

    #[test]
    fn figures_say_how_many_they_count() {
        let incident = |minute: u32| {
            let answered = format!("2026-05-01T10:{minute:02}Z");
            let rows = rows(&[
                ("2026-05-01T10:00Z", "contacted"),
                (&answered, "acknowledged"),
            ]);
            format!("resolved_at: 2026-05-02\n{rows}")
        };
        let of = |minutes: &[u32]| {
            let incidents: Vec<String> = minutes.iter().map(|minute| incident(*minute)).collect();
            let incidents: Vec<&str> = incidents.iter().map(String::as_str).collect();
            let base = base(&incidents);
            let observed = observed(&base, &Id::new("certico"), day("2026-06-01"));
            assert_eq!(figures(&observed, Promise::Resolve), None);
            let figures = figures(&observed, Promise::Respond)?;
            let minutes = [figures.median, figures.worst].map(|time| time.num_minutes());
            Some((figures.count, minutes))
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[7]), Some((1, [7, 7])));
        assert_eq!(of(&[40, 10, 20]), Some((3, [20, 40])));
        assert_eq!(of(&[40, 10, 20, 30]), Some((4, [20, 40])));
    }
}
