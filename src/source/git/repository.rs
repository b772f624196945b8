//! A repository, its commits and how they hang together.

use std::path::Path;

use super::difference::{self, FileChange, Mode};
use super::program::Program;
use super::revision::Revision;
use super::{GitError, blobs};
use crate::source::walk::{is_markdown, is_within};
use crate::source::{Source, SourceFile};

/// The repository that a knowledge base is in.
#[derive(Debug)]
pub struct Repository<'a> {
    pub(super) root: &'a Path,
    pub(super) git: Program<'a>,
}

/// A commit that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// As it was asked for.
    pub written: String,
    pub(super) name: String,
}

impl<'a> Repository<'a> {
    /// The repository that the root of a knowledge base is in.
    ///
    /// # Errors
    ///
    /// Where there is no program `git`, or the folder is in no work tree.
    pub fn open(root: &'a Path) -> Result<Self, GitError> {
        let git = Program::open(root)?;
        Ok(Self { root, git })
    }

    /// The commit that a revision names: a branch, a tag, a hash.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub fn commit(&self, revision: &str) -> Result<Commit, GitError> {
        let wanted = format!("{revision}^{{commit}}");
        let asked = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &wanted,
        ];
        let output = self.git.ask(&asked)?.unwrap_or_default();
        let name = String::from_utf8_lossy(&output).trim().to_owned();
        if name.is_empty() && self.has_no_commits()? {
            return Err(GitError::NoCommits);
        }
        if name.len() < 40 || !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(GitError::NoRevision {
                revision: revision.to_owned(),
                remotes: self.remotes(),
                is_shallow: self.is_shallow(),
            });
        }
        Ok(Commit {
            written: revision.to_owned(),
            name,
        })
    }

    /// The last commit that two have in common.
    ///
    /// # Errors
    ///
    /// Where there is none, or the clone does not reach that far.
    pub fn merge_base(&self, base: &Commit, head: &Commit) -> Result<Commit, GitError> {
        let output = self.git.ask(&["merge-base", &base.name, &head.name])?;
        let output = output.unwrap_or_default();
        let names = String::from_utf8_lossy(&output);
        let Some(name) = names.lines().next() else {
            return Err(GitError::NoMergeBase {
                base: base.written.clone(),
                head: head.written.clone(),
                is_shallow: self.is_shallow(),
            });
        };
        Ok(Commit {
            written: base.written.clone(),
            name: name.to_owned(),
        })
    }

    /// How the files of the knowledge base stood at a commit.
    ///
    /// # Errors
    ///
    /// Where git fails.
    pub fn revision(&self, commit: &Commit) -> Result<Revision<'_>, GitError> {
        Revision::of(self, commit)
    }

    /// What has changed between two commits.
    ///
    /// # Errors
    ///
    /// Where git fails.
    pub fn changes(&self, from: &Commit, to: &Commit) -> Result<Vec<FileChange>, GitError> {
        let pairs = difference::between(&self.git, &from.name, Some(&to.name))?;
        Ok(pairs.iter().map(difference::Pair::change).collect())
    }

    /// The documents below a folder that `to` has and `from` has not, or not so.
    ///
    /// # Errors
    ///
    /// Where git fails.
    pub fn documents_since(
        &self,
        from: &Commit,
        to: &Commit,
        content: &str,
    ) -> Result<Source, GitError> {
        let mut pairs = difference::between(&self.git, &from.name, Some(&to.name))?;
        pairs.retain(|pair| {
            pair.after == Mode::File && is_markdown(&pair.to) && is_within(content, &pair.to)
        });
        let names: Vec<String> = pairs.iter().map(|pair| pair.blob_after.clone()).collect();
        let texts = blobs::read(&self.git, &names)?;
        let documents = pairs.into_iter().zip(texts);
        Ok(Source {
            content: content.to_owned(),
            documents: documents
                .map(|(pair, text)| SourceFile {
                    path: pair.to,
                    text,
                })
                .collect(),
            files: Vec::new(),
        })
    }

    /// The paths, from the top of the repository, of all files that differ between a commit and the
    /// work tree: those before and after, and untracked ones below the folder.
    ///
    /// # Errors
    ///
    /// Where git fails.
    pub fn paths_since(&self, commit: &Commit) -> Result<Vec<String>, GitError> {
        let changed = [
            "diff",
            "--name-only",
            "-z",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--no-relative",
            "--no-color",
            "--ignore-submodules=dirty",
            &commit.name,
            "--",
        ];
        let untracked = [
            "ls-files",
            "-z",
            "--others",
            "--exclude-standard",
            "--full-name",
        ];
        let mut paths: Vec<String> = Vec::new();
        for asked in [&changed[..], &untracked] {
            let output = self.git.run(asked)?;
            let output = String::from_utf8_lossy(&output);
            paths.extend(output.split_terminator('\0').map(str::to_owned));
        }
        paths.sort_unstable();
        paths.dedup();
        Ok(paths)
    }

    /// Whether no branch, no tag and not the work tree has a commit.
    fn has_no_commits(&self) -> Result<bool, GitError> {
        let refs = self.git.ask(&["for-each-ref", "--count=1"])?;
        let head = ["rev-parse", "--verify", "--quiet", "HEAD"];
        Ok(refs.is_some_and(|refs| refs.is_empty()) && self.git.ask(&head)?.is_none())
    }

    /// The names of its remotes, in the order in which git lists them.
    fn remotes(&self) -> Vec<String> {
        let output = self.git.run(&["remote"]).unwrap_or_default();
        let names = String::from_utf8_lossy(&output);
        names.lines().map(str::to_owned).collect()
    }

    /// Whether the clone has a part of the history only.
    fn is_shallow(&self) -> bool {
        let output = self.git.run(&["rev-parse", "--is-shallow-repository"]);
        output.is_ok_and(|output| output.trim_ascii() == b"true")
    }
}
