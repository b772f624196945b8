//! The example knowledge base, counted from the front matter of its files.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use serde_json::Value;

use super::page::{Table, figures, table, tables};
use super::recount::{
    Action, Report, Time, action_row, bins, day, is_overdue, is_too_many, length, lengths, month,
    month_name, months_before, named, percentile, row, summary, within,
};
use crate::support::folder::{Files, Folder, read_files};
use crate::support::program::succeed;
use crate::support::repository;

/// The page of the whole.
const INDEX: &str = "insights/index.html";

/// The day that the example takes for today, and the first days of its last twelve months, of its
/// last six, and of those before each.
const TODAY: &str = "2026-11-01";
const YEAR: (&str, &str) = ("2025-11-02", TODAY);
const YEAR_BEFORE: (&str, &str) = ("2024-11-02", "2025-11-01");
const HALF: (&str, &str) = ("2026-05-02", TODAY);
const HALF_BEFORE: (&str, &str) = ("2025-11-02", "2026-05-01");
const EVER: (&str, &str) = ("2000-01-01", TODAY);

const SEVERITIES: [Option<&str>; 3] = [Some("SEV1"), Some("SEV2"), Some("SEV3")];

/// The names of one sort that a report has.
type Names = fn(&Report) -> &Vec<String>;

/// The reports of the example, from their files.
fn reports() -> Vec<Report> {
    let files = read_files(&repository().join("content/incidents"));
    let originals = files.iter().filter(|(path, _)| !path.ends_with(".ja.md"));
    originals
        .map(|(path, text)| report(path, &String::from_utf8_lossy(text)))
        .collect()
}

fn report(path: &str, text: &str) -> Report {
    let (front, _) = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .unwrap_or_else(|| panic!("{path} has no front matter"));
    let front: Value = serde_yaml::from_str(front).unwrap();
    let text = |key: &str| front[key].as_str().map(ToOwned::to_owned);
    let time = |key: &str| -> Option<DateTime<FixedOffset>> {
        // The site's clocks are those of Tokyo.
        let tokyo = FixedOffset::east_opt(9 * 3_600).unwrap();
        let written = front[key].as_str()?;
        let time =
            DateTime::parse_from_rfc3339(written).unwrap_or_else(|_| panic!("{path}: {key}"));
        Some(time.with_timezone(&tokyo))
    };
    let date = |value: &Value| value.as_str().map(day);
    let names = |key: &str| -> Vec<String> {
        let list = front[key].as_array().cloned().unwrap_or_default();
        list.iter()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect()
    };
    let actions = front["actions"].as_array().cloned().unwrap_or_default();
    Report {
        kind: text("type").unwrap(),
        day: time("started_at").map(|time| time.date_naive()),
        severity: text("severity"),
        started: time("started_at"),
        detected: time("detected_at"),
        acknowledged: time("acknowledged_at"),
        mitigated: time("mitigated_at"),
        resolved: time("resolved_at"),
        detected_by: text("detected_by"),
        finalized: date(&front["finalized_on"]),
        is_final: text("status").as_deref() == Some("final"),
        services: names("services"),
        causes: names("causes"),
        escape_causes: names("escape_causes"),
        actions: actions
            .iter()
            .filter(|action| action.get("ref").is_none())
            .map(|action| Action {
                state: action["state"].as_str().unwrap_or("open").to_owned(),
                opened: date(&action["opened_on"]),
                due: date(&action["due"]),
                done: date(&action["done_on"]),
                verified: date(&action["verified_on"]),
            })
            .collect(),
    }
}

/// The example built in a language of choice.
fn site(language: &str) -> Files {
    let mut files = read_files(&repository().join("content"))
        .into_iter()
        .map(|(path, text)| (format!("content/{path}"), text))
        .collect::<Files>();
    let settings = std::fs::read_to_string(repository().join("hansei.yaml")).unwrap();
    let settings = settings.replace("language: en\n", &format!("language: {language}\n"));
    files.insert("hansei.yaml".to_owned(), settings.into_bytes());
    let folder = Folder::with(files);
    succeed(folder.path(), &["build"]);
    read_files(&folder.path().join("public"))
}

