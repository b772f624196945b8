//! Lists of names that are written with signs that do not part them in YAML: `mail、web` is one name.

use crate::diagnostic::Finding;
use crate::yaml::tree::{Node, Value};

/// The keys that hold lists of names. Lists of words, such as symptoms, may hold any comma.
const NAMES: [&str; 10] = [
    "services",
    "vendors",
    "environments",
    "tags",
    "causes",
    "escape_causes",
    "known_errors",
    "addresses",
    "aliases",
    "change_types",
];

/// Finds such lists in front matter; `text` is the whole file.
pub(super) fn find(root: &Node, text: &str, findings: &mut Vec<Finding>) {
    for entry in root.entries() {
        let value = &entry.value;
        match &value.value {
            Value::Mapping(_) => find(value, text, findings),
            Value::Sequence(items) if NAMES.contains(&entry.key.as_str()) => {
                let in_brackets = text
                    .get(value.span.start..)
                    .is_some_and(|it| it.starts_with('['));
                findings.extend(items.iter().filter_map(|item| one_of(item, in_brackets)));
            }
            Value::Sequence(items) => items.iter().for_each(|item| find(item, text, findings)),
            Value::Scalar {
                text: written,
                plain: true,
            } if NAMES.contains(&entry.key.as_str()) => {
                findings.extend(whole(value, written));
            }
            Value::Scalar { .. } | Value::Null => {}
        }
    }
}

/// The names in a text, where its signs part it into several.
fn names(written: &str) -> Vec<&str> {
    let words = written.trim().trim_matches(['［', '］', '「', '」']);
    let parts = words.split([',', '、', '，', '､']);
    parts
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect()
}

/// Names as a list, where none of them needs quotes.
fn listed(names: &[&str]) -> Option<String> {
    let is_plain = |name: &&str| {
        name.starts_with(char::is_alphanumeric)
            && name.chars().all(|c| {
                c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | 'ー' | '・')
            })
    };
    names.iter().all(is_plain).then(|| names.join(", "))
}

/// The finding for an item of a list that holds several names.
fn one_of(item: &Node, in_brackets: bool) -> Option<Finding> {
    let Value::Scalar {
        text: written,
        plain: true,
    } = &item.value
    else {
        return None;
    };
    let names = names(written);
    if names.len() < 2 {
        return None;
    }
    let finding = Finding::new("list-signs", "item", item.span).about("value", written.as_str());
    let mended = listed(&names).filter(|_| in_brackets);
    Some(match mended {
        Some(mended) => finding.fixed_by(item.span, mended),
        None => finding,
    })
}

/// The finding for a text in the place of a list.
fn whole(node: &Node, written: &str) -> Option<Finding> {
    let names = names(written);
    if names.len() < 2 && !written.starts_with('［') {
        return None;
    }
    let list = listed(&names).map(|names| format!("[{names}]"));
    let shown = list.clone().unwrap_or_else(|| "[…, …]".to_owned());
    let finding = Finding::new("list-signs", "text", node.span).with("list", shown);
    Some(match list {
        Some(list) => finding.fixed_by(node.span, list),
        None => finding,
    })
}
