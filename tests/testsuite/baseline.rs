//! An old archive starts at zero: what is in the baseline is not shown, and what is new is.

use crate::support::folder::Folder;
use crate::support::program::{Run, run};

const FILE: &str = ".hansei-baseline.json";
const OLD: &str = "---\nseverity: SEV9\n---\n# Title\n\n[gone](gone.md)\n";

fn archive() -> Folder {
    Folder::with([("content/incidents/old.md", OLD)])
}

fn check(folder: &Folder, arguments: &[&str]) -> Run {
    run(folder.path(), &[&["check"], arguments].concat())
}

#[test]
fn only_what_is_new_is_shown_and_fails() {
    let folder = archive();
    assert_eq!(check(&folder, &[]).exit, 1);
    let written = check(&folder, &["--write-baseline"]);
    assert_eq!((written.exit, written.stdout.as_str()), (0, ""));
    assert!(
        written
            .stderr
            .contains("2 findings in .hansei-baseline.json"),
        "{written:?}"
    );

    // Words above, another order and other ends of lines are no new findings.
    let edited = OLD
        .replace("# Title", "# Title\n\nMore words.")
        .replace('\n', "\r\n");
    folder.write("content/incidents/old.md", edited);
    for format in ["human", "github"] {
        let after = check(&folder, &["--format", format]);
        assert_eq!((after.exit, after.stdout.as_str()), (0, ""), "{after:?}");
    }

    folder.write(
        "content/incidents/new.md",
        "---\nseverity: SEV8\n---\n# New\n",
    );
    let after = check(&folder, &[]);
    assert_eq!(after.exit, 1);
    assert!(
        after.stdout.contains("SEV8") && !after.stdout.contains("SEV9"),
        "{after:?}"
    );
    assert!(
        after
            .stderr
            .contains("2 findings are in .hansei-baseline.json"),
        "{after:?}"
    );
    assert_eq!(
        check(&folder, &["--format", "json"])
            .stdout
            .matches("\"rule\"")
            .count(),
        1
    );
    let all = check(&folder, &["--no-baseline"]);
    assert!(
        all.stdout.contains("SEV9") && all.stdout.contains("SEV8"),
        "{all:?}"
    );
}

#[test]
fn a_second_finding_equal_to_one_of_the_baseline_is_new() {
    let folder = archive();
    check(&folder, &["--write-baseline"]);
    folder.write(
        "content/incidents/old.md",
        format!("{OLD}\n[gone](gone.md)\n"),
    );
    let after = check(&folder, &[]);
    assert_eq!(
        (after.exit, after.stdout.matches("broken-link").count()),
        (1, 1),
        "{after:?}"
    );
}

#[test]
fn what_is_mended_is_told_and_dropped_and_nothing_is_added() {
    let folder = archive();
    check(&folder, &["--write-baseline"]);
    let before = folder.text(FILE);
    folder.write(
        "content/incidents/old.md",
        "---\nseverity: SEV1\n---\n# Title\n\n[gone](gone.md)\n",
    );
    folder.write(
        "content/incidents/new.md",
        "---\nseverity: SEV8\n---\n# New\n",
    );
    let told = check(&folder, &["--lang", "ja"]);
    assert!(
        told.stderr
            .contains("1件は解消しています。`hansei check --prune-baseline`"),
        "{told:?}"
    );
    assert_eq!(folder.text(FILE), before);
    let pruned = check(&folder, &["--prune-baseline"]);
    assert_eq!(pruned.exit, 1, "what is new still fails: {pruned:?}");
    let line = before
        .lines()
        .find(|line| line.contains("broken-link"))
        .unwrap();
    let expected = format!(
        "{{\n  \"version\": 1,\n  \"kind\": \"baseline\",\n  \"items\": [\n{}\n  ]\n}}\n",
        line.trim_end_matches(',')
    );
    assert_eq!(folder.text(FILE), expected);
    assert!(!check(&folder, &[]).stderr.contains("mended"));
}

#[test]
fn building_honours_it_too() {
    let folder = archive();
    let build = |arguments: &[&str]| {
        run(
            folder.path(),
            &[&["build", "--fail-on", "error"], arguments].concat(),
        )
    };
    assert_eq!(build(&[]).exit, 1);
    check(&folder, &["--write-baseline"]);
    assert_eq!(build(&[]).exit, 0);
    assert_eq!(build(&["--no-baseline"]).exit, 1);
    folder.write(
        "content/incidents/new.md",
        "---\nseverity: SEV8\n---\n# New\n",
    );
    let new = build(&[]);
    assert!(new.exit == 1 && !new.stdout.contains("SEV9"), "{new:?}");
}

