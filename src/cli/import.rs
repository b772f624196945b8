//! `hansei import`

use std::path::PathBuf;

use clap::{Parser, ValueEnum, ValueHint};
use hansei::import::{self, Format, Options};

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::{read_config, root};
use super::{Global, KindArgument, LanguageArgument, Outcome};

#[derive(Debug, Parser)]
pub(super) struct Import {
    #[arg(value_name = "SRC", value_hint = ValueHint::AnyPath)]
    source: PathBuf,
    #[arg(long)]
    kind: KindArgument,
    #[arg(long, value_name = "FORMAT")]
    from: FormatArgument,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    map: Option<PathBuf>,
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<LanguageArgument>,
    #[arg(long)]
    encoding: Option<String>,
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatArgument {
    Cstate,
    Markdown,
}

impl From<FormatArgument> for Format {
    fn from(argument: FormatArgument) -> Self {
        match argument {
            FormatArgument::Cstate => Self::Cstate,
            FormatArgument::Markdown => Self::Markdown,
        }
    }
}

impl Import {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let root = root(global)?;
        let config = read_config(&root)?.config;
        if global.lang.is_none() {
            terminal.speak(config.language);
        }
        let options = Options {
            source: self.source.clone(),
            root,
            kind: self.kind.into(),
            format: self.from.into(),
            map: self.map.clone(),
            language: self.language.map(Into::into),
            encoding: self.encoding.clone(),
        };
        let locale = terminal.locale();
        let progress = terminal.progress();
        progress.stage("reading");
        let plan = import::plan(&options, &config)
            .map_err(|error| CliError::Import(error.lines(locale)))?;
        let report = if self.dry_run {
            plan.report()
        } else {
            progress.stage("importing");
            plan.write()
        };
        drop(progress);
        let lines = import::human(&report, locale);
        terminal.result(&format!("{}\n", lines.join("\n")))?;
        let failed = report.totals().failed > 0;
        Ok(if failed {
            Outcome::Found
        } else {
            Outcome::Fine
        })
    }
}
