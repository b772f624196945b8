//! A review as a comment in Markdown, and for programs.

mod answers;
mod comment;
mod incidents;
pub(super) mod json;
mod lists;
mod safe;

use crate::config::StrongCandidates;
use crate::diagnostic::Severity;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::locale::Locale;
use crate::review::Review;

pub use comment::{MARKER, MAX_CHARACTERS};

/// A format of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewFormat {
    /// A comment for the code host.
    Markdown,
    /// For programs: `{version, kind, items, …}`.
    Json,
}

/// What a report of a review is made from.
#[derive(Debug, Clone, Copy)]
pub struct ReviewReport<'a> {
    /// The knowledge base after the change.
    pub base: &'a KnowledgeBase,
    /// The review; `None` where the change does not concern the knowledge base.
    pub review: Option<&'a Review>,
    /// From which severity on new findings keep the change from being merged.
    pub fail_on: Severity,
    /// The language to write in.
    pub locale: &'a Locale,
}

impl ReviewReport<'_> {
    /// The report as text.
    #[must_use]
    pub fn text(&self, format: ReviewFormat) -> String {
        match format {
            ReviewFormat::Markdown => comment::text(self),
            ReviewFormat::Json => json::text(self),
        }
    }

    fn must_answer(&self) -> bool {
        let policy = self.review.map(|review| review.policy);
        policy == Some(StrongCandidates::MustAnswer)
    }

    fn fails(&self, review: &Review) -> bool {
        review.fails(self.fail_on)
    }

    /// A text from the locale.
    fn say(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.locale.format(&format!("review.{key}"), arguments)
    }

    /// A text from the locale that depends on a number.
    fn count(&self, key: &str, count: usize) -> String {
        self.say(key, &[("count", &count.to_string())])
    }

    fn id(&self, entry: EntryIndex) -> &str {
        self.base[entry].id.as_str()
    }

    /// The title of an entry in the language of the report, where it has one.
    fn title(&self, entry: EntryIndex) -> &str {
        let index = self.base.in_language(entry, self.locale.language());
        &self.base[index].title
    }
}
