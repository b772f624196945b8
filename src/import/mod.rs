//! Brings an archive of somebody else's files into a knowledge base: `hansei import`.
//!
//! [`plan`] reads the archive and decides everything; [`Plan::write`] then writes, and overwrites
//! nothing. Bodies stay as they are. Front matter becomes ours where it has a field for it, and the
//! rest is kept under `custom`. Every file of the archive is in the [`Report`], with what became of
//! it and why.
//!
//! ```text
//! plan:      walk → decode → convert → write_files
//! convert:   front_matter → map_fields (format, map_file, our_fields) → guess → write_yaml
//! ```
//!
//! To add a format: a file in `format/`, and a value of [`Format`] there.

mod convert;
mod decode;
mod draft;
mod file_names;
mod format;
mod front_matter;
mod guess;
mod linked_files;
mod map_fields;
mod map_file;
mod node;
mod our_fields;
mod plan;
mod report;
mod walk;
mod write_files;
mod write_yaml;

#[cfg(test)]
mod tests;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::{Kind, Reading};
use crate::language::Language;
use crate::locale::Locale;

use map_file::Map;

pub use format::Format;
pub use plan::{Plan, plan};
pub use report::{Item, Outcome, Report, Totals, human};

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

/// What is the same for every document of an import.
#[derive(Debug)]
struct Context<'a> {
    options: &'a Options,
    config: &'a Config,
    map: Map,
    encoding: Option<&'static Encoding>,
    /// The folder of the content, from the root.
    content: String,
}

impl<'a> Context<'a> {
    fn new(options: &'a Options, config: &'a Config) -> Result<Self, ImportError> {
        Ok(Self {
            encoding: options.encoding.as_deref().map(encoding).transpose()?,
            map: match &options.map {
                Some(path) => read_map(path, options.kind, config)?,
                None => Map::default(),
            },
            content: file_names::content_folder(&options.root, config),
            options,
            config,
        })
    }

    /// How the site reads documents.
    fn reading(&self) -> Reading<'a> {
        Reading {
            language: self.config.language,
            zone: self.config.zone,
            link_ids: &self.config.link_ids,
            sections: &self.config.sections,
        }
    }
}

fn encoding(label: &str) -> Result<&'static Encoding, ImportError> {
    Encoding::for_label(label.as_bytes()).ok_or_else(|| ImportError::UnknownEncoding {
        label: label.to_owned(),
    })
}

fn read_map(path: &Path, kind: Kind, config: &Config) -> Result<Map, ImportError> {
    let text = fs::read_to_string(path).map_err(ImportError::io(path))?;
    Map::read(&text, kind, config).map_err(|findings| ImportError::Map {
        faults: map_file::diagnostics(findings, &path.display().to_string(), &text),
    })
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
        /// They, in the order of their places; the file is the path as the user gave it.
        faults: Vec<Diagnostic>,
    },
}

impl ImportError {
    fn io(path: &Path) -> impl Fn(io::Error) -> Self {
        move |error| Self::Io {
            path: path.to_owned(),
            error,
        }
    }

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
            Self::Map { faults } => faults.iter().map(|fault| line(fault, locale)).collect(),
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
