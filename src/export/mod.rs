//! The knowledge base as data for other programs: records with keys as in front matter, one file a
//! sort of record, and CSV for spreadsheets.

pub mod actions;
pub mod csv;

use serde::Serialize;

/// Records of one kind, as every JSON of ours is: `{version, kind, items}`.
#[derive(Debug, Serialize)]
pub struct Dataset<T> {
    /// The version of the shape; it changes when something in it changes its meaning or goes away.
    pub version: u32,
    /// What the items are.
    pub kind: &'static str,
    /// The records, sorted by id.
    pub items: Vec<T>,
}

impl<T> Dataset<T> {
    /// Records of this kind, in the present shape.
    #[must_use]
    pub fn new(kind: &'static str, items: Vec<T>) -> Self {
        Self {
            version: 1,
            kind,
            items,
        }
    }
}
