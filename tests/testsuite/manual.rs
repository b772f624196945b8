//! The pages for `man`.

use std::fs;
use std::process::Command;

use crate::support::folder::Folder;
use crate::support::program::{finish, is_here, run, succeed};

/// The subcommands that `hansei --help` lists, without `help` itself.
fn commands(folder: &Folder) -> Vec<String> {
    let help = succeed(folder.path(), &["--help"]).stdout;
    let list = help.split("\nCommands:\n").nth(1).unwrap();
    let lines = list.lines().take_while(|line| !line.is_empty());
    let mut names: Vec<String> = lines
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(ToOwned::to_owned)
        .collect();
    names.sort();
    assert!(names.len() >= 8, "{names:?}");
    names
}

#[test]
fn every_command_has_a_page_without_roff_warnings_in_both_languages() {
    let folder = Folder::new();
    let commands = commands(&folder);
    let mut expected: Vec<String> = commands
        .iter()
        .map(|name| format!("hansei-{name}.1"))
        .collect();
    expected.push("hansei.1".to_owned());
    let has_groff = is_here("groff");
    for (language, heading) in [("en", "\n.SH EXAMPLES\n"), ("ja", "\n.SH 例\n")] {
        let man = folder.path().join(language);
        let output = man.to_str().unwrap();
        let told = succeed(
            folder.path(),
            &["man", "--lang", language, "--output", output],
        )
        .stdout;
        let mut told: Vec<&str> = told
            .lines()
            .map(|path| path.rsplit('/').next().unwrap())
            .collect();
        told.sort_unstable();
        assert_eq!(told, expected);
        for name in &expected {
            let path = man.join(name);
            let page = fs::read_to_string(&path).unwrap();
            assert!(page.contains(heading), "{language} {name}:\n{page}");
            if has_groff {
                let mut groff = Command::new("groff");
                // Without overstrikes and colours.
                groff
                    .args(["-ww", "-man", "-Tutf8", "-Kutf8", "-P-cbou"])
                    .arg(&path);
                let shown = finish(&mut groff);
                assert_eq!(shown.stderr, "", "{language} {name}");
                assert!(shown.stdout.contains("--lang"), "{language} {name}");
            }
        }
        let single = succeed(folder.path(), &["man", "--lang", language]).stdout;
        assert_eq!(single, fs::read_to_string(man.join("hansei.1")).unwrap());
    }
}

#[test]
fn the_manual_is_in_the_language_of_the_site() {
    let folder = Folder::with([("hansei.yaml", "language: ja\n")]);
    let page = succeed(folder.path(), &["man"]).stdout;
    assert!(page.contains("\n.SH 名前\nhansei \\- "), "{page}");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = Folder::with([("file", "")]);
    let run = run(folder.path(), &["man", "--output", "file/man"]);
    assert_eq!(run.exit, 2);
    assert!(
        run.stderr.starts_with("error: file/man: "),
        "{}",
        run.stderr
    );
}
