//! `hansei explain`

use std::fmt::Write;

use clap::Parser;
use hansei::check;

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::{read_config, root};
use super::{Global, Outcome};

/// Say what a rule of `hansei check` looks for, why, and how good and bad look
///
/// Without a rule: all rules with their severities.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  hansei explain\n  hansei explain resolved-before-started")]
pub(super) struct Explain {
    /// The rule, as `hansei check` names it
    rule: Option<String>,
}

impl Explain {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        if global.lang.is_none() {
            // A rule can be explained anywhere, also where no knowledge base is.
            let config = root(global).and_then(|root| read_config(&root));
            if let Ok(config) = config {
                terminal.speak(config.config.language);
            }
        }
        let locale = terminal.locale();
        let Some(name) = &self.rule else {
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
            terminal.result(&lines)?;
            return Ok(Outcome::Fine);
        };
        let rule = check::find(name).ok_or_else(|| CliError::NoRule {
            name: name.clone(),
            suggestion: check::nearest_rule(name),
        })?;
        terminal.result(&hansei::report::explain(rule, locale))?;
        Ok(Outcome::Fine)
    }
}
