//! Where a link leads, for those who check it and those who render it.

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use crate::document::body::{Link, LinkForm};
use crate::document::{Document, part_anchor};
use crate::knowledge_base::{DocumentIndex, KnowledgeBase};
use crate::language::Language;
use crate::link::files;

/// Schemes that a link may have; everything else could run something.
const SCHEMES: [&str; 10] = [
    "http", "https", "mailto", "tel", "sms", "ftp", "irc", "ircs", "xmpp", "matrix",
];

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A document of this knowledge base.
    Document {
        /// Which one.
        document: DocumentIndex,
        /// The place on its page, without `#`.
        fragment: Option<String>,
    },
    /// Another file of the content, by its path from the root.
    File {
        /// Its path on disk, from the root.
        path: String,
        /// The place in it, without `#`.
        fragment: Option<String>,
    },
    /// A place in the same document, without `#`.
    Here(String),
    /// A page elsewhere.
    Elsewhere(String),
    /// Nothing: a bare word that looks like an id and is none.
    Word,
    /// Nowhere.
    Broken(Broken),
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// There is no such file.
    NoFile {
        /// The path from the root that it would have.
        path: String,
    },
    /// It leads out of the content.
    Outside,
    /// The file is there, but files of its sort are not on the site.
    NotCopied,
    /// Its scheme is none of those allowed.
    Scheme,
    /// There is no document with this id.
    NoId,
    /// The document has no such action or line.
    NoPart,
    /// The document has no such heading.
    NoAnchor {
        /// The document.
        document: DocumentIndex,
        /// The anchor.
        anchor: String,
    },
}

/// Where this link of a document leads.
#[must_use]
pub fn resolve(base: &KnowledgeBase, from: DocumentIndex, link: &Link) -> Target {
    match link.form {
        LinkForm::Wiki => match by_id(base, from, &link.target) {
            Some(Target::Broken(broken)) => {
                wiki_path(base, from, &link.target).unwrap_or(Target::Broken(broken))
            }
            Some(target) => target,
            None => wiki_path(base, from, &link.target).unwrap_or(Target::Broken(Broken::NoId)),
        },
        LinkForm::BareId => match by_id(base, from, &link.target) {
            Some(Target::Broken(Broken::NoPart)) => two_ids(base, from, &link.target),
            Some(target) => target,
            None => Target::Word,
        },
        LinkForm::Markdown | LinkForm::Image => {
            let is_shown = match link.form {
                LinkForm::Image => files::is_picture,
                _ => files::is_copied,
            };
            match resolve_path(base, from, &link.target) {
                Target::File { path, .. } if !is_shown(&path) => Target::Broken(Broken::NotCopied),
                target => target,
            }
        }
    }
}

/// An id, with an action or a heading behind it.
fn by_id(base: &KnowledgeBase, from: DocumentIndex, written: &str) -> Option<Target> {
    let (id, anchor) = match written.split_once('#') {
        Some((id, anchor)) => (id, Some(anchor)),
        None => (written, None),
    };
    let named = base.named(id)?;
    let document = base.in_language(named.entry, base[from].language);
    if let Some(part) = named.part {
        return Some(if base.has_part(named.entry, part) {
            Target::Document {
                document,
                fragment: Some(part_anchor(part)),
            }
        } else {
            Target::Broken(Broken::NoPart)
        });
    }
    Some(with_anchor(base, document, anchor))
}

/// `KE-0003/KE-0004` is no part of the first but two ids; the words then lead to the first.
fn two_ids(base: &KnowledgeBase, from: DocumentIndex, written: &str) -> Target {
    let both = written
        .rsplit_once('/')
        .filter(|(_, second)| base.named(second).is_some());
    both.and_then(|(first, _)| by_id(base, from, first))
        .unwrap_or(Target::Broken(Broken::NoPart))
}

/// `[[runbooks/dns]]`: a path, as some editors write it.
fn wiki_path(base: &KnowledgeBase, from: DocumentIndex, written: &str) -> Option<Target> {
    let target = resolve_path(base, from, written);
    matches!(target, Target::Document { .. }).then_some(target)
}

