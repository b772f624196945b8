//! What pages are made from, so that they are made again only where some of it has changed.

use std::sync::OnceLock;

use rayon::prelude::*;

use crate::document::outline::Outline;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::memory::MadeFrom;
use crate::render::overrides::Overrides;
use crate::render::site::Site;
use crate::signature::recognition::Recognitions;

/// What pages are made from beside the knowledge base.
#[derive(Debug)]
pub struct Ingredients {
    recognitions: MadeFrom,
    overrides: MadeFrom,
    outlines: OnceLock<MadeFrom>,
}

impl Ingredients {
    /// These, and what will be asked for later.
    pub(super) fn of(recognitions: &Recognitions, overrides: &Overrides) -> Self {
        Self {
            recognitions: MadeFrom::of(recognitions),
            overrides: MadeFrom::of(overrides),
            outlines: OnceLock::new(),
        }
    }
}

impl Site<'_> {
    /// Of everything but the prose of documents: configuration, day, templates, what each document shows elsewhere,
    /// and which files there are. Pages are made from this or from more.
    #[must_use]
    pub fn made_from_outlines(&self) -> MadeFrom {
        let ingredients = &self.ingredients;
        *ingredients.outlines.get_or_init(|| {
            let KnowledgeBase {
                config, documents, ..
            } = self.base;
            let documents = documents.par_iter();
            let outlines = documents.map(|document| MadeFrom::of(&Outline(document)));
            let outlines: Vec<MadeFrom> = outlines.collect();
            let mut files: Vec<&str> = self.base.other_files().collect();
            files.sort_unstable();
            let unreadable = self.base.unreadable.iter();
            let unreadable: Vec<&String> = unreadable.map(|(path, _)| path).collect();
            MadeFrom::of(&(
                // The address of a site that is served is not the one written.
                (self.base.settings(), &config.title, &config.base_url),
                self.today,
                (ingredients.overrides, ingredients.recognitions),
                (outlines, files, unreadable),
            ))
        })
    }

    /// Of that, and of what these entries say in all their languages.
    #[must_use]
    pub fn made_from_texts(&self, entries: impl IntoIterator<Item = EntryIndex>) -> MadeFrom {
        let entries = entries.into_iter();
        let documents = entries.flat_map(|entry| self.base[entry].documents());
        let texts: Vec<&str> = documents.map(|index| &*self.base[index].text).collect();
        MadeFrom::of(&(self.made_from_outlines(), texts))
    }
}
