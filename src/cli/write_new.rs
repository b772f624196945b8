//! Writing files that must not be there yet.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::error::CliError;

/// Writes a file that must not be there yet, and the folders above it.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), CliError> {
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    create_file(path, text)
}

/// Makes a folder and those above it. That a file has its name is an error of its own, so that nobody
/// takes it for a name of a document that is in use.
pub(super) fn create_folder(folder: &Path) -> Result<(), CliError> {
    fs::create_dir_all(folder).map_err(|error| CliError::File {
        path: folder.to_owned(),
        error: match error.kind() {
            ErrorKind::AlreadyExists => ErrorKind::NotADirectory.into(),
            _ => error,
        },
    })
}

/// Writes a file that must not be there yet into a folder that is.
pub(super) fn create_file(path: &Path, text: &str) -> Result<(), CliError> {
    let fail = |error| CliError::File {
        path: path.to_owned(),
        error,
    };
    let mut options = fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)
}
