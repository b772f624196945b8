//! The words of a document that are its writer's own: no code, no quotations, no links.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::{Span, Spanned};
use crate::document::common::Communication;
use crate::document::{Content, Document, SectionKind, markdown};

/// Stands for what is not the writer's words, so that what is around it is not read as one.
const GAP: char = '\u{FFFC}';

/// A paragraph, a heading, an item of a list, a cell, or a text of front matter.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Its words.
    pub text: String,
    pieces: Vec<Piece>,
}

/// Where some words of a block come from.
#[derive(Debug)]
struct Piece {
    /// Where they begin in the block.
    at: usize,
    /// Where they stand in the file.
    span: Span,
    /// Whether they are written in the file as they are here.
    exact: bool,
}

impl Block {
    /// A block of these words, which stand nowhere.
    #[cfg(test)]
    pub fn of(words: &str) -> Self {
        let text = words.to_owned();
        Self {
            text,
            pieces: Vec::new(),
        }
    }

    /// Where in the file words of this block stand.
    pub fn span_of(&self, range: &Range<usize>) -> Span {
        let start = self.place(range.start).0;
        let last = range.end.saturating_sub(1).max(range.start);
        let end = self.place(last).1 + (range.end - last).saturating_sub(1);
        Span::new(start, end.max(start))
    }

    /// Where a byte of the block comes from: where it begins, and where it ends.
    fn place(&self, at: usize) -> (usize, usize) {
        let index = self.pieces.partition_point(|piece| piece.at <= at);
        let Some(piece) = index
            .checked_sub(1)
            .and_then(|index| self.pieces.get(index))
        else {
            return (0, 0);
        };
        if !piece.exact {
            return (piece.span.start, piece.span.end);
        }
        let start = (piece.span.start + at - piece.at).min(piece.span.end);
        (start, (start + 1).min(piece.span.end))
    }

    /// What of the block stands between quotation marks.
    pub fn quotations(&self) -> Quotations {
        Quotations::of(&self.text)
    }

    fn push(&mut self, words: &str, span: Span, exact: bool) {
        self.pieces.push(Piece {
            at: self.text.len(),
            span,
            exact,
        });
        self.text.push_str(words);
    }
}

/// Quotation marks that open, and those that close.
const MARKS: [(char, char); 5] = [
    ('"', '"'),
    ('“', '”'),
    ('「', '」'),
    ('『', '』'),
    ('«', '»'),
];

/// What of a text stands between quotation marks, in the order of the text.
#[derive(Debug)]
pub(super) struct Quotations(Vec<Range<usize>>);

impl Quotations {
    /// Reads a text once from each side, however many marks are in it.
    fn of(text: &str) -> Self {
        let last = MARKS.map(|(_, closing)| text.rfind(closing));
        let mut found = Vec::new();
        let mut open: Option<(usize, char)> = None;
        for (at, character) in text.char_indices() {
            match open {
                Some((start, closing)) if closing == character => {
                    found.push(start..at);
                    open = None;
                }
                Some(_) => {}
                None => {
                    let mark = MARKS.iter().position(|(opening, _)| *opening == character);
                    // A mark that nothing closes quotes nothing.
                    let mark = mark.filter(|mark| last[*mark] > Some(at));
                    open = mark.map(|mark| (at + character.len_utf8(), MARKS[mark].1));
                }
            }
        }
        Self(found)
    }

    /// Whether a place of the text is among it.
    pub(super) fn has(&self, at: usize) -> bool {
        let behind = self.0.partition_point(|quoted| quoted.start <= at);
        let before = behind.checked_sub(1).and_then(|before| self.0.get(before));
        before.is_some_and(|quoted| at < quoted.end)
    }
}

/// The blocks of a document: the texts of its front matter, then its body.
pub(super) fn blocks(document: &Document) -> Vec<Block> {
    let mut blocks = fields(document);
    blocks.extend(body(document, document.body.span));
    blocks
}

