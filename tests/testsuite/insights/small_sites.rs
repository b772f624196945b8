//! Sites with hardly anything in them, and what must not count.

use super::page::{figures, table};
use crate::support::assert_none;
use crate::support::folder::{Files, Folder, read_files};
use crate::support::program::succeed;
use crate::support::site::Site;

/// The site of some files, as of 1 June 2026 on the clocks of Tokyo.
fn build(language: &str, documents: &[(&str, &str)]) -> Files {
    let settings = format!("language: {language}\nas_of: 2026-06-01\ntime_zone: Asia/Tokyo\n");
    let folder = Folder::with([("hansei.yaml", settings.as_str())]);
    for (path, text) in documents {
        folder.write(&format!("content/{path}"), text);
    }
    succeed(folder.path(), &["build"]);
    let site = read_files(&folder.path().join("public"));
    assert_none("the site", &Site::read(&site, "/").faults());
    site
}

fn text(site: &Files, path: &str) -> String {
    String::from_utf8_lossy(&site[path]).into_owned()
}

#[test]
fn without_reports_there_is_nothing_to_count() {
    for (language, words) in [
        ("en", "nothing to count"),
        ("ja", "集計するものがありません"),
    ] {
        let site = build(language, &[("pages/a.md", "# A page\n")]);
        let page = text(&site, "insights/index.html");
        assert!(page.contains(words), "{page}");
        assert!(!page.contains("<table") && !page.contains("<svg"), "{page}");
        assert!(
            !text(&site, "index.html").contains("insights/"),
            "no link to nothing"
        );
        let months = site.keys().filter(|path| path.starts_with("insights/2"));
        assert_eq!(months.count(), 0);
    }
}

#[test]
fn one_incident_of_a_day_counts_in_its_month_and_in_no_length() {
    let site = build(
        "en",
        &[("incidents/a.md", "---\nstarted_at: 2026-04-30\n---\n# A\n")],
    );
    let index = &site["insights/index.html"];
    let months = table(index, "By month");
    assert_eq!(
        months[0],
        ["Month", "Incidents", "No severity", "Near misses"]
    );
    assert_eq!(months[3], ["April 2026", "1", "1", "0"]);
    let page = text(&site, "insights/index.html");
    let without = "for it: Time to detect, Time to acknowledge, Time to mitigate, Time to resolve, \
                   Time to the final report";
    assert!(page.contains(without), "{page}");
    assert!(page.contains("No incident says who noticed."));
    assert_eq!(figures(index)[2].1, "–");
    let pages: Vec<&str> = site
        .keys()
        .filter_map(|path| path.strip_prefix("insights/2026-"))
        .collect();
    assert_eq!(pages, ["04.html", "05.html", "06.html"]);
    assert!(text(&site, "insights/2026-05.html").contains("Nothing was filed under this month."));
    assert!(text(&site, "insights/2026-06.html").contains("figures up to 1 June 2026"));
}

#[test]
fn the_month_is_that_of_the_sites_clocks() {
    let utc =
        "---\nstarted_at: 2026-03-31T15:30:00Z\nresolved_at: 2026-03-31T16:00:00Z\n---\n# A\n";
    let site = build("en", &[("incidents/a.md", utc)]);
    assert!(!site.contains_key("insights/2026-03.html"));
    let april = table(&site["insights/2026-04.html"], "The month in figures");
    assert_eq!(april[1][1], "1", "{april:?}");
    let page = text(&site, "insights/index.html");
    assert!(page.contains("time zone Asia/Tokyo"), "{page}");
}

#[test]
fn maintenance_and_what_is_planned_or_reported_twice_are_no_incidents() {
    let report = |facts: &str| format!("---\n{facts}---\n# A\n");
    let texts = [
        report("id: I-1\nstarted_at: 2026-05-01\n"),
        report("started_at: 2026-05-01\nrelations: [{type: duplicate-of, id: I-1}]\n"),
        report("type: near-miss\nstarted_at: 2026-05-02\n"),
        report("type: maintenance\nstarted_at: 2026-05-03\n"),
        report("type: pre-mortem\n"),
        report("title: Undated\n"),
        report("started_at: 2062-05-01\n"),
    ];
    let paths: Vec<String> = (0..texts.len())
        .map(|at| format!("incidents/{at}.md"))
        .collect();
    let documents: Vec<(&str, &str)> = paths
        .iter()
        .zip(&texts)
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let site = build("en", &documents);
    let may = table(&site["insights/2026-05.html"], "The month in figures");
    assert_eq!(
        (may[1][1].as_str(), may[3][0].as_str(), may[3][1].as_str()),
        ("1", "Near misses", "1")
    );
    let page = text(&site, "insights/index.html");
    for words in [
        "never as incidents: Near miss 1, Pre-mortem 1, Maintenance 1.",
        "1 incident has no date",
        "1 incident is dated after today",
        "1 incident is a duplicate",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!site.contains_key("insights/2062-05.html"));
    let lists = text(&site, "insights/2026-05.html");
    assert!(
        lists.contains("Maintenance and pre-mortems, counted apart"),
        "{lists}"
    );
}

#[test]
fn an_ancient_date_does_not_make_thousands_of_pages() {
    let documents = [
        ("incidents/a.md", "---\nstarted_at: 1026-05-01\n---\n# A\n"),
        ("incidents/b.md", "---\nstarted_at: 2026-05-01\n---\n# B\n"),
    ];
    let site = build("en", &documents);
    let months = site.keys().filter(|path| path.starts_with("insights/"));
    assert_eq!(
        months.count(),
        241,
        "twenty years and the page of the whole"
    );
    assert!(text(&site, "insights/index.html").contains("1 report is more than 20 years old"));
}

#[test]
fn a_service_that_fails_far_more_often_is_said_to_rise() {
    let mut documents = Vec::new();
    for at in 0..7 {
        let text = format!(
            "---\nstarted_at: 2026-05-{:02}\nservices: [mail, pay]\n---\n# A\n",
            at + 1
        );
        documents.push((format!("incidents/{at}.md"), text));
    }
    documents.push((
        "incidents/x.md".to_owned(),
        "---\nstarted_at: 2025-08-01\nservices: [mail]\n---\n# A\n".to_owned(),
    ));
    for at in 0..4 {
        let text = format!(
            "---\nstarted_at: 2025-08-{:02}\nservices: [pay]\n---\n# A\n",
            at + 1
        );
        documents.push((format!("incidents/p{at}.md"), text));
    }
    let documents: Vec<(&str, &str)> = documents
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let (english, japanese) = (build("en", &documents), build("ja", &documents));
    let rows = table(&english["insights/index.html"], "By service");
    assert_eq!(rows[1], ["pay", "11", "7", "4", "11"]);
    assert_eq!(rows[2], ["mailRising", "8", "7", "1", "8"]);
    let rows = table(&japanese["insights/index.html"], "サービス別");
    assert_eq!(rows[2][0], "mail増加");
}
