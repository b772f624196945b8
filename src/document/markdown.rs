//! Markdown as hansei reads it: one set of options and one bound on nesting, for every reader.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TextMergeWithOffset};

use crate::document::html_bounds;
use crate::memory::remember_one_of;

/// Containers nested deeper than this are taken as their text: no page needs more, and tools
/// behind us (browsers, sanitisers) grow slow or fail on depth.
pub const MAX_NESTING: usize = 64;

/// An event and the bytes of the Markdown text it comes from.
pub type Located<'a> = (Event<'a>, Range<usize>);

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

/// The events of a text, adjacent pieces of text joined, with nesting bounded.
///
/// The events of one text are the same for everyone who asks, so that what is checked is what is
/// shown.
pub fn events(markdown: &str) -> impl Iterator<Item = Located<'_>> {
    let mut depth = 0usize;
    TextMergeWithOffset::new(Parser::new_ext(markdown, options()).into_offset_iter()).filter(
        move |(event, _)| match event {
            Event::Start(_) => {
                depth += 1;
                depth <= MAX_NESTING
            }
            Event::End(_) => {
                depth -= 1;
                depth < MAX_NESTING
            }
            _ => true,
        },
    )
}

/// What a text defines for the whole of it, as Markdown: where its reference links lead, and which
/// footnotes it has, each without its words. Put before a piece of the text, it lets the piece be
/// read alone.
#[must_use]
pub fn definitions(markdown: &str) -> String {
    let mut definitions = String::new();
    // Most texts define nothing, and reading one costs time.
    if !markdown.contains("]:") {
        return definitions;
    }
    let mut parser = Parser::new_ext(markdown, options());
    let links: BTreeSet<_> = parser
        .reference_definitions()
        .iter()
        .map(|(_, link)| (link.span.start, link.span.end))
        .collect();
    for (start, end) in links {
        definitions.push_str(&markdown[start..end]);
        definitions.push_str("\n\n");
    }
    for event in &mut parser {
        if let Event::Start(Tag::FootnoteDefinition(name)) = event {
            definitions.extend(["[^", &*name, "]: -\n\n"]);
        }
    }
    definitions
}

/// Whether a text holds HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RawHtml {
    /// No.
    #[default]
    None,
    /// Yes; it has to be sanitised.
    Some,
    /// Yes, nested so deep, or left open so often, that it is shown as text.
    TooDeep,
}

remember_one_of!(RawHtml {
    None,
    Some,
    TooDeep
});

/// Whether these events hold HTML.
#[must_use]
pub fn raw_html(events: &[Located<'_>]) -> RawHtml {
    let mut written = events.iter().filter_map(|(event, _)| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html.as_ref()),
        _ => None,
    });
    let Some(first) = written.next() else {
        return RawHtml::None;
    };
    if std::iter::once(first)
        .chain(written)
        .any(html_bounds::has_long_tag)
    {
        return RawHtml::TooDeep;
    }
    let mut html = String::new();
    let all = events.iter().map(|(event, _)| event.clone());
    pulldown_cmark::html::push_html(&mut html, all);
    if html_bounds::is_bounded(&html) {
        RawHtml::Some
    } else {
        RawHtml::TooDeep
    }
}

/// Where a text nests deeper than is shown.
#[must_use]
pub fn too_deep(markdown: &str) -> Option<usize> {
    let mut depth = 0usize;
    Parser::new_ext(markdown, options())
        .into_offset_iter()
        .find_map(|(event, range)| {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            (depth > MAX_NESTING).then_some(range.start)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_that_nests_too_deep_is_told() {
        let of = |text: &str| raw_html(&events(text).collect::<Vec<_>>());
        assert_eq!(of("a < b"), RawHtml::None);
        assert_eq!(of("<div>x</div>\n".repeat(500).as_str()), RawHtml::Some);
        assert_eq!(of("x <br> y\n".repeat(500).as_str()), RawHtml::Some);
        assert_eq!(of("<div>".repeat(500).as_str()), RawHtml::TooDeep);
        assert_eq!(of("<div></b>".repeat(500).as_str()), RawHtml::TooDeep);
        assert_eq!(
            of("<div title='</div>'>".repeat(500).as_str()),
            RawHtml::TooDeep
        );
        assert_eq!(
            of("<a name=x>\n\n## Heading\n\nText.\n".repeat(50).as_str()),
            RawHtml::Some
        );
        let numbered = |count: u32, before: &str, after: &str| {
            let pieces = (0..count).map(|number| [before, &number.to_string(), after].concat());
            pieces.collect::<String>()
        };
        let open = numbered(90, "<b title=", ">");
        let paragraphs = "<p>x</p>".repeat(1_000);
        assert_eq!(
            of(&format!("<div>{open}</div>{paragraphs}")),
            RawHtml::TooDeep
        );
        let attributes = numbered(10_000, " a", "");
        assert_eq!(of(&format!("x <i{attributes}>")), RawHtml::TooDeep);
    }

    #[test]
    fn depth_is_bounded_and_the_text_kept() {
        let deep = format!("{}leaf", "> ".repeat(500));
        let all: Vec<_> = events(&deep).map(|(event, _)| event).collect();
        let starts = all.iter().filter(|e| matches!(e, Event::Start(_))).count();
        let ends = all.iter().filter(|e| matches!(e, Event::End(_))).count();
        assert_eq!((starts, ends), (MAX_NESTING, MAX_NESTING));
        assert!(
            all.iter()
                .any(|e| matches!(e, Event::Text(text) if text.contains("leaf")))
        );
        assert!(too_deep(&deep).is_some());
        assert_eq!(too_deep("- a\n  - b\n"), None);
    }
}
