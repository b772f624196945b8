//! What points where: the target of every link, and how entries stand to each other.

pub mod files;
mod relations;
mod target;

pub use relations::{Note, Relation, Relations};
pub use target::{Broken, Target, resolve, resolve_path};
