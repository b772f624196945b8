//! Pictures and other files that documents link to, and that are copied beside the pages.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;

use crate::knowledge_base::KnowledgeBase;
use crate::render::paths::FILES;

/// What is shown as a picture. SVG is safe there: in `<img>` it runs nothing.
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"];

/// What is copied and linked to. SVG is not among them: opened by itself it could run something.
const DOWNLOADS: [&str; 22] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "pdf", "txt", "log", "csv", "tsv", "json", "yaml",
    "yml", "zip", "gz", "tgz", "tar", "mp4", "webm", "xlsx", "docx",
];

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    Path::new(path)
        .extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| {
            extensions
                .iter()
                .any(|known| extension.eq_ignore_ascii_case(known))
        })
}

/// Whether a file is shown as a picture.
#[must_use]
pub fn is_picture(path: &str) -> bool {
    has_extension(path, &PICTURES)
}

/// Whether a file may be linked to.
#[must_use]
pub fn is_copied(path: &str) -> bool {
    has_extension(path, &DOWNLOADS)
}

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
    pub fn into_sorted(self) -> Vec<LinkedFile> {
        self.0
            .into_inner()
            .map(|files| files.into_iter().collect())
            .unwrap_or_default()
    }
}
