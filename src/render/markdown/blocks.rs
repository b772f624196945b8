//! Headings, code, callouts and tasks.

use pulldown_cmark::BlockQuoteKind;

use crate::document::part_anchor;
use crate::render::escape::escape_into;
use crate::render::markdown::rendering::Rendering;

impl Rendering<'_> {
    /// A heading with its anchor. The page's own heading is the only one of the first level.
    pub(super) fn heading(&mut self, level: u8, start: usize) -> String {
        let level = shown_level(level);
        while let Some(heading) = self.headings.next_if(|heading| heading.span.start <= start) {
            if heading.span.start == start && !heading.anchor.is_empty() {
                let mut tag = format!("<h{level} id=\"");
                escape_into(&mut tag, &heading.anchor);
                tag.push_str("\">");
                return tag;
            }
        }
        format!("<h{level}>")
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
        format!("<pre tabindex=\"0\"{label}><code>{html}</code></pre>\n")
    }

    pub(super) fn callout(&self, kind: BlockQuoteKind) -> String {
        let name = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        let title = self
            .context
            .locale
            .format(&format!("interface.callout.{name}"), &[]);
        format!(
            "<blockquote class=\"callout callout-{name}\">\n<p class=\"callout-title\">{title}</p>\n"
        )
    }

    /// The box of a task item, which is also the place that links to the item lead to.
    pub(super) fn task_box(&mut self, done: bool) -> String {
        let (class, key) = if done {
            ("done", "done")
        } else {
            ("open", "open")
        };
        let words = self
            .context
            .locale
            .format(&format!("interface.task.{key}"), &[]);
        let mut tag =
            format!("<span class=\"task task-{class}\" role=\"img\" aria-label=\"{words}\"");
        let id = self.tasks.next().and_then(|task| task.id.as_ref());
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
