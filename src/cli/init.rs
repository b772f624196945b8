//! `hansei init`

use std::env;
use std::path::{Component, PathBuf};

use clap::{Parser, ValueHint};
use hansei::config::FILE_NAME;
use hansei::scaffold;

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::knowledge_base_above;
use super::write_new::write_new;
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
        // A site is in the language that its writer speaks, unless they say otherwise.
        let language = match self.language {
            Some(language) => language.into(),
            None => terminal.locale().language(),
        };
        terminal.speak(language);
        let shown = self.shown_folder(global);
        let folder = env::current_dir()?.join(&shown);
        let config = folder.join(FILE_NAME);
        if config.exists() {
            return Err(CliError::AlreadyKnowledgeBase { path: config });
        }
        if let Some(above) = folder.ancestors().nth(1).and_then(knowledge_base_above) {
            let path = above.display().to_string();
            terminal.warn("within", &[("path", &path)]);
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
            terminal.result(&format!("{}\n", shown.join(&file.path).display()))?;
        }
        let path = shown.display().to_string();
        match path.as_str() {
            "" => terminal.tell("started-here", &[]),
            _ => terminal.tell("started", &[("path", &path)]),
        }
        Ok(Outcome::Fine)
    }

    /// The folder as it is shown: below the one of `--root`, without `.`.
    fn shown_folder(&self, global: &Global) -> PathBuf {
        let root = global.root.iter();
        let parts = root
            .chain([&self.folder])
            .flat_map(|path| path.components());
        parts.filter(|part| *part != Component::CurDir).collect()
    }
}
