//! Headings, code, callouts and tasks.

use pulldown_cmark::BlockQuoteKind;

use crate::document::part_anchor;
use crate::render::escape::escape_into;
use crate::render::markdown::rendering::Rendering;
use crate::render::paths::heading_id;

impl Rendering<'_> {
    /// A heading with its anchor. The page's own heading is the only one of the first level.
    pub(super) fn heading(&mut self, level: u8, start: usize) -> String {
        let level = shown_level(level);
        let found = self
            .headings
            .binary_search_by_key(&start, |heading| heading.span.start);
        let anchor = found.map_or("", |at| &self.headings[at].anchor);
        if anchor.is_empty() {
            return format!("<h{level}>");
        }
        let id = heading_id(anchor);
        let mut tag = format!("<h{level} id=\"");
        escape_into(&mut tag, &id);
        tag.push_str("\">");
        self.heading = Some(id.into_owned());
        tag
    }

    pub(super) fn code_block(&self, language: &str, code: &str) -> String {
        let name: String = language
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '#'))
            .collect();
        let label = if name.is_empty() {
            String::new()
        } else {
            format!(" data-language=\"{name}\"")
        };
        let html = self.context.highlighter.html(language, code);
        let scroller = self.scroller("code");
        format!("<pre{scroller}{label}><code>{html}</code></pre>\n")
    }

    pub(super) fn callout(&self, kind: BlockQuoteKind) -> String {
        let name = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        let title = self.words(&format!("callout.{name}"));
        let language = self.words_language();
        format!(
            "<blockquote class=\"callout callout-{name}\">\n<p class=\"callout-title\"{language}>{title}</p>\n"
        )
    }

    /// The box of a task item, which ends at `end`. Links to the item lead to it.
    pub(super) fn task_box(&mut self, done: bool, end: usize) -> String {
        let (class, key) = if done {
            ("done", "done")
        } else {
            ("open", "open")
        };
        let words = self.words(&format!("task.{key}"));
        let language = self.words_language();
        let mut tag = format!(
            "<span class=\"task task-{class}\" role=\"img\" aria-label=\"{words}\"{language}"
        );
        // The words of an item begin behind its box.
        let at = self.tasks.partition_point(|task| task.span.start < end);
        let id = self.tasks.get(at).and_then(|task| task.id.as_ref());
        if let Some(anchor) = id.map(|id| part_anchor(id))
            && self.ids.insert(anchor.clone())
        {
            tag.push_str(" id=\"");
            escape_into(&mut tag, &anchor);
            tag.push('"');
        }
        tag.push_str("></span> ");
        tag
    }
}

/// The level of a heading on a page, whose own heading is the only one of the first level.
pub(super) fn shown_level(level: u8) -> u8 {
    level.max(2)
}
