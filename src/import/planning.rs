//! Reads an archive and decides what becomes of every file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use encoding_rs::Encoding;
use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::Message;
use crate::import::decode::decode;
use crate::import::document::{Archive, Document};
use crate::import::files::{self, File, Nature};
use crate::import::map::{self, Map};
use crate::import::report::{Item, Note, Outcome, Role, message};
use crate::import::write::{Content, Plan, Planned, Target};
use crate::import::{ImportError, Options, attachments, names};
use crate::source::MAX_DOCUMENT_BYTES;

/// Reads the archive and decides what becomes of every file. Nothing is written.
///
/// # Errors
///
/// Where the archive or the map file cannot be read, the map file has faults, or the encoding is
/// unknown. A single file that cannot be read is no error: it is in the plan, with the reason.
pub fn plan(options: &Options, config: &Config) -> Result<Plan, ImportError> {
    let encoding = encoding(options)?;
    let map = read_map(options, config)?;
    let metadata = fs::metadata(&options.source);
    metadata
        .and_then(|_| list_folder(&options.source))
        .map_err(|error| ImportError::Io {
            path: options.source.clone(),
            error,
        })?;
    let content = names::content_folder(&options.root, config);
    let archive = Archive {
        kind: options.kind,
        format: options.format,
        language: options.language,
        map: &map,
        config,
        content: &content,
    };
    let own = [
        options.root.clone(),
        options.root.join(&content),
        options.root.join(&content).join(options.kind.folder()),
    ];
    let files = files::list(&options.source, &own);
    let read: Vec<Read> = files
        .into_par_iter()
        .map(|file| read(file, &archive, encoding))
        .collect();
    Ok(decide(options, &content, read))
}

fn encoding(options: &Options) -> Result<Option<&'static Encoding>, ImportError> {
    let Some(label) = &options.encoding else {
        return Ok(None);
    };
    let unknown = || ImportError::UnknownEncoding {
        label: label.clone(),
    };
    Encoding::for_label(label.as_bytes())
        .map(Some)
        .ok_or_else(unknown)
}

fn read_map(options: &Options, config: &Config) -> Result<Map, ImportError> {
    let Some(path) = &options.map else {
        return Ok(Map::default());
    };
    let text = fs::read_to_string(path).map_err(|error| ImportError::Io {
        path: path.clone(),
        error,
    })?;
    Map::read(&text, options.kind, config).map_err(|findings| ImportError::Map {
        faults: map::diagnostics(findings, &path.display().to_string(), &text),
        text,
    })
}

fn list_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        fs::read_dir(path)?;
    }
    Ok(())
}

/// A file with what was read from it.
struct Read {
    file: File,
    /// Its path below the folder of its kind.
    name: String,
    outcome: ReadOutcome,
}

enum ReadOutcome {
    Document(Document),
    Other,
    LeftOut(Message),
    Failed(Message),
}

fn read(mut file: File, archive: &Archive<'_>, encoding: Option<&'static Encoding>) -> Read {
    let nature = std::mem::replace(&mut file.nature, Nature::Other);
    let mut name = file.source.clone();
    let outcome = match nature {
        Nature::LeftOut(reason) => ReadOutcome::LeftOut(reason),
        Nature::Unreadable(reason) => ReadOutcome::Failed(reason),
        Nature::Other => ReadOutcome::Other,
        Nature::Markdown => {
            name = names::document_name(&file.source, archive.language, archive.config.language);
            document(&file, &name, archive, encoding)
        }
    };
    Read {
        file,
        name,
        outcome,
    }
}

fn document(
    file: &File,
    name: &str,
    archive: &Archive<'_>,
    encoding: Option<&'static Encoding>,
) -> ReadOutcome {
    let bytes = match read_bytes(&file.path) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return ReadOutcome::LeftOut(too_large()),
        Err(error) => {
            let reason = message("unreadable", &[("error", &error.to_string())]);
            return ReadOutcome::Failed(reason);
        }
    };
    let target = names::joined(&[archive.content, archive.kind.folder(), name]);
    let made = decode(&bytes, encoding).and_then(|decoded| {
        let mut document = archive.document(&file.source, &target, &decoded.text)?;
        document.notes.splice(0..0, decoded.note);
        if document.text.len() as u64 > MAX_DOCUMENT_BYTES {
            return Err(Box::new(too_large()));
        }
        Ok(document)
    });
    match made {
        Ok(document) => ReadOutcome::Document(document),
        Err(reason) => ReadOutcome::LeftOut(*reason),
    }
}