/// One site a language, since building it takes longer than all the counting.
#[test]
fn the_pages_of_the_example_say_what_its_files_say() {
    let (english, japanese, reports) = (site("en"), site("ja"), reports());
    for check in [
        incidents_are_counted_by_month_and_year,
        names_are_counted_and_trends_tested,
        lengths_are_spread_as_the_times_say,
        who_noticed_is_counted,
        actions_are_counted_by_month_and_as_they_stand,
        every_month_has_a_page_with_its_figures,
        a_month_lists_what_the_meeting_is_about,
        the_last_year_stands_first,
    ] {
        check(&english, &reports);
    }
    both_languages_have_the_same_numbers(&english, &japanese);
}

/// The rows of a table without its head.
fn body(table: Table) -> BTreeMap<String, Vec<String>> {
    let rows = table.into_iter().skip(1);
    rows.map(|mut row| (row.remove(0), row)).collect()
}

fn incidents_are_counted_by_month_and_year(site: &Files, reports: &[Report]) {
    let page = &site[INDEX];
    let months: Vec<String> = (0..24).map(|back| months_before("2026-11", back)).collect();
    let found = table(page, "By month");
    assert_eq!(
        found[0],
        ["Month", "Incidents", "SEV1", "SEV2", "SEV3", "Near misses"]
    );
    for (wanted, found) in months.iter().zip(&found[1..]) {
        assert_eq!(found[0], month_name(wanted));
        assert_eq!(
            found[1..],
            row(reports, &SEVERITIES, month, wanted),
            "{wanted}"
        );
    }
    assert_eq!(found.len(), 25);

    let years = body(table(page, "By year"));
    let year = |day: NaiveDate| day.year().to_string();
    let fiscal = |day: NaiveDate| {
        let begins = if day.month() >= 4 {
            day.year()
        } else {
            day.year() - 1
        };
        format!("FY {begins}")
    };
    let fiscal_years = body(table(page, "By fiscal year"));
    assert_eq!(years.keys().collect::<Vec<_>>(), ["2025", "2026"]);
    assert_eq!(
        fiscal_years.keys().collect::<Vec<_>>(),
        ["FY 2024", "FY 2025", "FY 2026"]
    );
    for (wanted, cells) in years {
        assert_eq!(cells, row(reports, &SEVERITIES, year, &wanted), "{wanted}");
    }
    for (wanted, cells) in fiscal_years {
        assert_eq!(
            cells,
            row(reports, &SEVERITIES, fiscal, &wanted),
            "{wanted}"
        );
    }
    let every_month = body(table(page, "Every month"));
    for (year, cells) in every_month {
        let counts: Vec<String> = (1..=12)
            .map(|number| {
                let wanted = format!("{year}-{number:02}");
                let has_page = wanted.as_str() >= "2025-02" && wanted.as_str() <= "2026-11";
                let count = named(reports, "incident", month, &wanted).len();
                if has_page {
                    count.to_string()
                } else {
                    String::new()
                }
            })
            .collect();
        assert_eq!(cells[..12], counts, "{year}");
        let sum: usize = counts
            .iter()
            .filter_map(|count| count.parse::<usize>().ok())
            .sum();
        assert_eq!(cells[12], sum.to_string());
    }
}

fn names_are_counted_and_trends_tested(site: &Files, reports: &[Report]) {
    let page = &site[INDEX];
    let settings = std::fs::read_to_string(repository().join("hansei.yaml")).unwrap();
    let settings: Value = serde_yaml::from_str(&settings).unwrap();
    let label = |list: &str, id: &str| -> String {
        let all = settings[list].as_array().unwrap();
        let defined = all.iter().find(|one| one["id"] == id).unwrap();
        defined["name"].as_str().unwrap().to_owned()
    };
    let sorts: [(&str, &str, Names); 3] = [
        ("By service", "services", |report| &report.services),
        ("By cause", "causes", |report| &report.causes),
        ("By why it was not caught", "causes", |report| {
            &report.escape_causes
        }),
    ];
    for (caption, list, names) in sorts {
        let rows = body(table(page, caption));
        let incidents = within(reports, "incident", EVER.0, EVER.1);
        let ids: BTreeSet<&String> = incidents.iter().flat_map(|report| names(report)).collect();
        assert!(ids.len() <= 15, "{caption}: all are shown");
        let count = |(from, to): (&str, &str), is_named: &dyn Fn(&Report) -> bool| {
            let all = within(reports, "incident", from, to);
            all.into_iter().filter(|report| is_named(report)).count()
        };
        let cells = |is_named: &dyn Fn(&Report) -> bool| -> Vec<usize> {
            let times = [YEAR, HALF, HALF_BEFORE, EVER];
            times
                .into_iter()
                .map(|time| count(time, is_named))
                .collect()
        };
        let mut expected: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for id in ids {
            let numbers = cells(&|report| names(report).contains(id));
            let mut shown = label(list, id);
            // 184 days against 181.
            let share = 184.0 / 365.0;
            if is_too_many(numbers[1], numbers[2], share) {
                shown.push_str("Rising");
            } else if is_too_many(numbers[2], numbers[1], 1.0 - share) {
                shown.push_str("Falling");
            }
            expected.insert(shown, numbers.iter().map(ToString::to_string).collect());
        }
        let none = cells(&|report| names(report).is_empty());
        if none[3] > 0 {
            let numbers = none.iter().map(ToString::to_string);
            expected.insert("None is named".to_owned(), numbers.collect());
        }
        assert_eq!(rows, expected, "{caption}");
    }
}

