//! What the system says where it refuses, in the language of messages.

use std::io::{self, ErrorKind};

use hansei::locale::Locale;

/// Why the system refuses. What it seldom says, and what a library says, is shown in its own words.
pub(super) fn of(error: &io::Error, locale: &Locale) -> String {
    let key = match error.kind() {
        ErrorKind::NotFound => "not-found",
        ErrorKind::PermissionDenied => "permission-denied",
        ErrorKind::AlreadyExists => "already-exists",
        ErrorKind::NotADirectory => "not-a-folder",
        ErrorKind::IsADirectory => "is-a-folder",
        ErrorKind::ReadOnlyFilesystem => "read-only",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "no-space",
        _ => return error.to_string(),
    };
    match error.get_ref() {
        Some(own) => own.to_string(),
        None => locale
            .text(&format!("command_line.errors.system.{key}"))
            .to_owned(),
    }
}

/// The same, behind the path that it is about.
pub(super) fn at(path: &std::path::Path, error: &io::Error, locale: &Locale) -> String {
    format!("{}: {}", path.display(), of(error, locale))
}
