//! The numbers of a chart as a table.

use serde::Serialize;

use crate::render::views::LinkView;

/// A table of numbers.
#[derive(Debug, Serialize)]
pub struct TableView {
    /// What it shows, for those who do not see the heading above it.
    pub caption: String,
    /// The heads of its columns, the first one over the heads of the rows.
    pub head: Vec<String>,
    /// Its rows.
    pub rows: Vec<RowView>,
}

/// A row of a table.
#[derive(Debug, Serialize)]
pub struct RowView {
    /// What it is about.
    pub head: LinkView,
    /// What stands in it.
    pub cells: Vec<String>,
}

impl RowView {
    /// A row of numbers under plain words.
    #[must_use]
    pub fn numbers(head: impl Into<String>, numbers: impl IntoIterator<Item = usize>) -> Self {
        Self {
            head: LinkView::words(head),
            cells: numbers.into_iter().map(super::number).collect(),
        }
    }
}
