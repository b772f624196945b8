//! `hansei schema`

use clap::Parser;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use hansei::locale::Locale;
use hansei::report::json;
use hansei::schema::{SchemaName, schema};

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::speak_language_of_site;
use super::{Global, Outcome};

#[derive(Debug, Parser)]
pub(super) struct Schema {
    #[arg(value_parser = word(SchemaName::ALL, SchemaName::as_str), hide_possible_values = true)]
    name: Option<SchemaName>,
}

impl Schema {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        // A schema can be asked for anywhere, also where no knowledge base is.
        speak_language_of_site(global, terminal);
        let text = match self.name {
            Some(name) => json::pretty(&schema(name)),
            None => list(
                SchemaName::ALL.iter().map(|name| name.as_str()),
                terminal.locale(),
            ),
        };
        terminal.result(&text)?;
        Ok(Outcome::Fine)
    }
}

/// Reads one of these by its name.
pub(super) fn word<T: Copy + Send + Sync>(
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let names = all.iter().map(|one| PossibleValue::new(name(*one)));
    PossibleValuesParser::new(names).try_map(move |word| {
        let mut all = all.iter().copied();
        all.find(|one| name(*one) == word).ok_or(word)
    })
}

/// What there is, a line each with what it is.
pub(super) fn list(names: impl Iterator<Item = &'static str> + Clone, locale: &Locale) -> String {
    let widest = names.clone().map(str::len).max().unwrap_or_default();
    let line = |name: &str| {
        let key = format!("command_line.schemas.{name}");
        let what = locale.text(&key);
        format!("{name:widest$}  {what}\n")
    };
    names.map(line).collect()
}
