//! Starting knowledge bases and documents, from the command line to the site.

use std::path::Path;
use std::process::Command;

use regex::Regex;

use crate::support::assert_none;
use crate::support::folder::Folder;
use crate::support::program::{finish, hansei, run, succeed};
use crate::support::repository;

/// What `--language` takes.
const LANGUAGES: [&str; 2] = ["en", "ja"];

/// Titles that are hard on file names, YAML or Markdown.
const ODD_TITLES: [&str; 16] = [
    "He said \"no\": #1 isn't it?",
    "two\nlines\r\nand a\ttab",
    "💥",
    "a/b\\c",
    "../../x",
    "[[KE-0009]] and `code`",
    "<script>alert(1)</script>",
    "- a list",
    "-x",
    "{title} {id}",
    "true",
    "2026-03-14",
    "\u{1b}[31mred\u{202e}",
    "README",
    "保存できない：原因は「調査中」",
    "*強調*と_強調_",
];

/// A new knowledge base in this language.
fn started(language: &str) -> Folder {
    let folder = Folder::new();
    succeed(folder.path(), &["init", "--language", language]);
    folder
}

/// Starts a document on a fixed day; gives its path.
fn start(folder: &Folder, arguments: &[&str]) -> String {
    let mut all = vec!["new", "--as-of", "2026-03-14"];
    all.extend(arguments);
    let path = succeed(folder.path(), &all).stdout;
    path.strip_suffix('\n').unwrap().to_owned()
}

#[test]
fn what_the_readme_promises_at_its_start_holds_in_both_languages() {
    let expected = Regex::new("^content/incidents/[0-9]{4}/queue-stalled\\.md\n$").unwrap();
    for language in LANGUAGES {
        let folder = Folder::new();
        succeed(folder.path(), &["init", "kb", "--language", language]);
        let kb = folder.path().join("kb");
        let fresh = succeed(&kb, &["check", "--fail-on", "warning"]);
        assert_eq!(fresh.stdout, "", "{language}");
        let path = succeed(&kb, &["new", "incident", "Queue stalled"]).stdout;
        assert!(expected.is_match(&path), "{path}");
        succeed(&kb, &["check"]);
        succeed(&kb, &["build"]);
        let home = std::fs::read_to_string(kb.join("public/index.html")).unwrap();
        assert!(home.contains("Queue stalled"), "{home}");
        assert!(home.contains(&format!("lang=\"{language}\"")), "{home}");
    }
}

#[test]
fn the_readme_shows_what_is_said_of_a_new_report() {
    let folder = started("en");
    let path = start(&folder, &["incident", "Queue stalled"]);
    let text = folder.text(&path);
    let severity = Regex::new("(?m)^severity:.*$").unwrap();
    folder.write(&path, &*severity.replace(&text, "severity: SEV9"));
    let run = run(folder.path(), &["check", "--lang", "en"]);
    assert_eq!(run.exit, 1, "{run:#?}");
    let findings = run.stdout.split("\n\n");
    let said = findings.into_iter().find(|one| one.contains("SEV9"));
    let said = said.unwrap_or_else(|| panic!("{run:#?}"));
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let shown = format!("```text\n{}\n```\n", said.trim_end());
    assert!(readme.contains(&shown), "README.md does not show:\n{shown}");
}

#[test]
fn every_kind_of_document_can_be_started_and_built_in_both_languages() {
    for language in LANGUAGES {
        let folder = started(language);
        for (arguments, path) in [
            (
                &["incident", "Queue stalled"][..],
                "incidents/2026/queue-stalled.md",
            ),
            (
                &["incident", "キューが停止した"],
                "incidents/2026/キューが停止した.md",
            ),
            (
                &["near-miss", "Renewed in time"],
                "incidents/2026/renewed-in-time.md",
            ),
            (
                &["pre-mortem", "Region lost"],
                "incidents/2026/region-lost.md",
            ),
            (&["known-error", "Workers park"], "known-errors/ke-0001.md"),
            (
                &["known-error", "Disk fills up", "--from", "inc-2026-0001"],
                "known-errors/ke-0002.md",
            ),
            (
                &["checklist", "Before a deploy"],
                "checklists/before-a-deploy.md",
            ),
            (&["vendor", "Certico"], "vendors/certico.md"),
            (&["page", "Glossary"], "pages/glossary.md"),
            // Ids are one for all kinds, and these two are known by the names of their files.
            (&["vendor", "Glossary"], "vendors/glossary-2.md"),
        ] {
            assert_eq!(
                start(&folder, arguments),
                format!("content/{path}"),
                "{language}"
            );
        }
        let known_error = folder.text("content/known-errors/ke-0002.md");
        assert!(
            known_error.contains("[[INC-2026-0001]]: Queue stalled\n"),
            "{known_error}"
        );
        succeed(folder.path(), &["check"]);
        succeed(folder.path(), &["build"]);
        let page = folder.text("public/incidents/inc-2026-0002.html");
        assert!(page.contains("キューが停止した"), "{page}");
        folder.text("public/known-errors/ke-0002.html");
    }
}

