//! What is read and what is written is as the schemas say, and what is wrong is not.

use std::collections::BTreeMap;

use hansei::document::{Common, Kind};
use hansei::schema::SchemaName;
use serde_json::{Value, json};

use super::{KINDS, example_site, faults, json, schema, validator};
use crate::support::assert_none;
use crate::support::folder::{Folder, read_files};
use crate::support::program::{run, succeed};
use crate::support::repository;
use crate::support::repository::Repository;

/// The front matter of every Markdown file in a folder, as YAML says it, by path.
fn front_matter(folder: &std::path::Path) -> BTreeMap<String, Value> {
    let files = read_files(folder).into_iter();
    let files = files.filter(|(path, _)| path.ends_with(".md"));
    files
        .filter_map(|(path, text)| {
            let text = String::from_utf8(text).unwrap();
            let yaml = text.strip_prefix("---\n")?.split("\n---\n").next()?;
            Some((path, serde_yaml::from_str(yaml).unwrap()))
        })
        .collect()
}

/// What the schemas say against the front matter of all files in a folder of content.
fn faults_of(folder: &std::path::Path) -> Vec<String> {
    let validators = Kind::ALL.iter().map(|kind| {
        let schema = schema(kind.as_str());
        (*kind, validator(&schema))
    });
    let validators: BTreeMap<Kind, _> = validators.collect();
    let documents = front_matter(folder);
    assert!(!documents.is_empty(), "no front matter");
    let all = documents.iter();
    all.flat_map(|(path, fields)| {
        let kind = Kind::of_path(path).unwrap_or(Kind::Page);
        faults(&validators[&kind], path, fields)
    })
    .collect()
}

#[test]
fn the_example_is_valid_in_both_languages() {
    let content = repository().join("content");
    let documents = front_matter(&content);
    assert!(documents.keys().any(|path| path.ends_with(".ja.md")));
    assert_none("front matter", &faults_of(&content));
    let config = std::fs::read_to_string(repository().join("hansei.yaml")).unwrap();
    let config: Value = serde_yaml::from_str(&config).unwrap();
    let validator = validator(&schema("config"));
    assert_none("hansei.yaml", &faults(&validator, "hansei.yaml", &config));
}

#[test]
fn what_a_new_knowledge_base_begins_with_is_valid() {
    for language in ["en", "ja"] {
        let folder = Folder::new();
        succeed(folder.path(), &["init", "kb", "--language", language]);
        let root = folder.path().join("kb");
        for kind in [
            "incident",
            "near-miss",
            "pre-mortem",
            "known-error",
            "checklist",
            "vendor",
            "page",
        ] {
            succeed(&root, &["new", kind, "Queue stalled"]);
        }
        assert_none(language, &faults_of(&root.join("content")));
    }
}

#[test]
fn the_data_of_the_example_site_is_valid_and_its_schemas_are_those_that_are_printed() {
    let files = example_site();
    let read = |path: String| -> Value { serde_json::from_slice(&files[&path]).unwrap() };
    let mut found = Vec::new();
    for kind in KINDS {
        let printed = schema(kind);
        assert_eq!(
            read(format!("api/v1/schemas/{kind}.json")),
            printed,
            "{kind}"
        );
        let data = read(format!("api/v1/{kind}.json"));
        found.extend(faults(&validator(&printed), kind, &data));
        assert!(data["items"].as_array().unwrap().len() > 3, "{kind}");
    }
    assert_none("data", &found);
    let within = files.keys().filter(|path| path.starts_with("api/"));
    assert_eq!(within.count(), 2 * KINDS.len());
}

#[test]
fn every_answer_in_json_is_valid() {
    let faulty = Folder::copy_of(&repository().join("tests/cases/check-findings-json/input"));
    let answers: [(&str, &std::path::Path, &[&str]); 13] = [
        ("findings", faulty.path(), &["check"]),
        ("findings", repository(), &["check", "--lang", "ja"]),
        ("search", repository(), &["search", "certificate"]),
        (
            "search",
            repository(),
            &["search", "証明書 期限", "--limit", "2"],
        ),
        ("search", repository(), &["search", "nowhere-at-all"]),
        ("matches", repository(), &["match", "hansei.yaml"]),
        (
            "matches",
            repository(),
            &["match", "content/known-errors/ke-0003.md"],
        ),
        ("advice", repository(), &["advise", "--service", "gateway"]),
        (
            "advice",
            repository(),
            &["advise", "--change-type", "certificate"],
        ),
        (
            "advice",
            repository(),
            &["advise", "--change-type", "nothing"],
        ),
        ("actions", repository(), &["actions"]),
        ("actions", repository(), &["actions", "--overdue"]),
        ("relations", repository(), &["export", "relations"]),
    ];
    let mut found = Vec::new();
    for (name, folder, arguments) in answers {
        let arguments = [arguments, &["--format", "json"]].concat();
        let answer = json(&run(folder, &arguments));
        found.extend(faults(
            &validator(&schema(name)),
            &arguments.join(" "),
            &answer,
        ));
    }
    assert_none("answers", &found);
}