fn lengths_are_spread_as_the_times_say(site: &Files, reports: &[Report]) {
    let page = &site[INDEX];
    let minute_edges = [1, 3, 10, 30, 120, 360, 1_440, 4_320, 14_400, 43_200].map(|edge| edge * 60);
    let found = tables(page);
    let times = [
        ("Last 12 months", YEAR),
        ("The 12 months before", YEAR_BEFORE),
        ("All time", EVER),
    ];
    let measures: [(&str, Time, Time); 4] = [
        ("Time to detect", |one| one.started, |one| one.detected),
        (
            "Time to acknowledge",
            |one| one.detected,
            |one| one.acknowledged,
        ),
        ("Time to mitigate", |one| one.started, |one| one.mitigated),
        ("Time to resolve", |one| one.started, |one| one.resolved),
    ];
    for (caption, from, to) in measures {
        let [spread, binned] = &found[caption][..] else {
            panic!("{caption}: two tables");
        };
        assert_eq!(
            spread[0],
            ["Period", "Median", "90th percentile", "Counted", "Left out"]
        );
        for ((name, (first, last)), row) in times.iter().zip(&spread[1..]) {
            let incidents = within(reports, "incident", first, last);
            let seconds = lengths(&incidents, from, to);
            assert_eq!(row[0], *name);
            assert_eq!(
                row[1..],
                summary(&seconds, incidents.len()),
                "{caption}, {name}"
            );
        }
        let all = within(reports, "incident", EVER.0, EVER.1);
        let counts = bins(&lengths(&all, from, to), &minute_edges);
        let shown: Vec<String> = binned[1..].iter().map(|row| row[1].clone()).collect();
        assert_eq!(shown, counts, "{caption}");
    }
    let [spread, _] = &found["Time to the final report"][..] else {
        panic!("two tables on final reports");
    };
    for ((name, (first, last)), row) in times.iter().zip(&spread[1..]) {
        let mut over = within(reports, "incident", first, last);
        over.retain(|report| report.resolved.is_some() || report.is_final);
        let days = over.iter().filter_map(|report| {
            let end = report.resolved.map_or(report.day?, |end| end.date_naive());
            Some((report.finalized? - end).num_days() * 86_400)
        });
        let mut seconds: Vec<i64> = days.filter(|seconds| *seconds >= 0).collect();
        seconds.sort_unstable();
        assert!(!seconds.is_empty());
        assert_eq!(
            row[1..],
            summary(&seconds, over.len()),
            "final reports, {name}"
        );
    }
}

fn who_noticed_is_counted(site: &Files, reports: &[Report]) {
    let page = &site[INDEX];
    let rows = body(table(page, "Who noticed"));
    for (label, by) in [
        ("Alert", Some("alert")),
        ("Monitoring", Some("monitoring")),
        ("User", Some("user")),
        ("Vendor", Some("vendor")),
        ("Staff", Some("staff")),
        ("Not written", None),
    ] {
        let counts: Vec<String> = [YEAR, YEAR_BEFORE, EVER]
            .into_iter()
            .map(|(from, to)| {
                let all = within(reports, "incident", from, to).into_iter();
                let by_it = all.filter(|report| report.detected_by.as_deref() == by);
                by_it.count().to_string()
            })
            .collect();
        assert_eq!(rows[label], counts, "{label}");
    }
}

