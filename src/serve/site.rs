//! A site in memory: every page packed, and what has not changed shared with the site before.
//!
//! Requests are answered from this map alone. A request names a key of it and never a place on
//! disk, so nothing but the site can be asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::UNIX_EPOCH;

use crate::render::paths::FILES;
use crate::render::site::Output;
use crate::render::unit::Basis;

/// Every file of a site, by its path from the site's root.
#[derive(Debug, Default)]
pub(super) struct MemorySite {
    files: BTreeMap<String, File>,
    units: Units,
    looks: u64,
}

/// What was made together: of each unit what it was made from, and where its files are.
type Units = BTreeMap<String, (Arc<Basis>, Arc<[String]>)>;

/// A file of a site.
#[derive(Debug, Clone)]
pub(super) struct File {
    digest: u64,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    /// What was made, packed. HTML shrinks to about a third, and takes microseconds to unpack.
    Made(Arc<[u8]>),
    /// A file that documents link to, read when it is asked for: pictures can be large.
    Linked(PathBuf),
}

/// What a site has at the path of a request.
#[derive(Debug)]
pub(super) enum Answer<'a> {
    /// This file.
    File(&'a str, &'a File),
    /// A folder, by the path of its index; its links hold only below an address with `/` at its end.
    Folder(&'a str),
    /// Nothing; the page that says so, where the site has one.
    Nothing(Option<&'a File>),
}

impl MemorySite {
    /// What is at this path from the site's root, `/` between folders, not escaped.
    pub(super) fn answer(&self, path: &str) -> Answer<'_> {
        let key = match path {
            path if path.is_empty() || path.ends_with('/') => &format!("{path}index.html"),
            path => path,
        };
        if let Some((path, file)) = self.files.get_key_value(key) {
            return Answer::File(path, file);
        }
        match self.files.get_key_value(&format!("{key}/index.html")) {
            Some((index, _)) => Answer::Folder(index),
            None => Answer::Nothing(self.files.get("404.html")),
        }
    }

    /// What the page at this path looks like, in a word that changes when it does: of its own bytes,
    /// the theme and the linked files.
    pub(super) fn stamp(&self, path: &str) -> String {
        let digest = match self.answer(path) {
            Answer::File(_, file) | Answer::Nothing(Some(file)) => file.digest,
            Answer::Folder(_) | Answer::Nothing(None) => 0,
        };
        format!("{digest:016x}{:016x}", self.looks)
    }
}

impl File {
    /// What is in the file.
    ///
    /// # Errors
    ///
    /// Where a linked file cannot be read any more, or a link leads out of `root` by now.
    pub(super) fn read(&self, root: &Path) -> io::Result<Vec<u8>> {
        match &self.content {
            Content::Made(packed) => {
                lz4_flex::block::decompress_size_prepended(packed).map_err(io::Error::other)
            }
            Content::Linked(path) => {
                let path = fs::canonicalize(path)?;
                if !path.starts_with(root) {
                    return Err(io::ErrorKind::NotFound.into());
                }
                fs::read(path)
            }
        }
    }

    /// Whether the file was made by us, and not by somebody who links to it.
    pub(super) fn is_made(&self) -> bool {
        matches!(self.content, Content::Made(_))
    }
}

/// Takes a site into memory.
#[derive(Debug)]
pub(super) struct Gathering<'a> {
    root: &'a Path,
    before: &'a MemorySite,
    /// The pages that are taken; all where it is not said.
    wanted: Option<BTreeSet<String>>,
    overtaken: &'a AtomicBool,
    files: Mutex<BTreeMap<String, File>>,
    units: Mutex<Units>,
}

impl<'a> Gathering<'a> {
    /// Begins a site that comes after `before`; `root` is the knowledge base.
    /// Nothing more is taken once it is `overtaken`.
    pub(super) fn new(root: &'a Path, before: &'a MemorySite, overtaken: &'a AtomicBool) -> Self {
        Self {
            root,
            before,
            wanted: None,
            overtaken,
            files: Mutex::default(),
            units: Mutex::default(),
        }
    }

    /// Begins a site that has `before` but for these pages.
    pub(super) fn of_some(
        root: &'a Path,
        before: &'a MemorySite,
        wanted: BTreeSet<String>,
        overtaken: &'a AtomicBool,
    ) -> Self {
        // What is made by itself now is not made from what its unit was.
        let stays = |paths: &[String]| !paths.iter().any(|path| wanted.contains(path));
        let units = before.units.iter().filter(|(_, (_, paths))| stays(paths));
        let units = units.map(|(name, unit)| (name.clone(), unit.clone()));
        Self {
            units: Mutex::new(units.collect()),
            wanted: Some(wanted),
            files: Mutex::new(before.files.clone()),
            ..Self::new(root, before, overtaken)
        }
    }

