//! `hansei completions`

use clap::Parser;
use clap_complete::{Shell, generate};

use super::error::CliError;
use super::help;
use super::terminal::Terminal;
use super::workspace::speak_language_of_site;
use super::{Global, Outcome};

#[derive(Debug, Parser)]
pub(super) struct Completions {
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        speak_language_of_site(global, terminal);
        let mut command = help::command(terminal.locale());
        let mut script = Vec::new();
        generate(self.shell, &mut command, "hansei", &mut script);
        terminal.result(&String::from_utf8_lossy(&script))?;
        Ok(Outcome::Fine)
    }
}
