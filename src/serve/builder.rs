//! What changed → the new site, and what to say about it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Failure;
use super::inputs::Inputs;
use super::notice::{News, Notice};
use super::site::{Gathering, MemorySite};
use crate::check::{self, Errors, Gathered};
use crate::config::{Config, ConfigFile};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::knowledge_base::{DocumentIndex, KnowledgeBase};
use crate::link::Relations;
use crate::locale::Locale;
use crate::render;
use crate::render::overrides::Overrides;
use crate::render::paths::SitePaths;
use crate::report::Counts;
use crate::signature::Signatures;
use crate::source::{self, Source, SourceFile, Unreadable};

/// The rule that says of front matter that nothing in it counts.
const BROKEN: &str = "yaml-syntax";

/// Says which day counts as today on a site with this configuration.
pub type Today = Box<dyn Fn(&Config) -> NaiveDate + Send>;

/// Makes the site, and makes it anew.
pub(super) struct Builder {
    root: PathBuf,
    address: String,
    today: Today,
    /// The last configuration that could be read, whatever else is wrong with it. It says where to
    /// look for changes.
    config: Config,
    /// What the site was made from, with the last good text of documents that are broken now.
    base: Option<KnowledgeBase>,
    site: Arc<MemorySite>,
    /// The files that have been changed and had findings ever since.
    troubled: BTreeSet<String>,
}

/// What is served from now on.
#[derive(Debug, Clone)]
pub(super) struct Edition {
    /// The site.
    pub(super) site: Arc<MemorySite>,
    /// What pages say about it.
    pub(super) news: Arc<News>,
    /// The words of the site.
    pub(super) locale: Arc<Locale>,
}

/// How the site stands after it was made.
#[derive(Debug)]
pub struct Summary {
    /// The folder of the content, from the root.
    pub content: String,
    /// How many documents there are.
    pub documents: usize,
    /// How many findings there are in all.
    pub counts: Counts,
    /// The errors in the files that have changed; at first all of them.
    pub errors: Errors,
    /// The documents that are broken now and shown as they last were.
    pub kept: Vec<String>,
    /// Files of `templates` and `theme` that nothing uses.
    pub unused_overrides: Vec<String>,
}

/// What came of a change.
pub(super) struct Update {
    pub(super) edition: Edition,
    pub(super) outcome: Result<Summary, Failure>,
}

/// A site, made.
struct Made {
    base: KnowledgeBase,
    site: MemorySite,
    findings: Vec<Diagnostic>,
    summary: Summary,
}

impl Builder {
    /// Begins with nothing made. `address` is where the site is served, with a slash at the end.
    pub(super) fn new(root: PathBuf, address: String, today: Today) -> Self {
        let config = source::read_config(&root);
        Self {
            root,
            address,
            today,
            config: config.map_or_else(|_| Config::default_for(""), |file| file.config),
            base: None,
            site: Arc::default(),
            troubled: BTreeSet::new(),
        }
    }

    /// Everything that the site is made from at this moment.
    pub(super) fn inputs(&self) -> Inputs {
        Inputs::find(&self.root, &self.config)
    }

    /// Makes the site anew after these files have changed, or for the first time. What cannot be made
    /// leaves the site that is there.
    pub(super) fn update(&mut self, changed: &BTreeSet<String>) -> Update {
        self.troubled.extend(changed.iter().cloned());
        match self.make(changed) {
            Ok(made) => {
                let faulty: FxHashSet<&String> =
                    made.findings.iter().map(|found| &found.file).collect();
                self.troubled.retain(|file| faulty.contains(file));
                let news = News::Findings {
                    changed: self.of_troubled(&made.findings, changed),
                    own: errors_by_page(&made.base, &made.findings),
                    kept: !made.summary.kept.is_empty(),
                };
                self.base = Some(made.base);
                self.site = Arc::new(made.site);
                Update {
                    edition: self.edition(news),
                    outcome: Ok(made.summary),
                }
            }
            Err(failure) => {
                let notice = Notice::of_failure(&failure, &self.locale());
                Update {
                    edition: self.edition(News::Failure(notice)),
                    outcome: Err(failure),
                }
            }
        }
    }

    /// The findings in what is being worked on: what was saved just now first, and of that the
    /// gravest.
    fn of_troubled(&self, findings: &[Diagnostic], changed: &BTreeSet<String>) -> Vec<Diagnostic> {
        let shown = findings.iter();
        let shown = shown.filter(|found| self.troubled.contains(&found.file));
        let mut shown: Vec<Diagnostic> = shown.cloned().collect();
        shown.sort_by_key(|found| (!changed.contains(&found.file), Reverse(found.severity)));
        shown
    }

    /// The words of the site that is shown.
    fn locale(&self) -> Locale {
        let shown = self.base.as_ref().map(|base| &base.config);
        shown.unwrap_or(&self.config).locale()
    }

    fn edition(&self, news: News) -> Edition {
        Edition {
            site: Arc::clone(&self.site),
            news: Arc::new(news),
            locale: Arc::new(self.locale()),
        }
    }

