//! One incident report, from its facts to its text.

use chrono::TimeDelta;

use crate::actions::actions;
use crate::body::Body;
use crate::catalog::{known_errors_by, service_id, vendor_name};
use crate::facts::Facts;
use crate::fill::{Filler, Subject};
use crate::front_matter;
use crate::known_errors::{self, KnownError};
use crate::outline::Outline;
use crate::phrases::{ENGLISH, JAPANESE};
use crate::rng::{Rng, Stream};
use crate::timeline;
use crate::world::{Document, World};

/// Report `number`, counted from 1.
pub fn report(world: &World, number: u32) -> Document {
    let facts = Facts::new(world.seed, number);
    let mut filler = filler(world, &facts);
    let title = filler.any(filler.phrases.report.titles);
    let actions = actions(&mut filler, &facts);
    let rows = timeline::rows(&mut filler, &facts);
    let vendor_rows = facts.outline.japanese && timeline::names_vendor(&rows);
    let above = vendor_rows || filler.rng.chance(7);
    let mut text = front_matter::write(
        &mut filler,
        &facts,
        world.seed,
        &title,
        &actions,
        above.then_some(rows.as_slice()),
    );
    let body = Body {
        filler: &mut filler,
        facts: &facts,
        actions: &actions,
        rows: (!above).then_some(rows.as_slice()),
        planted: world.planted(number),
    };
    text.push_str(&body.write());
    Document {
        path: format!("content/incidents/{}", facts.outline.file()),
        text,
    }
}

/// The words for a report: its services, and one earlier document it may mention.
fn filler<'a>(world: &'a World, facts: &Facts) -> Filler<'a> {
    let outline = &facts.outline;
    let mut rng = Rng::new(world.seed, Stream::Body, outline.number);
    let known_error = facts.known_error.as_ref().map_or_else(
        || known_errors::id(rng.between(1, known_errors_by(outline.number))),
        |error| error.id.clone(),
    );
    let phrases = if outline.japanese {
        &JAPANESE
    } else {
        &ENGLISH
    };
    let (earlier, file) = mentioned(world.seed, facts, &known_error, &mut rng);
    let gap = match (rng.chance(30), outline.japanese) {
        (true, _) => "\n",
        (false, true) => "",
        (false, false) => " ",
    };
    let subject = Subject {
        japanese: outline.japanese,
        services: facts.services.iter().map(|s| service_id(*s)).collect(),
        vendor: facts
            .vendor
            .map_or_else(|| phrases.some_vendor.to_owned(), vendor_name),
        symptom: outline.symptom,
        users: facts.users,
        failed: facts.failed,
        minutes: facts.minutes().max(1),
        clock: facts.times.detected - TimeDelta::minutes(outline.offset.into()),
        earlier,
        link: String::new(),
        known_error,
        gap,
    };
    let mut filler = Filler::new(rng, &world.words, phrases, subject);
    let text = filler.any(phrases.report.link_text);
    filler.subject.link = format!("[{text}]({file})");
    filler
}

/// The id of the document a report mentions, and the way to its file: the report it is related
/// to, else any earlier one, else a known error.
fn mentioned(seed: u64, facts: &Facts, error: &str, rng: &mut Rng) -> (String, String) {
    let number = facts.outline.number;
    let to = match &facts.relation {
        Some(relation) => Some(relation.to),
        None if number > 1 && rng.chance(75) => Some(rng.between(1, number - 1)),
        None => None,
    };
    to.map(|to| Outline::new(seed, to)).map_or_else(
        || {
            let file = format!("../../known-errors/{}.md", error.to_lowercase());
            (error.to_owned(), file)
        },
        |outline| {
            let file = outline.href(facts.outline.japanese);
            (outline.id(), format!("../{file}"))
        },
    )
}

/// The line by which a known error is recognised, as a log would show it.
pub fn signature_line(filler: &mut Filler, error: &KnownError) -> String {
    let code = &error.code;
    filler.fill(&format!(
        "‹ts›Z ERROR ‹svc› {code}: pool ‹word›-‹n3› exhausted after ‹n4› ms, rid=‹hex16›"
    ))
}

#[cfg(test)]
mod tests {
    use super::report;
    use crate::plant::Plan;
    use crate::words::Words;
    use crate::world::World;

    fn world(reports: u32, plan: Option<Plan>) -> World {
        World {
            seed: 1,
            reports,
            words: Words::new(),
            plan,
        }
    }

    #[test]
    fn a_report_does_not_depend_on_how_many_there_are() {
        let (small, large) = (world(100, None), world(1_000_000, None));
        for number in 1..=100 {
            let (one, other) = (report(&small, number), report(&large, number));
            assert_eq!((one.path, one.text), (other.path, other.text));
        }
    }

    #[test]
    fn every_slot_of_every_template_exists() {
        let world = world(3000, Some(Plan::new(1, 3000)));
        for number in 1..=3000 {
            assert!(!report(&world, number).text.contains('‹'));
        }
    }

    /// Measurements are only comparable while these bytes stay; change the number together with
    /// a template, and say in the change log that older measurements no longer compare.
    #[test]
    fn the_bytes_are_those_of_every_other_machine() {
        let world = world(200, None);
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for number in 1..=200 {
            for byte in report(&world, number).text.bytes() {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        assert_eq!(hash, 0xbe90_e32e_6094_f6eb);
    }
}
