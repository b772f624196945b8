//! Pages of services and causes list what is theirs, and name no more than a reader takes in.

use crate::support::folder::{Folder, read_files};
use crate::support::program::succeed;

/// Each heading of the second level, with the titles of the lines below it.
fn lists(page: &str) -> Vec<(String, Vec<String>)> {
    let between = |text: &str, from: &str, to: &str| -> Option<String> {
        let (_, rest) = text.split_once(from)?;
        Some(rest.split_once(to)?.0.to_owned())
    };
    let sections = page.split("<h2").skip(1);
    sections
        .map(|section| {
            let heading = between(section, ">", "</h2>").unwrap();
            let titles = section.split("<p class=\"line-title\">").skip(1);
            let titles = titles.map(|line| between(line, "\">", "</a>").unwrap());
            (heading, titles.collect())
        })
        .collect()
}

fn page(folder: &Folder, path: &str) -> String {
    succeed(folder.path(), &["build"]);
    let site = read_files(&folder.path().join("public"));
    String::from_utf8(site[path].clone()).unwrap()
}

const OWN: &str = "---\nservices: [Mail]\ncauses: [dns]\n---\n# Mail stopped\n";
const OTHER: &str = "---\nservices: [web]\ncauses: [typo]\nactions:\n  - title: Test names\n    addresses: [dns]\n    rollout: [{service: mail}]\n---\n# Web stopped\n";

#[test]
fn incidents_that_only_have_an_action_for_it_stand_apart() {
    let of = |language: &str| {
        Folder::with([
            ("hansei.yaml".to_owned(), format!("language: {language}\n")),
            ("content/incidents/a.md".to_owned(), OWN.to_owned()),
            ("content/incidents/b.md".to_owned(), OTHER.to_owned()),
        ])
    };
    let list = |heading: &str, title: &str| (heading.to_owned(), vec![title.to_owned()]);
    let english = of("en");
    let service = lists(&page(&english, "services/mail.html"));
    assert_eq!(
        service[1..],
        [
            list("Incidents", "Mail stopped"),
            list(
                "Incidents of other services, with an action to be carried over here",
                "Web stopped"
            )
        ]
    );
    let cause = lists(&page(&english, "causes/dns.html"));
    let cause = &cause[cause.len() - 2..];
    assert_eq!(
        cause,
        [
            list("Incidents", "Mail stopped"),
            list(
                "Incidents of other causes, with an action against this one",
                "Web stopped"
            )
        ]
    );
    let japanese = lists(&page(&of("ja"), "services/mail.html"));
    assert_eq!(
        japanese[2],
        list(
            "他サービスのインシデント（このサービスへの横展開があるもの）",
            "Web stopped"
        )
    );
}

#[test]
fn a_line_names_eight_services_and_leads_to_the_rest() {
    let services: Vec<String> = (0..12).map(|number| format!("s{number:02}")).collect();
    let report = format!(
        "---\nservices: [{}]\n---\n# All stopped\n",
        services.join(", ")
    );
    let folder = Folder::with([("content/incidents/a.md", report.as_str())]);
    let page = page(&folder, "services/s11.html");
    assert!(page.contains("<a href=\"s07.html\">s07</a>"), "{page}");
    assert!(!page.contains("s08.html"), "{page}");
    assert!(
        page.contains("<a href=\"../incidents/a.html\">and 4 more</a>"),
        "{page}"
    );
}
