//! What came back in the example, worked out a second time from its front matter.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use regex::Regex;
use serde_json::Value;

use crate::support::example::{front_matter, list, text};
use crate::support::folder::Folder;
use crate::support::program::succeed;
use crate::support::repository;

/// The words of a list in front matter, or the one word that stands there.
fn words<'a>(fields: &'a Value, key: &str) -> BTreeSet<&'a str> {
    let one = fields[key].as_str().into_iter();
    one.chain(list(fields, key).iter().filter_map(Value::as_str))
        .collect()
}

/// The day in Tokyo, which all times of the example are written in.
fn day(time: &str) -> &str {
    time.get(..10).unwrap_or_default()
}

fn parents() -> BTreeMap<String, String> {
    let config = fs::read_to_string(repository().join("hansei.yaml")).unwrap();
    let config: Value = serde_yaml::from_str(&config).unwrap();
    let causes = list(&config, "causes").iter();
    causes
        .filter(|cause| cause["parent"].is_string())
        .map(|cause| {
            (
                text(cause, "id").to_owned(),
                text(cause, "parent").to_owned(),
            )
        })
        .collect()
}

/// A cause and those it is part of.
fn with_parents<'a>(parents: &'a BTreeMap<String, String>, cause: &'a str) -> Vec<&'a str> {
    let mut all = vec![cause];
    while let Some(parent) = parents.get(*all.last().unwrap()) {
        all.push(parent);
    }
    all
}

/// What the page of causes says: how many incidents, of how many, thrice.
fn shares() -> Vec<(usize, usize)> {
    let folder = Folder::new();
    let site = folder.path().join("site");
    succeed(repository(), &["build", "--output", site.to_str().unwrap()]);
    let page = fs::read_to_string(site.join("causes/index.html")).unwrap();
    let share = Regex::new(r"(\d+) of (\d+) incidents").unwrap();
    let number = |text: &str| text.parse().unwrap();
    share
        .captures_iter(&page)
        .map(|found| (number(&found[1]), number(&found[2])))
        .collect()
}

#[test]
fn the_shares_of_the_example_are_right() {
    let all = front_matter("incidents");
    let errors = front_matter("known-errors");
    let parents = parents();
    let counted: BTreeMap<&String, &Value> = all
        .iter()
        .filter(|(_, one)| ["", "incident"].contains(&text(one, "type")))
        .filter(|(_, one)| one["started_at"].is_string())
        .collect();
    let known = counted.values().filter(|one| {
        words(one, "known_errors").into_iter().any(|error| {
            let recorded = text(&errors[error], "recorded_on");
            !recorded.is_empty() && recorded < day(text(one, "started_at"))
        })
    });
    let known = known.count();
    let causes = |one: &Value| -> BTreeSet<String> {
        let both = words(one, "causes")
            .into_iter()
            .chain(words(one, "escape_causes"));
        both.map(str::to_owned).collect()
    };
    let with_causes: BTreeMap<&String, &Value> = counted
        .iter()
        .filter(|(_, one)| !causes(one).is_empty())
        .map(|(id, one)| (*id, *one))
        .collect();
    let repeated = with_causes.values().filter(|one| {
        with_causes.values().any(|other| {
            text(other, "started_at") < text(one, "started_at")
                && !causes(other).is_disjoint(&causes(one))
        })
    });
    let repeated = repeated.count();
    let covered = with_causes.iter().filter(|(id, one)| {
        let began = day(text(one, "started_at"));
        all.iter()
            .filter(|(other, _)| other != *id)
            .any(|(_, other)| {
                list(other, "actions").iter().any(|action| {
                    let mut open_until = text(action, "done_on");
                    if open_until.is_empty() {
                        open_until = text(action, "verified_on");
                    }
                    let was_open = match text(action, "state") {
                        "" | "open" | "in-progress" => true,
                        "dropped" => false,
                        _ => open_until > began,
                    } && action["ref"].is_null()
                        && text(action, "opened_on") <= began;
                    let mut services = words(other, "services");
                    services.extend(
                        list(action, "rollout")
                            .iter()
                            .filter(|rollout| text(rollout, "state") == "done")
                            .map(|rollout| text(rollout, "service")),
                    );
                    let same_service = !services.is_disjoint(&words(one, "services"));
                    let addresses = words(action, "addresses");
                    let hits = |cause: &&str| {
                        with_parents(&parents, cause)
                            .iter()
                            .any(|cause| addresses.contains(cause))
                    };
                    let why = words(one, "causes").iter().any(hits);
                    let why_not_caught = words(one, "escape_causes").iter().any(hits);
                    was_open && (why || (why_not_caught && same_service))
                })
            })
    });
    let covered = covered.count();
    assert!(
        known > 0 && covered > 0 && repeated > 0,
        "the example shows each"
    );
    assert_eq!(
        shares(),
        [
            (known, counted.len()),
            (covered, with_causes.len()),
            (repeated, with_causes.len()),
        ]
    );
}
