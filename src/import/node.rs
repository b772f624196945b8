//! Nodes that were not read from any place.

use crate::diagnostic::Span;
use crate::import::write_yaml;
use crate::yaml::tree::{Entry, Node, Value};

/// A node of this value.
pub(super) fn node(value: Value) -> Node {
    Node {
        span: Span::default(),
        value,
    }
}

/// A text, whatever it looks like: quoted where YAML would take it for something else.
pub(super) fn text(text: &str) -> Node {
    node(Value::Scalar {
        plain: write_yaml::is_plain_text(text),
        text: text.to_owned(),
    })
}

/// A day, time, number or truth value, written without quotes as people do.
pub(super) fn plain(written: &str) -> Node {
    node(Value::Scalar {
        text: written.to_owned(),
        plain: true,
    })
}

/// One key of a mapping.
pub(super) fn entry(key: impl Into<String>, value: Node) -> Entry {
    Entry {
        key: key.into(),
        key_span: Span::default(),
        value,
    }
}
