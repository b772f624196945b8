//! The front matter of the example content, read apart from the program, to compute from it another
//! way what the program shows.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::repository;

/// The front matter of every original document of a kind, by id.
pub fn front_matter(kind: &str) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    collect(&repository().join("content").join(kind), &mut found);
    assert!(!found.is_empty(), "no {kind} in the example");
    found
}

fn collect(folder: &Path, found: &mut BTreeMap<String, Value>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".ja.md") || !name.ends_with(".md") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let Some(yaml) = text
            .strip_prefix("---\n")
            .and_then(|text| text.split("\n---\n").next())
        else {
            continue;
        };
        let fields: Value = serde_yaml::from_str(yaml).unwrap();
        let id = fields["id"]
            .as_str()
            .unwrap_or(name.trim_end_matches(".md"));
        found.insert(id.to_owned(), fields);
    }
}

/// The items of a list in front matter; none where there is no list.
pub fn list<'a>(fields: &'a Value, key: &str) -> &'a [Value] {
    fields[key].as_array().map_or(&[], Vec::as_slice)
}

/// A text in front matter; empty where there is none.
pub fn text<'a>(fields: &'a Value, key: &str) -> &'a str {
    fields[key].as_str().unwrap_or_default()
}
