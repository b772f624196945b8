//! What the name of a file tells about the document in it.

use crate::language::Language;

use super::id::in_nfc;

/// What a path tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    /// The id of a document that has no other: the file's stem, or the folder's name for `README`,
    /// `index` and `_index`.
    pub stem: String,
    /// The language that the name ends in, as in `x.ja.md`.
    pub language: Option<Language>,
    /// The path without language and extension, in NFC; equal for the versions of one document.
    pub version_key: String,
}

impl FileName {
    /// What this path tells, `/` between folders.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let normal = in_nfc(path);
        let (folder, file) = normal.rsplit_once('/').unwrap_or(("", &normal));
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let suffix = stem.rsplit_once('.').and_then(|(stem, code)| {
            let language = Language::ALL
                .into_iter()
                .find(|language| language.code() == code)?;
            Some((stem, language))
        });
        let (stem, language) = match suffix {
            Some((stem, language)) if !stem.is_empty() => (stem, Some(language)),
            _ => (stem, None),
        };
        let parent = folder.rsplit('/').next().unwrap_or_default();
        let names_folder = matches!(
            stem.to_ascii_lowercase().as_str(),
            "readme" | "index" | "_index"
        );
        Self {
            stem: if names_folder && !parent.is_empty() {
                parent.to_owned()
            } else {
                stem.to_owned()
            },
            language,
            version_key: format!("{folder}/{stem}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_id_and_language() {
        let of = |path: &str| {
            let name = FileName::of(path);
            (name.stem, name.language, name.version_key)
        };
        let expected =
            |stem: &str, language, key: &str| (stem.to_owned(), language, key.to_owned());
        assert_eq!(
            of("c/a.ja.md"),
            expected("a", Some(Language::Japanese), "c/a")
        );
        assert_eq!(of("c/v1.2.md"), expected("v1.2", None, "c/v1.2"));
        assert_eq!(of("c/dns/README.md"), expected("dns", None, "c/dns/README"));
        assert_eq!(of("README.md"), expected("README", None, "/README"));
        assert_eq!(of("c/か\u{3099}.md"), expected("が", None, "c/が"));
    }
}
