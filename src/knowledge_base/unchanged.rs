//! Which entries have stayed as they were from one state of a knowledge base to the next.

use std::sync::Arc;

use super::{EntryIndex, KnowledgeBase, TermKind};

/// The entries that two states share, text by text.
#[derive(Debug)]
pub struct Unchanged(Vec<bool>);

impl Unchanged {
    /// Compares two states; `None` where names have changed, new ones, old ones, or their order: what is read of a
    /// text depends on what the site calls by a name, so nothing can be taken over then.
    #[must_use]
    pub fn between(before: &KnowledgeBase, after: &KnowledgeBase) -> Option<Self> {
        let are_named_alike = before.config_text == after.config_text
            && before.content == after.content
            && before.ids == after.ids
            && before.entries.len() == after.entries.len()
            && TermKind::ALL.into_iter().all(|kind| {
                let names = |base: &'_ KnowledgeBase| -> Vec<_> {
                    base.terms
                        .of_kind(kind)
                        .map(|term| term.id.clone())
                        .collect()
                };
                names(before) == names(after)
            });
        are_named_alike.then(|| {
            let entries = (0..after.entries.len()).map(EntryIndex);
            Self(entries.map(|entry| is_same(before, after, entry)).collect())
        })
    }

    /// Whether an entry is as it was, in all languages.
    #[must_use]
    pub fn has(&self, entry: EntryIndex) -> bool {
        self.0[entry.0]
    }
}

fn is_same(before: &KnowledgeBase, after: &KnowledgeBase, entry: EntryIndex) -> bool {
    let documents = |base: &KnowledgeBase| -> Vec<_> {
        let indices = base[entry].documents();
        indices
            .map(|index| Arc::clone(&base.documents[index.0]))
            .collect()
    };
    let (was, is) = (documents(before), documents(after));
    was.len() == is.len() && was.iter().zip(&is).all(|(was, is)| Arc::ptr_eq(was, is))
}
