//! One Markdown file of an archive as the text of a document of ours.

use crate::config::Config;
use crate::diagnostic::{Message, Span};
use crate::document::body::{self, Body};
use crate::document::{FileName, Kind, Reading};
use crate::import::assemble::{Draft, Rules, assemble};
use crate::import::emit::{self, Written, node, text as text_node, time};
use crate::import::front_matter::{self, FrontMatter};
use crate::import::map::Map;
use crate::import::report::{Note, message};
use crate::import::{Format, attachments, fields, names, start};
use crate::language::Language;
use crate::yaml::tree::{Entry, MAX_BYTES, Node, Value};

/// What is the same for every document of an import.
#[derive(Debug, Clone, Copy)]
pub(super) struct Archive<'a> {
    pub kind: Kind,
    pub format: Format,
    pub language: Option<Language>,
    pub map: &'a Map,
    pub config: &'a Config,
    /// The folder of the content, from the root.
    pub content: &'a str,
}

/// A document, ready to be written.
#[derive(Debug)]
pub(super) struct Document {
    pub text: String,
    pub notes: Vec<Note>,
    /// Files that it links to, as paths within the archive.
    pub linked: Vec<String>,
}

impl<'a> Archive<'a> {
    pub(super) fn reading(&self) -> Reading<'a> {
        Reading {
            language: self.config.language,
            zone: self.config.zone,
            link_ids: &self.config.link_ids,
            sections: &self.config.sections,
        }
    }

    /// Makes a document of the text of the file at `source`, which goes to `target`.
    ///
    /// # Errors
    ///
    /// The reason to leave the file out.
    pub(super) fn document(
        &self,
        source: &str,
        target: &str,
        text: &str,
    ) -> Result<Document, Box<Message>> {
        let front_matter = front_matter::read(text)?;
        let markdown = &text[front_matter.body..];
        if markdown.trim().is_empty() && is_section_index(source) {
            return Err(Box::new(message("section-index", &[])));
        }
        if text.trim().is_empty() {
            return Err(Box::new(message("empty", &[])));
        }
        let body = self.body(text, front_matter.body);
        let mut draft = self.draft(source, target, &front_matter, &body, markdown);
        let yaml = front_matter_text(self.kind, &mut draft, &front_matter)?;
        let mut notes = front_matter.notes;
        notes.append(&mut draft.notes);
        Ok(Document {
            text: with_fences(&yaml, text, markdown),
            notes,
            linked: attachments::linked(source, &body.links),
        })
    }

    fn body(&self, text: &str, start: usize) -> Body {
        let site = self.reading();
        let span = Span::new(start, text.len());
        body::read(text, span, site.link_ids, site.sections, &mut Vec::new())
    }

    fn draft(
        &self,
        source: &str,
        target: &str,
        front_matter: &FrontMatter,
        body: &Body,
        markdown: &str,
    ) -> Draft {
        let rules = Rules {
            kind: self.kind,
            format: self.format,
            map: self.map,
            config: self.config,
        };
        let mut draft = assemble(front_matter, rules);
        set_title(&mut draft, source, body);
        self.set_language(&mut draft, target);
        self.set_kind(&mut draft, target);
        match self.kind {
            Kind::Incident if draft.get("started_at").is_none() => {
                start::guess(self, &mut draft, source, body, markdown);
            }
            Kind::KnownError if draft.get("recorded_on").is_none() => {
                if let Some(day) = names::day(source).map(|day| day.to_string()) {
                    draft.set("recorded_on", time(&day));
                    let note = message("day-from-name", &[("field", "recorded_on"), ("day", &day)]);
                    draft.notes.push(note);
                }
            }
            _ => {}
        }
        draft
    }

    /// The user's word on the language goes before the archive's, and a name that ends in a
    /// language before both.
    fn set_language(&self, draft: &mut Draft, target: &str) {
        let of_name = FileName::of(target).language;
        let language = of_name.or(self.language);
        let written = draft.get("language").and_then(Node::text);
        if written.is_some()
            && language.is_some()
            && written.and_then(Language::from_code) != language
        {
            draft.set_aside("language");
        }
        if let Some(language) = self.language.filter(|_| of_name.is_none()) {
            draft.set("language", text_node(language.code()));
        }
    }

    /// The kind is written where the folders on the way would tell another.
    fn set_kind(&self, draft: &mut Draft, target: &str) {
        let within = target.strip_prefix(self.content).unwrap_or(target);
        let told = self.config.kind_of_path(within.trim_start_matches('/'));
        if told != self.kind {
            draft.set("kind", text_node(self.kind.as_str()));
        }
    }
}

