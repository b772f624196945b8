//! Footnotes: numbered where the text first refers to them, written at its end.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::markdown::Located;
use crate::render::markdown::rendering::Rendering;

/// The numbers of a page's footnotes, and which of them the page has referred to so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Footnotes {
    numbers: FxHashMap<String, usize>,
    referenced: FxHashSet<usize>,
}

impl Footnotes {
    /// Numbers the footnotes of a text: in the order in which it refers to them, then those that it
    /// never refers to.
    pub(super) fn of(body: &[Located<'_>], footnotes: &[Footnote<'_>]) -> Self {
        let mut all = Self::default();
        let references = body.iter().filter_map(|(event, _)| reference(event));
        for name in references.chain(footnotes.iter().map(|(name, _)| name)) {
            let next = all.numbers.len() + 1;
            all.numbers.entry(name.to_string()).or_insert(next);
        }
        all
    }

    /// Parts the footnotes that are first referred to between two places of the text from the
    /// others: each of the two counts those of the other as referred to.
    pub(super) fn parted(self, body: &[Located<'_>], place: &Range<usize>) -> (Self, Self) {
        let (mut outside, mut inside) = (self.clone(), self);
        let mut met = FxHashSet::default();
        for (event, range) in body {
            let number = reference(event).and_then(|name| outside.number(name));
            if let Some(number) = number.filter(|number| met.insert(*number)) {
                let elsewhere = if place.contains(&range.start) {
                    &mut outside
                } else {
                    &mut inside
                };
                elsewhere.referenced.insert(number);
            }
        }
        (outside, inside)
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }
}

fn reference<'e, 'a>(event: &'e Event<'a>) -> Option<&'e CowStr<'a>> {
    match event {
        Event::FootnoteReference(name) => Some(name),
        _ => None,
    }
}

/// Footnotes of a text that has no place for them, as they were written.
pub(super) fn as_written<'e>(events: impl Iterator<Item = Located<'e>>) -> Vec<Located<'e>> {
    let mut written = Vec::new();
    let mut mark: Option<Located<'e>> = None;
    for (event, range) in events {
        match event {
            Event::FootnoteReference(name) => {
                written.push((Event::Text(format!("[^{name}]").into()), range));
            }
            Event::Start(Tag::FootnoteDefinition(name)) => {
                mark = Some((Event::Text(format!("[^{name}]: ").into()), range));
            }
            Event::End(TagEnd::FootnoteDefinition) => written.extend(mark.take()),
            Event::Start(Tag::Paragraph) => {
                written.push((event, range));
                written.extend(mark.take());
            }
            event => {
                written.extend(mark.take());
                written.push((event, range));
            }
        }
    }
    written
}

/// A footnote: its name, and the events of what it says.
pub(super) type Footnote<'e> = (CowStr<'e>, Vec<Located<'e>>);

/// Parts the events of a text into those of its body and its footnotes.
pub(super) fn taken_out<'e>(
    events: impl Iterator<Item = Located<'e>>,
) -> (Vec<Located<'e>>, Vec<Footnote<'e>>) {
    let mut body = Vec::new();
    let mut footnotes = Vec::new();
    let mut open: Option<Footnote<'e>> = None;
    for (event, range) in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(name)) if open.is_none() => {
                open = Some((name, Vec::new()));
            }
            Event::End(TagEnd::FootnoteDefinition) => footnotes.extend(open.take()),
            event => match &mut open {
                Some((_, events)) => events.push((event, range)),
                None => body.push((event, range)),
            },
        }
    }
    footnotes.extend(open);
    (body, footnotes)
}

impl Rendering<'_> {
    /// The footnotes in the order of their numbers, each with the way back to the text.
    pub(super) fn footnotes(&mut self, footnotes: Vec<Footnote<'_>>) -> String {
        let mut numbered: Vec<_> = footnotes
            .into_iter()
            .filter_map(|(name, events)| Some((self.footnotes.number(&name)?, events)))
            .collect();
        numbered.sort_by_key(|(number, _)| *number);
        let back = self.words("footnote_back");
        let language = self.words_language();
        self.heading = None;
        let mut html = String::new();
        let mut last = 0;
        for (number, events) in &numbered {
            let words = self.html(events);
            let way_back = if self.footnotes.referenced.contains(number) {
                format!("<a href=\"#fnref:{number}\" aria-label=\"{back}\"{language}>↩</a>")
            } else {
                String::new()
            };
            // Of two with one name the first is the one that the text leads to.
            let id = if *number == last {
                String::new()
            } else {
                format!(" id=\"fn:{number}\"")
            };
            last = *number;
            let footnote = format!(
                "<div class=\"footnote\"{id}><span class=\"footnote-number\">\
                 {number}</span><div class=\"footnote-text\">{words}</div>{way_back}</div>\n"
            );
            html.push_str(&footnote);
        }
        html
    }

    /// The number in the text; the first one is where the footnote leads back to.
    pub(super) fn footnote_reference(&mut self, name: &str) -> String {
        let Some(number) = self.footnotes.number(name) else {
            return String::new();
        };
        let id = if self.footnotes.referenced.insert(number) {
            format!(" id=\"fnref:{number}\"")
        } else {
            String::new()
        };
        let link = self.anchor(&format!("#fn:{number}"));
        format!("<sup class=\"footnote-reference\"{id}>{link}{number}</a></sup>")
    }
}
