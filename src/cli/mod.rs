//! Arguments, colour, exit codes: what only the program does. One file a subcommand; the words of
//! its help stand in `src/locale/*/help.yaml`.

mod actions;
mod advise;
mod baseline;
mod build;
mod check;
mod completions;
mod error;
mod explain;
mod export;
mod fix;
mod git_words;
mod help;
mod import;
mod init;
mod man;
mod r#match;
mod misuse;
mod new;
mod review;
mod schema;
mod search;
mod serve;
mod system_words;

mod terminal;
mod workspace;
mod write_new;

use std::env;
use std::ffi::OsString;
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::error::ErrorKind;
use clap::{Parser, Subcommand, ValueEnum, ValueHint};
use hansei::diagnostic::Severity;
use hansei::document::Kind;
use hansei::language::Language;
use hansei::report::AnswerFormat;

use error::CliError;
use terminal::Terminal;

#[derive(Debug, Parser)]
#[command(name = "hansei", bin_name = "hansei", version, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every subcommand understands.
#[derive(Debug, clap::Args)]
struct Global {
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    root: Option<PathBuf>,
    #[arg(long, global = true, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    #[arg(long, global = true, value_name = "LANGUAGE")]
    lang: Option<LanguageArgument>,
    #[arg(long, short, global = true)]
    quiet: bool,
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
}

impl Global {
    /// What can be known where the arguments cannot be read: the options that say how to answer.
    fn of_unreadable(arguments: &[OsString]) -> Self {
        let value = |option: &str| value_of(arguments, option);
        let choice = |option: &str| value(option)?.into_string().ok();
        let lang = choice("--lang").and_then(|lang| LanguageArgument::from_str(&lang, false).ok());
        let color = choice("--color").and_then(|color| ColorChoice::from_str(&color, false).ok());
        Self {
            root: value("--root").map(PathBuf::from),
            as_of: None,
            lang,
            quiet: false,
            color: color.unwrap_or(ColorChoice::Auto),
        }
    }
}

/// The value of an option wherever it stands, as `--option value` or `--option=value`.
fn value_of(arguments: &[OsString], option: &str) -> Option<OsString> {
    let options = arguments.iter().take_while(|argument| *argument != "--");
    options.enumerate().find_map(|(index, argument)| {
        if argument == option {
            return arguments.get(index + 1).cloned();
        }
        let (name, value) = argument.to_str()?.split_once('=')?;
        (name == option).then(|| value.into())
    })
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

/// A format of answers as an argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatArgument {
    Human,
    Json,
}

impl From<FormatArgument> for AnswerFormat {
    fn from(argument: FormatArgument) -> Self {
        match argument {
            FormatArgument::Human => Self::Human,
            FormatArgument::Json => Self::Json,
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
    Actions(actions::Actions),
    Advise(advise::Advise),
    Build(build::Build),
    Check(check::Check),
    Completions(completions::Completions),
    Explain(explain::Explain),
    Export(export::Export),
    Import(import::Import),
    Init(init::Init),
    Man(man::Man),
    Match(r#match::Match),
    New(new::New),
    Review(review::Review),
    Schema(schema::Schema),
    Search(search::Search),
    Serve(serve::Serve),
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
    let written: Vec<OsString> = env::args_os().collect();
    let Ok(arguments) = Arguments::try_parse_from(&written) else {
        return answer(&written);
    };
    let terminal = Terminal::new(&arguments.global);
    let result = panic::catch_unwind(|| match &arguments.command {
        Command::Actions(command) => command.run(&arguments.global, &terminal),
        Command::Advise(command) => command.run(&arguments.global, &terminal),
        Command::Build(command) => command.run(&arguments.global, &terminal),
        Command::Check(command) => command.run(&arguments.global, &terminal),
        Command::Completions(command) => command.run(&arguments.global, &terminal),
        Command::Explain(command) => command.run(&arguments.global, &terminal),
        Command::Export(command) => command.run(&arguments.global, &terminal),
        Command::Import(command) => command.run(&arguments.global, &terminal),
        Command::Init(command) => command.run(&arguments.global, &terminal),
        Command::Man(command) => command.run(&arguments.global, &terminal),
        Command::Match(command) => command.run(&arguments.global, &terminal),
        Command::New(command) => command.run(&arguments.global, &terminal),
        Command::Review(command) => command.run(&arguments.global, &terminal),
        Command::Schema(command) => command.run(&arguments.global, &terminal),
        Command::Search(command) => command.run(&arguments.global, &terminal),
        Command::Serve(command) => command.run(&arguments.global, &terminal),
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

/// Answers arguments that ask for help or the version, or cannot be read.
fn answer(written: &[OsString]) -> ExitCode {
    let global = Global::of_unreadable(written);
    let terminal = Terminal::new(&global);
    workspace::speak_language_of_site(&global, &terminal);
    let locale = terminal.locale();
    // The same error as before, now with its words.
    let Err(error) = help::shown(locale).try_get_matches_from(written) else {
        terminal.fault();
        return ExitCode::from(3);
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that has gone is no fault.
            let _ = terminal.styled_result(&error.render());
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            terminal.say(error.render().to_string().trim_end());
            ExitCode::from(2)
        }
        _ => {
            terminal.error(&CliError::Misuse(misuse::words(&error, written, locale)));
            ExitCode::from(2)
        }
    }
}