fn actions_are_counted_by_month_and_as_they_stand(site: &Files, reports: &[Report]) {
    let page = &site[INDEX];
    let actions: Vec<&Action> = reports.iter().flat_map(|report| &report.actions).collect();
    assert!(actions.len() > 40, "{} actions", actions.len());
    let found = body(table(page, "Opened and done"));
    for back in 0..24 {
        let wanted = months_before("2026-11", back);
        let expected = action_row(&actions, &wanted, end_of(&wanted));
        assert_eq!(found[&month_name(&wanted)], expected, "{wanted}");
    }
    let today = body(table(page, "Today"));
    for (label, state) in [
        ("Open", "open"),
        ("In progress", "in-progress"),
        ("Done, not verified", "done"),
        ("Verified", "verified"),
        ("Dropped", "dropped"),
    ] {
        let count = actions
            .iter()
            .filter(|action| action.state == state)
            .count();
        assert_eq!(today[label], [count.to_string()], "{label}");
    }
    let overdue = actions
        .iter()
        .filter(|action| is_overdue(action, day(TODAY)));
    assert_eq!(today["Of these overdue"], [overdue.count().to_string()]);
}

/// The day by which what is overdue at a month's end is counted.
fn end_of(month: &str) -> NaiveDate {
    day(&format!("{}-01", months_before(month, -1))).min(day(TODAY))
}

fn every_month_has_a_page_with_its_figures(site: &Files, reports: &[Report]) {
    let actions: Vec<&Action> = reports.iter().flat_map(|report| &report.actions).collect();
    let mut months: Vec<String> = (0..22).map(|back| months_before("2026-11", back)).collect();
    months.reverse();
    assert_eq!(months[0], "2025-02", "the first report");
    let pages = site
        .keys()
        .filter_map(|path| path.strip_prefix("insights/"));
    let pages: Vec<&str> = pages.filter(|page| *page != "index.html").collect();
    let expected: Vec<String> = months.iter().map(|month| format!("{month}.html")).collect();
    assert_eq!(pages, expected);
    for wanted in &months {
        let found = table(
            &site[&format!("insights/{wanted}.html")],
            "The month in figures",
        );
        let columns = [
            wanted.clone(),
            months_before(wanted, 1),
            months_before(wanted, 12),
        ];
        let names: Vec<String> = columns.iter().map(|month| month_name(month)).collect();
        assert_eq!(found[0][1..], names);
        let found = body(found);
        for (at, column) in columns.iter().enumerate() {
            let is_known = months.contains(column);
            let shown: BTreeMap<&str, &str> = found
                .iter()
                .map(|(label, cells)| (label.as_str(), cells[at].as_str()))
                .collect();
            if is_known {
                assert_figures(&shown, reports, &actions, column);
            } else {
                assert!(
                    shown.values().all(|cell| *cell == "–"),
                    "{column}: {shown:?}"
                );
            }
        }
    }
}

fn assert_figures(
    shown: &BTreeMap<&str, &str>,
    reports: &[Report],
    actions: &[&Action],
    wanted: &str,
) {
    let counts = row(reports, &SEVERITIES, month, wanted);
    let labels = [
        "Incidents",
        "of which SEV1",
        "of which SEV2",
        "of which SEV3",
        "Near misses",
    ];
    for (label, count) in labels.into_iter().zip(&counts) {
        assert_eq!(shown[label], count, "{wanted}: {label}");
    }
    let incidents = named(reports, "incident", month, wanted);
    let median = |to: fn(&Report) -> Option<DateTime<FixedOffset>>| {
        let seconds = lengths(&incidents, |one| one.started, to);
        let median = length(percentile(&seconds, 50));
        if seconds.is_empty() {
            median
        } else {
            format!("{median} ({} counted)", seconds.len())
        }
    };
    assert_eq!(
        shown["Median time to detect"],
        median(|one| one.detected),
        "{wanted}"
    );
    assert_eq!(
        shown["Median time to resolve"],
        median(|one| one.resolved),
        "{wanted}"
    );
    assert_eq!(shown["Noticed by us"], by_us(&incidents), "{wanted}");
    let row = action_row(actions, wanted, end_of(wanted));
    for (label, at) in [
        ("Actions opened", 0),
        ("Actions done", 1),
        ("Actions done late", 3),
        ("Actions overdue at the end of the month, or today", 6),
    ] {
        assert_eq!(shown[label], row[at], "{wanted}: {label}");
    }
}

