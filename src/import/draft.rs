//! Front matter of ours in the making.

use crate::diagnostic::Message;
use crate::document::Kind;
use crate::import::node::{entry, node};
use crate::import::our_fields;
use crate::yaml::tree::{Entry, Node, Value};

/// A key with its value and the comments that stood above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub key: String,
    pub value: Node,
    /// As they stand behind `#`.
    pub comments: Vec<String>,
}

impl Field {
    /// A field without comments.
    pub(super) fn new(key: impl Into<String>, value: Node) -> Self {
        Self {
            key: key.into(),
            value,
            comments: Vec::new(),
        }
    }
}

/// Front matter in the making.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Our fields, in any order.
    pub own: Vec<Field>,
    /// What has no field.
    pub custom: Vec<Field>,
    /// What is to be said about it.
    pub notes: Vec<Message>,
}

impl Draft {
    /// The value of one of our fields.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        let field = self.own.iter().find(|field| field.key == key);
        field.map(|field| &field.value)
    }

    /// Sets one of our fields; its comments stay.
    pub(super) fn set(&mut self, key: &str, value: Node) -> &mut Field {
        let index = self.own.iter().position(|field| field.key == key);
        let index = index.unwrap_or_else(|| {
            self.own.push(Field::new(key, Node::default()));
            self.own.len() - 1
        });
        self.own[index].value = value;
        &mut self.own[index]
    }

    /// Moves one of our fields under `custom`.
    pub(super) fn set_aside(&mut self, key: &str) {
        let moved = self.own.extract_if(.., |field| field.key == key);
        self.custom.extend(moved);
    }

    /// Our fields in their order, then `custom`.
    pub(super) fn fields(&self, kind: Kind) -> Vec<Field> {
        let own = |key| self.own.iter().find(|field| field.key == key).cloned();
        let order = our_fields::in_order(kind).into_iter();
        let mut fields: Vec<Field> = order.filter_map(own).collect();
        if !self.custom.is_empty() {
            fields.push(self.custom_field());
        }
        fields
    }

    fn custom_field(&self) -> Field {
        let mut entries: Vec<Entry> = Vec::new();
        for field in &self.custom {
            let mut key = field.key.clone();
            while entries.iter().any(|entry| entry.key == key) {
                key.push('_');
            }
            entries.push(entry(key, field.value.clone()));
        }
        let comments = self.custom.iter().flat_map(|field| field.comments.clone());
        Field {
            key: "custom".to_owned(),
            value: node(Value::Mapping(entries)),
            comments: comments.collect(),
        }
    }
}
