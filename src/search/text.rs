//! What of a document is searched: its title, its text by headings, and the facts of its front
//! matter, as one flat text that no string can be found in across two of them.

use std::ops::Range;

use crate::diagnostic::LineIndex;
use crate::document::Document;
use crate::knowledge_base::{DocumentIndex, KnowledgeBase, TermKind};

use super::fact_field::FactField;
use super::facts::facts;
use super::flat::{Written, flat, folded, written};
use super::plain::{plain, sections};

/// Where in a document a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Its title.
    Title,
    /// A heading.
    Heading,
    /// The text under a heading.
    Body,
    /// Its front matter.
    Facts,
}

impl Field {
    /// The bit that stands for it in a set of fields.
    #[must_use]
    pub fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A part of a document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where in the document it stands.
    pub field: Field,
    /// Of facts, the field of front matter.
    pub fact: Option<FactField>,
    /// The fragment that links there; empty for the top of the page.
    pub anchor: Box<str>,
    /// Where it begins in the text, in bytes. It ends one byte before the next, or with the text.
    pub start: usize,
}

/// The searched text of a document: passages, each in a line of its own, which flat texts never break.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentText {
    /// The flat texts of all passages, a line each.
    pub flat: String,
    /// The passages in order; the first is the title.
    pub passages: Vec<Passage>,
    /// What is written otherwise than it is in the flat text, in order.
    pub written: Vec<Written>,
}

impl DocumentText {
    /// Reads the text of a document. `names` are the names of the terms that its entry mentions.
    #[must_use]
    pub fn read(base: &KnowledgeBase, index: DocumentIndex, names: &[(TermKind, &str)]) -> Self {
        let document = &base[index];
        let mut text = Self::default();
        text.add(Field::Title, None, "", &document.title);
        for section in sections(document) {
            text.add(Field::Heading, None, &section.anchor, &section.heading);
            text.add(Field::Body, None, &section.anchor, &section.text);
        }
        for fact in facts(base, index, names) {
            text.add(Field::Facts, Some(fact.field), &fact.anchor, &fact.text);
        }
        text.flat.shrink_to_fit();
        text.passages.shrink_to_fit();
        text
    }

    fn add(&mut self, field: Field, fact: Option<FactField>, anchor: &str, text: &str) {
        let flat = flat(text);
        if flat.is_empty() && field != Field::Title {
            return;
        }
        if !self.passages.is_empty() {
            self.flat.push('\n');
        }
        let start = self.flat.len();
        let pieces = written(text, &flat).into_iter();
        self.written.extend(pieces.map(|piece| Written {
            range: piece.range.start + start..piece.range.end + start,
            ..piece
        }));
        self.passages.push(Passage {
            field,
            fact,
            anchor: anchor.into(),
            start,
        });
        self.flat.push_str(&flat);
    }

    /// A range of the flat text as it is written.
    #[must_use]
    pub fn as_written(&self, range: Range<usize>) -> String {
        let first = self
            .written
            .partition_point(|piece| piece.range.start < range.start);
        let within = self.written[first..].iter();
        let mut text = String::with_capacity(range.len());
        let mut at = range.start;
        for piece in within.take_while(|piece| piece.range.end <= range.end) {
            text.push_str(&self.flat[at..piece.range.start]);
            text.push_str(&piece.text);
            at = piece.range.end;
        }
        text.push_str(&self.flat[at..range.end]);
        text
    }

    /// The flat text of a passage.
    #[must_use]
    pub fn of(&self, passage: usize) -> &str {
        let start = self.passages[passage].start;
        let next = self.passages.get(passage + 1);
        let end = next.map_or(self.flat.len(), |next| next.start - 1);
        &self.flat[start..end]
    }

    /// The number of the passage that a place of the text is in.
    #[must_use]
    pub fn passage_at(&self, at: usize) -> usize {
        let behind = self.passages.partition_point(|passage| passage.start <= at);
        behind.saturating_sub(1)
    }

    /// The words of the heading that a passage is under.
    #[must_use]
    pub fn heading(&self, passage: usize) -> Option<&str> {
        let anchor = &self.passages[passage].anchor;
        let above = (0..=passage).rev().find(|number| {
            let passage = &self.passages[*number];
            passage.field == Field::Heading && passage.anchor == *anchor
        });
        above
            .filter(|_| self.passages[passage].field != Field::Facts)
            .map(|heading| self.of(heading))
    }
}

