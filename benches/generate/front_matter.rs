//! The front matter of a report.

use chrono::{NaiveDateTime, TimeDelta};

use crate::actions::Action;
use crate::catalog::vendor_id;
use crate::causes::{CAUSES, ESCAPE_CAUSES};
use crate::facts::Facts;
use crate::fill::Filler;
use crate::names::{PEOPLE, TAGS};
use crate::outline::Outline;
use crate::timeline::{self, Row};
use crate::yaml::{field, list, quoted, scalar, time};

/// Writes the front matter with its fences; `rows` is the timeline if it belongs here.
pub fn write(
    filler: &mut Filler,
    facts: &Facts,
    seed: u64,
    title: &str,
    actions: &[Action],
    rows: Option<&[Row]>,
) -> String {
    let mut out = String::with_capacity(2048);
    out.push_str("---\n");
    identity(&mut out, facts, title);
    times(&mut out, facts);
    circumstances(&mut out, filler, facts);
    people(&mut out, filler, facts);
    impact(&mut out, filler, facts);
    causes(&mut out, filler, facts);
    if let Some(relation) = &facts.relation {
        let id = Outline::new(seed, relation.to).id();
        out.push_str("relations:\n");
        field(
            &mut out,
            "  - {type",
            format_args!("{}, id: {id}}}", relation.kind),
        );
    }
    if let Some(rows) = rows {
        timeline::front_matter(rows, facts, &mut out);
    }
    out.push_str("actions:\n");
    for action in actions {
        action.write(&mut out);
    }
    shared_action(&mut out, filler, facts, seed);
    communications(&mut out, filler, facts);
    extras(&mut out, filler, facts);
    out.push_str("---\n");
    out
}

fn identity(out: &mut String, facts: &Facts, title: &str) {
    field(out, "id", facts.outline.id());
    field(out, "title", scalar(title));
    field(out, "type", facts.kind);
    field(out, "status", facts.status);
    field(out, "severity", facts.severity);
    if facts.outline.japanese {
        field(out, "language", "ja");
    }
}

fn times(out: &mut String, facts: &Facts) {
    let times = &facts.times;
    let fields: [(&str, Option<NaiveDateTime>); 6] = [
        ("started_at", Some(facts.outline.started)),
        ("detected_at", Some(times.detected)),
        ("acknowledged_at", times.acknowledged),
        ("identified_at", times.identified),
        ("mitigated_at", times.mitigated),
        ("resolved_at", times.resolved),
    ];
    for (key, at) in fields {
        if let Some(at) = at {
            field(out, key, time(at, facts.outline.offset));
        }
    }
    if let Some(day) = facts.finalized_on {
        field(out, "finalized_on", day);
    }
}

