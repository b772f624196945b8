//! Puts into the folder of a site what differs from the files that are there.

use std::collections::BTreeMap;
use std::fs;
use std::hash::Hasher;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rustc_hash::FxHashMap;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::known_site::{KnownFile, KnownFiles, KnownSite, KnownUnit, Stamp};
use super::replace::replace_files;
use super::{OutputError, SiteFolder, Written};
use crate::render::site::Output;
use crate::render::unit::Basis;

/// A site of which only what differs is written: beside the old one first, and put in its place file by file when
/// it is complete.
#[derive(Debug)]
pub struct SiteInPlace {
    fresh: SiteFolder,
    known: KnownSite,
    files: Mutex<BTreeMap<String, KnownFile>>,
    units: Mutex<BTreeMap<String, KnownUnit>>,
    /// The folders of the site that were looked at, and whether they are folders.
    folders: Mutex<FxHashMap<PathBuf, bool>>,
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
        Ok(Self {
            fresh: SiteFolder::begin(root, content, target)?,
            known,
            files: Mutex::default(),
            units: Mutex::default(),
            folders: Mutex::default(),
        })
    }

    /// Takes away what the site has no more, puts in its place what differs, and says what the site holds.
    ///
    /// # Errors
    ///
    /// Where the system does not allow it.
    pub fn finish(mut self) -> Result<(Written, KnownSite), OutputError> {
        let files = std::mem::take(&mut self.files);
        let files = files.into_inner().unwrap_or_default();
        let units = std::mem::take(&mut self.units);
        let units = units.into_inner().unwrap_or_default();
        let fresh = &self.fresh;
        let put_in = if fresh.target.exists() {
            replace_files(&fresh.fresh, &fresh.target, &|path| {
                files.contains_key(path)
            })
        } else {
            fresh.move_in()
        };
        put_in.map_err(|error| fresh.failed(error))?;
        let written = Written {
            files: files.len(),
            bytes: files.values().map(|file| file.stamp.bytes).sum(),
            swapped: true,
        };
        let files = KnownFiles(files);
        Ok((written, KnownSite { files, units }))
    }

    /// What is known of a file, where it is still there as it was written.
    fn still_there(&self, path: &str) -> Option<&KnownFile> {
        let known = self.known.files.0.get(path)?;
        let place = self.fresh.target.join(path);
        let is_there =
            self.is_in_real_folders(&place) && Stamp::of_file(&place) == Some(known.stamp);
        is_there.then_some(known)
    }

    /// Whether no folder between the site and a file is a link, which would lead to what is not ours.
    fn is_in_real_folders(&self, place: &Path) -> bool {
        let above = place.ancestors().skip(1);
        let mut above = above.take_while(|folder| *folder != self.fresh.target);
        let Ok(mut folders) = self.folders.lock() else {
            return false;
        };
        above.all(|folder| {
            *folders.entry(folder.to_owned()).or_insert_with(|| {
                fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir())
            })
        })
    }

    fn keep(&self, path: &str, file: KnownFile) -> io::Result<()> {
        let files = self.files.lock();
        let mut files = files.map_err(|_| io::Error::other("another file could not be kept"))?;
        files.insert(path.to_owned(), file);
        Ok(())
    }

    /// Notes a file that was just written.
    fn keep_fresh(&self, path: &str, digest: String) -> io::Result<()> {
        let stamp = Stamp::of_file(&self.fresh.fresh.join(path));
        let stamp = stamp.ok_or_else(|| io::Error::other("the file is gone again"))?;
        self.keep(path, KnownFile { digest, stamp })
    }
}

impl Output for SiteInPlace {
    fn remembers(&self) -> bool {
        true
    }

    fn has(&self, unit: &str, is_current: &dyn Fn(&Basis) -> bool) -> Option<Vec<String>> {
        let known = self.known.units.get(unit);
        let known = known.filter(|known| is_current(&known.basis))?;
        let files = known
            .paths(unit)
            .map(|path| Some((path, self.still_there(path)?)));
        let files = files.collect::<Option<Vec<_>>>()?;
        let mut kept = self.files.lock().ok()?;
        let paths: Vec<String> = files.iter().map(|(path, _)| (*path).to_owned()).collect();
        let files = files.into_iter();
        kept.extend(files.map(|(path, file)| (path.to_owned(), file.clone())));
        let mut units = self.units.lock().ok()?;
        units.insert(unit.to_owned(), known.clone());
        Some(paths)
    }

    fn made(&self, unit: &str, basis: Basis, paths: Vec<String>) {
        if let Ok(mut units) = self.units.lock() {
            units.insert(unit.to_owned(), KnownUnit::new(unit, basis, paths));
        }
    }

    fn write(&self, path: &str, content: &[u8]) -> io::Result<()> {
        let digest = digest(content);
        let known = self.still_there(path);
        if let Some(known) = known.filter(|known| known.digest == digest) {
            return self.keep(path, known.clone());
        }
        self.fresh.write(path, content)?;
        self.keep_fresh(path, digest)
    }

