//! Every file that a site is made from.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::hash::Hasher;
#[cfg(unix)]
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::{Contents, Listing, list_overrides};
use crate::config::{Config, FILE_NAME};

/// How long, in seconds, a file counts as changed just now.
const RECENTLY: u64 = 3;

/// In a second.
const NANOSECONDS: u128 = 1_000_000_000;

/// Every file that a site is made from, as far as it is there.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct InputFiles {
    /// The folders that hold them, each before those in it.
    pub folders: Vec<PathBuf>,
    /// Their paths from the root of the knowledge base, `/` between folders, sorted.
    pub files: BTreeSet<String>,
    /// Whether there is a folder of the content.
    pub has_content: bool,
}

impl InputFiles {
    /// Looks for them by the rules that reading goes by: what is hidden or ignored, and the site itself, are not
    /// among them.
    #[must_use]
    pub fn find(root: &Path, config: &Config) -> Self {
        Self::beside(root, &Contents::find(root, config))
    }

    /// The same, where the content has been found.
    #[must_use]
    pub fn beside(root: &Path, content: &Contents) -> Self {
        let has_content = !content.folders().is_empty();
        let ignore_files = root_to(root, content.folders())
            .into_iter()
            .filter_map(|folder| folder.strip_prefix(root).ok())
            .map(|folder| {
                folder
                    .join(".gitignore")
                    .to_string_lossy()
                    .replace('\\', "/")
            });
        let Listing { folders, files } = list_overrides(root);
        let named = [FILE_NAME.to_owned()].into_iter().chain(ignore_files);
        let is_there = |path: &String| fs::symlink_metadata(root.join(path)).is_ok();
        let named = named.filter(is_there);
        let root_first = [root.to_owned()].into_iter();
        let of_content = content.folders().iter().cloned();
        Self {
            folders: root_first.chain(of_content).chain(folders).collect(),
            files: named
                .chain(content.files(root).cloned())
                .chain(files)
                .collect(),
            has_content,
        }
    }

    /// Looks into all of them.
    #[must_use]
    pub fn look(self, root: &Path) -> InputState {
        let files: Vec<&String> = self.files.iter().collect();
        let seen = files.par_iter().map(|path| {
            let is_config = *path == FILE_NAME;
            let path = root.join(path);
            // In this order: what is written in between has another stamp later.
            let stamp = Stamp::of(&path, is_config);
            (stamp, digest_of_file(&path, is_config))
        });
        let seen = seen.collect();
        InputState { inputs: self, seen }
    }
}

/// What is in the files that a site is made from.
#[derive(Debug)]
pub struct InputState {
    /// Which they are.
    pub inputs: InputFiles,
    /// Of each file when it was last changed, and what is in it.
    seen: Vec<(Option<Stamp>, u128)>,
}

impl InputState {
    /// A digest of all of them, names and contents; what cannot be read differs from whatever can.
    #[must_use]
    pub fn digest(&self) -> u128 {
        let mut hasher = SipHasher13::new();
        hasher.write_u8(u8::from(self.inputs.has_content));
        for (path, (_, digest)) in self.inputs.files.iter().zip(&self.seen) {
            hasher.write_usize(path.len());
            hasher.write(path.as_bytes());
            hasher.write_u128(*digest);
        }
        hasher.finish128().as_u128()
    }

    /// Whether nobody has written any of them since, and there are no others. Files that were changed shortly before
    /// `looked_at` (seconds since 1970, UTC) are read again: some disks tell times no finer than by two seconds.
    #[must_use]
    pub fn is_still(&self, root: &Path, config: &Config, looked_at: u64) -> bool {
        let recently = looked_at.saturating_sub(RECENTLY);
        let files: Vec<&String> = self.inputs.files.iter().collect();
        let files = files.par_iter().zip(&self.seen);
        InputFiles::find(root, config) == self.inputs
            && files.all(|(path, (stamp, digest))| {
                let is_config = *path == FILE_NAME;
                let path = root.join(path);
                let is_old = stamp.is_some_and(|stamp| stamp.is_older_than(recently));
                let is_untouched = Stamp::of(&path, is_config) == *stamp;
                is_untouched && (is_old || digest_of_file(&path, is_config) == *digest)
            })
    }
}