#[test]
fn a_review_is_valid_whatever_it_tells_of() {
    let report = |id: &str, more: &str| {
        format!(
            "---\nid: {id}\nstarted_at: 2026-01-0{}T10:00:00Z\nservices: [mail]\ncauses: [dns]\nvendors: [kanade]\n{more}---\n# Mail stopped\n",
            &id[2..]
        )
    };
    let repository = Repository::with([
        (
            "content/incidents/a.md",
            report("I-1", "actions: [{title: x, due: 2026-02-01}]\n"),
        ),
        ("content/incidents/b.md", report("I-2", "")),
    ]);
    repository.write("content/incidents/c.md", report("I-3", "severity: SEV9\n"));
    repository.remove("content/incidents/b.md");
    repository.commit("change");
    let review = repository.review(&["--base", "main", "--format", "json"]);
    let review = json(&review);
    assert_eq!(review["changed"], true);
    assert!(
        !review["items"][0]["seen_before"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let nothing = json(&repository.review(&["--base", "change", "--format", "json"]));
    let validator = validator(&schema("review"));
    assert_none("review", &faults(&validator, "", &review));
    assert_none("review of nothing", &faults(&validator, "", &nothing));
}

#[test]
fn what_is_wrong_is_not_valid() {
    let record = |kind: &str| {
        let data = json(&run(repository(), &["export", kind]));
        data["items"][0].clone()
    };
    let changed = |kind: &str, key: &str, value: Value| {
        let mut record = record(kind);
        record[key] = value;
        json!({"version": 1, "kind": kind, "items": [record]})
    };
    let without = |kind: &str, key: &str| {
        let mut record = record(kind);
        record.as_object_mut().unwrap().remove(key).unwrap();
        json!({"version": 1, "kind": kind, "items": [record]})
    };
    let wrong = [
        ("actions", json!([])),
        (
            "actions",
            json!({"version": 2, "kind": "actions", "items": []}),
        ),
        (
            "actions",
            json!({"version": 1, "kind": "documents", "items": []}),
        ),
        ("actions", changed("actions", "standing", json!("late"))),
        ("actions", changed("actions", "due", json!("soon"))),
        ("actions", without("actions", "owner")),
        ("documents", changed("documents", "kind", json!("report"))),
        ("documents", changed("documents", "language", json!("fr"))),
        ("documents", without("documents", "page")),
        ("relations", changed("relations", "type", json!("like"))),
        ("relations", changed("relations", "reasons", json!(null))),
        ("figures", changed("figures", "counted", json!(-1))),
        ("figures", changed("figures", "figure", json!("mood"))),
        (
            "findings",
            json!({"version": 1, "kind": "findings", "items": [{"rule": "x"}]}),
        ),
        ("config", json!({"titel": "x"})),
        (
            "config",
            json!({"review": {"strong_candidates": "perhaps"}}),
        ),
        ("vendor", json!({"contacts": [{"telephone": "x"}]})),
        ("known-error", json!({"permanent_fix": {"state": "soon"}})),
        ("checklist", json!({"cadence": ["x"]})),
        ("page", json!({"severity": "SEV1"})),
    ];
    let valid = wrong
        .iter()
        .filter(|(name, value)| validator(&schema(name)).is_valid(value));
    let valid: Vec<String> = valid
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    assert_none("wrong and valid", &valid);
}

#[test]
fn every_field_of_front_matter_is_in_its_schema_and_in_the_data() {
    let documents = schema("documents").to_string();
    let mut missing = Vec::new();
    for kind in Kind::ALL {
        let schema = schema(kind.as_str());
        for key in Common::KEYS.iter().chain(kind.keys()) {
            if schema["properties"].get(key).is_none() {
                missing.push(format!("{key} in the schema of {}", kind.as_str()));
            }
            if !documents.contains(&format!("\"{key}\":")) {
                missing.push(format!("{key} in the schema of documents"));
            }
        }
    }
    assert_none("fields", &missing);
}

#[test]
fn every_schema_is_one_and_says_what_keys_mean() {
    for name in SchemaName::ALL {
        let schema = schema(name.as_str());
        assert!(jsonschema::meta::is_valid(&schema), "{}", name.as_str());
        let properties = schema["properties"].as_object().unwrap();
        let silent = properties
            .iter()
            .filter(|(_, property)| property.get("description").is_none());
        let silent: Vec<String> = silent.map(|(key, _)| key.clone()).collect();
        assert_none(name.as_str(), &silent);
    }
}

#[test]
fn a_name_that_there_is_not_is_answered_with_those_there_are() {
    let folder = Folder::new();
    let unknown = run(folder.path(), &["schema", "incidnet"]);
    assert_eq!((unknown.exit, unknown.stdout.as_str()), (2, ""));
    assert!(
        unknown.stderr.contains("did you mean `incident`?"),
        "{unknown:?}"
    );
    assert!(
        unknown.stderr.contains("known-error, checklist"),
        "{unknown:?}"
    );
    let list = succeed(folder.path(), &["schema", "--lang", "ja"]).stdout;
    let names: Vec<&str> = list
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    let all: Vec<&str> = SchemaName::ALL.iter().map(|name| name.as_str()).collect();
    assert_eq!(names, all);
    assert!(list.contains("インシデント報告"), "{list}");
}
