//! `hansei review`

use std::path::Path;
use std::sync::Arc;

use clap::{Parser, ValueEnum};
use hansei::check::{self, Gathered};
use hansei::config::ConfigFile;
use hansei::diagnostic::Severity;
use hansei::document::Document;
use hansei::knowledge_base::KnowledgeBase;
use hansei::link::Relations;
use hansei::report::review::{ReviewFormat, ReviewReport};
use hansei::review::{Changes, Review as Reviewed};
use hansei::signature::Signatures;
use hansei::source::{self, Commit, Repository, Source};

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::{read_config, root, today};
use super::{Global, Outcome, SeverityArgument};

#[derive(Debug, Parser)]
pub(super) struct Review {
    #[arg(long, value_name = "REV")]
    base: String,
    #[arg(long, value_name = "REV")]
    head: Option<String>,
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    format: ReviewFormatArgument,
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    fail_on: SeverityArgument,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ReviewFormatArgument {
    Markdown,
    Json,
}

impl From<ReviewFormatArgument> for ReviewFormat {
    fn from(argument: ReviewFormatArgument) -> Self {
        match argument {
            ReviewFormatArgument::Markdown => Self::Markdown,
            ReviewFormatArgument::Json => Self::Json,
        }
    }
}

/// A state of the knowledge base as it is read.
struct Files {
    config: ConfigFile,
    source: Source,
}

/// A state of the knowledge base with what is gathered from it.
struct State {
    base: KnowledgeBase,
    relations: Relations,
    signatures: Signatures,
}

impl State {
    fn of(base: KnowledgeBase) -> Self {
        Self {
            relations: Relations::gather(&base),
            signatures: Signatures::of(&base),
            base,
        }
    }

    fn gathered(&self) -> Gathered<'_> {
        Gathered {
            base: &self.base,
            relations: &self.relations,
            signatures: &self.signatures,
        }
    }
}

impl Review {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let progress = terminal.progress();
        let root = root(global)?;
        let now = read_config(&root)?;
        terminal.enter_site(&now);
        progress.stage("reading");
        let (before, after, changes) = self.read(&root, now)?;
        terminal.enter_site(&after.config);
        if let Some(errors) = check::configuration_errors(&after.config) {
            terminal.say_errors(&errors);
            return Err(CliError::Configuration);
        }
        progress.stage("linking");
        let after = KnowledgeBase::read(after.config, after.source);
        let before = KnowledgeBase::read_beside(before.config, before.source, &after);
        let (before, after) = rayon::join(|| State::of(before), || State::of(after));
        let reviewed = changes.concern([&before.base, &after.base]).then(|| {
            progress.stage("checking");
            let today = today(global.as_of, &after.base.config);
            Reviewed::of(before.gathered(), after.gathered(), &changes, today)
        });
        drop(progress);
        let fail_on = Severity::from(self.fail_on);
        let report = ReviewReport {
            base: &after.base,
            review: reviewed.as_ref(),
            fail_on,
            locale: terminal.locale(),
        };
        terminal.result(&report.text(self.format.into()))?;
        let fails = reviewed.is_some_and(|review| review.fails(fail_on));
        Ok(if fails { Outcome::Found } else { Outcome::Fine })
    }

    /// Reads both states of the knowledge base in `root`, whose work tree has the configuration `now`.
    ///
    /// # Errors
    ///
    /// Where git cannot answer, or the work tree cannot be read.
    fn read(&self, root: &Path, now: ConfigFile) -> Result<(Files, Files, Changes), CliError> {
        let repository = Repository::open(root)?;
        let of_base = CliError::of_revision("--base");
        let base = repository.commit(&self.base).map_err(&of_base)?;
        let asked = self.head.as_deref();
        let head = repository.commit(asked.unwrap_or("HEAD"));
        let head = head.map_err(CliError::of_revision("--head"))?;
        let fork = repository.merge_base(&base, &head).map_err(&of_base)?;
        let source = source::read_folder(root, &now.config)?;
        let tree = Files {
            config: now,
            source,
        };
        let before = at(&repository, &fork, &tree)?;
        let (after, files) = match asked {
            Some(_) => {
                let after = at(&repository, &head, &tree)?;
                (after, repository.changes(&fork, &head)?)
            }
            None => {
                let files = repository.revision(&fork)?.changes_since(&tree.source)?;
                (tree, files)
            }
        };
        let arrived = repository.documents_since(&fork, &base, &after.source.content)?;
        let arrived = documents(after.config.clone(), arrived);
        Ok((before, after, Changes { files, arrived }))
    }
}

/// The knowledge base at a commit. A configuration with errors is passed over for that of the work
/// tree: what was wrong with it is not what is asked.
///
/// # Errors
///
/// Where git cannot answer.
fn at(repository: &Repository<'_>, commit: &Commit, tree: &Files) -> Result<Files, CliError> {
    let revision = repository.revision(commit)?;
    let mut config = revision.config(&tree.config)?;
    if check::configuration_errors(&config).is_some() {
        config = tree.config.clone();
    }
    let source = revision.source(&config.config, &tree.config.config, &tree.source)?;
    Ok(Files { config, source })
}

fn documents(config: ConfigFile, source: Source) -> Vec<Arc<Document>> {
    if source.documents.is_empty() {
        return Vec::new();
    }
    KnowledgeBase::read(config, source).documents().to_vec()
}
