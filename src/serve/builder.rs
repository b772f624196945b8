//! What changed → the new site, and what to say about it.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Failure;
use super::inputs::Inputs;
use super::notice::Notice;
use super::site::{Gathering, MemorySite};
use crate::check;
use crate::config::{Config, ConfigFile};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::knowledge_base::KnowledgeBase;
use crate::link::Relations;
use crate::locale::Locale;
use crate::render::{self, overrides::Overrides};
use crate::report::Counts;
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
    /// What the site was made from, with the last good text of documents that are broken now.
    base: Option<KnowledgeBase>,
    site: Arc<MemorySite>,
    /// The files that have been changed and had findings ever since.
    open: BTreeSet<String>,
}

/// What is served from now on.
#[derive(Debug, Clone, Default)]
pub(super) struct Edition {
    /// The site.
    pub(super) site: Arc<MemorySite>,
    /// What pages say about it, where there is anything to say.
    pub(super) notice: Option<Arc<Notice>>,
    /// The words of the site; none before there is one.
    pub(super) locale: Option<&'static Locale>,
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
    /// The documents that are broken now and shown as they last were.
    pub kept: Vec<String>,
    /// Files of `templates` and `theme` that replace nothing.
    pub unknown_overrides: Vec<String>,
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
        Self {
            root,
            address,
            today,
            base: None,
            site: Arc::default(),
            open: BTreeSet::new(),
        }
    }

    /// Everything that the site is made from at this moment.
    pub(super) fn inputs(&self) -> Inputs {
        match &self.base {
            Some(base) => Inputs::find(&self.root, &base.config),
            None => {
                let file = source::read_config(&self.root).ok().flatten();
                let (config, _) = Config::read(&file.unwrap_or_default(), "");
                Inputs::find(&self.root, &config)
            }
        }
    }

    /// Makes the site anew after these files have changed. What cannot be made leaves everything as
    /// it was.
    pub(super) fn update(&mut self, changed: &BTreeSet<String>) -> Update {
        self.open.extend(changed.iter().cloned());
        match self.make() {
            Ok(made) => {
                let faulty: FxHashSet<&String> =
                    made.findings.iter().map(|found| &found.file).collect();
                self.open.retain(|file| faulty.contains(file));
                let locale = Locale::of(made.base.config.language);
                let shown = made.findings.iter();
                let mut shown: Vec<&Diagnostic> = shown
                    .filter(|found| self.open.contains(&found.file))
                    .collect();
                // What was saved just now comes first, and of that the gravest.
                shown
                    .sort_by_key(|found| (!changed.contains(&found.file), Reverse(found.severity)));
                let notice = Notice::of_findings(&shown, !made.summary.kept.is_empty(), locale);
                self.base = Some(made.base);
                self.site = Arc::new(made.site);
                Update {
                    edition: self.edition(notice),
                    outcome: Ok(made.summary),
                }
            }
            Err(failure) => Update {
                edition: self.edition(Some(Notice::of_failure(&failure, self.locale()))),
                outcome: Err(failure),
            },
        }
    }

    fn locale(&self) -> &'static Locale {
        let language = self.base.as_ref().map(|base| base.config.language);
        Locale::of(language.unwrap_or_default())
    }

    fn edition(&self, notice: Option<Notice>) -> Edition {
        Edition {
            site: Arc::clone(&self.site),
            notice: notice.map(Arc::new),
            locale: Some(self.locale()),
        }
    }

    /// Makes the site from what is on disk.
    fn make(&self) -> Result<Made, Failure> {
        let config = self.config()?;
        let source = source::read_folder(&self.root, &config.config)?;
        let files = source.files.clone();
        let base = KnowledgeBase::read(config, source);
        let relations = Relations::gather(&base);
        let findings = check::check(&base, &relations);
        let (documents, counts) = (base.documents.len(), Counts::of(&findings));
        let last_good = self.last_good_texts(&base);
        let mut kept: Vec<String> = last_good.keys().cloned().collect();
        kept.sort_unstable();
        let (base, relations) = if kept.is_empty() {
            (base, relations)
        } else {
            let base = with_texts(base, files, last_good);
            let relations = Relations::gather(&base);
            (base, relations)
        };
        let (overrides, unknown_overrides) = Overrides::from_files(
            source::read_tree(&self.root.join("templates"))?,
            source::read_tree(&self.root.join("theme"))?,
        );
        let gathering = Gathering::new(&self.root, &self.site);
        let today = (self.today)(&base.config);
        render::render(&base, &relations, today, overrides, &gathering)?;
        Ok(Made {
            site: gathering.finish(),
            summary: Summary {
                content: base.content.clone(),
                documents,
                counts,
                kept,
                unknown_overrides,
            },
            base,
            findings,
        })
    }

    /// The configuration, for a site at our address.
    fn config(&self) -> Result<ConfigFile, Failure> {
        let text = source::read_config(&self.root)?.unwrap_or_default();
        let folder = self.root.file_name().unwrap_or_default();
        let mut file = ConfigFile::read(text, &folder.to_string_lossy());
        let base = KnowledgeBase::read(file.clone(), Source::default());
        let mut faults = check::configuration(&base);
        faults.retain(|found| found.severity == Severity::Error);
        if !faults.is_empty() {
            return Err(Failure::Configuration {
                base: Box::new(base),
                faults,
            });
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

fn is_broken(document: &Document) -> bool {
    document.findings.iter().any(|found| found.rule == BROKEN)
}

/// The same knowledge base with other texts for some of its files.
fn with_texts(
    base: KnowledgeBase,
    files: Vec<String>,
    mut texts: FxHashMap<String, String>,
) -> KnowledgeBase {
    let mut file = |path: String, text: Result<String, Unreadable>| SourceFile {
        text: texts.remove(&path).map_or(text, Ok),
        path,
    };
    let read = base.documents.into_iter();
    let mut documents: Vec<SourceFile> = read
        .map(|document| file(document.path, Ok(document.text)))
        .collect();
    let unreadable = base.unreadable.into_iter();
    documents.extend(unreadable.map(|(path, reason)| file(path, Err(reason))));
    let config = ConfigFile {
        config: base.config,
        text: base.config_text,
        findings: base.config_findings,
    };
    let source = Source {
        content: base.content,
        documents,
        files,
    };
    KnowledgeBase::read(config, source)
}
