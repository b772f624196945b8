//! Mended texts to disk: whole files, and only those that are as they were read.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::fix::Mended;
use crate::source::leads_out;

/// Why a file was left as it is.
#[derive(Debug)]
pub enum NotWritten {
    /// Somebody has changed or removed it since it was read.
    Changed,
    /// It is a symbolic link or no file, or a link leads to it from outside of the knowledge base.
    NotAFile,
    /// It may not be written.
    ReadOnly,
    /// The system refuses.
    Failed(io::Error),
}

impl From<io::Error> for NotWritten {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Changed,
            _ => Self::Failed(error),
        }
    }
}

/// Whether [`write()`] would write this file, as far as that can be said before it does.
///
/// # Errors
///
/// Why it would not.
pub fn try_out(root: &Path, file: &Mended) -> Result<(), NotWritten> {
    permissions(root, file).map(drop)
}

/// The permissions of a file that may be written.
fn permissions(root: &Path, file: &Mended) -> Result<fs::Permissions, NotWritten> {
    let path = root.join(&file.path);
    let metadata = fs::symlink_metadata(&path)?;
    if !metadata.is_file() || leads_out(root, &path) {
        return Err(NotWritten::NotAFile);
    }
    if metadata.permissions().readonly() {
        return Err(NotWritten::ReadOnly);
    }
    Ok(metadata.permissions())
}

/// Puts the mended text in the place of a file below `root`. A new file takes the old one's name, so
/// that nobody ever reads half of it; its permissions stay.
///
/// # Errors
///
/// Where the file is not an ordinary one that still holds what was read, or the system refuses. It is
/// left as it is then.
pub fn write(root: &Path, file: &Mended) -> Result<(), NotWritten> {
    let path = root.join(&file.path);
    let permissions = permissions(root, file)?;
    let folder = path.parent().unwrap_or(root);
    let mut new = tempfile::Builder::new()
        .prefix(".hansei-")
        .tempfile_in(folder)?;
    new.write_all(file.after.as_bytes())?;
    new.as_file().set_permissions(permissions)?;
    new.as_file().sync_all()?;
    // As late as possible: an editor may have saved the file meanwhile.
    if fs::read(&path)? != file.before.as_bytes() {
        return Err(NotWritten::Changed);
    }
    new.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(path: &str) -> Mended {
        Mended {
            path: path.to_owned(),
            before: "old".to_owned(),
            after: "new".to_owned(),
            fixes: 1,
        }
    }

    #[test]
    fn a_file_that_is_not_as_it_was_read_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a.md");
        let write_it = || write(root.path(), &mended("a.md"));
        assert!(matches!(write_it(), Err(NotWritten::Changed)));
        fs::write(&path, "edited").unwrap();
        assert!(matches!(write_it(), Err(NotWritten::Changed)));
        assert_eq!(fs::read(&path).unwrap(), b"edited");
        fs::write(&path, "old").unwrap();
        write_it().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
        fs::create_dir(root.path().join("folder.md")).unwrap();
        let folder = write(root.path(), &mended("folder.md"));
        assert!(matches!(folder, Err(NotWritten::NotAFile)));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_links_are_not_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let outside = tempfile::tempdir().unwrap();
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a.md");
        fs::write(&path, "old").unwrap();
        let set = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        set(0o444);
        let result = write(root.path(), &mended("a.md"));
        assert!(matches!(result, Err(NotWritten::ReadOnly)));
        set(0o640);
        write(root.path(), &mended("a.md")).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);

        let target = outside.path().join("b.md");
        fs::write(&target, "old").unwrap();
        symlink(&target, root.path().join("b.md")).unwrap();
        symlink(outside.path(), root.path().join("folder")).unwrap();
        for link in ["b.md", "folder/b.md", "../b.md"] {
            let result = write(root.path(), &mended(link));
            assert!(result.is_err(), "{link}");
        }
        assert_eq!(fs::read(&target).unwrap(), b"old");
    }
}
