//! Files that documents link to: pictures, logs and the like.

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use crate::document::body::{Link, LinkForm};
use crate::link::files;

/// Whether a file may be copied, by its name: what a page would show or link to.
pub(super) fn may_be_copied(path: &str) -> bool {
    files::is_picture(path) || files::is_copied(path)
}

/// The form in which paths are compared: file systems differ in how they write accents.
pub(super) fn key(path: &str) -> String {
    path.nfc().collect()
}

/// The files that a document at `source` links to relatively, as paths within the archive.
pub(super) fn of(source: &str, links: &[Link]) -> Vec<String> {
    links
        .iter()
        .filter(|link| matches!(link.form, LinkForm::Markdown | LinkForm::Image))
        .filter_map(|link| within(source, &link.target))
        .collect()
}

/// A link's path within the archive; `None` where it leads elsewhere.
fn within(source: &str, target: &str) -> Option<String> {
    let path = target.trim().split(['#', '?']).next()?;
    let has_scheme = path
        .split('/')
        .next()
        .is_some_and(|first| first.contains(':'));
    if has_scheme || path.is_empty() || path.starts_with(['/', '\\']) {
        return None;
    }
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let folder = source.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(key(&parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_files_within_the_archive() {
        let to = |target| within("a/b/c.md", target);
        assert_eq!(
            to("img/x%20y.png?raw=1#z").as_deref(),
            Some("a/b/img/x y.png")
        );
        assert_eq!(to("../../p.png").as_deref(), Some("p.png"));
        assert_eq!(to("./か\u{3099}.png").as_deref(), Some("a/b/が.png"));
        for elsewhere in [
            "../../../p.png",
            "https://x/p.png",
            "/p.png",
            "mailto:x",
            "#here",
            "",
        ] {
            assert_eq!(to(elsewhere), None, "{elsewhere}");
        }
        assert!(may_be_copied("a/B.PNG") && may_be_copied("x.webm") && !may_be_copied("a.exe"));
    }
}
