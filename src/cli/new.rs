//! `hansei new`

use std::env;
use std::io::ErrorKind;
use std::iter;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveTime, Utc};
use clap::{Parser, ValueEnum};
use hansei::scaffold::{self, NewDocument, NewFile, Skeleton, next_id};
use hansei::source;

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::Workspace;
use super::write_new::{create_file, create_folder};
use super::{Global, Outcome};

#[derive(Debug, Parser)]
pub(super) struct New {
    kind: SkeletonArgument,
    #[arg(value_parser = title)]
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

/// A title says something.
fn title(title: &str) -> Result<String, String> {
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
        workspace.refuse_nothing()?;
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
        if !skeleton.is_numbered()
            && let Some(path) = self.namesake(&workspace, skeleton)
        {
            terminal.warn("namesake", &[("path", path)]);
        }
        terminal.result(&format!("{}\n", from_here(&path)?.display()))?;
        Ok(Outcome::Fine)
    }

    /// The document of this kind that has the title already. Two incidents may well be called the same;
    /// what is known by its name is probably the same thing.
    fn namesake<'a>(&self, workspace: &'a Workspace, skeleton: Skeleton) -> Option<&'a str> {
        let same = |title: &str| title.trim().to_lowercase() == self.title.trim().to_lowercase();
        let base = &workspace.base;
        let mut documents = base.documents().iter();
        let namesake =
            documents.find(|document| document.kind() == skeleton.kind() && same(&document.title));
        namesake.map(|document| document.path.as_str())
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
    match global.as_of.or(workspace.base.config.as_of) {
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
    let here = base.entries().iter().map(|entry| entry.id.as_str());
    let taken = here.chain(elsewhere.iter().map(String::as_str));
    next_id(skeleton.kind(), now.year(), of_kind, taken)
}

/// A path as it works from the present folder.
fn from_here(path: &Path) -> Result<PathBuf, CliError> {
    let here = env::current_dir()?.canonicalize()?;
    Ok(pathdiff::diff_paths(path, here).unwrap_or_else(|| path.to_owned()))
}

/// Where new documents go: the folder of the content, also where it is still missing.
fn content_folder(workspace: &Workspace) -> String {
    let base = &workspace.base;
    if base.content.is_empty() && base.documents().is_empty() {
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
