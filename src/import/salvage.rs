//! Faults of YAML, and what can be had in spite of them.

use crate::diagnostic::{Finding, Span};
use crate::import::emit::{node, text as text_node};
use crate::yaml::tree::{self, Entry, Node, Value};

/// The fault that costs most, if there is one. An anchor alone does no harm: what it names is
/// written where it stands.
pub(super) fn worst(findings: &[Finding]) -> Option<&Finding> {
    let is_fault = |finding: &&Finding| {
        finding.rule != "front-matter-fence" && finding.message.key != "anchor"
    };
    let faults = || findings.iter().filter(is_fault);
    faults()
        .find(|fault| matches!(fault.message.key, "syntax" | "unread"))
        .or_else(|| faults().next())
}

/// What stands behind the end of the fields: YAML ends where a line is indented less than the first.
pub(super) fn unread(text: &str, yaml: Span, root: Option<&Node>) -> Option<Finding> {
    let root = root.filter(|root| matches!(root.value, Value::Mapping(_)))?;
    let rest = Span::new(root.span.end, yaml.end).of(text);
    let mut at = root.span.end;
    for (index, line) in rest.split_inclusive('\n').enumerate() {
        let words = line.trim_matches(|c: char| c.is_whitespace() || "]},".contains(c));
        if index > 0 && !words.is_empty() && !words.starts_with('#') {
            let span = Span::new(at, at + line.len());
            return Some(Finding::new("yaml-syntax", "unread", span));
        }
        at += line.len();
    }
    None
}

/// What can be had of front matter with a fault.
pub(super) fn salvaged(yaml: &str, root: Option<Node>, fault: &Finding) -> Vec<Entry> {
    let read = match root.map(|root| root.value) {
        Some(Value::Mapping(entries)) => entries,
        _ => Vec::new(),
    };
    match fault.message.key {
        "alias" => resolved(yaml).unwrap_or(read),
        "syntax" | "unread" => piece_by_piece(yaml),
        _ => read,
    }
}

/// The values with every alias written out; the reader bounds how far that goes.
fn resolved(yaml: &str) -> Option<Vec<Entry>> {
    let json: serde_json::Map<String, serde_json::Value> = serde_yaml::from_str(yaml).ok()?;
    Some(entries_of(json))
}

fn entries_of(json: serde_json::Map<String, serde_json::Value>) -> Vec<Entry> {
    json.into_iter()
        .map(|(key, value)| entry(key, node_of(value)))
        .collect()
}

fn node_of(json: serde_json::Value) -> Node {
    use serde_json::Value as Json;
    node(match json {
        Json::Null => Value::Null,
        Json::String(text) => return text_node(&text),
        Json::Bool(_) | Json::Number(_) => Value::Scalar {
            text: json.to_string(),
            plain: true,
        },
        Json::Array(items) => Value::Sequence(items.into_iter().map(node_of).collect()),
        Json::Object(fields) => Value::Mapping(entries_of(fields)),
    })
}

fn entry(key: String, value: Node) -> Entry {
    Entry {
        key,
        key_span: Span::default(),
        value,
    }
}

/// Every key with its lines read apart, so that a fault costs only its own key; a single line that
/// is no YAML (`title: Down: mail`) is a key and a text.
fn piece_by_piece(yaml: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for piece in pieces(yaml) {
        let tabs_mended = piece.replace('\t', "  ");
        let found = parsed(&piece)
            .or_else(|| parsed(&tabs_mended))
            .or_else(|| plain_line(&piece).map(|entry| vec![entry]))
            .unwrap_or_default();
        for entry in found {
            if entries.iter().all(|other| other.key != entry.key) {
                entries.push(entry);
            }
        }
    }
    entries
}

/// A key at the start of a line with all that follows up to the next.
fn pieces(yaml: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for line in yaml.lines() {
        let begins = line.contains(':')
            && line.starts_with(|c: char| !c.is_whitespace() && !"#-]}".contains(c));
        if begins || pieces.is_empty() {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push_str(line);
            piece.push('\n');
        }
    }
    pieces
}

fn parsed(piece: &str) -> Option<Vec<Entry>> {
    let mut findings = Vec::new();
    let root = tree::parse(piece, 0, &mut findings)?;
    match root.value {
        Value::Mapping(entries) if findings.is_empty() => Some(entries),
        _ => None,
    }
}

fn plain_line(piece: &str) -> Option<Entry> {
    let (key, value) = piece.trim_end().split_once(':')?;
    let key = key.trim().trim_matches(['"', '\'']);
    let value = value.trim();
    let is_key = !key.is_empty() && key.len() <= 64 && !value.contains('\n');
    is_key.then(|| entry(key.to_owned(), text_node(without_quotes(value))))
}

/// A text without the quotes around it, or the one that was never closed.
fn without_quotes(value: &str) -> &str {
    for quote in ['"', '\''] {
        let Some(inner) = value.strip_prefix(quote) else {
            continue;
        };
        return match inner.strip_suffix(quote) {
            Some(inner) => inner,
            None if !inner.contains(quote) => inner,
            None => value,
        };
    }
    value
}
