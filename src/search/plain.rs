//! Markdown as plain text: what a reader of the page sees, by headings, with the places it comes from.

use std::sync::LazyLock;

use pulldown_cmark::{Event, Tag, TagEnd};
use regex::Regex;

use crate::document::Document;
use crate::document::markdown::{self, RawHtml};

/// What parts two blocks, so that no line break between Japanese letters is dropped there.
const GAP: &str = "\n\n";

/// The text under one heading.
#[derive(Debug, Default)]
pub(super) struct PlainSection {
    /// The words of the heading; empty for what is before the first, and for the title.
    pub(super) heading: String,
    /// The fragment that links to it; empty for the top of the page.
    pub(super) anchor: String,
    /// Where the heading is written, in bytes of the file.
    pub(super) heading_at: usize,
    /// The text.
    pub(super) text: String,
    /// Where pieces of the text come from: bytes of `text`, bytes of the file. Sorted.
    pub(super) places: Vec<(usize, usize)>,
}

impl PlainSection {
    fn push(&mut self, text: &str, at: usize) {
        self.places.push((self.text.len(), at));
        self.text.push_str(text);
    }
}

/// The text of a document by headings.
pub(super) fn sections(document: &Document) -> Vec<PlainSection> {
    let start = document.body.span.start;
    let mut headings = document
        .body
        .headings
        .iter()
        .filter(|heading| !heading.is_bold_line());
    let title = document.body.title();
    let mut sections = vec![PlainSection {
        heading_at: start,
        ..PlainSection::default()
    }];
    let mut in_heading = false;
    let mut html = String::new();
    for (event, range) in markdown::events(document.markdown()) {
        let at = range.start + start;
        if let Event::Start(Tag::Heading { .. }) = event {
            in_heading = true;
            // The outline has the same events.
            let heading = headings.next();
            let named = heading.filter(|heading| title != Some(*heading));
            sections.push(PlainSection {
                heading: named
                    .map(|heading| heading.text.clone())
                    .unwrap_or_default(),
                anchor: named
                    .map(|heading| heading.anchor.clone())
                    .unwrap_or_default(),
                heading_at: at,
                ..PlainSection::default()
            });
            continue;
        }
        if let Event::End(TagEnd::Heading(_)) = event {
            in_heading = false;
            continue;
        }
        let Some(section) = sections.last_mut().filter(|_| !in_heading) else {
            continue;
        };
        match event {
            Event::Html(text) | Event::InlineHtml(text)
                if document.body.html == RawHtml::TooDeep =>
            {
                section.push(&text, at);
            }
            Event::Html(text) => html.push_str(&text),
            Event::End(TagEnd::HtmlBlock) => {
                section.push(&without_tags(&std::mem::take(&mut html)), at);
                section.text.push_str(GAP);
            }
            event => push(section, &event, at),
        }
    }
    sections
}

/// A Markdown text of front matter as plain text.
pub(super) fn plain(text: &str) -> String {
    let mut section = PlainSection::default();
    for (event, range) in markdown::events(text) {
        push(&mut section, &event, range.start);
    }
    section.text
}

fn push(section: &mut PlainSection, event: &Event<'_>, at: usize) {
    match event {
        Event::Text(text) | Event::Code(text) => section.push(text, at),
        Event::SoftBreak | Event::HardBreak => section.text.push('\n'),
        Event::Rule
        | Event::Start(
            Tag::Paragraph
            | Tag::CodeBlock(_)
            | Tag::Item
            | Tag::BlockQuote(_)
            | Tag::Table(_)
            | Tag::FootnoteDefinition(_),
        )
        | Event::End(
            TagEnd::Paragraph
            | TagEnd::CodeBlock
            | TagEnd::Item
            | TagEnd::TableRow
            | TagEnd::TableHead
            | TagEnd::FootnoteDefinition,
        ) => section.text.push_str(GAP),
        Event::End(TagEnd::TableCell) => section.text.push(' '),
        _ => {}
    }
}

/// The text in a piece of HTML; blocks are parted by gaps.
pub(crate) fn without_tags(html: &str) -> String {
    static BLOCK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)</?(?:address|article|aside|blockquote|br|caption|dd|details|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|p|pre|section|summary|table|tbody|td|th|thead|tr|ul)\b")
            .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
    });
    let parted = BLOCK.replace_all(html, |tag: &regex::Captures<'_>| {
        format!("{GAP}{}", &tag[0])
    });
    let escaped = ammonia::Builder::empty().clean(&parted).to_string();
    escaped
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::flat::flat;

    #[test]
    fn markdown_is_stripped_and_code_is_kept() {
        for (markdown, expected) in [
            ("**重要**なサーバ", "重要なサーバ"),
            ("接続\nエラー\n\n次の段落", "接続エラー 次の段落"),
            ("- a\n- [ ] b\n  - c", "a b c"),
            ("| x | y |\n|---|---|\n| 1 | **2** |", "x y 1 2"),
            (
                "see [the `log`](a.md)[^1]\n\n[^1]: note",
                "see the log note",
            ),
            ("```sql\nSELECT *\n  FROM a_b;\n```", "SELECT * FROM a_b;"),
            ("![a graph](g.png)", "a graph"),
            (
                "C:\\\\Users &amp; <https://example.com/x>",
                "C:\\Users & https://example.com/x",
            ),
        ] {
            assert_eq!(flat(&plain(markdown)), expected, "{markdown:?}");
        }
    }

    #[test]
    fn of_html_the_text_is_left() {
        let html = "<table><tr><td>a</td><td>1 &lt; 2</td></tr></table><p>H<b>2</b>O</p><script>no()</script><!-- no -->";
        assert_eq!(flat(&without_tags(html)), "a 1 < 2 H2O");
    }
}
