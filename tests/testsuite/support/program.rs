//! Runs of the program.

use std::path::Path;
use std::process::{Command, Output};

/// How a run ended.
#[derive(Debug)]
pub struct Run {
    pub exit: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The program, to be run in a folder with an empty environment.
pub fn hansei(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hansei"));
    command.env_clear().current_dir(folder);
    command
}

/// Runs the program in a folder.
pub fn run(folder: &Path, arguments: &[&str]) -> Run {
    finish(hansei(folder).args(arguments))
}

/// Runs the program and fails unless it ends with 0.
#[track_caller]
pub fn succeed(folder: &Path, arguments: &[&str]) -> Run {
    let run = run(folder, arguments);
    assert_eq!(run.exit, 0, "hansei {}: {run:#?}", arguments.join(" "));
    run
}

/// Whether a program can be run here; says so where it cannot.
pub fn is_here(program: &str) -> bool {
    let here = Command::new(program).arg("--version").output().is_ok();
    if !here {
        eprintln!("not run: there is no {program} here");
    }
    here
}

/// Runs a command to its end.
pub fn finish(command: &mut Command) -> Run {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let exit = status.code().unwrap_or_else(|| panic!("{status}"));
    let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
    Run {
        exit,
        stdout: text(stdout),
        stderr: text(stderr),
    }
}
