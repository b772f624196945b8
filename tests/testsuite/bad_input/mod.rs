//! Files that nobody should write and somebody does: each is named by a finding or just works, and
//! the others are built all the same.

mod front_matter;
mod markdown;
mod names;
mod scripts;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::assert_none;
use crate::support::folder::{Files, Folder, read_files};
use crate::support::program::{Run, run};
use crate::support::site::Site;

/// A file and what is to be said about it.
struct Bad {
    path: String,
    content: Vec<u8>,
    /// The rule and the line of a finding; none where the file just works.
    finding: Option<(&'static str, u64)>,
}

impl Bad {
    /// A file that has a finding.
    fn found(path: &str, rule: &'static str, line: u64, content: impl Into<Vec<u8>>) -> Self {
        Self {
            finding: Some((rule, line)),
            ..Self::works(path, content)
        }
    }

    /// A file that just works.
    fn works(path: &str, content: impl Into<Vec<u8>>) -> Self {
        Self {
            path: format!("content/{path}"),
            content: content.into(),
            finding: None,
        }
    }
}

const CONFIGURATION: &str = "\
title: \"<script>alert(1)</script> \\u202E\\e[31m\"
base_url: https://example.com/
as_of: 2026-11-01
services: [{id: defined, name: '<script>alert(1)</script>'}]
";

fn all() -> Vec<Bad> {
    let groups = [
        front_matter::front_matter(),
        front_matter::encodings(),
        markdown::markdown(),
        names::names(),
        scripts::scripts(),
    ];
    groups.into_iter().flatten().collect()
}

/// Links that lead out of the knowledge base are not followed.
#[cfg(unix)]
fn add_symbolic_links(folder: &Folder) {
    use std::os::unix::fs::symlink;
    let outside = folder.path().parent().unwrap().join("outside");
    std::fs::create_dir(&outside).unwrap();
    for name in ["secret.md", "secret.png"] {
        std::fs::write(outside.join(name), "# secret words").unwrap();
    }
    for (name, target) in [
        ("link.md", "secret.md"),
        ("link.png", "secret.png"),
        ("linked", ""),
    ] {
        symlink(
            outside.join(target),
            folder.path().join("content/pages").join(name),
        )
        .unwrap();
    }
    symlink("nowhere", folder.path().join("content/pages/dangling.md")).unwrap();
    symlink(".", folder.path().join("content/pages/circle")).unwrap();
    folder.write(
        "content/pages/uses-links.md",
        "# A\n\n![a](link.png) ![b](linked/secret.png) [c](linked/secret.md)\n",
    );
}

#[test]
fn bad_files_are_named_or_work_and_the_others_are_built() {
    let bad = all();
    let mut files = Files::from([("hansei.yaml".to_owned(), CONFIGURATION.into())]);
    files.extend(
        bad.iter()
            .map(|bad| (bad.path.clone(), bad.content.clone())),
    );
    assert_eq!(files.len(), bad.len() + 1, "a path twice");
    let folder = Folder::with(&files);
    #[cfg(unix)]
    add_symbolic_links(&folder);
    let before = read_files(folder.path().parent().unwrap());

    let json = run(folder.path(), &["check", "--format", "json"]);
    let english = run(folder.path(), &["check"]);
    let japanese = run(folder.path(), &["check", "--lang", "ja"]);
    let build = run(folder.path(), &["build"]);
    let failing = run(folder.path(), &["build", "--fail-on", "note"]);
    let exits = [&json, &english, &japanese, &build, &failing].map(|run| run.exit);
    assert_eq!(exits, [1, 1, 1, 0, 1], "{}", build.stderr);

    let runs = [&json, &english, &japanese, &build, &failing];
    let mut faults: Vec<String> = runs.into_iter().flat_map(steering).collect();
    let findings: Value = serde_json::from_str(&json.stdout).unwrap();
    faults.extend(not_found(&bad, &findings));
    let site = read_files(&folder.path().join("public"));
    let mut pages = Site::read(&site, "/");
    faults.extend(without_page(&bad, &pages.sources()));
    faults.extend(pages.faults());
    faults.extend(unreadable_subscriptions(&site));
    let leaked = site
        .iter()
        .filter(|(_, content)| String::from_utf8_lossy(content).contains("secret words"));
    faults.extend(leaked.map(|(path, _)| format!("{path}: a symbolic link was followed")));
    let reopened = site["pages/reopened.html"].len();
    if reopened > 100_000 {
        faults.push(format!("10 kB of HTML became {reopened} bytes"));
    }
    assert_none("bad input", &faults);

    let mut after = read_files(folder.path().parent().unwrap());
    after.retain(|path, _| !path.starts_with("kb/public/"));
    assert!(before == after, "files outside of the site changed");
}

/// Feeds and calendars that another program cannot read.
fn unreadable_subscriptions(site: &Files) -> Vec<String> {
    let feeds = site.iter().filter(|(path, _)| {
        *path == "feed.xml" || path.starts_with("services/") && path.ends_with(".xml")
    });
    let feeds = feeds.filter_map(|(path, content)| {
        let fault = atom_syndication::Feed::read_from(content.as_slice()).err()?;
        Some(format!("{path}: {fault}"))
    });
    let calendars = site.iter().filter(|(path, _)| path.ends_with(".ics"));
    let calendars = calendars.filter_map(|(path, content)| {
        let text = String::from_utf8_lossy(content);
        let fault = text.parse::<icalendar::Calendar>().err()?;
        Some(format!("{path}: {fault}"))
    });
    feeds.chain(calendars).collect()
}

/// What could steer a terminal.
fn steering(run: &Run) -> BTreeSet<String> {
    let text = run.stdout.chars().chain(run.stderr.chars());
    let steers = |c: &char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.filter(steers)
        .map(|c| format!("{c:?} in {:?}", run.stderr.lines().last()))
        .collect()
}

/// Bad files without the finding that they should have; good ones whose text nobody could read.
fn not_found(bad: &[Bad], findings: &Value) -> Vec<String> {
    let found: BTreeSet<(&str, &str, u64)> = findings["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let text = |key: &str| item[key].as_str().unwrap();
            (text("file"), text("rule"), item["line"].as_u64().unwrap())
        })
        .collect();
    let mut faults = Vec::new();
    for Bad { path, finding, .. } in bad {
        let here: Vec<_> = found.iter().filter(|(file, ..)| file == path).collect();
        match finding {
            Some((rule, line)) if !found.contains(&(path, rule, *line)) => {
                faults.push(format!(
                    "{path:?} has no {rule} in line {line} but {here:?}"
                ));
            }
            None if here.iter().any(|(_, rule, _)| FATAL.contains(rule)) => {
                faults.push(format!("{path:?} should work: {here:?}"));
            }
            _ => {}
        }
    }
    faults
}

/// Rules that say that something of a file was not read.
const FATAL: [&str; 5] = [
    "unreadable-file",
    "yaml-syntax",
    "front-matter-fence",
    "broken-link",
    "broken-anchor",
];

/// Documents that can be read and that no page says it is written in.
fn without_page(bad: &[Bad], sources: &BTreeSet<String>) -> Vec<String> {
    let readable = bad.iter().filter(|bad| {
        bad.finding
            .is_none_or(|(rule, _)| rule != "unreadable-file")
    });
    let without = readable.filter(|bad| !sources.contains(&bad.path));
    without
        .map(|bad| format!("{:?} has no page", bad.path))
        .collect()
}
