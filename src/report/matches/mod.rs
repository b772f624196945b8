//! What to tell of the known errors that were found in a log, for people and programs.

mod answer;
mod human;

use crate::knowledge_base::KnowledgeBase;
use crate::link::Relations;
use crate::locale::Locale;
use crate::report::json;
use crate::signature::{Hit, Pattern, Signature};

use answer::Answer;

/// A format of what was found in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Human,
    /// For programs.
    Json,
}

/// What was found in a log.
#[derive(Debug, Clone, Copy)]
pub struct MatchReport<'a> {
    /// The knowledge base.
    pub base: &'a KnowledgeBase,
    /// How its entries stand to each other.
    pub relations: &'a Relations,
    /// The signatures that were looked for, in the order in which hits are told.
    pub signatures: &'a [(&'a Signature, &'a Pattern)],
    /// What was found; each hit counts positions in `signatures`.
    pub hits: &'a [Hit],
    /// The most known errors to tell of.
    pub limit: usize,
    /// The language to write in.
    pub locale: &'a Locale,
    /// Whether to colour.
    pub color: bool,
}

impl MatchReport<'_> {
    /// The report as text: for people one known error after the other with all that helps; for
    /// programs `{version, kind, items, parts, near}`.
    #[must_use]
    pub fn text(&self, format: Format) -> String {
        let answer = Answer::of(self);
        match format {
            Format::Human => human::text(self, &answer),
            Format::Json => json::pretty(&answer),
        }
    }

    /// How many known errors were found, those beyond the limit too.
    #[must_use]
    pub fn known_errors(&self) -> usize {
        answer::by_known_error(self).len()
    }
}
