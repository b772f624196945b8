//! Knowledge bases that somebody else has laid out: links that lead out, pipes, names that pose as
//! output.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::support::folder::{Folder, read_files};
use crate::support::program::{run, succeed};

const REPORT: &str = "# A report\n\n[s](../../private/ci.yaml)\n";

#[test]
fn a_content_folder_that_leads_out_is_not_read() {
    let folder = Folder::new();
    let outside = folder.path().parent().unwrap().join("outside");
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("secret.md"), "# Secret words\n").unwrap();
    symlink(&outside, folder.path().join("content")).unwrap();
    for (language, words) in [("en", "leads out"), ("ja", "外を指している")] {
        let build = run(folder.path(), &["build", "--lang", language]);
        assert_eq!(build.exit, 2, "{}", build.stderr);
        assert!(build.stderr.contains(words), "{}", build.stderr);
    }
    assert!(!folder.path().join("public").exists());
}

#[test]
fn a_configuration_or_a_theme_that_leads_out_is_not_read() {
    let folder = Folder::with([("content/pages/a.md", REPORT)]);
    let outside = folder.path().parent().unwrap().join("elsewhere");
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("site.css"), "secret words").unwrap();
    symlink(&outside, folder.path().join("theme")).unwrap();
    assert_eq!(run(folder.path(), &["build"]).exit, 2);
    fs::remove_file(folder.path().join("theme")).unwrap();

    for target in ["/etc/passwd", "/dev/zero"] {
        symlink(target, folder.path().join("hansei.yaml")).unwrap();
        let check = run(folder.path(), &["check"]);
        assert_eq!(check.exit, 2, "{}", check.stderr);
        assert!(check.stderr.contains("leads out"), "{}", check.stderr);
        fs::remove_file(folder.path().join("hansei.yaml")).unwrap();
    }
}

#[test]
fn a_pipe_is_named_and_nobody_waits_for_it() {
    let folder = Folder::with([("content/pages/a.md", "# A\n")]);
    for name in ["content/pages/b.md", "content/pages/p.png"] {
        let made = Command::new("mkfifo")
            .arg(folder.path().join(name))
            .status();
        assert!(made.unwrap().success());
    }
    let check = run(folder.path(), &["check"]);
    assert_eq!(check.exit, 1, "{}", check.stdout);
    assert!(
        check.stdout.contains("content/pages/b.md"),
        "{}",
        check.stdout
    );
    succeed(folder.path(), &["build"]);
    assert!(!read_files(&folder.path().join("public")).contains_key("pages/b.html"));
}

#[test]
fn the_name_of_a_file_forges_no_line() {
    let folder = Folder::with([("content/a\n::error file=x::forged.md", "[x](nowhere.md)\n")]);
    let check = run(folder.path(), &["check"]);
    let forged = check.stdout.lines().find(|line| line.starts_with("::"));
    assert_eq!(forged, None, "{}", check.stdout);
}