/// The bytes of a file; `None` where they are too many for a document.
fn read_bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    if fs::metadata(path)?.len() > MAX_DOCUMENT_BYTES {
        return Ok(None);
    }
    fs::read(path).map(Some)
}

fn too_large() -> Message {
    message("too-large", &[("limit", &MAX_DOCUMENT_BYTES.to_string())])
}

/// Gives every file its target and its outcome.
fn decide(options: &Options, content: &str, all: Vec<Read>) -> Plan {
    let linked: BTreeSet<String> = all
        .iter()
        .filter_map(|read| match &read.outcome {
            ReadOutcome::Document(document) => Some(&document.linked),
            _ => None,
        })
        .flatten()
        .cloned()
        .collect();
    let mut deciding = Deciding {
        target: Target::new(&options.root, content),
        folder: names::joined(&[content, options.kind.folder()]),
        taken: BTreeMap::new(),
    };
    let planned = all
        .into_iter()
        .map(|read| deciding.one(read, &linked))
        .collect();
    Plan {
        target: deciding.target,
        planned,
    }
}

struct Deciding {
    target: Target,
    /// The folder of the kind, from the root.
    folder: String,
    /// Targets that have been given, and to what.
    taken: BTreeMap<String, String>,
}

impl Deciding {
    fn one(&mut self, read: Read, linked: &BTreeSet<String>) -> Planned {
        let Read {
            file,
            name,
            outcome,
        } = read;
        match outcome {
            ReadOutcome::LeftOut(reason) => without(file, Outcome::LeftOut { reason }),
            ReadOutcome::Failed(reason) => without(file, Outcome::Failed { reason }),
            ReadOutcome::Document(document) => {
                let mut notes = document.notes;
                if names::extension(&name) != names::extension(&file.source) {
                    notes.push(message("renamed", &[]));
                }
                let content = Content::Text(document.text);
                self.placed(file, &name, Role::Document, content, notes)
            }
            ReadOutcome::Other => {
                let is_linked = linked.contains(&attachments::key(&file.source));
                match attachments::may_be_copied(&file.source) {
                    true if is_linked => {
                        let content = Content::Copy(file.path.clone());
                        self.placed(file, &name, Role::Other, content, Vec::new())
                    }
                    true => left_out(file, "not-linked"),
                    false if is_linked => left_out(file, "not-copied"),
                    false => left_out(file, "not-markdown"),
                }
            }
        }
    }

    fn placed(
        &mut self,
        file: File,
        name: &str,
        role: Role,
        content: Content,
        mut notes: Vec<Note>,
    ) -> Planned {
        let path = names::joined(&[&self.folder, name]);
        let mut content = Some(content);
        let outcome = if let Some(other) = self.taken.get(&path) {
            let reason = message("same-target", &[("target", &path), ("other", other)]);
            Outcome::LeftOut { reason }
        } else if let Some(link) = self.target.link_on_the_way(&path) {
            let reason = message("target-is-link", &[("path", &link)]);
            Outcome::LeftOut { reason }
        } else if self.target.is_there(&path) {
            // What would have been mapped and guessed does not matter then.
            notes.clear();
            if content
                .take()
                .is_some_and(|new| self.target.differs(&path, &new))
            {
                notes.push(message("differs", &[]));
            }
            Outcome::AlreadyThere
        } else {
            Outcome::Imported
        };
        if outcome == Outcome::Imported && self.target.is_ignored(&path) {
            notes.push(message("ignored", &[]));
        }
        if matches!(outcome, Outcome::LeftOut { .. }) {
            content = None;
        } else {
            self.taken.insert(path.clone(), file.source.clone());
        }
        Planned {
            item: Item {
                source: file.source,
                target: Some(path),
                role,
                outcome,
                notes,
            },
            content,
        }
    }
}

fn left_out(file: File, key: &'static str) -> Planned {
    let reason = message(key, &[]);
    without(file, Outcome::LeftOut { reason })
}

fn without(file: File, outcome: Outcome) -> Planned {
    let role = if names::is_markdown(&file.source) {
        Role::Document
    } else {
        Role::Other
    };
    Planned {
        item: Item {
            source: file.source,
            target: None,
            role,
            outcome,
            notes: Vec::new(),
        },
        content: None,
    }
}
