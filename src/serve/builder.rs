//! What changed → the new site, and what to say about it.
//!
//! Pages that somebody looks at, and those of what has changed, are made first and served at once; then
//! everything is checked, and last the rest is made. What texts alone tell is taken over from the site before.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::NaiveDate;
use rayon::join;
use rustc_hash::FxHashSet;

use super::Failure;
use super::last_good;
use super::notice::{News, Notice};
use super::site::{Answer, Gathering, MemorySite};
use crate::check::{self, Errors, Gathered};
use crate::config::{Config, ConfigFile};
use crate::diagnostic::{Diagnostic, Severity};
use crate::knowledge_base::unchanged::Unchanged;
use crate::knowledge_base::{DocumentIndex, KnowledgeBase};
use crate::link::Relations;
use crate::locale::Locale;
use crate::memory::ShortTerm;
use crate::related::Evidence;
use crate::render;
use crate::render::overrides::Overrides;
use crate::render::paths::SitePaths;
use crate::render::site::{RenderError, Site};
use crate::report::Counts;
use crate::signature::Signatures;
use crate::source::{self, Contents, Source, SourceFile};

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
    /// What the site was made from.
    before: Option<Before>,
    site: Arc<MemorySite>,
    news: Arc<News>,
    /// The last site that was made whole.
    whole: Arc<MemorySite>,
    /// The files whose texts on disk are not those of `before`.
    unread: BTreeSet<String>,
    /// The files that have been changed and had findings ever since.
    troubled: BTreeSet<String>,
    memory: Arc<ShortTerm>,
}

/// What the next site takes over from the one before.
struct Before {
    /// The knowledge base, with the last good text of documents that are broken now.
    base: KnowledgeBase,
    texts: Texts,
}

/// What the texts of reports tell, each by itself.
struct Texts {
    signatures: Signatures,
    evidence: Evidence,
}

impl Texts {
    /// Reads them, as far as the state before does not know.
    fn read(base: &KnowledgeBase, before: Option<&Before>) -> Self {
        let unchanged = before.and_then(|before| Unchanged::between(&before.base, base));
        let known = unchanged.as_ref().zip(before);
        let known = known.map(|(unchanged, before)| (unchanged, &before.texts.evidence));
        let signatures = Signatures::of(base);
        Self {
            evidence: Evidence::after(base, &signatures, known),
            signatures,
        }
    }
}

/// How a site is to be made.
pub(super) struct Commission {
    /// The pages that somebody looks at, by their paths in the site before.
    pub(super) looked_at: BTreeSet<String>,
    /// What stands in the content, where somebody has looked.
    pub(super) contents: Option<Arc<Contents>>,
    /// Takes what can be served before everything is made.
    pub(super) publish: Box<dyn Fn(Edition) + Send>,
    /// Says that there are newer changes, so that the rest need not be made.
    pub(super) overtaken: Arc<AtomicBool>,
}

impl Default for Commission {
    fn default() -> Self {
        Self {
            looked_at: BTreeSet::new(),
            contents: None,
            publish: Box::new(|_| ()),
            overtaken: Arc::default(),
        }
    }
}

impl Commission {
    fn is_overtaken(&self) -> bool {
        self.overtaken.load(Ordering::Relaxed)
    }
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

impl Builder {
    /// Begins with nothing made. `address` is where the site is served, with a slash at the end.
    pub(super) fn new(root: PathBuf, address: String, today: Today) -> Self {
        let config = source::read_config(&root);
        Self {
            root,
            address,
            today,
            config: config.map_or_else(|_| Config::default_for(""), |file| file.config),
            before: None,
            site: Arc::default(),
            whole: Arc::default(),
            unread: BTreeSet::new(),
            news: Arc::default(),
            troubled: BTreeSet::new(),
            memory: Arc::default(),
        }
    }

    /// The last configuration that could be read: it says where to look for changes.
    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// Makes the first site.
    pub(super) fn begin(&mut self) -> Update {
        let outcome = self.make(&BTreeSet::new(), &Commission::default());
        self.keep(outcome)
    }

    /// Makes the site anew after these files have changed, or for the first time. What cannot be made
    /// leaves the site that is there. `None` where newer changes have overtaken it.
    pub(super) fn update(
        &mut self,
        changed: &BTreeSet<String>,
        commission: &Commission,
    ) -> Option<Update> {
        self.troubled.extend(changed.iter().cloned());
        self.unread.extend(changed.iter().cloned());
        let outcome = self.make(changed, commission);
        (!commission.is_overtaken()).then(|| self.keep(outcome))
    }

