//! What is read of each report, as a number: as long as that stays the same, so do its texts in all languages.

use rayon::prelude::*;

use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::memory::MadeFrom;

use super::fields::reports;

/// The texts of all reports, each as a number.
#[derive(Debug)]
pub(super) struct Texts(Vec<Option<MadeFrom>>);

impl Texts {
    pub(super) fn of(base: &KnowledgeBase) -> Self {
        let mut of_entry = vec![None; base.entries().len()];
        let settings = Settings::of(base);
        let reports: Vec<EntryIndex> = reports(base).collect();
        let texts: Vec<MadeFrom> = reports
            .par_iter()
            .map(|entry| settings.text(base, *entry))
            .collect();
        for (entry, text) in reports.into_iter().zip(texts) {
            of_entry[entry.0] = Some(text);
        }
        Self(of_entry)
    }

    /// By entry; `None` for those that are no reports.
    pub(super) fn of_entries(&self) -> &[Option<MadeFrom>] {
        &self.0
    }
}

/// What decides how every text is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings(MadeFrom);

impl Settings {
    pub(super) fn of(base: &KnowledgeBase) -> Self {
        Self(base.settings())
    }

    /// The texts of an entry. A file is read by its path and by the settings; a version in another language is
    /// also told by its original what it is. Times are told it too, but of these nothing is read here.
    pub(super) fn text(self, base: &KnowledgeBase, entry: EntryIndex) -> MadeFrom {
        let documents = base[entry].documents().map(|index| &base[index]);
        let texts: Vec<_> = documents
            .map(|document| (&document.path, &document.text, document.kind()))
            .collect();
        MadeFrom::of(&(self.0, texts))
    }
}
