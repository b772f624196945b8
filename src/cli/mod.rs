//! Arguments, colour, exit codes: what only the program does. One file a subcommand; its doc
//! comment is its help.

mod build;
mod check;
mod error;
mod explain;
mod import;
mod init;
mod r#match;
mod new;
mod search;

mod terminal;
mod workspace;

use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Parser, Subcommand, ValueEnum};
use hansei::diagnostic::Severity;
use hansei::document::Kind;
use hansei::language::Language;

use error::CliError;
use terminal::Terminal;

/// Turns a git repository of incident reports, known errors, checklists and vendor contacts into a
/// checked, linked, searchable site.
#[derive(Debug, Parser)]
#[command(name = "hansei", version, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every subcommand understands.
#[derive(Debug, clap::Args)]
struct Global {
    /// The knowledge base [default: the nearest folder above with a hansei.yaml, else this one]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The day that counts as today, as YYYY-MM-DD
    #[arg(long, global = true, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// The language of messages [default: that of the site]
    #[arg(long, global = true, value_name = "LANGUAGE")]
    lang: Option<LanguageArgument>,
    /// Say nothing but results and errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// When to colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LanguageArgument {
    En,
    Ja,
}

impl From<LanguageArgument> for Language {
    fn from(argument: LanguageArgument) -> Self {
        match argument {
            LanguageArgument::En => Self::English,
            LanguageArgument::Ja => Self::Japanese,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ColorChoice {
    Auto,
    Always,
    Never,
}

/// A kind of document as an argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum KindArgument {
    Incident,
    KnownError,
    Checklist,
    Vendor,
    Page,
}

impl From<KindArgument> for Kind {
    fn from(argument: KindArgument) -> Self {
        match argument {
            KindArgument::Incident => Self::Incident,
            KindArgument::KnownError => Self::KnownError,
            KindArgument::Checklist => Self::Checklist,
            KindArgument::Vendor => Self::Vendor,
            KindArgument::Page => Self::Page,
        }
    }
}

/// A severity as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SeverityArgument {
    Note,
    Warning,
    Error,
}

impl From<SeverityArgument> for Severity {
    fn from(argument: SeverityArgument) -> Self {
        match argument {
            SeverityArgument::Note => Self::Note,
            SeverityArgument::Warning => Self::Warning,
            SeverityArgument::Error => Self::Error,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Build),
    Check(check::Check),
    Explain(explain::Explain),
    Import(import::Import),
    Init(init::Init),
    Match(r#match::Match),
    New(new::New),
    Search(search::Search),
}

/// How a run ended, short of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Fine,
    /// It ran, and found what it was asked to fail on.
    Found,
    /// It ran, and found nothing of what it was asked for.
    NothingFound,
}

/// Runs the program: 0 fine, 1 findings or nothing found, 2 wrong use or configuration, 3 a fault of hansei.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no faults, and a closed pipe is nobody's.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let terminal = Terminal::new(&arguments.global);
    let result = panic::catch_unwind(|| match &arguments.command {
        Command::Build(command) => command.run(&arguments.global, &terminal),
        Command::Check(command) => command.run(&arguments.global, &terminal),
        Command::Explain(command) => command.run(&arguments.global, &terminal),
        Command::Import(command) => command.run(&arguments.global, &terminal),
        Command::Init(command) => command.run(&arguments.global, &terminal),
        Command::Match(command) => command.run(&arguments.global, &terminal),
        Command::New(command) => command.run(&arguments.global, &terminal),
        Command::Search(command) => command.run(&arguments.global, &terminal),
    });
    match result {
        Ok(Ok(Outcome::Fine)) => ExitCode::SUCCESS,
        Ok(Ok(Outcome::Found | Outcome::NothingFound)) => ExitCode::from(1),
        // The reader has gone, as with `| head`.
        Ok(Err(CliError::Output(error))) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Ok(Err(error)) => {
            terminal.error(&error);
            ExitCode::from(2)
        }
        Err(_) => {
            terminal.fault();
            ExitCode::from(3)
        }
    }
}
