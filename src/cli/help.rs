//! The words of `--help`, in the language that is asked for, put into the commands of clap.
//!
//! The texts stand in `src/locale/*/help.yaml`: `words` for what every page has, then one group a
//! command. Options that every command understands stand with `hansei`.

use clap::builder::PossibleValue;
use clap::{Arg, Command, CommandFactory};
use hansei::locale::Locale;

use super::Arguments;

/// Every command with its words.
pub(super) fn command(locale: &'static Locale) -> Command {
    let mut command = Arguments::command();
    // Adds what clap has by itself, such as `--help`, so that it gets words too.
    command.build();
    worded(command, locale)
}

/// Every command as `--help` shows it.
pub(super) fn shown(locale: &'static Locale) -> Command {
    laid_out(command(locale), locale)
}

/// How a command is called: `hansei new [OPTIONS] <KIND> <TITLE>`.
pub(super) fn usage(command: &Command, locale: &Locale) -> String {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    let mut parts = vec![name.to_owned()];
    let is_option = |arg: &&Arg| !arg.is_positional();
    if command.get_opts().any(|arg| !arg.is_required_set()) {
        parts.push(word(locale, "any-options").to_owned());
    }
    let required = command.get_arguments().filter(|arg| arg.is_required_set());
    parts.extend(required.filter(is_option).map(ToString::to_string));
    parts.extend(command.get_positionals().map(ToString::to_string));
    if command.has_subcommands() {
        parts.push(word(locale, "any-command").to_owned());
    }
    parts.join(" ")
}

/// What an argument means, what it is where it is not given, and which values it takes.
pub(super) fn meaning(arg: &Arg, locale: &Locale) -> String {
    let takes_values = arg.get_action().takes_values();
    let say = |name: &str, values: Vec<&str>, separator: &str| {
        let value = values.join(separator);
        let shown = takes_values && !value.is_empty();
        shown.then(|| locale.format(&format!("help.words.{name}"), &[("value", &value)]))
    };
    let defaults = arg.get_default_values().iter();
    let possible = arg.get_possible_values();
    let possible = possible
        .iter()
        .filter(|_| !arg.is_hide_possible_values_set());
    let parts = [
        arg.get_help().map(ToString::to_string),
        say(
            "default",
            defaults.filter_map(|value| value.to_str()).collect(),
            " ",
        ),
        say(
            "values",
            possible.map(PossibleValue::get_name).collect(),
            ", ",
        ),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// One of the words that every page of help has.
pub(super) fn word<'a>(locale: &'a Locale, name: &str) -> &'a str {
    locale
        .get(&format!("help.words.{name}"))
        .unwrap_or_default()
}

/// Gives a command, its arguments and its subcommands their words.
fn worded(command: Command, locale: &'static Locale) -> Command {
    let name = command.get_name().to_owned();
    let is_root = command.get_bin_name() == Some("hansei");
    let text = |part: &str| locale.get(&format!("help.{name}.{part}"));
    let command = command
        .about(text("about"))
        .before_help(text("long"))
        .after_help(text("examples"))
        .subcommand_help_heading(word(locale, "commands"))
        .mut_args(|arg| {
            let is_shared = !is_root && (arg.is_global_set() || arg.get_id() == "help");
            let heading = match (arg.is_positional(), is_shared) {
                (true, _) => "arguments",
                (_, true) => "shared-options",
                _ => "options",
            };
            let own = text(&format!("arguments.{}", arg.get_id()));
            let text =
                own.or_else(|| locale.get(&format!("help.hansei.arguments.{}", arg.get_id())));
            arg.help(text).help_heading(word(locale, heading))
        });
    command.mut_subcommands(|command| worded(command, locale))
}

/// Gives help its headings, and says after each argument what it takes.
fn laid_out(command: Command, locale: &'static Locale) -> Command {
    let header = *command.get_styles().get_header();
    let heading = |name: &str| format!("{header}{}:{header:#}", word(locale, name));
    let template = format!(
        "{{about-with-newline}}\n{{before-help}}{} {{usage}}\n\n{{all-args}}{{after-help}}",
        heading("usage")
    );
    let command = match command.get_after_help().map(ToString::to_string) {
        Some(examples) => {
            let lines = examples.trim_end().replace('\n', "\n  ");
            command.after_help(format!("{}\n  {lines}", heading("examples")))
        }
        None => command,
    };
    let usage = usage(&command, locale);
    command
        .help_template(template)
        .override_usage(usage)
        .mut_args(|arg| {
            let meaning = meaning(&arg, locale);
            arg.help(meaning)
                .hide_default_value(true)
                .hide_possible_values(true)
        })
        .mut_subcommands(|command| laid_out(command, locale))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use hansei::language::{Language, is_japanese_script};

    use super::*;

    /// How many columns a terminal needs.
    fn columns(text: &str) -> usize {
        text.chars()
            .map(|c| 1 + usize::from(is_japanese_script(c)))
            .sum()
    }

    /// The keys of all texts that the commands need.
    fn needed() -> BTreeSet<String> {
        let root = command(Locale::of(Language::English));
        let mut keys = BTreeSet::new();
        for command in [&root].into_iter().chain(root.get_subcommands()) {
            let name = command.get_name();
            keys.insert(format!("help.{name}.about"));
            // The help of help is made by clap.
            if name == "help" {
                continue;
            }
            keys.insert(format!("help.{name}.examples"));
            if name != "hansei" {
                keys.insert(format!("help.{name}.long"));
            }
            for arg in command.get_arguments() {
                let is_shared = arg.is_global_set() || arg.get_id() == "help";
                let owner = if is_shared { "hansei" } else { name };
                keys.insert(format!("help.{owner}.arguments.{}", arg.get_id()));
            }
        }
        keys
    }

    #[test]
    fn every_command_and_argument_has_its_words_and_no_words_are_left_over() {
        for language in Language::ALL {
            let keys = Locale::of(language).keys();
            let texts: BTreeSet<String> = keys
                .filter(|key| key.starts_with("help.") && !key.starts_with("help.words."))
                .map(ToOwned::to_owned)
                .collect();
            assert_eq!(texts, needed(), "{language:?}");
        }
    }

    #[test]
    fn every_argument_that_is_shown_means_something() {
        for language in Language::ALL {
            let locale = Locale::of(language);
            let root = shown(locale);
            for command in [&root].into_iter().chain(root.get_subcommands()) {
                assert!(command.get_about().is_some(), "{}", command.get_name());
                for arg in command
                    .get_arguments()
                    .filter(|_| command.get_name() != "help")
                {
                    assert!(arg.get_help().is_some(), "{} {arg}", command.get_name());
                    assert!(
                        arg.get_help_heading().is_some(),
                        "{} {arg}",
                        command.get_name()
                    );
                }
            }
        }
    }

    #[test]
    fn japanese_lines_fit_because_nothing_breaks_them() {
        let locale = Locale::of(Language::Japanese);
        for key in locale.keys().filter(|key| key.starts_with("help.")) {
            // Beside the names of arguments and commands there is less room than in a line.
            let room = if key.contains(".arguments.") { 48 } else { 78 };
            let words = locale.text(key).split([' ', '\n']);
            let too_long: Vec<&str> = words.filter(|word| columns(word) > room).collect();
            assert!(too_long.is_empty(), "{key}: {too_long:?}");
            assert!(
                !key.contains(".arguments.") || !locale.text(key).contains('\n'),
                "{key}"
            );
        }
    }
}
