//! Finding documents by words, identifiers and strings, in English and Japanese.

mod characters;
pub mod flat;
pub mod terms;
