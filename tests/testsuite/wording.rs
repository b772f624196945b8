//! Sentences as people write them: which are found, and which are left alone.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;
use serde_json::Value;

use crate::support::folder::Folder;
use crate::support::program::run;
use crate::support::{assert_none, repository};

/// A line of `tests/wording/en.yaml` or `ja.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    r#where: Where,
    due: Option<Due>,
    #[serde(default)]
    missed: bool,
    text: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Where {
    Prose,
    Action,
    Vendor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Due {
    Blame,
    Weak,
    Personal,
    Secret,
}

/// What the rules that read words find.
fn due(rule: &str) -> Option<Due> {
    Some(match rule {
        "blameful-language" => Due::Blame,
        "action-without-change" => Due::Weak,
        "personal-data" => Due::Personal,
        "possible-secret" => Due::Secret,
        _ => return None,
    })
}

#[test]
fn english_sentences_are_judged_as_the_table_says() {
    judge("en", "Cause");
}

#[test]
fn japanese_sentences_are_judged_as_the_table_says() {
    judge("ja", "原因");
}

/// Checks a knowledge base with a document for every sentence.
fn judge(language: &str, cause: &str) {
    let table = repository().join(format!("tests/wording/{language}.yaml"));
    let table = fs::read_to_string(table).unwrap().replace('‖', "");
    let sentences: Vec<Sentence> = serde_yaml::from_str(&table).unwrap();
    assert!(sentences.len() >= 120, "{}", sentences.len());
    let folder = Folder::with([("hansei.yaml", format!("language: {language}\n"))]);
    for (number, sentence) in sentences.iter().enumerate() {
        let (path, text) = document(number, sentence, cause);
        folder.write(&path, text);
    }
    let run = run(folder.path(), &["check", "--format", "json"]);
    let findings: Value = serde_json::from_str(&run.stdout).unwrap();
    let mut found: BTreeMap<String, Vec<Due>> = BTreeMap::new();
    for finding in findings["items"].as_array().unwrap() {
        if let Some(due) = due(finding["rule"].as_str().unwrap()) {
            let file = finding["file"].as_str().unwrap().to_owned();
            found.entry(file).or_default().push(due);
        }
    }
    let mut faults = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let (path, _) = document(number, sentence, cause);
        let found = found.remove(&path).unwrap_or_default();
        let expected = sentence.due.filter(|_| !sentence.missed);
        let is_right = match expected {
            Some(due) => !found.is_empty() && found.iter().all(|one| *one == due),
            None => found.is_empty(),
        };
        if !is_right {
            faults.push(format!("{expected:?} and not {found:?}: {}", sentence.text));
        }
    }
    assert_none("sentences", &faults);
}

/// A document that holds a sentence where it belongs.
fn document(number: usize, sentence: &Sentence, cause: &str) -> (String, String) {
    let text = &sentence.text;
    match sentence.r#where {
        Where::Prose => (
            format!("content/incidents/s{number:03}.md"),
            format!("# {number}\n\n## {cause}\n\n{text}\n"),
        ),
        Where::Action => (
            format!("content/incidents/s{number:03}.md"),
            format!("---\nactions: [{{title: {text:?}}}]\n---\n# {number}\n"),
        ),
        Where::Vendor => (
            format!("content/vendors/s{number:03}.md"),
            format!("---\ncontacts: [{{role: support, phone: {text:?}}}]\n---\n# {number}\n"),
        ),
    }
}
