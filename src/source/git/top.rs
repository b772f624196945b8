//! Where in its repository a folder is.

use std::path::Path;

/// The path of a folder in its repository, `/` between folders and at the end; empty where it is the
/// top of one, or in none.
#[must_use]
pub fn path_in_repository(folder: &Path) -> String {
    // A file of this name leads to a repository that is kept elsewhere, as with work trees.
    let mut above = folder.ancestors();
    let Some(top) = above.find(|folder| folder.join(".git").exists()) else {
        return String::new();
    };
    let within = folder.strip_prefix(top).unwrap_or(Path::new(""));
    let parts = within.iter().map(|part| part.to_string_lossy() + "/");
    parts.collect()
}
