//! Runs of the `git` program that change nothing, ask no other machine and start no other program.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use super::GitError;

/// Settings by which a repository could make git run a program or ask another machine: a folder may
/// hold a repository that somebody else has made, even as ordinary files of a cloned one.
const HARMLESS: [&str; 13] = [
    "--no-pager",
    "-c",
    "core.hooksPath=/dev/null",
    // The index is left as it is, and with it the hook that writing it would run.
    "-c",
    "diff.autoRefreshIndex=false",
    "-c",
    "safe.bareRepository=explicit",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "protocol.allow=never",
    "-c",
    "core.quotePath=false",
];

/// What a shell or another run of git may have set that leads to another repository, to other objects,
/// or to another meaning of paths.
const ELSEWHERE: [&str; 20] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_ATTR_SOURCE",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_DIFF_OPTS",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_GLOB_PATHSPECS",
    "GIT_GRAFT_FILE",
    "GIT_ICASE_PATHSPECS",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NAMESPACE",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// The most bytes of settings that turn filters off: a command line has an end.
const MAX_FILTER_BYTES: usize = 64 * 1024;

/// Environment variables with the values that filters are turned off by.
const NOTHING: &str = "HANSEI_NO_FILTER";
const FALSE: &str = "HANSEI_FILTER_NOT_REQUIRED";

/// What git answers; nothing where it fails, as it does outside of a repository.
pub(super) fn answer(root: &Path, arguments: &[&str]) -> Option<String> {
    let mut git = command(root);
    git.args(arguments);
    let output = git.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The `git` program in a folder, kept from everything but reading. Its messages are in English, and
/// objects are what they are called.
fn command(root: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(HARMLESS);
    for name in ELSEWHERE {
        git.env_remove(name);
    }
    git.env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        .env("GIT_ALLOW_PROTOCOL", "")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("LC_ALL", "C");
    git
}

/// Asks git about one repository.
#[derive(Debug)]
pub(super) struct Program<'a> {
    root: &'a Path,
    /// Settings that turn off what filters the repository has.
    no_filters: Vec<OsString>,
}

impl<'a> Program<'a> {
    /// Asks about the repository that this folder is in.
    ///
    /// # Errors
    ///
    /// Where there is no program, or no repository.
    pub(super) fn open(root: &'a Path) -> Result<Self, GitError> {
        let mut program = Self {
            root,
            no_filters: Vec::new(),
        };
        let inside = program.run(&["rev-parse", "--is-inside-work-tree"])?;
        if inside.trim_ascii() != b"true" {
            return Err(GitError::NoRepository(root.to_owned()));
        }
        program.no_filters = program.filters()?;
        Ok(program)
    }

    /// The settings of this repository's filters, which are programs that git would run on files
    /// before it compares them, each set to nothing. Their names may hold any bytes.
    ///
    /// # Errors
    ///
    /// Where they cannot be turned off.
    fn filters(&self) -> Result<Vec<OsString>, GitError> {
        let asked = ["config", "-z", "--name-only", "--get-regexp", r"^filter\."];
        // Without any it fails.
        let keys = self.ask(&asked)?.unwrap_or_default();
        let mut settings = Vec::new();
        let mut bytes = 0;
        for key in keys.split(|byte| *byte == 0) {
            let value = match key.rsplit(|byte| *byte == b'.').next() {
                Some(b"clean" | b"smudge" | b"process") => NOTHING,
                Some(b"required") => FALSE,
                _ => continue,
            };
            bytes += key.len();
            let setting = [b"--config-env=", key, b"=", value.as_bytes()].concat();
            settings.push(argument(setting).ok_or(GitError::Filters)?);
        }
        if bytes > MAX_FILTER_BYTES {
            return Err(GitError::Filters);
        }
        Ok(settings)
    }

    /// Paths are taken as they are, and not as patterns.
    fn command(&self) -> Command {
        let mut git = command(self.root);
        git.args(&self.no_filters)
            .env("GIT_LITERAL_PATHSPECS", "1")
            .env(NOTHING, "")
            .env(FALSE, "false");
        git
    }

    /// What git answers.
    ///
    /// # Errors
    ///
    /// Where it fails.
    pub(super) fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        self.feed(arguments, Vec::new())
    }

    /// What git answers; `None` where it says that there is no answer.
    ///
    /// # Errors
    ///
    /// Where git cannot be run.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<Option<Vec<u8>>, GitError> {
        let output = self.output(arguments, Vec::new())?;
        Ok(output.status.success().then_some(output.stdout))
    }

    fn output(&self, arguments: &[&str], input: Vec<u8>) -> Result<Output, GitError> {
        talk(self.command().args(arguments), input).map_err(|error| {
            if error.kind() == io::ErrorKind::NotFound {
                GitError::NoProgram
            } else {
                GitError::Failed(error.to_string())
            }
        })
    }

    /// What git answers to `input`.
    ///
    /// # Errors
    ///
    /// Where it fails.
    pub(super) fn feed(&self, arguments: &[&str], input: Vec<u8>) -> Result<Vec<u8>, GitError> {
        let output = self.output(arguments, input)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(if said.contains("not a git repository") {
            GitError::NoRepository(self.root.to_owned())
        } else if said.contains("lazy fetching disabled") || said.contains("unable to read") {
            GitError::NoText
        } else {
            GitError::Failed(said)
        })
    }
}

/// Bytes as an argument; `None` where the system takes text only and they are none.
#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)] // Elsewhere there may be none.
fn argument(bytes: Vec<u8>) -> Option<OsString> {
    use std::os::unix::ffi::OsStringExt;
    Some(OsString::from_vec(bytes))
}

/// The same where the system takes text only.
#[cfg(not(unix))]
fn argument(bytes: Vec<u8>) -> Option<OsString> {
    String::from_utf8(bytes).ok().map(OsString::from)
}

/// Runs a program, writing to it and reading from it at the same time, so that neither waits for
/// the other.
fn talk(command: &mut Command, input: Vec<u8>) -> io::Result<Output> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let writer = child.stdin.take().map(|mut stdin| {
        // One that ends without reading everything says by its status why.
        thread::spawn(move || stdin.write_all(&input))
    });
    let output = child.wait_with_output();
    if let Some(writer) = writer {
        let _ = writer.join();
    }
    output
}
