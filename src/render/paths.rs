//! Where each page of the site is, and how one page links to another.
//!
//! All paths are relative to the site's root with `/` between folders. They depend on ids and not
//! on the files' places, so that a moved file keeps its address.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::Id;
use crate::document::part_anchor;
use crate::export::documents::Page;
use crate::knowledge_base::{DocumentIndex, EntryIndex, KnowledgeBase, TermKind, piece_of_term};
use crate::memory::MadeFrom;
use crate::memory::pieces::{Piece, Pieces, look_at};

/// The folder of files that documents link to.
pub const FILES: &str = "files";

/// What the names of reports for customers end in, before `.html`.
const REPORT: &str = ".report";

/// The longest file name without extension, in bytes, which every file system takes.
const MAX_STEM_BYTES: usize = 180;

/// Where every document, term and former id has its page.
#[derive(Debug)]
pub struct SitePaths {
    documents: Vec<String>,
    terms: FxHashMap<TermKind, FxHashMap<Id, String>>,
    redirects: Vec<Redirect>,
    /// The entry of each document.
    entry_of: Vec<Piece>,
}

/// A page that leads from a former id to the present page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Where the page is.
    pub path: String,
    /// The entry that it leads to.
    pub entry: EntryIndex,
}

impl SitePaths {
    /// Gives every page its place.
    #[must_use]
    pub fn assign(base: &KnowledgeBase) -> Self {
        let entries = base.entry_pieces();
        let mut names = Names::default();
        let mut documents = vec![String::new(); base.documents().len()];
        for entry in base.entries() {
            let original = &base[entry.original];
            let folder = original.kind().folder();
            let suffixes: Vec<&str> = entry
                .versions
                .iter()
                .map(|version| base[*version].language.code())
                .collect();
            let stem = names.take(folder, &file_stem(entry.id.as_str()), &suffixes);
            documents[entry.original.0] = format!("{folder}/{stem}.html");
            for version in &entry.versions {
                let code = base[*version].language.code();
                documents[version.0] = format!("{folder}/{stem}.{code}.html");
            }
        }
        let terms = Self::assign_terms(base, &documents, &mut names);
        let redirects = Self::assign_redirects(base, &mut names);
        Self {
            documents,
            terms,
            redirects,
            entry_of: (0..base.documents().len())
                .map(|index| {
                    let entry = base.entry_of(DocumentIndex(index));
                    entries.entry(entry)
                })
                .collect(),
        }
    }

    /// Makes it part of entries and terms where their pages are: who looks at one looks at the other.
    pub fn add_to(&self, pieces: &mut Pieces) {
        let documents = self.entry_of.iter().zip(&self.documents);
        let terms = self.terms.iter().flat_map(|(kind, terms)| {
            let terms = terms.iter();
            terms.map(|(id, path)| (piece_of_term(*kind, id), path))
        });
        let documents = documents.map(|(entry, path)| (*entry, path));
        for (piece, path) in documents.chain(terms) {
            let state = pieces.get(&piece).copied();
            pieces.insert(piece, MadeFrom::of(&(state, path)));
        }
    }

    fn assign_terms(
        base: &KnowledgeBase,
        documents: &[String],
        names: &mut Names,
    ) -> FxHashMap<TermKind, FxHashMap<Id, String>> {
        let mut terms: FxHashMap<TermKind, FxHashMap<Id, String>> = FxHashMap::default();
        for kind in TermKind::ALL {
            let of_kind = terms.entry(kind).or_default();
            for term in base.terms.of_kind(kind) {
                let path = match term.document {
                    Some(entry) => documents[base[entry].original.0].clone(),
                    None => {
                        let folder = kind.folder();
                        let stem = names.take(folder, &file_stem(term.id.as_str()), &[]);
                        format!("{folder}/{stem}.html")
                    }
                };
                of_kind.insert(term.id.clone(), path);
            }
        }
        terms
    }

