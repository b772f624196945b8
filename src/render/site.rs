//! A site in the making: what every page needs, and how pages are handed on.

use std::fmt;
use std::io;
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::join;
use serde::Serialize;

use crate::document::Kind;
use crate::insight::board::Board;
use crate::insight::counted::Counted;
use crate::insight::coverage::Coverage;
use crate::insight::history::Provenance;
use crate::insight::recurrence::Recurrence;
use crate::knowledge_base::{KnowledgeBase, TermKind};
use crate::link::Relations;
use crate::locale::Locale;
use crate::memory::pieces::{Piece, look_at};
use crate::memory::{MadeFrom, Memory};
use crate::related::{Evidence, Related};
use crate::render::files::{LinkedFile, LinkedFiles};
use crate::render::format::Formatter;
use crate::render::highlight::Highlighter;
use crate::render::ingredients::Ingredients;
use crate::render::markdown::MarkdownContext;
use crate::render::overrides::Overrides;
use crate::render::paths::{SitePaths, to_root};
use crate::render::templates::{TemplateError, Templates};
use crate::render::unit::Basis;
use crate::signature::Signatures;

/// Takes the files of a site, one by one, from several threads.
pub trait Output: Sync {
    /// Takes a file: its path from the site's root, `/` between folders, and what is in it.
    ///
    /// # Errors
    ///
    /// Where the file cannot be kept.
    fn write(&self, path: &str, content: &[u8]) -> io::Result<()>;

    /// Whether it takes the page at this path; one that is not wanted need not be made.
    fn wants(&self, path: &str) -> bool {
        let _ = path;
        true
    }

    /// Whether it takes any page of this folder; what such pages have in common need not be made for none.
    fn wants_within(&self, folder: &str) -> bool {
        let _ = folder;
        true
    }

    /// Whether it may hold files of an earlier site.
    fn remembers(&self) -> bool {
        false
    }

    /// Where the files of a unit are, if it holds all of them, and what they were made from is as it was: then they
    /// stay, and need not be made.
    fn has(&self, unit: &str, is_current: &dyn Fn(&Basis) -> bool) -> Option<Vec<String>> {
        let _ = (unit, is_current);
        None
    }

    /// Learns that these files, sorted, are a unit that was made from this; those that they link to are among them.
    fn made(&self, unit: &str, basis: Basis, paths: Vec<String>) {
        let _ = (unit, basis, paths);
    }

    /// Takes a file that `content` writes piece by piece: one that may be too large to be held whole.
    ///
    /// # Errors
    ///
    /// Where the file cannot be kept, and those of `content`.
    fn stream(
        &self,
        path: &str,
        content: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut whole = Vec::new();
        content(&mut whole)?;
        self.write(path, &whole)
    }

    /// Takes a copy of a file of the knowledge base: its path from there, and its path on the site.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read or kept.
    fn copy(&self, source: &str, path: &str) -> io::Result<()>;
}

/// Why a site cannot be made.
#[derive(Debug)]
pub enum RenderError {
    /// A template is wrong.
    Template(TemplateError),
    /// A file cannot be kept.
    Output {
        /// Its path on the site.
        path: String,
        /// Why.
        error: io::Error,
    },
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template(error) => error.fmt(f),
            Self::Output { path, error } => write!(f, "{path}: {error}"),
        }
    }
}

impl std::error::Error for RenderError {}

impl From<TemplateError> for RenderError {
    fn from(error: TemplateError) -> Self {
        Self::Template(error)
    }
}

/// Everything that pages are made from.
#[derive(Debug)]
pub struct Site<'a> {
    /// The knowledge base.
    pub base: &'a KnowledgeBase,
    /// How its entries stand to each other.
    pub relations: &'a Relations,
    /// The day that counts as today.
    pub today: NaiveDate,
    signatures: &'a Signatures,
    /// Which entries resemble each other.
    pub related: Related<'a>,
    /// Every action and how it stands.
    pub board: Board<'a>,
    counted: Counted<'a>,
    /// What came back.
    pub recurrence: Recurrence,
    /// The lines of checklists by what they came of.
    pub provenance: Provenance,
    /// How far causes are covered.
    pub coverage: Coverage,
    /// Where each page is.
    pub paths: SitePaths,
    /// The words of the interface.
    pub locale: Arc<Locale>,
    /// Writes times.
    pub format: Formatter,
    /// Fills templates.
    pub templates: Templates,
    /// What the site replaces of our theme.
    pub theme: Vec<(String, Vec<u8>)>,
    /// What another state of the site has found out.
    pub memory: &'a dyn Memory,
    /// What pages are made from beside the knowledge base.
    pub ingredients: Ingredients,
    highlighter: Highlighter,
    files: LinkedFiles,
}

