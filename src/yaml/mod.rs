//! YAML with the place of every value, read as far as it goes.
//!
//! [`parse`] turns text into nodes with spans ([`tree`]), [`read`] turns nodes into typed values. Neither stops
//! at the first fault: each fault is a finding and the rest still counts.

pub(crate) mod choice;
mod data;
pub mod parse;
pub mod read;
mod recovery;
pub(crate) mod slip;
mod time_fields;
pub mod tree;
