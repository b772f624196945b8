//! Known errors: signatures, a workaround, and how far the permanent fix has come.

use std::fmt::Write as _;

use chrono::{NaiveDate, TimeDelta};

use crate::catalog::{service_id, services_by};
use crate::facts::AS_OF;
use crate::fill::{Filler, Subject};
use crate::names::{OWNERS, SYMPTOMS};
use crate::outline::Outline;
use crate::phrases::{ENGLISH, JAPANESE};
use crate::rng::{Rng, Stream};
use crate::world::{Document, World};
use crate::yaml::{field, list, quoted, scalar};

/// Prefixes of the codes in signatures; those of other log lines differ.
const CODES: [&str; 8] = ["KVR", "HLT", "WBN", "GLD", "FRM", "TNK", "SPL", "VNT"];
/// The last day on which one is first seen, counted from 2015.
const DAYS: u32 = 3900;

/// What reports need to know of a known error.
pub struct KnownError {
    pub number: u32,
    pub id: String,
    /// The error code by which its signatures recognise it.
    pub code: String,
    pub services: Vec<usize>,
    status: &'static str,
    first_seen: NaiveDate,
    recorded_on: NaiveDate,
    released_on: Option<NaiveDate>,
}

/// The id of known error `number`, counted from 1.
pub fn id(number: u32) -> String {
    format!("KE-{number:05}")
}

impl KnownError {
    pub fn new(seed: u64, number: u32) -> Self {
        let mut rng = Rng::new(seed, Stream::KnownError, number);
        let first_day = NaiveDate::from_ymd_opt(2015, 1, 1).unwrap_or_default();
        let first_seen = first_day + TimeDelta::days(rng.between(0, DAYS).into());
        let recorded_on = first_seen + TimeDelta::days(rng.between(1, 30).into());
        let status = ["active", "active", "active", "fixed", "retired"][rng.below(5)];
        let released_on = recorded_on + TimeDelta::days(rng.between(20, 1500).into());
        let status = if released_on >= AS_OF {
            "active"
        } else {
            status
        };
        let services = services_by(number * 50);
        Self {
            number,
            id: id(number),
            code: format!("{}-{}", rng.pick(&CODES), 10_000 + number),
            services: vec![rng.skewed(services)],
            status,
            first_seen,
            recorded_on,
            released_on: (status != "active").then_some(released_on),
        }
    }

    /// Whether a report of that day could name it: recorded before, and not fixed yet.
    pub fn is_current(&self, day: NaiveDate) -> bool {
        self.recorded_on < day && self.released_on.is_none_or(|released| day < released)
    }
}

/// Known error `number`, counted from 1; one in five is Japanese.
pub fn known_error(world: &World, number: u32) -> Document {
    let error = KnownError::new(world.seed, number);
    let mut filler = filler(world, &error);
    let title = filler.any(filler.phrases.known_error.titles);
    let mut text = String::from("---\n");
    identity(&mut text, &error, &title, filler.subject.japanese);
    symptoms(&mut text, &mut filler);
    signatures(&mut text, &error, &mut filler);
    permanent_fix(&mut text, &error, &mut filler);
    text.push_str("---\n");
    body(&mut text, &mut filler);
    Document {
        path: format!("content/known-errors/{}.md", error.id.to_lowercase()),
        text,
    }
}

fn filler<'a>(world: &'a World, error: &KnownError) -> Filler<'a> {
    // A stream of its own: the numbers of `KnownError::new` are drawn by reports too.
    let mut rng = Rng::new(world.seed, Stream::KnownErrorText, error.number);
    let last = world.reports.min(error.number * 50);
    let report = Outline::new(world.seed, rng.between(1, last));
    let japanese = rng.chance(20);
    let phrases = if japanese { &JAPANESE } else { &ENGLISH };
    let subject = Subject {
        japanese,
        services: error.services.iter().map(|s| service_id(*s)).collect(),
        vendor: phrases.some_vendor.to_owned(),
        symptom: rng.below(SYMPTOMS.len()),
        users: 0,
        failed: 0,
        minutes: 0,
        clock: error.first_seen.and_time(chrono::NaiveTime::MIN),
        earlier: report.id(),
        link: format!("[{}](../incidents/{})", report.id(), report.href(japanese)),
        known_error: error.id.clone(),
        gap: if japanese { "" } else { " " },
    };
    Filler::new(rng, &world.words, phrases, subject)
}