/// What every page may use of the site, in templates as `site`.
#[derive(Debug, Hash, Serialize)]
struct SiteView<'a> {
    title: &'a str,
    language: &'static str,
    base_url: Option<&'a str>,
    today: String,
    /// The lists of documents, by kind, the board of actions, and what is counted of all of them.
    navigation: Vec<NavigationView>,
    /// The lists of what documents name: services, causes, owners, tags.
    terms: Vec<NavigationView>,
}

/// A link of the navigation.
#[derive(Debug, Hash, Serialize)]
struct NavigationView {
    label: String,
    path: String,
    section: &'static str,
}

impl<'a> Site<'a> {
    /// Prepares a site.
    ///
    /// # Errors
    ///
    /// Where a template of the site is not one.
    pub fn new(
        base: &'a KnowledgeBase,
        relations: &'a Relations,
        signatures: &'a Signatures,
        evidence: &Evidence,
        today: NaiveDate,
        overrides: Overrides,
        memory: &'a dyn Memory,
    ) -> Result<Self, TemplateError> {
        let recognitions = &evidence.recognitions;
        let config = &base.config;
        let locale = Arc::new(config.locale());
        let templates = |board: &Board<'_>| {
            let view = SiteView {
                title: &config.title,
                language: config.language.code(),
                base_url: config.base_url.as_deref(),
                today: today.to_string(),
                navigation: navigation(base, board, &locale),
                terms: terms(base, &locale),
            };
            let templates = Templates::new(&overrides.templates, Arc::clone(&locale), &view);
            let frame = MadeFrom::of(&(base.settings(), &view, &overrides));
            (templates, frame)
        };
        let board_and_templates = || {
            let board = Board::on(base, today);
            let templates = templates(&board);
            (board, templates)
        };
        let learned = || {
            let provenance = Provenance::of(base);
            let recurrence = Recurrence::of(base, relations, recognitions);
            let coverage = Coverage::of(base, &recurrence, &provenance);
            (recurrence, provenance, coverage)
        };
        let related = || Related::recalling(base, relations, evidence, memory);
        let counted_and_paths = || {
            join(
                || Counted::on(base, relations, today),
                || SitePaths::assign(base),
            )
        };
        let (
            (related, (recurrence, provenance, coverage)),
            ((board, (templates, frame)), (counted, paths)),
        ) = join(
            || join(related, learned),
            || join(board_and_templates, counted_and_paths),
        );
        Ok(Self {
            base,
            relations,
            today,
            related,
            signatures,
            board,
            counted,
            recurrence,
            provenance,
            coverage,
            paths,
            format: Formatter {
                language: config.language,
                zone: config.zone,
            },
            templates: templates?,
            locale,
            theme: overrides.theme,
            memory,
            ingredients: Ingredients::of(recognitions, frame),
            highlighter: Highlighter::default(),
            files: LinkedFiles::default(),
        })
    }

    /// What the figures of the whole are counted from; every month of it has a page.
    #[must_use]
    pub fn figures(&self) -> &Counted<'a> {
        look_at(|| Piece::EVERYTHING);
        &self.counted
    }

    /// The signatures of all known errors.
    #[must_use]
    pub fn signatures(&self) -> &'a Signatures {
        look_at(|| Piece::EVERYTHING);
        self.signatures
    }

    /// Renders the texts of documents.
    #[must_use]
    pub fn markdown(&self) -> MarkdownContext<'_> {
        MarkdownContext {
            base: self.base,
            paths: &self.paths,
            highlighter: &self.highlighter,
            files: &self.files,
            locale: &self.locale,
        }
    }

    /// A text of the interface.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.locale.text(&format!("interface.{key}")).to_owned()
    }

    /// A text of the interface, its placeholders filled.
    #[must_use]
    pub fn filled(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.locale.format(&format!("interface.{key}"), arguments)
    }

    /// A text of the interface that depends on a number.
    #[must_use]
    pub fn counted(&self, key: &str, count: &str) -> String {
        self.locale
            .format(&format!("interface.{key}"), &[("count", count)])
    }

    /// The word of the interface for a value of front matter, or the value itself.
    #[must_use]
    pub fn word(&self, group: &str, value: &str) -> String {
        let key = format!("interface.{group}.{value}");
        self.locale.get(&key).unwrap_or(value).to_owned()
    }

    /// Fills a template and hands the page on, where it is wanted.
    ///
    /// # Errors
    ///
    /// Where the template cannot be filled or the page cannot be kept.
    pub fn page(
        &self,
        output: &dyn Output,
        template: &str,
        path: &str,
        view: &impl Serialize,
    ) -> Result<(), RenderError> {
        if !output.wants(path) {
            return Ok(());
        }
        let mut html = self.templates.render(template, view)?;
        if html.contains('\0') {
            // HTML cannot hold it; CommonMark puts the same sign in its place.
            html = html.replace('\0', "\u{FFFD}");
        }
        write(output, path, html.as_bytes())
    }

    /// Learns of a unit that stays which files it links to.
    pub fn keep_links(&self, unit: &str, paths: &[String]) {
        for path in paths {
            self.files.add_target(self.base, unit, path);
        }
    }

    /// The paths on the site of the files that these pages link to.
    #[must_use]
    pub fn links_of(&self, pages: &[String]) -> Vec<String> {
        self.files.targets_of(pages)
    }

    /// The files that the pages made so far link to.
    #[must_use]
    pub fn linked_files(&self) -> Vec<LinkedFile> {
        self.files.sorted()
    }
}

