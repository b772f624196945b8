//! What is wanted of an answer beside the query.

use crate::language::Language;

use super::facets::Filter;

/// What is wanted beside the query.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which documents count.
    pub filter: Filter,
    /// The reader's language; documents in it come a little before others.
    pub reader: Language,
    /// In which order hits come.
    pub sort: Sort,
}

/// An order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The best first.
    #[default]
    Relevance,
    /// The newest first, those without a date last.
    Date,
}
