//! The knowledge base that a command works on.

use std::env;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, Utc};
use hansei::check;
use hansei::config::{Config, ConfigFile, FILE_NAME};
use hansei::diagnostic::{Diagnostic, Severity};
use hansei::knowledge_base::KnowledgeBase;
use hansei::link::Relations;
use hansei::report::{Format, Report};
use hansei::source;

use super::error::CliError;
use super::terminal::{Progress, Terminal};
use super::{Global, Outcome};

/// A knowledge base with all that commands ask about it.
#[derive(Debug)]
pub(super) struct Workspace {
    pub(super) root: PathBuf,
    pub(super) base: KnowledgeBase,
    pub(super) relations: Relations,
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
        let workspace = Self::read(global, terminal, progress)?;
        workspace.refuse_faulty_configuration(terminal, Format::Human)?;
        Ok(workspace)
    }

    /// Reads the knowledge base, also where its configuration is wrong.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub(super) fn read(
        global: &Global,
        terminal: &Terminal,
        progress: &Progress,
    ) -> Result<Self, CliError> {
        let root = root(global)?;
        let config = read_config(&root)?;
        if global.lang.is_none() {
            terminal.speak(config.config.language);
        }
        progress.stage("reading");
        let source = source::read_folder(&root, &config.config)?;
        let base = KnowledgeBase::read(config, source);
        if base.documents.is_empty() && base.unreadable.is_empty() {
            let path = root.join(&base.content).display().to_string();
            terminal.warn("no-documents", &[("path", &path)]);
        }
        progress.stage("linking");
        let relations = Relations::gather(&base);
        Ok(Self {
            root,
            base,
            relations,
        })
    }

    /// Shows the errors of the configuration, and ends the command where there are any. For
    /// programs they are a result, for people a message.
    pub(super) fn refuse_faulty_configuration(
        &self,
        terminal: &Terminal,
        format: Format,
    ) -> Result<(), CliError> {
        let mut faults = check::configuration(&self.base);
        faults.retain(|found| found.severity == Severity::Error);
        if faults.is_empty() {
            return Ok(());
        }
        let report = self.report(&faults, terminal, false).text(format);
        match format {
            Format::Human => terminal.say(report.trim_end()),
            Format::Json => terminal.result(&report)?,
        }
        Err(CliError::Configuration)
    }

    /// Every finding.
    pub(super) fn check(&self) -> Vec<Diagnostic> {
        check::check(&self.base, &self.relations)
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
/// Where the folder does not exist.
pub(super) fn root(global: &Global) -> Result<PathBuf, CliError> {
    let absolute = |path: &Path| {
        path.canonicalize().map_err(|error| CliError::File {
            path: path.to_owned(),
            error,
        })
    };
    if let Some(root) = &global.root {
        return absolute(root);
    }
    let here = absolute(&env::current_dir()?)?;
    let above = here
        .ancestors()
        .find(|folder| folder.join(FILE_NAME).is_file());
    Ok(above.map_or_else(|| here.clone(), Path::to_owned))
}

/// From here on messages are in the language of the knowledge base, if there is any, unless the user
/// has chosen one.
pub(super) fn speak_language_of_site(global: &Global, terminal: &Terminal) {
    let config = root(global).and_then(|root| read_config(&root));
    if let (None, Ok(config)) = (global.lang, config) {
        terminal.speak(config.config.language);
    }
}

/// The configuration of the knowledge base in this folder.
///
/// # Errors
///
/// Where the file is there and cannot be read.
pub(super) fn read_config(root: &Path) -> Result<ConfigFile, CliError> {
    let text = source::read_config(root)?.unwrap_or_default();
    let folder = root
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    Ok(ConfigFile::read(text, &folder.unwrap_or_default()))
}
