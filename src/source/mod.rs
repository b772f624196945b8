//! From a folder on disk to the texts in it.
//!
//! Hidden folders, what `.gitignore` names and the site's own output are passed over. Only ignore
//! files inside the knowledge base count, so that two checkouts of it are read alike.

mod contents;
mod git;
mod ignored;
mod inputs;
mod walk;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::config::{self, Config, ConfigFile};

pub use contents::Contents;
pub use git::{
    Commit, FileChange, GitError, Repository, Revision, ids_on_branches, path_in_repository,
};
pub use inputs::{InputFiles, InputState};
use walk::relative;

/// The largest document that is read, in bytes.
pub const MAX_DOCUMENT_BYTES: u64 = 32 * 1024 * 1024;

/// The folder of the content where the configuration names none.
const DEFAULT_CONTENT: &str = "content";

/// Marks a folder that hansei wrote, so that it may be replaced and is not read.
pub const SITE_MARKER: &str = ".hansei-site";

/// All files of a knowledge base.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The folder of the content within the root, `/` between folders; empty for the root itself.
    pub content: String,
    /// Markdown files, sorted by path.
    pub documents: Vec<SourceFile>,
    /// The paths of all other files in the content, sorted.
    pub files: Vec<String>,
}

/// A Markdown file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its path from the root, `/` between folders.
    pub path: String,
    /// Its text, or why there is none.
    pub text: Result<String, Unreadable>,
}

/// Why a file has no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// Its bytes are not UTF-8.
    NotUtf8 {
        /// How many bytes from its start are fine.
        valid: usize,
        /// The line of the first byte that is not, from 1.
        line: usize,
    },
    /// It is larger than any document.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
    },
    /// It is a symbolic link, which is not followed.
    SymbolicLink,
    /// It is a pipe, a socket or a device.
    Special,
    /// Its name is not Unicode.
    NotUnicode,
    /// The system does not give it.
    Failed(String),
}

/// Why a knowledge base cannot be read at all.
#[derive(Debug)]
pub enum SourceError {
    /// A file or folder that has to be there cannot be read.
    Io {
        /// Which one.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A link leads out of the knowledge base, so that it would show what does not belong to it.
    LeadsOut(PathBuf),
    /// It is neither a file of reasonable size nor a folder.
    NotAFile(PathBuf),
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, error } => write!(f, "{}: {error}", path.display()),
            Self::LeadsOut(path) => write!(f, "{} leads out of the knowledge base", path.display()),
            Self::NotAFile(path) => write!(f, "{} is no ordinary file", path.display()),
        }
    }
}

impl std::error::Error for SourceError {}

/// `hansei.yaml` in this folder, read; every default where there is none. That the folder it names
/// for the content does not exist is among its findings.
///
/// # Errors
///
/// Where the file is there and cannot be read as UTF-8 text.
pub fn read_config(root: &Path) -> Result<ConfigFile, SourceError> {
    let path = root.join(config::FILE_NAME);
    let text = match fs::metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(SourceError::Io { path, error }),
        Ok(_) if leads_out(root, &path) => return Err(SourceError::LeadsOut(path)),
        Ok(metadata) if !metadata.is_file() || metadata.len() > MAX_DOCUMENT_BYTES => {
            return Err(SourceError::NotAFile(path));
        }
        Ok(_) => fs::read_to_string(&path).map_err(|error| SourceError::Io { path, error })?,
    };
    Ok(config_of(root, text))
}

/// What [`read_config`] would give if `hansei.yaml` in this folder had this text.
#[must_use]
pub fn config_of(root: &Path, text: String) -> ConfigFile {
    let folder = root.file_name().unwrap_or_default();
    let file = ConfigFile::read(text, &folder.to_string_lossy());
    if root.join(content_folder(root, &file.config)).is_dir() {
        return file;
    }
    file.without_content_folder()
}

/// The knowledge bases below a folder, at most two folders down, by their paths from it; sorted.
/// Hidden folders are passed over.
#[must_use]
pub fn knowledge_bases_below(folder: &Path) -> Vec<PathBuf> {
    let hidden = |entry: &DirEntry| {
        entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let walk = WalkDir::new(folder)
        .min_depth(1)
        .max_depth(2)
        .sort_by_file_name();
    walk.into_iter()
        .filter_entry(|entry| !hidden(entry))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_dir())
        .filter(|entry| entry.path().join(config::FILE_NAME).is_file())
        .filter_map(|entry| Some(entry.path().strip_prefix(folder).ok()?.to_owned()))
        .collect()
}

/// Whether a path within a folder leads elsewhere, through a symbolic link.
pub(crate) fn leads_out(folder: &Path, path: &Path) -> bool {
    match (fs::canonicalize(folder), fs::canonicalize(path)) {
        (Ok(folder), Ok(path)) => !path.starts_with(folder),
        _ => false,
    }
}

