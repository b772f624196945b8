//! `hansei init`

use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

use clap::{Parser, ValueEnum, ValueHint};
use hansei::config::FILE_NAME;
use hansei::fix::{self, Mended};
use hansei::language::Language;
use hansei::locale::Locale;
use hansei::scaffold;
use hansei::scaffold::NewFile;
use hansei::scaffold::ci::{self, Ci, Home};
use hansei::source::SourceError;

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
    #[arg(long, value_name = "CI")]
    ci: Vec<CiArgument>,
    #[arg(long, value_name = "URL", requires = "ci")]
    source: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum CiArgument {
    Github,
    Gitlab,
    PreCommit,
}

impl From<CiArgument> for Ci {
    fn from(argument: CiArgument) -> Self {
        match argument {
            CiArgument::Github => Self::Github,
            CiArgument::Gitlab => Self::Gitlab,
            CiArgument::PreCommit => Self::PreCommit,
        }
    }
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
        let home = self.home()?;
        let config = folder.join(FILE_NAME);
        let is_new = !config.exists();
        // Recipes are for a knowledge base that is there already, too.
        if !is_new && self.ci.is_empty() {
            return Err(CliError::AlreadyKnowledgeBase { path: config });
        }
        if is_new {
            self.start(&folder, &shown, language, terminal)?;
        }
        let top = top_of_repository(&folder);
        for ci in self.ci.iter().copied().map(Ci::from) {
            let root = below(&top, &folder);
            let files = ci::recipe(ci, &home, &root, terminal.locale());
            let shown = to_top(&shown, &folder, &top);
            let files = rename_home(&top, &shown, files, &with_home(ci, &home, &root), terminal)?;
            write_all(&top, &shown, &files, terminal)?;
        }
        if !self.ci.is_empty() && home.is_unknown() {
            terminal.warn("unknown-home", &[]);
        }
        if !is_new {
            return Ok(Outcome::Fine);
        }
        let path = shown.display().to_string();
        match path.as_str() {
            "" => terminal.tell("started-here", &[]),
            _ => terminal.tell("started", &[("path", &path)]),
        }
        Ok(Outcome::Fine)
    }

    /// Writes the files of a new knowledge base.
    fn start(
        &self,
        folder: &Path,
        shown: &Path,
        language: Language,
        terminal: &Terminal,
    ) -> Result<(), CliError> {
        if let Some(above) = folder.ancestors().nth(1).and_then(knowledge_base_above) {
            let path = above.display().to_string();
            terminal.warn("within", &[("path", &path)]);
        }
        let name = folder
            .components()
            .next_back()
            .map(|name| name.as_os_str().to_string_lossy().into_owned());
        let title = self.title.clone().or(name).unwrap_or_default();
        let files = scaffold::knowledge_base(language, &title);
        write_all(folder, shown, &files, terminal)
    }

    /// Where CI gets hansei from.
    fn home(&self) -> Result<Home, CliError> {
        let Some(address) = &self.source else {
            return Ok(Home::of_package());
        };
        let home = Home::parse(address);
        let serves = |home: &Home| self.ci.iter().all(|ci| home.serves((*ci).into()));
        home.filter(serves).ok_or_else(|| CliError::NoHome {
            address: address.clone(),
        })
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

/// The files of a recipe in both languages: as they are written where nobody says where hansei comes
/// from, and as they are with its home.
fn with_home(ci: Ci, home: &Home, root: &str) -> Vec<(NewFile, NewFile)> {
    let recipe = |home: &Home, language| ci::recipe(ci, home, root, Locale::of(language));
    let languages = Language::ALL.into_iter();
    languages
        .flat_map(|language| {
            let unnamed = recipe(&Home::of_package(), language);
            unnamed.into_iter().zip(recipe(home, language))
        })
        .collect()
}

/// Writes the home of hansei into files that are there already and as we wrote them, and gives the
/// others.
fn rename_home(
    top: &Path,
    shown: &Path,
    files: Vec<NewFile>,
    with_home: &[(NewFile, NewFile)],
    terminal: &Terminal,
) -> Result<Vec<NewFile>, CliError> {
    let mut others = Vec::new();
    for file in files {
        let there = fs::read_to_string(top.join(&file.path)).unwrap_or_default();
        let mut ours = with_home.iter();
        let named = ours.find(|(unnamed, named)| {
            unnamed.path == file.path && unnamed.text == there && named.text != there
        });
        let is_renamed = named.is_some_and(|(_, named)| {
            let mended = Mended {
                path: file.path.clone(),
                before: there.clone(),
                after: named.text.clone(),
                fixes: 1,
            };
            fix::write(top, &mended).is_ok()
        });
        if is_renamed {
            terminal.result(&format!("{}\n", shown.join(&file.path).display()))?;
        } else {
            others.push(file);
        }
    }
    Ok(others)
}

/// Writes those of the files that are not there yet, and tells which.
fn write_all(
    folder: &Path,
    shown: &Path,
    files: &[NewFile],
    terminal: &Terminal,
) -> Result<(), CliError> {
    for file in files {
        let path = folder.join(&file.path);
        if path.exists() {
            terminal.tell("kept", &[("path", &file.path)]);
            continue;
        }
        if leads_out(folder, &path) {
            return Err(SourceError::LeadsOut(path).into());
        }
        write_new(&path, &file.text)?;
        terminal.result(&format!("{}\n", shown.join(&file.path).display()))?;
    }
    Ok(())
}

/// Whether a link leads to another place than the path of a new file says.
fn leads_out(folder: &Path, path: &Path) -> bool {
    let mut above = path.ancestors().take_while(|above| *above != folder);
    above.any(|above| fs::symlink_metadata(above).is_ok_and(|metadata| metadata.is_symlink()))
}

/// The nearest folder above that is the top of a git repository, else the folder itself.
fn top_of_repository(folder: &Path) -> PathBuf {
    let top = folder.ancestors().find(|above| above.join(".git").exists());
    top.unwrap_or(folder).to_owned()
}

/// The path of a folder from one above it, `/` between its parts; `.` for the same one.
fn below(top: &Path, folder: &Path) -> String {
    let within = folder.strip_prefix(top).unwrap_or(Path::new(""));
    let parts: Vec<_> = within.iter().map(|part| part.to_string_lossy()).collect();
    match parts.join("/") {
        path if path.is_empty() => ".".to_owned(),
        path => path,
    }
}

/// How the top of the repository is shown where the folder in it is shown as `shown`.
fn to_top(shown: &Path, folder: &Path, top: &Path) -> PathBuf {
    let up = folder
        .strip_prefix(top)
        .map_or(0, |within| within.iter().count());
    let mut path = shown.to_owned();
    for _ in 0..up {
        if matches!(path.components().next_back(), Some(Component::Normal(_))) {
            path.pop();
        } else {
            path.push("..");
        }
    }
    path
}
