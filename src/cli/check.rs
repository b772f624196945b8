//! `hansei check`

use clap::{Parser, ValueEnum};
use hansei::diagnostic::Severity;
use hansei::memory::Forgetful;
use hansei::report::{Counts, Format, Report};
use hansei::source;

use super::baseline::{BaselineArguments, BaselineUpkeep};
use super::error::CliError;
use super::fix::fix;
use super::terminal::Terminal;
use super::workspace::{Known, Workspace, outcome, root};
use super::{Global, Outcome, SeverityArgument};

#[derive(Debug, Parser)]
pub(super) struct Check {
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: FindingsFormat,
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    fail_on: SeverityArgument,
    #[command(flatten)]
    baseline: BaselineArguments,
    #[command(flatten)]
    upkeep: BaselineUpkeep,
    #[arg(long)]
    fix: bool,
    #[arg(long, requires = "fix", conflicts_with_all = ["write_baseline", "prune_baseline"])]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FindingsFormat {
    Human,
    Json,
    Github,
    Sarif,
    Gitlab,
}

impl From<FindingsFormat> for Format {
    fn from(argument: FindingsFormat) -> Self {
        match argument {
            FindingsFormat::Human => Self::Human,
            FindingsFormat::Json => Self::Json,
            FindingsFormat::Github => Self::Github,
            FindingsFormat::Sarif => Self::Sarif,
            FindingsFormat::Gitlab => Self::Gitlab,
        }
    }
}

impl Check {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let format = Format::from(self.format);
        if self.dry_run && format != Format::Human {
            return Err(CliError::LinesForPrograms);
        }
        let progress = terminal.progress();
        let mut mended = Vec::new();
        if self.fix {
            mended = fix(global, terminal, &progress, self.dry_run)?;
        }
        // The rest is what would be left once these are written.
        let unwritten = if self.dry_run { &mended[..] } else { &[] };
        let color = terminal.colors_output();
        let within = source::path_in_repository(&root(global)?);
        // Those of the configuration are findings like all others.
        let known = Known {
            unwritten,
            memory: &Forgetful,
        };
        let workspace = Workspace::open_with(global, terminal, &progress, &known, |errors| {
            terminal.result(&terminal.report_of(errors, &within, color).text(format))
        })?;
        progress.stage("checking");
        let found = workspace.check(global);
        drop(progress);
        self.baseline
            .keep_up(&self.upkeep, &workspace, terminal, &found)?;
        let new = self.baseline.new_findings(&workspace, found)?;
        for message in self.baseline.messages(&new, &workspace) {
            message.tell(terminal);
        }
        let report = Report {
            fingerprints: new.fingerprints.as_deref(),
            within: &within,
            ..workspace.report(&new.diagnostics, terminal, color)
        };
        terminal.result(&report.text(format))?;
        let counts = Counts::of(&new.diagnostics).text(terminal.locale());
        let documents = workspace.base.documents().len().to_string();
        let hidden = new.hidden.to_string();
        let arguments = [
            ("count", documents.as_str()),
            ("findings", &counts),
            ("hidden", &hidden),
        ];
        let key = match (new.hidden, new.diagnostics.is_empty()) {
            (0, _) => "checked",
            (_, true) => "checked-nothing-new",
            (_, false) => "checked-new",
        };
        terminal.tell(key, &arguments);
        Ok(outcome(&new.diagnostics, Severity::from(self.fail_on)))
    }
}