/// Gives the text of a file that has not changed since it was read.
pub type Known<'a> = dyn Fn(&str) -> Option<String> + Sync + 'a;

/// Reads the content below `root`.
///
/// # Errors
///
/// Where `root`, or the folder that the configuration names, is no folder that can be read. A
/// single file that cannot be read is no error: it is in the result, with the reason.
pub fn read_folder(root: &Path, config: &Config) -> Result<Source, SourceError> {
    let folder = root.join(content_folder(root, config));
    is_content(root, &folder)?;
    Ok(read_all(root, Contents::find(root, config), &|_| None))
}

/// Reads what was found below `root`; texts that are known, by the path from there, are not read again.
///
/// # Errors
///
/// As there.
pub fn read_contents(
    root: &Path,
    contents: &Contents,
    known: &Known<'_>,
) -> Result<Source, SourceError> {
    is_content(root, &root.join(contents.folder()))?;
    Ok(read_all(root, contents.clone(), known))
}

/// Whether a folder can be read, and does not lead out of `root`.
fn is_content(root: &Path, folder: &Path) -> Result<(), SourceError> {
    fs::read_dir(folder).map_err(|error| SourceError::Io {
        path: folder.to_owned(),
        error,
    })?;
    if leads_out(root, folder) {
        return Err(SourceError::LeadsOut(folder.to_owned()));
    }
    Ok(())
}

/// Reads a folder below `root` as the content; nothing where there is no such folder.
fn read_content(root: &Path, content: &str, config: &Config) -> Source {
    let folder = root.join(content);
    if leads_out(root, &folder) || !folder.is_dir() {
        return Source {
            content: content.to_owned(),
            ..Source::default()
        };
    }
    let contents = Contents::within(root, content.to_owned(), config);
    read_all(root, contents, &|_| None)
}

fn read_all(root: &Path, contents: Contents, known: &Known<'_>) -> Source {
    let (folder, found) = contents.into_parts();
    let documents: Vec<SourceFile> = found
        .documents
        .into_par_iter()
        .map(|(path, obstacle)| SourceFile {
            text: match obstacle {
                Some(obstacle) => Err(obstacle),
                None => known(&path).map_or_else(|| read_text(&root.join(&path)), Ok),
            },
            path,
        })
        .collect();
    Source {
        content: folder,
        documents,
        files: found.files,
    }
}

/// What stands in a folder with files of the site's own, unread.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The folder and those in it, each before what it holds; none where there is no such folder.
    pub folders: Vec<PathBuf>,
    /// The files, by their path from where the listing begins, `/` between folders, sorted.
    pub files: Vec<String>,
}

