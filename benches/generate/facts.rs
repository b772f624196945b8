//! What happened: the facts of one report, before any of it is put into words.
//!

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use crate::catalog::{known_errors_by, services_by, vendors_by};
use crate::causes::{CAUSES, ESCAPE_CAUSES};
use crate::known_errors::KnownError;
use crate::names::CHANGE_TYPES;
use crate::outline::{Outline, Relation};
use crate::rng::{Rng, Stream};

/// The day before which everything has happened.
pub const AS_OF: NaiveDate = date(2026, 11, 1);

/// A date known to exist.
pub const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date written here exists")
}

/// When what happened, in the report's own zone.
pub struct Times {
    pub detected: NaiveDateTime,
    pub acknowledged: Option<NaiveDateTime>,
    pub identified: Option<NaiveDateTime>,
    pub mitigated: Option<NaiveDateTime>,
    /// Nothing: still going on.
    pub resolved: Option<NaiveDateTime>,
}

/// Everything a report says, in no language yet.
pub struct Facts {
    pub outline: Outline,
    pub relation: Option<Relation>,
    pub kind: &'static str,
    pub status: &'static str,
    pub severity: &'static str,
    pub times: Times,
    pub finalized_on: Option<NaiveDate>,
    pub services: Vec<usize>,
    /// Indexes into [`CAUSES`], the first being that of the outline.
    pub causes: Vec<usize>,
    /// An index into [`ESCAPE_CAUSES`].
    pub escape_cause: Option<usize>,
    pub vendor: Option<usize>,
    pub known_error: Option<KnownError>,
    pub users: u32,
    pub failed: u32,
    pub change: Option<&'static str>,
}

impl Facts {
    pub fn new(seed: u64, number: u32) -> Self {
        let (outline, relation) = Outline::related(seed, number);
        let mut rng = Rng::new(seed, Stream::Facts, number);
        let kind = match rng.between(0, 99) {
            0..=84 => "incident",
            85..=95 => "near-miss",
            _ => "maintenance",
        };
        let (status, finalized_on) = status(&outline, &mut rng);
        let times = times(&outline, status, &mut rng);
        let known_error = find_known_error(seed, &outline, &mut rng);
        let services = services(&outline, known_error.as_ref(), &mut rng);
        let harmless = kind == "near-miss";
        Self {
            relation,
            kind,
            status,
            severity: severity(kind, &mut rng),
            times,
            finalized_on,
            services,
            causes: causes(outline.cause, &mut rng),
            escape_cause: rng.chance(90).then(|| rng.below(ESCAPE_CAUSES.len())),
            vendor: rng.chance(30).then(|| rng.skewed(vendors_by(number))),
            known_error,
            users: if harmless { 0 } else { rng.between(3, 60_000) },
            failed: if harmless {
                0
            } else {
                rng.between(20, 900_000)
            },
            change: rng.chance(35).then(|| rng.pick(&CHANGE_TYPES)),
            outline,
        }
    }

    /// Minutes from the start to the end, or to the last thing known.
    pub fn minutes(&self) -> i64 {
        let end = self.times.resolved.unwrap_or(self.times.detected);
        (end - self.outline.started).num_minutes()
    }
}

/// Old reports are final; among those of the last weeks some are still being written.
fn status(outline: &Outline, rng: &mut Rng) -> (&'static str, Option<NaiveDate>) {
    let finalized = outline.started.date() + TimeDelta::days(rng.between(5, 20).into());
    let recent = AS_OF - outline.started.date() < TimeDelta::days(40);
    match rng.between(0, 99) {
        0..=29 if recent => ("draft", None),
        30..=59 if recent => ("review", None),
        _ if finalized >= AS_OF => ("draft", None),
        _ => ("final", Some(finalized)),
    }
}

fn severity(kind: &str, rng: &mut Rng) -> &'static str {
    match rng.between(0, 99) {
        _ if kind == "maintenance" => "SEV4",
        0..=5 if kind == "incident" => "SEV1",
        0..=30 if kind == "incident" => "SEV2",
        0..=70 => "SEV3",
        _ => "SEV4",
    }
}

/// The course of events; only a few of the newest drafts are still going on.
fn times(outline: &Outline, status: &str, rng: &mut Rng) -> Times {
    let scale = if rng.chance(3) { 8 } else { 1 };
    let mut clock = outline.started;
    let mut later = |low: u32, high: u32, rng: &mut Rng| {
        clock += TimeDelta::minutes(i64::from(rng.between(low, high) * scale));
        clock
    };
    let detected = later(0, 40, rng);
    let acknowledged = later(1, 15, rng);
    let identified = later(4, 90, rng);
    let mitigated = later(3, 120, rng);
    let resolved = later(2, 200, rng);
    let young = AS_OF - outline.started.date() < TimeDelta::days(20);
    let ongoing = status == "draft" && young && rng.chance(30);
    Times {
        detected,
        acknowledged: rng.chance(60).then_some(acknowledged),
        identified: rng.chance(55).then_some(identified),
        mitigated: (!ongoing && rng.chance(65)).then_some(mitigated),
        resolved: (!ongoing).then_some(resolved),
    }
}

/// A known error that was on record when the report's incident began.
fn find_known_error(seed: u64, outline: &Outline, rng: &mut Rng) -> Option<KnownError> {
    if !rng.chance(25) {
        return None;
    }
    let count = known_errors_by(outline.number);
    (0..8)
        .map(|_| KnownError::new(seed, rng.between(1, count)))
        .find(|error| error.is_current(outline.started.date()))
}

fn services(outline: &Outline, error: Option<&KnownError>, rng: &mut Rng) -> Vec<usize> {
    let mut services = vec![outline.service];
    services.extend(error.map(|error| error.services[0]));
    for _ in 0..rng.between(0, 2) {
        services.push(rng.skewed(services_by(outline.number)));
    }
    let mut seen = Vec::new();
    services.retain(|service| {
        let new = !seen.contains(service);
        seen.push(*service);
        new
    });
    services
}

fn causes(first: usize, rng: &mut Rng) -> Vec<usize> {
    let second = rng.chance(20).then(|| rng.below(CAUSES.len()));
    std::iter::once(first)
        .chain(second.filter(|second| *second != first))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{AS_OF, Facts, Outline};

    #[test]
    fn a_fifth_is_japanese() {
        let japanese = (1..=1000).filter(|k| Outline::new(5, *k).japanese).count();
        assert_eq!(japanese, 200);
    }

    #[test]
    fn relations_point_to_lower_numbers_that_began_earlier() {
        let mut related = 0;
        for number in 1..=2000 {
            let facts = Facts::new(1, number);
            if let Some(relation) = facts.relation {
                related += 1;
                assert!(relation.to < number);
                assert!(Outline::new(1, relation.to).started < facts.outline.started);
            }
        }
        assert!((500..800).contains(&related), "{related}");
    }

    #[test]
    fn nothing_happens_after_the_fixed_day() {
        for number in 1..=5000 {
            let facts = Facts::new(2, number);
            let end = facts.times.resolved.unwrap_or(facts.times.detected);
            assert!(end.date() < AS_OF);
            assert!(facts.finalized_on.is_none_or(|day| day < AS_OF));
        }
    }
}
