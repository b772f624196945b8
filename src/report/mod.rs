//! What was found, in the formats that people and programs read: under `findings` what `check` finds, under
//! `matches` what was found in a log, under `hits` what a search found, under `advice` what applies to a
//! change, under `review` what a change brings. Rules are told of in `explanation`.

pub mod advice;
mod explanation;
pub mod findings;
pub mod hits;
pub mod json;
pub mod matches;
mod printable;
pub mod review;

/// The shapes of all that is answered in JSON.
pub(crate) mod shapes {
    pub(crate) use super::advice::json::AdviceItems as Advice;
    pub(crate) use super::findings::json::Findings;
    pub(crate) use super::hits::json::Hits as Search;
    pub(crate) use super::matches::answer::Answer as Matches;
    pub(crate) use super::review::json::ReviewJson as Review;
}

pub use explanation::{explain, explain_markdown, level_meaning};
pub use findings::{Counts, Format, Report};
pub use printable::{harmless, printable, printable_line};

/// A format of answers: what was found in a log or by a search, what applies to a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
}
