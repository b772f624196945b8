//! `hansei build`

use std::path::PathBuf;

use clap::{Parser, ValueHint};
use hansei::diagnostic::{Diagnostic, Severity};
use hansei::output::SiteFolder;
use hansei::render::{self, overrides::Overrides};
use hansei::report::{Counts, Format};
use hansei::source;

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
}

impl Build {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let progress = terminal.progress();
        let workspace = Workspace::open(global, terminal, &progress)?;
        progress.stage("checking");
        let diagnostics = workspace.check();
        let target = match &self.output {
            Some(output) => std::env::current_dir()?.join(output),
            None => workspace.root.join(&workspace.base.config.output),
        };
        progress.stage("writing");
        let site = SiteFolder::begin(&workspace.root, &target)?;
        let overrides = overrides(&workspace, terminal)?;
        let today = workspace.today(global);
        render::render(
            &workspace.base,
            &workspace.relations,
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
        self.report(&workspace, terminal, &diagnostics)
    }

    /// Shows what the user wants to fail on, and counts the rest.
    fn report(
        &self,
        workspace: &Workspace,
        terminal: &Terminal,
        diagnostics: &[Diagnostic],
    ) -> Result<Outcome, CliError> {
        let counts = Counts::of(diagnostics);
        if counts != Counts::default() {
            terminal.tell("findings", &[("findings", &counts.text(terminal.locale()))]);
        }
        let Some(fail_on) = self.fail_on.map(Severity::from) else {
            return Ok(Outcome::Fine);
        };
        let grave: Vec<Diagnostic> = diagnostics
            .iter()
            .filter(|found| found.severity >= fail_on)
            .cloned()
            .collect();
        let report = workspace.report(&grave, terminal, terminal.colors_output());
        terminal.result(&report.text(Format::Human))?;
        Ok(outcome(diagnostics, fail_on))
    }
}

/// What the site replaces of ours; a name that replaces nothing is a warning.
fn overrides(workspace: &Workspace, terminal: &Terminal) -> Result<Overrides, CliError> {
    let templates = source::read_tree(&workspace.root.join("templates"))?;
    let theme = source::read_tree(&workspace.root.join("theme"))?;
    let (overrides, unknown) = Overrides::from_files(templates, theme);
    for name in unknown {
        terminal.warn("unknown-override", &[("name", &name)]);
    }
    Ok(overrides)
}