/// The blocks under the headings of a part of a report.
pub(super) fn section(document: &Document, kind: SectionKind) -> Vec<Block> {
    let sections = document.body.sections.iter();
    sections
        .filter(|section| section.kind == kind)
        .flat_map(|section| body(document, section.span))
        .collect()
}

/// The texts of front matter that pages show.
fn fields(document: &Document) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut add = |words: Option<&str>, within: Span| {
        blocks.extend(words.map(|words| field(document, words, within)));
    };
    if let Some(title) = &document.common.title {
        add(Some(title), title.span);
    }
    match &document.content {
        Content::Incident(incident) => {
            if let Some(impact) = &incident.impact {
                add(impact.summary.as_deref(), impact.span);
            }
            add(incident.trigger.as_deref(), document.front_matter);
            for row in &incident.timeline {
                add(row.text.as_deref().map(String::as_str), row.span);
            }
            for action in &incident.actions {
                add(action.title.as_deref().map(String::as_str), action.span);
            }
            for message in &incident.communications {
                add(said(message), message.span);
            }
        }
        Content::KnownError(error) => {
            for symptom in &error.symptoms {
                add(Some(symptom), document.front_matter);
            }
            if let Some(cause) = &error.cause {
                add(Some(cause), cause.span);
            }
            for message in &error.communications {
                add(said(message), message.span);
            }
        }
        Content::Checklist(_) | Content::Vendor(_) | Content::Page => {}
    }
    blocks
}

fn said(message: &Communication) -> Option<&str> {
    message.text.as_deref()
}

/// A text of front matter, written somewhere `within`; folds and escapes of YAML can move its
/// words, and then all of it is meant.
pub(super) fn field(document: &Document, words: &str, within: Span) -> Block {
    let mut block = Block::default();
    let found = within.of(&document.text).find(words);
    match found {
        Some(at) => {
            let start = within.start + at;
            block.push(words, Span::new(start, start + words.len()), true);
        }
        None if within == document.front_matter => {
            block.push(words, document.heading_span(), false);
        }
        None => block.push(words, within, false),
    }
    block
}

/// The same for a text that knows where it is written.
pub(super) fn spanned(document: &Document, words: &Spanned<String>) -> Block {
    field(document, words, words.span)
}

/// Reads the Markdown in a part of a document.
fn body(document: &Document, part: Span) -> Vec<Block> {
    let mut reading = BodyReading::default();
    let text = part.of(&document.text);
    for (event, range) in markdown::events(text) {
        let span = Span::from(range).shifted(part.start);
        reading.follow(&event, span, &document.text);
    }
    reading.end_block();
    reading.blocks
}

#[derive(Default)]
struct BodyReading {
    blocks: Vec<Block>,
    block: Block,
    /// How many containers around the present place hold others' words.
    foreign: usize,
    /// Whether a line has ended; whether that is a space depends on what is around it.
    line_ended: bool,
}

impl BodyReading {
    fn follow(&mut self, event: &Event<'_>, span: Span, source: &str) {
        match event {
            Event::Start(tag) => {
                if is_foreign(tag) {
                    self.gap(span);
                    self.foreign += 1;
                }
                if is_block(tag.to_end()) {
                    self.end_block();
                }
            }
            Event::End(tag) => {
                if is_foreign_end(*tag) {
                    self.foreign = self.foreign.saturating_sub(1);
                }
                if is_block(*tag) {
                    self.end_block();
                }
            }
            Event::Text(words) if self.foreign == 0 => {
                self.break_line(words, span);
                self.block.push(words, span, span.of(source) == &**words);
            }
            Event::SoftBreak | Event::HardBreak => self.line_ended = true,
            Event::Code(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => self.gap(span),
            _ => {}
        }
    }

    /// A line break between two Japanese characters is no space.
    fn break_line(&mut self, next: &str, span: Span) {
        if !std::mem::take(&mut self.line_ended) {
            return;
        }
        let last = self.block.text.chars().next_back();
        let is_wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2E80}');
        if !(is_wide(last) && is_wide(next.chars().next())) {
            self.block.push(" ", span, false);
        }
    }

