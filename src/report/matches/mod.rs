//! What to tell of the known errors that were found in a log, for people and programs.

pub(super) mod answer;
mod human;

use chrono::NaiveDate;

use crate::knowledge_base::KnowledgeBase;
use crate::link::Relations;
use crate::locale::Locale;
use crate::report::hits::HitsReport;
use crate::report::{AnswerFormat, json};
use crate::signature::{Hit, Pattern, Signature};

use answer::Answer;

/// What was found in a log.
#[derive(Clone, Copy)]
pub struct MatchReport<'a> {
    /// The knowledge base.
    pub base: &'a KnowledgeBase,
    /// How its entries stand to each other.
    pub relations: &'a Relations,
    /// The signatures that were looked for, in the order in which hits are told.
    pub signatures: &'a [(&'a Signature, &'a Pattern)],
    /// What was found; each hit counts positions in `signatures`.
    pub hits: &'a [Hit],
    /// Where no signature was found: what a search for the text found.
    pub searched: Option<HitsReport<'a>>,
    /// The day that counts as today.
    pub today: NaiveDate,
    /// The most known errors to tell of.
    pub limit: usize,
    /// The language to write in.
    pub locale: &'a Locale,
    /// Whether to colour.
    pub color: bool,
}

impl MatchReport<'_> {
    /// The report as text: for people one known error after the other with all that helps, or else the
    /// documents that a search found; for programs `{version, kind, items, parts, near}`.
    #[must_use]
    pub fn text(&self, format: AnswerFormat) -> String {
        let answer = Answer::of(self);
        match format {
            AnswerFormat::Human => human::text(self, &answer),
            AnswerFormat::Json => json::pretty(&answer),
        }
    }

    /// How many known errors were found by their signatures, those beyond the limit too.
    #[must_use]
    pub fn known_errors(&self) -> usize {
        answer::by_known_error(self).len()
    }

    /// How many entries hold the same text, where no signature was found.
    #[must_use]
    pub fn same_text(&self) -> usize {
        answer::same_text_hits(self).len()
    }
}