    /// The site with everything that was taken.
    pub(super) fn finish(self) -> MemorySite {
        let files = self.files.into_inner().unwrap_or_default();
        let mut looks = DefaultHasher::new();
        for (path, file) in &files {
            if path.starts_with("theme/") || is_linked(path) {
                (path, file.digest).hash(&mut looks);
            }
        }
        MemorySite {
            looks: looks.finish(),
            units: self.units.into_inner().unwrap_or_default(),
            files,
        }
    }

    fn note(&self, unit: &str, basis: Arc<Basis>, paths: Arc<[String]>) {
        if let Ok(mut units) = self.units.lock() {
            units.insert(unit.to_owned(), (basis, paths));
        }
    }

    fn keep(&self, path: &str, file: File) -> io::Result<()> {
        if self.overtaken.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let mut files = self
            .files
            .lock()
            .map_err(|_| io::Error::other("another page could not be kept"))?;
        files.insert(path.to_owned(), file);
        Ok(())
    }
}

/// Whether a file is one that documents link to.
fn is_linked(path: &str) -> bool {
    path.strip_prefix(FILES)
        .is_some_and(|rest| rest.starts_with('/'))
}

impl Output for Gathering<'_> {
    fn remembers(&self) -> bool {
        self.wanted.is_none()
    }

    fn has(&self, unit: &str, is_current: &dyn Fn(&Basis) -> bool) -> Option<Vec<String>> {
        let known = self.before.units.get(unit);
        let (basis, paths) = known.filter(|(basis, _)| is_current(basis))?;
        let before = &self.before.files;
        let files = paths.iter().map(|path| before.get_key_value(path));
        let files = files.collect::<Option<Vec<_>>>()?;
        let mut kept = self.files.lock().ok()?;
        let files = files.into_iter();
        kept.extend(files.map(|(path, file)| (path.clone(), file.clone())));
        self.note(unit, Arc::clone(basis), Arc::clone(paths));
        Some(paths.to_vec())
    }

    fn made(&self, unit: &str, basis: Basis, paths: Vec<String>) {
        self.note(unit, Arc::new(basis), paths.into());
    }

    fn wants(&self, path: &str) -> bool {
        let mut wanted = self.wanted.iter();
        wanted.all(|wanted| wanted.contains(path))
    }

    fn wants_within(&self, folder: &str) -> bool {
        let is_within = |path: &String| {
            let rest = path.strip_prefix(folder);
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let mut wanted = self.wanted.iter();
        wanted.all(|wanted| wanted.iter().any(is_within))
    }

    fn write(&self, path: &str, content: &[u8]) -> io::Result<()> {
        let digest = digest(content);
        let same = self.before.files.get(path);
        let same = same.filter(|file| file.digest == digest && file.is_made());
        let file = same.cloned().unwrap_or_else(|| File {
            digest,
            content: Content::Made(lz4_flex::block::compress_prepend_size(content).into()),
        });
        self.keep(path, file)
    }

    fn copy(&self, source: &str, path: &str) -> io::Result<()> {
        let source = self.root.join(source);
        let metadata = fs::metadata(&source)?;
        let modified = metadata.modified()?.duration_since(UNIX_EPOCH).ok();
        let file = File {
            digest: digest((metadata.len(), modified)),
            content: Content::Linked(source),
        };
        self.keep(path, file)
    }
}

