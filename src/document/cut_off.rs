//! Words of a text that YAML takes as a comment: `title: Queue #3 stalled` is called `Queue`.
//!
//! `# words`, with a space behind the sign, is how comments are written and stays one; `#3` is how
//! people write numbers and tags.

use crate::diagnostic::{Finding, Span};
use crate::yaml::slip::in_quotes;
use crate::yaml::tree::{Node, Value};

/// The keys that hold words of people; a comment behind any other value is ordinary.
const WORDS: [&str; 24] = [
    "title",
    "summary",
    "text",
    "note",
    "reason",
    "trigger",
    "cause",
    "causes",
    "escape_causes",
    "symptoms",
    "aliases",
    "accounts",
    "authors",
    "cadence",
    "channel",
    "addressee",
    "evidence",
    "role",
    "name",
    "hours",
    "regex",
    "lines",
    "matches",
    "must_not_match",
];

/// Finds the words that are cut off in front matter; `text` is the whole file.
pub(super) fn find(root: &Node, text: &str, findings: &mut Vec<Finding>) {
    look(root, false, text, findings);
}

fn look(node: &Node, holds_words: bool, text: &str, findings: &mut Vec<Finding>) {
    match &node.value {
        Value::Mapping(entries) => {
            for entry in entries {
                let holds_words = WORDS.contains(&entry.key.as_str());
                if entry.key == "custom" {
                    continue;
                }
                if entry.value.value == Value::Null && holds_words {
                    let behind = entry.key_span.end + 1;
                    findings.extend(cut_off(Span::new(behind, behind), text));
                } else {
                    look(&entry.value, holds_words, text, findings);
                }
            }
        }
        Value::Sequence(items) => {
            for item in items {
                look(item, holds_words, text, findings);
            }
        }
        Value::Scalar { plain: true, .. } if holds_words => {
            findings.extend(cut_off(node.span, text));
        }
        Value::Scalar { .. } | Value::Null => {}
    }
}

/// The finding for a value whose line goes on with a comment that is none.
fn cut_off(value: Span, text: &str) -> Option<Finding> {
    let behind = text.get(value.end..)?.lines().next()?;
    let space = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    let sign = behind[space..].strip_prefix('#')?;
    if space == 0 || sign.is_empty() || sign.starts_with([' ', '\t', '#', '\u{3000}']) {
        return None;
    }
    // A comment as comments are written may follow the words.
    let words = behind.split(" # ").next().unwrap_or(behind).trim_end();
    let comment = Span::new(value.end + space, value.end + words.len());
    let start = if value.start == value.end {
        comment.start
    } else {
        value.start
    };
    let whole = Span::new(start, comment.end);
    let quoted = in_quotes(whole.of(text));
    Some(
        Finding::new("text-cut-off", "comment", comment)
            .with_line("quoted", quoted.as_str())
            .fixed_by(whole, quoted),
    )
}
