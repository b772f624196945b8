//! What is known of a site that was written: its files, and what they were made from.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::replace::within;
use crate::memory::bytes::{Reader, Writer};
use crate::memory::{MadeFrom, Memory, Remember, remember};
use crate::render::unit::Basis;
use crate::source::SITE_MARKER;

/// The files of a site as they were written, by their paths from its root, `/` between folders.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFiles(pub(super) BTreeMap<String, KnownFile>);

/// What is known of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownSite {
    /// Its files.
    pub files: KnownFiles,
    /// Those that stand or fall together, by name. A build that changes nothing does not ask for them, and there is
    /// more to be said of them than of files: they are kept by themselves.
    pub(super) units: BTreeMap<String, KnownUnit>,
}

/// What units are called where they are kept.
const UNITS: &str = "units";

/// Files that stand or fall together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KnownUnit {
    pub(super) basis: Basis,
    /// Their paths, sorted. Most units are one file and are called by its path, which is not kept twice: then it is
    /// empty.
    paths: Vec<String>,
}

impl KnownUnit {
    /// The unit of this name, with these files.
    pub(super) fn new(name: &str, basis: Basis, mut paths: Vec<String>) -> Self {
        for path in &mut paths {
            if path == name {
                path.clear();
            }
        }
        Self { basis, paths }
    }

    /// Where its files are; it has this name.
    pub(super) fn paths<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let paths = self.paths.iter();
        paths.map(move |path| if path.is_empty() { name } else { path })
    }
}

remember!(KnownUnit { basis, paths });

/// A file as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KnownFile {
    /// What is in it.
    pub(super) digest: String,
    pub(super) stamp: Stamp,
}

/// What tells that nobody else has written a file since, without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    pub(super) bytes: u64,
    /// Nanoseconds since 1970, UTC.
    modified: u64,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Option<Self> {
        let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        metadata.is_file().then_some(Self {
            bytes: metadata.len(),
            modified: u64::try_from(modified.as_nanos()).ok()?,
        })
    }

    pub(super) fn of_file(path: &Path) -> Option<Self> {
        Self::of(&fs::symlink_metadata(path).ok()?)
    }
}

impl KnownSite {
    /// Keeps what its files were made from; gives the number to recall that by.
    pub fn keep_units(&self, memory: &dyn Memory) -> MadeFrom {
        let units: Vec<(&String, &KnownUnit)> = self.units.iter().collect();
        let mut writer = Writer::begin(UNITS);
        writer.list(&units, |writer, (name, unit)| {
            writer.text(name);
            unit.remember(writer);
        });
        let bytes = writer.end();
        let number = MadeFrom::of(&bytes);
        memory.keep(UNITS, number, &bytes);
        number
    }

    /// The site with these files; what they were made from is recalled by the number that is told
    /// with them, if that is still known.
    #[must_use]
    pub fn recalling(files: KnownFiles, units: MadeFrom, memory: &dyn Memory) -> Self {
        let bytes = memory.recall(UNITS, units);
        let units = bytes.and_then(|bytes| Reader::open(UNITS, &bytes)?.list(Remember::recall));
        Self {
            files,
            units: units.into_iter().flatten().collect(),
        }
    }
}

impl KnownFiles {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether a folder holds all of them as they were written, and no others.
    #[must_use]
    pub fn is_at(&self, folder: &Path) -> bool {
        let (mut found, mut is_marked) = (0, false);
        for entry in WalkDir::new(folder).min_depth(1) {
            let Ok(entry) = entry else {
                return false;
            };
            if entry.file_type().is_dir() {
                continue;
            }
            let stamp = entry.metadata().ok().as_ref().and_then(Stamp::of);
            let path = within(folder, entry.path());
            let (Some(stamp), Some(path)) = (stamp, path) else {
                return false;
            };
            if path == SITE_MARKER {
                is_marked = true;
                continue;
            }
            if self.0.get(&path).map(|known| known.stamp) != Some(stamp) {
                return false;
            }
            found += 1;
        }
        is_marked && found == self.0.len()
    }
}