    fn stream(
        &self,
        path: &str,
        content: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut hasher = SipHasher13::new();
        self.fresh.stream(path, &mut |file| {
            content(&mut Hashed {
                file,
                hasher: &mut hasher,
            })
        })?;
        let digest = in_words(&hasher);
        let known = self.still_there(path);
        if let Some(known) = known.filter(|known| known.digest == digest) {
            fs::remove_file(self.fresh.fresh.join(path))?;
            return self.keep(path, known.clone());
        }
        self.keep_fresh(path, digest)
    }

    fn copy(&self, source: &str, path: &str) -> io::Result<()> {
        let digest = digest(&fs::read(self.fresh.root.join(source))?);
        let known = self.still_there(path);
        if let Some(known) = known.filter(|known| known.digest == digest) {
            return self.keep(path, known.clone());
        }
        self.fresh.copy(source, path)?;
        self.keep_fresh(path, digest)
    }
}

/// A file whose digest is made while it is written.
struct Hashed<'a> {
    file: &'a mut dyn io::Write,
    hasher: &'a mut SipHasher13,
}

impl io::Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.write(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// What tells one content from another.
pub(super) fn digest(content: &[u8]) -> String {
    let mut hasher = SipHasher13::new();
    hasher.write(content);
    in_words(&hasher)
}

fn in_words(hasher: &SipHasher13) -> String {
    format!("{:032x}", hasher.finish128().as_u128())
}

#[cfg(test)]
mod tests {
    use walkdir::WalkDir;

    use super::*;
    use crate::memory::MadeFrom;
    use crate::memory::ShortTerm;
    use crate::output::replace::within;
    use crate::source::SITE_MARKER;

    fn write(root: &Path, known: KnownSite, files: &[(&str, &str)]) -> KnownSite {
        let target = root.join("public");
        let site = SiteInPlace::begin(root, &root.join("content"), &target, known).unwrap();
        for (path, text) in files {
            site.write(path, text.as_bytes()).unwrap();
        }
        let (written, known) = site.finish().unwrap();
        assert_eq!(written.files, files.len());
        assert!(known.files.is_at(&target));
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
                (within(&target, entry.path()).unwrap(), text)
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
        assert_eq!(known.files.0["a.html"], changed.files.0["a.html"]);
        assert!(!root.join("public/b/d").exists());
    }

    #[test]
    fn units_are_recalled_for_the_site_they_are_of() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let (target, content) = (root.join("public"), root.join("content"));
        let begin = |known| SiteInPlace::begin(root, &content, &target, known).unwrap();
        let [this, that] = [1, 2].map(|number| MadeFrom::of(&number));
        let memory = ShortTerm::default();
        let site = begin(KnownSite::default());
        for path in ["a.html", "b.html"] {
            site.write(path, b"x").unwrap();
        }
        let paths = ["a.html", "b.html"].map(str::to_owned).to_vec();
        site.made("a.html", this.into(), paths.clone());
        let (_, known) = site.finish().unwrap();
        let number = known.keep_units(&memory);
        let recalled = KnownSite::recalling(known.files.clone(), number, &memory);
        assert_eq!(recalled, known);
        let next = begin(recalled);
        assert_eq!(next.has("a.html", &|basis| basis.made_from == that), None);
        assert_eq!(
            next.has("a.html", &|basis| basis.made_from == this),
            Some(paths)
        );
        drop(next);
        let of_another = KnownSite::recalling(known.files, that, &memory);
        assert_eq!(begin(of_another).has("a.html", &|_| true), None);
    }

    #[test]
    fn what_others_did_to_the_site_is_undone() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let target = root.join("public");
        let files = [("a.html", "a"), ("b/c.html", "c"), ("files/x", "x")];
        let mut known = write(root, KnownSite::default(), &files);
        let meddle: [fn(&Path); 6] = [
            #[cfg(unix)]
            |target| {
                let elsewhere = target.with_file_name("elsewhere");
                fs::rename(target.join("files"), &elsewhere).unwrap();
                std::os::unix::fs::symlink(&elsewhere, target.join("files")).unwrap();
            },
            #[cfg(not(unix))]
            |_| (),
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
            assert!(cfg!(not(unix)) || !known.files.is_at(&target));
            known = write(root, known, &files);
            assert_eq!(held(root), pairs(&files));
        }
        let elsewhere = fs::read_to_string(root.join("elsewhere/x"));
        assert_eq!(
            elsewhere.unwrap_or("x".to_owned()),
            "x",
            "nothing of others is touched"
        );
    }

    #[test]
    fn a_site_that_is_not_finished_stays_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let known = write(root, KnownSite::default(), &[("a.html", "a")]);
        let site = SiteInPlace::begin(root, &root.join("content"), &root.join("public"), known);
        site.unwrap().write("a.html", b"other").unwrap();
        assert_eq!(held(root), pairs(&[("a.html", "a")]));
        assert!(!root.join(".public.hansei-new").exists());
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
