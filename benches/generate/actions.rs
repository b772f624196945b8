//! The actions of a report: what is done so that it does not happen again.

use chrono::{NaiveDate, TimeDelta};

use crate::causes::{CAUSES, ESCAPE_CAUSES};
use crate::facts::{AS_OF, Facts};
use crate::fill::Filler;
use crate::names::OWNERS;
use crate::rng::Rng;
use crate::yaml::{field, scalar};

/// One action, ready to be written.
pub struct Action {
    pub id: String,
    pub title: String,
    control: &'static str,
    horizon: &'static str,
    addresses: Vec<&'static str>,
    owner: &'static str,
    opened: NaiveDate,
    due: NaiveDate,
    course: Course,
    evidence: String,
    ticket: u32,
    /// Services it is carried over to.
    rollout: Vec<String>,
}

/// How far an action has come.
struct Course {
    state: &'static str,
    done: Option<NaiveDate>,
    verified: Option<NaiveDate>,
}

/// The report's own actions. The first removes the causes, the second sees to it that the next
/// one is noticed, the third is only help.
pub fn actions(filler: &mut Filler, facts: &Facts) -> Vec<Action> {
    (1..=facts.outline.actions)
        .map(|number| action(filler, facts, number))
        .collect()
}

fn action(filler: &mut Filler, facts: &Facts, number: u32) -> Action {
    let phrases = &filler.phrases.actions;
    let (titles, controls) = match number {
        1 => (phrases.strong, &["eliminate", "automate", "guardrail"][..]),
        2 => (phrases.detecting, &["detect"][..]),
        _ => (phrases.supporting, &["procedure", "training"][..]),
    };
    let title = filler.any(titles);
    let evidence = filler.any(phrases.evidence);
    let rng = &mut filler.rng;
    let end = facts.times.resolved.unwrap_or(facts.times.detected).date();
    let opened = end + TimeDelta::days(rng.between(0, 4).into());
    let due = opened + TimeDelta::days(rng.between(14, 120).into());
    let carried = number == 1 && facts.services.len() > 1 && rng.chance(15);
    Action {
        id: format!("A{number}"),
        title,
        control: rng.pick(controls),
        horizon: ["permanent", "interim"][usize::from(number > 2)],
        addresses: addresses(facts, number),
        owner: OWNERS[rng.below(OWNERS.len())].0,
        opened,
        due,
        course: course(opened, due, rng),
        evidence,
        ticket: rng.between(1000, 99_999),
        rollout: filler
            .subject
            .services
            .iter()
            .skip(1)
            .filter(|_| carried)
            .cloned()
            .collect(),
    }
}

/// Every cause of a report is addressed by its first two actions.
fn addresses(facts: &Facts, number: u32) -> Vec<&'static str> {
    let mut causes = Vec::new();
    if number != 2 {
        causes.extend(facts.causes.iter().map(|cause| CAUSES[*cause].id));
    }
    if number == 2 || facts.outline.actions == 1 {
        causes.extend(facts.escape_cause.map(|cause| ESCAPE_CAUSES[cause].id));
    }
    causes
}

/// What is long due is nearly always verified; what is not due yet may still be open.
fn course(opened: NaiveDate, due: NaiveDate, rng: &mut Rng) -> Course {
    let length = u32::try_from((due - opened).num_days()).unwrap_or_default();
    let done = opened + TimeDelta::days(rng.between(length / 2, length).into());
    let verified = done + TimeDelta::days(rng.between(10, 60).into());
    let fate = rng.between(0, 99);
    if done >= AS_OF || (fate == 0 && due < AS_OF) {
        let state = if fate < 40 { "in-progress" } else { "open" };
        return Course {
            state,
            done: None,
            verified: None,
        };
    }
    let checked = verified < AS_OF && fate < 94;
    Course {
        state: if checked { "verified" } else { "done" },
        done: Some(done),
        verified: checked.then_some(verified),
    }
}

impl Action {
    /// Writes the action as an item of the list in the front matter.
    pub fn write(&self, out: &mut String) {
        field(out, "  - id", &self.id);
        field(out, "    title", scalar(&self.title));
        field(out, "    control", self.control);
        if self.ticket.is_multiple_of(2) {
            field(out, "    horizon", self.horizon);
        }
        if !self.addresses.is_empty() {
            let causes = self.addresses.join(", ");
            field(out, "    addresses", format_args!("[{causes}]"));
        }
        field(out, "    owner", self.owner);
        if self.ticket.is_multiple_of(3) {
            field(out, "    opened_on", self.opened);
        }
        field(out, "    due", self.due);
        field(out, "    state", self.course.state);
        if let Some(day) = self.course.done {
            field(out, "    done_on", day);
        }
        if let Some(day) = self.course.verified {
            field(out, "    verified_on", day);
            field(out, "    evidence", scalar(&self.evidence));
        }
        if self.ticket.is_multiple_of(6) {
            let url = format!("https://tickets.example.com/OPS-{}", self.ticket);
            field(out, "    ticket", url);
        }
        if !self.rollout.is_empty() {
            let state = ["open", "done"][usize::from(self.course.done.is_some())];
            out.push_str("    rollout:\n");
            for service in &self.rollout {
                field(
                    out,
                    "      - {service",
                    format_args!("{service}, state: {state}}}"),
                );
            }
        }
    }
}
