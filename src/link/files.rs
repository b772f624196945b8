//! Which files beside the documents are shown and linked to, told by their extensions.

use std::path::Path;

/// What is shown as a picture. SVG is safe there: in `<img>` it runs nothing.
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"];

/// What is copied and linked to. SVG is not among them: opened by itself it could run something.
const DOWNLOADS: [&str; 22] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "pdf", "txt", "log", "csv", "tsv", "json", "yaml",
    "yml", "zip", "gz", "tgz", "tar", "mp4", "webm", "xlsx", "docx",
];

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    Path::new(path)
        .extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| {
            extensions
                .iter()
                .any(|known| extension.eq_ignore_ascii_case(known))
        })
}

/// Whether a file is shown as a picture.
#[must_use]
pub fn is_picture(path: &str) -> bool {
    has_extension(path, &PICTURES)
}

/// Whether a file may be linked to.
#[must_use]
pub fn is_copied(path: &str) -> bool {
    has_extension(path, &DOWNLOADS)
}
