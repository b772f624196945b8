//! The knowledge base that a command works on.

use std::collections::BTreeMap;
use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono::{NaiveDate, Utc};
use hansei::check::{self, Errors, Gathered};
use hansei::config::{Config, ConfigFile, FILE_NAME};
use hansei::diagnostic::{Diagnostic, Severity};
use hansei::document::Id;
use hansei::fix::Mended;
use hansei::knowledge_base::{KnowledgeBase, TermKind};
use hansei::link::Relations;
use hansei::memory::{Forgetful, Memory};
use hansei::report::Report;
use hansei::signature::Signatures;
use hansei::source;

use super::error::{CliError, WrongFolder};
use super::terminal::{Progress, Terminal};
use super::{Global, Outcome};

/// A knowledge base with all that commands ask about it.
#[derive(Debug)]
pub(super) struct Workspace {
    pub(super) root: PathBuf,
    /// Whether there is a configuration or a document.
    exists: bool,
    pub(super) base: KnowledgeBase,
    pub(super) relations: Relations,
    signatures: OnceLock<Signatures>,
}

/// What is known beside the files on disk.
pub(super) struct Known<'a> {
    /// Texts that are not written yet, in the place of those on disk.
    pub(super) unwritten: &'a [Mended],
    /// What was found out before.
    pub(super) memory: &'a dyn Memory,
}

impl Workspace {
    /// Reads the knowledge base that the arguments name. From here on messages are in its language,
    /// unless the user has chosen one.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, or its configuration is wrong; the faults are shown then.
    pub(super) fn open(
        global: &Global,
        terminal: &Terminal,
        progress: &Progress,
    ) -> Result<Self, CliError> {
        Self::open_remembering(global, terminal, progress, &Forgetful)
    }

    /// The same; `memory` may know what was read before.
    ///
    /// # Errors
    ///
    /// As there.
    pub(super) fn open_remembering(
        global: &Global,
        terminal: &Terminal,
        progress: &Progress,
        memory: &dyn Memory,
    ) -> Result<Self, CliError> {
        let known = Known {
            unwritten: &[],
            memory,
        };
        Self::open_with(global, terminal, progress, &known, |errors| {
            terminal.say_errors(errors);
            Ok(())
        })
    }

    /// As [`Workspace::open`], with more that is known, and with another way to show the errors of the configuration.
    ///
    /// # Errors
    ///
    /// As there.
    pub(super) fn open_with(
        global: &Global,
        terminal: &Terminal,
        progress: &Progress,
        known: &Known<'_>,
        show: impl FnOnce(&Errors) -> Result<(), CliError>,
    ) -> Result<Self, CliError> {
        let root = root(global)?;
        let texts = known.unwritten.iter();
        let texts = texts.map(|file| (file.path.as_str(), &file.after));
        let texts: BTreeMap<&str, &String> = texts.collect();
        let config = match texts.get(FILE_NAME) {
            Some(text) => source::config_of(&root, (*text).clone()),
            None => read_config(&root)?,
        };
        terminal.enter_site(&config);
        if let Some(errors) = check::configuration_errors(&config) {
            show(&errors)?;
            return Err(CliError::Configuration);
        }
        let is_configured = root.join(FILE_NAME).is_file();
        progress.stage("reading");
        let mut source = source::read_folder(&root, &config.config)?;
        for file in &mut source.documents {
            if let Some(text) = texts.get(file.path.as_str()) {
                file.text = Ok((*text).clone());
            }
        }
        let base = KnowledgeBase::read_remembering(config, source, known.memory);
        let is_empty = base.documents().is_empty() && base.unreadable().is_empty();
        if is_empty {
            let path = root.join(&base.content).display().to_string();
            terminal.warn("no-documents", &[("path", &path)]);
        }
        progress.stage("linking");
        let relations = Relations::gather(&base);
        Ok(Self {
            exists: is_configured || !is_empty,
            root,
            base,
            relations,
            signatures: OnceLock::new(),
        })
    }

    /// Refuses a folder that has neither a configuration nor a document: it may well be the wrong one.
    ///
    /// # Errors
    ///
    /// Where it is such a folder.
    pub(super) fn refuse_nothing(&self) -> Result<(), CliError> {
        if self.exists {
            return Ok(());
        }
        Err(CliError::WrongFolder(WrongFolder::Empty {
            path: self.root.clone(),
        }))
    }

