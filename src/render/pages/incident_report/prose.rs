//! The section that is written for customers, as plain HTML: without links, code, pictures and raw HTML.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd, html};

use crate::document::markdown::{self, Located};
use crate::document::{Document, SectionKind};
use crate::render::markdown::is_japanese_break;
use crate::render::pages::incident_report::outward::Outward;

/// The HTML of that section; empty where there is none.
pub(super) fn for_customers(document: &Document, outward: &Outward<'_>) -> String {
    let section = document.body.section(SectionKind::Customers);
    let Some(section) = section.filter(|section| section.filled) else {
        return String::new();
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
    let shown = (0..kept.len()).filter(|at| !is_japanese_break(&kept, *at));
    let plain = shown.filter_map(|at| plain(kept[at].0.clone(), outward));
    let mut html = String::new();
    html::push_html(&mut html, plain);
    html
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
