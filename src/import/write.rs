//! Writes what was decided: each file whole or not at all, and never over another.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::import::names;
use crate::import::report::{Item, Outcome, Report, message};

/// What becomes of every file of an archive.
#[derive(Debug)]
pub struct Plan {
    pub(super) target: Target,
    pub(super) planned: Vec<Planned>,
}

/// One file, and what to write for it.
#[derive(Debug)]
pub(super) struct Planned {
    pub item: Item,
    pub content: Option<Content>,
}

/// What is written.
#[derive(Debug)]
pub(super) enum Content {
    /// A text.
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
}

impl Plan {
    /// What would be done, for `--dry-run`.
    #[must_use]
    pub fn report(&self) -> Report {
        Report {
            items: self
                .planned
                .iter()
                .map(|planned| planned.item.clone())
                .collect(),
            dry_run: true,
        }
    }

    /// Writes the files. One that cannot be written does not stop the others.
    #[must_use]
    pub fn write(&self) -> Report {
        Report {
            items: self
                .planned
                .iter()
                .map(|planned| self.write_one(planned))
                .collect(),
            dry_run: false,
        }
    }

    fn write_one(&self, planned: &Planned) -> Item {
        let mut item = planned.item.clone();
        if let (Some(content), Some(path)) = (&planned.content, &item.target) {
            item.outcome = self.target.write(path, content);
        }
        item
    }
}

/// The knowledge base as the place of new files.
#[derive(Debug)]
pub(super) struct Target {
    root: PathBuf,
    ignored: Vec<Gitignore>,
}

impl Target {
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
        let verdicts = self
            .ignored
            .iter()
            .rev()
            .map(|rules| rules.matched_path_or_any_parents(&path, false));
        verdicts
            .into_iter()
            .find(|verdict| !verdict.is_none())
            .is_some_and(|verdict| verdict.is_ignore())
    }

    /// A symbolic link among the folders on the way to a path: behind it we might leave the
    /// knowledge base.
    pub(super) fn link_on_the_way(&self, path: &str) -> Option<String> {
        let (folders, _) = path.rsplit_once('/')?;
        let mut way = String::new();
        for folder in folders.split('/') {
            way = names::joined(&[&way, folder]);
            let metadata = fs::symlink_metadata(self.root.join(&way)).ok()?;
            if metadata.is_symlink() {
                return Some(way);
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

    fn write(&self, path: &str, content: &Content) -> Outcome {
        if let Some(link) = self.link_on_the_way(path) {
            let reason = message("target-is-link", &[("path", &link)]);
            return Outcome::LeftOut { reason };
        }
        match self.create(&self.root.join(path), content) {
            Ok(()) => Outcome::Imported,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && self.is_there(path) => {
                Outcome::AlreadyThere
            }
            Err(error) => Outcome::Failed {
                reason: message("unwritable", &[("error", &error.to_string())]),
            },
        }
    }

    /// Writes a new file: first under another name, so that nobody ever sees half of it.
    fn create(&self, path: &Path, content: &Content) -> io::Result<()> {
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        let mut reader = content.open()?;
        let (draft, mut file) = draft_in(folder)?;
        let written = io::copy(&mut reader, &mut file).and_then(|_| file.flush());
        drop(file);
        let placed = written.and_then(|()| put(&draft, path));
        // After a rename the draft is gone already.
        let _ = fs::remove_file(&draft);
        placed
    }
}

/// Gives a file its name, unless the name is taken.
fn put(draft: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(draft, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            // Some file systems have no hard links.
            if fs::symlink_metadata(path).is_ok() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            fs::rename(draft, path)
        }
        done => done,
    }
}

/// A new hidden file; hidden files are never read as documents.
fn draft_in(folder: &Path) -> io::Result<(PathBuf, File)> {
    const ATTEMPTS: usize = 1000;
    let mut number = 0;
    loop {
        let path = folder.join(format!(".hansei-import-{number}"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            Err(error) if number == ATTEMPTS => return Err(error),
            Err(_) => number += 1,
        }
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
