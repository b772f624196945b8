//! Vendors: who to call, how to escalate, what was promised.

use std::fmt::Write as _;

use chrono::TimeDelta;

use crate::catalog::{capitalised, service_id, services_by, vendor_id, vendor_name};
use crate::facts::AS_OF;
use crate::names::{OWNERS, PEOPLE};
use crate::rng::{Rng, Stream};
use crate::world::{Document, World};
use crate::yaml::{field, list, quoted};

/// Vendor `index`, counted from 0.
pub fn vendor(world: &World, index: u32) -> Document {
    let mut rng = Rng::new(world.seed, Stream::Vendor, index);
    let (id, name) = (vendor_id(index as usize), vendor_name(index as usize));
    let mut text = String::from("---\n");
    field(&mut text, "id", &id);
    field(&mut text, "title", &name);
    services(&mut text, index, &mut rng);
    contacts(&mut text, &id, &mut rng);
    escalation(&mut text, &mut rng);
    contract(&mut text, &id, &mut rng);
    text.push_str("---\n");
    let owner = OWNERS[rng.below(OWNERS.len())].1;
    _ = write!(
        text,
        "\n{name} is looked after by {owner}.\n\n## Before you call\n\n\
         - Have the customer number and a request id at hand.\n\
         - Look at the status page first; it is usually {} minutes behind.\n",
        rng.between(2, 30)
    );
    Document {
        path: format!("content/vendors/{id}.md"),
        text,
    }
}

fn services(out: &mut String, index: u32, rng: &mut Rng) {
    let count = services_by(index * 200);
    let mut services: Vec<String> = (0..3).map(|_| service_id(rng.skewed(count))).collect();
    services.sort();
    services.dedup();
    list(out, "services", services);
}

/// Telephone numbers are of the range kept for fiction, host names of the one for examples.
fn contacts(out: &mut String, id: &str, rng: &mut Rng) {
    out.push_str("contacts:\n");
    for role in ["hotline", "account-manager"] {
        let name = capitalised(rng.pick(&PEOPLE));
        let verified = AS_OF - TimeDelta::days(rng.between(5, 80).into());
        field(out, "  - role", role);
        field(out, "    name", name);
        field(out, "    email", format_args!("{role}@{id}.example"));
        field(
            out,
            "    phone",
            format_args!("\"+1 202-555-01{:02}\"", rng.between(0, 99)),
        );
        let hours = if role == "hotline" {
            "24x7"
        } else {
            "Mon-Fri 09:00-18:00"
        };
        field(out, "    hours", quoted(hours));
        field(out, "    time_zone", "Asia/Tokyo");
        field(out, "    languages", "[en, ja]");
        field(out, "    verified_on", verified);
    }
}

fn escalation(out: &mut String, rng: &mut Rng) {
    out.push_str("escalation:\n");
    for (level, contact, delays) in [
        (1, "hotline", ["15m", "30m"]),
        (2, "account-manager", ["1h", "2h"]),
    ] {
        let after = rng.pick(&delays);
        let person = rng.pick(&PEOPLE);
        _ = writeln!(
            out,
            "  - {{level: {level}, after: {after}, contact: {contact}, internal_contact: {person}}}"
        );
    }
}

fn contract(out: &mut String, id: &str, rng: &mut Rng) {
    let ends = AS_OF + TimeDelta::days(rng.between(120, 900).into());
    let tier = rng.pick(&["gold", "silver", "standard"]);
    let number = rng.between(10_000, 99_999);
    field(
        out,
        "contract",
        format_args!("{{number: C-{number}, ends: {ends}, support_tier: {tier}}}"),
    );
    out.push_str("sla:\n");
    for (severity, respond, resolve) in [("SEV1", "30m", "4h"), ("SEV2", "2h", "2d")] {
        _ = writeln!(
            out,
            "  - {{severity: {severity}, respond: {respond}, resolve: {resolve}}}"
        );
    }
    field(
        out,
        "status_page",
        format_args!("https://status.{id}.example/"),
    );
    field(out, "customer_number", quoted(&number.to_string()));
}
