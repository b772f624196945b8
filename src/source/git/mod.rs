//! What the `git` program knows of a knowledge base: other branches, and how files stood at another
//! revision. One file a question; `program.rs` is the only one that runs it.

mod blobs;
mod branches;
mod difference;
mod program;
mod repository;
mod revision;
mod top;

use std::fmt;
use std::path::PathBuf;

pub use branches::ids_on_branches;
pub use difference::FileChange;
pub use repository::{Commit, Repository};
pub use revision::Revision;
pub use top::path_in_repository;

/// Why git cannot answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GitError {
    /// There is no program `git`.
    NoProgram,
    /// The folder is in no work tree of a repository.
    NoRepository(PathBuf),
    /// The repository has no such commit.
    NoRevision {
        /// As it was asked for.
        revision: String,
        /// The names of the remotes that the repository knows.
        remotes: Vec<String>,
        /// Whether the clone has a part of the history only.
        is_shallow: bool,
    },
    /// The repository has no commits yet.
    NoCommits,
    /// Two revisions have no commit in common.
    NoMergeBase {
        /// One of them, as it was asked for.
        base: String,
        /// The other one.
        head: String,
        /// Whether the clone has a part of the history only.
        is_shallow: bool,
    },
    /// The clone does not have the texts of some files.
    NoText,
    /// The repository has filters, programs that git would run on files, which cannot be turned off.
    Filters,
    /// Git fails; what it says.
    Failed(String),
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProgram => f.write_str("there is no program git"),
            Self::NoRepository(path) => write!(f, "{} is in no repository", path.display()),
            Self::NoRevision { revision, .. } => write!(f, "there is no revision {revision}"),
            Self::NoCommits => f.write_str("the repository has no commits yet"),
            Self::NoMergeBase { base, head, .. } => {
                write!(f, "{base} and {head} have no commit in common")
            }
            Self::Filters => f.write_str("the filters of the repository cannot be turned off"),
            Self::NoText => f.write_str("the clone does not have the texts of some files"),
            Self::Failed(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for GitError {}