    /// The terms that arguments name.
    ///
    /// # Errors
    ///
    /// Where nothing goes by one of the names.
    pub(super) fn terms(&self, kind: TermKind, names: &[String]) -> Result<Vec<Id>, CliError> {
        let sort = match kind {
            TermKind::Service => "service",
            TermKind::Cause => "cause",
            TermKind::Vendor => "vendor",
            TermKind::Owner => "owner",
            TermKind::Tag => "tag",
        };
        let called = |name: &String| {
            let term = self.base.term_called(kind, name);
            term.map_err(|unknown| CliError::UnknownName { sort, unknown })
        };
        names.iter().map(called).collect()
    }

    /// Every finding.
    pub(super) fn check(&self, global: &Global) -> Vec<Diagnostic> {
        check::check(&self.gathered(), self.today(global))
    }

    /// What is gathered from all documents.
    pub(super) fn gathered(&self) -> Gathered<'_> {
        Gathered {
            base: &self.base,
            relations: &self.relations,
            signatures: self.signatures(),
        }
    }

    /// The signatures of all known errors, compiled when they are first asked for.
    pub(super) fn signatures(&self) -> &Signatures {
        self.signatures.get_or_init(|| Signatures::of(&self.base))
    }

    pub(super) fn report<'a>(
        &'a self,
        diagnostics: &'a [Diagnostic],
        terminal: &Terminal,
        color: bool,
    ) -> Report<'a> {
        Report {
            base: &self.base,
            diagnostics,
            fingerprints: None,
            within: "",
            locale: terminal.locale(),
            color,
        }
    }

    /// The day that counts as today.
    pub(super) fn today(&self, global: &Global) -> NaiveDate {
        today(global.as_of, &self.base.config)
    }
}

/// The day that counts as today: as asked, as configured, else the clock's in the site's zone.
pub(super) fn today(asked: Option<NaiveDate>, config: &Config) -> NaiveDate {
    let clock = || config.zone.show(Utc::now().fixed_offset()).date_naive();
    asked.or(config.as_of).unwrap_or_else(clock)
}

/// Whether there is anything at or above a severity.
pub(super) fn outcome(diagnostics: &[Diagnostic], fail_on: Severity) -> Outcome {
    if diagnostics.iter().any(|found| found.severity >= fail_on) {
        Outcome::Found
    } else {
        Outcome::Fine
    }
}

/// The folder of the knowledge base: as asked, else the nearest above with a configuration, else
/// the present one.
///
/// # Errors
///
/// Where the folder does not exist, or has no configuration while folders in it have.
pub(super) fn root(global: &Global) -> Result<PathBuf, CliError> {
    let here = match &global.root {
        Some(root) => absolute(root).map_err(|error| WrongFolder::Unreadable {
            path: root.clone(),
            error,
        })?,
        None => absolute(&env::current_dir()?).map_err(CliError::Output)?,
    };
    let above = match global.root {
        Some(_) => here.join(FILE_NAME).is_file().then_some(here.as_path()),
        None => knowledge_base_above(&here),
    };
    if let Some(root) = above {
        return Ok(root.to_owned());
    }
    let below = source::knowledge_bases_below(&here);
    if below.is_empty() {
        return Ok(here);
    }
    Err(CliError::WrongFolder(WrongFolder::Above {
        path: here,
        below,
    }))
}

fn absolute(path: &Path) -> io::Result<PathBuf> {
    let path = path.canonicalize()?;
    // A file is no folder, which reading it as one says best.
    path.read_dir().map(|_| path)
}

/// The nearest folder above with a configuration; `folder` itself may be the one.
pub(super) fn knowledge_base_above(folder: &Path) -> Option<&Path> {
    let mut folders = folder.ancestors();
    folders.find(|folder| folder.join(FILE_NAME).is_file())
}

/// From here on messages are in the language of the knowledge base, if there is any, unless the user
/// has chosen one.
pub(super) fn speak_language_of_site(global: &Global, terminal: &Terminal) {
    let config = root(global).and_then(|root| read_config(&root));
    if let Ok(config) = config {
        terminal.enter_site(&config);
    }
}

/// The configuration of the knowledge base in this folder.
///
/// # Errors
///
/// Where the file is there and cannot be read.
pub(super) fn read_config(root: &Path) -> Result<ConfigFile, CliError> {
    Ok(source::read_config(root)?)
}
