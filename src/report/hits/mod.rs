//! What a search found, for people and programs.

pub(super) mod human;
pub(super) mod json;

use crate::document::Document;
use crate::knowledge_base::{DocumentIndex, KnowledgeBase};
use crate::locale::Locale;
use crate::report::AnswerFormat;
use crate::search::answer::{Answer, Hit};
use crate::search::excerpt::{Excerpt, excerpt};
use crate::search::index::{Index, IndexedDocument};
use crate::search::query::Query;
use crate::search::text::line_of;

/// An answer of the search.
#[derive(Clone, Copy)]
pub struct HitsReport<'a> {
    /// The knowledge base.
    pub base: &'a KnowledgeBase,
    /// Its index.
    pub index: &'a Index,
    /// What was looked for.
    pub query: &'a Query,
    /// What was found.
    pub answer: &'a Answer,
    /// The page of a document on the site.
    pub page: &'a dyn Fn(DocumentIndex) -> &'a str,
    /// The most hits of each sort to tell of.
    pub limit: usize,
    /// The language to write in.
    pub locale: &'a Locale,
    /// Whether to colour.
    pub color: bool,
}

/// A hit with what is shown of it.
pub(super) struct Shown<'a> {
    pub hit: &'a Hit,
    pub indexed: &'a IndexedDocument,
    pub document: &'a Document,
    pub excerpt: Excerpt,
    /// The line of the file that the excerpt is from.
    pub line: usize,
}

impl<'a> HitsReport<'a> {
    /// The report as text. For people: `query` as it was typed, and whether all documents were asked
    /// (`everywhere`), with the hits under headings; for programs `{version, kind, total, parts_complete,
    /// items, steady, parts, near}`.
    #[must_use]
    pub fn text(&self, format: AnswerFormat, query: &str, everywhere: bool) -> String {
        match format {
            AnswerFormat::Human => human::text(self, query, everywhere),
            AnswerFormat::Json => json::text(self),
        }
    }

    /// The hits that are shown of a list.
    pub(super) fn shown(self, hits: &'a [Hit]) -> impl Iterator<Item = Shown<'a>> {
        hits.iter().take(self.limit).map(move |hit| self.show(hit))
    }

    pub(super) fn show(self, hit: &'a Hit) -> Shown<'a> {
        let indexed = &self.index.documents[hit.document];
        let document = &self.base[indexed.document];
        let excerpt = excerpt(indexed, self.query, self.answer, hit);
        let line = line_of(document, &indexed.text, excerpt.at);
        Shown {
            hit,
            indexed,
            document,
            excerpt,
            line,
        }
    }

    /// For people: hits one after the other, each behind an empty line.
    pub(super) fn list(self, hits: &'a [Hit]) -> String {
        human::list(&self, hits)
    }
}
