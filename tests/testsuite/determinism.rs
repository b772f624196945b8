//! The same files give the same bytes: on any machine, in any place, on any day that is the same.

use regex::Regex;

use crate::support::folder::{Files, Folder, read_files};
use crate::support::program::{Run, finish, hansei};
use crate::support::{repository, stress};

/// What a knowledge base gives: its site, and what is said about it.
fn result(folder: &Folder, environment: &[(&str, &str)], arguments: &[&str]) -> (Files, String) {
    let run = |command: &[&str]| -> Run {
        let mut program = hansei(folder.path());
        finish(
            program
                .args(command)
                .args(arguments)
                .envs(environment.iter().copied()),
        )
    };
    let build = run(&["build"]);
    assert_eq!(build.exit, 0, "{build:#?}");
    let check = run(&["check", "--format", "json"]);
    let human = run(&["check", "--lang", "ja"]);
    let said = [check.stdout, check.stderr, human.stdout, human.stderr].concat();
    (read_files(&folder.path().join("public")), said)
}

/// Fails with the names of the files that differ, and not with their bytes.
#[track_caller]
fn assert_equal(what: &str, a: &(Files, String), b: &(Files, String)) {
    assert!(!a.0.is_empty());
    let differing = differing(&a.0, &b.0);
    assert!(
        differing.is_empty(),
        "{what}: {} files differ: {differing:?}",
        differing.len()
    );
    assert!(a.1 == b.1, "{what}: the findings differ");
}

/// The files that are not in both, or not the same.
fn differing<'a>(a: &'a Files, b: &'a Files) -> Vec<&'a str> {
    let paths = a
        .keys()
        .chain(b.keys().filter(|path| !a.contains_key(*path)));
    paths
        .filter(|path| a.get(*path) != b.get(*path))
        .map(String::as_str)
        .collect()
}

/// The example, two languages and all kinds, with difficult names beside it.
fn files() -> Files {
    let mut files = read_files(&repository().join("content"));
    files.extend(stress::files(60).into_iter().filter_map(|(path, content)| {
        let path = path.strip_prefix("content/")?;
        Some((format!("stress/{path}"), content))
    }));
    let within = |(path, content)| (format!("content/{path}"), content);
    let mut files: Files = files.into_iter().map(within).collect();
    // Without a title: the site is called after its folder.
    files.insert("hansei.yaml".to_owned(), b"as_of: 2026-11-01\n".to_vec());
    files
}

#[test]
fn neither_threads_nor_place_nor_environment_nor_order_change_a_byte() {
    let files = files();
    let here = Folder::with(&files);
    let expected = result(&here, &[("RAYON_NUM_THREADS", "1")], &[]);
    for environment in [
        [
            ("RAYON_NUM_THREADS", "2"),
            ("TZ", "America/New_York"),
            ("LANG", "C"),
        ],
        [
            ("RAYON_NUM_THREADS", "7"),
            ("TZ", "Asia/Tokyo"),
            ("LC_ALL", "ja_JP.UTF-8"),
        ],
    ] {
        let again = result(&here, &environment, &[]);
        assert_equal(&format!("{environment:?}"), &expected, &again);
    }
    let elsewhere = Folder::with(files.iter().rev());
    assert_ne!(here.path(), elsewhere.path());
    assert_equal(
        "another place and order",
        &expected,
        &result(&elsewhere, &[], &[]),
    );
}

#[test]
fn the_day_changes_only_what_depends_on_it() {
    let folder = Folder::with(files());
    let (mut autumn, _) = result(&folder, &[], &["--as-of", "2026-11-01"]);
    let (mut spring, _) = result(&folder, &[], &["--as-of", "2025-04-01"]);
    // What is to be done is a matter of the day, and months have pages up to it.
    for site in [&mut autumn, &mut spring] {
        site.retain(|path, _| !path.starts_with("actions/") && !path.starts_with("insights/"));
        // A card says how late a fix is, and tells a vendor's hours on our clocks; signatures name
        // their cards. A report for customers is the one that would be sent on the day.
        site.retain(|path, _| {
            let of_signatures = ["search/known-error-", "search/signatures.js"];
            let of_signatures = of_signatures.iter().any(|start| path.starts_with(start));
            !of_signatures && !path.ends_with(".report.html")
        });
    }
    let only = |one: &Files, other: &Files| -> Vec<String> {
        let paths = one.keys().filter(|path| !other.contains_key(*path));
        paths.cloned().collect()
    };
    assert_eq!(
        only(&autumn, &spring),
        only(&spring, &autumn),
        "the same pages"
    );
    let differing = differing(&autumn, &spring);
    assert!(differing.contains(&"index.html"), "{differing:?}");
    // What is owed, and what of vendors is to be kept up, is counted by the day.
    let counts = [
        "index.html",
        "follow-ups/index.html",
        "api/v1/index.json",
        "api/v1/actions.json",
        "api/v1/figures.json",
    ];
    let others = differing
        .into_iter()
        .filter(|path| !counts.contains(path) && !path.starts_with("vendors/"));
    // Calendars say when they were made, and what is due stays due.
    let (calendars, others): (Vec<&str>, Vec<&str>) =
        others.partition(|path| path.ends_with(".ics"));
    assert!(calendars.contains(&"calendar.ics"), "{calendars:?}");
    for path in calendars {
        let (then, now) = (without_stamps(&spring[path]), without_stamps(&autumn[path]));
        assert_eq!(then, now, "{path}");
    }
    for path in others {
        let folder = path.split('/').next().unwrap_or_default();
        let with_day = [
            "incidents",
            "known-errors",
            "checklists",
            "owners",
            "services",
            "causes",
            "tags",
        ];
        assert!(with_day.contains(&folder), "{path}");
        let (then, now) = (
            without_what_is_owed(&spring[path]),
            without_what_is_owed(&autumn[path]),
        );
        let lines = then.lines().zip(now.lines());
        let differing: Vec<_> = lines.filter(|(then, now)| then != now).collect();
        assert!(then == now, "{path}: {differing:#?}");
    }
}

/// A calendar without when it was made.
fn without_stamps(calendar: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(calendar).into_owned();
    let lines = text.split("\r\n").map(str::to_owned);
    lines.filter(|line| !line.starts_with("DTSTAMP:")).collect()
}

/// A page without its agenda and without the marks of what is overdue and owed.
fn without_what_is_owed(page: &[u8]) -> String {
    let page = String::from_utf8(page.to_vec()).unwrap();
    let agenda = "<section class=\"standing";
    let owed = "<section class=\"callout callout-warning owed\"";
    let known = "<section class=\"foreknowledge";
    let sections = format!("(?s)(?:{agenda}|{owed}|{known}).*?</section>\n");
    let sections = Regex::new(&sections).unwrap();
    let badges = Regex::new(" <span class=\"badge overdue\">[^<]*</span>").unwrap();
    let page = sections.replace_all(&page, "");
    badges.replace_all(&page, "").into_owned()
}
