//! `api/v1/figures.json` tells the numbers that pages show.

use serde_json::Value;

use super::page::{table, tables};
use super::recount::{length, month_name};
use crate::support::folder::{Folder, read_files};
use crate::support::program::succeed;
use crate::support::repository;

/// The figures of the example, and its page of insights.
fn figures_and_page() -> (Vec<Value>, Vec<u8>) {
    let folder = Folder::new();
    let site = folder.path().join("site");
    succeed(repository(), &["build", "--output", site.to_str().unwrap()]);
    let files = read_files(&site);
    let data: Value = serde_json::from_slice(&files["api/v1/figures.json"]).unwrap();
    let page = files["insights/index.html"].clone();
    (data["items"].as_array().unwrap().clone(), page)
}

fn figure<'a>(figures: &'a [Value], id: &str) -> &'a Value {
    let mut found = figures.iter().filter(|figure| figure["id"] == id);
    found.next().unwrap_or_else(|| panic!("no figure {id}"))
}

fn value(figures: &[Value], id: &str) -> String {
    figure(figures, id)["value"].to_string()
}

#[test]
fn months_are_those_of_the_page() {
    let (figures, page) = figures_and_page();
    let incidents = table(&page, "By month");
    let actions = table(&page, "Opened and done");
    let months = figures
        .iter()
        .filter(|figure| figure["figure"] == "near_misses");
    let months = months.filter_map(|figure| figure["period"].as_str());
    let mut compared = 0;
    for month in months.filter(|period| period.len() == "2026-03".len()) {
        let name = month_name(month);
        let row = |table: &[Vec<String>]| table.iter().find(|row| row[0] == name).cloned();
        let (Some(of_incidents), Some(of_actions)) = (row(&incidents), row(&actions)) else {
            continue;
        };
        let told = [
            value(&figures, &format!("incidents/{month}")),
            value(&figures, &format!("incidents/{month}/SEV1")),
            value(&figures, &format!("incidents/{month}/SEV2")),
            value(&figures, &format!("incidents/{month}/SEV3")),
            value(&figures, &format!("near_misses/{month}")),
        ];
        assert_eq!(of_incidents[1..], told, "{month}");
        let told = [
            "opened",
            "done",
            "done_in_time",
            "done_late",
            "done_without_due",
            "verified",
            "overdue",
        ]
        .map(|what| value(&figures, &format!("actions_{what}/{month}")));
        assert_eq!(of_actions[1..], told, "{month}");
        compared += 1;
    }
    assert!(compared > 20, "{compared} months");
}

#[test]
fn lengths_and_who_noticed_are_those_of_the_page() {
    let (figures, page) = figures_and_page();
    let periods = ["last_year", "year_before", "all_time"];
    let measures = [
        ("detect", "Time to detect"),
        ("acknowledge", "Time to acknowledge"),
        ("mitigate", "Time to mitigate"),
        ("resolve", "Time to resolve"),
        ("final", "Time to the final report"),
    ];
    let tables = tables(&page);
    for (measure, caption) in measures {
        let summary = &tables[caption][0];
        for (row, period) in summary[1..].iter().zip(periods) {
            let figure = figure(&figures, &format!("{measure}/{period}"));
            let told = [
                length(figure["median_seconds"].as_i64()),
                length(figure["ninetieth_seconds"].as_i64()),
                figure["counted"].to_string(),
                figure["missing"].to_string(),
            ];
            assert_eq!(row[1..], told, "{measure} {period}");
        }
    }
    let noticed = &tables["Who noticed"][0];
    for (row, by) in noticed[1..]
        .iter()
        .zip(["alert", "monitoring", "user", "vendor", "staff"])
    {
        let told = periods.map(|period| value(&figures, &format!("detected_by/{period}/{by}")));
        assert_eq!(row[1..], told, "{by}");
    }
    let unset = periods
        .map(|period| figure(&figures, &format!("noticed_by_us/{period}"))["missing"].to_string());
    assert_eq!(noticed.last().unwrap()[1..], unset);
}
