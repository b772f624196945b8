//! Folders of files, on disk and in memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use walkdir::WalkDir;

/// Files by their paths within a folder, `/` between folders.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A knowledge base in a folder of its own, always of the same name; gone when dropped.
pub struct Folder {
    root: PathBuf,
    _temporary: TempDir,
}

impl Folder {
    /// An empty knowledge base.
    pub fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().canonicalize().unwrap().join("kb");
        fs::create_dir(&root).unwrap();
        Self {
            root,
            _temporary: temporary,
        }
    }

    /// A knowledge base with these files.
    pub fn with<P: AsRef<str>, T: AsRef<[u8]>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let folder = Self::new();
        for (path, content) in files {
            folder.write(path.as_ref(), content);
        }
        folder
    }

    /// A copy of a folder.
    pub fn copy_of(source: &Path) -> Self {
        Self::with(read_files(source))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// All its files.
    pub fn files(&self) -> Files {
        read_files(&self.root)
    }
}

/// All files below a folder; none where there is no such folder.
pub fn read_files(folder: &Path) -> Files {
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let within = entry.path().strip_prefix(folder).unwrap();
            let parts: Vec<_> = within.iter().map(|part| part.to_string_lossy()).collect();
            (parts.join("/"), fs::read(entry.path()).unwrap())
        })
        .collect()
}