    fn assign_redirects(base: &KnowledgeBase, names: &mut Names) -> Vec<Redirect> {
        let mut redirects = Vec::new();
        for (index, entry) in base.entries().iter().enumerate() {
            let document = &base[entry.original];
            let folder = document.kind().folder();
            for alias in &document.common.aliases {
                let stem = file_stem(alias);
                if names.is_free(folder, &stem) {
                    names.take(folder, &stem, &[]);
                    redirects.push(Redirect {
                        path: format!("{folder}/{stem}.html"),
                        entry: EntryIndex(index),
                    });
                }
            }
        }
        redirects
    }

    /// The page of a document.
    #[must_use]
    pub fn document(&self, index: DocumentIndex) -> &str {
        look_at(|| self.entry_of[index.0]);
        &self.documents[index.0]
    }

    /// Where the page of each document is, for data; `base_url` is the site's own address.
    pub fn pages<'a>(
        &'a self,
        base_url: Option<&'a str>,
    ) -> impl Fn(DocumentIndex) -> Page<'a> + Sync {
        move |index| {
            let path = self.document(index);
            let url = base_url.map(|base_url| format!("{base_url}{}", percent_encoded(path)));
            Page { path, url }
        }
    }

    /// The report for customers on the incident that a document tells of, where it has one. No
    /// document has such a name.
    #[must_use]
    pub fn report(&self, index: DocumentIndex) -> String {
        format!(
            "{}{REPORT}.html",
            self.document(index).trim_end_matches(".html")
        )
    }

    /// The page of a term.
    #[must_use]
    pub fn term(&self, kind: TermKind, id: &Id) -> Option<&str> {
        look_at(|| piece_of_term(kind, id));
        self.terms.get(&kind)?.get(id).map(String::as_str)
    }

    /// The pages of former ids.
    #[must_use]
    pub fn redirects(&self) -> &[Redirect] {
        look_at(|| Piece::EVERYTHING);
        &self.redirects
    }
}

/// The names that are taken in each folder.
#[derive(Debug, Default)]
struct Names {
    taken: FxHashSet<String>,
    /// The number that the next document of a taken name tries first.
    next: FxHashMap<String, usize>,
}

impl Names {
    fn is_free(&self, folder: &str, stem: &str) -> bool {
        !self.taken.contains(&format!("{folder}/{stem}"))
    }

    /// Takes `stem`, or the first of `stem-2`, `stem-3`, … that is free, with all its suffixes.
    fn take(&mut self, folder: &str, stem: &str, suffixes: &[&str]) -> String {
        let mut name = stem.to_owned();
        let key = format!("{folder}/{stem}");
        let mut number = self.next.get(&key).copied().unwrap_or(2);
        let with_suffixes = |name: &str| -> Vec<String> {
            std::iter::once(name.to_owned())
                .chain(suffixes.iter().map(|suffix| format!("{name}.{suffix}")))
                .collect()
        };
        while with_suffixes(&name)
            .iter()
            .any(|name| !self.is_free(folder, name))
        {
            name = format!("{stem}-{number}");
            number += 1;
        }
        self.next.insert(key, number);
        for taken in with_suffixes(&name) {
            self.taken.insert(format!("{folder}/{taken}"));
        }
        name
    }
}

/// The name of the file for an id: lower case, letters and digits of any script and `._-`, anything
/// else `-`; names that mean something to a folder or to Windows get a `-` behind them.
#[must_use]
pub fn file_stem(id: &str) -> String {
    let mut stem: String = id
        .to_lowercase()
        .chars()
        .map(|c| {
            let kept = c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
            if kept { c } else { '-' }
        })
        .collect();
    if stem.len() > MAX_STEM_BYTES {
        stem.truncate(stem.floor_char_boundary(MAX_STEM_BYTES));
    }
    if stem.is_empty() || stem.starts_with('.') {
        stem.insert(0, '-');
    }
    // `checkout.2026` would be a page of the service `checkout`.
    let ends_in_year = stem
        .rsplit_once('.')
        .is_some_and(|(_, last)| is_year_page(last));
    let is_reserved = is_reserved(&stem) || stem.ends_with(REPORT);
    if is_reserved || ends_in_year || stem.ends_with('.') {
        stem.push('-');
    }
    stem
}

