//! `hansei new`

use std::fs;
use std::io::{ErrorKind, Write};
use std::iter;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveTime, Utc};
use clap::{Parser, ValueEnum};
use hansei::scaffold::{self, NewDocument, NewFile, Skeleton, next_id};
use hansei::source;

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::Workspace;
use super::{Global, Outcome};

#[derive(Debug, Parser)]
pub(super) struct New {
    kind: SkeletonArgument,
    #[arg(value_parser = words)]
    title: String,
    #[arg(long, value_name = "ID")]
    from: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SkeletonArgument {
    Incident,
    NearMiss,
    PreMortem,
    KnownError,
    Checklist,
    Vendor,
    Page,
}

impl From<SkeletonArgument> for Skeleton {
    fn from(argument: SkeletonArgument) -> Self {
        match argument {
            SkeletonArgument::Incident => Self::Incident,
            SkeletonArgument::NearMiss => Self::NearMiss,
            SkeletonArgument::PreMortem => Self::PreMortem,
            SkeletonArgument::KnownError => Self::KnownError,
            SkeletonArgument::Checklist => Self::Checklist,
            SkeletonArgument::Vendor => Self::Vendor,
            SkeletonArgument::Page => Self::Page,
        }
    }
}

/// A title has words.
fn words(title: &str) -> Result<String, String> {
    if title.trim().is_empty() {
        return Err(String::new());
    }
    Ok(title.to_owned())
}

impl New {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let progress = terminal.progress();
        let workspace = Workspace::open(global, terminal, &progress)?;
        drop(progress);
        let skeleton = Skeleton::from(self.kind);
        let now = now(global, &workspace);
        let id = if skeleton.is_numbered() {
            free_id(&workspace, skeleton, now)
        } else {
            skeleton.as_str().to_owned()
        };
        let from = self.origin(&workspace)?;
        let new = NewDocument {
            skeleton,
            title: &self.title,
            id: &id,
            now,
            from,
        };
        let file = scaffold::document(&workspace.base.config, &new);
        let folder = workspace.root.join(content_folder(&workspace));
        // What has no id of its own is known by the name of its file.
        let is_free =
            |stem: &str| skeleton.is_numbered() || workspace.base.entry_by_id(stem).is_none();
        let path = write_free(&folder, &file, is_free)?;
        let shown = path.strip_prefix(&workspace.root).unwrap_or(&path);
        terminal.result(&format!("{}\n", shown.display()))?;
        Ok(Outcome::Fine)
    }

    /// The incident that a known error comes from.
    fn origin<'a>(
        &'a self,
        workspace: &'a Workspace,
    ) -> Result<Option<(&'a str, &'a hansei::document::Document)>, CliError> {
        let Some(id) = &self.from else {
            return Ok(None);
        };
        let base = &workspace.base;
        let entry = base
            .entry_by_id(id)
            .filter(|entry| base.original(*entry).incident().is_some())
            .filter(|_| self.kind == SkeletonArgument::KnownError)
            .ok_or_else(|| CliError::NoIncident { id: id.clone() })?;
        Ok(Some((base[entry].id.as_str(), base.original(entry))))
    }
}

/// The present time on the site's clocks; the beginning of the day that the user calls today.
fn now(global: &Global, workspace: &Workspace) -> DateTime<FixedOffset> {
    let zone = workspace.base.config.zone;
    match global.as_of {
        Some(day) => zone.at(day.and_time(NaiveTime::MIN)),
        None => zone.show(Utc::now().fixed_offset()),
    }
}

fn free_id(workspace: &Workspace, skeleton: Skeleton, now: DateTime<FixedOffset>) -> String {
    use chrono::Datelike;
    let base = &workspace.base;
    let elsewhere = source::ids_on_branches(&workspace.root);
    let of_kind = base
        .of_kind(skeleton.kind())
        .map(|entry| base[entry].id.as_str());
    let here = base.entries.iter().map(|entry| entry.id.as_str());
    let taken = here.chain(elsewhere.iter().map(String::as_str));
    next_id(skeleton.kind(), now.year(), of_kind, taken)
}

/// Where new documents go: the folder of the content, also where it is still missing.
fn content_folder(workspace: &Workspace) -> String {
    let base = &workspace.base;
    if base.content.is_empty() && base.documents.is_empty() {
        return "content".to_owned();
    }
    base.content.clone()
}

/// Writes a file under the first of its names that is free; gives its path.
fn write_free(
    folder: &Path,
    file: &NewFile,
    is_free: impl Fn(&str) -> bool,
) -> Result<PathBuf, CliError> {
    let (within, stem) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
    let folder = folder.join(within);
    create_folder(&folder)?;
    let stem = stem.trim_end_matches(".md");
    let stems = iter::once(stem.to_owned()).chain((2..).map(|number| format!("{stem}-{number}")));
    for stem in stems.filter(|stem| is_free(stem)) {
        let path = folder.join(format!("{stem}.md"));
        match create_file(&path, &file.text) {
            Err(CliError::File { error, .. }) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
            Ok(()) => return Ok(path),
        }
    }
    unreachable!("numbers do not end")
}

/// Writes a file that must not be there yet, and the folders above it.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), CliError> {
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    create_file(path, text)
}

/// Makes a folder and those above it. That a file has its name is an error of its own, so that nobody
/// takes it for a name of a document that is in use.
fn create_folder(folder: &Path) -> Result<(), CliError> {
    fs::create_dir_all(folder).map_err(|error| CliError::File {
        path: folder.to_owned(),
        error: match error.kind() {
            ErrorKind::AlreadyExists => ErrorKind::NotADirectory.into(),
            _ => error,
        },
    })
}

fn create_file(path: &Path, text: &str) -> Result<(), CliError> {
    let fail = |error| CliError::File {
        path: path.to_owned(),
        error,
    };
    let mut options = fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)
}