    /// Makes the site from what is on disk.
    fn make(&mut self, changed: &BTreeSet<String>) -> Result<Made, Failure> {
        let config = self.read_config()?;
        let source = source::read_folder(&self.root, &config.config)?;
        let files = source.files.clone();
        let base = KnowledgeBase::read(config, source);
        let relations = Relations::gather(&base);
        let today = (self.today)(&base.config);
        let signatures = Signatures::of(&base);
        let gathered = Gathered {
            base: &base,
            relations: &relations,
            signatures: &signatures,
        };
        let findings = check::check(&gathered, today);
        let (documents, counts) = (base.documents.len(), Counts::of(&findings));
        let is_first = self.base.is_none();
        let errors = errors(&base, &findings, |file| is_first || changed.contains(file));
        let last_good = self.last_good_texts(&base);
        let mut kept: Vec<String> = last_good.keys().cloned().collect();
        kept.sort_unstable();
        let (base, relations, signatures) = if kept.is_empty() {
            (base, relations, signatures)
        } else {
            let base = with_texts(base, files, last_good);
            let relations = Relations::gather(&base);
            let signatures = Signatures::of(&base);
            (base, relations, signatures)
        };
        let files = source::read_overrides(&self.root)?;
        let (overrides, unused_overrides) = Overrides::from_files(files.templates, files.theme);
        let gathering = Gathering::new(&self.root, &self.site);
        render::render(&base, &relations, &signatures, today, overrides, &gathering)?;
        Ok(Made {
            site: gathering.finish(),
            summary: Summary {
                content: base.content.clone(),
                documents,
                counts,
                errors,
                kept,
                unused_overrides,
            },
            base,
            findings,
        })
    }

    /// The configuration, for a site at our address.
    fn read_config(&mut self) -> Result<ConfigFile, Failure> {
        let mut file = source::read_config(&self.root)?;
        if !file.findings.iter().any(|found| found.rule == BROKEN) {
            self.config = file.config.clone();
        }
        if let Some(errors) = check::configuration_errors(&file) {
            return Err(Failure::Configuration(errors));
        }
        if file.config.base_url.is_some() {
            file.config.base_url = Some(self.address.clone());
        }
        Ok(file)
    }

    /// For documents that are broken now and were not: the texts that the site was made from.
    fn last_good_texts(&self, base: &KnowledgeBase) -> FxHashMap<String, String> {
        let Some(before) = &self.base else {
            return FxHashMap::default();
        };
        let broken = base.documents.iter().filter(|document| is_broken(document));
        let broken = broken.map(|document| &document.path);
        let unreadable = base.unreadable.iter().map(|(path, _)| path);
        broken
            .chain(unreadable)
            .filter_map(|path| {
                let documents = &before.documents;
                let index = documents.binary_search_by(|document| document.path.cmp(path));
                let document = &documents[index.ok()?];
                let text = (!is_broken(document)).then(|| document.text.clone())?;
                Some((path.clone(), text))
            })
            .collect()
    }
}

/// The errors in the files that are wanted, with those files as they are now.
fn errors(
    base: &KnowledgeBase,
    findings: &[Diagnostic],
    is_wanted: impl Fn(&String) -> bool,
) -> Errors {
    let errors = findings.iter();
    let errors = errors.filter(|found| found.severity == Severity::Error && is_wanted(&found.file));
    let found: Vec<Diagnostic> = errors.cloned().collect();
    let files: FxHashSet<&String> = found.iter().map(|found| &found.file).collect();
    let documents = base.documents.iter();
    let documents = documents.filter(|document| files.contains(&document.path));
    let source = Source {
        content: base.content.clone(),
        documents: documents
            .map(|document| SourceFile {
                path: document.path.clone(),
                text: Ok(document.text.clone()),
            })
            .collect(),
        files: Vec::new(),
    };
    let base = Box::new(KnowledgeBase::read(config_file(base), source));
    Errors { base, found }
}

/// The errors of each document, by the path of its page.
fn errors_by_page(
    base: &KnowledgeBase,
    findings: &[Diagnostic],
) -> BTreeMap<String, Vec<Diagnostic>> {
    let mut by_file: BTreeMap<&str, Vec<Diagnostic>> = BTreeMap::new();
    for found in findings {
        if found.severity == Severity::Error {
            by_file.entry(&found.file).or_default().push(found.clone());
        }
    }
    if by_file.is_empty() {
        return BTreeMap::new();
    }
    let paths = SitePaths::assign(base);
    let documents = base.documents.iter().enumerate();
    documents
        .filter_map(|(index, document)| {
            let errors = by_file.remove(document.path.as_str())?;
            let page = paths.document(DocumentIndex(index));
            Some((page.to_owned(), errors))
        })
        .collect()
}

fn config_file(base: &KnowledgeBase) -> ConfigFile {
    ConfigFile {
        config: base.config.clone(),
        text: base.config_text.clone(),
        findings: base.config_findings.clone(),
    }
}

fn is_broken(document: &Document) -> bool {
    document.findings.iter().any(|found| found.rule == BROKEN)
}

/// The same knowledge base with other texts for some of its files.
fn with_texts(
    base: KnowledgeBase,
    files: Vec<String>,
    mut texts: FxHashMap<String, String>,
) -> KnowledgeBase {
    let config = config_file(&base);
    let mut file = |path: String, text: Result<String, Unreadable>| SourceFile {
        text: texts.remove(&path).map_or(text, Ok),
        path,
    };
    let read = base.documents.into_iter();
    let mut documents: Vec<SourceFile> = read
        .map(Arc::unwrap_or_clone)
        .map(|document| file(document.path, Ok(document.text)))
        .collect();
    let unreadable = base.unreadable.into_iter();
    documents.extend(unreadable.map(|(path, reason)| file(path, Err(reason))));
    let source = Source {
        content: base.content,
        documents,
        files,
    };
    KnowledgeBase::read(config, source)
}
