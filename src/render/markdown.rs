//! A document's Markdown as HTML that is safe to show.
//!
//! Links are resolved, headings get their anchors, code its colours. HTML in the text is sanitised:
//! what we write ourselves goes through the same filter, so that nothing can pose as ours.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd,
};

use crate::diagnostic::Span;
use crate::document::body::{Heading, Link, LinkForm, ReferenceKind, Task, references};
use crate::document::markdown::{self, Located, RawHtml};
use crate::knowledge_base::{DocumentIndex, KnowledgeBase};
use crate::language::is_japanese_script;
use crate::link::{Target, part_anchor, resolve, resolve_path};
use crate::locale::Locale;
use crate::render::files::{self, LinkedFiles};
use crate::render::highlight::{Highlighter, escape_into};
use crate::render::paths::{SitePaths, percent_encoded, relative};
use crate::render::sanitise;

/// How an address that we have resolved is written until the filter has seen it.
const OWN_ADDRESS: &str = "hansei-address:";

/// A link that leads nowhere keeps its words.
const BROKEN_LINK: &str = "<a class=\"broken-link\">";

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

/// One text on its way to HTML.
struct Rendering<'a> {
    context: MarkdownContext<'a>,
    document: DocumentIndex,
    /// The page that the text stands on.
    page: &'a str,
    /// Headings of the document that are still to come.
    headings: Peekable<std::slice::Iter<'a, Heading>>,
    /// Task items of the document that are still to come.
    tasks: std::slice::Iter<'a, Task>,
    /// Where the title stands, which the page shows itself.
    title: Option<Span>,
    /// How HTML in the text is treated.
    raw: RawHtml,
    /// Addresses that we have resolved, for the filter to tell from those of raw HTML.
    resolved: Vec<String>,
    inside_link: usize,
    code: Option<(String, String)>,
    picture: Option<(String, String)>,
    table: TableState,
    footnotes: Vec<String>,
}

/// Where we are in a table.
#[derive(Default)]
struct TableState {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
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

impl<'a> Rendering<'a> {
    fn new(context: MarkdownContext<'a>, document: DocumentIndex, page: &'a str) -> Self {
        Self {
            context,
            document,
            page,
            headings: [].iter().peekable(),
            tasks: [].iter(),
            title: None,
            raw: RawHtml::None,
            resolved: Vec::new(),
            inside_link: 0,
            code: None,
            picture: None,
            table: TableState::default(),
            footnotes: Vec::new(),
        }
    }

    fn html(&mut self, events: &[Located<'_>]) -> String {
        let mut out = Vec::with_capacity(events.len());
        let mut index = 0;
        while let Some((event, range)) = events.get(index) {
            if self.is_title(event, range.start) {
                self.headings.next();
                self.title = None;
                index += 1 + end_of_heading(&events[index..]);
                continue;
            }
            let next = events.get(index + 1).map(|(event, _)| event);
            self.event(event, range, next, &mut out);
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

    fn event<'e>(
        &mut self,
        event: &Event<'e>,
        range: &Range<usize>,
        next: Option<&Event<'_>>,
        out: &mut Vec<Event<'e>>,
    ) {
        if self.collect(event) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, event, range, out),
            Event::End(tag) => self.end(*tag, event, out),
            Event::Text(text) if self.inside_link == 0 => self.text(text, out),
            Event::SoftBreak if is_japanese_break(out.last(), next) => {}
            Event::Html(text) | Event::InlineHtml(text) if self.raw == RawHtml::TooDeep => {
                out.push(Event::Text(text.clone()));
            }
            Event::TaskListMarker(done) => out.push(html(self.task_box(*done))),
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
                out.push(html(
                    "<div class=\"table-scroll\" tabindex=\"0\">\n<table>\n".to_owned(),
                ));
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
            Tag::FootnoteDefinition(name) => {
                let number = self.footnote_number(name);
                out.push(html(format!(
                    "<div class=\"footnote\" id=\"fn-{number}\"><span class=\"footnote-number\">{number}</span>\n"
                )));
            }
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
            TagEnd::FootnoteDefinition => out.push(html("</div>\n".to_owned())),
            _ => out.push(event.clone()),
        }
    }

