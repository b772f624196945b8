//! `hansei advise`

use std::env;
use std::num::NonZeroUsize;

use clap::Parser;
use hansei::document::Id;
use hansei::insight::advice::{Advice, PlannedChange};
use hansei::knowledge_base::TermKind;
use hansei::report::advice::AdviceReport;
use hansei::source::Repository;

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::Workspace;
use super::{FormatArgument, Global, Outcome};

#[derive(Debug, Parser)]
pub(super) struct Advise {
    #[arg(long, value_name = "NAME")]
    service: Vec<String>,
    #[arg(long, value_name = "TYPE")]
    change_type: Vec<String>,
    #[arg(long, value_name = "PATH", num_args = 1..)]
    paths: Vec<String>,
    #[arg(long, value_name = "REV", conflicts_with = "paths")]
    diff: Option<String>,
    #[arg(long, value_name = "COUNT", default_value = "10")]
    limit: NonZeroUsize,
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: FormatArgument,
}

impl Advise {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        if self.names_nothing() {
            return Err(CliError::NoChange);
        }
        let progress = terminal.progress();
        let workspace = Workspace::open(global, terminal, &progress)?;
        workspace.refuse_nothing()?;
        let services = workspace.terms(TermKind::Service, &self.service)?;
        let change = PlannedChange {
            services: services.iter().map(Id::to_string).collect(),
            change_types: self.change_type.clone(),
            paths: self.paths()?,
        };
        let today = workspace.today(global);
        let advice = Advice::on(&workspace.base, &change, today);
        drop(progress);
        let report = AdviceReport {
            base: &workspace.base,
            advice: &advice,
            today,
            limit: self.limit.get(),
            locale: terminal.locale(),
            color: terminal.colors_output(),
        };
        terminal.result(&report.text(self.format.into()))?;
        if advice.is_empty() {
            terminal.tell("advise.nothing", &[]);
            return Ok(Outcome::NothingFound);
        }
        Ok(Outcome::Fine)
    }

    fn names_nothing(&self) -> bool {
        self.service.is_empty()
            && self.change_type.is_empty()
            && self.paths.is_empty()
            && self.diff.is_none()
    }

    /// The files that the change touches: as named, or those that differ from a revision of the
    /// repository that the command is run in, which is mostly another one than the knowledge base's.
    fn paths(&self) -> Result<Vec<String>, CliError> {
        let Some(revision) = &self.diff else {
            return Ok(self.paths.clone());
        };
        let here = env::current_dir()?;
        let repository = Repository::open(&here)?;
        let of_diff = CliError::of_revision("--diff");
        let base = repository.commit(revision).map_err(&of_diff)?;
        let head = repository.commit("HEAD")?;
        let fork = repository.merge_base(&base, &head).map_err(&of_diff)?;
        Ok(repository.paths_since(&fork)?)
    }
}