    fn gap(&mut self, span: Span) {
        if self.foreign == 0 {
            self.break_line("", span);
            self.block.push(GAP.encode_utf8(&mut [0; 4]), span, false);
        }
    }

    fn end_block(&mut self) {
        self.line_ended = false;
        let block = std::mem::take(&mut self.block);
        if !block.text.trim_matches([' ', GAP]).is_empty() {
            self.blocks.push(block);
        }
    }
}

/// Whether these are others' words. An alert such as `> [!NOTE]` is written like a quotation and is
/// none.
fn is_foreign(tag: &Tag<'_>) -> bool {
    is_foreign_end(tag.to_end())
}

fn is_foreign_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::BlockQuote(None)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Strikethrough
    )
}

fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::config::ConfigFile;
    use crate::knowledge_base::KnowledgeBase;
    use crate::source::{Source, SourceFile};

    fn document(text: &str) -> Document {
        let source = Source {
            content: "content".to_owned(),
            documents: vec![SourceFile {
                path: "content/incidents/a.md".to_owned(),
                text: Ok(text.to_owned()),
            }],
            files: Vec::new(),
        };
        let base = KnowledgeBase::read(ConfigFile::read(String::new(), "kb"), source);
        Arc::unwrap_or_clone(Arc::clone(&base.documents()[0]))
    }

    fn words(text: &str) -> Vec<String> {
        let blocks = blocks(&document(text));
        blocks
            .into_iter()
            .map(|block| block.text.replace(GAP, "_"))
            .collect()
    }

    #[test]
    fn only_the_writers_own_words_are_read() {
        let text = "# Title\n\nWe ran `rm` and\nsaw [a link](x.md) **here**.\n\n> quoted\n\n> [!NOTE]\n> noted\n\n```\ncode\n```\n\n- one\n- two ~~gone~~\n\n<!-- comment -->\n\n| a | b |\n|---|---|\n| c | d |\n";
        assert_eq!(
            words(text),
            [
                "Title",
                "We ran _ and saw _ here.",
                "noted",
                "one",
                "two _",
                "a",
                "b",
                "c",
                "d"
            ]
        );
    }

    #[test]
    fn japanese_lines_join_without_a_space() {
        assert_eq!(
            words("確認を\n徹底する\nAPI の\n手順"),
            ["確認を徹底する API の手順"]
        );
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "---\ntrigger: The pool ran dry\n---\nIt **all** went\nwrong &amp; fine\n";
        let document = document(text);
        let blocks = blocks(&document);
        let place = |block: usize, words: &str| {
            let at = blocks[block].text.find(words).unwrap();
            blocks[block].span_of(&(at..at + words.len())).of(text)
        };
        assert_eq!(place(0, "pool ran"), "pool ran");
        assert_eq!(place(1, "all went"), "all** went");
    }

    #[test]
    fn quotation_marks_are_told_from_single_ones() {
        let quoted = |text: &str, word: &str| {
            let quotations = Block::of(text).quotations();
            quotations.has(text.find(word).unwrap())
        };
        assert!(quoted("he said \"here\" there", "here"));
        assert!(!quoted("he said \"here\" there", "there"));
        assert!(quoted("「注意」と書かない", "注意"));
        assert!(!quoted("a 5\" disk here", "here"));
        // What opens and never closes keeps nothing that follows from being quoted.
        assert!(!quoted("「「注意", "注意"));
        assert!(quoted("“ and 「注意」", "注意"));
        assert!(!quoted("「一」と注意と「二」", "注意"));
        assert!(quoted("「『深い』注意」", "注意"));
    }
}
