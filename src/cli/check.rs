//! `hansei check`

use clap::{Parser, ValueEnum};
use hansei::diagnostic::Severity;
use hansei::report::{Counts, Format};

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::{Workspace, outcome};
use super::{Global, Outcome, SeverityArgument};

#[derive(Debug, Parser)]
pub(super) struct Check {
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: FormatArgument,
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    fail_on: SeverityArgument,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum FormatArgument {
    Human,
    Json,
}

impl From<FormatArgument> for Format {
    fn from(argument: FormatArgument) -> Self {
        match argument {
            FormatArgument::Human => Self::Human,
            FormatArgument::Json => Self::Json,
        }
    }
}

impl Check {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let progress = terminal.progress();
        let format = Format::from(self.format);
        let workspace = Workspace::read(global, terminal, &progress)?;
        workspace.refuse_faulty_configuration(terminal, format)?;
        progress.stage("checking");
        let diagnostics = workspace.check();
        drop(progress);
        let report = workspace.report(&diagnostics, terminal, terminal.colors_output());
        terminal.result(&report.text(format))?;
        let counts = Counts::of(&diagnostics).text(terminal.locale());
        let documents = workspace.base.documents.len().to_string();
        terminal.tell("checked", &[("count", &documents), ("findings", &counts)]);
        Ok(outcome(&diagnostics, Severity::from(self.fail_on)))
    }
}
