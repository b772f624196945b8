//! What a result shows of each document, and the text that its excerpt is cut from: together, since no
//! result is shown without either.
//!
//! Documents stand in groups, oldest first, so that a new one changes the files of the last group alone. The
//! hash of a group is part of the names of its files.

use chrono::NaiveDate;
use serde::Serialize;

use crate::knowledge_base::{DocumentIndex, KnowledgeBase};
use crate::render::site::{Output, RenderError, Site};
use crate::render::views::badges;
use crate::search::index::IndexedDocument;
use crate::search::text::DocumentText;

use super::script::{hash, payload, write_named};

/// How many documents a group has.
pub(super) const GROUP: usize = 512;

/// How long the texts of a file are, at most, if they are of the usual length. Those of ten results and
/// of the candidates that are compared with a query stand in as many files.
const TEXT_BYTES: usize = 4_000;

/// What a result shows: path, title, id, day, kind, language, marks.
#[derive(Debug, Hash, Serialize)]
pub(super) struct Record<'a>(
    &'a str,
    &'a str,
    &'a str,
    Option<String>,
    String,
    &'static str,
    Vec<(String, String)>,
);

/// A text: its passages as they are written, a line each; the field of each, a character from `0` on, facts by their own; and where the anchor changes, the number of the
/// passage and the anchor.
#[derive(Debug, Serialize)]
struct Text<'a>(String, String, Vec<(usize, &'a str)>);

/// How many documents a file has: a power of two, so that it divides a group.
pub(super) fn documents_a_file(base: &KnowledgeBase) -> usize {
    let bytes: usize = base.documents().iter().map(|one| one.text.len()).sum();
    let usual = (bytes / base.documents().len().max(1)).max(1);
    let fitting = (TEXT_BYTES / usual).clamp(1, 32);
    1 << fitting.ilog2()
}

/// Writes the records and texts of a group, so many a file; gives its hash.
pub(super) fn write_group(
    site: &Site<'_>,
    group: &[IndexedDocument],
    each: usize,
    output: &dyn Output,
) -> Result<String, RenderError> {
    let files = group.chunks(each).map(|documents| {
        let documents = documents
            .iter()
            .map(|one| (record(site, one.document, one.date), text(&one.text)));
        payload(&documents.collect::<Vec<_>>())
    });
    let files: Vec<String> = files.collect();
    let hash = hash(files.iter().map(String::as_str));
    for (number, file) in files.iter().enumerate() {
        write_named(output, &format!("documents-{hash}-{number}"), file)?;
    }
    Ok(hash)
}

/// What a result shows of a document that is filed under this day.
pub(super) fn record<'a>(
    site: &'a Site<'_>,
    index: DocumentIndex,
    date: Option<NaiveDate>,
) -> Record<'a> {
    let document = &site.base[index];
    let entry = site.base.entry_of(index);
    Record(
        site.paths.document(index),
        &document.title,
        site.base[entry].id.as_str(),
        date.map(|day| day.to_string()),
        site.word("kind", document.kind().as_str()),
        document.language.code(),
        badges(site, entry)
            .into_iter()
            .map(|badge| (badge.class, badge.text))
            .collect(),
    )
}

fn text(text: &DocumentText) -> Text<'_> {
    let passages = text.passages.iter();
    let fields = passages.clone().map(|passage| {
        let fact = passage.fact.map_or(0, |fact| fact as u8);
        passage.field as u8 + fact
    });
    let mut anchors = Vec::new();
    let mut before = "";
    for (number, passage) in passages.enumerate() {
        if *passage.anchor != *before {
            anchors.push((number, &*passage.anchor));
            before = &passage.anchor;
        }
    }
    Text(
        text.as_written(0..text.flat.len()),
        fields.map(|field| char::from(b'0' + field)).collect(),
        anchors,
    )
}
