//! What the words of an archive are called here.

use crate::import::assemble::Rules;
use crate::import::emit::{node, text};
use crate::import::{Format, cstate, fields};
use crate::yaml::tree::{Node, Value};

/// A value with its words replaced by what they are called here; the changes go to `changes`.
pub(super) fn translated(
    value: &Node,
    field: &'static str,
    rules: Rules<'_>,
    changes: &mut Vec<(String, String)>,
) -> Node {
    if let Value::Sequence(items) = &value.value {
        let items = items
            .iter()
            .map(|item| translated(item, field, rules, changes))
            .collect();
        return node(Value::Sequence(items));
    }
    let Some(word) = value.text() else {
        return value.clone();
    };
    let Some(new) = word_for(word, field, rules) else {
        return value.clone();
    };
    if new.text() != Some(word) {
        let change = (word.to_owned(), brief(&new));
        if !changes.contains(&change) {
            changes.push(change);
        }
    }
    new
}

fn word_for(word: &str, field: &'static str, rules: Rules<'_>) -> Option<Node> {
    if let Some(mapped) = rules.map.value(field, word.trim()) {
        return Some(mapped.clone());
    }
    if rules.format == Format::Cstate
        && let Some(known) = cstate::value(field, word, rules.config)
    {
        return Some(known);
    }
    (field == "severity")
        .then(|| fields::severity(rules.config, word))
        .flatten()
        .map(text)
}

/// A value in a few words.
pub(super) fn brief(value: &Node) -> String {
    match value.text() {
        Some(text) => text.to_owned(),
        None => value.to_json().to_string(),
    }
}
