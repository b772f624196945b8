//! Writes new files into a knowledge base: each whole or not at all, and never over another.

use std::fs::{self, File};
use std::io::{self, BufReader, Read as _};
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::import::file_names;
use crate::import::report::Outcome;

/// What is written.
#[derive(Debug)]
pub(super) enum Content {
    /// The text of a document.
    Text(String),
    /// The bytes of this file.
    Copy(PathBuf),
}

impl Content {
    fn open(&self) -> io::Result<Box<dyn io::Read + '_>> {
        Ok(match self {
            Self::Text(text) => Box::new(text.as_bytes()),
            Self::Copy(path) => Box::new(BufReader::new(File::open(path)?)),
        })
    }

    /// What becomes of it where nothing stands in the way.
    pub(super) fn outcome(&self) -> Outcome {
        match self {
            Self::Text(_) => Outcome::Imported,
            Self::Copy(_) => Outcome::Copied,
        }
    }
}

/// The knowledge base as the place of new files. Paths are those from its root.
#[derive(Debug)]
pub(super) struct Destination {
    root: PathBuf,
    ignored: Vec<Gitignore>,
}

impl Destination {
    pub(super) fn new(root: &Path, content: &str) -> Self {
        let mut folders = vec![root.to_owned()];
        for part in content.split('/').filter(|part| !part.is_empty()) {
            folders.push(folders[folders.len() - 1].join(part));
        }
        let ignored = folders.iter().filter_map(|folder| {
            let mut builder = GitignoreBuilder::new(folder);
            // A folder without the file ignores nothing.
            let _ = builder.add(folder.join(".gitignore"));
            builder.build().ok().filter(|rules| !rules.is_empty())
        });
        Self {
            ignored: ignored.collect(),
            root: root.to_owned(),
        }
    }

    /// Whether something is at this path, a link that leads nowhere among them.
    pub(super) fn is_there(&self, path: &str) -> bool {
        fs::symlink_metadata(self.root.join(path)).is_ok()
    }

    /// Whether git ignores this path, so that hansei would not read the file.
    pub(super) fn is_ignored(&self, path: &str) -> bool {
        let path = self.root.join(path);
        let nearest_first = self.ignored.iter().rev();
        nearest_first
            .map(|rules| rules.matched_path_or_any_parents(&path, false))
            .find(|verdict| !verdict.is_none())
            .is_some_and(|verdict| verdict.is_ignore())
    }

    /// Why nothing may be written at this path: behind a symbolic link on the way to it we might
    /// leave the knowledge base.
    pub(super) fn link_on_the_way(&self, path: &str) -> Option<Outcome> {
        let (folders, _) = path.rsplit_once('/')?;
        let mut way = String::new();
        for folder in folders.split('/') {
            way = file_names::joined(&[&way, folder]);
            let metadata = fs::symlink_metadata(self.root.join(&way)).ok()?;
            if metadata.is_symlink() {
                return Some(Outcome::left_out("target-is-link", &[("path", &way)]));
            }
        }
        None
    }

    /// Whether what is at this path differs from what would be written.
    pub(super) fn differs(&self, path: &str, content: &Content) -> bool {
        let there = File::open(self.root.join(path)).map(BufReader::new);
        match (there, content.open()) {
            (Ok(there), Ok(content)) => !same_bytes(there, content).unwrap_or(false),
            _ => true,
        }
    }

    /// Writes a file, unless something is there by now.
    pub(super) fn write(&self, path: &str, content: &Content) -> Outcome {
        if let Some(outcome) = self.link_on_the_way(path) {
            return outcome;
        }
        match self.create(&self.root.join(path), content) {
            Ok(()) => content.outcome(),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && self.is_there(path) => {
                Outcome::AlreadyThere
            }
            Err(error) => Outcome::failed("unwritable", &error),
        }
    }

    /// Writes a new file: first under another name, so that nobody ever sees half of it. That name
    /// is hidden, and hidden files are never read as documents.
    fn create(&self, path: &Path, content: &Content) -> io::Result<()> {
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        let mut draft = tempfile::Builder::new()
            .prefix(".hansei-import-")
            // By itself it would make a file that only its owner can read.
            .make_in(folder, |path| File::create_new(path))
            // Its message has the name, which is another each time.
            .map_err(|error| io::Error::from(error.kind()))?;
        io::copy(&mut content.open()?, draft.as_file_mut())?;
        let is_taken = |error: &io::Error| {
            error.kind() == io::ErrorKind::AlreadyExists || fs::symlink_metadata(path).is_ok()
        };
        match draft.persist_noclobber(path) {
            // Some file systems have neither hard links nor a rename that fails; there a look has to do.
            Err(failed) if !is_taken(&failed.error) => failed.file.persist(path)?,
            placed => placed?,
        };
        Ok(())
    }
}

fn same_bytes(mut one: impl io::Read, mut other: impl io::Read) -> io::Result<bool> {
    const PIECE: u64 = 64 * 1024;
    loop {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        one.by_ref().take(PIECE).read_to_end(&mut left)?;
        other.by_ref().take(PIECE).read_to_end(&mut right)?;
        if left != right {
            return Ok(false);
        }
        if left.is_empty() {
            return Ok(true);
        }
    }
}
