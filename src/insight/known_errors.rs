//! What helps where a known error strikes: the way around it, and what happened before.

use std::cmp::Reverse;

use crate::document::body::Section;
use crate::document::common::RelationType;
use crate::document::{Document, Kind, SectionKind};
use crate::insight::filed_at;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::link::Relations;

/// The section that says how to get around a known error, if it says anything.
#[must_use]
pub fn workaround(document: &Document) -> Option<&Section> {
    let section = document.body.section(SectionKind::Workaround)?;
    let text = section.span.of(&document.text).trim();
    (section.filled && !text.is_empty()).then_some(section)
}

/// How to get around a known error, as Markdown without its heading: in the words of the first of its
/// documents that has any.
#[must_use]
pub fn workaround_in<'a>(documents: impl IntoIterator<Item = &'a Document>) -> Option<&'a str> {
    let mut documents = documents.into_iter();
    documents.find_map(|document| Some(workaround(document)?.span.of(&document.text).trim()))
}

/// The incidents that are linked to an entry, the latest first.
#[must_use]
pub fn incidents(
    base: &KnowledgeBase,
    relations: &Relations,
    entry: EntryIndex,
) -> Vec<EntryIndex> {
    let all = relations.of(entry).iter();
    let related = all.filter(|relation| relation.kind != RelationType::NotRelated);
    let mut others: Vec<EntryIndex> = related
        .map(|relation| relation.other)
        .filter(|other| base.original(*other).kind() == Kind::Incident)
        .collect();
    others.sort_by_cached_key(|other| {
        let filed = filed_at(base.original(*other), base.config.zone);
        (Reverse(filed), base[*other].id.key().to_owned(), *other)
    });
    others.dedup();
    others
}