    /// A heading with its anchor. The page's own heading is the only one of the first level.
    fn heading(&mut self, level: u8, start: usize) -> String {
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

    fn code_block(&self, language: &str, code: &str) -> String {
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

    fn callout(&self, kind: BlockQuoteKind) -> String {
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
    fn task_box(&mut self, done: bool) -> String {
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
        if let Some(id) = self.tasks.next().and_then(|task| task.id.as_ref()) {
            tag.push_str(" id=\"");
            escape_into(&mut tag, &part_anchor(id));
            tag.push('"');
        }
        tag.push_str("></span> ");
        tag
    }

    fn footnote_number(&mut self, name: &str) -> usize {
        let known = self.footnotes.iter().position(|known| known == name);
        known.unwrap_or_else(|| {
            self.footnotes.push(name.to_owned());
            self.footnotes.len() - 1
        }) + 1
    }

    fn footnote_reference(&mut self, name: &str) -> String {
        let number = self.footnote_number(name);
        let link = self.anchor(&format!("#fn-{number}"));
        format!("<sup class=\"footnote-reference\">{link}{number}</a></sup>")
    }

    /// Words, with the ids and addresses in them as links.
    fn text<'e>(&mut self, words: &CowStr<'e>, out: &mut Vec<Event<'e>>) {
        let base = self.context.base;
        let mut at = 0;
        for reference in references(words, &base.config.link_ids) {
            let target = reference.target.of(words);
            let start = match reference.kind {
                ReferenceKind::Address => Some(self.anchor(target)),
                ReferenceKind::Id => self.anchor_to(LinkForm::BareId, target),
                ReferenceKind::Wiki => {
                    let anchor = self.anchor_to(LinkForm::Wiki, target);
                    Some(anchor.unwrap_or_else(|| BROKEN_LINK.to_owned()))
                }
            };
            let Some(start) = start else {
                continue;
            };
            if at < reference.span.start {
                out.push(Event::Text(
                    words[at..reference.span.start].to_owned().into(),
                ));
            }
            out.push(html(start));
            out.push(Event::Text(reference.words.of(words).to_owned().into()));
            out.push(html("</a>".to_owned()));
            at = reference.span.end;
        }
        if at == 0 {
            out.push(Event::Text(words.clone()));
        } else if at < words.len() {
            out.push(Event::Text(words[at..].to_owned().into()));
        }
    }

    /// The start of a link to where such a link leads; none where it leads nowhere.
    fn anchor_to(&mut self, form: LinkForm, target: &str) -> Option<String> {
        let link = Link {
            form,
            target: target.trim().to_owned(),
            span: Span::default(),
        };
        let target = resolve(self.context.base, self.document, &link);
        self.href(&target).map(|href| self.anchor(&href))
    }

    fn link(&mut self, form: LinkType, target: &str) -> String {
        if form == LinkType::Email {
            return self.anchor(&format!("mailto:{target}"));
        }
        self.anchor_to(LinkForm::Markdown, target)
            .unwrap_or_else(|| BROKEN_LINK.to_owned())
    }

    /// A picture of this site as such, one from elsewhere as a link to it: a page asks nobody else
    /// for anything.
    fn picture_of(&mut self, address: &str, words: &str) -> String {
        let target = resolve_path(self.context.base, self.document, address);
        if let Target::File { path, .. } = &target
            && files::is_picture(path)
        {
            let href = self.file_href(path);
            let mut tag = String::from("<img loading=\"lazy\" alt=\"");
            escape_into(&mut tag, words);
            tag.push_str("\" src=\"");
            escape_into(&mut tag, &self.own_address(&href));
            tag.push_str("\">");
            return tag;
        }
        let mut tag = match self.href(&target) {
            Some(href) => self.anchor(&href),
            None => BROKEN_LINK.to_owned(),
        };
        escape_into(&mut tag, if words.is_empty() { address } else { words });
        tag.push_str("</a>");
        tag
    }

    /// The start of a link to an address that we have resolved.
    fn anchor(&mut self, href: &str) -> String {
        let elsewhere = href.starts_with("http:") || href.starts_with("https:");
        let mut tag = String::from("<a href=\"");
        escape_into(&mut tag, &self.own_address(href));
        tag.push_str(if elsewhere {
            "\" rel=\"noopener noreferrer\">"
        } else {
            "\">"
        });
        tag
    }

    /// An address as it is written: where a filter follows, its number among those resolved.
    fn own_address(&mut self, href: &str) -> String {
        if self.raw != RawHtml::Some {
            return href.to_owned();
        }
        self.resolved.push(href.to_owned());
        format!("{OWN_ADDRESS}{}", self.resolved.len() - 1)
    }

    /// The address behind one that the filter meets: ours by its number, one of raw HTML resolved
    /// like any link.
    fn filtered(&self, address: &str, image: bool) -> Option<String> {
        if let Some(number) = address.strip_prefix(OWN_ADDRESS) {
            return self.resolved.get(number.parse::<usize>().ok()?).cloned();
        }
        let target = resolve_path(self.context.base, self.document, address);
        match &target {
            Target::File { path, .. } if image => {
                files::is_picture(path).then(|| self.file_href(path))
            }
            _ if image => None,
            _ => self.href(&target),
        }
    }

    /// The address of a target as seen from the page; `None` where it leads nowhere.
    fn href(&self, target: &Target) -> Option<String> {
        match target {
            Target::Document { document, fragment } => {
                let to = self.context.paths.document(*document);
                Some(with_fragment(&relative(self.page, to), fragment.as_deref()))
            }
            Target::File { path, fragment } if files::is_copied(path) => {
                Some(with_fragment(&self.file_href(path), fragment.as_deref()))
            }
            Target::Here(anchor) => {
                // The same text also stands on other pages: lists, related documents.
                let own = self.context.paths.document(self.document);
                let page = if own == self.page {
                    String::new()
                } else {
                    relative(self.page, own)
                };
                Some(with_fragment(&page, Some(anchor)))
            }
            Target::Elsewhere(address) => Some(address.clone()),
            Target::Broken(crate::link::Broken::NoAnchor { document, .. }) => {
                let to = self.context.paths.document(*document);
                Some(relative(self.page, to))
            }
            Target::File { .. } | Target::Word | Target::Broken(_) => None,
        }
    }

    fn file_href(&self, path: &str) -> String {
        let site_path = self.context.files.add(self.context.base, path);
        percent_encoded(&relative(self.page, &site_path))
    }
}

impl TableState {
    fn cell(&mut self) -> String {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        self.column += 1;
        if self.in_head {
            format!("<th scope=\"col\"{class}>")
        } else {
            format!("<td{class}>")
        }
    }
}

/// The level of a heading on a page, whose own heading is the only one of the first level.
fn shown_level(level: u8) -> u8 {
    level.max(2)
}

fn html<'e>(text: String) -> Event<'e> {
    Event::InlineHtml(text.into())
}

fn with_fragment(path: &str, fragment: Option<&str>) -> String {
    match fragment.filter(|fragment| !fragment.is_empty()) {
        Some(fragment) => format!("{path}#{}", percent_encoded(fragment)),
        None if path.is_empty() => "#".to_owned(),
        None => path.to_owned(),
    }
}

fn end_of_heading(events: &[Located<'_>]) -> usize {
    events
        .iter()
        .position(|(event, _)| matches!(event, Event::End(TagEnd::Heading(_))))
        .unwrap_or(events.len() - 1)
}

/// Whether a line break stands between two Japanese characters, where it is no gap.
fn is_japanese_break(before: Option<&Event<'_>>, after: Option<&Event<'_>>) -> bool {
    let last = match before {
        Some(Event::Text(text)) => text.chars().next_back(),
        _ => None,
    };
    let first = match after {
        Some(Event::Text(text)) => text.chars().next(),
        _ => None,
    };
    last.is_some_and(is_japanese_script) && first.is_some_and(is_japanese_script)
}