/// Hands a file on.
///
/// # Errors
///
/// Where it cannot be kept.
pub fn write(output: &dyn Output, path: &str, content: &[u8]) -> Result<(), RenderError> {
    output
        .write(path, content)
        .map_err(|error| RenderError::Output {
            path: path.to_owned(),
            error,
        })
}

/// What the head of every page leads to: the lists of documents, and what is to be done.
fn navigation(base: &KnowledgeBase, board: &Board<'_>, locale: &Locale) -> Vec<NavigationView> {
    let mut navigation = kinds(base, locale);
    if !board.actions().is_empty() {
        navigation.push(NavigationView {
            label: locale.text("interface.actions.title").to_owned(),
            path: "actions/index.html".to_owned(),
            section: "actions",
        });
    }
    navigation.extend(insights(base, locale));
    navigation
}

/// The lists of the kinds that have anything to list.
fn kinds(base: &KnowledgeBase, locale: &Locale) -> Vec<NavigationView> {
    let named_vendors = || base.terms.of_kind(TermKind::Vendor).next().is_some();
    Kind::ALL
        .iter()
        .filter(|kind| {
            base.of_kind(**kind).next().is_some() || (**kind == Kind::Vendor && named_vendors())
        })
        .map(|kind| navigation_link(locale, "kinds", kind.folder()))
        .collect()
}

/// The figures of the whole, where there is anything to count.
fn insights(base: &KnowledgeBase, locale: &Locale) -> Option<NavigationView> {
    base.of_kind(Kind::Incident).next()?;
    Some(NavigationView {
        label: locale.text("interface.insights.title").to_owned(),
        path: "insights/index.html".to_owned(),
        section: "insights",
    })
}

/// The lists of the sorts of terms that some document names.
fn terms(base: &KnowledgeBase, locale: &Locale) -> Vec<NavigationView> {
    TermKind::ALL
        .into_iter()
        .filter(|kind| *kind != TermKind::Vendor && base.terms.of_kind(*kind).next().is_some())
        .map(|kind| navigation_link(locale, "terms", kind.folder()))
        .collect()
}

fn navigation_link(locale: &Locale, group: &str, folder: &'static str) -> NavigationView {
    let key = format!("interface.{group}.{folder}");
    NavigationView {
        label: locale.text(&key).to_owned(),
        path: format!("{folder}/index.html"),
        section: folder,
    }
}

/// What every page is told about itself, in templates as `page`.
#[derive(Debug, Serialize)]
pub struct PageView {
    /// Its path from the site's root.
    pub path: String,
    /// The path to the site's root: empty, or `../`.
    pub root: String,
    /// Its title.
    pub title: String,
    /// The language of its content.
    pub language: &'static str,
    /// The part of the navigation that it belongs to.
    pub section: &'static str,
}

impl PageView {
    /// A page in the site's language.
    #[must_use]
    pub fn new(site: &Site<'_>, path: &str, title: &str, section: &'static str) -> Self {
        Self {
            path: path.to_owned(),
            root: to_root(path),
            title: title.to_owned(),
            language: site.base.config.language.code(),
            section,
        }
    }
}
