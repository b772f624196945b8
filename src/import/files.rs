//! Every file below the folder of an archive.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::Message;
use crate::import::names;
use crate::import::report::message;
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
    /// Something that is left out, a folder with all that is in it among them.
    LeftOut(Message),
    /// Something that cannot be looked at.
    Unreadable(Message),
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
        let entry = match next {
            Ok(entry) => entry,
            Err(error) => {
                files.push(unreadable(&error, base));
                continue;
            }
        };
        let top = entry.depth() == 0;
        if entry.file_type().is_dir() {
            let Some(reason) = (!top).then(|| folder_left_out(&entry, &own)).flatten() else {
                continue;
            };
            walk.skip_current_dir();
            files.push(file(&entry, base, Nature::LeftOut(reason)));
            continue;
        }
        let nature = nature(&entry, top);
        files.push(file(&entry, base, nature));
    }
    files
}

fn file(entry: &DirEntry, base: &Path, nature: Nature) -> File {
    let (source, is_unicode) = relative(base, entry.path());
    File {
        nature: if is_unicode {
            nature
        } else {
            Nature::LeftOut(message("not-unicode", &[]))
        },
        source,
        path: entry.path().to_owned(),
    }
}

fn unreadable(error: &walkdir::Error, base: &Path) -> File {
    let path = error.path().unwrap_or(base);
    File {
        source: relative(base, path).0,
        path: path.to_owned(),
        nature: Nature::Unreadable(message("unreadable", &[("error", &error.to_string())])),
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Why nothing in a folder is looked at. Hansei reads nothing from folders of these names either,
/// so what is in them would never become a page.
fn folder_left_out(entry: &DirEntry, own: &[PathBuf]) -> Option<Message> {
    if is_hidden(entry) {
        return Some(message("hidden", &[]));
    }
    if let Some(name @ ("node_modules" | "target")) = entry.file_name().to_str() {
        return Some(message("passed-over", &[("name", name)]));
    }
    if entry.path().join(SITE_MARKER).exists() {
        return Some(message("site", &[]));
    }
    let path = entry.path().canonicalize().ok()?;
    own.contains(&path).then(|| message("knowledge-base", &[]))
}

fn nature(entry: &DirEntry, top: bool) -> Nature {
    // What the user names is followed; what merely lies in the archive is not.
    if entry.path_is_symlink() && !top {
        return Nature::LeftOut(message("symbolic-link", &[]));
    }
    if !entry.path().is_file() {
        return Nature::LeftOut(message("not-regular", &[]));
    }
    if is_hidden(entry) {
        return Nature::LeftOut(message("hidden", &[]));
    }
    let name = entry.file_name().to_string_lossy();
    if names::is_markdown(&name) {
        Nature::Markdown
    } else {
        Nature::Other
    }
}

/// A path within the archive, and whether it is Unicode; if not, what is shown of it.
fn relative(base: &Path, path: &Path) -> (String, bool) {
    let parts = path.strip_prefix(base).unwrap_or(path).components();
    let mut is_unicode = true;
    let parts: Vec<String> = parts
        .map(|part| {
            is_unicode &= part.as_os_str().to_str().is_some();
            part.as_os_str().to_string_lossy().into_owned()
        })
        .collect();
    (parts.join("/"), is_unicode)
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
                    Nature::LeftOut(reason) | Nature::Unreadable(reason) => reason.key,
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
                .any(|file| file.nature == Nature::LeftOut(message("symbolic-link", &[])))
        );
        let one = list(&root.path().join("a.md"), &[]);
        assert_eq!((one.len(), one[0].source.as_str()), (1, "a.md"));
    }
}
