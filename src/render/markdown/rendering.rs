//! One text on its way to HTML, event by event.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

use rustc_hash::FxHashSet;

use crate::diagnostic::Span;
use crate::document::body::{Heading, Task};
use crate::document::markdown::{Located, RawHtml};
use crate::knowledge_base::DocumentIndex;
use crate::language::is_japanese_script;
use crate::render::escape::escape_into;
use crate::render::markdown::MarkdownContext;
use crate::render::markdown::blocks::shown_level;
use crate::render::markdown::footnotes::Footnotes;
use crate::render::markdown::table::TableState;
use crate::render::sanitise;

/// One text on its way to HTML.
pub(super) struct Rendering<'a> {
    pub(super) context: MarkdownContext<'a>,
    pub(super) document: DocumentIndex,
    /// The page that the text stands on.
    pub(super) page: &'a str,
    /// The headings of the document, by their places.
    pub(super) headings: &'a [Heading],
    /// The task items of the document, by their places.
    pub(super) tasks: &'a [Task],
    /// The id of the last heading.
    pub(super) heading: Option<String>,
    /// Ids that the page has already.
    pub(super) ids: FxHashSet<String>,
    /// Where the title stands, which the page shows itself.
    pub(super) title: Option<Span>,
    /// How HTML in the text is treated.
    pub(super) raw: RawHtml,
    /// Addresses that we have resolved, for the filter to tell from those of raw HTML, and whether each
    /// is that of a picture.
    pub(super) resolved: Vec<(String, bool)>,
    pub(super) inside_link: usize,
    pub(super) code: Option<(String, String)>,
    pub(super) picture: Option<(String, String)>,
    pub(super) table: TableState,
    pub(super) footnotes: Footnotes,
}

impl<'a> Rendering<'a> {
    pub(super) fn new(
        context: MarkdownContext<'a>,
        document: DocumentIndex,
        page: &'a str,
    ) -> Self {
        Self {
            context,
            document,
            page,
            headings: &[],
            tasks: &[],
            heading: None,
            ids: FxHashSet::default(),
            title: None,
            raw: RawHtml::None,
            resolved: Vec::new(),
            inside_link: 0,
            code: None,
            picture: None,
            table: TableState::default(),
            footnotes: Footnotes::default(),
        }
    }

    /// Words of the interface as HTML.
    pub(super) fn words(&self, key: &str) -> String {
        let mut html = String::new();
        let key = format!("interface.{key}");
        escape_into(&mut html, self.context.locale.text(&key));
        html
    }

    /// The attribute for words of the interface where the text is in another language.
    pub(super) fn words_language(&self) -> String {
        let language = self.context.locale.language();
        if language == self.context.base[self.document].language {
            String::new()
        } else {
            format!(" lang=\"{}\"", language.code())
        }
    }

    /// The attributes of what scrolls by itself and so takes the focus: the name of the heading that
    /// it stands under, else the words with this key.
    pub(super) fn scroller(&self, key: &str) -> String {
        let mut attributes = String::from(" tabindex=\"0\" role=\"group\" aria-");
        if let Some(heading) = &self.heading {
            attributes.push_str("labelledby=\"");
            escape_into(&mut attributes, heading);
            attributes.push('"');
        } else {
            let words = self.words(key);
            attributes.extend(["label=\"", &*words, "\""]);
            attributes.push_str(&self.words_language());
        }
        attributes
    }

    pub(super) fn html(&mut self, events: &[Located<'_>]) -> String {
        let mut out = Vec::with_capacity(events.len());
        let mut index = 0;
        while let Some((event, range)) = events.get(index) {
            if self.is_title(event, range.start) {
                self.title = None;
                index += 1 + end_of_heading(&events[index..]);
                continue;
            }
            if !is_japanese_break(events, index) {
                self.event(event, range, &mut out);
            }
            index += 1;
        }
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, out.into_iter());
        if self.raw == RawHtml::Some {
            html = sanitise::clean(&html, |address, image| self.filtered(address, image));
        }
        html
    }

    fn is_title(&self, event: &Event<'_>, start: usize) -> bool {
        matches!(event, Event::Start(Tag::Heading { .. }))
            && self.title.is_some_and(|title| title.start == start)
    }

