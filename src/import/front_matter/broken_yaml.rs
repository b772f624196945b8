//! Faults of YAML, and what can be had in spite of them.

use crate::diagnostic::{Finding, Message};
use crate::import::node::{entry, text as text_node};
use crate::yaml::parse::parse;
use crate::yaml::tree::{Entry, Node, Value};

/// The first fault, if there is one. An anchor alone does no harm: what it names is written where
/// it stands.
pub(super) fn first_fault(findings: &[Finding]) -> Option<&Finding> {
    let faults = findings
        .iter()
        .filter(|fault| fault.message.key != "anchor");
    faults.min_by_key(|fault| fault.span.start)
}

/// What to say about a fault in this line.
pub(super) fn note(fault: &Finding, line: usize) -> Message {
    let mut arguments = vec![("line", line.to_string())];
    arguments.extend_from_slice(&fault.message.arguments);
    let has_error = arguments.iter().any(|(name, _)| *name == "error");
    let key = match fault.message.key {
        "colon" => "broken-colon",
        "duplicate" => "broken-duplicate",
        "alias" => "broken-alias",
        _ if has_error => "broken-syntax",
        _ => "broken",
    };
    Message {
        key,
        arguments,
        subjects: Vec::new(),
    }
}

/// What can be had of front matter with faults.
pub(super) fn salvaged(yaml: &str, root: Option<Node>, findings: &[Finding]) -> Vec<Entry> {
    let is_sound = |fault: &Finding| {
        let key = fault.message.key;
        matches!(key, "anchor" | "alias" | "duplicate" | "complex-key")
    };
    if !findings.iter().all(is_sound) {
        return piece_by_piece(yaml);
    }
    let has_alias = findings.iter().any(|fault| fault.message.key == "alias");
    let resolved = has_alias.then(|| resolved(yaml)).flatten();
    entries(resolved.or(root))
}

fn entries(root: Option<Node>) -> Vec<Entry> {
    match root.map(|root| root.value) {
        Some(Value::Mapping(entries)) => entries,
        _ => Vec::new(),
    }
}

/// The same with every alias written out; the reader bounds how far that goes.
fn resolved(yaml: &str) -> Option<Node> {
    let json: serde_json::Value = serde_yaml::from_str(yaml).ok()?;
    // JSON is YAML.
    sound(&json.to_string())
}

/// The tree of YAML without any fault.
fn sound(yaml: &str) -> Option<Node> {
    let mut findings = Vec::new();
    parse(yaml, 0, &mut findings).filter(|_| findings.is_empty())
}

/// Every key with its lines read apart, so that a fault costs only its own key; a single line that
/// is no YAML (`title: Down: mail`) is a key and a text.
fn piece_by_piece(yaml: &str) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    for piece in pieces(yaml) {
        let root = sound(&piece).or_else(|| sound(&piece.replace('\t', "  ")));
        let found = match root {
            Some(_) => entries(root),
            None => plain_line(&piece).into_iter().collect(),
        };
        for entry in found {
            if all.iter().all(|other| other.key != entry.key) {
                all.push(entry);
            }
        }
    }
    all
}

/// A key at the start of a line with all that follows up to the next.
fn pieces(yaml: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for line in yaml.split_inclusive('\n') {
        let begins = line.contains(':')
            && line.starts_with(|c: char| !c.is_whitespace() && !"#-]}".contains(c));
        match pieces.last_mut() {
            Some(piece) if !begins => piece.push_str(line),
            _ => pieces.push(line.to_owned()),
        }
    }
    pieces
}

fn plain_line(piece: &str) -> Option<Entry> {
    let (key, value) = piece.trim_end().split_once(':')?;
    let key = key.trim().trim_matches(['"', '\'']);
    let is_key = !key.is_empty() && key.len() <= 64 && !value.contains('\n');
    is_key.then(|| entry(key, text_node(without_quotes(value.trim()))))
}

/// A text without the quotes around it, or the one that was never closed.
fn without_quotes(value: &str) -> &str {
    let inner = |quote: char| {
        let rest = value.strip_prefix(quote)?;
        Some(rest.strip_suffix(quote).unwrap_or(rest)).filter(|inner| !inner.contains(quote))
    };
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}
