//! Writes the files of a site to disk: into a new folder beside the old one, swapped in whole, so
//! that a reader sees either site and never half of one; or, where it is known what is there ([`BuildCache`]), into
//! the folder itself, only what differs.

mod build_memory;
mod cache;
mod in_place;
mod known_site;
mod replace;

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use rustc_hash::FxHashSet;

use crate::render::site::Output;
use crate::source::SITE_MARKER;

pub use build_memory::BuildMemory;
pub use cache::{BuildCache, Remembered};
pub use in_place::SiteInPlace;
pub use known_site::KnownSite;

use replace::{remove_site, replace_files};

/// Why a site cannot be written.
#[derive(Debug)]
pub enum OutputError {
    /// The folder is not empty and was not written by us.
    NotOurs(PathBuf),
    /// The folder holds, or is, the knowledge base.
    HoldsSource(PathBuf),
    /// The system does not allow it.
    Io {
        /// What could not be touched.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs(path) => write!(
                f,
                "{} is not empty and holds no {SITE_MARKER}, so it is not a site of hansei",
                path.display()
            ),
            Self::HoldsSource(path) => {
                write!(f, "{} holds the knowledge base itself", path.display())
            }
            Self::Io { path, error } => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for OutputError {}

/// How much was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files.
    pub files: usize,
    /// Bytes.
    pub bytes: u64,
    /// Whether the site went to its place as it was to; if not, the folder could not be swapped whole, and its
    /// files were replaced one by one.
    pub swapped: bool,
}

/// A site being written beside its final place.
#[derive(Debug)]
pub struct SiteFolder {
    root: PathBuf,
    target: PathBuf,
    fresh: PathBuf,
    folders: Mutex<FxHashSet<PathBuf>>,
    files: AtomicUsize,
    bytes: AtomicU64,
    /// Held for as long as the site is being made: the next build waits.
    _turn: Option<File>,
}

impl SiteFolder {
    /// Begins a site that will be at `target`; `root` is the knowledge base that files are copied from,
    /// `content` the folder of its documents. Where another build is at work there, this one waits for its end.
    ///
    /// # Errors
    ///
    /// Where `target` is neither empty nor ours, holds the knowledge base, or cannot be written.
    pub fn begin(root: &Path, content: &Path, target: &Path) -> Result<Self, OutputError> {
        // A link to a folder stays a link: the site is put where it leads.
        let target = &fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        refuse_foreign(target)?;
        refuse_source(root, content, target)?;
        let name = target
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let fresh = target.with_file_name(format!(".{name}.hansei-new"));
        let io = |path: &Path| {
            let path = path.to_owned();
            move |error| OutputError::Io { path, error }
        };
        let turn = match fresh.parent() {
            Some(parent) if parent != Path::new("") => {
                fs::create_dir_all(parent).map_err(io(parent))?;
                turn_in(parent)
            }
            _ => turn_in(Path::new(".")),
        };
        // Left by a build that was cut off; anything else of these names is not ours to remove.
        let old = old_of(&fresh);
        for left in [&fresh, &old] {
            refuse_foreign(left)?;
        }
        if old.exists() && !target.exists() {
            fs::rename(&old, target).map_err(io(&old))?;
        }
        for left in [&fresh, &old] {
            if left.exists() {
                remove_site(left).map_err(io(left))?;
            }
        }
        fs::create_dir_all(&fresh).map_err(io(&fresh))?;
        let marker = fresh.join(SITE_MARKER);
        fs::write(&marker, "").map_err(io(&marker))?;
        Ok(Self {
            root: root.to_owned(),
            target: target.to_owned(),
            folders: Mutex::new(FxHashSet::from_iter([fresh.clone()])),
            fresh,
            files: AtomicUsize::new(0),
            bytes: AtomicU64::new(0),
            _turn: turn,
        })
    }

    /// Puts the site in its place.
    ///
    /// # Errors
    ///
    /// Where the system does not allow it. The old site is kept then, unless its files have to be replaced one by
    /// one and that fails in the middle.
    pub fn finish(self) -> Result<Written, OutputError> {
        let swapped = if self.target.exists() {
            self.swap()?
        } else {
            self.move_in().map_err(|error| self.failed(error))?;
            true
        };
        Ok(Written {
            files: self.files.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            swapped,
        })
    }

