//! Two states that differ in one thing that candidates are made from, and in nothing else that would tell.

use super::remembering::{Map, assert_same};
use super::{base, incident};

/// A state: its settings, and its files by path.
type State = (&'static str, Vec<(String, String)>);

fn report(name: &str, day: usize, fields: &str, text: &str) -> (String, String) {
    let (month, day) = (1 + day / 28, 1 + day % 28);
    let fields = format!("started_at: 2026-{month:02}-{day:02}\n{fields}");
    (format!("incidents/{name}"), incident(&fields, text))
}

fn known_error(text: &str) -> (String, String) {
    ("known-errors/KE-1".to_owned(), text.to_owned())
}

/// Reports without a word, a day apart: so many with the cause `typo`, others without.
fn in_a_row(reports: usize, with_cause: usize, service: fn(usize) -> &'static str) -> State {
    let row = (0..reports).map(|number| {
        let cause = if number < with_cause { "typo" } else { "" };
        let fields = format!("causes: [{cause}]\nservices: [{}]", service(number));
        report(&format!("r{number:02}"), number, &fields, "# Q7")
    });
    ("", row.collect())
}

fn two(a: &str, b: &str) -> State {
    let fields = "services: [api]";
    (
        "",
        vec![report("a", 1, fields, a), report("b", 2, fields, b)],
    )
}

fn with_dates(of_other: usize) -> State {
    let fields = "causes: [typo]";
    let near = [("a", 5), ("b", 4), ("c", 6)];
    let mut files: Vec<_> = near
        .map(|(name, day)| report(name, day, fields, "# Q7"))
        .into();
    files.push(report("other", of_other, "", "# Q7"));
    ("", files)
}

fn with_signature(expression: &str) -> State {
    let error = format!("---\nsignatures: [{{regex: '{expression}'}}]\n---\n# Q7\n");
    let mut state = two("# Q7\n\n    lease lost 7", "# Q7\n\n    lease lost 8");
    state.1.push(known_error(&error));
    state
}

fn with_relation(relation: &str) -> State {
    let a = report("a", 1, &format!("causes: [typo]\n{relation}"), "# Q7");
    ("", vec![a, report("b", 2, "causes: [typo]", "# Q7")])
}

fn with_settings(settings: &'static str) -> State {
    let text = "# Q7\n\n## Lantern orchard compass\n\nThe ferry of postcards sank.";
    (settings, two(text, text).1)
}

fn with_kind(kind: &str) -> State {
    let fields = format!("kind: {kind}\nservices: [api]");
    let log = "# Q7\n\n    ledger checkpoint moved backwards at 7";
    let a = report("a", 1, "services: [api]", log);
    ("", vec![a, report("b", 2, &fields, log)])
}

fn pairs() -> Vec<(&'static str, State, State)> {
    let words = "# Q7\n\nThe lantern of the orchard, a compass on the ferry, postcards.";
    let capitals = words
        .replace("lantern", "Lantern")
        .replace("ferry", "Ferry");
    let one_place: fn(usize) -> &'static str = |_| "api";
    let two_places: fn(usize) -> &'static str = |number| if number < 2 { "api" } else { "web" };
    let denied = "relations: [{type: not-related, id: b, note: no}]";
    vec![
        (
            "how words are written",
            two(words, words),
            two(&capitals, words),
        ),
        ("a relation", with_relation(""), with_relation(denied)),
        (
            "how a signature is written",
            with_signature("lease lost"),
            with_signature("lease (lost)"),
        ),
        (
            "how many have a cause on a service",
            in_a_row(20, 16, one_place),
            in_a_row(20, 17, one_place),
        ),
        (
            "how many have a cause",
            in_a_row(40, 32, two_places),
            in_a_row(40, 33, two_places),
        ),
        (
            "who stands between two in time",
            with_dates(9),
            with_dates(4),
        ),
        (
            "an identifier more",
            two("# Q7\n\n    E1042 E2077", "# Q7\n\n    E1042"),
            two("# Q7\n\n    E1042 E2077", "# Q7\n\n    E1042 E2077"),
        ),
        (
            "a setting that tells what is read",
            with_settings(""),
            with_settings("sections: {cause: [Lantern orchard compass]}"),
        ),
        (
            "the kind of another",
            with_kind("incident"),
            with_kind("known-error"),
        ),
        (
            "a broader cause",
            (
                "causes: [{id: typo}, {id: slip}]",
                with_causes(["typo", "slip"]),
            ),
            (
                "causes: [{id: typo}, {id: slip, parent: typo}]",
                with_causes(["typo", "slip"]),
            ),
        ),
    ]
}

fn with_causes(causes: [&str; 2]) -> Vec<(String, String)> {
    let with = |(name, cause)| {
        let fields = format!("services: [api]\ncauses: [{cause}]");
        report(name, 1, &fields, "# Q7\n\n    E1042 no")
    };
    ["a", "b"].into_iter().zip(causes).map(with).collect()
}

#[test]
fn whatever_candidates_are_made_from_is_noticed() {
    for (what, before, after) in pairs() {
        let [was, is] = [&before, &after].map(|(config, files)| {
            let files = files.iter();
            let files: Vec<(&str, &str)> = files
                .map(|(path, text)| (path.as_str(), text.as_str()))
                .collect();
            base(config, &files)
        });
        let memory = Map::default();
        let was = assert_same(what, &was, &memory);
        let is = assert_same(what, &is, &memory);
        assert!(was.of_entries != is.of_entries, "{what}: says nothing");
        for (digest, _, lines) in &was.of_entries {
            let mut same = is.of_entries.iter().filter(|(other, ..)| other == digest);
            assert!(
                same.all(|(.., others)| others == lines),
                "{what}: {lines:?}"
            );
        }
    }
}
