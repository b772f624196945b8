//! The cells of a timeline table, which the page shows apart from the text around it.

use crate::diagnostic::Span;
use crate::document::markdown;
use crate::knowledge_base::DocumentIndex;
use crate::render::markdown::footnotes::{self, Footnotes};
use crate::render::markdown::rendering::Rendering;
use crate::render::markdown::{Insertions, MarkdownContext};

/// Turns the cells of a document's timeline table into HTML, one by one in their order.
pub struct TimelineCells<'a> {
    context: MarkdownContext<'a>,
    document: DocumentIndex,
    page: &'a str,
    /// What the rest of the document defines: link targets, names of footnotes.
    definitions: String,
    footnotes: Footnotes,
}

impl<'a> MarkdownContext<'a> {
    /// The cells of the timeline table of a document, for the page that shows it with the same
    /// `insertions`.
    #[must_use]
    pub fn timeline_cells(
        self,
        document: DocumentIndex,
        page: &'a str,
        insertions: Insertions,
    ) -> TimelineCells<'a> {
        let text = self.base[document].markdown();
        let table = self.base[document].body.timeline.as_ref();
        let span = table
            .filter(|_| insertions.timeline)
            .map(|table| table.span);
        let definitions = span
            .map(|_| markdown::definitions(text))
            .unwrap_or_default();
        let footnotes = span
            .filter(|_| !definitions.is_empty())
            .map(|span| self.footnotes_in(document, span))
            .unwrap_or_default();
        TimelineCells {
            context: self,
            document,
            page,
            definitions,
            footnotes,
        }
    }

    fn footnotes_in(&self, document: DocumentIndex, table: Span) -> Footnotes {
        let document = &self.base[document];
        let start = document.body.span.start;
        let (body, footnotes) = footnotes::taken_out(markdown::events(document.markdown()));
        let place = table.start - start..table.end - start;
        Footnotes::of(&body, &footnotes).parted(&body, &place).1
    }
}

impl TimelineCells<'_> {
    /// A cell as HTML, without a paragraph around it.
    pub fn html(&mut self, cell: &str) -> String {
        if self.definitions.is_empty() {
            return self.context.inline(self.document, self.page, cell);
        }
        let text = format!("{}\n{cell}", self.definitions);
        let (events, _) = footnotes::taken_out(markdown::events(&text));
        let mut rendering = Rendering::new(self.context, self.document, self.page);
        rendering.footnotes = std::mem::take(&mut self.footnotes);
        let html = rendering.inline(&events);
        self.footnotes = rendering.footnotes;
        html
    }
}
