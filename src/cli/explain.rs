//! `hansei explain`

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
            config
                .iter()
                .for_each(|config| terminal.speak(config.config.language));
        }
        let locale = terminal.locale();
        let Some(name) = &self.rule else {
            let widest = check::ALL
                .iter()
                .map(|rule| rule.name.len())
                .max()
                .unwrap_or_default();
            let lines: String = check::ALL
                .iter()
                .map(|rule| {
                    let what = locale.text(&format!("rules.{}.what", rule.name)).to_owned();
                    format!(
                        "{:widest$}  {:7}  {what}\n",
                        rule.name,
                        rule.severity.as_str()
                    )
                })
                .collect();
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
