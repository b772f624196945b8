//! Writes into the folder of a site what differs from the files that are there.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::hash::Hasher;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use siphasher::sip128::{Hasher128, SipHasher13};
use walkdir::WalkDir;

use super::{OutputError, Written, refuse_foreign, refuse_source};
use crate::render::site::Output;
use crate::source::SITE_MARKER;

/// What is known of the files of a site, by their paths from its root, `/` between folders.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownSite(BTreeMap<String, KnownFile>);

/// A file as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KnownFile {
    /// What is in it.
    digest: String,
    stamp: Stamp,
}

/// What tells that nobody else has written a file since, without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    bytes: u64,
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

    fn of_file(path: &Path) -> Option<Self> {
        Self::of(&fs::symlink_metadata(path).ok()?)
    }
}

impl KnownSite {
    /// How many files it has.
    #[must_use]
    pub fn files(&self) -> usize {
        self.0.len()
    }

    /// Whether a folder holds these files as they were written, and no others.
    #[must_use]
    pub fn is_at(&self, folder: &Path) -> bool {
        let mut found = 0;
        for entry in WalkDir::new(folder).min_depth(1) {
            let Ok(entry) = entry else {
                return false;
            };
            if entry.file_type().is_dir() {
                continue;
            }
            let path = within(folder, entry.path());
            if path == SITE_MARKER {
                continue;
            }
            let known = self.0.get(&path);
            let stamp = entry.metadata().ok().as_ref().and_then(Stamp::of);
            if stamp.is_none() || known.map(|known| known.stamp) != stamp {
                return false;
            }
            found += 1;
        }
        found == self.0.len()
    }
}

/// A site being written where it is: each file by renaming, and none that is as it should be.
#[derive(Debug)]
pub struct SiteInPlace {
    root: PathBuf,
    target: PathBuf,
    known: KnownSite,
    files: Mutex<BTreeMap<String, KnownFile>>,
}

impl SiteInPlace {
    /// Begins a site at `target`, of which it is known what it held; `root` is the knowledge base that files are
    /// copied from, `content` the folder of its documents.
    ///
    /// # Errors
    ///
    /// Where `target` is neither empty nor ours, holds the knowledge base, or cannot be written.
    pub fn begin(
        root: &Path,
        content: &Path,
        target: &Path,
        known: KnownSite,
    ) -> Result<Self, OutputError> {
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        refuse_foreign(&target)?;
        refuse_source(root, content, &target)?;
        let marker = target.join(SITE_MARKER);
        let mark = || {
            fs::create_dir_all(&target)?;
            if marker.is_file() {
                return Ok(());
            }
            fs::write(&marker, "")
        };
        mark().map_err(|error| OutputError::Io {
            path: marker.clone(),
            error,
        })?;
        Ok(Self {
            root: root.to_owned(),
            target,
            known,
            files: Mutex::default(),
        })
    }

    /// Takes away what the site has no more, and says what it holds.
    ///
    /// # Errors
    ///
    /// Where the system does not allow it.
    pub fn finish(self) -> Result<(Written, KnownSite), OutputError> {
        let files = self.files.into_inner().unwrap_or_default();
        take_away(&self.target, &files).map_err(|error| OutputError::Io {
            path: self.target,
            error,
        })?;
        let written = Written {
            files: files.len(),
            bytes: files.values().map(|file| file.stamp.bytes).sum(),
            swapped: true,
        };
        Ok((written, KnownSite(files)))
    }
}

impl Output for SiteInPlace {
    fn write(&self, path: &str, content: &[u8]) -> io::Result<()> {
        let digest = digest(content);
        let place = self.target.join(path);
        let known = self.known.0.get(path);
        let known = known
            .filter(|known| known.digest == digest && Stamp::of_file(&place) == Some(known.stamp));
        let file = match known {
            Some(known) => known.clone(),
            None => KnownFile {
                stamp: replace(&self.target, &place, content)?,
                digest,
            },
        };
        let mut files = self.files.lock().map_err(|_| poisoned())?;
        files.insert(path.to_owned(), file);
        Ok(())
    }

    fn copy(&self, source: &str, path: &str) -> io::Result<()> {
        self.write(path, &fs::read(self.root.join(source))?)
    }
}

fn poisoned() -> io::Error {
    io::Error::other("another file could not be kept")
}

fn digest(content: &[u8]) -> String {
    let mut hasher = SipHasher13::new();
    hasher.write(content);
    format!("{:032x}", hasher.finish128().as_u128())
}

