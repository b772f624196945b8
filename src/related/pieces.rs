//! What of an entry is compared: its words, and the lines it quotes from logs.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use crate::config::Config;
use crate::document::markdown;
use crate::document::{Content, Document, Incident, KnownError};
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::search::flat::flat;
use crate::search::without_tags;

use super::addresses::{with_hosts_apart, without_addresses};
use super::quotes;

/// Where a piece of text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the title.
    Title,
    /// In what is told.
    Prose,
    /// Set in code within a sentence; what is told holds it too.
    Name,
    /// In a line quoted from a log, an alert or a trace.
    Log,
}

/// A flat text and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) place: Place,
    pub(super) text: String,
}

/// The pieces of an entry, of all its languages.
pub(super) fn pieces(base: &KnowledgeBase, entry: EntryIndex) -> Vec<Piece> {
    let mut pieces = Pieces {
        config: &base.config,
        prose: String::new(),
        found: Vec::new(),
    };
    for index in base[entry].documents() {
        pieces.document(&base[index]);
    }
    pieces.found
}

struct Pieces<'a> {
    config: &'a Config,
    /// What is told, as far as it was read.
    prose: String,
    found: Vec<Piece>,
}

impl Pieces<'_> {
    fn document(&mut self, document: &Document) {
        self.add(Place::Title, &without_addresses(&document.title));
        self.markdown(document.markdown(), &document.title);
        match &document.content {
            Content::Incident(incident) => self.incident(incident),
            Content::KnownError(error) => self.known_error(error),
            _ => {}
        }
        let prose = std::mem::take(&mut self.prose);
        self.add(Place::Prose, &without_addresses(&prose));
    }

    fn incident(&mut self, incident: &Incident) {
        let summary = incident.impact.iter().filter_map(|it| it.summary.as_ref());
        for text in incident.trigger.iter().chain(summary) {
            self.markdown(text, "");
        }
        for text in incident.timeline.iter().filter_map(|row| row.text.as_ref()) {
            self.markdown(text, "");
        }
    }

    fn known_error(&mut self, error: &KnownError) {
        for text in &error.symptoms {
            self.markdown(text, "");
        }
        if let Some(cause) = &error.cause {
            self.markdown(cause, "");
        }
        for signature in &error.signatures {
            let quoted = signature.text.iter().chain(&signature.lines);
            for text in quoted.chain(&signature.matches) {
                self.log(text);
            }
        }
    }

    fn markdown(&mut self, text: &str, title: &str) {
        let mut heading: Option<String> = None;
        let mut code: Option<(bool, String)> = None;
        let mut html = String::new();
        for (event, _) in markdown::events(text) {
            match event {
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    self.heading(&heading.take().unwrap_or_default(), title);
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    code = Some((is_quoted(&kind), String::new()));
                }
                Event::End(TagEnd::CodeBlock) => {
                    if let Some((true, text)) = code.take() {
                        self.log(&text);
                    }
                }
                Event::Html(text) => html.push_str(&text),
                Event::End(TagEnd::HtmlBlock) => {
                    let text = without_tags(&std::mem::take(&mut html));
                    self.paragraph(&text);
                }
                Event::Text(text) => match (&mut code, &mut heading) {
                    (Some((_, code)), _) => code.push_str(&text),
                    (None, Some(heading)) => heading.push_str(&text),
                    (None, None) => self.prose.push_str(&text),
                },
                Event::Code(text) => match &mut heading {
                    Some(heading) => heading.push_str(&text),
                    None => self.inline_code(&text),
                },
                Event::SoftBreak | Event::HardBreak => self.prose.push('\n'),
                Event::End(TagEnd::TableCell) => self.prose.push(' '),
                Event::End(
                    TagEnd::Paragraph | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead,
                ) => self.prose.push_str("\n\n"),
                _ => {}
            }
        }
        self.prose.push_str("\n\n");
    }

    /// Headings that every report has say nothing.
    fn heading(&mut self, heading: &str, title: &str) {
        if heading != title && self.config.sections.kind_of(heading).is_none() {
            self.paragraph(heading);
        }
    }

    fn paragraph(&mut self, text: &str) {
        self.prose.push_str(text);
        self.prose.push_str("\n\n");
    }

    fn inline_code(&mut self, text: &str) {
        self.prose.push_str(text);
        // Four words in code are a message and no name.
        let is_message = text.split_whitespace().count() >= 4 && !quotes::is_command(text);
        let place = if is_message { Place::Log } else { Place::Name };
        self.add(place, text);
    }

    fn log(&mut self, text: &str) {
        for line in quotes::telling_lines(text) {
            self.add(Place::Log, &with_hosts_apart(line));
        }
    }

    fn add(&mut self, place: Place, text: &str) {
        let text = flat(text);
        if !text.is_empty() {
            self.found.push(Piece { place, text });
        }
    }
}

/// Whether a block of code may be quoted from a log: what is named as commands or configuration is
/// not.
fn is_quoted(kind: &CodeBlockKind<'_>) -> bool {
    match kind {
        CodeBlockKind::Indented => true,
        CodeBlockKind::Fenced(info) => {
            let language = info.split([' ', ',', '{', ':']).next().unwrap_or_default();
            !quotes::is_instruction(language)
        }
    }
}