/// What changes with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    /// In nanoseconds since 1970, UTC.
    modified: u128,
    /// When anything about it was changed, which nobody can set: seconds since 1970, UTC, and nanoseconds.
    #[cfg(unix)]
    changed: (i64, i64),
    #[cfg(unix)]
    place: (u64, u64),
}

impl Stamp {
    fn of(path: &Path, follow: bool) -> Option<Self> {
        let metadata = metadata(path, follow)?;
        let modified = metadata.modified().ok()?;
        let modified = modified.duration_since(UNIX_EPOCH).ok()?;
        Some(Self {
            bytes: metadata.len(),
            modified: modified.as_nanos(),
            #[cfg(unix)]
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            #[cfg(unix)]
            place: (metadata.dev(), metadata.ino()),
        })
    }

    /// Whether it was changed before a time, in seconds since 1970, UTC.
    fn is_older_than(&self, time: u64) -> bool {
        #[cfg(unix)]
        let changed = i128::from(self.changed.0);
        #[cfg(not(unix))]
        let changed = 0;
        changed < i128::from(time) && self.modified / NANOSECONDS < u128::from(time)
    }
}

fn metadata(path: &Path, follow: bool) -> Option<Metadata> {
    let metadata = if follow {
        fs::metadata(path)
    } else {
        fs::symlink_metadata(path)
    };
    metadata.ok()
}

/// Only of the configuration a link is followed: elsewhere it is no document.
fn digest_of_file(path: &Path, follow: bool) -> u128 {
    let mut hasher = SipHasher13::new();
    // Of anything but a file, reading may never end.
    let is_file = metadata(path, follow).is_some_and(|metadata| metadata.is_file());
    match is_file.then(|| fs::read(path)) {
        Some(Ok(content)) => {
            hasher.write_u8(1);
            hasher.write(&content);
        }
        _ => hasher.write_u8(0),
    }
    hasher.finish128().as_u128()
}

/// The folders from the root down to the content, and those in it.
fn root_to<'a>(root: &Path, folders: &'a [PathBuf]) -> BTreeSet<&'a Path> {
    let above = folders.first().into_iter();
    let above = above.flat_map(|content| content.ancestors());
    let above = above.take_while(|folder| folder.starts_with(root));
    above.chain(folders.iter().map(PathBuf::as_path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_counts_by_its_name_and_by_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let config = Config::default_for("kb");
        let mut digests = BTreeSet::new();
        let mut differs = || digests.insert(InputFiles::find(root, &config).look(root).digest());
        assert!(differs());
        for (path, text) in [
            ("hansei.yaml", "title: KB"),
            ("content/a.md", "x"),
            ("content/a.md", "y"),
            ("content/画像.png", "x"),
            ("content/.gitignore", "b.md"),
            ("templates/base.html", "x"),
            ("theme/site.css", "x"),
        ] {
            write(path, text);
            assert!(differs(), "{path}: {text}");
        }
        fs::rename(root.join("content/a.md"), root.join("content/c.md")).unwrap();
        assert!(differs());
        write("content/b.md", "ignored");
        write("public/index.html", "the site");
        write(".hansei/cache/build.json", "x");
        assert!(!differs());
    }

    #[test]
    fn what_is_changed_meanwhile_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let config = Config::default_for("kb");
        fs::create_dir(root.join("content")).unwrap();
        let path = root.join("content/a.md");
        fs::write(&path, "one").unwrap();
        let mut state = InputFiles::find(root, &config).look(root);
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        let written = written.duration_since(UNIX_EPOCH).unwrap().as_secs();
        // Looked at just now, and when the file was old.
        for looked_at in [written, written + 100] {
            let is_still = || state.is_still(root, &config, looked_at);
            assert!(is_still());
            fs::write(root.join("content/b.md"), "").unwrap();
            assert!(!is_still());
            fs::remove_file(root.join("content/b.md")).unwrap();
            assert!(is_still());
            fs::write(&path, "another").unwrap();
            assert!(!is_still());
            fs::write(&path, "one").unwrap();
            state = InputFiles::find(root, &config).look(root);
        }
    }
}
