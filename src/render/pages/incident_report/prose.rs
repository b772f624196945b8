//! The section that is written for customers, as plain HTML: without links, code, pictures and raw HTML.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd, html};

use crate::document::markdown::{self, Located};
use crate::document::{Document, SectionHeadings, SectionKind};
use crate::render::markdown::is_japanese_break;
use crate::render::pages::incident_report::outward::Outward;

/// That section as HTML; empty where there is none.
#[derive(Debug, Default)]
pub(super) struct Prose {
    /// All of it but what stands under a heading about causes.
    pub(super) summary: String,
    /// What stands under a heading about causes, without the heading.
    pub(super) causes: String,
}

pub(super) fn for_customers(
    document: &Document,
    outward: &Outward<'_>,
    headings: &SectionHeadings,
) -> Prose {
    let section = document.body.section(SectionKind::Customers);
    let Some(section) = section.filter(|section| section.filled) else {
        return Prose::default();
    };
    let start = document.body.span.start;
    let (from, to) = (section.span.start - start, section.span.end - start);
    let all = markdown::events(document.markdown());
    let within = all.filter(|(_, range)| range.start >= from && range.end <= to);
    let mut kept: Vec<Located<'_>> = Vec::new();
    // How many elements that are left out with all that is in them are open.
    let mut left_out = 0usize;
    for located in within {
        match &located.0 {
            Event::Start(tag) if is_left_out(tag) => left_out += 1,
            Event::End(end) if ends_left_out(*end) => left_out = left_out.saturating_sub(1),
            _ if left_out > 0 => {}
            _ => kept.push(located),
        }
    }
    let (causes, summary) = about_causes(&kept, headings);
    let html_of = |part: Vec<Located<'_>>| {
        let shown = (0..part.len()).filter(|at| !is_japanese_break(&part, *at));
        let shown: Vec<Event<'_>> = shown.map(|at| part[at].0.clone()).collect();
        let pieces = shown.chunk_by(|a, b| is_inline(a) && is_inline(b));
        let plain = pieces.flat_map(|piece| match across_markup(piece, outward) {
            Some(words) => vec![Event::Text(words.into())],
            None => piece
                .iter()
                .filter_map(|event| plain(event.clone(), outward))
                .collect(),
        });
        let mut html = String::new();
        html::push_html(&mut html, plain);
        html
    };
    Prose {
        summary: html_of(summary),
        causes: html_of(causes),
    }
}

/// The events under headings about causes, up to the next heading that is no deeper, and the others.
fn about_causes<'e>(
    events: &[Located<'e>],
    headings: &SectionHeadings,
) -> (Vec<Located<'e>>, Vec<Located<'e>>) {
    let (mut causes, mut others) = (Vec::new(), Vec::new());
    // The level of the heading about causes that the events stand under.
    let mut within: Option<HeadingLevel> = None;
    let mut at = 0;
    while let Some(event) = events.get(at) {
        if let Event::Start(Tag::Heading { level, .. }) = &event.0 {
            let is_end = |event: &Located<'_>| matches!(event.0, Event::End(TagEnd::Heading(_)));
            let length = events[at..].iter().position(is_end).unwrap_or(0);
            let words: String = events[at..=at + length].iter().filter_map(words).collect();
            if headings.kind_of(&words) == Some(SectionKind::Cause) {
                within = Some(*level);
                at += length + 1;
                continue;
            }
            if within.is_some_and(|outer| *level <= outer) {
                within = None;
            }
        }
        if within.is_some() {
            causes.push(event.clone());
        } else {
            others.push(event.clone());
        }
        at += 1;
    }
    (causes, others)
}

/// The words of a piece of text.
fn words(event: &Located<'_>) -> Option<String> {
    match &event.0 {
        Event::Text(text) | Event::Code(text) => Some(text.to_string()),
        _ => None,
    }
}

/// Whether an event belongs to a line of text.
fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline_element(tag.to_end()),
        Event::End(end) => is_inline_element(*end),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

fn is_inline_element(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
    )
}

/// The words of a text from which more has to be taken out than from its parts: an end of line or an
/// emphasis within a name hides nothing. They lose their emphasis; `None` where the parts say all.
fn across_markup(piece: &[Event<'_>], outward: &Outward<'_>) -> Option<String> {
    if piece.len() < 2 {
        return None;
    }
    let mut joined = String::new();
    let mut gaps_of_parts = 0;
    for event in piece {
        match event {
            Event::Text(text) | Event::Code(text) => {
                gaps_of_parts += outward.redacted(text).1;
                joined.push_str(text);
            }
            // An id may be broken behind its hyphen.
            Event::SoftBreak if joined.ends_with('-') => {}
            Event::SoftBreak | Event::HardBreak => joined.push('\n'),
            _ => {}
        }
    }
    let (words, gaps) = outward.redacted(&joined);
    if gaps <= gaps_of_parts {
        return None;
    }
    outward.count(gaps);
    Some(words)
}

fn is_left_out(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::CodeBlock(_) | Tag::Image { .. } | Tag::HtmlBlock | Tag::FootnoteDefinition(_)
    )
}

fn ends_left_out(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::CodeBlock | TagEnd::Image | TagEnd::HtmlBlock | TagEnd::FootnoteDefinition
    )
}

/// An event without what leads elsewhere and what is for insiders.
fn plain<'a>(event: Event<'a>, outward: &Outward<'_>) -> Option<Event<'a>> {
    Some(match event {
        Event::Text(text) | Event::Code(text) => {
            // Space at the edges parts the words from those of their neighbours.
            let words = outward.words(&text);
            let before = if text.starts_with(' ') { " " } else { "" };
            let behind = if text.trim_start().ends_with(' ') {
                " "
            } else {
                ""
            };
            Event::Text(CowStr::from(format!("{before}{words}{behind}")))
        }
        Event::Start(Tag::Heading { .. }) => Event::Start(heading()),
        Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(HeadingLevel::H3)),
        Event::Start(Tag::BlockQuote(_)) => Event::Start(Tag::BlockQuote(None)),
        Event::End(TagEnd::BlockQuote(_)) => Event::End(TagEnd::BlockQuote(None)),
        Event::Start(Tag::Link { .. })
        | Event::End(TagEnd::Link)
        | Event::Html(_)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_)
        | Event::TaskListMarker(_) => return None,
        other => other,
    })
}

/// A heading below that of the report's section, without an address of its own.
fn heading<'a>() -> Tag<'a> {
    Tag::Heading {
        level: HeadingLevel::H3,
        id: None,
        classes: Vec::new(),
        attrs: Vec::new(),
    }
}