fn circumstances(out: &mut String, filler: &mut Filler, facts: &Facts) {
    let ways = ["alert", "alert", "monitoring", "user", "staff", "vendor"];
    let known = if facts.vendor.is_some() { 6 } else { 5 };
    field(out, "detected_by", filler.rng.pick(&ways[..known]));
    list(out, "services", &filler.subject.services);
    let staging = facts.users == 0 && filler.rng.chance(30);
    let environment = if staging { "staging" } else { "production" };
    list(out, "environments", [environment]);
    list(out, "vendors", facts.vendor.map(vendor_id));
    let mut tags: Vec<&str> = Vec::new();
    for _ in 0..filler.rng.between(1, 2) {
        let tag = TAGS[filler.rng.skewed(TAGS.len())];
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    list(out, "tags", tags);
}

fn people(out: &mut String, filler: &mut Filler, facts: &Facts) {
    let rng = &mut filler.rng;
    let first = rng.below(PEOPLE.len());
    let person = |step: usize| PEOPLE[(first + step * 7) % PEOPLE.len()];
    let mut roles = format!("{{incident_commander: {}", person(0));
    if rng.chance(30) {
        roles.push_str(", scribe: ");
        roles.push_str(person(1));
    }
    if facts.status == "final" {
        roles.push_str(", approved_by: ");
        roles.push_str(person(2));
    }
    roles.push('}');
    field(out, "roles", roles);
    if rng.chance(15) {
        list(out, "authors", [person(0), person(3)]);
    }
}

fn impact(out: &mut String, filler: &mut Filler, facts: &Facts) {
    if facts.users == 0 {
        return;
    }
    out.push_str("impact:\n");
    if filler.rng.chance(15) {
        let line = filler.any(filler.phrases.report.impact_line);
        field(out, "  summary", scalar(&line));
    }
    field(out, "  users", facts.users);
    field(out, "  requests_failed", facts.failed);
    field(out, "  sla_breached", facts.severity == "SEV1");
}

fn causes(out: &mut String, filler: &mut Filler, facts: &Facts) {
    if let Some(kind) = facts.change {
        let number = filler.rng.between(100, 99_999);
        let url = format!("https://git.example.com/changes/{number}");
        field(
            out,
            "change",
            format_args!("{{type: {kind}, url: {}}}", quoted(&url)),
        );
    }
    if filler.rng.chance(20) {
        let trigger = filler.any(filler.phrases.report.trigger);
        field(out, "trigger", scalar(&trigger));
    }
    list(
        out,
        "causes",
        facts.causes.iter().map(|cause| CAUSES[*cause].id),
    );
    let escape = facts.escape_cause.map(|cause| ESCAPE_CAUSES[cause].id);
    list(out, "escape_causes", escape);
    let known = facts.known_error.as_ref();
    list(out, "known_errors", known.map(|error| &error.id));
}

/// A recurrence now and then shares an action with the report it recurs.
fn shared_action(out: &mut String, filler: &mut Filler, facts: &Facts, seed: u64) {
    let Some(relation) = &facts.relation else {
        return;
    };
    if relation.kind == "recurrence-of" && filler.rng.chance(30) {
        let id = Outline::new(seed, relation.to).id();
        field(out, "  - {ref", format_args!("{id}/A1}}"));
    }
}

/// What customers were told of the more severe incidents.
fn communications(out: &mut String, filler: &mut Filler, facts: &Facts) {
    let told = facts.severity == "SEV1" || (facts.severity == "SEV2" && filler.rng.chance(20));
    if !told || facts.users == 0 {
        return;
    }
    let phrases = &filler.phrases.timeline;
    let first = facts.times.detected + TimeDelta::minutes(filler.rng.between(5, 20).into());
    let last = facts
        .times
        .resolved
        .map(|at| at + TimeDelta::minutes(filler.rng.between(5, 30).into()));
    out.push_str("communications:\n");
    let text = filler.any(phrases.told_first);
    message(out, facts, first, "first", phrases.channel, &text);
    if let Some(last) = last {
        let promised = last.max(first + TimeDelta::minutes(60));
        field(
            out,
            "    next_update_by",
            time(promised, facts.outline.offset),
        );
        let text = filler.any(phrases.told_final);
        message(
            out,
            facts,
            last.max(first + TimeDelta::minutes(10)),
            "final",
            phrases.channel,
            &text,
        );
    }
}

fn message(
    out: &mut String,
    facts: &Facts,
    at: NaiveDateTime,
    stage: &str,
    channel: &str,
    text: &str,
) {
    field(out, "  - at", time(at, facts.outline.offset));
    field(out, "    audience", "customers");
    field(out, "    stage", stage);
    field(out, "    channel", channel);
    field(out, "    text", scalar(text));
}

/// What only some reports have.
fn extras(out: &mut String, filler: &mut Filler, facts: &Facts) {
    if filler.rng.chance(8) {
        let number = filler.rng.between(1000, 99_999);
        out.push_str("references:\n");
        field(
            out,
            "  - {title",
            format_args!("Dashboard {number}, url: \"https://metrics.example.com/d/{number}\"}}"),
        );
    }
    if filler.rng.chance(5) {
        let number = facts.outline.number;
        field(out, "custom", format_args!("{{channel: inc-{number:06}}}"));
    }
}
