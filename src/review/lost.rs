//! Links and relations that lead nowhere since the change, although what holds them was not touched.

use rustc_hash::FxHashSet;

use crate::diagnostic::Diagnostic;
use crate::knowledge_base::{EntryIndex, KnowledgeBase, TermKind};

use super::Side;
use super::changed::Changed;

/// The rules that tell of a lost link by themselves.
const TOLD_BY: [&str; 3] = ["broken-anchor", "broken-link", "unknown-id"];

/// An entry that names what the change takes away.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LostLink {
    /// The entry that names it.
    pub from: EntryIndex,
    /// The id of what is gone, or has another id now.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// The links to what is gone that no finding tells of, in the order of the entries that hold them.
pub(super) fn links(
    before: &Side<'_>,
    after: &Side<'_>,
    changed: &Changed,
    new: &[Diagnostic],
) -> Vec<LostLink> {
    let (was, is) = (before.base(), after.base());
    let told = new.iter().filter(|found| TOLD_BY.contains(&found.rule));
    let told: FxHashSet<&str> = told.map(|found| found.file.as_str()).collect();
    let mut lost = Vec::new();
    for gone in changed.documents.iter().filter_map(|one| one.before) {
        let gone = was.entry_of(gone);
        if is.entry_by_id(was[gone].id.as_str()).is_some() {
            continue;
        }
        for (from, name) in naming(before, gone) {
            let Some(now) = is.entry_by_id(was[from].id.as_str()) else {
                continue;
            };
            let is_told = told.contains(is.original(now).path.as_str());
            if !is_told && still_names(is, now, &name) && !leads_on(is, &name) {
                lost.push(LostLink {
                    from: now,
                    id: was[gone].id.to_string(),
                    title: was.original(gone).title.clone(),
                });
            }
        }
    }
    lost.sort();
    lost.dedup();
    lost
}

/// The entries that name one, each with the name that it may use.
fn naming(before: &Side<'_>, gone: EntryIndex) -> Vec<(EntryIndex, String)> {
    let base = before.base();
    let id = base[gone].id.to_string();
    let relations = before.gathered.relations.of(gone).iter();
    let related = relations.map(|relation| (relation.other, id.clone()));
    let vendors = base.terms.of_kind(TermKind::Vendor);
    let vendors = vendors.filter(|vendor| vendor.document == Some(gone));
    let by_name = vendors.flat_map(|vendor| {
        let entries = vendor.entries().iter().filter(|entry| **entry != gone);
        entries.map(|entry| (*entry, vendor.id.to_string()))
    });
    related.chain(by_name).collect()
}

/// Whether an entry has the name in one of its documents.
fn still_names(base: &KnowledgeBase, entry: EntryIndex, name: &str) -> bool {
    let name = name.to_lowercase();
    let mut documents = base[entry].documents();
    documents.any(|index| base[index].text.to_lowercase().contains(&name))
}

/// Whether the name leads to a document all the same.
fn leads_on(base: &KnowledgeBase, name: &str) -> bool {
    let id = crate::document::Id::new(name);
    let vendor = base.terms.get(TermKind::Vendor, &id);
    base.entry_by_id(name).is_some() || vendor.is_some_and(|vendor| vendor.document.is_some())
}