/// Enough to tell two states of a file apart; nobody is served what they should not see if it fails.
fn digest(content: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::MadeFrom;

    static NEVER: AtomicBool = AtomicBool::new(false);

    fn site(before: &MemorySite, files: &[(&str, &str)]) -> MemorySite {
        let gathering = Gathering::new(Path::new("/nowhere"), before, &NEVER);
        for (path, content) in files {
            gathering.write(path, content.as_bytes()).unwrap();
        }
        gathering.finish()
    }

    fn text(file: &File) -> String {
        String::from_utf8(file.read(Path::new("/nowhere")).unwrap()).unwrap()
    }

    #[test]
    fn folders_answer_with_their_index_and_unknown_paths_with_404() {
        let pages = [
            ("index.html", "home"),
            ("a/index.html", "a"),
            ("404.html", "no"),
        ];
        let site = site(&MemorySite::default(), &pages);
        let shown = |path: &str| match site.answer(path) {
            Answer::File(path, file) => format!("{path}: {}", text(file)),
            Answer::Folder(index) => format!("-> {index}"),
            Answer::Nothing(file) => format!("404: {}", text(file.unwrap())),
        };
        assert_eq!(shown(""), "index.html: home");
        assert_eq!(shown("a/"), "a/index.html: a");
        assert_eq!(shown("a"), "-> a/index.html");
        for path in [
            "b",
            "/",
            "a//",
            "../a/index.html",
            "a/../index.html",
            "a\\index.html",
            "a/\0",
        ] {
            assert_eq!(shown(path), "404: no", "{path:?}");
        }
    }

    #[test]
    fn a_page_that_is_the_same_is_shared_and_keeps_its_stamp() {
        let old = site(&MemorySite::default(), &[("a.html", "a"), ("b.html", "b")]);
        let new = site(
            &old,
            &[("a.html", "a"), ("b.html", "other"), ("c.html", "")],
        );
        let packed = |site: &MemorySite, path: &str| match &site.files[path].content {
            Content::Made(packed) => Arc::as_ptr(packed),
            Content::Linked(_) => unreachable!(),
        };
        assert_eq!(packed(&old, "a.html"), packed(&new, "a.html"));
        assert_eq!(old.stamp("a.html"), new.stamp("a.html"));
        assert_ne!(old.stamp("b.html"), new.stamp("b.html"));
        assert_eq!(text(&new.files["b.html"]), "other");
        assert_eq!(text(&new.files["c.html"]), "");
    }

    #[test]
    fn pages_that_are_not_wanted_stay_as_they_are() {
        let old = site(&MemorySite::default(), &[("a.html", "a"), ("b.html", "b")]);
        let wanted = BTreeSet::from(["b.html".to_owned()]);
        let some = Gathering::of_some(Path::new("/nowhere"), &old, wanted, &NEVER);
        assert!(some.wants("b.html") && !some.wants("a.html"));
        assert!(!some.wants_within("b"));
        some.write("b.html", b"other").unwrap();
        let new = some.finish();
        assert_eq!(text(&new.files["a.html"]), "a");
        assert_eq!(text(&new.files["b.html"]), "other");
    }

    #[test]
    fn a_unit_stays_until_it_is_made_from_something_else_or_some_of_it_by_itself() {
        let [this, that] = [1, 2].map(|number| MadeFrom::of(&number));
        let before = MemorySite::default();
        let first = Gathering::new(Path::new("/nowhere"), &before, &NEVER);
        first.write("a.html", b"a").unwrap();
        first.write("b.html", b"b").unwrap();
        first.made(
            "both",
            this.into(),
            vec!["a.html".to_owned(), "b.html".to_owned()],
        );
        let old = first.finish();
        let next = || Gathering::new(Path::new("/nowhere"), &old, &NEVER);
        assert!(
            next()
                .has("both", &|basis| basis.made_from == that)
                .is_none()
                && next()
                    .has("others", &|basis| basis.made_from == this)
                    .is_none()
        );
        let second = next();
        assert!(
            second
                .has("both", &|basis| basis.made_from == this)
                .is_some()
        );
        let second = second.finish();
        assert_eq!(text(&second.files["b.html"]), "b");
        let third = Gathering::new(Path::new("/nowhere"), &second, &NEVER);
        assert!(
            third
                .has("both", &|basis| basis.made_from == this)
                .is_some()
        );
        let wanted = BTreeSet::from(["b.html".to_owned()]);
        let some = Gathering::of_some(Path::new("/nowhere"), &old, wanted, &NEVER);
        assert!(!some.remembers());
        some.write("b.html", b"other").unwrap();
        let some = some.finish();
        let after = Gathering::new(Path::new("/nowhere"), &some, &NEVER);
        assert!(
            after
                .has("both", &|basis| basis.made_from == this)
                .is_none()
        );
    }

    #[test]
    fn what_is_overtaken_takes_nothing_more() {
        let before = MemorySite::default();
        let overtaken = AtomicBool::new(true);
        let gathering = Gathering::new(Path::new("/nowhere"), &before, &overtaken);
        assert!(gathering.write("a.html", b"a").is_err());
    }

    #[test]
    fn the_look_of_every_page_changes_with_the_theme() {
        let old = site(
            &MemorySite::default(),
            &[("a.html", "a"), ("theme/x.css", "1")],
        );
        let new = site(&old, &[("a.html", "a"), ("theme/x.css", "2")]);
        assert_ne!(old.stamp("a.html"), new.stamp("a.html"));
    }

    #[cfg(unix)]
    #[test]
    fn a_linked_file_that_became_a_way_out_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("kb");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("p.png"), "picture").unwrap();
        fs::write(root.join("../secret"), "secret").unwrap();
        let before = MemorySite::default();
        let gathering = Gathering::new(&root, &before, &NEVER);
        gathering.copy("p.png", "files/p.png").unwrap();
        let site = gathering.finish();
        let file = &site.files["files/p.png"];
        assert_eq!(file.read(&root).unwrap(), b"picture");
        fs::remove_file(root.join("p.png")).unwrap();
        std::os::unix::fs::symlink("../secret", root.join("p.png")).unwrap();
        assert!(file.read(&root).is_err());
    }
}
