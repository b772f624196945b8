//! Finding documents by words, identifiers and strings, in English and Japanese.
//!
//! [`terms`] specifies what is found by what. An [`index::Index`] holds the texts of all documents
//! ([`text`]) and where their terms occur ([`postings`]; [`packed`] where they are only written). A [`query::Query`] is answered with an
//! [`answer::Answer`]: exact hits, which are verified against the text; those that are but for what varies in a
//! log; documents that hold its parts; and documents that hold words near to it. Of a log that is too long for a query there is a [`sample`].

pub mod answer;
mod characters;
pub mod excerpt;
pub mod facets;
pub mod fact_field;
mod facts;
pub mod flat;
pub mod index;
mod loose;
mod near;
pub mod occurrence;
pub mod options;
pub mod packed;
mod paste;
mod plain;
pub mod postings;
pub mod query;
mod rank;
pub mod sample;
mod steady;
pub mod term_ranges;
pub mod terms;
pub mod text;

pub(crate) use plain::without_tags;
