//! Footnotes: numbered where the text first refers to them, written at its end.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::document::markdown::Located;
use crate::render::markdown::rendering::Rendering;

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
            .map(|(name, events)| (self.footnote_number(&name), events))
            .collect();
        numbered.sort_by_key(|(number, _)| *number);
        let back = self.context.locale.text("interface.footnote_back");
        let mut html = String::new();
        for (number, events) in &numbered {
            let words = self.html(events);
            let way_back = if self.referenced.contains(number) {
                format!("<a href=\"#fnref:{number}\" aria-label=\"{back}\">↩</a>")
            } else {
                String::new()
            };
            let footnote = format!(
                "<div class=\"footnote\" id=\"fn:{number}\"><span class=\"footnote-number\">\
                 {number}</span><div class=\"footnote-text\">{words}</div>{way_back}</div>\n"
            );
            html.push_str(&footnote);
        }
        html
    }

    pub(super) fn footnote_number(&mut self, name: &str) -> usize {
        let next = self.footnotes.len() + 1;
        *self.footnotes.entry(name.to_owned()).or_insert(next)
    }

    /// The number in the text; the first one is where the footnote leads back to.
    pub(super) fn footnote_reference(&mut self, name: &str) -> String {
        let number = self.footnote_number(name);
        let id = if self.referenced.insert(number) {
            format!(" id=\"fnref:{number}\"")
        } else {
            String::new()
        };
        let link = self.anchor(&format!("#fn:{number}"));
        format!("<sup class=\"footnote-reference\"{id}>{link}{number}</a></sup>")
    }
}
