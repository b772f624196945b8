//! Which documents and entries a change concerns, on both sides.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use crate::document::Document;
use crate::knowledge_base::{DocumentIndex, EntryIndex, KnowledgeBase};
use crate::source::FileChange;

/// A document that is not what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ChangedDocument {
    /// What it was; `None` where it is new.
    pub(super) before: Option<DocumentIndex>,
    /// What it is; `None` where it is gone.
    pub(super) after: Option<DocumentIndex>,
}

/// An entry that is there, and is not what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ChangedEntry {
    /// What it was; `None` where it is new.
    pub(super) before: Option<EntryIndex>,
    /// What it is.
    pub(super) after: EntryIndex,
}

/// Everything that a change concerns.
#[derive(Debug)]
pub(super) struct Changed {
    /// Documents, in the order of the paths they have now, then those that are gone.
    pub(super) documents: Vec<ChangedDocument>,
    /// Entries, in their order.
    pub(super) entries: Vec<ChangedEntry>,
    /// From former paths of files to those they have now.
    pub(super) renamed: BTreeMap<String, String>,
}

impl Changed {
    pub(super) fn of(before: &KnowledgeBase, after: &KnowledgeBase, files: &[FileChange]) -> Self {
        let mut documents = paired(before, after, files);
        documents.retain(|changed| match (changed.before, changed.after) {
            (Some(old), Some(new)) => {
                let (old, new) = (&before[old], &after[new]);
                old.text != new.text || old.path != new.path
            }
            (None, None) => false,
            _ => true,
        });
        documents.sort_by_key(|changed| (changed.after.is_none(), changed.after, changed.before));
        documents.dedup();
        let mut renamed = BTreeMap::new();
        for file in files {
            if let FileChange::Renamed { from, to } = file {
                renamed.insert(from.clone(), to.clone());
            }
        }
        for changed in &documents {
            if let (Some(old), Some(new)) = (changed.before, changed.after)
                && before[old].path != after[new].path
            {
                renamed.insert(before[old].path.clone(), after[new].path.clone());
            }
        }
        let entries = entries(before, after, &documents);
        Self {
            documents,
            entries,
            renamed,
        }
    }

    /// Whether a file is one of the changed ones, by its path now.
    pub(super) fn has_file(&self, after: &KnowledgeBase, path: &str) -> bool {
        let Some(index) = at(after, path) else {
            return false;
        };
        // Those that are there come first, in their order.
        let documents = &self.documents;
        let place = documents.partition_point(|one| one.after.is_some_and(|after| after < index));
        documents.get(place).and_then(|one| one.after) == Some(index)
    }

    /// What an entry was, by what it is.
    pub(super) fn was(
        &self,
        before: &KnowledgeBase,
        after: &KnowledgeBase,
        entry: EntryIndex,
    ) -> Option<EntryIndex> {
        let changed = self.entries.binary_search_by_key(&entry, |one| one.after);
        match changed {
            Ok(position) => self.entries[position].before,
            Err(_) => before.entry_by_id(after[entry].id.as_str()),
        }
    }
}

/// The documents on both sides of the files that differ. What one side has lost and the other has
/// gained under the same id and in the same language is one document, which has been moved.
fn paired(
    before: &KnowledgeBase,
    after: &KnowledgeBase,
    files: &[FileChange],
) -> Vec<ChangedDocument> {
    let old = |path: &str| at(before, path);
    let new = |path: &str| at(after, path);
    let mut pairs = Vec::new();
    let mut gone = Vec::new();
    let mut come = Vec::new();
    for file in files {
        let (before, after) = match file {
            FileChange::Added(path) => (None, new(path)),
            FileChange::Removed(path) => (old(path), None),
            FileChange::Changed(path) => (old(path), new(path)),
            FileChange::Renamed { from, to } => (old(from), new(to)),
        };
        match (before, after) {
            (Some(before), None) => gone.push(before),
            (None, Some(after)) => come.push(after),
            _ => pairs.push(ChangedDocument { before, after }),
        }
    }
    let name = |document: &Document| (document.id.key().to_owned(), document.language.code());
    let (only_before, only_after) = passed_over_once(before, after, files);
    gone.extend(only_before);
    come.extend(only_after);
    let mut gone_by_name: FxHashMap<_, DocumentIndex> = FxHashMap::default();
    for index in &gone {
        gone_by_name.entry(name(&before[*index])).or_insert(*index);
    }
    let mut moved = FxHashSet::default();
    for index in come {
        let before = gone_by_name.remove(&name(&after[index]));
        moved.extend(before);
        pairs.push(ChangedDocument {
            before,
            after: Some(index),
        });
    }
    gone.retain(|index| !moved.contains(index));
    pairs.extend(gone.into_iter().map(|index| ChangedDocument {
        before: Some(index),
        after: None,
    }));
    pairs
}

/// The documents that one side has and the other has not, although nothing differs in their files: what
/// is passed over, or where the content is, is another.
fn passed_over_once(
    before: &KnowledgeBase,
    after: &KnowledgeBase,
    files: &[FileChange],
) -> (Vec<DocumentIndex>, Vec<DocumentIndex>) {
    let only = |one: &KnowledgeBase, other: &KnowledgeBase| -> Vec<DocumentIndex> {
        let paths = files.iter().flat_map(FileChange::paths);
        let differing: FxHashSet<_> = paths.filter_map(|path| at(one, path)).collect();
        let all = (0..one.documents().len()).map(DocumentIndex);
        all.filter(|index| !differing.contains(index) && at(other, &one[*index].path).is_none())
            .collect()
    };
    (only(before, after), only(after, before))
}

fn at(base: &KnowledgeBase, path: &str) -> Option<DocumentIndex> {
    base.document_at(&path.nfc().collect::<String>())
}

/// The entries of changed documents, each once.
fn entries(
    before: &KnowledgeBase,
    after: &KnowledgeBase,
    documents: &[ChangedDocument],
) -> Vec<ChangedEntry> {
    let mut entries: Vec<ChangedEntry> = documents
        .iter()
        .filter_map(|changed| {
            let now = changed.after?;
            let entry = after.entry_of(now);
            let is_original = after[entry].original == now;
            let same_file = changed.before.filter(|_| is_original);
            let was = same_file
                .map(|index| before.entry_of(index))
                .or_else(|| before.entry_by_id(after[entry].id.as_str()));
            Some(ChangedEntry {
                before: was,
                after: entry,
            })
        })
        .collect();
    // What is known of the original comes before what its versions can tell.
    entries.sort_by_key(|entry| (entry.after, entry.before.is_none(), entry.before));
    entries.dedup_by_key(|entry| entry.after);
    entries
}
