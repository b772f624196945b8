//! What applies to a change, in the formats that people and programs read.

mod human;
pub(super) mod json;

use chrono::NaiveDate;

use crate::insight::advice::Advice;
use crate::knowledge_base::KnowledgeBase;
use crate::locale::Locale;
use crate::report::AnswerFormat;

/// What a report on a change is made from.
#[derive(Debug, Clone, Copy)]
pub struct AdviceReport<'a> {
    /// The knowledge base that was asked.
    pub base: &'a KnowledgeBase,
    /// What applies.
    pub advice: &'a Advice,
    /// The day that counts as today.
    pub today: NaiveDate,
    /// The most known errors and the most incidents to tell.
    pub limit: usize,
    /// The language to write in.
    pub locale: &'a Locale,
    /// Whether to colour.
    pub color: bool,
}

impl AdviceReport<'_> {
    /// The report as text.
    #[must_use]
    pub fn text(&self, format: AnswerFormat) -> String {
        match format {
            AnswerFormat::Human => human::text(self),
            AnswerFormat::Json => json::text(self),
        }
    }
}
