//! A tree of YAML nodes that knows where each of them is written.

use crate::diagnostic::Span;
use crate::memory::Remember;
use crate::memory::bytes::{Reader, Writer};

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where the value is written, without its key.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing was written, or `~`, or `null`.
    Null,
    /// A word, number or text.
    Scalar {
        /// The text after YAML's escapes.
        text: String,
        /// Whether it was written without quotes, so that it may be a number or a truth value.
        plain: bool,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// Keys with values, in the order written.
    Mapping(Vec<Entry>),
}

/// The deepest nesting of what is remembered, far beyond that of any document.
const DEEPEST: usize = 200;

impl Remember for Node {
    fn remember(&self, writer: &mut Writer) {
        self.span.remember(writer);
        match &self.value {
            Value::Null => writer.byte(0),
            Value::Scalar { text, plain } => {
                writer.byte(if *plain { 1 } else { 2 });
                text.remember(writer);
            }
            Value::Sequence(nodes) => {
                writer.byte(3);
                nodes.remember(writer);
            }
            Value::Mapping(entries) => {
                writer.byte(4);
                writer.list(
                    entries,
                    |writer,
                     Entry {
                         key,
                         key_span,
                         value,
                     }| {
                        key.remember(writer);
                        key_span.remember(writer);
                        value.remember(writer);
                    },
                );
            }
        }
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        read_node(reader, DEEPEST)
    }
}

fn read_node(reader: &mut Reader<'_>, deeper: usize) -> Option<Node> {
    let deeper = deeper.checked_sub(1)?;
    let span = Span::recall(reader)?;
    let value = match reader.byte()? {
        0 => Value::Null,
        form @ (1 | 2) => Value::Scalar {
            text: String::recall(reader)?,
            plain: form == 1,
        },
        3 => Value::Sequence(reader.list(|reader| read_node(reader, deeper))?),
        4 => Value::Mapping(reader.list(|reader| {
            Some(Entry {
                key: String::recall(reader)?,
                key_span: Span::recall(reader)?,
                value: read_node(reader, deeper)?,
            })
        })?),
        _ => return None,
    };
    Some(Node { span, value })
}

/// One key of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key is written.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// The entries, where this is a mapping.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The first entry with this key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The text, where this is a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The same value as JSON, numbers and truth values recognised as in YAML's core schema.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Scalar { text, plain: false } => Json::String(text.clone()),
            Value::Scalar { text, plain: true } => match text.as_str() {
                "true" => Json::Bool(true),
                "false" => Json::Bool(false),
                _ => text
                    .parse::<i64>()
                    .ok()
                    .filter(|number| number.to_string() == *text)
                    .map_or_else(|| Json::String(text.clone()), Json::from),
            },
            Value::Sequence(items) => items.iter().map(Self::to_json).collect(),
            Value::Mapping(entries) => entries
                .iter()
                .map(|entry| (entry.key.clone(), entry.value.to_json()))
                .collect(),
        }
    }
}
