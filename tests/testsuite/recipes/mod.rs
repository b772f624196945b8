//! The recipes for CI: what `hansei init --ci` writes, what README.md quotes, and what their scripts
//! do where the code host is a few recorded answers.

mod action;
mod comment;
mod init;
mod merge_request;
mod pull_request;
mod readme;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::folder::Folder;
use crate::support::program::{Run, finish, succeed};

/// A git repository whose top is a knowledge base with all recipes.
fn with_recipes(language: &str) -> Folder {
    let folder = Folder::new();
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    let arguments = [
        "init",
        "--language",
        language,
        "--ci=github",
        "--ci=gitlab",
        "--ci=pre-commit",
        "--source=https://github.com/acme/hansei",
    ];
    succeed(folder.path(), &arguments);
    folder
}

/// Runs git as somebody, whatever this machine has configured.
#[track_caller]
fn git(folder: &Path, arguments: &[&str]) -> String {
    let run = finish(
        Command::new("git")
            .args(["-c", "user.name=Ito", "-c", "user.email=ito@example.com"])
            .args(["-c", "commit.gpgsign=false"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .current_dir(folder),
    );
    assert_eq!(run.exit, 0, "git {arguments:?}: {run:#?}");
    run.stdout
}

/// A file of YAML.
fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// The script of the step of this name.
fn script<'a>(steps: &'a Value, name: &str) -> &'a str {
    let mut steps = steps.as_array().unwrap().iter();
    let step = steps.find(|step| step["name"] == name);
    step.unwrap_or_else(|| panic!("there is no step {name}"))["run"]
        .as_str()
        .unwrap()
}

/// A folder of programs that stand before all others of this machine, and what they leave behind.
struct Machine {
    folder: Folder,
}

impl Machine {
    fn new() -> Self {
        let machine = Self {
            folder: Folder::new(),
        };
        fs::create_dir(machine.path("temp")).unwrap();
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What a program has written into a file; nothing where there is none.
    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Adds a program, as a script.
    fn program(&self, name: &str, script: &str) {
        let path = format!("bin/{name}");
        self.folder.write(
            &path,
            format!("#!/usr/bin/env bash\nset -euo pipefail\n{script}"),
        );
        let path = self.path(&path);
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Adds hansei itself, which first notes how it is called.
    fn hansei(&self) {
        let log = self.path("hansei.log").display().to_string();
        let program = env!("CARGO_BIN_EXE_hansei");
        self.program(
            "hansei",
            &format!("printf '%s\\n' \"$*\" >> '{log}'\nexec '{program}' \"$@\"\n"),
        );
    }

    /// Runs a script as the code hosts do, with nothing in its environment but this.
    fn run(&self, folder: &Path, script: &str, environment: &[(&str, &str)]) -> Run {
        let path = format!("{}:/usr/bin:/bin", self.path("bin").display());
        finish(
            Command::new("bash")
                .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
                .env_clear()
                .env("PATH", path)
                .env("RUNNER_TEMP", self.path("temp"))
                .env("MACHINE", self.folder.path())
                .env("LC_ALL", "C.UTF-8")
                .envs(environment.iter().copied())
                .current_dir(folder),
        )
    }
}
