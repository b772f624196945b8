//! Data for other programs: `api/v1` on the site, `hansei export`, and the schemas of both.

mod export;
mod records;
mod schemas;

use jsonschema::Validator;
use serde_json::Value;

use crate::support::folder::{Files, Folder, read_files};
use crate::support::program::{Run, run, succeed};
use crate::support::repository;

/// The sorts of data.
const KINDS: [&str; 5] = ["index", "documents", "relations", "actions", "figures"];

/// The schema of this name, as the program prints it.
fn schema(name: &str) -> Value {
    let run = succeed(repository(), &["schema", name]);
    serde_json::from_str(&run.stdout).unwrap()
}

fn validator(schema: &Value) -> Validator {
    let options = jsonschema::options().should_validate_formats(true);
    options.build(schema).unwrap()
}

/// What a schema says against a value.
fn faults(validator: &Validator, of: &str, value: &Value) -> Vec<String> {
    let errors = validator.iter_errors(value);
    errors
        .map(|error| format!("{of}{}: {error}", error.instance_path()))
        .collect()
}

#[track_caller]
fn json(run: &Run) -> Value {
    assert!(run.exit <= 1, "{run:#?}");
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:#?}"))
}

/// The items of data of one kind.
#[track_caller]
fn items(folder: &Folder, kind: &str) -> Vec<Value> {
    let data = json(&run(folder.path(), &["export", kind]));
    data["items"].as_array().unwrap().clone()
}

/// The files of the example site.
fn example_site() -> Files {
    let folder = Folder::new();
    let site = folder.path().join("site");
    succeed(repository(), &["build", "--output", site.to_str().unwrap()]);
    read_files(&site)
}