/// `7 of 9`: how many of those that say who noticed name one of us.
fn by_us(incidents: &[&Report]) -> String {
    let told = incidents
        .iter()
        .filter_map(|report| report.detected_by.as_deref());
    let told: Vec<&str> = told.collect();
    let ours = told
        .iter()
        .filter(|by| !matches!(**by, "user" | "vendor"))
        .count();
    if told.is_empty() {
        return "–".to_owned();
    }
    format!("{ours} of {}", told.len())
}

fn a_month_lists_what_the_meeting_is_about(site: &Files, reports: &[Report]) {
    let html = String::from_utf8_lossy(&site["insights/2026-10.html"]).into_owned();
    let counts = |heading: &str| -> Option<usize> {
        let (_, rest) = html.split_once(&format!("{heading} <span class=\"count\">"))?;
        rest.split_once('<')?.0.parse().ok()
    };
    let actions: Vec<&Action> = reports.iter().flat_map(|report| &report.actions).collect();
    let row = action_row(&actions, "2026-10", day(TODAY));
    assert_eq!(
        counts("Incidents").unwrap(),
        named(reports, "incident", month, "2026-10").len()
    );
    assert_eq!(counts("Actions opened").unwrap().to_string(), row[0]);
    assert_eq!(counts("Actions done").unwrap().to_string(), row[1]);
    assert_eq!(
        counts("Actions overdue at the end of the month")
            .unwrap()
            .to_string(),
        row[6]
    );
    // The incident that is going on owes its end.
    assert_eq!(
        counts("Still owed today after reports of this month"),
        Some(1)
    );
    assert!(html.contains("The time of its end"), "what is owed");
    assert!(html.contains("href=\"2026-09.html\" rel=\"prev\""));
    assert!(html.contains("href=\"2026-11.html\" rel=\"next\""));
}

fn the_last_year_stands_first(site: &Files, reports: &[Report]) {
    let page = &site[INDEX];
    let of = |(from, to): (&str, &str)| within(reports, "incident", from, to);
    let median = |incidents: &[&Report]| {
        let seconds = lengths(incidents, |one| one.started, |one| one.resolved);
        length(percentile(&seconds, 50))
    };
    let near_misses = within(reports, "near-miss", YEAR.0, YEAR.1)
        .len()
        .to_string();
    let actions: Vec<&Action> = reports.iter().flat_map(|report| &report.actions).collect();
    let overdue = action_row(&actions, &TODAY[..7], day(TODAY))[6].clone();
    let expected = [
        ("Incidents", of(YEAR).len().to_string()),
        ("Near misses", near_misses),
        ("Median time to resolve", median(&of(YEAR))),
        ("Noticed by us", by_us(&of(YEAR))),
        ("Actions overdue today", overdue),
    ];
    let expected = expected.map(|(label, value)| (label.to_owned(), value));
    assert_eq!(figures(page), expected);
}

/// The numbers of all cells of a page, in order.
fn numbers(html: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(html);
    let cells = text.split("<td").skip(1);
    let cells = cells.filter_map(|rest| rest.split_once("</td>").map(|(cell, _)| cell));
    let cells = cells.map(|cell| {
        cell.split('>')
            .skip(1)
            .filter_map(|part| part.split('<').next())
    });
    let cells = cells.map(|parts| parts.collect::<Vec<_>>().concat().trim().to_owned());
    cells
        .filter(|cell| !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit()))
        .collect()
}

fn both_languages_have_the_same_numbers(english: &Files, japanese: &Files) {
    let pages = |site: &Files| -> Vec<String> {
        let pages = site.keys().filter(|path| path.starts_with("insights/"));
        pages.cloned().collect()
    };
    assert_eq!(pages(english), pages(japanese));
    for path in pages(english) {
        let count = numbers(&english[&path]);
        assert!(count.len() >= 9, "{path}: {count:?}");
        assert_eq!(count, numbers(&japanese[&path]), "{path}");
    }
    let text = String::from_utf8_lossy(&japanese["insights/index.html"]).into_owned();
    for words in [
        "月別",
        "年度別",
        "2026年度",
        "復旧までの時間",
        "11件中6件",
        "1時間50分",
    ] {
        assert!(text.contains(words), "{words}");
    }
}
