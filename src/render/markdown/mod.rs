//! A document's Markdown as HTML that is safe to show.
//!
//! Links are resolved, headings get their anchors, code its colours. HTML in the text is sanitised:
//! what we write ourselves goes through the same filter, so that nothing can pose as ours.

mod blocks;
mod body;
mod cells;
mod footnotes;
mod links;
mod rendering;
mod table;

use crate::document::markdown::{self, Located};
use crate::knowledge_base::{DocumentIndex, KnowledgeBase};
use crate::locale::Locale;
use crate::render::files::LinkedFiles;
use crate::render::highlight::Highlighter;
use crate::render::paths::SitePaths;

pub use body::{BodyPart, BodyPartKind, Insertions};
pub use cells::TimelineCells;
use rendering::Rendering;
pub(super) use rendering::is_japanese_break;

/// What rendering text needs to know.
#[derive(Debug, Clone, Copy)]
pub struct MarkdownContext<'a> {
    /// The knowledge base that links lead into.
    pub base: &'a KnowledgeBase,
    /// Where its pages are.
    pub paths: &'a SitePaths,
    /// Colours code.
    pub highlighter: &'a Highlighter,
    /// Collects the files that texts link to.
    pub files: &'a LinkedFiles,
    /// The words of the interface.
    pub locale: &'a Locale,
}

impl MarkdownContext<'_> {
    /// A short Markdown text of a document, such as a field, without a paragraph around it. It has no
    /// footnotes: they stay as they were written.
    #[must_use]
    pub fn inline(&self, index: DocumentIndex, page: &str, text: &str) -> String {
        let events = footnotes::as_written(markdown::events(text));
        Rendering::new(*self, index, page).inline(&events)
    }
}

impl Rendering<'_> {
    /// The HTML of a short text, without a paragraph around it.
    fn inline(&mut self, events: &[Located<'_>]) -> String {
        self.raw = markdown::raw_html(events);
        let html = self.html(events);
        let trimmed = html.trim();
        trimmed
            .strip_prefix("<p>")
            .and_then(|rest| rest.strip_suffix("</p>"))
            .filter(|inner| !inner.contains("<p>"))
            .unwrap_or(trimmed)
            .to_owned()
    }
}