    fn keep(&mut self, outcome: Result<Summary, Failure>) -> Update {
        if let Err(failure) = &outcome {
            self.site = Arc::clone(&self.whole);
            let notice = Notice::of_failure(failure, &self.locale());
            self.news = Arc::new(News::Failure(notice));
        }
        Update {
            edition: self.edition(),
            outcome,
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
        let shown = self.before.as_ref().map(|before| &before.base.config);
        shown.unwrap_or(&self.config).locale()
    }

    fn edition(&self) -> Edition {
        Edition {
            site: Arc::clone(&self.site),
            news: Arc::clone(&self.news),
            locale: Arc::new(self.locale()),
        }
    }

    /// Makes the site from what is on disk.
    fn make(
        &mut self,
        changed: &BTreeSet<String>,
        commission: &Commission,
    ) -> Result<Summary, Failure> {
        let written = self.read(commission)?;
        let last_good = last_good::texts(&written, self.before.as_ref().map(|before| &before.base));
        let mut kept: Vec<String> = last_good.keys().cloned().collect();
        kept.sort_unstable();
        let mended = (!kept.is_empty()).then(|| last_good::with_texts(&written, last_good));
        let shown = mended.as_ref().unwrap_or(&written);
        let before = self.before.as_ref();
        let (texts, relations) = join(|| Texts::read(shown, before), || Relations::gather(shown));
        let states = [&written, shown];
        let mut summary = self.make_site(states, &texts, &relations, changed, commission)?;
        self.unread = kept.iter().cloned().collect();
        self.whole = Arc::clone(&self.site);
        summary.kept = kept;
        self.before = Some(Before {
            base: mended.unwrap_or(written),
            texts,
        });
        Ok(summary)
    }

    /// What is on disk, as far as it has changed.
    fn read(&mut self, commission: &Commission) -> Result<KnowledgeBase, Failure> {
        let config = self.read_config()?;
        let before = self.before.as_ref().map(|before| &before.base);
        let known = |path: &str| {
            let before = before.filter(|_| !self.unread.contains(path))?;
            Some(before.documents()[before.index_of(path)?.0].text.clone())
        };
        let is_read_alike = before.is_some_and(|before| before.config_text == config.text);
        let contents = commission.contents.as_ref();
        let contents = contents.filter(|contents| is_read_alike && contents.are_of(&config.config));
        let source = match contents {
            // What has come, gone or changed since they were looked at rings again.
            Some(contents) => source::read_contents(&self.root, contents, &known)?,
            None => source::read_folder(&self.root, &config.config)?,
        };
        Ok(match before {
            Some(before) => KnowledgeBase::read_beside(config, source, before),
            None => KnowledgeBase::read(config, source),
        })
    }

    /// Makes pages, and says what is wrong with the documents, given as they are written, and as they are shown where
    /// some are broken.
    fn make_site(
        &mut self,
        [written, base]: [&KnowledgeBase; 2],
        texts: &Texts,
        relations: &Relations,
        changed: &BTreeSet<String>,
        commission: &Commission,
    ) -> Result<Summary, Failure> {
        let today = (self.today)(&base.config);
        let files = source::read_overrides(&self.root)?;
        let (overrides, unused_overrides) = Overrides::from_files(files.templates, files.theme);
        let memory = Arc::clone(&self.memory);
        let site = Site::new(
            base,
            relations,
            &texts.signatures,
            &texts.evidence,
            today,
            overrides,
            &*memory,
        )
        .map_err(RenderError::Template)?;
        let is_first = self.before.is_none();
        let overtaken = &*commission.overtaken;
        if !is_first {
            let wanted = self.wanted(&site, changed, commission);
            let first = Gathering::of_some(&self.root, &self.site, wanted, overtaken);
            render::render_pages(&site, &first)?;
            self.site = Arc::new(first.finish());
            (commission.publish)(self.edition());
        }
        let findings = if std::ptr::eq(written, base) {
            let gathered = Gathered {
                base,
                relations,
                signatures: &texts.signatures,
            };
            check::check_remembering(&gathered, today, &*memory)
        } else {
            check::check_all_of(written, today)
        };
        let errors = errors(written, &findings, |file| {
            is_first || changed.contains(file)
        });
        let summary = Summary {
            content: base.content.clone(),
            documents: written.documents().len(),
            counts: Counts::of(&findings),
            errors,
            kept: Vec::new(),
            unused_overrides,
        };
        self.tell(base, &findings, changed, !std::ptr::eq(written, base));
        if !is_first {
            (commission.publish)(self.edition());
        }
        let rest = Gathering::new(&self.root, &self.site, overtaken);
        render::render_site(&site, &rest)?;
        self.site = Arc::new(rest.finish());
        Ok(summary)
    }

    /// The pages that somebody looks at, and those of the documents that have changed.
    fn wanted(
        &self,
        site: &Site<'_>,
        changed: &BTreeSet<String>,
        commission: &Commission,
    ) -> BTreeSet<String> {
        let looked_at = commission.looked_at.iter();
        let looked_at = looked_at.map(|path| match self.site.answer(path) {
            Answer::File(path, _) | Answer::Folder(path) => path.to_owned(),
            Answer::Nothing(_) => path.clone(),
        });
        let indices = changed.iter().filter_map(|path| site.base.index_of(path));
        let of_changed = indices.map(|index| site.paths.document(index).to_owned());
        looked_at.chain(of_changed).collect()
    }

    /// Keeps what pages say of the findings.
    fn tell(
        &mut self,
        base: &KnowledgeBase,
        findings: &[Diagnostic],
        changed: &BTreeSet<String>,
        kept: bool,
    ) {
        let faulty: FxHashSet<&String> = findings.iter().map(|found| &found.file).collect();
        self.troubled.retain(|file| faulty.contains(file));
        self.news = Arc::new(News::Findings {
            changed: self.of_troubled(findings, changed),
            own: errors_by_page(base, findings),
            kept,
        });
    }

    /// The configuration, for a site at our address.
    fn read_config(&mut self) -> Result<ConfigFile, Failure> {
        let mut file = source::read_config(&self.root)?;
        if !file
            .findings
            .iter()
            .any(|found| found.rule == last_good::BROKEN)
        {
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
    let documents = base.documents().iter();
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
    let base = Box::new(KnowledgeBase::read(last_good::config_file(base), source));
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
    let documents = base.documents().iter().enumerate();
    documents
        .filter_map(|(index, document)| {
            let errors = by_file.remove(document.path.as_str())?;
            let page = paths.document(DocumentIndex(index));
            Some((page.to_owned(), errors))
        })
        .collect()
}