#[test]
fn any_title_becomes_a_document_that_reads_back() {
    let long = "x".repeat(300);
    let long_ja = "長".repeat(300);
    let titles = ODD_TITLES.into_iter().chain([long.as_str(), &long_ja]);
    for language in LANGUAGES {
        let folder = started(language);
        let mut faults = Vec::new();
        for title in titles.clone() {
            let read_back: String = title.replace(|c: char| c.is_control(), " ");
            let read_back = read_back.split_whitespace().collect::<Vec<_>>().join(" ");
            for kind in ["incident", "known-error", "vendor"] {
                let path = start(&folder, &[kind, "--", title]);
                let text = folder.text(&path);
                let line = text
                    .lines()
                    .find(|line| line.starts_with("title:"))
                    .unwrap();
                let written: serde_json::Value = serde_yaml::from_str(line).unwrap();
                if written["title"] != read_back.as_str() {
                    faults.push(format!("{title:?} in {path}: {line}"));
                }
                if !Path::new(&path).starts_with("content") || path.contains("..") {
                    faults.push(format!("{title:?} became {path}"));
                }
            }
        }
        assert_none("titles", &faults);
        succeed(folder.path(), &["check"]);
        succeed(folder.path(), &["build"]);
    }
}

#[test]
fn a_title_needs_words_and_two_dashes_before_a_dash() {
    for (language, no_title, as_value) in [
        ("en", "error: `<TITLE>` has no value\n", "write `-- -x`"),
        (
            "ja",
            "エラー: `<TITLE>` の値がありません\n",
            "`-- -x` と書きます",
        ),
    ] {
        let folder = started(language);
        let before = folder.files();
        for (title, said) in [("", no_title), (" \n", no_title), ("-x", as_value)] {
            let run = run(folder.path(), &["new", "page", title]);
            assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{title:?}");
            assert!(run.stderr.contains(said), "{}", run.stderr);
        }
        assert!(folder.files() == before);
    }
}

#[test]
fn nothing_is_overwritten() {
    let folder = started("en");
    let first = start(&folder, &["incident", "Queue stalled"]);
    folder.write(&first, "---\nid: INC-2026-0001\n---\n# Mine\n");
    folder.write(
        "content/known-errors/ke-0001.md",
        "---\nid: KE-0077\n---\n# Mine\n",
    );
    assert_eq!(
        start(&folder, &["incident", "Queue: stalled!"]),
        "content/incidents/2026/queue-stalled-2.md"
    );
    assert_eq!(start(&folder, &["page", "A"]), "content/pages/a.md");
    assert_eq!(start(&folder, &["page", "a"]), "content/pages/a-2.md");
    assert_eq!(
        start(&folder, &["known-error", "Next"]),
        "content/known-errors/ke-0078.md"
    );
    assert!(folder.text(&first).ends_with("# Mine\n"));
    succeed(folder.path(), &["check"]);
}

