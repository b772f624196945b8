//! YAML with the place of every value, read as far as it goes.
//!
//! [`tree`] turns text into nodes with spans, [`read`] turns nodes into typed values. Neither stops
//! at the first fault: each fault is a finding and the rest still counts.

pub(crate) mod choice;
pub mod read;
mod time_fields;
pub mod tree;
