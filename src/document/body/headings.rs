//! Headings and the anchors that the code host gives them.

use std::sync::LazyLock;

use pulldown_cmark::{Event, Tag, TagEnd};
use regex::Regex;
use rustc_hash::FxHashMap;

use crate::diagnostic::Span;
use crate::document::markdown::Located;
use crate::memory::remember;

/// The level of a paragraph that is bold from end to end and serves as a heading.
pub const BOLD_LEVEL: u8 = 7;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, or 7 for a bold line that serves as a heading.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// The fragment that links to it; empty for bold lines, which have none.
    pub anchor: String,
    /// Where it stands in the file.
    pub span: Span,
}

remember!(Heading {
    level,
    text,
    anchor,
    span
});

impl Heading {
    /// Whether it is a bold line and no heading of Markdown.
    #[must_use]
    pub fn is_bold_line(&self) -> bool {
        self.level == BOLD_LEVEL
    }
}

/// The headings of a text in order.
pub(super) fn read(events: &[Located<'_>]) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut anchors = Anchors::default();
    for (index, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let text = text_until(&events[index + 1..], |end| {
                    matches!(end, TagEnd::Heading(_))
                });
                headings.push(Heading {
                    level: *level as u8,
                    anchor: anchors.unique(&text),
                    text,
                    span: Span::from(range.clone()),
                });
            }
            Event::Start(Tag::Paragraph) => {
                if let Some(text) = bold_line(&events[index + 1..]) {
                    headings.push(Heading {
                        level: BOLD_LEVEL,
                        anchor: String::new(),
                        text,
                        span: Span::from(range.clone()),
                    });
                }
            }
            _ => {}
        }
    }
    headings
}

/// The words up to the end that `is_end` recognises.
pub(super) fn text_until(events: &[Located<'_>], is_end: impl Fn(TagEnd) -> bool) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::End(end) if is_end(*end) => break,
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_owned()
}

/// The words of a paragraph that is bold from end to end, a colon behind it aside.
fn bold_line(events: &[Located<'_>]) -> Option<String> {
    let (Event::Start(Tag::Strong), _) = events.first()? else {
        return None;
    };
    let close = events
        .iter()
        .position(|(event, _)| matches!(event, Event::End(TagEnd::Strong)))?;
    let mut rest = events[close + 1..].iter().map(|(event, _)| event);
    let mut next = rest.next()?;
    if let Event::Text(words) = next
        && matches!(words.trim(), ":" | "：")
    {
        next = rest.next()?;
    }
    matches!(next, Event::End(TagEnd::Paragraph))
        .then(|| text_until(&events[1..], |end| end == TagEnd::Strong))
        .filter(|text| !text.is_empty() && text.chars().count() <= 80)
}

/// The anchors of one document, each given once, with the number that was last put behind it.
#[derive(Debug, Default)]
struct Anchors(FxHashMap<String, usize>);

impl Anchors {
    fn unique(&mut self, heading: &str) -> String {
        let base = anchor_of(heading);
        let mut number = self.0.get(&base).copied().unwrap_or_default();
        let mut anchor = base.clone();
        while self.0.contains_key(&anchor) {
            number += 1;
            anchor = format!("{base}-{number}");
        }
        self.0.insert(base, number);
        self.0.entry(anchor.clone()).or_default();
        anchor
    }
}

/// The anchor of a heading, as GitHub makes it: lower case, letters and digits of any script,
/// `_` and `-` kept, spaces to `-`, all else dropped.
#[must_use]
pub fn anchor_of(heading: &str) -> String {
    static DROPPED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[^\w\- ]")
            .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
    });
    let lower = heading.trim().to_lowercase();
    DROPPED.replace_all(&lower, "").replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::markdown;

    fn outline(text: &str) -> Vec<(u8, String, String)> {
        let events: Vec<_> = markdown::events(text).collect();
        read(&events)
            .into_iter()
            .map(|heading| (heading.level, heading.text, heading.anchor))
            .collect()
    }

    #[test]
    fn anchors_are_those_of_the_code_host() {
        for (heading, anchor) in [
            ("Root cause", "root-cause"),
            ("What's `new_pool` & why?", "whats-new_pool--why"),
            ("10.1 Environment separation", "101-environment-separation"),
            ("原因（暫定）", "原因暫定"),
            ("  A  b ", "a--b"),
        ] {
            let text = heading.replace('`', "");
            assert_eq!(anchor_of(&text), anchor);
        }
    }

    #[test]
    fn equal_headings_get_numbers() {
        let anchors: Vec<_> = outline("# A\n# A\n# A-1\n# A\n")
            .into_iter()
            .map(|(_, _, anchor)| anchor)
            .collect();
        assert_eq!(anchors, ["a", "a-1", "a-1-1", "a-2"]);
    }

    #[test]
    fn a_bold_line_is_a_heading_and_bold_words_are_not() {
        let found =
            outline("**Root cause:**\n\ntext\n\n**Impact**:\n\n**Not** this\n\n- **nor** this\n");
        let texts: Vec<_> = found
            .iter()
            .map(|(level, text, _)| (*level, text.as_str()))
            .collect();
        assert_eq!(texts, [(BOLD_LEVEL, "Root cause:"), (BOLD_LEVEL, "Impact")]);
    }
}
