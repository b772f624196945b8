//! The actions board says of the example what its front matter says.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::support::example::{front_matter, list, text};
use crate::support::folder::Folder;
use crate::support::program::succeed;
use crate::support::repository;

/// The day that the example counts as today.
const TODAY: &str = "2026-11-01";

/// How each action of the example stands, by its address, worked out from front matter alone.
fn standings() -> BTreeMap<String, &'static str> {
    let mut standings = BTreeMap::new();
    for (id, incident) in front_matter("incidents") {
        for (index, action) in list(&incident, "actions").iter().enumerate() {
            if !action["ref"].is_null() {
                continue;
            }
            let number = format!("A{}", index + 1);
            let name = action["id"].as_str().unwrap_or(&number);
            let due = text(action, "due");
            let standing = match text(action, "state") {
                "done" => "unverified",
                "verified" => "verified",
                "dropped" => "dropped",
                // Days of ISO 8601 sort as they follow one another.
                _ if !due.is_empty() && due < TODAY => "overdue",
                _ => "open",
            };
            standings.insert(format!("{id}/{name}"), standing);
        }
    }
    standings
}

#[test]
fn every_action_of_the_example_stands_as_it_is_written() {
    let run = succeed(repository(), &["actions", "--all", "--format", "json"]);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    let told: BTreeMap<String, &str> = list(&told, "items")
        .iter()
        .map(|item| (text(item, "id").to_owned(), text(item, "standing")))
        .collect();
    assert_eq!(told, standings());
}

#[test]
fn the_board_counts_what_the_example_says() {
    let folder = Folder::new();
    let site = folder.path().join("site");
    succeed(repository(), &["build", "--output", site.to_str().unwrap()]);
    let board = fs::read_to_string(site.join("actions/index.html")).unwrap();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for standing in standings().into_values() {
        *counts.entry(standing).or_default() += 1;
    }
    for standing in ["overdue", "open", "unverified", "verified"] {
        let count = counts.get(standing).copied().unwrap_or_default();
        let tile =
            format!("<a href=\"#hansei-{standing}\"><span class=\"tile-count\">{count}</span>");
        assert!(board.contains(&tile), "{standing}: {count}");
    }
    // Shared actions weigh more, and say who shares them.
    for (id, incident) in front_matter("incidents") {
        for action in list(&incident, "actions") {
            let Some(shared) = action["ref"].as_str() else {
                continue;
            };
            let facts = board
                .split("<li>")
                .find(|line| line.contains(shared))
                .unwrap();
            assert!(facts.contains(&id), "{shared} is shared by {id}: {facts}");
        }
    }
}

#[test]
fn people_read_titles_in_their_language_and_programs_as_they_are_written() {
    let folder = Folder::with([
        ("hansei.yaml", "as_of: 2026-11-01\n"),
        (
            "content/incidents/a.md",
            "---\nid: INC-1\nactions:\n  - {id: A1, title: Renew by machine, due: 2026-10-30}\n  - {id: A2, title: Alert a month ahead}\n---\n# Mail stopped\n",
        ),
        (
            "content/incidents/a.ja.md",
            "---\nactions:\n  - {id: A1, title: 証明書を自動で更新する password=Kx9vQ2mLp4}\n---\n# メール停止\n",
        ),
    ]);
    let told = |language: &str, format: &str| {
        let arguments = ["actions", "--lang", language, "--format", format];
        succeed(folder.path(), &arguments).stdout
    };
    assert_eq!(
        told("ja", "table"),
        "状態      期限        超過日数  報告数  担当  再発防止策  内容\n\
         期限超過  2026-10-30  2         1       -     INC-1/A1    証明書を自動で更新する password=Kx********\n\
         未完了    -           -         1       -     INC-1/A2    Alert a month ahead\n"
    );
    assert_eq!(
        told("en", "table"),
        "STANDING  DUE         DAYS LATE  REPORTS  OWNER  ACTION    TITLE\n\
         Overdue   2026-10-30  2          1        -      INC-1/A1  Renew by machine\n\
         Open      -           -          1        -      INC-1/A2  Alert a month ahead\n"
    );
    for format in ["json", "csv"] {
        assert_eq!(told("ja", format), told("en", format));
    }
}
