//! What becomes of pages, and ids that two changes have taken at the same time.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::document::Document;
use crate::knowledge_base::{DocumentIndex, KnowledgeBase};
use crate::language::Language;

use super::changed::{Changed, ChangedDocument};

/// What becomes of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageFate {
    /// It is new.
    Added,
    /// It says something else.
    Changed,
    /// It has another address.
    Moved {
        /// The id that it had.
        from: String,
        /// Whether its former address leads to it.
        has_alias: bool,
    },
    /// It is gone.
    Removed,
}

/// A page that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageChange {
    /// What becomes of it.
    pub fate: PageFate,
    /// Its id, or the one it had.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub language: Language,
    /// Its file.
    pub file: String,
}

/// An id that somebody else has given to another document meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdClash {
    /// The id.
    pub id: String,
    /// The file that has it here.
    pub file: String,
    /// The file that has it there.
    pub other: String,
}

/// What becomes of the pages of changed documents.
pub(super) fn changes(
    before: &KnowledgeBase,
    after: &KnowledgeBase,
    changed: &Changed,
) -> Vec<PageChange> {
    let documents = changed.documents.iter();
    documents
        .filter_map(|one| change(before, after, *one))
        .collect()
}

fn change(
    before: &KnowledgeBase,
    after: &KnowledgeBase,
    changed: ChangedDocument,
) -> Option<PageChange> {
    let id_before = |index: DocumentIndex| &before[before.entry_of(index)].id;
    let id_after = |index: DocumentIndex| &after[after.entry_of(index)].id;
    let leads_on =
        |id: &str, index: DocumentIndex| after.entry_by_id(id) == Some(after.entry_of(index));
    Some(match (changed.before, changed.after) {
        (None, Some(new)) => page(PageFate::Added, id_after(new).as_str(), &after[new]),
        (Some(old), None) => page(PageFate::Removed, id_before(old).as_str(), &before[old]),
        (Some(old), Some(new)) if id_before(old) != id_after(new) => {
            let from = id_before(old).to_string();
            let has_alias = leads_on(&from, new);
            let fate = PageFate::Moved { from, has_alias };
            page(fate, id_after(new).as_str(), &after[new])
        }
        // Nothing is seen of a file that was only moved.
        (Some(old), Some(new)) if before[old].text == after[new].text => return None,
        (Some(_), Some(new)) => page(PageFate::Changed, id_after(new).as_str(), &after[new]),
        (None, None) => return None,
    })
}

fn page(fate: PageFate, id: &str, document: &Document) -> PageChange {
    PageChange {
        fate,
        id: id.to_owned(),
        title: document.title.clone(),
        language: document.language,
        file: document.path.clone(),
    }
}

/// The ids that new documents have here, and other documents among those that have arrived.
pub(super) fn clashes(
    before: &KnowledgeBase,
    after: &KnowledgeBase,
    changed: &Changed,
    arrived: &[Arc<Document>],
) -> Vec<IdClash> {
    let mut by_id: FxHashMap<&str, Vec<&Document>> = FxHashMap::default();
    for document in arrived {
        by_id.entry(document.id.key()).or_default().push(document);
    }
    let is_new_here = |document: &Document| {
        let entry = before.entry_by_id(document.id.as_str());
        entry.is_none_or(|entry| {
            before.original(entry).name.version_key != document.name.version_key
        })
    };
    let now = changed.documents.iter().filter_map(|one| one.after);
    now.map(|index| &after[index])
        .filter(|document| is_new_here(document))
        .filter_map(|document| {
            let others = by_id.get(document.id.key())?;
            let other = others.iter().find(|other| {
                // A file of both is a conflict that git tells of, and a version is no clash.
                other.name.version_key != document.name.version_key
                    && before
                        .document_at(&other.path)
                        .is_none_or(|was| before[was].id != other.id)
            })?;
            Some(IdClash {
                id: document.id.to_string(),
                file: document.path.clone(),
                other: other.path.clone(),
            })
        })
        .collect()
}