    /// Exchanges the folders; where a folder cannot be moved (it is a mount, or open elsewhere),
    /// its files are replaced one by one.
    fn swap(&self) -> Result<bool, OutputError> {
        let old = old_of(&self.fresh);
        if fs::rename(&self.target, &old).is_ok() {
            if let Err(error) = self.move_in() {
                fs::rename(&old, &self.target).map_err(|error| self.failed(error))?;
                return Err(self.failed(error));
            }
            // The new site is there; what is left of the old one, the next build takes away.
            let _ = remove_site(&old);
            return Ok(true);
        }
        replace_files(&self.fresh, &self.target, &|_| false).map_err(|error| self.failed(error))?;
        Ok(false)
    }

    /// Moves the new site to where there is none.
    fn move_in(&self) -> io::Result<()> {
        fs::rename(&self.fresh, &self.target)
    }

    fn failed(&self, error: io::Error) -> OutputError {
        OutputError::Io {
            path: self.target.clone(),
            error,
        }
    }

    fn place(&self, path: &str) -> io::Result<PathBuf> {
        let place = self.fresh.join(path);
        if let Some(folder) = place.parent() {
            let known = self
                .folders
                .lock()
                .is_ok_and(|folders| folders.contains(folder));
            if !known {
                fs::create_dir_all(folder)?;
                if let Ok(mut folders) = self.folders.lock() {
                    folders.insert(folder.to_owned());
                }
            }
        }
        Ok(place)
    }

    fn count(&self, bytes: u64) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// How many files have been written so far.
    #[must_use]
    pub fn files(&self) -> usize {
        self.files.load(Ordering::Relaxed)
    }
}

impl Output for SiteFolder {
    fn write(&self, path: &str, content: &[u8]) -> io::Result<()> {
        fs::write(self.place(path)?, content)?;
        self.count(content.len() as u64);
        Ok(())
    }

    fn stream(
        &self,
        path: &str,
        content: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut file = BufWriter::new(File::create(self.place(path)?)?);
        content(&mut file)?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        self.count(file.metadata()?.len());
        Ok(())
    }

    fn copy(&self, source: &str, path: &str) -> io::Result<()> {
        let bytes = fs::copy(self.root.join(source), self.place(path)?)?;
        self.count(bytes);
        Ok(())
    }
}

/// A site that was begun and not finished leaves nothing behind.
impl Drop for SiteFolder {
    fn drop(&mut self) {
        if self.fresh.exists() {
            // Nothing can be done about a failure here; the next build tries again.
            let _ = remove_site(&self.fresh);
        }
    }
}

/// A folder that is there has to be empty or ours.
fn refuse_foreign(target: &Path) -> Result<(), OutputError> {
    let mut entries = match fs::read_dir(target) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            return Err(OutputError::Io {
                path: target.to_owned(),
                error,
            });
        }
    };
    if entries.next().is_none() || target.join(SITE_MARKER).is_file() {
        return Ok(());
    }
    Err(OutputError::NotOurs(target.to_owned()))
}

/// A site must not take the place of what it is made from.
fn refuse_source(root: &Path, content: &Path, target: &Path) -> Result<(), OutputError> {
    let canonical = |path: &Path| fs::canonicalize(path).ok();
    let (Some(root), Some(target)) = (canonical(root), canonical(target)) else {
        return Ok(());
    };
    let content = canonical(content).unwrap_or_else(|| root.clone());
    let among_documents = content != root && target.starts_with(&content);
    if root.starts_with(&target) || content.starts_with(&target) || among_documents {
        return Err(OutputError::HoldsSource(target));
    }
    Ok(())
}

/// Where the old site waits until the new one has its place.
fn old_of(fresh: &Path) -> PathBuf {
    fresh.with_extension("hansei-old")
}

