//! `hansei new`

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveTime, Utc};
use clap::{Parser, ValueEnum};
use hansei::scaffold::{self, NewDocument, NewFile, Skeleton, next_id};
use hansei::source;

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::Workspace;
use super::{Global, Outcome};

/// Start a document
///
/// Writes a file with the sections that a good one has and short guidance in comments, in the
/// language of the site, and prints its path. The id is the next free one over all local and known
/// remote branches. Nothing is overwritten.
#[derive(Debug, Parser)]
#[command(
    after_help = "Examples:\n  hansei new incident \"Queue stalled\"\n  hansei new near-miss \"Certificate renewed an hour before it ran out\"\n  hansei new known-error \"Workers park after a failover\" --from INC-2026-0019"
)]
pub(super) struct New {
    /// What to start
    kind: SkeletonArgument,
    /// Its title
    title: String,
    /// For a known error: the incident it comes from
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

impl New {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let progress = terminal.progress();
        let workspace = Workspace::open(global, terminal, &progress)?;
        drop(progress);
        let skeleton = Skeleton::from(self.kind);
        let now = now(global, &workspace);
        let id = free_id(&workspace, skeleton, now);
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
        let path = write_free(&folder, &file)?;
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
fn write_free(folder: &Path, file: &NewFile) -> Result<PathBuf, CliError> {
    let stem = file.path.trim_end_matches(".md");
    let names =
        std::iter::once(file.path.clone()).chain((2..).map(|number| format!("{stem}-{number}.md")));
    for name in names {
        let path = folder.join(name);
        match write_new(&path, &file.text) {
            Err(CliError::File { error, .. })
                if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
            Ok(()) => return Ok(path),
        }
    }
    unreachable!("numbers do not end")
}

/// Writes a file that must not be there yet.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), CliError> {
    let fail = |error| CliError::File {
        path: path.to_owned(),
        error,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    let mut options = fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)
}
