//! Every file below the folder of an archive.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::import::file_names;
use crate::import::report::Outcome;
use crate::source::SITE_MARKER;

/// A file or folder of the archive.
#[derive(Debug)]
pub(super) struct File {
    /// Its path within the archive, `/` between folders.
    pub source: String,
    /// Where it is on disk.
    pub path: PathBuf,
    /// What it is.
    pub nature: Nature,
}

/// What a file is, as far as its place and name tell.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// A Markdown file.
    Markdown,
    /// Another regular file.
    Other,
    /// Something that is not looked into, a folder with all that is in it among them.
    Skipped(Outcome),
}

/// Walks an archive, or takes the one file that it is. `own` are folders of the knowledge base:
/// what is in them is not brought in a second time.
pub(super) fn list(archive: &Path, own: &[PathBuf]) -> Vec<File> {
    let own: Vec<PathBuf> = own
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    let base = if archive.is_dir() {
        archive
    } else {
        archive.parent().unwrap_or(archive)
    };
    let mut files = Vec::new();
    let mut walk = WalkDir::new(archive).sort_by_file_name().into_iter();
    while let Some(next) = walk.next() {
        let (path, nature) = match &next {
            Ok(entry) if entry.file_type().is_dir() => match skipped_folder(entry, &own) {
                Some(outcome) => {
                    walk.skip_current_dir();
                    (entry.path(), Nature::Skipped(outcome))
                }
                None => continue,
            },
            Ok(entry) => (entry.path(), nature(entry)),
            Err(error) => {
                let outcome = Outcome::failed("unreadable", error);
                (error.path().unwrap_or(base), Nature::Skipped(outcome))
            }
        };
        files.push(file(base, path, nature));
    }
    files
}

fn file(base: &Path, path: &Path, nature: Nature) -> File {
    let within = path.strip_prefix(base).unwrap_or(path);
    let nature = match (&nature, within.to_str()) {
        (Nature::Markdown | Nature::Other, None) => left_out("not-unicode"),
        _ => nature,
    };
    File {
        source: within.to_string_lossy().replace(MAIN_SEPARATOR, "/"),
        path: path.to_owned(),
        nature,
    }
}

fn left_out(reason: &'static str) -> Nature {
    Nature::Skipped(Outcome::left_out(reason, &[]))
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Why nothing in a folder is looked at. Hansei reads nothing from folders of these names either,
/// so what is in them would never become a page.
fn skipped_folder(entry: &DirEntry, own: &[PathBuf]) -> Option<Outcome> {
    if entry.depth() == 0 {
        return None;
    }
    if is_hidden(entry) {
        return Some(Outcome::left_out("hidden", &[]));
    }
    if let Some(name @ ("node_modules" | "target")) = entry.file_name().to_str() {
        return Some(Outcome::left_out("passed-over", &[("name", name)]));
    }
    if entry.path().join(SITE_MARKER).exists() {
        return Some(Outcome::left_out("site", &[]));
    }
    let path = entry.path().canonicalize().ok()?;
    own.contains(&path)
        .then(|| Outcome::left_out("knowledge-base", &[]))
}

fn nature(entry: &DirEntry) -> Nature {
    // What the user names is followed; what merely lies in the archive is not.
    if entry.path_is_symlink() && entry.depth() > 0 {
        left_out("symbolic-link")
    } else if !entry.path().is_file() {
        left_out("not-regular")
    } else if is_hidden(entry) {
        left_out("hidden")
    } else if file_names::is_markdown(&entry.file_name().to_string_lossy()) {
        Nature::Markdown
    } else {
        Nature::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn every_file_is_listed_once() {
        let root = tempfile::tempdir().unwrap();
        for path in [
            "a.md",
            "b.txt",
            ".git/config",
            ".hidden.md",
            "x.md/y.MD",
            "target/z.md",
            "kb/content/q.md",
            "site/.hansei-site",
            "site/p.md",
        ] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc", root.path().join("link.md")).unwrap();
        let files = list(root.path(), &[root.path().join("kb")]);
        let found: Vec<_> = files
            .iter()
            .map(|file| {
                let nature = match &file.nature {
                    Nature::Markdown => "markdown",
                    Nature::Other => "other",
                    Nature::Skipped(outcome) => outcome.reason().unwrap().key,
                };
                (file.source.as_str(), nature)
            })
            .filter(|(source, _)| *source != "link.md")
            .collect();
        assert_eq!(
            found,
            [
                (".git", "hidden"),
                (".hidden.md", "hidden"),
                ("a.md", "markdown"),
                ("b.txt", "other"),
                ("kb", "knowledge-base"),
                ("site", "site"),
                ("target", "passed-over"),
                ("x.md/y.MD", "markdown"),
            ]
        );
        #[cfg(unix)]
        assert!(
            files
                .iter()
                .any(|file| file.nature == left_out("symbolic-link"))
        );
        let one = list(&root.path().join("a.md"), &[]);
        assert_eq!((one.len(), one[0].source.as_str()), (1, "a.md"));
    }
}
