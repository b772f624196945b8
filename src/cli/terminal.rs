//! What goes to the terminal: results on standard output, messages on standard error, and nothing
//! in either that could steer the terminal.

use std::cell::Cell;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::StyledStr;
use hansei::check::Errors;
use hansei::config::ConfigFile;
use hansei::knowledge_base::UnknownName;
use hansei::language::Language;
use hansei::locale::Locale;
use hansei::output::OutputError;
use hansei::render::site::RenderError;
use hansei::report::findings::baseline::BaselineError;
use hansei::report::{Format, Report, harmless, printable, printable_line};
use hansei::source::{SITE_MARKER, SourceError};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::{Deserialize, Serialize};

use super::error::{CliError, WrongFolder};
use super::system_words::{self, at};
use super::{ColorChoice, Global};

/// The most names that are told where none of them is near to what was written.
const MOST_NAMES: usize = 12;

/// The terminal of one run.
#[derive(Debug)]
pub(super) struct Terminal {
    color: ColorChoice,
    quiet: bool,
    language: Cell<Language>,
    /// Whether the user has asked for the language.
    is_asked: bool,
}

/// A message that can be told again.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Message {
    /// Its key under `command_line`.
    key: String,
    arguments: Vec<(String, String)>,
}

impl Message {
    pub(super) fn new(key: &str, arguments: &[(&str, &str)]) -> Self {
        let arguments = arguments.iter();
        Self {
            key: key.to_owned(),
            arguments: arguments
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        }
    }

    pub(super) fn tell(&self, terminal: &Terminal) {
        let arguments = self.arguments.iter();
        let arguments: Vec<(&str, &str)> = arguments
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        terminal.tell(&self.key, &arguments);
    }
}

// A run that ends in a panic only says so through it.
impl std::panic::RefUnwindSafe for Terminal {}

/// The language of the environment, where no site has chosen one: that of the first variable which
/// says anything, as POSIX orders them.
fn of_environment() -> Language {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
    let mut values = variables.filter_map(std::env::var_os);
    let value = values.find(|value| !value.is_empty()).unwrap_or_default();
    let code = value.to_string_lossy();
    let code = code.split(['_', '.', '@', '-']).next().unwrap_or_default();
    Language::from_code(code).unwrap_or_default()
}

impl Terminal {
    pub(super) fn new(global: &Global) -> Self {
        Self {
            color: global.color,
            quiet: global.quiet,
            language: Cell::new(global.lang.map_or_else(of_environment, Language::from)),
            is_asked: global.lang.is_some(),
        }
    }

    /// Speaks this language from now on, unless the user has asked for one.
    pub(super) fn speak(&self, language: Language) {
        if !self.is_asked {
            self.language.set(language);
        }
    }

    /// Speaks the language of a site from now on, where there is one: what has no configuration has
    /// not chosen.
    pub(super) fn enter_site(&self, config: &ConfigFile) {
        if !config.text.is_empty() {
            self.speak(config.config.language);
        }
    }

