//! Decides what becomes of every file of an archive, and then has it written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::Message;
use crate::import::convert::{self, Converted, convert};
use crate::import::decode::decode;
use crate::import::report::{Item, Outcome, Report, message};
use crate::import::walk::{self, File, Nature};
use crate::import::write_files::{Content, Destination};
use crate::import::{Context, ImportError, Options, file_names, linked_files};
use crate::source::MAX_DOCUMENT_BYTES;

/// What becomes of every file of an archive.
#[derive(Debug)]
pub struct Plan {
    destination: Destination,
    planned: Vec<Planned>,
}

/// One file, and what to write for it.
#[derive(Debug)]
struct Planned {
    item: Item,
    content: Option<Content>,
}

impl Plan {
    /// What would be done, for `--dry-run`.
    #[must_use]
    pub fn report(&self) -> Report {
        let items = self.planned.iter().map(|planned| planned.item.clone());
        Report {
            items: items.collect(),
            dry_run: true,
        }
    }

    /// Writes the files. One that cannot be written does not stop the others.
    #[must_use]
    pub fn write(&self) -> Report {
        let items = self.planned.iter().map(|planned| self.write_one(planned));
        Report {
            items: items.collect(),
            dry_run: false,
        }
    }

    fn write_one(&self, planned: &Planned) -> Item {
        let mut item = planned.item.clone();
        if let (Some(content), Some(path)) = (&planned.content, &item.target) {
            item.outcome = self.destination.write(path, content);
        }
        item
    }
}

/// Reads the archive and decides what becomes of every file. Nothing is written.
///
/// # Errors
///
/// Where the archive or the map file cannot be read, the map file has faults, or the encoding is
/// unknown. A single file that cannot be read is no error: it is in the plan, with the reason.
pub fn plan(options: &Options, config: &Config) -> Result<Plan, ImportError> {
    let context = Context::new(options, config)?;
    let source = &options.source;
    check_readable(source).map_err(ImportError::io(source))?;
    let in_content = |folder: &str| options.root.join(&context.content).join(folder);
    let own = [
        options.root.clone(),
        in_content(""),
        in_content(options.kind.folder()),
    ];
    let looked: Vec<(File, Found)> = walk::list(source, &own)
        .into_par_iter()
        .map(|file| {
            let found = look_into(&file, &context);
            (file, found)
        })
        .collect();
    let mut planner = Planner {
        linked: linked(&looked),
        destination: Destination::new(&options.root, &context.content),
        given: BTreeMap::new(),
        context,
    };
    Ok(Plan {
        planned: looked
            .into_iter()
            .map(|(file, found)| planner.decide(file, found))
            .collect(),
        destination: planner.destination,
    })
}

fn check_readable(source: &Path) -> io::Result<()> {
    if fs::metadata(source)?.is_dir() {
        fs::read_dir(source)?;
    }
    Ok(())
}

/// What a look into a file gave.
enum Found {
    Document(Converted),
    Other,
    Nothing(Outcome),
}

fn look_into(file: &File, context: &Context<'_>) -> Found {
    match &file.nature {
        Nature::Markdown => document(file, context).map_or_else(Found::Nothing, Found::Document),
        Nature::Other => Found::Other,
        Nature::Skipped(outcome) => Found::Nothing(outcome.clone()),
    }
}

fn document(file: &File, context: &Context<'_>) -> Result<Converted, Outcome> {
    let bytes = read_bytes(&file.path)?;
    let decoded = decode(&bytes, context.encoding)?;
    let mut document = convert(&file.source, &decoded.text, context)?;
    document.notes.splice(0..0, decoded.note);
    if file_names::is_renamed(&file.source, &document.target) {
        document.notes.push(message("renamed", &[]));
    }
    Ok(document)
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, Outcome> {
    let unreadable = |error| Outcome::failed("unreadable", &error);
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.len() > MAX_DOCUMENT_BYTES {
        return Err(convert::too_large());
    }
    fs::read(path).map_err(unreadable)
}

/// The files that some document links to.
fn linked(looked: &[(File, Found)]) -> BTreeSet<String> {
    let documents = looked.iter().filter_map(|(_, found)| match found {
        Found::Document(document) => Some(document),
        _ => None,
    });
    documents
        .flat_map(|document| document.linked.clone())
        .collect()
}

/// Gives every file its target and its outcome.
struct Planner<'a> {
    context: Context<'a>,
    destination: Destination,
    linked: BTreeSet<String>,
    /// Targets that have been given, and to what.
    given: BTreeMap<String, String>,
}

impl Planner<'_> {
    fn decide(&mut self, file: File, found: Found) -> Planned {
        let File { source, path, .. } = file;
        let is_linked = self.linked.contains(&linked_files::key(&source));
        let reason = match found {
            Found::Nothing(outcome) => return nothing(source, outcome),
            Found::Document(new) => {
                return self.place(source, new.target, Content::Text(new.text), new.notes);
            }
            Found::Other if linked_files::may_be_copied(&source) => {
                if is_linked {
                    let target = file_names::target(&source, &self.context);
                    return self.place(source, target, Content::Copy(path), Vec::new());
                }
                "not-linked"
            }
            Found::Other if is_linked => "not-copied",
            Found::Other => "not-markdown",
        };
        nothing(source, Outcome::left_out(reason, &[]))
    }

    /// Places a file at its target, unless something stands in the way.
    fn place(
        &mut self,
        source: String,
        target: String,
        content: Content,
        mut notes: Vec<Message>,
    ) -> Planned {
        let mut outcome = content.outcome();
        let mut content = Some(content);
        if let Some(refusal) = self.refusal(&target) {
            outcome = refusal;
            content = None;
        } else {
            self.given.insert(target.clone(), source.clone());
            if self.destination.is_there(&target) {
                outcome = Outcome::AlreadyThere;
                let new = content.take();
                let differs = new.is_some_and(|new| self.destination.differs(&target, &new));
                // What would have been mapped and guessed does not matter then.
                notes = differs
                    .then(|| message("differs", &[]))
                    .into_iter()
                    .collect();
            } else if self.destination.is_ignored(&target) {
                notes.push(message("ignored", &[]));
            }
        }
        let item = Item {
            source,
            target: Some(target),
            outcome,
            notes,
        };
        Planned { item, content }
    }

    /// Why nothing may go to this target.
    fn refusal(&self, target: &str) -> Option<Outcome> {
        match self.given.get(target) {
            Some(other) => {
                let arguments = [("target", target), ("other", other)];
                Some(Outcome::left_out("same-target", &arguments))
            }
            None => self.destination.link_on_the_way(target),
        }
    }
}

/// A file of which nothing is written.
fn nothing(source: String, outcome: Outcome) -> Planned {
    let item = Item {
        source,
        target: None,
        outcome,
        notes: Vec::new(),
    };
    Planned {
        item,
        content: None,
    }
}
