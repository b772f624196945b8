//! A real archive of ten years, counted from its own files, before they were imported.

use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};
use regex::Regex;

use super::page::{Table, table, tables};
use super::recount::{Report, bins, lengths, month, month_name, months_before, row, summary};
use crate::archives::time;
use crate::support::folder::{Folder, read_files};
use crate::support::program::succeed;

/// The issues of Jenkins' status page, from the lines of their front matter.
fn reports(archive: &Path) -> Vec<Report> {
    let list_item = Regex::new(r"(?m)^  - (.+?)\s*$").unwrap();
    let files = read_files(&archive.join("issues"));
    let texts = files
        .values()
        .map(|text| String::from_utf8_lossy(text).into_owned());
    texts
        .map(|text| {
            let front = text.split("\n---").next().unwrap_or_default().to_owned();
            let (started, resolved) = (time(&front, "date"), time(&front, "resolvedWhen"));
            let (_, affected) = front.split_once("\naffected:").unwrap_or_default();
            let end = affected.find("\nsection").unwrap_or(affected.len());
            let services = list_item.captures_iter(&affected[..end]);
            let severity = Regex::new(r"(?m)^severity: (\w+)").unwrap();
            let severity = severity.captures(&front).map(|found| found[1].to_owned());
            Report {
                kind: "incident".to_owned(),
                day: started.map(|time| time.date()),
                severity: severity.map(|word| {
                    let ours = [("down", "SEV1"), ("disrupted", "SEV2"), ("notice", "SEV3")];
                    let known = ours.iter().find(|(theirs, _)| *theirs == word);
                    known.map_or(word, |(_, ours)| (*ours).to_owned())
                }),
                started: started.map(|time| time.and_utc().fixed_offset()),
                resolved: resolved.map(|time| time.and_utc().fixed_offset()),
                services: services.map(|found| found[1].to_owned()).collect(),
                ..Report::default()
            }
        })
        .collect()
}

fn rows(table: Table) -> Vec<(String, Vec<String>)> {
    let rows = table.into_iter().skip(1);
    rows.map(|mut row| (row.remove(0), row)).collect()
}

#[test]
fn the_figures_of_an_imported_archive_are_those_of_its_files() {
    let Some(corpora) = std::env::var_os("HANSEI_CORPORA").map(PathBuf::from) else {
        eprintln!("not run: HANSEI_CORPORA does not name the folder of the archives");
        return;
    };
    let archive = corpora.join("jenkins-status/content");
    let folder = Folder::with([("hansei.yaml", "title: Jenkins\nas_of: 2026-11-01\n")]);
    let import = [
        "import",
        archive.to_str().unwrap(),
        "--kind",
        "incident",
        "--from",
        "cstate",
    ];
    succeed(folder.path(), &import);
    succeed(folder.path(), &["build"]);
    let page = read_files(&folder.path().join("public/insights"))
        .remove("index.html")
        .unwrap();
    let reports = reports(&archive);
    assert!(reports.len() >= 297, "{} issues", reports.len());

    let severities = [Some("SEV1"), Some("SEV2"), Some("SEV3")];
    let year = |day: NaiveDate| day.year().to_string();
    let years = rows(table(&page, "By year"));
    assert!(years.len() >= 7, "{years:?}");
    let mut sum = 0;
    for (wanted, cells) in years {
        sum += cells[0].parse::<usize>().unwrap();
        assert_eq!(cells, row(&reports, &severities, year, &wanted), "{wanted}");
    }
    assert_eq!(sum, reports.len());
    for (back, (name, cells)) in (0..).zip(rows(table(&page, "By month"))) {
        let wanted = months_before("2026-11", back);
        assert_eq!(name, month_name(&wanted));
        assert_eq!(
            cells,
            row(&reports, &severities, month, &wanted),
            "{wanted}"
        );
    }
    let found = tables(&page);
    let [spread, binned] = &found["Time to resolve"][..] else {
        panic!("two tables");
    };
    let all: Vec<&Report> = reports.iter().collect();
    let seconds = lengths(&all, |one| one.started, |one| one.resolved);
    assert_eq!(spread[3][1..], summary(&seconds, all.len()));
    let edges = [1, 3, 10, 30, 120, 360, 1_440, 4_320, 14_400, 43_200].map(|edge| edge * 60);
    let shown: Vec<String> = binned[1..].iter().map(|row| row[1].clone()).collect();
    assert_eq!(shown, bins(&seconds, &edges));
    let services = rows(table(&page, "By service"));
    assert_eq!(services.len(), 17, "fifteen names, the others, none");
    for (name, cells) in &services[..15] {
        let named = reports.iter().filter(|report| {
            let mut services = report.services.iter();
            services.any(|service| service.eq_ignore_ascii_case(name))
        });
        assert_eq!(cells[3], named.count().to_string(), "{name}");
    }
    let unnamed = reports
        .iter()
        .filter(|report| report.services.is_empty())
        .count();
    assert_eq!(services[16].1[3], unnamed.to_string());
}