/// The line of the file, from 1, that a place of a document's text comes from. Facts are looked for in
/// the front matter as they are written there.
#[must_use]
pub fn line_of(document: &Document, text: &DocumentText, at: usize) -> usize {
    let number = text.passage_at(at);
    let passage = &text.passages[number];
    let byte = match passage.field {
        Field::Title => title_place(document),
        Field::Facts => fact_place(document, passage.fact, text.of(number)),
        Field::Heading | Field::Body => body_place(document, text, number, at - passage.start)
            .unwrap_or(document.body.span.start),
    };
    LineIndex::new(&document.text).position(byte).line
}

fn body_place(document: &Document, text: &DocumentText, number: usize, at: usize) -> Option<usize> {
    // Sections give their passages in order, those without words give none.
    let of_body = |field| matches!(field, Field::Heading | Field::Body);
    let before = text.passages[..number]
        .iter()
        .filter(|passage| of_body(passage.field));
    let mut left = before.count();
    for section in sections(document) {
        for (is_heading, words) in [(true, &section.heading), (false, &section.text)] {
            if flat(words).is_empty() {
                continue;
            }
            if left > 0 {
                left -= 1;
                continue;
            }
            if is_heading {
                return Some(section.heading_at);
            }
            // What is before a piece says where it begins in the flat text: the longer, the later.
            let begins = |raw: usize| flat(&section.text[..raw]).len();
            let begun = section
                .places
                .partition_point(|(raw, _)| begins(*raw) <= at);
            let (raw, source) = section.places[begun.checked_sub(1)?];
            let within = at.saturating_sub(begins(raw));
            let next = section
                .places
                .get(begun)
                .map_or(section.text.len(), |next| next.0);
            return Some(
                source + lines_before(&section.text[raw..next], within, &document.text[source..]),
            );
        }
    }
    None
}

/// How far into the source the line is that holds a place of a piece of several lines, such as code.
fn lines_before(piece: &str, at: usize, source: &str) -> usize {
    let breaks: Vec<usize> = piece
        .match_indices('\n')
        .map(|(offset, _)| offset)
        .collect();
    let breaks = breaks.partition_point(|offset| flat(&piece[..*offset]).len() <= at);
    let mut lines = source.match_indices('\n');
    breaks
        .checked_sub(1)
        .and_then(|last| lines.nth(last))
        .map_or(0, |(offset, _)| offset + 1)
}

/// Where the title is written: in front matter, else as the first heading.
fn title_place(document: &Document) -> usize {
    let written = document.common.title.as_ref().map(|title| title.span);
    let heading = || document.body.title().map(|heading| heading.span);
    let place = written.or_else(heading);
    place.map_or(document.body.span.start, |span| span.start)
}

/// The line of front matter that holds the beginning of a fact: below its field where it can be, else
/// anywhere; of what is written otherwise, as a name in another language is, the field.
fn fact_place(document: &Document, field: Option<FactField>, fact: &str) -> usize {
    let front_matter = document.front_matter.of(&document.text);
    let lines =
        front_matter
            .split_inclusive('\n')
            .scan(document.front_matter.start, |next, line| {
                let start = *next;
                *next += line.len();
                Some((start, line))
            });
    let lines: Vec<(usize, &str)> = lines.collect();
    let is_field = |line: &str| {
        let key = line.trim_start_matches([' ', '-', '{']);
        let rest = field.and_then(|field| key.strip_prefix(field.key()));
        rest.is_some_and(|rest| rest.starts_with(':'))
    };
    let first = lines.iter().position(|(_, line)| is_field(line));
    let wanted: String = folded(fact).chars().take(24).collect();
    let wanted = wanted.trim_end();
    // Facts in Markdown have lost their marks.
    let holds = |line: &str| folded(&flat(line)).contains(wanted) || plainly(line).contains(wanted);
    let (before, below) = lines.split_at(first.unwrap_or_default());
    let mut found = below.iter().chain(before).filter(|(_, line)| holds(line));
    let line = found.next().or_else(|| lines.get(first?));
    line.map_or(document.front_matter.start, |(start, _)| *start)
}

fn plainly(line: &str) -> String {
    folded(&flat(&plain(line)))
}
