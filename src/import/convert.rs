//! One Markdown file of an archive as the text of a document of ours.

use std::fmt::Write as _;

use crate::diagnostic::{Message, Span};
use crate::document::{FileName, Kind, body};
use crate::import::draft::{Draft, Field};
use crate::import::front_matter::{self, FrontMatter};
use crate::import::map_fields::map_fields;
use crate::import::node::text as text_node;
use crate::import::report::{Outcome, message};
use crate::import::{Context, file_names, guess, linked_files, write_yaml};
use crate::language::Language;
use crate::source::MAX_DOCUMENT_BYTES;
use crate::yaml::parse::MAX_BYTES;

/// A document, ready to be written.
#[derive(Debug)]
pub(super) struct Converted {
    /// Its path from the root of the knowledge base.
    pub target: String,
    pub text: String,
    pub notes: Vec<Message>,
    /// Files that it links to, as paths within the archive.
    pub linked: Vec<String>,
}

/// Makes a document of the text of the file at `source`.
///
/// # Errors
///
/// The reason to leave the file out.
pub(super) fn convert(
    source: &str,
    text: &str,
    context: &Context<'_>,
) -> Result<Converted, Outcome> {
    let front_matter = front_matter::read(text)?;
    let markdown = &text[front_matter.body..];
    if markdown.trim().is_empty() && is_section_index(source) {
        return Err(Outcome::left_out("section-index", &[]));
    }
    if text.trim().is_empty() {
        return Err(Outcome::left_out("empty", &[]));
    }
    let site = context.reading();
    let span = Span::new(front_matter.body, text.len());
    let body = body::read(text, span, site.link_ids, site.sections, &mut Vec::new());
    let target = file_names::target(source, context);

    let mut draft = map_fields(&front_matter.fields, context);
    guess::fill_in(&mut draft, source, &body, markdown, context);
    set_language(&mut draft, &target, context.options.language);
    set_kind(&mut draft, &target, context);
    let yaml = yaml(&mut draft, &front_matter, context.options.kind)?;
    let text = with_fences(&yaml, text, markdown);
    if text.len() as u64 > MAX_DOCUMENT_BYTES {
        return Err(too_large());
    }
    Ok(Converted {
        target,
        text,
        notes: [front_matter.notes, draft.notes].concat(),
        linked: linked_files::of(source, &body.links),
    })
}

/// Why a file that is too large for a document is left out.
pub(super) fn too_large() -> Outcome {
    let limit = MAX_DOCUMENT_BYTES.to_string();
    Outcome::left_out("too-large", &[("limit", &limit)])
}

/// Hugo's `_index.md`, in any language: it describes a list of pages.
fn is_section_index(source: &str) -> bool {
    let name = source.rsplit('/').next().unwrap_or(source);
    name.starts_with("_index.")
}

/// The user's word on the language goes before the archive's, and a name that ends in a language
/// before both.
fn set_language(draft: &mut Draft, target: &str, chosen: Option<Language>) {
    let of_name = FileName::of(target).language;
    let Some(language) = of_name.or(chosen) else {
        return;
    };
    let written = draft.get("language").map(|value| value.text());
    if written.is_some_and(|code| code.and_then(Language::from_code) != Some(language)) {
        draft.set_aside("language");
    }
    if of_name.is_none() {
        draft.set("language", text_node(language.code()));
    }
}

/// The kind is written where the folders on the way would tell another.
fn set_kind(draft: &mut Draft, target: &str, context: &Context<'_>) {
    let within = target.strip_prefix(&context.content).unwrap_or(target);
    let told = context.config.kind_of_path(within.trim_start_matches('/'));
    let kind = context.options.kind;
    if told != kind {
        draft.set("kind", text_node(kind.as_str()));
    }
}

/// The lines between the fences, which read back as they are meant.
fn yaml(draft: &mut Draft, front_matter: &FrontMatter, kind: Kind) -> Result<String, Outcome> {
    let whole = || Field::new("front_matter", text_node(&front_matter.text));
    if front_matter.faulty {
        draft.custom.push(whole());
    }
    let mut yaml = sound_yaml(draft, kind)
        .or_else(|| {
            // Nested deeper than hansei reads, for example: then all of it is kept as it was written.
            draft.custom = vec![whole()];
            draft.notes.push(message("kept-as-text", &[]));
            sound_yaml(draft, kind)
        })
        .ok_or_else(|| Outcome::left_out("front-matter-unreadable", &[]))?;
    for comment in &front_matter.last_comments {
        let _ = writeln!(yaml, "#{comment}");
    }
    // Line ends of Windows take a byte more.
    if yaml.len() + yaml.lines().count() > MAX_BYTES {
        return Err(front_matter::too_large());
    }
    Ok(yaml)
}

/// The draft as YAML, if that reads back as the same.
fn sound_yaml(draft: &Draft, kind: Kind) -> Option<String> {
    let fields = draft.fields(kind);
    let yaml = write_yaml::emit(&fields);
    write_yaml::reads_back(&yaml, &fields).then_some(yaml)
}

/// Front matter and body as one text, with the line ends that the file had.
pub(super) fn with_fences(yaml: &str, original: &str, body: &str) -> String {
    let first_line = original.split_inclusive('\n').next().unwrap_or_default();
    let fenced = format!("---\n{yaml}---\n");
    if first_line.ends_with("\r\n") {
        fenced.replace('\n', "\r\n") + body
    } else {
        fenced + body
    }
}