    pub(super) fn locale(&self) -> &'static Locale {
        Locale::of(self.language.get())
    }

    /// Whether standard output takes colour.
    pub(super) fn colors_output(&self) -> bool {
        self.colors(io::stdout().is_terminal())
    }

    /// `--color`, else `NO_COLOR` (no-color.org), else whether it is a terminal.
    fn colors(&self, terminal: bool) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                terminal && !refused && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
            }
        }
    }

    /// Writes a result.
    #[allow(clippy::unused_self)] // What is written belongs to the terminal all the same.
    pub(super) fn result(&self, text: &str) -> Result<(), CliError> {
        let mut output = io::stdout().lock();
        output.write_all(text.as_bytes())?;
        output.flush()?;
        Ok(())
    }

    /// Writes a result with its colours, where standard output takes any.
    pub(super) fn styled_result(&self, text: &StyledStr) -> Result<(), CliError> {
        if self.colors_output() {
            self.result(&text.ansi().to_string())
        } else {
            self.result(&text.to_string())
        }
    }

    /// Writes a message, unless the user wants quiet.
    pub(super) fn message(&self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// Writes a message from the locale, unless the user wants quiet.
    pub(super) fn tell(&self, key: &str, arguments: &[(&str, &str)]) {
        self.message(
            &self
                .locale()
                .format(&format!("command_line.{key}"), arguments),
        );
    }

    /// Writes a warning from the locale.
    pub(super) fn warn(&self, key: &str, arguments: &[(&str, &str)]) {
        let word = self.locale().text("command_line.severity.warning");
        let text = self
            .locale()
            .format(&format!("command_line.{key}"), arguments);
        self.say(&format!("{word}: {text}"));
    }

    /// Shows errors in full, in any case.
    pub(super) fn say_errors(&self, errors: &Errors) {
        let text = self.report_of(errors, "", false).text(Format::Human);
        self.say(text.trim_end());
    }

    /// A report of errors; `within` is the path of the knowledge base in its repository.
    pub(super) fn report_of<'a>(
        &self,
        errors: &'a Errors,
        within: &'a str,
        color: bool,
    ) -> Report<'a> {
        Report {
            base: &errors.base,
            diagnostics: &errors.found,
            fingerprints: None,
            within,
            locale: self.locale(),
            color,
        }
    }

    /// Writes a message in any case.
    #[allow(clippy::unused_self)]
    pub(super) fn say(&self, text: &str) {
        // A message that cannot be written has nobody to be written for.
        let _ = writeln!(io::stderr(), "{}", harmless(&printable(text)));
    }

    /// Writes why the command cannot go on.
    pub(super) fn error(&self, error: &CliError) {
        let locale = self.locale();
        let word = locale.text("command_line.severity.error");
        let mut lines = self.words_of(error).into_iter();
        if let Some(first) = lines.next() {
            self.say(&format!("{word}: {first}"));
        }
        let help = locale.text("command_line.help");
        for line in lines {
            self.say(&format!("  {help}: {line}"));
        }
    }

    /// What an error says, and what helps.
    fn words_of(&self, error: &CliError) -> Vec<String> {
        let locale = self.locale();
        let say = |key: &str, arguments: &[(&str, &str)]| {
            locale.format(&format!("command_line.errors.{key}"), arguments)
        };
        let with_help = |key: &str, arguments: &[(&str, &str)], help: &str| {
            vec![say(key, arguments), say(help, &[])]
        };
        let of_path = |key: &str, path: &Path| say(key, &[("path", &path.display().to_string())]);
        match error {
            CliError::Source(SourceError::LeadsOut(path)) => {
                vec![of_path("leads-out", path), say("leads-out-help", &[])]
            }
            CliError::Source(SourceError::NotAFile(path)) => vec![of_path("not-a-file", path)],
            CliError::Source(SourceError::Io { path, error }) => {
                vec![
                    say("source", &[("reason", &at(path, error, locale))]),
                    say("source-help", &[]),
                ]
            }
            CliError::Git { error, option } => super::git_words::of(error, *option, locale),
            CliError::Configuration => vec![say("configuration", &[])],
            CliError::Render(RenderError::Output { path, error }) => {
                let reason = at(Path::new(path), error, locale);
                vec![say("render", &[("reason", &reason)])]
            }
            CliError::Render(RenderError::Template(error)) => {
                vec![say("render", &[("reason", &error.to_string())])]
            }
            CliError::Site(OutputError::NotOurs(path)) => vec![
                say(
                    "not-ours",
                    &[
                        ("path", &path.display().to_string()),
                        ("marker", SITE_MARKER),
                    ],
                ),
                say("not-ours-help", &[]),
            ],
            CliError::Site(OutputError::HoldsSource(path)) => vec![
                say("holds-source", &[("path", &path.display().to_string())]),
                say("not-ours-help", &[]),
            ],
            CliError::Site(OutputError::Io { path, error }) => {
                vec![say("site", &[("reason", &at(path, error, locale))])]
            }
            CliError::NoRule { name, suggestions } => {
                let mut lines = vec![say("no-rule", &[("rule", name)])];
                if !suggestions.is_empty() {
                    let near = suggestions.join("`, `");
                    lines.push(say("did-you-mean", &[("suggestion", &near)]));
                }
                lines.push(say("no-rule-help", &[]));
                lines
            }
            CliError::NoIncident { id } => {
                with_help("no-incident", &[("id", id)], "no-incident-help")
            }
            CliError::UnknownName { sort, unknown } => self.words_of_unknown_name(sort, unknown),
            CliError::LinesForPrograms => {
                with_help("lines-for-programs", &[], "lines-for-programs-help")
            }
            CliError::NoChange => with_help("no-change", &[], "no-change-help"),
            CliError::CacheFolder { path, why } => {
                vec![of_path(why, path), say("cache-folder-help", &[])]
            }
            CliError::EmptyLog => with_help("empty-log", &[], "empty-log-help"),
            CliError::EmptyQuery => with_help("empty-query", &[], "empty-query-help"),
            CliError::WrongFolder(folder) => self.words_of_folder(folder),
            CliError::AlreadyKnowledgeBase { path } => vec![
                say("already", &[("path", &path.display().to_string())]),
                say("already-help", &[]),
            ],
            CliError::File { path, error } => vec![at(path, error, locale)],
            CliError::PortTaken(port) => vec![
                say("port-taken", &[("port", &port.to_string())]),
                say("port-taken-help", &[]),
            ],
            CliError::Listen(error) => {
                vec![say(
                    "listen",
                    &[("reason", &system_words::of(error, locale))],
                )]
            }
            CliError::Watch(reason) => with_help("watch", &[("reason", reason)], "watch-help"),
            CliError::NoEncoding { label } => {
                with_help("encoding", &[("label", label)], "encoding-help")
            }
            CliError::Baseline { path, error } => self.words_of_baseline(path, error),
            CliError::NoBaseline { path } => with_help(
                "baseline.not-ours",
                &[("path", path)],
                "baseline.not-ours-help",
            ),
            CliError::NoHome { address } => with_help("home", &[("address", address)], "home-help"),
            CliError::Output(error) => vec![system_words::of(error, locale)],
            CliError::Misuse(lines) => lines.clone(),
            CliError::Import(lines) => vec![lines.join("\n")],
        }
    }

    /// What a file that is no baseline says, and what helps.
    fn words_of_baseline(&self, path: &str, error: &BaselineError) -> Vec<String> {
        let say = |key: &str, details: &[(&str, &str)]| {
            let arguments = [&[("path", path)], details].concat();
            let key = format!("command_line.errors.baseline.{key}");
            self.locale().format(&key, &arguments)
        };
        let what = match error {
            BaselineError::Shape {
                line,
                column,
                reason,
            } => {
                let (line, column) = (line.to_string(), column.to_string());
                let place = [("line", line.as_str()), ("column", &column)];
                let reason = printable_line(reason);
                say("shape", &[&place[..], &[("reason", &reason)]].concat())
            }
            BaselineError::Kind(kind) => say("kind", &[("kind", &printable_line(kind))]),
            BaselineError::Version(version) => say("version", &[("version", &version.to_string())]),
            BaselineError::Fingerprint(text) => {
                say("fingerprint", &[("text", &printable_line(text))])
            }
        };
        vec![what, say("help", &[])]
    }

    /// What a folder that is no knowledge base says, and what helps.
    fn words_of_folder(&self, folder: &WrongFolder) -> Vec<String> {
        let (key, help, path, details) = match folder {
            WrongFolder::Unreadable { path, error } => {
                let details = vec![("reason", system_words::of(error, self.locale()))];
                ("no-root", "no-root-help", path, details)
            }
            WrongFolder::Empty { path } => {
                let help = "no-knowledge-base-help";
                ("no-knowledge-base", help, path, Vec::new())
            }
            WrongFolder::Above { path, below } => {
                let shown = |path: &PathBuf| path.display().to_string();
                let mut paths: Vec<String> =
                    below.iter().take(5).map(|path| shown(path) + "/").collect();
                if below.len() > paths.len() {
                    paths.push("…".to_owned());
                }
                let first = below.first().map(shown).unwrap_or_default();
                let details = vec![("paths", paths.join(", ")), ("first", first)];
                ("below", "below-help", path, details)
            }
        };
        let path = path.display().to_string();
        let details = details.iter().map(|(name, text)| (*name, text.as_str()));
        let arguments: Vec<_> = details.chain([("path", path.as_str())]).collect();
        let say = |key: &str| {
            let key = format!("command_line.errors.{key}");
            self.locale().format(&key, &arguments)
        };
        vec![say(key), say(help)]
    }

    fn words_of_unknown_name(&self, sort: &str, unknown: &UnknownName) -> Vec<String> {
        let say = |key: &str, arguments: &[(&str, &str)]| {
            let key = format!("command_line.errors.{key}");
            self.locale().format(&key, arguments)
        };
        let name = unknown.name.as_str();
        let mut lines = vec![say(&format!("no-name.{sort}"), &[("name", name)])];
        if let Some(near) = &unknown.near {
            lines.push(say("did-you-mean", &[("suggestion", near)]));
            return lines;
        }
        let mut names: Vec<&str> = unknown.known.iter().map(String::as_str).collect();
        if names.is_empty() {
            lines.push(say("no-name.none", &[]));
            return lines;
        }
        if names.len() > MOST_NAMES {
            names.truncate(MOST_NAMES);
            names.push("…");
        }
        let names = names.join(self.locale().text("interface.list_separator"));
        lines.push(say("no-name.known", &[("names", &names)]));
        lines
    }

    /// Says that the fault is ours.
    pub(super) fn fault(&self) {
        self.say(self.locale().text("command_line.errors.fault"));
    }

    /// A line that shows what is going on, on a terminal only.
    pub(super) fn progress(&self) -> Progress {
        let visible = !self.quiet && io::stderr().is_terminal();
        let target = if visible {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        if visible {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Progress {
            bar,
            locale: self.locale(),
        }
    }
}

/// What is going on; gone when dropped.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    locale: &'static Locale,
}

impl Progress {
    /// Shows the next stage, by its key under `command_line.stages`.
    pub(super) fn stage(&self, key: &str) {
        let key = format!("command_line.stages.{key}");
        self.bar.set_message(self.locale.text(&key).to_owned());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
