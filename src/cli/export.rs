//! `hansei export`

use std::ffi::OsStr;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Parser, ValueEnum, ValueHint};
use hansei::export::csv::Row;
use hansei::export::index::DataIndex;
use hansei::export::{DataKind, Dataset, actions, csv, documents, figures, relations};
use hansei::insight::board::Board;
use hansei::insight::counted::Counted;
use hansei::insight::recurrence::Recurrence;
use hansei::related::Related;
use hansei::render::paths::SitePaths;
use hansei::report::json;
use hansei::signature::recognition::Recognitions;
use serde::Serialize;

use super::error::CliError;
use super::schema::{list, word};
use super::terminal::Terminal;
use super::workspace::{Workspace, speak_language_of_site};
use super::{Global, Outcome};

#[derive(Debug, Parser)]
pub(super) struct Export {
    #[arg(value_parser = word(DataKind::ALL, DataKind::as_str), hide_possible_values = true)]
    kind: Option<DataKind>,
    #[arg(long, value_name = "FORMAT")]
    format: Option<FormatArgument>,
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "kind")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArgument {
    Json,
    Csv,
}

/// Records, written.
struct Written {
    text: String,
    count: usize,
}

impl Export {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let Some(kind) = self.kind else {
            speak_language_of_site(global, terminal);
            let kinds = DataKind::ALL.iter().map(|kind| kind.as_str());
            terminal.result(&list(kinds, terminal.locale()))?;
            return Ok(Outcome::Fine);
        };
        let progress = terminal.progress();
        let workspace = Workspace::open(global, terminal, &progress)?;
        workspace.refuse_nothing()?;
        let data = Data::new(&workspace, global);
        let written = data.written(kind, self.format());
        drop(progress);
        let count = written.count.to_string();
        match &self.output {
            None => {
                terminal.result(&written.text)?;
                terminal.tell("export.told", &[("count", &count)]);
            }
            Some(path) => {
                write_file(path, &written.text)?;
                let path = path.display().to_string();
                terminal.tell("export.written", &[("count", &count), ("path", &path)]);
            }
        }
        Ok(Outcome::Fine)
    }

    /// As asked; else as the name of the file says.
    fn format(&self) -> FormatArgument {
        let extension = self.output.as_deref().and_then(Path::extension);
        let is_csv =
            extension.is_some_and(|extension| extension.eq_ignore_ascii_case(OsStr::new("csv")));
        self.format.unwrap_or(if is_csv {
            FormatArgument::Csv
        } else {
            FormatArgument::Json
        })
    }
}

/// What data is made from.
struct Data<'a> {
    workspace: &'a Workspace,
    today: chrono::NaiveDate,
    recognitions: Recognitions,
    paths: SitePaths,
}

impl<'a> Data<'a> {
    fn new(workspace: &'a Workspace, global: &Global) -> Self {
        Self {
            workspace,
            today: workspace.today(global),
            recognitions: Recognitions::of(&workspace.base, workspace.signatures()),
            paths: SitePaths::assign(&workspace.base),
        }
    }

    fn written(&self, kind: DataKind, format: FormatArgument) -> Written {
        match kind {
            DataKind::Index => self.index(format),
            DataKind::Documents => items(kind, format, self.documents()),
            DataKind::Relations => items(kind, format, self.relations()),
            DataKind::Actions => items(kind, format, self.actions()),
            DataKind::Figures => items(kind, format, self.figures()),
        }
    }

    fn index(&self, format: FormatArgument) -> Written {
        let counts = [
            (DataKind::Documents, self.documents().len()),
            (DataKind::Relations, self.relations().len()),
            (DataKind::Actions, self.actions().len()),
            (DataKind::Figures, self.figures().len()),
        ];
        let index = DataIndex::of(&self.workspace.base.config, self.today, &counts);
        Written {
            count: index.items.len(),
            text: match format {
                FormatArgument::Json => json::pretty(&index),
                FormatArgument::Csv => csv::text(&index.items),
            },
        }
    }

    fn documents(&self) -> Vec<documents::DocumentRecord<'_>> {
        let base = &self.workspace.base;
        documents::records(base, &self.paths.pages(base.config.base_url.as_deref()))
    }

    fn relations(&self) -> Vec<relations::RelationRecord<'_>> {
        let Workspace {
            base, relations, ..
        } = self.workspace;
        let related = Related::of(base, relations, &self.recognitions);
        relations::records(base, relations, &related)
    }

    fn actions(&self) -> Vec<actions::ActionRecord> {
        let base = &self.workspace.base;
        actions::records(base, &Board::on(base, self.today), self.today)
    }

    fn figures(&self) -> Vec<figures::FigureRecord> {
        let Workspace {
            base, relations, ..
        } = self.workspace;
        let counted = Counted::on(base, relations, self.today);
        let recurrence = Recurrence::of(base, relations, &self.recognitions);
        figures::records(&counted, &recurrence, &base.config)
    }
}

fn items<T: Row + Serialize>(kind: DataKind, format: FormatArgument, items: Vec<T>) -> Written {
    Written {
        count: items.len(),
        text: match format {
            FormatArgument::Json => json::pretty(&Dataset::new(kind, items)),
            FormatArgument::Csv => csv::text(&items),
        },
    }
}

/// Writes a file whole or not at all: who reads it meanwhile reads the old one.
fn write_file(path: &Path, text: &str) -> Result<(), CliError> {
    let fail = |error| CliError::File {
        path: path.to_owned(),
        error,
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::Builder::new()
        .prefix(".hansei-")
        .make_in(folder.unwrap_or(Path::new(".")), |path| {
            File::create_new(path)
        })
        .map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)?;
    file.persist(path).map_err(|error| fail(error.error))?;
    Ok(())
}
