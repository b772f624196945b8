//! What is wrong with the arguments, and the way out, in the language that is asked for.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};
use hansei::locale::Locale;

use super::help;

/// What an error of the arguments says: first what is wrong, then what helps.
pub(super) fn words(error: &Error, arguments: &[OsString], locale: &'static Locale) -> Vec<String> {
    let root = help::command(locale);
    let misuse = Misuse {
        error,
        command: called(&root, arguments),
        root: &root,
        locale,
    };
    let mut lines = vec![misuse.fault()];
    lines.extend(misuse.suggestion());
    lines.extend(misuse.expected());
    lines.extend(misuse.usage());
    lines.push(misuse.say("more", &[("command", misuse.name())]));
    lines
}

/// The command that the arguments call, as far as they can be read.
fn called<'a>(root: &'a Command, arguments: &[OsString]) -> &'a Command {
    let lenient = root.clone().ignore_errors(true);
    let matches = lenient.try_get_matches_from(arguments);
    let name = matches
        .as_ref()
        .ok()
        .and_then(|matches| matches.subcommand_name());
    name.and_then(|name| root.find_subcommand(name))
        .unwrap_or(root)
}

struct Misuse<'a> {
    error: &'a Error,
    /// The command that was called.
    command: &'a Command,
    /// The whole program.
    root: &'a Command,
    locale: &'static Locale,
}

impl Misuse<'_> {
    fn say(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.locale
            .format(&format!("command_line.misuse.{key}"), arguments)
    }

    fn name(&self) -> &str {
        self.command.get_bin_name().unwrap_or_default()
    }

    /// What clap knows about the error, with commas between several values.
    fn context(&self, kind: ContextKind) -> Option<String> {
        let value = self.error.get(kind)?;
        let is_empty = matches!(value, ContextValue::Strings(values) if values.is_empty());
        (!is_empty).then(|| value.to_string())
    }

    /// What is wrong.
    fn fault(&self) -> String {
        let argument = self.context(ContextKind::InvalidArg).unwrap_or_default();
        let value = self.context(ContextKind::InvalidValue).unwrap_or_default();
        let subcommand = self
            .context(ContextKind::InvalidSubcommand)
            .unwrap_or_default();
        let prior = self.context(ContextKind::PriorArg).unwrap_or_default();
        let key = match self.error.kind() {
            ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.trim().is_empty() => {
                "no-value"
            }
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => "bad-value",
            ErrorKind::UnknownArgument => "unknown-argument",
            ErrorKind::TooManyValues => "too-many-values",
            ErrorKind::InvalidSubcommand => "unknown-command",
            ErrorKind::MissingRequiredArgument => "missing",
            ErrorKind::MissingSubcommand => "no-command",
            ErrorKind::ArgumentConflict if argument == prior => "twice",
            ErrorKind::ArgumentConflict => "conflict",
            ErrorKind::InvalidUtf8 => "not-unicode",
            _ => return self.error.to_string(),
        };
        let arguments = [
            ("argument", argument.as_str()),
            ("value", &value),
            ("subcommand", &subcommand),
            ("prior", &prior),
        ];
        self.say(key, &arguments)
    }

    /// What may have been meant.
    fn suggestion(&self) -> Option<String> {
        let kinds = [
            ContextKind::SuggestedArg,
            ContextKind::SuggestedValue,
            ContextKind::SuggestedSubcommand,
        ];
        if let Some(near) = kinds.into_iter().find_map(|kind| self.context(kind)) {
            let near = near.replace(", ", "`, `");
            return Some(
                self.locale
                    .format("command_line.errors.did-you-mean", &[("suggestion", &near)]),
            );
        }
        if self.error.kind() != ErrorKind::UnknownArgument {
            return None;
        }
        let argument = self.context(ContextKind::InvalidArg)?;
        let long = argument.strip_prefix("--");
        let takes_it =
            |command: &&Command| command.get_arguments().any(|arg| arg.get_long() == long);
        if let Some(other) = self
            .root
            .get_subcommands()
            .find(takes_it)
            .filter(|_| long.is_some())
        {
            let command = other.get_bin_name().unwrap_or_default();
            return Some(self.say(
                "elsewhere",
                &[("argument", &argument), ("command", command)],
            ));
        }
        let takes_words = self.command.get_positionals().next().is_some();
        (argument.starts_with('-') && takes_words)
            .then(|| self.say("as-value", &[("argument", &argument)]))
    }

    /// The values that are possible; else what the argument is for.
    fn expected(&self) -> Option<String> {
        if let Some(values) = self.context(ContextKind::ValidValue) {
            return Some(self.say("expected", &[("values", &values)]));
        }
        let name = self.context(ContextKind::InvalidArg)?;
        let is_meant = |arg: &&Arg| arg.to_string() == name;
        let meaning = self.command.get_arguments().find(is_meant)?.get_help()?;
        Some(format!("{name}: {meaning}"))
    }

    /// How the command is called, where its form is what is wrong.
    fn usage(&self) -> Option<String> {
        let is_form = !matches!(
            self.error.kind(),
            ErrorKind::InvalidValue | ErrorKind::ValueValidation
        );
        let usage = help::usage(self.command, self.locale);
        is_form.then(|| self.say("usage", &[("usage", &usage)]))
    }
}
