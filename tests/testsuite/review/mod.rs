//! `hansei review`, in real repositories.

mod answers;
mod files;
mod revisions;
mod story;

use serde_json::Value;

use crate::support::program::Run;
use crate::support::repository::Repository;

/// Reviews against `main`, for programs.
#[track_caller]
fn review(repository: &Repository) -> Value {
    let run = repository.review(&["--base", "main", "--format", "json"]);
    json(&run)
}

#[track_caller]
fn json(run: &Run) -> Value {
    assert!(run.exit <= 1, "{run:#?}");
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:#?}"))
}

/// `rule file` of every new finding.
fn findings(review: &Value) -> Vec<String> {
    let items = review["findings"].as_array().unwrap().iter();
    let text = |item: &Value, key: &str| item[key].as_str().unwrap().to_owned();
    items
        .map(|item| format!("{} {}", text(item, "rule"), text(item, "file")))
        .collect()
}

/// `fate id file` of every page.
fn pages(review: &Value) -> Vec<String> {
    let items = review["pages"].as_array().unwrap().iter();
    let text = |item: &Value, key: &str| item[key].as_str().unwrap().to_owned();
    items
        .map(|item| {
            let [fate, id, file] = ["fate", "id", "file"].map(|key| text(item, key));
            format!("{fate} {id} {file}")
        })
        .collect()
}
