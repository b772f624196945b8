//! Brings an archive of somebody else's files into a knowledge base: `hansei import`.
//!
//! [`plan`] reads the archive and decides everything; [`Plan::write`] then writes, and overwrites
//! nothing. Bodies stay as they are. Front matter becomes ours where it has a field for it, and the
//! rest is kept under `custom`. Every file of the archive is in the [`Report`], with what became of
//! it and why.
//!
//! To add a format: a file like `cstate.rs`, a value of [`Format`], and the places in
//! `assemble.rs` and `words.rs` that ask which format it is.

mod assemble;
mod attachments;
mod cstate;
mod decode;
mod document;
mod emit;
mod fields;
mod files;
mod front_matter;
mod map;
mod markdown;
mod names;
mod planning;
mod report;
mod salvage;
mod start;
mod toml;
mod words;
mod write;

#[cfg(test)]
mod tests;

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::document::Kind;
use crate::language::Language;
use crate::locale::Locale;
use crate::yaml::read::choices;

pub use planning::plan;
pub use report::{Item, Note, Outcome, Report, Role, Totals, human};
pub use write::Plan;

choices! {
    /// Whose front matter an archive has.
    pub enum Format {
        /// cState, a status page.
        Cstate = "cstate",
        /// Any Markdown.
        Markdown = "markdown",
    }
}

/// What to bring in, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the archive, or one file.
    pub source: PathBuf,
    /// The root of the knowledge base.
    pub root: PathBuf,
    /// What the documents are.
    pub kind: Kind,
    /// Whose front matter they have.
    pub format: Format,
    /// A file that maps more keys and words.
    pub map: Option<PathBuf>,
    /// The language of the documents, which becomes part of their names where it has to.
    pub language: Option<Language>,
    /// The encoding of the documents, as the Web calls it (`shift_jis`); else UTF-8.
    pub encoding: Option<String>,
}

/// Why nothing can be imported at all.
#[derive(Debug)]
pub enum ImportError {
    /// The archive or the map file cannot be read.
    Io {
        /// Which of them.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// There is no encoding of this name.
    UnknownEncoding {
        /// The name.
        label: String,
    },
    /// The map file has faults.
    Map {
        /// Its text.
        text: String,
        /// Its faults, in the order of their places; the file is the path as the user gave it.
        faults: Vec<Diagnostic>,
    },
}

impl ImportError {
    /// The error as lines for people.
    #[must_use]
    pub fn lines(&self, locale: &Locale) -> Vec<String> {
        let words = |key, arguments: &[(&'static str, &str)]| {
            let message = report::message(key, arguments);
            vec![report::words("error", &message, locale)]
        };
        match self {
            Self::Io { path, error } => {
                let (path, error) = (path.display().to_string(), error.to_string());
                words("io", &[("path", &path), ("error", &error)])
            }
            Self::UnknownEncoding { label } => words("encoding", &[("label", label)]),
            Self::Map { faults, .. } => faults.iter().map(|fault| line(fault, locale)).collect(),
        }
    }
}

fn line(fault: &Diagnostic, locale: &Locale) -> String {
    let message = locale.message(fault.rule, &fault.message);
    let (line, column) = (fault.start.line, fault.start.column);
    match locale.help(fault) {
        Some(help) => format!("{}:{line}:{column}: {message} ({help})", fault.file),
        None => format!("{}:{line}:{column}: {message}", fault.file),
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines(Locale::of(Language::English)).join("\n"))
    }
}

impl std::error::Error for ImportError {}
