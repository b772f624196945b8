//! What a site is made from, and what of it has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use rayon::prelude::*;

use crate::config::{Config, FILE_NAME};
use crate::source::{Contents, InputFiles};

/// Every file that a site is made from.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    /// The folders that hold them, each before those in it.
    pub(super) folders: Vec<PathBuf>,
    /// What stands in the content: whoever reads it need not look for it again.
    pub(super) contents: Arc<Contents>,
    files: BTreeMap<String, Stamp>,
    /// Whether there is a folder of the content.
    has_content: bool,
}

/// What tells one state of a file from another, without reading it.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    modified: Option<Duration>,
    bytes: u64,
}

impl Stamp {
    /// `None` where there is no such file.
    fn of(path: &Path) -> Option<Self> {
        let metadata = fs::symlink_metadata(path).ok()?;
        let modified = metadata.modified().ok();
        Some(Self {
            modified: modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok()),
            bytes: metadata.len(),
        })
    }
}

impl Inputs {
    /// Looks for them.
    pub(super) fn find(root: &Path, config: &Config) -> Self {
        let contents = Contents::find(root, config);
        let InputFiles {
            folders,
            files,
            has_content,
        } = InputFiles::beside(root, &contents);
        let files: Vec<String> = files.into_iter().collect();
        let files = files.into_par_iter();
        let files: Vec<(String, Stamp)> = files
            .filter_map(|path| Stamp::of(&root.join(&path)).map(|stamp| (path, stamp)))
            .collect();
        Self {
            folders,
            contents: Arc::new(contents),
            files: files.into_iter().collect(),
            has_content,
        }
    }

    /// The files that are new, gone or different since `before`, and those among `touched`, which
    /// may have changed twice between two ticks of the file system's clock.
    pub(super) fn changed_since(
        &self,
        before: &Self,
        root: &Path,
        touched: &BTreeSet<PathBuf>,
    ) -> BTreeSet<String> {
        let differs = |(path, stamp): &(&String, &Stamp)| before.files.get(*path) != Some(*stamp);
        let now = self.files.iter().filter(differs).map(|(path, _)| path);
        let gone = before.files.keys();
        let gone = gone.filter(|path| !self.files.contains_key(*path));
        let touched = touched
            .iter()
            .filter_map(|path| path.strip_prefix(root).ok()?.to_str())
            .map(|path| path.replace('\\', "/"))
            .filter(|path| self.files.contains_key(path));
        // What the configuration names exists now, or no longer.
        let named = (self.has_content != before.has_content).then(|| FILE_NAME.to_owned());
        let changed = now.chain(gone).cloned().chain(touched);
        changed.chain(named).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn only_what_a_site_is_made_from_counts_as_changed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let config = Config::default_for("kb");
        for path in [
            "hansei.yaml",
            "a.md",
            "old.md",
            "images/p.png",
            "theme/site.css",
        ] {
            write(root, path, "x");
        }
        write(root, ".gitignore", "/target\n");
        let before = Inputs::find(root, &config);
        let changed = |touched: &[&str]| {
            let touched = touched.iter().map(|path| root.join(path)).collect();
            let now = Inputs::find(root, &config);
            let changed = now.changed_since(&before, root, &touched);
            changed.into_iter().collect::<Vec<_>>()
        };
        for path in [".git/index", "public/a.html", "target/x.md", ".a.md.swp"] {
            write(root, path, "x");
        }
        assert_eq!(
            changed(&["public", ".git", ".a.md.swp"]),
            Vec::<String>::new()
        );
        assert_eq!(changed(&["a.md"]), ["a.md"]);
        fs::remove_file(root.join("old.md")).unwrap();
        write(root, "images/p.png", "xx");
        write(root, "新.md", "x");
        write(root, "templates/base.html", "x");
        write(root, "images/.gitignore", "x");
        assert_eq!(
            changed(&[]),
            [
                "images/.gitignore",
                "images/p.png",
                "old.md",
                "templates/base.html",
                "新.md"
            ]
        );
    }
}
