//! Checklists, whose lines say which report taught them.

use std::fmt::Write as _;

use crate::catalog::{service_id, services_by};
use crate::facts::AS_OF;
use crate::fill::{Filler, Subject};
use crate::names::CHANGE_TYPES;
use crate::outline::Outline;
use crate::phrases::{ENGLISH, JAPANESE};
use crate::rng::{Rng, Stream};
use crate::world::{Document, World};
use crate::yaml::{field, list, quoted, scalar};

/// Checklist `number`, counted from 1; one in five is Japanese.
pub fn checklist(world: &World, number: u32) -> Document {
    let mut rng = Rng::new(world.seed, Stream::Checklist, number);
    let service = service_id(rng.skewed(services_by(number * 500)));
    let japanese = rng.chance(20);
    let phrases = if japanese { &JAPANESE } else { &ENGLISH };
    let subject = Subject {
        japanese,
        services: vec![service.clone()],
        vendor: phrases.some_vendor.to_owned(),
        symptom: 0,
        users: 0,
        failed: 0,
        minutes: 0,
        clock: AS_OF.and_time(chrono::NaiveTime::MIN),
        earlier: String::new(),
        link: String::new(),
        known_error: String::new(),
        gap: if japanese { "" } else { " " },
    };
    let mut filler = Filler::new(rng, &world.words, phrases, subject);
    let mut text = front_matter(&mut filler, number, &service);
    body(&mut text, &mut filler, world, number);
    Document {
        path: format!("content/checklists/chk-{number:04}.md"),
        text,
    }
}

fn front_matter(filler: &mut Filler, number: u32, service: &str) -> String {
    let title = filler.any(filler.phrases.checklist.titles);
    let change = filler.rng.pick(&CHANGE_TYPES);
    let mut out = String::from("---\n");
    field(&mut out, "id", format_args!("CHK-{number:04}"));
    field(&mut out, "title", scalar(&title));
    if filler.subject.japanese {
        field(&mut out, "language", "ja");
    }
    out.push_str("applies_to:\n");
    list(&mut out, "  services", [service]);
    list(&mut out, "  change_types", [change]);
    let path = quoted(&format!("services/{service}/**"));
    list(&mut out, "  paths", [path]);
    field(&mut out, "cadence", "quarterly");
    out.push_str("---\n");
    out
}

/// Three groups of items, each with an id that no other checklist uses.
fn body(out: &mut String, filler: &mut Filler, world: &World, number: u32) {
    let phrases = &filler.phrases.checklist;
    let last = world.reports.min(number * 500);
    let intro = filler.any(phrases.intro);
    _ = write!(out, "\n{intro}\n");
    let mut item = 0;
    for heading in phrases.headings {
        _ = write!(out, "\n## {heading}\n\n");
        for _ in 0..filler.rng.between(2, 5) {
            item += 1;
            let learned = filler.rng.chance(50);
            filler.subject.earlier = Outline::new(world.seed, filler.rng.between(1, last)).id();
            let line = filler.any(if learned {
                phrases.learned
            } else {
                phrases.items
            });
            _ = writeln!(out, "- [ ] **PRC-{number:04}-{item:03}** {line}");
        }
    }
}