/// Puts a file in its place by renaming, whatever was there.
fn replace(target: &Path, place: &Path, content: &[u8]) -> io::Result<Stamp> {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(".hansei-new");
    let beside = place.with_file_name(name);
    if fs::write(&beside, content).is_err() {
        make_way(target, place)?;
        fs::write(&beside, content)?;
    }
    if place.is_dir() {
        fs::remove_dir_all(place)?;
    }
    fs::rename(&beside, place)?;
    Stamp::of_file(place).ok_or_else(|| io::Error::other("the file is gone again"))
}

/// Makes the folders of a file, also where a file of the site before stands in the way.
fn make_way(target: &Path, place: &Path) -> io::Result<()> {
    let above = place.ancestors().skip(1);
    let mut above = above.take_while(|folder| *folder != target);
    if let Some(file) =
        above.find(|folder| fs::symlink_metadata(folder).is_ok_and(|it| !it.is_dir()))
    {
        fs::remove_file(file)?;
    }
    place.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Leaves these files in a folder and no others, nor empty folders.
fn take_away(target: &Path, files: &BTreeMap<String, KnownFile>) -> io::Result<()> {
    let found: Vec<_> = WalkDir::new(target)
        .min_depth(1)
        .contents_first(true)
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(io::Error::other)?;
    let (folders, others): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|entry| entry.file_type().is_dir());
    others.into_par_iter().try_for_each(|entry| {
        let path = within(target, entry.path());
        if path == SITE_MARKER || files.contains_key(&path) {
            return Ok(());
        }
        fs::remove_file(entry.path())
    })?;
    for folder in folders {
        let mut held = fs::read_dir(folder.path())?;
        if held.next().is_none() {
            fs::remove_dir(folder.path())?;
        }
    }
    Ok(())
}

/// The path within a folder, `/` between folders.
fn within(folder: &Path, path: &Path) -> String {
    let within = path.strip_prefix(folder).unwrap_or(path);
    within.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, known: KnownSite, files: &[(&str, &str)]) -> KnownSite {
        let target = root.join("public");
        let site = SiteInPlace::begin(root, &root.join("content"), &target, known).unwrap();
        for (path, text) in files {
            site.write(path, text.as_bytes()).unwrap();
        }
        let (written, known) = site.finish().unwrap();
        assert_eq!(written.files, files.len());
        assert!(known.is_at(&target));
        known
    }

    fn held(root: &Path) -> Vec<(String, String)> {
        let target = root.join("public");
        let files = WalkDir::new(&target).sort_by_file_name().into_iter();
        let files = files.filter_map(Result::ok);
        let files = files.filter(|entry| entry.file_type().is_file());
        files
            .map(|entry| {
                let text = fs::read_to_string(entry.path()).unwrap();
                (within(&target, entry.path()), text)
            })
            .filter(|(path, _)| path != SITE_MARKER)
            .collect()
    }

    fn pairs(files: &[(&str, &str)]) -> Vec<(String, String)> {
        let files = files.iter();
        files
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn only_what_differs_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let first = [("a.html", "a"), ("b/c.html", "c"), ("b/d/e.html", "e")];
        let known = write(root, KnownSite::default(), &first);
        let again = write(root, known.clone(), &first);
        assert_eq!(known, again, "the time of no file has changed");
        let second = [("a.html", "a"), ("b/c.html", "other")];
        let changed = write(root, again, &second);
        assert_eq!(held(root), pairs(&second));
        assert_eq!(known.0["a.html"], changed.0["a.html"]);
        assert!(!root.join("public/b/d").exists());
    }

    #[test]
    fn what_others_did_to_the_site_is_undone() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let target = root.join("public");
        let files = [("a.html", "a"), ("b/c.html", "c"), ("files/x", "x")];
        let mut known = write(root, KnownSite::default(), &files);
        let meddle: [fn(&Path); 5] = [
            |target| fs::write(target.join("a.html"), "changed").unwrap(),
            |target| fs::remove_file(target.join("b/c.html")).unwrap(),
            |target| fs::write(target.join("b/more.html"), "more").unwrap(),
            |target| {
                fs::remove_dir_all(target.join("b")).unwrap();
                fs::write(target.join("b"), "a file").unwrap();
            },
            |target| {
                fs::remove_file(target.join("files/x")).unwrap();
                fs::create_dir_all(target.join("files/x/y")).unwrap();
                fs::write(target.join("files/x/y/z"), "z").unwrap();
            },
        ];
        for meddle in meddle {
            meddle(&target);
            assert!(!known.is_at(&target));
            known = write(root, known, &files);
            assert_eq!(held(root), pairs(&files));
        }
    }

    #[test]
    fn a_folder_that_is_not_ours_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("public")).unwrap();
        fs::write(root.join("public/thesis.txt"), "x").unwrap();
        let known = KnownSite::default();
        let begun = SiteInPlace::begin(root, &root.join("content"), &root.join("public"), known);
        assert!(matches!(begun, Err(OutputError::NotOurs(_))));
    }
}