/// Where the target of a Markdown link or image leads.
#[must_use]
pub fn resolve_path(base: &KnowledgeBase, from: DocumentIndex, written: &str) -> Target {
    let written = written.trim();
    if let Some(anchor) = written.strip_prefix('#') {
        return match with_anchor(base, from, Some(anchor)) {
            Target::Document { fragment, .. } => Target::Here(fragment.unwrap_or_default()),
            broken => broken,
        };
    }
    if let Some(scheme) = scheme(written) {
        return if SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) {
            Target::Elsewhere(written.to_owned())
        } else {
            Target::Broken(Broken::Scheme)
        };
    }
    if written.starts_with("//") || written.starts_with("\\\\") {
        return Target::Broken(Broken::Scheme);
    }
    let (path, anchor) = match written.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (written, None),
    };
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let decoded: String = percent_decode_str(path).decode_utf8_lossy().nfc().collect();
    let Some(absolute) = absolute(&base[from], &decoded) else {
        return Target::Broken(Broken::Outside);
    };
    for candidate in candidates(&base[from], &absolute, &decoded) {
        if let Some(document) = base.document_at(&candidate) {
            return with_anchor(base, document, anchor);
        }
        if let Some(file) = base.file_at(&candidate) {
            return Target::File {
                path: file.to_owned(),
                fragment: anchor.map(str::to_owned),
            };
        }
    }
    if !base.content.is_empty() && !absolute.starts_with(&format!("{}/", base.content)) {
        return Target::Broken(Broken::Outside);
    }
    Target::Broken(Broken::NoFile { path: absolute })
}

/// The scheme of an address: letters up to a colon, before any slash.
fn scheme(written: &str) -> Option<&str> {
    let (scheme, _) = written.split_once(':')?;
    let mut letters = scheme
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control());
    let first = letters.next()?;
    (first.is_ascii_alphabetic()
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')))
    .then_some(scheme)
}

