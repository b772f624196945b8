//! `hansei build`

use std::path::PathBuf;

use clap::{Parser, ValueHint};
use hansei::diagnostic::{Diagnostic, Severity};
use hansei::output::SiteFolder;
use hansei::render::{self, overrides::Overrides};
use hansei::report::{Counts, Format};
use hansei::source;

use super::baseline::BaselineArguments;
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

impl Build {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let progress = terminal.progress();
        let workspace = Workspace::open(global, terminal, &progress)?;
        workspace.refuse_nothing()?;
        progress.stage("checking");
        let found = workspace.check(global);
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
        let new = self.baseline.new_findings(&workspace, terminal, found)?;
        self.report(&workspace, terminal, &new.diagnostics)
    }

    /// Shows the errors, or what the user wants to fail on, and counts the rest.
    fn report(
        &self,
        workspace: &Workspace,
        terminal: &Terminal,
        diagnostics: &[Diagnostic],
    ) -> Result<Outcome, CliError> {
        let fail_on = self.fail_on.map(Severity::from);
        let shown = fail_on.unwrap_or(Severity::Error);
        let (grave, others): (Vec<Diagnostic>, Vec<Diagnostic>) = diagnostics
            .iter()
            .cloned()
            .partition(|found| found.severity >= shown);
        let report = workspace.report(&grave, terminal, terminal.colors_output());
        terminal.result(&report.text(Format::Human))?;
        if !diagnostics.is_empty() {
            let counts = Counts::of(diagnostics).text(terminal.locale());
            let key = match others.len() {
                0 => "findings-shown",
                _ => "findings",
            };
            terminal.tell(key, &[("findings", &counts)]);
        }
        Ok(fail_on.map_or(Outcome::Fine, |fail_on| outcome(diagnostics, fail_on)))
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
