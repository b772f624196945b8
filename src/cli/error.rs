//! Why a command cannot go on.

use std::io;
use std::path::PathBuf;

use hansei::knowledge_base::UnknownName;
use hansei::output::OutputError;
use hansei::render::site::RenderError;
use hansei::report::findings::baseline::BaselineError;
use hansei::source::{GitError, SourceError};

/// An error that ends a command. Its words come from the locale, its details from the system.
#[derive(Debug)]
pub(super) enum CliError {
    /// The knowledge base cannot be read.
    Source(SourceError),
    /// Git cannot say how the knowledge base was.
    Git {
        /// Why.
        error: GitError,
        /// The option that names the revision which it could not find or compare with.
        option: Option<&'static str>,
    },
    /// The configuration has errors, which were shown.
    Configuration,
    /// The site cannot be made.
    Render(RenderError),
    /// The site cannot be written.
    Site(OutputError),
    /// A file that is no baseline is there already.
    NoBaseline {
        /// The file.
        path: String,
    },
    /// There is no rule of this name.
    NoRule {
        /// The name.
        name: String,
        /// Those that may have been meant.
        suggestions: Vec<&'static str>,
    },
    /// There is no incident of this id that a document can come from.
    NoIncident {
        /// The id.
        id: String,
    },
    /// Nothing goes by a name that was asked for.
    UnknownName {
        /// What sort of name it is, by its key under `command_line.errors.no-name`.
        sort: &'static str,
        /// The name, and those that there are.
        unknown: UnknownName,
    },
    /// A dry run shows lines to people, and findings are asked for in a format for programs.
    LinesForPrograms,
    /// Nothing says what a change touches.
    NoChange,
    /// The folder of the cache is where it cannot be.
    CacheFolder {
        /// It.
        path: PathBuf,
        /// Why, by its key under `command_line.errors`.
        why: &'static str,
    },
    /// There is nothing to look for.
    EmptyQuery,
    /// There is nothing in a log.
    EmptyLog,
    /// The folder is no knowledge base.
    WrongFolder(WrongFolder),
    /// There is a knowledge base already.
    AlreadyKnowledgeBase {
        /// Its configuration.
        path: PathBuf,
    },
    /// A file or folder cannot be read or written.
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Standard output cannot be written.
    Output(io::Error),
    /// The arguments cannot be read; the words are ready: what is wrong, then what helps.
    Misuse(Vec<String>),
    /// The port that was asked for belongs to another program.
    PortTaken(u16),
    /// Nothing can be served.
    Listen(io::Error),
    /// Changes cannot be heard; the words of the system.
    Watch(String),
    /// There is no encoding of this name.
    NoEncoding {
        /// The name.
        label: String,
    },
    /// A file is no baseline.
    Baseline {
        /// Which one, as the user knows it.
        path: String,
        /// Why.
        error: BaselineError,
    },
    /// CI cannot get hansei from this address.
    NoHome {
        /// The address.
        address: String,
    },
    /// An import cannot be planned; the words are ready, a line each.
    Import(Vec<String>),
}

/// Why a folder is no knowledge base.
#[derive(Debug)]
pub(super) enum WrongFolder {
    /// It cannot be read.
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// It has neither a configuration nor a document.
    Empty {
        /// Which one.
        path: PathBuf,
    },
    /// It is not, and folders in it are.
    Above {
        /// Which one.
        path: PathBuf,
        /// The knowledge bases, by their paths from it.
        below: Vec<PathBuf>,
    },
}

impl From<WrongFolder> for CliError {
    fn from(folder: WrongFolder) -> Self {
        Self::WrongFolder(folder)
    }
}

impl From<SourceError> for CliError {
    fn from(error: SourceError) -> Self {
        Self::Source(error)
    }
}

impl From<GitError> for CliError {
    fn from(error: GitError) -> Self {
        Self::Git {
            error,
            option: None,
        }
    }
}

impl CliError {
    /// What git says of a revision that an option of the command names.
    pub(super) fn of_revision(option: &'static str) -> impl Fn(GitError) -> Self {
        move |error| Self::Git {
            error,
            option: Some(option),
        }
    }
}

impl From<RenderError> for CliError {
    fn from(error: RenderError) -> Self {
        Self::Render(error)
    }
}

impl From<OutputError> for CliError {
    fn from(error: OutputError) -> Self {
        Self::Site(error)
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
