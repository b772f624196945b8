//! Real archives, imported and built: what other people wrote, with all its faults.
//!
//! They are no part of this repository. `HANSEI_CORPORA` names the folder that holds them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use regex::Regex;
use serde_json::Value;

use crate::support::assert_none;
use crate::support::folder::{Folder, read_files};
use crate::support::program::{run, succeed};
use crate::support::site::Site;

/// An archive: its folder, the arguments of its import, and the fewest documents it has.
const ARCHIVES: [(&str, &[&str], usize); 5] = [
    (
        "jenkins-status/content",
        &["--kind", "incident", "--from", "cstate"],
        297,
    ),
    (
        "prometheus-runbooks/content",
        &["--kind", "page", "--from", "markdown"],
        110,
    ),
    (
        "readiness-checklists/checklists",
        &["--kind", "checklist", "--from", "markdown"],
        11,
    ),
    (
        "workfront-known-issues-en/help",
        &["--kind", "known-error", "--from", "markdown"],
        229,
    ),
    (
        "workfront-known-issues-ja/help",
        &[
            "--kind",
            "known-error",
            "--from",
            "markdown",
            "--language",
            "ja",
        ],
        229,
    ),
];

#[test]
fn archives_become_a_linked_site() {
    let Some(corpora) = std::env::var_os("HANSEI_CORPORA").map(PathBuf::from) else {
        eprintln!("not run: HANSEI_CORPORA does not name the folder of the archives");
        return;
    };
    let folder = Folder::with([("hansei.yaml", "title: Archives\nas_of: 2026-11-01\n")]);
    let mut faults = Vec::new();
    let mut targets = BTreeSet::new();
    for (archive, arguments, documents) in ARCHIVES {
        let source = corpora.join(archive);
        let imported = import(&folder, &source, arguments, &mut faults);
        assert!(
            imported.len() >= documents,
            "{archive}: {} documents",
            imported.len()
        );
        targets.extend(imported);
    }
    let before = folder.files();
    for (archive, arguments, _) in ARCHIVES {
        import(&folder, &corpora.join(archive), arguments, &mut faults);
    }
    assert!(
        before == folder.files(),
        "a second import changed something"
    );

    succeed(folder.path(), &["build"]);
    let site = read_files(&folder.path().join("public"));
    let mut pages = Site::read(&site, "/");
    let sources = pages.sources();
    let without = targets.difference(&sources);
    faults.extend(without.map(|target| format!("{target} has no page")));
    faults.extend(pages.faults());
    assert_none("archives", &faults);

    let expected = resolved_before_started(&corpora.join("jenkins-status/content"), &folder);
    assert_eq!(expected.len(), 8, "{expected:?}");
    assert_eq!(found(&folder, "resolved-before-started"), expected);
}

/// Imports an archive; gives the documents that came of it. Every file is imported or has a reason.
fn import(
    folder: &Folder,
    source: &Path,
    arguments: &[&str],
    faults: &mut Vec<String>,
) -> BTreeSet<String> {
    let mut all = vec!["import", source.to_str().unwrap()];
    all.extend(arguments);
    let report = succeed(folder.path(), &all).stdout;
    let outcome =
        Regex::new("^(imported|copied|already there|left out|failed) (.+?)(?: → (.+)|: (.+))$")
            .unwrap();
    let mut outcomes = BTreeMap::new();
    for line in report.lines() {
        if let Some(found) = outcome.captures(line) {
            let group = |index| found.get(index).map(|text| text.as_str().to_owned());
            outcomes.insert(group(2).unwrap(), group(3).ok_or(group(4)));
        }
    }
    let names: Vec<String> = read_files(source).into_keys().collect();
    assert!(!names.is_empty(), "{} is empty", source.display());
    let unnamed = names.iter().filter(|name| !outcomes.contains_key(*name));
    faults
        .extend(unnamed.map(|name| format!("{}: nothing is said about {name}", source.display())));
    outcomes
        .into_values()
        .filter_map(Result::ok)
        .filter(|target| is_document(target))
        .collect()
}

fn is_document(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

/// Where a rule finds something: file and line.
fn found(folder: &Folder, rule: &str) -> BTreeSet<(String, u64)> {
    let json = run(folder.path(), &["check", "--format", "json"]).stdout;
    let findings: Value = serde_json::from_str(&json).unwrap();
    let items = findings["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["rule"] == rule);
    items
        .map(|item| {
            (
                item["file"].as_str().unwrap().to_owned(),
                item["line"].as_u64().unwrap(),
            )
        })
        .collect()
}

/// The reports of Jenkins that end before they begin, found without hansei: file and line in the
/// knowledge base.
fn resolved_before_started(archive: &Path, folder: &Folder) -> BTreeSet<(String, u64)> {
    let reports = read_files(archive)
        .into_iter()
        .filter(|(path, _)| path.starts_with("issues/"));
    let backwards = reports.filter(|(_, content)| {
        let text = String::from_utf8_lossy(content);
        let (started, resolved) = (time(&text, "date"), time(&text, "resolvedWhen"));
        started
            .zip(resolved)
            .is_some_and(|(started, resolved)| resolved < started)
    });
    backwards
        .map(|(path, _)| {
            let target = format!("content/incidents/{path}");
            let text = folder.text(&target);
            let line = 1 + text
                .lines()
                .position(|line| line.starts_with("resolved_at:"))
                .unwrap();
            (target, line as u64)
        })
        .collect()
}

/// The time behind a key, in UTC.
pub(crate) fn time(text: &str, key: &str) -> Option<NaiveDateTime> {
    let pattern =
        format!(r"(?m)^{key}: (\d+)-(\d+)-(\d+)[T ](\d+):(\d+):(\d+)(?:([+-])(\d\d):(\d\d))?");
    let found = Regex::new(&pattern).unwrap().captures(text)?;
    let number = |group: usize| {
        found
            .get(group)
            .map_or(0, |digits| digits.as_str().parse::<u32>().unwrap())
    };
    let day = NaiveDate::from_ymd_opt(i32::try_from(number(1)).unwrap(), number(2), number(3))?;
    let written = day.and_hms_opt(number(4), number(5), number(6))?;
    let offset = TimeDelta::minutes(i64::from(number(8) * 60 + number(9)));
    let is_west = found.get(7).is_some_and(|sign| sign.as_str() == "-");
    Some(if is_west {
        written + offset
    } else {
        written - offset
    })
}