/// Hugo's `_index.md`, in any language: it describes a list of pages.
fn is_section_index(source: &str) -> bool {
    let name = source.rsplit('/').next().unwrap_or(source);
    name.starts_with("_index.")
}

fn set_title(draft: &mut Draft, source: &str, body: &Body) {
    if draft.get("title").is_some() {
        return;
    }
    let (title, key) = match heading(body) {
        Some(heading) => (without_anchor(heading).to_owned(), "title-from-heading"),
        None => (names::title(source), "title-from-name"),
    };
    draft.notes.push(message(key, &[("title", &title)]));
    draft.set("title", text_node(&title));
}

/// A heading without the anchor that other generators take from its end: `Releases {#releases}`.
fn without_anchor(heading: &str) -> &str {
    let anchored = heading
        .strip_suffix('}')
        .and_then(|rest| rest.rsplit_once("{#"));
    match anchored {
        Some((words, anchor)) if !anchor.contains(char::is_whitespace) && !words.is_empty() => {
            words.trim_end()
        }
        _ => heading,
    }
}

/// The heading that names the whole document: the first of the first level, else the first that
/// does not name a part of a report.
fn heading(body: &Body) -> Option<&str> {
    let is_part = |index: usize| body.sections.iter().any(|section| section.heading == index);
    let first = || {
        let headings = body.headings.iter().enumerate();
        headings
            .filter(|(index, heading)| !heading.is_bold_line() && !is_part(*index))
            .map(|(_, heading)| heading)
            .next()
    };
    body.title()
        .filter(|heading| !heading.text.is_empty())
        .or_else(first)
        .map(|heading| heading.text.as_str())
        .filter(|text| !text.is_empty())
}

/// The lines between the fences, which read back as they are meant.
fn front_matter_text(
    kind: Kind,
    draft: &mut Draft,
    front_matter: &FrontMatter,
) -> Result<String, Box<Message>> {
    if front_matter.faulty {
        keep_text(&mut draft.custom, &front_matter.text);
    }
    let fields = in_order(kind, draft);
    let mut yaml = emit::emit(&fields);
    if !emit::reads_back(&yaml, &fields) {
        // Nested deeper than hansei reads, for example: then all of it is kept as it was written.
        draft.custom.clear();
        keep_text(&mut draft.custom, &front_matter.text);
        draft.notes.push(message("kept-as-text", &[]));
        let fields = in_order(kind, draft);
        yaml = emit::emit(&fields);
        if !emit::reads_back(&yaml, &fields) {
            return Err(Box::new(message("front-matter-unreadable", &[])));
        }
    }
    for comment in &front_matter.last_comments {
        yaml.push('#');
        yaml.push_str(comment);
        yaml.push('\n');
    }
    // Line ends of Windows take a byte more.
    if yaml.len() + yaml.lines().count() > MAX_BYTES {
        return Err(Box::new(front_matter::too_large()));
    }
    Ok(yaml)
}

/// Keeps the front matter of the archive as one text.
fn keep_text(custom: &mut Vec<Written>, text: &str) {
    let mut key = "front_matter".to_owned();
    while custom.iter().any(|field| field.key == key) {
        key.push('_');
    }
    custom.push(Written {
        key,
        value: node(Value::Scalar {
            text: text.to_owned(),
            plain: false,
        }),
        comments: Vec::new(),
    });
}

/// Our fields in their order, then `custom`.
pub(super) fn in_order(kind: Kind, draft: &Draft) -> Vec<Written> {
    let order = fields::in_order(kind);
    let mut fields: Vec<Written> = order
        .into_iter()
        .filter_map(|key| draft.own.iter().find(|field| field.key == key).cloned())
        .collect();
    if draft.custom.is_empty() {
        return fields;
    }
    let mut entries: Vec<Entry> = Vec::new();
    for field in &draft.custom {
        let mut key = field.key.clone();
        while entries.iter().any(|entry| entry.key == key) {
            key.push('_');
        }
        entries.push(Entry {
            key,
            key_span: Span::default(),
            value: field.value.clone(),
        });
    }
    fields.push(Written {
        key: "custom".to_owned(),
        value: node(Value::Mapping(entries)),
        comments: draft
            .custom
            .iter()
            .flat_map(|field| field.comments.iter().cloned())
            .collect(),
    });
    fields
}

/// Front matter and body as one text, with the line ends that the file had.
pub(super) fn with_fences(yaml: &str, original: &str, body: &str) -> String {
    let windows = original
        .split_once('\n')
        .is_some_and(|(first, _)| first.ends_with('\r'));
    let fenced = format!("---\n{yaml}---\n");
    let mut text = if windows {
        fenced.replace('\n', "\r\n")
    } else {
        fenced
    };
    text.push_str(body);
    text
}
