//! Golden cases: whole knowledge bases in, whole output out.
//!
//! A folder `tests/cases/<name>` holds
//!
//! - `input/`: the knowledge base, of which a copy is worked on
//! - `command`: the arguments of the program, one run a line
//! - `stdout`, `stderr`, `exit`: what comes of it; of several runs each under its arguments. The
//!   path of the copy is written `{folder}`, the number of files of a site `{count}`
//! - `site/`, where wanted: files of the site as they are to be. Only those that are here are compared
//! - `changes`, where there are any: files outside of the site that are new (`+`), gone (`-`) or
//!   different (`~`) afterwards
//!
//! `HANSEI_UPDATE=1` writes all but the first two anew. To watch one more page, put an empty file
//! of its name into `site/` first.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::support::folder::{Files, Folder, read_files};
use crate::support::program::run;
use crate::support::{assert_none, repository};

/// The folder that sites are written to.
const SITE: &str = "public/";

#[test]
fn every_case_gives_what_it_should() {
    let update = std::env::var_os("HANSEI_UPDATE").is_some_and(|value| value == "1");
    let folder = repository().join("tests/cases");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    assert!(cases.len() > 10, "{cases:?}");
    let mut faults = Vec::new();
    for case in cases {
        let expected = read_files(&case);
        let name = case.file_name().unwrap().to_string_lossy();
        faults.extend(unknown(&expected).map(|path| format!("{name}/{path} is no part of a case")));
        let actual = actual(&case, &expected);
        if update {
            write(&case, &expected, &actual);
        } else {
            let differing = differences(&expected, &actual);
            faults.extend(
                differing
                    .into_iter()
                    .map(|difference| format!("{name}/{difference}")),
            );
        }
    }
    assert_none("golden cases (HANSEI_UPDATE=1 writes them anew)", &faults);
}

/// Files of a case that mean nothing.
fn unknown(expected: &Files) -> impl Iterator<Item = &String> {
    let known =
        |path: &str| path == "command" || path.starts_with("input/") || is_expectation(path);
    expected.keys().filter(move |path| !known(path))
}

/// Whether a file of a case says what is to come of it.
fn is_expectation(path: &str) -> bool {
    ["stdout", "stderr", "exit", "changes"].contains(&path) || path.starts_with("site/")
}

/// What a case gives, by the names of its expectations.
fn actual(case: &Path, expected: &Files) -> Files {
    let folder = Folder::copy_of(&case.join("input"));
    let before = folder.files();
    let command = expected
        .get("command")
        .unwrap_or_else(|| panic!("{} has no command", case.display()));
    let command = String::from_utf8_lossy(command).into_owned();
    let (mut stdout, mut stderr, mut exit) = (String::new(), String::new(), String::new());
    for line in command.lines() {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let run = run(folder.path(), &arguments);
        if command.lines().count() > 1 {
            let title = format!("$ hansei {line}\n");
            stdout.push_str(&title);
            stderr.push_str(&title);
        }
        stdout.push_str(&run.stdout);
        stderr.push_str(&run.stderr);
        exit.push_str(&run.exit.to_string());
        exit.push('\n');
    }
    let path = folder.path().to_str().unwrap();
    // How many files a site has changes with every new page.
    let count = Regex::new("[0-9]+( files? in |件書き出しました)").unwrap();
    let general = |text: String| {
        let text = text.replace(path, "{folder}");
        count
            .replace_all(&text, "{count}$1")
            .into_owned()
            .into_bytes()
    };
    let after = folder.files();
    let watched = expected.keys().filter_map(|name| {
        let within = name.strip_prefix("site/")?;
        Some((name.clone(), after.get(&format!("{SITE}{within}"))?.clone()))
    });
    let mut actual: Files = watched.collect();
    actual.insert("stdout".to_owned(), general(stdout));
    actual.insert("stderr".to_owned(), general(stderr));
    actual.insert("exit".to_owned(), exit.into_bytes());
    let changes = changes(&before, &after);
    if !changes.is_empty() {
        actual.insert("changes".to_owned(), changes.into_bytes());
    }
    actual
}

/// What the runs changed, a written site aside.
fn changes(before: &Files, after: &Files) -> String {
    let is_site = after.contains_key(&format!("{SITE}.hansei-site"));
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let outside = paths
        .into_iter()
        .filter(|path| !(is_site && path.starts_with(SITE)));
    let signs = outside.filter_map(|path| match (before.get(path), after.get(path)) {
        (None, _) => Some(format!("+ {path}\n")),
        (_, None) => Some(format!("- {path}\n")),
        (old, new) => (old != new).then(|| format!("~ {path}\n")),
    });
    signs.collect()
}

/// Where expectations and results differ, and how.
fn differences(expected: &Files, actual: &Files) -> Vec<String> {
    let mut found = Vec::new();
    for (path, content) in actual {
        match expected.get(path) {
            None => found.push(format!("{path} is missing")),
            Some(expected) if expected != content => {
                found.push(format!("{path}:\n{}", difference(expected, content)));
            }
            Some(_) => {}
        }
    }
    let gone = expected
        .keys()
        .filter(|path| is_expectation(path) && !actual.contains_key(*path));
    found.extend(gone.map(|path| format!("{path} was not written")));
    found
}

/// The lines that two texts do not begin or end with alike.
fn difference(expected: &[u8], actual: &[u8]) -> String {
    const SHOWN: usize = 30;
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let (expected, actual) = (text(expected), text(actual));
    let (expected, actual): (Vec<&str>, Vec<&str>) =
        (expected.lines().collect(), actual.lines().collect());
    let same = |(a, b): &(&&str, &&str)| a == b;
    let start = expected.iter().zip(&actual).take_while(same).count();
    let (expected, actual) = (&expected[start..], &actual[start..]);
    let end = expected
        .iter()
        .rev()
        .zip(actual.iter().rev())
        .take_while(same)
        .count();
    let lines = |sign: char, lines: &[&str]| -> String {
        let lines = &lines[..lines.len() - end];
        lines
            .iter()
            .take(SHOWN)
            .map(|line| format!("    {sign} {line}\n"))
            .collect()
    };
    format!(
        "    line {}\n{}{}",
        start + 1,
        lines('-', expected),
        lines('+', actual)
    )
}

fn write(case: &Path, expected: &Files, actual: &Files) {
    for (path, content) in actual {
        fs::write(case.join(path), content).unwrap();
    }
    let gone = expected
        .keys()
        .filter(|path| is_expectation(path) && !actual.contains_key(*path));
    for path in gone {
        fs::remove_file(case.join(path)).unwrap();
    }
}

#[test]
fn the_difference_is_shown_and_no_more() {
    assert_eq!(
        difference(b"a\nb\nc\n", b"a\nx\ny\nc\n"),
        "    line 2\n    - b\n    + x\n    + y\n"
    );
    assert_eq!(difference(b"a\n", b"a\nb\n"), "    line 2\n    + b\n");
}