#[test]
fn init_leaves_alone_what_is_there() {
    for (language, kept, already) in [
        (
            "en",
            ".gitignore is there already",
            "hansei.yaml is there already",
        ),
        (
            "ja",
            ".gitignore はすでにあるため",
            "hansei.yaml はすでにあります",
        ),
    ] {
        let folder = Folder::with([(".gitignore", "mine\n"), ("content/a.md", "# Mine\n")]);
        let first = succeed(folder.path(), &["init", "--language", language]);
        assert!(first.stderr.contains(kept), "{}", first.stderr);
        assert!(!first.stdout.contains(".gitignore"), "{}", first.stdout);
        assert_eq!(folder.text(".gitignore"), "mine\n");
        assert_eq!(folder.text("content/a.md"), "# Mine\n");
        succeed(folder.path(), &["check"]);
        let before = folder.files();
        let again = run(folder.path(), &["init", "--language", language]);
        assert_eq!((again.exit, again.stdout.as_str()), (2, ""));
        assert!(again.stderr.contains(already), "{}", again.stderr);
        assert!(folder.files() == before);
    }
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = Folder::with([("file", "")]);
    let init = run(folder.path(), &["init", "file/kb"]);
    assert_eq!((init.exit, init.stdout.as_str()), (2, ""));
    assert!(init.stderr.contains("file/kb: "), "{}", init.stderr);

    let folder = Folder::with([("hansei.yaml", ""), ("content/pages", "a file\n")]);
    let new = run(folder.path(), &["new", "page", "A"]);
    assert_eq!((new.exit, new.stdout.as_str()), (2, ""));
    assert!(
        new.stderr.contains("content/pages: this is no folder"),
        "{}",
        new.stderr
    );
    assert_eq!(folder.text("content/pages"), "a file\n");
}

#[test]
fn a_known_error_comes_from_an_incident_only() {
    let folder = started("ja");
    start(&folder, &["incident", "止まった"]);
    let before = folder.files();
    for arguments in [
        ["new", "known-error", "A", "--from", "INC-2026-9999"],
        ["new", "known-error", "A", "--from", "incident-response"],
        ["new", "page", "A", "--from", "INC-2026-0001"],
    ] {
        let run = run(folder.path(), &arguments);
        assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains("インシデント"), "{}", run.stderr);
    }
    assert!(folder.files() == before);
}

fn git(folder: &Folder, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(folder.path())
        .args(["-c", "user.name=x", "-c", "user.email=x@example.com"])
        .args(arguments);
    let run = finish(&mut git);
    assert_eq!(run.exit, 0, "git {arguments:?}: {run:#?}");
}

#[test]
fn ids_of_other_branches_are_not_given_again() {
    let folder = started("en");
    git(&folder, &["init", "-q", "-b", "main"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "start"]);
    git(&folder, &["checkout", "-qb", "other"]);
    start(&folder, &["incident", "Elsewhere"]);
    start(&folder, &["known-error", "Elsewhere"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "other"]);
    git(&folder, &["checkout", "-q", "main"]);
    let incident = start(&folder, &["incident", "Here"]);
    assert!(folder.text(&incident).contains("\nid: INC-2026-0002\n"));
    assert_eq!(
        start(&folder, &["known-error", "Here"]),
        "content/known-errors/ke-0002.md"
    );
}

#[cfg(unix)]
#[test]
fn branches_are_looked_at_only_where_a_number_is_needed() {
    use std::os::unix::fs::PermissionsExt;
    let folder = started("en");
    folder.write("bin/git", "#!/bin/sh\n: > \"$ASKED\"\nexit 1\n");
    let program = folder.path().join("bin/git");
    std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let asked = folder.path().join("asked");
    for (kind, is_numbered) in [
        ("checklist", false),
        ("vendor", false),
        ("page", false),
        ("incident", true),
        ("near-miss", true),
        ("pre-mortem", true),
        ("known-error", true),
    ] {
        let mut command = hansei(folder.path());
        command
            .env("PATH", folder.path().join("bin"))
            .env("ASKED", &asked);
        let run = finish(command.args(["new", kind, kind]));
        assert_eq!(run.exit, 0, "{kind}: {run:#?}");
        assert_eq!(asked.exists(), is_numbered, "{kind}");
        let _ = std::fs::remove_file(&asked);
    }
}

