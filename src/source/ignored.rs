//! What git passes over.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::DirEntry;

/// The ignore files of the folders from the root down to where the walk is.
pub(super) struct Ignored {
    matchers: Vec<(PathBuf, Gitignore)>,
}

impl Ignored {
    pub(super) fn above(root: &Path, folder: &Path) -> Self {
        let mut ignored = Self {
            matchers: Vec::new(),
        };
        let mut folders: Vec<&Path> = folder
            .ancestors()
            .take_while(|ancestor| ancestor.starts_with(root))
            .collect();
        folders.reverse();
        for folder in folders {
            ignored.enter(folder);
        }
        ignored
    }

    fn enter(&mut self, folder: &Path) {
        let file = folder.join(".gitignore");
        if !file.is_file() {
            return;
        }
        let mut builder = GitignoreBuilder::new(folder);
        builder.add(file);
        if let Ok(matcher) = builder.build() {
            self.matchers.push((folder.to_owned(), matcher));
        }
    }

    /// Whether git would ignore this entry. Entries come in the order of a walk.
    pub(super) fn has(&mut self, entry: &DirEntry) -> bool {
        let path = entry.path();
        self.matchers.retain(|(folder, _)| path.starts_with(folder));
        let is_dir = entry.file_type().is_dir();
        let verdict = self
            .matchers
            .iter()
            .rev()
            .map(|(_, matcher)| matcher.matched(path, is_dir))
            .find(|verdict| !verdict.is_none());
        let ignored = verdict.is_some_and(|verdict| verdict.is_ignore());
        if is_dir && !ignored {
            self.enter(path);
        }
        ignored
    }
}
