//! YAML with the place of every value, read as far as it goes.
//!
//! [`tree`] turns text into nodes with spans, [`read`] turns nodes into typed values. Neither stops
//! at the first fault: each fault is a finding and the rest still counts.

pub(crate) mod choice;
mod duration;
mod moment;
pub mod read;
pub mod tree;
mod zone;

pub use duration::WrittenDuration;
pub(crate) use moment::parse as parse_moment;
pub use moment::{Moment, When};
pub use zone::Zone;
