//! Which documents are one entry, and what it is called.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::document::{Document, Id};
use crate::knowledge_base::{DocumentIndex, EntryIndex};
use crate::language::Language;

/// One incident, known error, checklist, vendor or page, in whatever languages it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name: that of its first document, with a number behind it where that was taken.
    pub id: Id,
    /// The document that counts.
    pub original: DocumentIndex,
    /// The same in other languages.
    pub versions: Vec<DocumentIndex>,
}

impl Entry {
    /// The original and its versions.
    pub fn documents(&self) -> impl Iterator<Item = DocumentIndex> + '_ {
        std::iter::once(self.original).chain(self.versions.iter().copied())
    }
}

/// Groups documents with the same path but for the language into entries.
pub(super) fn entries(documents: &[Arc<Document>], language: Language) -> Vec<Entry> {
    let mut groups: FxHashMap<&str, Vec<DocumentIndex>> = FxHashMap::default();
    for (index, document) in documents.iter().enumerate() {
        groups
            .entry(&document.name.version_key)
            .or_default()
            .push(DocumentIndex(index));
    }
    let mut originals: Vec<(DocumentIndex, Vec<DocumentIndex>)> = groups
        .into_values()
        .flat_map(|group| split_group(documents, &group, language))
        .collect();
    originals.sort_unstable();
    let mut taken = FxHashMap::default();
    originals
        .into_iter()
        .map(|(original, versions)| Entry {
            id: free_id(&documents[original.0].id, &mut taken),
            original,
            versions,
        })
        .collect()
}

/// The original of a group is the document without a language in its name, else the one in the
/// site's language, else the first. Two documents of one language are two entries.
fn split_group(
    documents: &[Arc<Document>],
    group: &[DocumentIndex],
    language: Language,
) -> Vec<(DocumentIndex, Vec<DocumentIndex>)> {
    let suffix = |index: DocumentIndex| documents[index.0].name.language;
    let original = group.iter().copied().min_by_key(|index| {
        let suffix = suffix(*index);
        (suffix.is_some(), suffix != Some(language), *index)
    });
    let Some(original) = original else {
        return Vec::new();
    };
    let mut versions: Vec<DocumentIndex> = Vec::new();
    let mut others = Vec::new();
    for index in group.iter().copied().filter(|index| *index != original) {
        let doubled = suffix(index).is_none()
            || versions
                .iter()
                .any(|version| suffix(*version) == suffix(index));
        if doubled {
            others.push((index, Vec::new()));
        } else {
            versions.push(index);
        }
    }
    others.push((original, versions));
    others
}

/// The id, or the first of `id-2`, `id-3`, … that no earlier entry has. `taken` knows the number
/// that was last put behind each id.
fn free_id(id: &Id, taken: &mut FxHashMap<String, usize>) -> Id {
    let mut number = taken.get(id.key()).copied().unwrap_or_default();
    let mut free = id.clone();
    while taken.contains_key(free.key()) {
        number += 1;
        free = Id::new(&format!("{id}-{}", number + 1));
    }
    taken.insert(id.key().to_owned(), number);
    taken.entry(free.key().to_owned()).or_default();
    free
}

/// Ids and, where they are free, former ids.
pub(super) fn ids(documents: &[Arc<Document>], entries: &[Entry]) -> FxHashMap<String, EntryIndex> {
    let mut ids: FxHashMap<String, EntryIndex> = entries
        .iter()
        .enumerate()
        .map(|(index, entry)| (entry.id.key().to_owned(), EntryIndex(index)))
        .collect();
    for (index, entry) in entries.iter().enumerate() {
        for alias in &documents[entry.original.0].common.aliases {
            ids.entry(Id::key_of(alias)).or_insert(EntryIndex(index));
        }
    }
    ids
}
