//! What git passes over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::DirEntry;

/// The name of a file that says what git passes over in its folder.
pub(super) const FILE_NAME: &str = ".gitignore";

/// Ignore files that are others than those on disk, by their folders; `None` where there is none.
pub(super) type IgnoreFiles = BTreeMap<PathBuf, Option<String>>;

/// The ignore files of the folders from the root down to where the walk is.
pub(super) struct Ignored {
    matchers: Vec<(PathBuf, Gitignore)>,
    others: IgnoreFiles,
}

impl Ignored {
    /// What the ignore files on disk say, from the root down to a folder.
    pub(super) fn above(root: &Path, folder: &Path) -> Self {
        Self::by(IgnoreFiles::new(), root, folder)
    }

    /// The same with others in the place of some of those on disk.
    pub(super) fn by(others: IgnoreFiles, root: &Path, folder: &Path) -> Self {
        let mut ignored = Self {
            matchers: Vec::new(),
            others,
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
        if self.matchers.iter().any(|(entered, _)| entered == folder) {
            return;
        }
        let mut builder = GitignoreBuilder::new(folder);
        match self.others.get(folder) {
            Some(None) => return,
            Some(Some(text)) => {
                for line in text.trim_start_matches('\u{FEFF}').lines() {
                    // As with files, one line that is no pattern leaves the others in force.
                    let _ = builder.add_line(None, line);
                }
            }
            None => {
                let file = folder.join(FILE_NAME);
                if !file.is_file() {
                    return;
                }
                builder.add(file);
            }
        }
        if let Ok(matcher) = builder.build() {
            self.matchers.push((folder.to_owned(), matcher));
        }
    }

    /// Whether git would ignore this entry. Entries come in the order of a walk.
    pub(super) fn has(&mut self, entry: &DirEntry) -> bool {
        self.ignores(entry.path(), entry.file_type().is_dir())
    }

    /// Whether git would ignore the file with this path from the root, or one of the folders above it
    /// that are below `content`.
    pub(super) fn has_path(&mut self, root: &Path, content: &str, path: &str) -> bool {
        let folders = path.match_indices('/').map(|(end, _)| end);
        let mut folders = folders.filter(|end| *end > content.len());
        let above = folders.any(|end| self.ignores(&root.join(&path[..end]), true));
        above || self.ignores(&root.join(path), false)
    }

    fn ignores(&mut self, path: &Path, is_dir: bool) -> bool {
        self.matchers.retain(|(folder, _)| path.starts_with(folder));
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