/// What [`read_tree`] would read, by its path within `folder`.
fn list_tree(folder: &Path) -> Listing {
    if folder.parent().is_some_and(|root| leads_out(root, folder)) {
        return Listing::default();
    }
    let hidden = |entry: &DirEntry| {
        entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    let mut listing = Listing::default();
    for entry in walk
        .filter_entry(|entry| !hidden(entry))
        .filter_map(Result::ok)
    {
        if entry.file_type().is_dir() {
            listing.folders.push(entry.into_path());
        } else if entry.file_type().is_file() {
            listing.files.extend(relative(folder, entry.path()));
        }
    }
    listing.files.sort();
    listing
}

/// The files below a folder, by their path within it, sorted; none where there is no such folder.
/// Hidden files and symbolic links are passed over.
///
/// # Errors
///
/// Where a file cannot be read, or the folder itself is a link that leads elsewhere.
fn read_tree(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, SourceError> {
    if folder.parent().is_some_and(|root| leads_out(root, folder)) {
        return Err(SourceError::LeadsOut(folder.to_owned()));
    }
    let files = list_tree(folder).files.into_iter();
    files
        .map(|name| {
            let path = folder.join(&name);
            match fs::read(&path) {
                Ok(content) => Ok((name, content)),
                Err(error) => Err(SourceError::Io { path, error }),
            }
        })
        .collect()
}

/// The folders of what a site replaces of ours.
const TEMPLATES: &str = "templates";
const THEME: &str = "theme";

/// The files of a site's `templates` and `theme`, by their names in them.
#[derive(Debug, Default)]
pub struct OverrideFiles {
    /// Those of `templates`.
    pub templates: Vec<(String, Vec<u8>)>,
    /// Those of `theme`.
    pub theme: Vec<(String, Vec<u8>)>,
}

/// Reads what a site replaces of ours.
///
/// # Errors
///
/// Where a file cannot be read.
pub fn read_overrides(root: &Path) -> Result<OverrideFiles, SourceError> {
    Ok(OverrideFiles {
        templates: read_tree(&root.join(TEMPLATES))?,
        theme: read_tree(&root.join(THEME))?,
    })
}

/// What [`read_overrides`] would read, by its path from `root`.
#[must_use]
pub fn list_overrides(root: &Path) -> Listing {
    let mut all = Listing::default();
    for name in [TEMPLATES, THEME] {
        let Listing { folders, files } = list_tree(&root.join(name));
        all.folders.extend(folders);
        let files = files.into_iter();
        all.files.extend(files.map(|path| format!("{name}/{path}")));
    }
    all
}

/// The folder of the content: as configured, else `content`, else the root itself.
fn content_folder(root: &Path, config: &Config) -> String {
    match &config.content {
        Some(folder) => folder.value.clone(),
        None if root.join(DEFAULT_CONTENT).is_dir() => DEFAULT_CONTENT.to_owned(),
        None => String::new(),
    }
}

fn read_text(path: &Path) -> Result<String, Unreadable> {
    let failed = |error: io::Error| Unreadable::Failed(error.to_string());
    let bytes = fs::metadata(path).map_err(failed)?.len();
    if bytes > MAX_DOCUMENT_BYTES {
        return Err(Unreadable::TooLarge { bytes });
    }
    decode(fs::read(path).map_err(failed)?)
}

/// The text that these bytes are.
fn decode(bytes: Vec<u8>) -> Result<String, Unreadable> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid]
            .split(|byte| *byte == b'\n')
            .count();
        Unreadable::NotUtf8 { valid, line }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, bytes) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        root
    }

    fn read(root: &Path) -> Source {
        read_folder(root, &Config::default_for("x")).unwrap()
    }

    #[test]
    fn what_git_ignores_and_what_is_hidden_is_passed_over() {
        let root = folder(&[
            (".gitignore", b"drafts/\n*.tmp.md\n"),
            ("a.md", b"a"),
            ("drafts/b.md", b"b"),
            ("c.tmp.md", b"c"),
            (".hidden/d.md", b"d"),
            ("sub/.gitignore", b"!keep.tmp.md\ne.md\n"),
            ("sub/e.md", b"e"),
            ("sub/keep.tmp.md", b"f"),
            ("public/g.md", b"g"),
            ("old/.hansei-site", b""),
            ("old/h.md", b"h"),
            ("picture.png", b"p"),
        ]);
        let source = read(root.path());
        let paths: Vec<_> = source
            .documents
            .iter()
            .map(|file| file.path.as_str())
            .collect();
        assert_eq!(paths, ["a.md", "sub/keep.tmp.md"]);
        assert_eq!(source.files, ["picture.png"]);
    }

    #[test]
    fn what_was_found_is_read_as_it_is_now_but_for_texts_that_are_known() {
        let root = folder(&[
            ("content/a.md", b"a"),
            ("content/b.md", b"b"),
            ("content/c.md", b"c"),
            ("content/p.png", b"p"),
        ]);
        let config = Config::default_for("x");
        let contents = Contents::find(root.path(), &config);
        assert!(contents.are_of(&config));
        for other in [
            Config {
                output: "site".to_owned(),
                ..config.clone()
            },
            ConfigFile::read("content: kb\n".to_owned(), "x").config,
        ] {
            assert!(!contents.are_of(&other));
        }
        fs::write(root.path().join("content/a.md"), "newer").unwrap();
        fs::write(root.path().join("content/b.md"), "newer").unwrap();
        fs::remove_file(root.path().join("content/c.md")).unwrap();
        let known = |path: &str| (path == "content/b.md").then(|| "known".to_owned());
        let source = read_contents(root.path(), &contents, &known).unwrap();
        let texts: Vec<_> = source
            .documents
            .iter()
            .map(|file| file.text.as_deref())
            .collect();
        assert_eq!(texts[..2], [Ok("newer"), Ok("known")]);
        assert!(matches!(texts[2], Err(Unreadable::Failed(_))));
        assert_eq!(source.files, ["content/p.png"]);
        fs::remove_dir_all(root.path().join("content")).unwrap();
        assert!(read_contents(root.path(), &contents, &known).is_err());
    }

    #[test]
    fn a_file_without_text_has_a_reason() {
        let root = folder(&[
            ("content/a.md", b"fine\n\xff\xfe"),
            ("content/x.md/b.md", b"in a folder"),
        ]);
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc/hostname", root.path().join("content/link.md")).unwrap();
        let source = read(root.path());
        assert_eq!(source.content, "content");
        assert_eq!(
            source.documents[0].text,
            Err(Unreadable::NotUtf8 { valid: 5, line: 2 })
        );
        assert_eq!(source.documents[1].text, Err(Unreadable::SymbolicLink));
        assert_eq!(source.documents[2].text.as_deref(), Ok("in a folder"));
    }
}
