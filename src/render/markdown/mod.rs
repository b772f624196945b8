//! A document's Markdown as HTML that is safe to show.
//!
//! Links are resolved, headings get their anchors, code its colours. HTML in the text is sanitised:
//! what we write ourselves goes through the same filter, so that nothing can pose as ours.

mod blocks;
mod links;
mod rendering;
mod table;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::Span;
use crate::document::markdown::{self, Located};
use crate::knowledge_base::{DocumentIndex, KnowledgeBase};
use crate::locale::Locale;
use crate::render::files::LinkedFiles;
use crate::render::highlight::Highlighter;
use crate::render::paths::SitePaths;

use rendering::Rendering;

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

/// The text of a document as HTML.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RenderedBody {
    /// What stands before the timeline table, or everything.
    pub before_timeline: String,
    /// What stands behind the timeline table, where there is one that the timeline replaces.
    pub after_timeline: Option<String>,
}

impl MarkdownContext<'_> {
    /// The body of a document for the page at `page`. The title heading is left out, and so is the
    /// timeline table if `replace_timeline` says that the page shows its own.
    #[must_use]
    pub fn body(&self, index: DocumentIndex, page: &str, replace_timeline: bool) -> RenderedBody {
        let document = &self.base[index];
        let text = document.markdown();
        let start = document.body.span.start;
        let timeline = document.body.timeline.as_ref().map(|table| table.span);
        let mut rendering = Rendering::new(*self, index, page);
        rendering.headings = document.body.headings.iter().peekable();
        rendering.tasks = document.body.tasks.iter();
        rendering.ids = document.body.anchors().map(str::to_owned).collect();
        rendering.title = document.body.title().map(|title| title.span);
        rendering.raw = document.body.html;
        let events: Vec<Located<'_>> = markdown::events(text)
            .map(|(event, range)| (event, range.start + start..range.end + start))
            .collect();
        let split = timeline
            .filter(|_| replace_timeline)
            .and_then(|table| top_level_table(&events, table));
        let Some((first, last)) = split else {
            return RenderedBody {
                before_timeline: rendering.html(&events),
                after_timeline: None,
            };
        };
        RenderedBody {
            before_timeline: rendering.html(&events[..first]),
            after_timeline: Some(rendering.html(&events[last + 1..])),
        }
    }

    /// A short Markdown text of a document, such as a field or a cell, without a paragraph around it.
    #[must_use]
    pub fn inline(&self, index: DocumentIndex, page: &str, text: &str) -> String {
        let events: Vec<Located<'_>> = markdown::events(text).collect();
        let mut rendering = Rendering::new(*self, index, page);
        rendering.raw = markdown::raw_html(&events);
        let html = rendering.html(&events);
        let trimmed = html.trim();
        trimmed
            .strip_prefix("<p>")
            .and_then(|rest| rest.strip_suffix("</p>"))
            .filter(|inner| !inner.contains("<p>"))
            .unwrap_or(trimmed)
            .to_owned()
    }
}

/// The events of a table that stands in no list or quotation.
fn top_level_table(events: &[Located<'_>], table: Span) -> Option<(usize, usize)> {
    let mut depth = 0usize;
    let mut first = None;
    for (index, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Table(_)) if depth == 0 && range.start == table.start => {
                first = Some(index);
            }
            Event::End(TagEnd::Table) if depth == 1 && first.is_some() => {
                return Some((first?, index));
            }
            _ => {}
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}
