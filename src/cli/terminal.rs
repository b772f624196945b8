//! What goes to the terminal: results on standard output, messages on standard error, and nothing
//! in either that could steer the terminal.

use std::cell::Cell;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use clap::builder::StyledStr;
use hansei::language::Language;
use hansei::locale::Locale;
use hansei::output::OutputError;
use hansei::report::printable;
use hansei::source::SITE_MARKER;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::error::CliError;
use super::{ColorChoice, Global};

/// The terminal of one run.
#[derive(Debug)]
pub(super) struct Terminal {
    color: ColorChoice,
    quiet: bool,
    language: Cell<Language>,
}

// A run that ends in a panic only says so through it.
impl std::panic::RefUnwindSafe for Terminal {}

impl Terminal {
    pub(super) fn new(global: &Global) -> Self {
        Self {
            color: global.color,
            quiet: global.quiet,
            language: Cell::new(global.lang.map(Language::from).unwrap_or_default()),
        }
    }

    /// Speaks this language from now on.
    pub(super) fn speak(&self, language: Language) {
        self.language.set(language);
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

    /// Writes a message in any case.
    #[allow(clippy::unused_self)]
    pub(super) fn say(&self, text: &str) {
        // A message that cannot be written has nobody to be written for.
        let _ = writeln!(io::stderr(), "{}", printable(text));
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
        match error {
            CliError::Source(error) => {
                vec![
                    say("source", &[("reason", &error.to_string())]),
                    say("source-help", &[]),
                ]
            }
            CliError::Configuration => vec![say("configuration", &[])],
            CliError::Render(error) => vec![say("render", &[("reason", &error.to_string())])],
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
            CliError::Site(error) => vec![say("site", &[("reason", &error.to_string())])],
            CliError::NoRule { name, suggestion } => {
                let mut lines = vec![say("no-rule", &[("rule", name)])];
                lines.extend(suggestion.map(|near| say("did-you-mean", &[("suggestion", near)])));
                lines.push(say("no-rule-help", &[]));
                lines
            }
            CliError::NoIncident { id } => {
                vec![
                    say("no-incident", &[("id", id)]),
                    say("no-incident-help", &[]),
                ]
            }
            CliError::EmptyQuery => vec![say("empty-query", &[]), say("empty-query-help", &[])],
            CliError::AlreadyKnowledgeBase { path } => vec![
                say("already", &[("path", &path.display().to_string())]),
                say("already-help", &[]),
            ],
            CliError::File { path, error } => {
                vec![format!("{}: {error}", path.display())]
            }
            CliError::PortTaken(port) => vec![
                say("port-taken", &[("port", &port.to_string())]),
                say("port-taken-help", &[]),
            ],
            CliError::Listen(error) => vec![say("listen", &[("reason", &error.to_string())])],
            CliError::Watch(reason) => {
                vec![say("watch", &[("reason", reason)]), say("watch-help", &[])]
            }
            CliError::NoEncoding { label } => vec![
                say("encoding", &[("label", label)]),
                say("encoding-help", &[]),
            ],
            CliError::Output(error) => vec![error.to_string()],
            CliError::Misuse(lines) => lines.clone(),
            CliError::Import(lines) => vec![lines.join("\n")],
        }
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
