//! Whether HTML can be sanitised in time and space that grow with its length.
//!
//! A parser of HTML mends what is written wrongly, and two of its ways to do so multiply what an
//! attacker writes: it looks through all open elements at an end tag, and it opens elements such as
//! `<b>` that were left open again in every paragraph that follows (HTML Standard, 13.2.4.3, "The
//! list of active formatting elements").

use std::cell::RefCell;

use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// The most elements that may be open at a time.
const MAX_DEPTH: usize = 100;
/// The most bytes that may come of opening elements again.
const MAX_REOPENED_BYTES: usize = 256 * 1024;
/// The longest tag: its attributes are compared each with each.
const MAX_TAG_BYTES: usize = 16 * 1024;

/// Whether a piece of HTML holds a tag that is longer than any is; comments may be.
pub(super) fn has_long_tag(html: &str) -> bool {
    !html.trim_start().starts_with("<!--")
        && html
            .split('<')
            .any(|tag| tag.find('>').unwrap_or(tag.len()) > MAX_TAG_BYTES)
}

/// Whether sanitising this HTML stays within bounds.
pub(super) fn is_bounded(html: &str) -> bool {
    let sink = Bounds(RefCell::new(Open::default()));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(html.into());
    // Every call goes on until the input is empty, or stops at the end of a script.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    !tokenizer.sink.0.borrow().exceeded
}

/// What is open at a point of the text.
#[derive(Default)]
struct Open {
    elements: Vec<String>,
    /// Elements that are opened again where they were left open, with the bytes of their tags.
    formatting: Vec<(String, usize)>,
    reopened_bytes: usize,
    exceeded: bool,
}

struct Bounds(RefCell<Open>);

impl TokenSink for Bounds {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token {
            self.0.borrow_mut().see(&tag);
        }
        TokenSinkResult::Continue
    }
}

impl Open {
    fn see(&mut self, tag: &Tag) {
        let name = tag.name.to_string();
        match (tag.kind, is_formatting(&name)) {
            (TagKind::StartTag, true) => {
                let attributes = tag.attrs.iter();
                let bytes: usize = attributes
                    .map(|attribute| attribute.name.local.len() + attribute.value.len() + 4)
                    .sum();
                self.formatting.push((name, bytes + 8));
            }
            (TagKind::EndTag, true) => {
                if let Some(at) = self.formatting.iter().rposition(|(open, _)| *open == name) {
                    self.formatting.remove(at);
                }
            }
            (TagKind::StartTag, false) => {
                self.reopened_bytes += self
                    .formatting
                    .iter()
                    .map(|(_, bytes)| bytes)
                    .sum::<usize>();
                if needs_end(&name) {
                    self.elements.push(name);
                }
            }
            (TagKind::EndTag, false) => {
                if let Some(at) = self.elements.iter().rposition(|open| *open == name) {
                    self.elements.truncate(at);
                }
            }
        }
        self.exceeded |= self.elements.len() > MAX_DEPTH
            || self.formatting.len() > MAX_DEPTH
            || self.reopened_bytes > MAX_REOPENED_BYTES;
        if self.exceeded {
            // What follows does not matter, and must not cost anything.
            self.elements.clear();
            self.formatting.clear();
        }
    }
}

/// The formatting elements of the HTML Standard.
fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}

/// Whether an element stays open until an end tag: not one without content, and not one that the
/// next of its sort ends.
fn needs_end(name: &str) -> bool {
    !matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "p"
            | "li"
            | "dt"
            | "dd"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "tfoot"
            | "option"
    )
}
