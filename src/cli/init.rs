//! `hansei init`

use std::env;
use std::path::PathBuf;

use clap::{Parser, ValueHint};
use hansei::config::FILE_NAME;
use hansei::language::Language;
use hansei::scaffold;

use super::error::CliError;
use super::new::write_new;
use super::terminal::Terminal;
use super::{Global, LanguageArgument, Outcome};

#[derive(Debug, Parser)]
pub(super) struct Init {
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    folder: PathBuf,
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<LanguageArgument>,
    #[arg(long)]
    title: Option<String>,
}

impl Init {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let language = self.language.map(Language::from).unwrap_or_default();
        if global.lang.is_none() {
            terminal.speak(language);
        }
        let folder = env::current_dir()?.join(&self.folder);
        let config = folder.join(FILE_NAME);
        if config.exists() {
            return Err(CliError::AlreadyKnowledgeBase { path: config });
        }
        let name = folder
            .components()
            .next_back()
            .map(|name| name.as_os_str().to_string_lossy().into_owned());
        let title = self.title.clone().or(name).unwrap_or_default();
        for file in scaffold::knowledge_base(language, &title) {
            let path = folder.join(&file.path);
            if path.exists() {
                terminal.tell("kept", &[("path", &file.path)]);
                continue;
            }
            write_new(&path, &file.text)?;
            terminal.result(&format!("{}\n", self.folder.join(&file.path).display()))?;
        }
        terminal.tell("started", &[("path", &self.folder.display().to_string())]);
        Ok(Outcome::Fine)
    }
}
