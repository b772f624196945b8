//! Pictures and other files that documents link to, and that are copied beside the pages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use crate::knowledge_base::KnowledgeBase;
use crate::render::paths::FILES;

/// A file to copy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkedFile {
    /// Its path from the root of the knowledge base.
    pub source: String,
    /// Its path from the root of the site.
    pub target: String,
}

/// The files that pages link to, gathered while pages are made.
#[derive(Debug, Default)]
pub struct LinkedFiles(Mutex<BTreeMap<String, BTreeSet<LinkedFile>>>);

impl LinkedFiles {
    /// Notes a file that a page links to, by its path from the root of the knowledge base; gives its path on the site.
    pub fn add(&self, base: &KnowledgeBase, page: &str, source: &str) -> String {
        let within = source
            .strip_prefix(&base.content)
            .map_or(source, |rest| rest.trim_start_matches('/'));
        let file = LinkedFile {
            source: source.to_owned(),
            target: format!("{FILES}/{within}"),
        };
        let target = file.target.clone();
        self.note(page, file);
        target
    }

    /// Notes that a page links to the file with this path on the site, if it is one of a linked file.
    pub fn add_target(&self, base: &KnowledgeBase, page: &str, target: &str) {
        let within = target.strip_prefix(FILES);
        let Some(within) = within.and_then(|within| within.strip_prefix('/')) else {
            return;
        };
        let source = if base.content.is_empty() {
            within.to_owned()
        } else {
            format!("{}/{within}", base.content)
        };
        let target = target.to_owned();
        self.note(page, LinkedFile { source, target });
    }

    fn note(&self, page: &str, file: LinkedFile) {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.entry(page.to_owned()).or_default().insert(file);
    }

    /// The paths on the site of the files that these pages link to.
    #[must_use]
    pub fn targets_of(&self, pages: &[String]) -> Vec<String> {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_pages = pages.iter().filter_map(|page| files.get(page)).flatten();
        of_pages.map(|file| file.target.clone()).collect()
    }

    /// The files that were noted, each once, sorted.
    #[must_use]
    pub fn sorted(&self) -> Vec<LinkedFile> {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let files: BTreeSet<&LinkedFile> = files.values().flatten().collect();
        files.into_iter().cloned().collect()
    }
}
