//! Which files of a folder are looked at, and which are passed over.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::ignored::{IgnoreFiles, Ignored};
use super::{SITE_MARKER, Unreadable};
use crate::config::Config;

/// What a walk finds; documents and files are sorted.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// Paths of Markdown files, with what keeps them from being read.
    pub(super) documents: Vec<(String, Option<Unreadable>)>,
    pub(super) files: Vec<String>,
    pub(super) folders: Vec<PathBuf>,
}

pub(super) fn walk(root: &Path, folder: &Path, config: &Config) -> Found {
    let mut ignored = Ignored::above(root, folder);
    let output = root.join(&config.output);
    let mut found = Found::default();
    let walk = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            entry.depth() == 0 || (!passed_over(entry, &output) && !ignored.has(entry))
        });
    for entry in walk {
        let entry = match entry {
            Ok(entry) if entry.file_type().is_dir() => {
                found.folders.push(entry.into_path());
                continue;
            }
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().and_then(|path| relative(root, path));
                let reason = Unreadable::Failed(error.to_string());
                found
                    .documents
                    .push((path.unwrap_or_default(), Some(reason)));
                continue;
            }
        };
        let link = entry.path_is_symlink();
        match relative(root, entry.path()) {
            Some(path) if is_markdown(&path) || (link && entry.path().is_dir()) => {
                let obstacle = if link {
                    Some(Unreadable::SymbolicLink)
                } else {
                    (!entry.file_type().is_file()).then_some(Unreadable::Special)
                };
                found.documents.push((path, obstacle));
            }
            Some(path) if entry.file_type().is_file() => found.files.push(path),
            Some(_) => {}
            None => {
                let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
                let path = path.to_string_lossy().into_owned();
                if is_markdown(&path) {
                    found.documents.push((path, Some(Unreadable::NotUnicode)));
                }
            }
        }
    }
    found.documents.sort_by(|(a, _), (b, _)| a.cmp(b));
    found.files.sort();
    found
}

pub(super) fn is_markdown(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
    })
}

fn passed_over(entry: &DirEntry, output: &Path) -> bool {
    let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
    let folder = entry.file_type().is_dir();
    hidden || (folder && (entry.path() == output || entry.path().join(SITE_MARKER).exists()))
}

/// A path below the root with `/` between folders; `None` where it is no Unicode.
pub(super) fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path
        .strip_prefix(root)
        .ok()?
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    parts.map(|parts| parts.join("/"))
}

/// Whether a path is in a folder, both from the root; every path is in the root itself.
pub(super) fn is_within(folder: &str, path: &str) -> bool {
    let rest = path.strip_prefix(folder);
    folder.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
}

/// What a walk through the content passes over, asked of paths that need not exist.
pub(super) struct Passed<'a> {
    root: &'a Path,
    content: &'a str,
    config: &'a Config,
    ignored: Ignored,
}

impl<'a> Passed<'a> {
    /// By the ignore files on disk, with others in the place of some.
    pub(super) fn of(
        root: &'a Path,
        content: &'a str,
        config: &'a Config,
        others: IgnoreFiles,
    ) -> Self {
        Self {
            root,
            content,
            config,
            ignored: Ignored::by(others, root, &root.join(content)),
        }
    }

    /// Whether the file with this path within the content is passed over. Asked in the order of paths,
    /// ignore files are read once each.
    pub(super) fn over(&mut self, path: &str) -> bool {
        let within = path.strip_prefix(self.content).unwrap_or(path);
        let mut parts = within.split('/').filter(|part| !part.is_empty());
        parts.any(|part| part.starts_with('.'))
            || is_within(&self.config.output, path)
            || self.ignored.has_path(self.root, self.content, path)
    }
}
