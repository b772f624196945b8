//! `hansei check`

use clap::{Parser, ValueEnum};
use hansei::diagnostic::Severity;
use hansei::report::{Counts, Format};

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::{Workspace, outcome};
use super::{Global, Outcome, SeverityArgument};

/// Say everything that is wrong, incomplete or owed in the knowledge base
///
/// Every finding of every file in one run: the rule, the place, the line and a hint. `hansei
/// explain RULE` says more about a rule; `rules:` in hansei.yaml turns rules off or grades them
/// anew; `suppress:` in a document answers one with a reason.
#[derive(Debug, Parser)]
#[command(
    after_help = "Examples:\n  hansei check\n  hansei check --fail-on warning\n  hansei check --format json > findings.json"
)]
pub(super) struct Check {
    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: FormatArgument,
    /// End with exit code 1 if there is a finding at least this grave
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
        let workspace = Workspace::open(global, terminal, &progress)?;
        progress.stage("checking");
        let diagnostics = workspace.check();
        drop(progress);
        let report = workspace.report(&diagnostics, terminal, terminal.colors_output());
        terminal.result(&report.text(self.format.into()))?;
        let counts = Counts::of(&diagnostics).text(terminal.locale());
        let documents = workspace.base.documents.len().to_string();
        terminal.tell("checked", &[("count", &documents), ("findings", &counts)]);
        Ok(outcome(&diagnostics, Severity::from(self.fail_on)))
    }
}
