//! `hansei explain`

use std::ffi::OsStr;
use std::fmt::Write;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Parser};
use hansei::check;
use hansei::diagnostic::Severity;

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::speak_language_of_site;
use super::{Global, Outcome};

#[derive(Debug, Parser)]
pub(super) struct Explain {
    #[arg(value_parser = RuleName, hide_possible_values = true)]
    rule: Vec<String>,
}

/// Takes any name, so that an unknown one is answered with the nearest, and knows those that shells
/// complete.
#[derive(Debug, Clone)]
struct RuleName;

impl TypedValueParser for RuleName {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let names = check::ALL.iter().map(|rule| rule.name);
        Some(Box::new(names.map(PossibleValue::new)))
    }
}

impl Explain {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        // A rule can be explained anywhere, also where no knowledge base is.
        speak_language_of_site(global, terminal);
        let locale = terminal.locale();
        if self.rule.is_empty() {
            let widest = check::ALL
                .iter()
                .map(|rule| rule.name.len())
                .max()
                .unwrap_or_default();
            let mut lines = String::new();
            for rule in check::ALL {
                let (name, severity) = (rule.name, rule.severity.as_str());
                let what = locale.text(&format!("rules.{name}.what")).to_owned();
                writeln!(lines, "{name:widest$}  {severity:7}  {what}")
                    .map_err(std::io::Error::other)?;
            }
            lines.push('\n');
            for severity in [Severity::Error, Severity::Warning, Severity::Note] {
                let meaning = hansei::report::level_meaning(severity, locale);
                writeln!(lines, "{meaning}").map_err(std::io::Error::other)?;
            }
            terminal.result(&lines)?;
            return Ok(Outcome::Fine);
        }
        let rules = self.rule.iter().map(|name| {
            check::find(name).ok_or_else(|| CliError::NoRule {
                name: name.clone(),
                suggestions: check::rules_like(name),
            })
        });
        let rules = rules.collect::<Result<Vec<_>, _>>()?;
        let texts = rules
            .iter()
            .map(|rule| hansei::report::explain(rule, locale));
        terminal.result(&texts.collect::<Vec<_>>().join("\n"))?;
        Ok(Outcome::Fine)
    }
}