fn identity(out: &mut String, error: &KnownError, title: &str, japanese: bool) {
    field(out, "id", &error.id);
    field(out, "title", scalar(title));
    if japanese {
        field(out, "language", "ja");
    }
    field(out, "status", error.status);
    list(
        out,
        "services",
        error.services.iter().map(|s| service_id(*s)),
    );
    list(out, "environments", ["production"]);
    field(out, "first_seen", error.first_seen);
    field(out, "recorded_on", error.recorded_on);
}

fn symptoms(out: &mut String, filler: &mut Filler) {
    out.push_str("symptoms:\n");
    let count = filler.rng.between(1, 3) as usize;
    for symptom in filler.different(filler.phrases.known_error.symptoms, count) {
        _ = writeln!(out, "  - {}", quoted(&symptom));
    }
}

/// A plain text for all, for half of them also a pattern with samples it must and must not match.
fn signatures(out: &mut String, error: &KnownError, filler: &mut Filler) {
    let code = &error.code;
    out.push_str("signatures:\n");
    field(out, "  - text", quoted(&format!("{code}: pool")));
    field(out, "    component", &filler.subject.services[0]);
    field(out, "    added_on", error.recorded_on);
    if filler.rng.chance(50) {
        let line = format!("‹svc› {code}: pool ‹word›-‹n3› exhausted after ‹n4› ms");
        let matching = filler.fill(&line);
        let other = filler.fill("‹svc› pool ‹word›-‹n3› has ‹n2› free slots");
        let regex = format!(r"{code}: pool [a-z]+-\d+ exhausted after \d+ ms");
        field(out, "  - regex", quoted(&regex));
        field(out, "    added_on", error.recorded_on);
        field(out, "    matches", format_args!("[{}]", quoted(&matching)));
        field(
            out,
            "    must_not_match",
            format_args!("[{}]", quoted(&other)),
        );
    }
}

fn permanent_fix(out: &mut String, error: &KnownError, filler: &mut Filler) {
    let rng = &mut filler.rng;
    let version = format!("{}.{}", rng.between(1, 9), rng.between(10, 99));
    let owner = OWNERS[rng.below(OWNERS.len())].0;
    let due = AS_OF + TimeDelta::days(rng.between(20, 300).into());
    let fix = match (error.status, error.released_on) {
        ("fixed", Some(day)) => {
            format!("{{state: released, released_on: {day}, released_in: \"{version}\"}}")
        }
        ("active", _) => format!("{{state: planned, owner: {owner}, due: {due}}}"),
        _ => "{state: none}".to_owned(),
    };
    field(out, "permanent_fix", fix);
}

fn body(out: &mut String, filler: &mut Filler) {
    let phrases = filler.phrases;
    let [symptoms, cause, workaround, seen] = phrases.known_error.headings;
    let symptom = filler.paragraph(phrases.report.summary, 1);
    let why = filler.paragraph(phrases.report.cause, 2);
    _ = write!(out, "\n## {symptoms}\n\n{symptom}\n\n## {cause}\n\n{why}\n");
    _ = write!(out, "\n## {workaround}\n\n");
    let count = filler.rng.between(2, 4) as usize;
    let steps = filler.different(phrases.known_error.workaround, count);
    for (number, step) in (1..).zip(steps) {
        _ = writeln!(out, "{number}. {step}");
    }
    let link = &filler.subject.link;
    let stop = if filler.subject.japanese { "。" } else { "." };
    let said = phrases.known_error.seen;
    _ = write!(out, "\n## {seen}\n\n{said} {link}{stop}\n");
}
