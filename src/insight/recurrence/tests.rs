//! What is told of recurrences.

use super::*;
use crate::insight::tests::knowledge_base;
use crate::signature::Signatures;

const CONFIG: &str =
    "causes: [{id: expiry}, {id: certificate, parent: expiry}, {id: missing-alert}]";
const FIRST: (&str, &str) = (
    "content/incidents/a.md",
    "---\nstarted_at: 2025-01-10T00:00Z\ncauses: [certificate]\nescape_causes: [missing-alert]\nactions:\n  - {title: renew, addresses: [expiry], state: verified, done_on: 2025-02-01, verified_on: 2025-03-01}\n  - {title: alert, addresses: [missing-alert], opened_on: 2025-01-12, state: done, done_on: 2025-06-01}\n  - {title: look, addresses: [certificate], state: dropped}\n---\n",
);
const ERROR: (&str, &str) = (
    "content/known-errors/e.md",
    "---\nrecorded_on: 2025-02-02\nsignatures:\n  - text: 'x509: certificate of gateway has expired'\n  - {text: 'gateway-edge handshake refused: TLS alert 45', added_on: 2025-07-01}\n---\n",
);

fn recurrence(files: &[(&str, &str)]) -> (KnowledgeBase, Recurrence) {
    let base = knowledge_base(CONFIG, files);
    let relations = Relations::gather(&base);
    let recognitions = Recognitions::of(&base, &Signatures::of(&base));
    let recurrence = Recurrence::of(&base, &relations, &recognitions);
    (base, recurrence)
}

fn place(entry: usize, position: usize) -> ActionPlace {
    ActionPlace {
        entry: EntryIndex(entry),
        position,
    }
}

#[test]
fn a_verified_action_whose_cause_comes_back_did_not_hold() {
    let later =
        |day: &str, cause: &str| format!("---\nstarted_at: {day}T00:00Z\ncauses: [{cause}]\n---\n");
    let (on_the_day, after) = (
        later("2025-03-01", "certificate"),
        later("2025-03-02", "certificate"),
    );
    let other = later("2025-04-01", "missing-alert");
    let near_miss = after.replace("---\nstarted", "---\ntype: near-miss\nstarted");
    let (_, recurrence) = recurrence(&[
        FIRST,
        ("content/incidents/b.md", &on_the_day),
        ("content/incidents/c.md", &after),
        ("content/incidents/d.md", &near_miss),
        ("content/incidents/e.md", &other),
    ]);
    let did_not_hold = |entry| {
        let learned = recurrence.of_incident(EntryIndex(entry));
        learned.map(|learned| learned.did_not_hold.clone())
    };
    assert_eq!(did_not_hold(1), Some(vec![]));
    assert_eq!(did_not_hold(2), Some(vec![place(0, 0)]));
    assert_eq!(did_not_hold(3), None);
    assert_eq!(recurrence.ineffective(), [place(0, 0)]);
    let came_back = recurrence.came_back(place(0, 0)).unwrap();
    assert_eq!(came_back.here, [EntryIndex(2)]);
    let learned = recurrence.of_incident(EntryIndex(4)).unwrap();
    assert_eq!(learned.were_open, [place(0, 1)]);
    assert_eq!(learned.earlier, [(Id::new("missing-alert"), EntryIndex(0))]);
    assert_eq!(
        recurrence.covered(),
        Share {
            of_them: 1,
            counted: 4
        }
    );
    assert_eq!(recurrence.repeated().of_them, 3);
    let causes = recurrence.causes().iter();
    let causes: Vec<_> = causes
        .map(|cause| (cause.cause.as_str(), cause.share().percent()))
        .collect();
    assert_eq!(
        causes,
        [("certificate", Some(67)), ("missing-alert", Some(50))]
    );
}

#[test]
fn what_was_recorded_before_was_known_at_the_time() {
    let known = |front_matter: &str, body: &str| {
        let text = format!("---\n{front_matter}---\n{body}");
        let (_, recurrence) = recurrence(&[("content/incidents/b.md", &text), ERROR]);
        let learned = recurrence.of_incident(EntryIndex(0)).unwrap();
        let known: Vec<_> = learned.known.iter().map(|known| known.signature).collect();
        (known, recurrence.known_at_the_time().of_them)
    };
    let log = "```\nx509: certificate of gateway has expired\n```\n";
    let refused = "```\ngateway-edge handshake refused: TLS alert 45\n```\n";
    let day = "started_at: 2025-02-03T00:00Z\n";
    assert_eq!(known(day, log), (vec![Some(0)], 1));
    assert_eq!(known(day, refused), (vec![], 0), "added later");
    assert_eq!(
        known("started_at: 2025-07-02T00:00Z\n", refused),
        (vec![Some(1)], 1)
    );
    assert_eq!(known("started_at: 2025-02-02T00:00Z\n", log), (vec![], 0));
    let linked = format!("{day}known_errors: [e]\n");
    assert_eq!(known(&linked, log), (vec![None], 1));
    let denied = format!("{day}relations: [{{type: not-related, id: e, note: x}}]\n");
    assert_eq!(known(&denied, log), (vec![], 0));
}

#[test]
fn what_held_for_one_service_has_to_be_carried_over() {
    let first = "---\nservices: [mail]\nactions:\n  - {title: renew, addresses: [certificate], state: verified, verified_on: 2025-03-01, rollout: [{service: api, state: done}, {service: web}]}\n  - {title: alert, addresses: [missing-alert], state: verified, verified_on: 2025-03-01}\n---\n";
    let later = |services: &str| {
        format!(
            "---\nstarted_at: 2025-04-01T00:00Z\nservices: [{services}]\ncauses: [certificate]\nescape_causes: [missing-alert]\n---\n"
        )
    };
    let (web, api) = (later("web"), later("api"));
    let (_, recurrence) = recurrence(&[
        ("content/incidents/a.md", first),
        ("content/incidents/b.md", &web),
        ("content/incidents/c.md", &api),
    ]);
    let learned = |entry| recurrence.of_incident(EntryIndex(entry)).unwrap();
    assert_eq!(learned(1).did_not_hold, []);
    assert_eq!(learned(1).elsewhere, [place(0, 0)]);
    assert_eq!(learned(2).did_not_hold, [place(0, 0)]);
    let came_back = recurrence.came_back(place(0, 0)).unwrap();
    assert_eq!(came_back.elsewhere, [EntryIndex(1)]);
    assert_eq!(came_back.here, [EntryIndex(2)]);
    assert!(recurrence.came_back(place(0, 1)).is_none());
}

#[test]
fn a_broader_cause_counts_whichever_is_named_first() {
    let later =
        |cause: &str| format!("---\nstarted_at: 2025-04-01T00:00Z\ncauses: [{cause}]\n---\n");
    for cause in ["certificate", "expiry"] {
        let (_, recurrence) = recurrence(&[FIRST, ("content/incidents/b.md", &later(cause))]);
        let learned = recurrence.of_incident(EntryIndex(1)).unwrap();
        assert_eq!(learned.did_not_hold, [place(0, 0)], "{cause}");
        let came_back = recurrence.came_back(place(0, 0)).unwrap();
        assert_eq!(came_back.here, [EntryIndex(1)], "{cause}");
    }
}