#[test]
fn a_folder_with_nothing_in_it_is_refused() {
    for (language, message) in [
        ("en", "so it is no knowledge base"),
        ("ja", "ナレッジベースではありません"),
    ] {
        for arguments in [&["build"][..], &["new", "page", "A"]] {
            let folder = Folder::new();
            let run = run(folder.path(), &[arguments, &["--lang", language]].concat());
            assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{run:#?}");
            assert!(run.stderr.contains(message), "{run:#?}");
            assert!(folder.files().is_empty());
        }
    }
    let bare = Folder::with([("a.md", "# A\n")]);
    succeed(bare.path(), &["build"]);
    assert_eq!(start(&bare, &["page", "B"]), "pages/b.md");
}

#[test]
fn init_goes_below_the_root_that_is_named_and_says_where_it_is() {
    let folder = Folder::new();
    let run = succeed(folder.path(), &["init", "--root", "team", "./kb"]);
    assert!(run.stdout.starts_with("team/kb/hansei.yaml\n"), "{run:#?}");
    assert!(run.stderr.contains("`cd team/kb`"), "{run:#?}");
    assert!(folder.text("team/kb/hansei.yaml").contains("title: kb\n"));
    let inside = succeed(&folder.path().join("team/kb"), &["init", "content/inner"]);
    assert!(
        inside.stderr.contains("inside the knowledge base"),
        "{inside:#?}"
    );
    let here = Folder::new();
    let run = succeed(here.path(), &["init", "."]);
    assert!(run.stdout.starts_with("hansei.yaml\n"), "{run:#?}");
    assert!(!run.stderr.contains("`cd"), "{run:#?}");
    assert!(!run.stderr.contains("inside"), "{run:#?}");
}

#[test]
fn the_path_of_a_new_document_works_from_where_the_user_stands() {
    let folder = started("en");
    let pages = folder.path().join("content/pages");
    for (from, expected) in [
        (pages.as_path(), "a.md\n"),
        (folder.path(), "content/pages/a-2.md\n"),
        (&folder.path().join("content"), "pages/a-3.md\n"),
    ] {
        let run = succeed(from, &["new", "page", "A"]);
        assert_eq!(run.stdout, expected);
        // What has the title already is named.
        assert_eq!(
            run.stderr.contains("has the same title already"),
            expected != "a.md\n"
        );
    }
    let outside = folder.path().parent().unwrap();
    let run = succeed(outside, &["new", "vendor", "B", "--root", "kb"]);
    assert_eq!(run.stdout, "kb/content/vendors/b.md\n");
    let checklists = folder.path().join("content/checklists");
    let run = succeed(&checklists, &["new", "vendor", "C"]);
    assert_eq!(run.stdout, "../vendors/c.md\n");
}

#[test]
fn the_day_of_the_configuration_is_the_day_of_new_documents() {
    let folder = Folder::with([("hansei.yaml", "as_of: 2031-02-03\n")]);
    let run = succeed(folder.path(), &["new", "incident", "Queue stalled"]);
    assert_eq!(run.stdout, "content/incidents/2031/queue-stalled.md\n");
}

#[test]
fn outside_of_a_site_the_environment_says_which_language() {
    let folder = Folder::new();
    let ask = |folder: &Path, variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = hansei(folder);
        command.envs(variables.iter().copied()).args(arguments);
        finish(&mut command)
    };
    for (variables, is_japanese) in [
        (&[("LANG", "ja_JP.UTF-8")][..], true),
        (&[("LC_MESSAGES", "ja"), ("LANG", "en_US.UTF-8")], true),
        (&[("LC_ALL", "C"), ("LANG", "ja_JP.UTF-8")], false),
        (&[("LC_ALL", ""), ("LANG", "ja_JP.UTF-8")], true),
        (&[("LANG", "jam_JM")], false),
    ] {
        let help = ask(folder.path(), variables, &["--help"]).stdout;
        assert_eq!(
            help.contains("使い方"),
            is_japanese,
            "{variables:?}: {help}"
        );
        let help = ask(folder.path(), variables, &["--help", "--lang", "en"]).stdout;
        assert!(help.contains("Usage"), "{help}");
    }
    // Whoever speaks Japanese starts a Japanese site, and a site keeps to its own language.
    let japanese = &[("LANG", "ja_JP.UTF-8")];
    let run = ask(folder.path(), japanese, &["init", "ja"]);
    assert!(run.stderr.starts_with("次の手順"), "{run:#?}");
    assert!(folder.text("ja/hansei.yaml").contains("language: ja"));
    ask(folder.path(), japanese, &["init", "en", "--language", "en"]);
    let checked = ask(&folder.path().join("en"), japanese, &["check"]);
    assert!(checked.stderr.contains("documents"), "{checked:#?}");
    let checked = ask(&folder.path().join("ja"), &[("LANG", "C")], &["check"]);
    assert!(!checked.stderr.contains("documents"), "{checked:#?}");
}

#[test]
fn a_known_error_takes_over_a_cause_that_needs_quotes() {
    let folder = started("en");
    let cause = "---\nid: INC-1\ncauses: [\"disk: full\"]\n---\n# Mail stopped\n\nWords.\n";
    folder.write("content/incidents/mail.md", cause);
    start(&folder, &["known-error", "Disk full", "--from", "INC-1"]);
    succeed(folder.path(), &["check"]);
}