/// A link's path from the root; `None` where it leads above the root.
fn absolute(from: &Document, path: &str) -> Option<String> {
    let (start, path) = match path.strip_prefix('/') {
        Some(rest) => ("", rest),
        None => (
            from.path.rsplit_once('/').map_or("", |(folder, _)| folder),
            path,
        ),
    };
    let start: String = start.nfc().collect();
    let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The files that a path may mean: itself, with the extension left out, or the page of a folder.
/// One that starts at the root may mean the root of an archive that was brought in below the
/// content, so each folder above the document is tried, the outermost first.
fn candidates(from: &Document, absolute: &str, written: &str) -> Vec<String> {
    let mut paths = vec![absolute.to_owned()];
    if written.starts_with('/') {
        let above: String = from.path.nfc().collect();
        let folders = above.match_indices('/').map(|(at, _)| &above[..at]);
        paths.extend(folders.map(|folder| format!("{folder}/{absolute}")));
    }
    let mut all = Vec::new();
    for path in paths {
        let folder = path.trim_end_matches('/');
        all.push(path.clone());
        all.push(format!("{folder}.md"));
        // Where only a version in another language is there, that is meant.
        let stem = folder.strip_suffix(".md").unwrap_or(folder);
        all.extend(Language::ALL.map(|language| format!("{stem}.{}.md", language.code())));
        for index in ["README.md", "index.md", "_index.md"] {
            all.push(
                format!("{folder}/{index}")
                    .trim_start_matches('/')
                    .to_owned(),
            );
        }
    }
    all
}

fn with_anchor(base: &KnowledgeBase, document: DocumentIndex, anchor: Option<&str>) -> Target {
    let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) else {
        return Target::Document {
            document,
            fragment: None,
        };
    };
    let decoded = percent_decode_str(anchor).decode_utf8_lossy().into_owned();
    // A heading or an element of HTML; else an action or a line, whatever its case.
    let fragment = if base.has_anchor(document, &decoded) {
        Some(decoded.clone())
    } else {
        base.has_part(base.entry_of(document), &decoded)
            .then(|| part_anchor(&decoded))
    };
    match fragment {
        Some(fragment) => Target::Document {
            document,
            fragment: Some(fragment),
        },
        None => Target::Broken(Broken::NoAnchor {
            document,
            anchor: decoded,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigFile;
    use crate::source::{Source, SourceFile};

    fn base() -> KnowledgeBase {
        let file = |path: &str, text: &str| SourceFile {
            path: path.to_owned(),
            text: Ok(text.to_owned()),
        };
        let source = Source {
            content: "content".to_owned(),
            documents: vec![
                file(
                    "content/incidents/a b.md",
                    "---\nid: INC-1\nactions: [{title: x}]\n---\n## Root cause\n",
                ),
                file("content/pages/が.md", "x"),
                file("content/pages/dns/README.md", "x"),
                file("content/pages/start.md", "x"),
                file("content/pages/only.ja.md", "x"),
            ],
            files: vec!["content/pages/p q.png".to_owned()],
        };
        KnowledgeBase::read(ConfigFile::read(String::new(), "kb"), source)
    }

    fn lead(form: LinkForm, target: &str) -> String {
        let base = base();
        let from = base.document_at("content/pages/start.md").unwrap();
        let link = Link {
            form,
            target: target.to_owned(),
            span: crate::diagnostic::Span::default(),
        };
        match resolve(&base, from, &link) {
            Target::Document { document, fragment } => {
                let fragment = fragment.map(|f| format!("#{f}")).unwrap_or_default();
                format!("{}{fragment}", base[document].path)
            }
            Target::File { path, .. } => format!("file {path}"),
            Target::Here(anchor) => format!("here {anchor}"),
            Target::Elsewhere(address) => address,
            Target::Word => "word".to_owned(),
            Target::Broken(broken) => format!("{broken:?}")
                .split(['{', ' '])
                .next()
                .unwrap()
                .to_owned(),
        }
    }

    #[test]
    fn markdown_links_lead_to_files() {
        for (target, expected) in [
            ("../incidents/a%20b.md", "content/incidents/a b.md"),
            (
                "../incidents/a b.md#root-cause",
                "content/incidents/a b.md#root-cause",
            ),
            ("/incidents/a b", "content/incidents/a b.md"),
            ("/content/incidents/a b.md", "content/incidents/a b.md"),
            ("/dns/", "content/pages/dns/README.md"),
            ("か\u{3099}.md", "content/pages/が.md"),
            ("%E3%81%8C.md", "content/pages/が.md"),
            ("dns/", "content/pages/dns/README.md"),
            ("only.md", "content/pages/only.ja.md"),
            ("p%20q.png", "file content/pages/p q.png"),
            ("https://example.com/x", "https://example.com/x"),
            ("missing.md", "NoFile"),
            ("../../README.md", "Outside"),
            ("../../../../etc/passwd", "Outside"),
            ("javascript:alert(1)", "Scheme"),
            ("java\tscript:alert(1)", "Scheme"),
            ("data:text/html,x", "Scheme"),
            ("//example.com/x", "Scheme"),
            ("../incidents/a b.md#nothing", "NoAnchor"),
        ] {
            assert_eq!(lead(LinkForm::Markdown, target), expected, "{target}");
        }
    }

    #[test]
    fn ids_lead_to_documents_and_their_parts() {
        for (target, expected) in [
            ("inc-1", "content/incidents/a b.md"),
            ("INC-1/A1", "content/incidents/a b.md#a1"),
            ("INC-1#root-cause", "content/incidents/a b.md#root-cause"),
            ("INC-1/A9", "NoPart"),
            ("INC-9", "NoId"),
            ("dns/README", "content/pages/dns/README.md"),
        ] {
            assert_eq!(lead(LinkForm::Wiki, target), expected, "{target}");
        }
        assert_eq!(lead(LinkForm::BareId, "UTF-8"), "word");
    }
}
