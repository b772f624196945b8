//! A page as its elements.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Elements without an end tag.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that end a paragraph where they begin.
const BLOCKS: [&str; 29] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
    "figcaption",
    "li",
];

/// A page, read as a browser reads it.
#[derive(Debug, Default)]
pub struct Page {
    /// Its elements in the order of their start tags.
    pub elements: Vec<Element>,
    /// What is wrong with its markup.
    pub faults: Vec<String>,
    open: Vec<usize>,
}

/// An element.
#[derive(Debug)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// The words directly in it.
    pub text: String,
}

impl Element {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Page {
    /// Reads a page.
    pub fn parse(html: &str) -> Self {
        let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        while !input.is_empty() {
            let _ = tokenizer.feed(&input);
        }
        tokenizer.end();
        let mut page = tokenizer.sink.0.into_inner();
        if !html.starts_with("<!doctype html>") {
            page.faults.push("no doctype".to_owned());
        }
        for open in std::mem::take(&mut page.open) {
            let fault = format!("<{}> is not closed", page.elements[open].name);
            page.faults.push(fault);
        }
        page
    }

    /// The elements of this name.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements
            .iter()
            .filter(move |element| element.name == name)
    }

    /// The file that the page says it is written in.
    pub fn source(&self) -> Option<String> {
        let label = self
            .elements
            .iter()
            .position(|element| element.get("class") == Some("source"))?;
        Some(self.elements.get(label + 1)?.text.clone())
    }

    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = tag.name.to_string();
        if tag.had_duplicate_attributes {
            self.faults.push(format!("<{name}> has an attribute twice"));
        }
        let paragraph = self
            .open
            .iter()
            .rposition(|open| self.elements[*open].name == "p");
        if paragraph.is_some() && BLOCKS.contains(&name.as_str()) {
            self.faults.push(format!("<{name}> in a paragraph"));
        }
        let in_svg = self
            .open
            .iter()
            .any(|open| self.elements[*open].name == "svg");
        if !(VOID.contains(&name.as_str()) || in_svg && tag.self_closing) {
            self.open.push(self.elements.len());
        }
        let attributes = tag.attrs.iter();
        self.elements.push(Element {
            attributes: attributes
                .map(|attribute| {
                    (
                        attribute.name.local.to_string(),
                        attribute.value.to_string(),
                    )
                })
                .collect(),
            text: String::new(),
            name: name.clone(),
        });
        match name.as_str() {
            _ if in_svg => TokenSinkResult::Continue,
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            "style" | "iframe" => TokenSinkResult::RawData(RawKind::Rawtext),
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            _ => TokenSinkResult::Continue,
        }
    }

    fn end(&mut self, name: &str) {
        let innermost = self
            .open
            .last()
            .map(|open| self.elements[*open].name.as_str());
        if innermost != Some(name) {
            let fault = format!(
                "</{name}> where <{}> is open",
                innermost.unwrap_or("nothing")
            );
            self.faults.push(fault);
        }
        let start = self
            .open
            .iter()
            .rposition(|open| self.elements[*open].name == name);
        self.open.truncate(start.unwrap_or(self.open.len()));
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.open.last() {
            self.elements[*open].text.push_str(text);
        }
    }
}

#[derive(Default)]
struct Sink(RefCell<Page>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return page.start(&tag),
            Token::TagToken(tag) => page.end(&tag.name),
            Token::CharacterTokens(text) => page.text(&text),
            Token::NullCharacterToken => page.faults.push("a null character".to_owned()),
            Token::ParseError(error) => page.faults.push(error.into_owned()),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[test]
fn a_page_is_read_with_its_faults() {
    let page = Page::parse(
        "<!doctype html><title>a<b></title><p id=x>y<br><ul></p><script src=z>1<2</script><img x=1 x=2>",
    );
    let names: Vec<_> = page
        .elements
        .iter()
        .map(|element| element.name.as_str())
        .collect();
    assert_eq!(names, ["title", "p", "br", "ul", "script", "img"]);
    assert_eq!(page.elements[0].text, "a<b>");
    assert_eq!(page.elements[1].get("id"), Some("x"));
    assert_eq!(page.elements[4].text, "1<2");
    assert_eq!(
        page.faults,
        [
            "<ul> in a paragraph",
            "</p> where <ul> is open",
            "Duplicate attribute",
            "<img> has an attribute twice",
        ]
    );
}
