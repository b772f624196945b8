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
            let recipe = Recipe {
                ci,
                home: &home,
                root: &below(&top, &folder),
                top: &top,
                shown: &to_top(&shown, &folder, &top),
            };
            recipe.write(self.source.is_some(), terminal)?;
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

/// A recipe that is written, or written anew.
struct Recipe<'a> {
    ci: Ci,
    home: &'a Home,
    /// The folder of the knowledge base from `top`.
    root: &'a str,
    top: &'a Path,
    /// How `top` is shown.
    shown: &'a Path,
}

impl Recipe<'_> {
    /// Writes what is not there yet and, where somebody says where hansei comes from, that into what is there as we wrote
    /// it. Says which files still lack it.
    fn write(&self, is_named: bool, terminal: &Terminal) -> Result<(), CliError> {
        for file in self.files(self.home, terminal.locale()) {
            let there = fs::read_to_string(self.top.join(&file.path)).unwrap_or_default();
            let renamed = is_named.then(|| self.renamed(&file, &there)).flatten();
            let text = match renamed {
                Some(text) if text == there => {
                    terminal.tell("kept", &[("path", &file.path)]);
                    text
                }
                Some(text) if self.replace(&file.path, &there, &text) => {
                    terminal.result(&format!("{}\n", self.shown.join(&file.path).display()))?;
                    text
                }
                _ if is_named && !there.is_empty() => {
                    terminal.tell("kept-changed", &[("path", &file.path)]);
                    there
                }
                _ => {
                    let text = if there.is_empty() {
                        file.text.clone()
                    } else {
                        there
                    };
                    write_all(self.top, self.shown, std::slice::from_ref(&file), terminal)?;
                    text
                }
            };
            if ci::lacks_owner(&text) {
                terminal.warn("unknown-home", &[("path", &file.path)]);
            }
        }
        Ok(())
    }

    fn files(&self, home: &Home, locale: &Locale) -> Vec<NewFile> {
        ci::recipe(self.ci, home, self.root, locale)
    }

    /// A file that is there as we wrote it, in whichever language and with whichever home, with this home.
    fn renamed(&self, file: &NewFile, there: &str) -> Option<String> {
        let mut locales = Language::ALL.into_iter().map(Locale::of);
        let locale = locales.find(|locale| {
            ci::home_in(there, self.ci, &file.path, self.root, locale).is_some()
                || is_one_of(&self.files(self.home, locale), file, there)
        })?;
        let mut named = self.files(self.home, locale).into_iter();
        named
            .find(|named| named.path == file.path)
            .map(|named| named.text)
    }

    fn replace(&self, path: &str, before: &str, after: &str) -> bool {
        let mended = Mended {
            path: path.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
            fixes: 1,
        };
        fix::write(self.top, &mended).is_ok()
    }
}

/// Whether a file is there as it is among these: some name no home.
fn is_one_of(files: &[NewFile], file: &NewFile, there: &str) -> bool {
    let mut same = files.iter().filter(|one| one.path == file.path);
    same.any(|one| one.text == there)
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
