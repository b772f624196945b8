//! `hansei import`

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use hansei::import::{self, Format, Options};

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::{read_config, root};
use super::{Global, KindArgument, LanguageArgument, Outcome};

/// Bring an archive into the knowledge base
///
/// SRC/a/b.md becomes content/<folder of the kind>/a/b.md. Bodies are kept byte for byte, keys that
/// hansei does not know go under `custom:`, nothing is overwritten. The end says file by file what
/// was imported, guessed or left out, and why.
#[derive(Debug, Parser)]
#[command(
    after_help = "Examples:\n  hansei import ~/status/content/issues --kind incident --from cstate --root kb\n  hansei import archive --kind known-error --from markdown --map map.yaml --dry-run\n  hansei import archive-ja --kind known-error --from markdown --language ja"
)]
pub(super) struct Import {
    /// The folder of the archive, or one file
    #[arg(value_name = "SRC")]
    source: PathBuf,
    /// What the documents are
    #[arg(long)]
    kind: KindArgument,
    /// Whose front matter they have
    #[arg(long, value_name = "FORMAT")]
    from: FormatArgument,
    /// A file that maps more keys (`fields:`) and words (`values:`)
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// The language of the documents; other than the site's, it becomes part of their names
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<LanguageArgument>,
    /// The encoding of the documents, such as `shift_jis` [default: UTF-8]
    #[arg(long)]
    encoding: Option<String>,
    /// Write nothing, and say what would be written
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
