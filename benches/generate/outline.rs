//! The few facts of a report that others need: its id, its file, its cause, what it follows.
//!
//! They depend on the seed and the report's number alone, so any report can work out those of an
//! earlier one, without all of them being kept in memory.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::catalog::{service_id, services_by};
use crate::causes::CAUSES;
use crate::facts::date;
use crate::names::SYMPTOMS;
use crate::rng::{Rng, Stream};

/// Years of the first and the last report.
pub const YEARS: std::ops::RangeInclusive<i32> = 2015..=2026;
/// The first day of a report, and how many days follow on which one may start.
const FIRST_DAY: NaiveDate = date(2015, 1, 1);
const DAYS: u32 = 4310;
/// Minutes east of UTC; the first is by far the most common.
const OFFSETS: [i32; 6] = [540, 0, 60, -300, 330, -480];

/// The few facts that other reports need, quick to work out.
pub struct Outline {
    pub number: u32,
    pub started: NaiveDateTime,
    /// Minutes east of UTC.
    pub offset: i32,
    pub japanese: bool,
    pub service: usize,
    pub cause: usize,
    pub symptom: usize,
    /// How many actions of its own the report has.
    pub actions: u32,
    /// Whether it looks for an earlier report to relate to; those that do not are never
    /// changed by a relation, so only they are related to.
    follows: bool,
}

impl Outline {
    /// The report as it would be without its relation.
    fn alone(seed: u64, number: u32) -> Self {
        let mut rng = Rng::new(seed, Stream::Outline, number);
        let mut day = rng.between(0, DAYS);
        if rng.chance(50) {
            day = day.max(rng.between(0, DAYS));
        }
        let time = TimeDelta::minutes(i64::from(rng.between(0, 24 * 60 - 1)));
        Self {
            number,
            started: FIRST_DAY.and_time(NaiveTime::MIN) + TimeDelta::days(day.into()) + time,
            offset: OFFSETS[if rng.chance(70) {
                0
            } else {
                rng.below(OFFSETS.len())
            }],
            japanese: is_japanese(seed, number),
            service: rng.skewed(services_by(number)),
            cause: rng.below(CAUSES.len()),
            symptom: rng.below(SYMPTOMS.len()),
            actions: [1, 1, 1, 1, 1, 1, 2, 2, 2, 3][rng.below(10)],
            follows: rng.chance(36),
        }
    }

    /// The report with what it takes over from the one it is related to.
    pub fn new(seed: u64, number: u32) -> Self {
        Self::related(seed, number).0
    }

    /// The report and its relation, if it has one.
    pub fn related(seed: u64, number: u32) -> (Self, Option<Relation>) {
        let mut outline = Self::alone(seed, number);
        let relation = outline
            .follows
            .then(|| find_relation(seed, &outline))
            .flatten();
        if let Some((earlier, relation)) = &relation {
            if matches!(relation.kind, "recurrence-of" | "same-cause") {
                outline.cause = earlier.cause;
            }
            if relation.kind == "recurrence-of" {
                outline.service = earlier.service;
                outline.symptom = earlier.symptom;
            }
        }
        (outline, relation.map(|(_, relation)| relation))
    }

    pub fn id(&self) -> String {
        format!("INC-{}-{:06}", self.started.year(), self.number)
    }

    /// The report's file, below `content/incidents/`; one Japanese report in eight has a
    /// Japanese file name.
    pub fn file(&self) -> String {
        let (slug, _, japanese) = SYMPTOMS[self.symptom];
        let name = if self.japanese && self.number.is_multiple_of(8) {
            japanese.to_owned()
        } else {
            format!("{}-{slug}", service_id(self.service))
        };
        format!("{}/{name}-{:06}.md", self.started.year(), self.number)
    }

    /// The file as a link from a Japanese document names it, or from any other. Those encode it,
    /// as many editors do: a Japanese file name would make their own text look Japanese.
    pub fn href(&self, from_japanese: bool) -> String {
        let file = self.file();
        if from_japanese { file } else { encoded(&file) }
    }
}

/// The path with everything but ASCII percent-encoded.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii() {
            out.push(char::from(byte));
        } else {
            _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Exactly one in each five reports is Japanese; which one depends on the seed.
fn is_japanese(seed: u64, number: u32) -> bool {
    let place = (number - 1) % 5;
    Rng::new(seed, Stream::Language, (number - 1) / 5).between(0, 4) == place
}

/// A typed relation to an earlier report.
pub struct Relation {
    pub kind: &'static str,
    pub to: u32,
}

/// Looks for a report of a lower number that started earlier; there may be none.
fn find_relation(seed: u64, outline: &Outline) -> Option<(Outline, Relation)> {
    const KINDS: [&str; 8] = [
        "recurrence-of",
        "recurrence-of",
        "recurrence-of",
        "same-cause",
        "same-cause",
        "caused-by",
        "caused-by",
        "same-symptom",
    ];
    let mut rng = Rng::new(seed, Stream::Relation, outline.number);
    let kind = rng.pick(&KINDS);
    let earlier = (0..24)
        .filter(|_| outline.number > 1)
        .map(|_| Outline::alone(seed, rng.between(1, outline.number - 1)))
        .find(|other| {
            let fits = kind != "same-symptom" || other.cause != outline.cause;
            fits && !other.follows && other.started + TimeDelta::days(2) < outline.started
        })?;
    let to = earlier.number;
    Some((earlier, Relation { kind, to }))
}
