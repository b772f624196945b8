//! Git repositories in folders of their own.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::folder::Folder;
use super::program::{Run, finish, run};

/// A repository with a knowledge base in it.
pub struct Repository {
    folder: Folder,
    /// The folder of the knowledge base within it; empty for the repository itself.
    within: String,
}

impl Repository {
    /// Makes a folder a repository, with all its files in a first commit on `main`.
    pub fn of(folder: Folder) -> Self {
        Self::with_base_in(folder, "")
    }

    /// The same with a knowledge base that is in a folder of the repository.
    pub fn with_base_in(folder: Folder, within: &str) -> Self {
        let repository = Self {
            folder,
            within: within.to_owned(),
        };
        repository.git(&["init", "-q", "-b", "main"]);
        repository.commit("base");
        repository.git(&["checkout", "-qb", "change"]);
        repository
    }

    /// A repository in which the branch `change` has nothing yet that `main` has not.
    pub fn with<P: AsRef<str>, T: AsRef<[u8]>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self::of(Folder::with(files))
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of the knowledge base.
    pub fn base(&self) -> PathBuf {
        self.path().join(&self.within)
    }

    /// Writes a file of the repository.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        self.folder.write(path, content);
    }

    pub fn text(&self, path: &str) -> String {
        self.folder.text(path)
    }

    pub fn remove(&self, path: &str) {
        std::fs::remove_file(self.path().join(path)).unwrap();
    }

    /// Commits all files.
    pub fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    /// Runs git, and fails unless it succeeds; gives what it prints.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> String {
        let run = finish(&mut git(self.path(), arguments));
        assert_eq!(run.exit, 0, "git {arguments:?}: {run:#?}");
        run.stdout
    }

    /// Runs `hansei review` with these arguments in the folder of the knowledge base.
    pub fn review(&self, arguments: &[&str]) -> Run {
        let all: Vec<&str> = ["review"].iter().chain(arguments).copied().collect();
        run(&self.base(), &all)
    }
}

/// Git as somebody without settings, on files as they are.
pub fn git(folder: &Path, arguments: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder)
        .args(["-c", "user.name=x", "-c", "user.email=x@example.com"])
        .args([
            "-c",
            "core.autocrlf=false",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null");
    git
}
