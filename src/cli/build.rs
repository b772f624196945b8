//! `hansei build`

use std::path::PathBuf;

use clap::{Parser, ValueHint};
use hansei::diagnostic::{Diagnostic, Severity};
use hansei::output::SiteFolder;
use hansei::render::{self, overrides::Overrides};
use hansei::report::{Counts, Format};
use hansei::source;

use super::baseline::{BaselineArguments, NewFindings};
use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::{Workspace, outcome};
use super::{Global, Outcome, SeverityArgument};

#[derive(Debug, Parser)]
pub(super) struct Build {
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: Option<PathBuf>,
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<SeverityArgument>,
    #[command(flatten)]
    baseline: BaselineArguments,
}

/// What was found, as far as it is told.
struct Found {
    /// What is shown, without the rest.
    new: NewFindings,
    /// All that the baseline does not have.
    counts: Counts,
    /// How many that are.
    all: usize,
}

impl Build {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let progress = terminal.progress();
        let workspace = Workspace::open(global, terminal, &progress)?;
        workspace.refuse_nothing()?;
        progress.stage("checking");
        let found = self.look(&workspace, workspace.check(global))?;
        let target = match &self.output {
            Some(output) => std::env::current_dir()?.join(output),
            None => workspace.root.join(&workspace.base.config.output),
        };
        progress.stage("writing");
        let site = SiteFolder::begin(
            &workspace.root,
            &workspace.root.join(&workspace.base.content),
            &target,
        )?;
        let overrides = overrides(&workspace, terminal)?;
        let today = workspace.today(global);
        render::render(
            &workspace.base,
            &workspace.relations,
            workspace.signatures(),
            today,
            overrides,
            &site,
        )?;
        let written = site.finish()?;
        drop(progress);
        if !written.swapped {
            terminal.tell("not-swapped", &[("path", &target.display().to_string())]);
        }
        terminal.tell(
            "built",
            &[
                ("count", &written.files.to_string()),
                ("path", &target.display().to_string()),
            ],
        );
        self.baseline.tell(&found.new, &workspace, terminal);
        self.report(&workspace, terminal, &found)
    }

    /// Keeps what is shown of the findings: there can be ten of each document, and a site is made meanwhile.
    fn look(&self, workspace: &Workspace, found: Vec<Diagnostic>) -> Result<Found, CliError> {
        let mut new = self.baseline.new_findings(workspace, found)?;
        let counts = Counts::of(&new.diagnostics);
        let all = new.diagnostics.len();
        let shown = self.fail_on.map_or(Severity::Error, Severity::from);
        new.diagnostics.retain(|found| found.severity >= shown);
        new.diagnostics.shrink_to_fit();
        Ok(Found { new, counts, all })
    }

    /// Shows the errors, or what the user wants to fail on, and counts the rest.
    fn report(
        &self,
        workspace: &Workspace,
        terminal: &Terminal,
        found: &Found,
    ) -> Result<Outcome, CliError> {
        let grave = &found.new.diagnostics;
        let report = workspace.report(grave, terminal, terminal.colors_output());
        terminal.result(&report.text(Format::Human))?;
        if found.all > 0 {
            let counts = found.counts.text(terminal.locale());
            let key = if grave.len() == found.all {
                "findings-shown"
            } else {
                "findings"
            };
            terminal.tell(key, &[("findings", &counts)]);
        }
        let fail_on = self.fail_on.map(Severity::from);
        Ok(fail_on.map_or(Outcome::Fine, |fail_on| outcome(grave, fail_on)))
    }
}

/// What the site replaces of ours; what nothing uses is a warning.
fn overrides(workspace: &Workspace, terminal: &Terminal) -> Result<Overrides, CliError> {
    let files = source::read_overrides(&workspace.root)?;
    let (overrides, unused) = Overrides::from_files(files.templates, files.theme);
    for name in unused {
        terminal.warn("unused-override", &[("name", &name)]);
    }
    Ok(overrides)
}