/// Waits until no other build writes into a folder, as long as this is held. It leaves nothing behind; where a
/// folder cannot be locked, builds have to be kept apart by whoever starts them.
fn turn_in(folder: &Path) -> Option<File> {
    let folder = File::open(folder).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_takes_the_place_of_the_old_one_whole() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("public");
        for content in ["old", "new"] {
            let site = SiteFolder::begin(root.path(), root.path(), &target).unwrap();
            site.write(&format!("a/{content}.html"), content.as_bytes())
                .unwrap();
            let written = site.finish().unwrap();
            assert_eq!(
                (written.files, written.bytes, written.swapped),
                (1, 3, true)
            );
        }
        assert!(target.join("a/new.html").is_file());
        assert!(!target.join("a/old.html").exists());
        let left: Vec<_> = fs::read_dir(root.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }

    #[test]
    fn a_file_can_come_in_pieces() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("public");
        let site = SiteFolder::begin(root.path(), root.path(), &target).unwrap();
        let mut pieces = |file: &mut dyn io::Write| {
            file.write_all(b"one, ")?;
            file.write_all(b"two")
        };
        site.stream("a/x.json", &mut pieces).unwrap();
        let written = site.finish().unwrap();
        assert_eq!((written.files, written.bytes), (1, 8));
        let text = fs::read_to_string(target.join("a/x.json")).unwrap();
        assert_eq!(text, "one, two");
    }

    #[test]
    fn a_site_that_is_not_finished_leaves_the_old_one() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("public");
        let site = SiteFolder::begin(root.path(), root.path(), &target).unwrap();
        site.write("a.html", b"x").unwrap();
        drop(site);
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_is_not_ours_is_refused() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("public");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("thesis.txt"), "x").unwrap();
        assert!(matches!(
            SiteFolder::begin(root.path(), root.path(), &target),
            Err(OutputError::NotOurs(_))
        ));
        assert!(target.join("thesis.txt").is_file());
    }

    #[test]
    fn a_folder_that_holds_the_knowledge_base_is_refused() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join(SITE_MARKER), "").unwrap();
        assert!(matches!(
            SiteFolder::begin(root.path(), root.path(), root.path()),
            Err(OutputError::HoldsSource(_))
        ));
    }

    #[test]
    fn a_site_never_takes_the_place_of_documents() {
        let root = tempfile::tempdir().unwrap();
        let content = root.path().join("content");
        fs::create_dir_all(content.join("incidents")).unwrap();
        for target in [content.clone(), content.join("incidents")] {
            fs::write(target.join(SITE_MARKER), "").unwrap();
            assert!(matches!(
                SiteFolder::begin(root.path(), &content, &target),
                Err(OutputError::HoldsSource(_))
            ));
        }
    }

    #[test]
    fn what_a_build_left_that_was_cut_off_is_in_nobodys_way() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("public");
        for left in [".public.hansei-new", ".public.hansei-old"] {
            fs::create_dir_all(root.path().join(left).join("a")).unwrap();
            fs::write(root.path().join(left).join(SITE_MARKER), "").unwrap();
        }
        let site = SiteFolder::begin(root.path(), root.path(), &target).unwrap();
        assert!(
            target.join("a").is_dir(),
            "the old site is back while the new one is made"
        );
        site.write("a.html", b"x").unwrap();
        site.finish().unwrap();
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
        assert!(target.join("a.html").is_file() && !target.join("a").exists());
    }

    #[test]
    fn builds_of_one_site_take_turns() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("public");
        std::thread::scope(|scope| {
            for number in 0..8 {
                let (root, target) = (root.path(), &target);
                scope.spawn(move || {
                    let site = SiteFolder::begin(root, root, target).unwrap();
                    for page in 0..20 {
                        let text = number.to_string();
                        site.write(&format!("{page}.html"), text.as_bytes())
                            .unwrap();
                    }
                    site.finish().unwrap();
                });
            }
        });
        let of = |page: usize| fs::read_to_string(target.join(format!("{page}.html"))).unwrap();
        assert!((0..20).all(|page| of(page) == of(0)));
        assert!(target.join(SITE_MARKER).is_file());
    }
}