/// `index`, the pages of years, and the devices of Windows.
fn is_reserved(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or(stem);
    let device = matches!(first, "con" | "prn" | "aux" | "nul")
        || (first.len() == 4
            && (first.starts_with("com") || first.starts_with("lpt"))
            && first.ends_with(|c: char| c.is_ascii_digit()));
    stem == "index" || device || is_year_page(stem)
}

/// `2026` and `2026-2`, as the pages of a long list are called.
fn is_year_page(stem: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (year, page) = stem.split_once('-').unwrap_or((stem, "1"));
    year.len() == 4 && digits(year) && digits(page)
}

/// The path from one page to another.
#[must_use]
pub fn relative(from: &str, to: &str) -> String {
    // As far as the last folder that both are in.
    let mut shared = 0;
    for ((at, a), b) in from.bytes().enumerate().zip(to.bytes()) {
        if a != b {
            break;
        }
        if a == b'/' {
            shared = at + 1;
        }
    }
    let up = from[shared..].bytes().filter(|byte| *byte == b'/').count();
    ["../".repeat(up).as_str(), &to[shared..]].concat()
}

/// The path from a page to the site's root: empty, or `../` for each folder.
#[must_use]
pub fn to_root(from: &str) -> String {
    "../".repeat(from.matches('/').count())
}

/// A path as part of an address: every byte that an address cannot hold is escaped.
#[must_use]
pub fn percent_encoded(path: &str) -> String {
    /// What may not stand in the path of a URL, and `%` itself.
    const ESCAPED: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b'<')
        .add(b'>')
        .add(b'?')
        .add(b'[')
        .add(b'\\')
        .add(b']')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}')
        .add(b':');
    utf8_percent_encode(path, ESCAPED).to_string()
}

/// The address of an action or a checklist line on the page at `path`.
#[must_use]
pub fn part_href(path: &str, part: &str) -> String {
    format!("{path}#{}", percent_encoded(&part_anchor(part)))
}

/// A whole address as somebody has written it, with what it cannot hold escaped.
#[must_use]
pub fn address_encoded(address: &str) -> String {
    const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');
    utf8_percent_encode(address, ESCAPED).to_string()
}

/// The id of a heading on a page. The ids of the pages themselves begin with `hansei-`, and a dot is
/// in no heading's anchor, so that the two never meet.
pub(super) fn heading_id(anchor: &str) -> Cow<'_, str> {
    if anchor.starts_with("hansei-") {
        format!(".{anchor}").into()
    } else {
        anchor.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_safe_everywhere() {
        for (id, stem) in [
            ("INC-2026-0007", "inc-2026-0007"),
            ("a/b c?.md", "a-b-c-.md"),
            ("証明書", "証明書"),
            ("..", "-..-"),
            ("", "-"),
            ("Index", "index-"),
            ("2026", "2026-"),
            ("2026-2", "2026-2-"),
            ("api.2026", "api.2026-"),
            ("20260", "20260"),
            ("2022-06-13-repo-slow", "2022-06-13-repo-slow"),
            ("CON.x", "con.x-"),
            ("com1", "com1-"),
            ("INC-1.report", "inc-1.report-"),
        ] {
            assert_eq!(file_stem(id), stem, "{id}");
        }
        assert!(file_stem(&"あ".repeat(500)).len() <= MAX_STEM_BYTES + 1);
    }

    #[test]
    fn names_that_become_equal_get_numbers_with_their_suffixes() {
        let mut names = Names::default();
        assert_eq!(names.take("x", "a", &["ja"]), "a");
        assert_eq!(names.take("x", "a", &[]), "a-2");
        assert_eq!(names.take("x", "a.ja", &[]), "a.ja-2");
        assert_eq!(names.take("y", "a", &[]), "a");
    }

    #[test]
    fn links_are_relative() {
        assert_eq!(
            relative("index.html", "incidents/a.html"),
            "incidents/a.html"
        );
        assert_eq!(relative("incidents/a.html", "incidents/b.html"), "b.html");
        assert_eq!(relative("incidents/a.html", "index.html"), "../index.html");
        assert_eq!(relative("a/b/c.html", "a/d/e.html"), "../d/e.html");
        assert_eq!(to_root("a/b.html"), "../");
    }
}
