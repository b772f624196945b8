//! Markdown as hansei reads it: one set of options and one bound on nesting, for every reader.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, TextMergeWithOffset};

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
        | Options::ENABLE_WIKILINKS
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