#[test]
fn another_file_can_be_named_and_must_be_there() {
    let folder = archive();
    folder.write("ci/keep.txt", "");
    let missing = check(&folder, &["--baseline", "ci/old.json"]);
    assert!(
        missing.exit == 2 && missing.stderr.contains("ci/old.json"),
        "{missing:?}"
    );
    check(&folder, &["--baseline", "ci/old.json", "--write-baseline"]);
    assert_eq!(check(&folder, &["--baseline", "ci/old.json"]).exit, 0);
    assert_eq!(check(&folder, &[]).exit, 1);
}

#[test]
fn another_file_that_is_no_baseline_is_not_written_over() {
    let folder = archive();
    folder.write("hansei.yaml", "title: KB\n");
    for name in ["hansei.yaml", "content/incidents/old.md"] {
        let before = folder.text(name);
        let run = check(&folder, &["--baseline", name, "--write-baseline"]);
        assert_eq!(run.exit, 2, "{run:?}");
        assert!(run.stderr.contains("is no baseline"), "{run:?}");
        assert_eq!(folder.text(name), before);
    }
    // One of ours is, even if a merge has torn it.
    check(&folder, &["--baseline", "old.json", "--write-baseline"]);
    folder.write("old.json", folder.text("old.json").replace('{', "<<<<<<<{"));
    let run = check(&folder, &["--baseline", "old.json", "--write-baseline"]);
    assert_eq!(run.exit, 0, "{run:?}");
}

#[test]
fn another_due_day_is_another_finding_and_secrets_never_go_in() {
    let report = |due: &str| {
        format!("---\nactions: [{{id: A1, title: Renew, owner: ito, due: {due}}}]\n---\n# A\n")
    };
    let folder = Folder::with([("content/incidents/a.md", report("2026-01-01"))]);
    let all = ["--as-of", "2026-06-01", "--fail-on", "note"];
    check(&folder, &["--as-of", "2026-06-01", "--write-baseline"]);
    let run = check(&folder, &all);
    assert_eq!(run.exit, 0, "{run:?}");
    assert!(
        run.stderr.contains("hidden by the baseline, 0 new"),
        "{run:?}"
    );
    folder.write("content/incidents/a.md", report("2026-02-01"));
    let run = check(&folder, &all);
    assert!(
        run.exit == 1 && run.stdout.contains("overdue-action"),
        "{run:?}"
    );
    // In two parts, so that no scanner takes it for a real one.
    let secret = ["token ghp_", "a8Kd92mXq0Lz7Wc4Vb6Nn1Rt5Yp3Hs8Jf2Ge\n"].concat();
    folder.write("content/incidents/b.md", secret);
    let run = check(&folder, &["--as-of", "2026-06-01", "--write-baseline"]);
    assert!(run.stderr.contains("left out of the baseline"), "{run:?}");
    assert!(run.stdout.contains("possible-secret"), "{run:?}");
    assert!(!folder.text(FILE).contains("possible-secret"));
}

#[test]
fn a_file_that_is_no_baseline_is_refused_with_a_way_out() {
    let folder = archive();
    for (text, expected) in [
        ("", "line 1, column 0"),
        ("{\n<<<<<<< ours\n", "line 2, column 1"),
        (
            "{\"version\": 1, \"kind\": \"findings\", \"items\": []}",
            "its `kind` is `findings`",
        ),
        (
            "{\"version\": 7, \"kind\": \"baseline\", \"items\": []}",
            "version 7",
        ),
        (
            "{\"version\": 1, \"kind\": \"baseline\", \"items\": [{\"file\": \"a\", \"rule\": \"b\", \"fingerprint\": \"\\u001b[31m\"}]}",
            "is no fingerprint",
        ),
    ] {
        folder.write(FILE, text);
        for command in ["check", "build"] {
            let run = run(folder.path(), &[command]);
            assert_eq!(run.exit, 2, "{run:?}");
            let said = run.stderr.contains(expected) && run.stderr.contains("--no-baseline");
            assert!(said && !run.stderr.contains('\u{1b}'), "{run:?}");
        }
        assert_eq!(
            check(&folder, &["--write-baseline"]).exit,
            0,
            "it is written anew"
        );
        assert_eq!(check(&folder, &[]).exit, 0);
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_neither_read_nor_written_through() {
    use std::os::unix::fs::symlink;
    let folder = archive();
    folder.write("elsewhere.json", "{}");
    symlink("elsewhere.json", folder.path().join(FILE)).unwrap();
    assert_eq!(check(&folder, &[]).exit, 2);
    assert_eq!(check(&folder, &["--write-baseline"]).exit, 0);
    assert_eq!(folder.text("elsewhere.json"), "{}");
    assert!(folder.text(FILE).contains("\"kind\": \"baseline\""));
}