    fn event<'e>(&mut self, event: &Event<'e>, range: &Range<usize>, out: &mut Vec<Event<'e>>) {
        if self.collect(event) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, event, range, out),
            Event::End(tag) => self.end(*tag, event, out),
            Event::Text(text) if self.inside_link == 0 => self.text(text, out),
            Event::Html(text) | Event::InlineHtml(text) if self.raw == RawHtml::TooDeep => {
                out.push(Event::Text(text.clone()));
            }
            Event::TaskListMarker(done) => out.push(html(self.task_box(*done, range.end))),
            Event::FootnoteReference(name) => out.push(html(self.footnote_reference(name))),
            _ => out.push(event.clone()),
        }
    }

    /// Takes the words of code and of pictures, which are written at their end.
    fn collect(&mut self, event: &Event<'_>) -> bool {
        let words = match event {
            Event::Text(words) | Event::Code(words) => words,
            Event::SoftBreak | Event::HardBreak => &CowStr::Borrowed(" "),
            Event::End(TagEnd::CodeBlock | TagEnd::Image) => return false,
            _ => return self.picture.is_some(),
        };
        let collected = self
            .code
            .as_mut()
            .or(self.picture.as_mut())
            .map(|(_, text)| text.push_str(words));
        collected.is_some()
    }

    fn start<'e>(
        &mut self,
        tag: &Tag<'e>,
        event: &Event<'e>,
        range: &Range<usize>,
        out: &mut Vec<Event<'e>>,
    ) {
        match tag {
            Tag::Heading { level, .. } => out.push(html(self.heading(*level as u8, range.start))),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::Image { dest_url, .. } => {
                self.picture = Some((dest_url.to_string(), String::new()));
            }
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                self.inside_link += 1;
                out.push(html(self.link(*link_type, dest_url)));
            }
            Tag::BlockQuote(Some(kind)) => out.push(html(self.callout(*kind))),
            Tag::Table(alignments) => {
                self.table = TableState {
                    alignments: alignments.clone(),
                    ..TableState::default()
                };
                out.push(html(self.table_start()));
            }
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                out.push(html("<thead>\n<tr>".to_owned()));
            }
            Tag::TableRow => {
                self.table.column = 0;
                out.push(html("<tr>".to_owned()));
            }
            Tag::TableCell => out.push(html(self.table.cell())),
            _ => out.push(event.clone()),
        }
    }

    fn end<'e>(&mut self, tag: TagEnd, event: &Event<'e>, out: &mut Vec<Event<'e>>) {
        match tag {
            TagEnd::Heading(level) => out.push(html(format!("</h{}>\n", shown_level(level as u8)))),
            TagEnd::CodeBlock => {
                if let Some((language, code)) = self.code.take() {
                    out.push(html(self.code_block(&language, &code)));
                }
            }
            TagEnd::Image => {
                if let Some((address, words)) = self.picture.take() {
                    out.push(html(self.picture_of(&address, &words)));
                }
            }
            TagEnd::Link => {
                self.inside_link = self.inside_link.saturating_sub(1);
                out.push(html("</a>".to_owned()));
            }
            TagEnd::Table => out.push(html("</tbody>\n</table>\n</div>\n".to_owned())),
            TagEnd::TableHead => {
                self.table.in_head = false;
                out.push(html("</tr>\n</thead>\n<tbody>\n".to_owned()));
            }
            TagEnd::TableRow => out.push(html("</tr>\n".to_owned())),
            TagEnd::TableCell => {
                out.push(html(
                    if self.table.in_head { "</th>" } else { "</td>" }.to_owned(),
                ));
            }
            _ => out.push(event.clone()),
        }
    }
}

pub(super) fn html<'e>(text: String) -> Event<'e> {
    Event::InlineHtml(text.into())
}

fn end_of_heading(events: &[Located<'_>]) -> usize {
    events
        .iter()
        .position(|(event, _)| matches!(event, Event::End(TagEnd::Heading(_))))
        .unwrap_or(events.len() - 1)
}

/// Whether a line break stands between two Japanese characters, where it is no gap.
pub(in crate::render) fn is_japanese_break(events: &[Located<'_>], index: usize) -> bool {
    let is_break = matches!(events[index].0, Event::SoftBreak);
    let last = || {
        nearest_words(events[..index].iter().rev())?
            .chars()
            .next_back()
    };
    let first = || nearest_words(events[index + 1..].iter())?.chars().next();
    is_break && last().is_some_and(is_japanese_script) && first().is_some_and(is_japanese_script)
}

/// The words that come first, behind marks such as those of emphasis and links.
fn nearest_words<'a>(mut events: impl Iterator<Item = &'a Located<'a>>) -> Option<&'a str> {
    let is_mark = |event: &Event<'_>| match event {
        Event::Start(tag) => is_inline(tag.to_end()),
        Event::End(tag) => is_inline(*tag),
        _ => false,
    };
    match &events.find(|(event, _)| !is_mark(event))?.0 {
        Event::Text(words) | Event::Code(words) => Some(words),
        _ => None,
    }
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link
    )
}
