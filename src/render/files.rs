//! Pictures and other files that documents link to, and that are copied beside the pages.

use std::collections::BTreeSet;
use std::sync::Mutex;

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
pub struct LinkedFiles(Mutex<BTreeSet<LinkedFile>>);

impl LinkedFiles {
    /// Notes a file by its path from the root of the knowledge base; gives its path on the site.
    pub fn add(&self, base: &KnowledgeBase, source: &str) -> String {
        let within = source
            .strip_prefix(&base.content)
            .map_or(source, |rest| rest.trim_start_matches('/'));
        let target = format!("{FILES}/{within}");
        if let Ok(mut files) = self.0.lock() {
            files.insert(LinkedFile {
                source: source.to_owned(),
                target: target.clone(),
            });
        }
        target
    }

    /// The files that were noted, each once, sorted.
    #[must_use]
    pub fn sorted(&self) -> Vec<LinkedFile> {
        let files = self.0.lock();
        files.map_or_else(|_| Vec::new(), |files| files.iter().cloned().collect())
    }
}
