//! What is still owed to people outside, counted from the example's raw front matter.

use regex::Regex;
use serde_json::Value;

use crate::support::folder::{Files, Folder, read_files};
use crate::support::program::succeed;
use crate::support::repository;

fn words(page: &[u8]) -> String {
    let elements = Regex::new("<[^>]*>").unwrap();
    let text = String::from_utf8_lossy(page).into_owned();
    let text = elements.replace_all(&text, " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The front matter of each incident of the example that counts.
fn incidents() -> Vec<Value> {
    let files = read_files(&repository().join("content/incidents"));
    let originals = files.iter().filter(|(path, _)| !path.ends_with(".ja.md"));
    originals
        .map(|(_, text)| {
            let text = String::from_utf8_lossy(text).into_owned();
            let yaml = text.split("\n---\n").next().unwrap();
            serde_yaml::from_str(yaml.trim_start_matches("---\n")).unwrap()
        })
        .collect()
}

/// Whether an incident is over and owes its customers a last word.
fn owes_closing_notice(incident: &Value) -> bool {
    let kind = incident["type"].as_str().unwrap_or("incident");
    let to_customers: Vec<&Value> = incident["communications"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|message| message["audience"] == "customers")
        .collect();
    let impact = &incident["impact"];
    let hurt = impact["users"].as_u64().unwrap_or(0) > 0
        || impact["sla_breached"] == true
        || impact["accounts"]
            .as_array()
            .is_some_and(|all| !all.is_empty());
    let over = !incident["resolved_at"].is_null() || incident["status"] == "final";
    let last_word = to_customers
        .iter()
        .any(|message| message["stage"] == "final");
    ["incident", "maintenance"].contains(&kind)
        && over
        && (hurt || !to_customers.is_empty())
        && !last_word
}

fn example(arguments: &[&str]) -> Files {
    let folder = Folder::new();
    let site = folder.path().join("site");
    succeed(
        repository(),
        &[&["build", "--output", site.to_str().unwrap()], arguments].concat(),
    );
    read_files(&site)
}

#[test]
fn the_example_owes_what_its_front_matter_says() {
    let site = example(&["--as-of", "2026-11-01"]);
    let owing: Vec<Value> = incidents()
        .into_iter()
        .filter(owes_closing_notice)
        .collect();
    assert!(!owing.is_empty());
    let page = words(&site["follow-ups/index.html"]);
    let tile = format!("{} Closing notices owed", owing.len());
    assert!(page.contains(&tile), "{page}");
    let home = words(&site["index.html"]);
    assert!(home.contains(&tile), "{home}");
    for incident in &owing {
        let id = incident["id"].as_str().unwrap();
        assert!(page.contains(id), "{id}");
        let lead = incident["roles"]["communications_lead"].as_str().unwrap();
        assert!(page.contains(lead), "{id} {lead}");
        for account in incident["impact"]["accounts"].as_array().unwrap() {
            assert!(page.contains(account.as_str().unwrap()), "{id} {account}");
        }
        let own = words(&site[&format!("incidents/{}.html", id.to_lowercase())]);
        assert!(
            own.contains("Still owed The closing notice to customers"),
            "{own}"
        );
    }
    // Since 11 August: 20 days of that month, 30, 31 and one.
    assert!(
        page.contains("since 11 August 2026 16:52 +09:00 owed for 82 days"),
        "{page}"
    );
    assert!(
        page.contains("KE-0001 since 20 April 2026 owed for 195 days"),
        "{page}"
    );
}

#[test]
fn a_word_sent_is_no_longer_owed() {
    let incident = |messages: &str| {
        format!(
            "---\nid: INC-1\nresolved_at: 2026-05-01T10:00Z\nimpact: {{users: 3}}\ncommunications:\n{messages}---\n# A\n"
        )
    };
    let page = |messages: &str| {
        let folder = Folder::with([
            (
                "hansei.yaml",
                "as_of: 2026-06-01\nlanguage: ja\n".to_owned(),
            ),
            ("content/incidents/a.md", incident(messages)),
        ]);
        succeed(folder.path(), &["build"]);
        let site = read_files(&folder.path().join("public"));
        (
            words(&site["follow-ups/index.html"]),
            words(&site["incidents/inc-1.html"]),
        )
    };
    let first =
        "  - {at: 2026-05-01T09:00Z, audience: customers, next_update_by: 2026-05-01T09:30Z}\n";
    let late = "  - {at: 2026-05-01T10:30Z, audience: customers, stage: final}\n";
    let authority = "  - {audience: regulator, addressee: 個人情報保護委員会, due: 2026-06-03}\n";
    let (list, own) = page(&format!("{first}{authority}"));
    assert!(list.contains("1 未送付の最終報 1 守られなかった続報の約束 1 当局への報告期限 0 知らせていない恒久対応"), "{list}");
    assert!(
        list.contains("起点 2026年5月1日 10:00 +00:00 31日経過 担当なし 宛先: お客様"),
        "{list}"
    );
    assert!(
        list.contains("期限 2026年6月3日 期限間近 担当なし → 個人情報保護委員会"),
        "{list}"
    );
    assert!(
        own.contains("まだ送っていないもの お客様への最終報"),
        "{own}"
    );
    let (list, own) = page(&format!("{first}{late}"));
    assert!(
        list.contains("0 未送付の最終報 1 守られなかった続報の約束 0 当局"),
        "{list}"
    );
    assert!(
        list.contains("遅れて送付: 2026年5月1日 10:30 +00:00"),
        "{list}"
    );
    assert!(!own.contains("まだ送っていないもの"), "{own}");
}

#[test]
fn long_lists_go_on_on_pages_of_their_own() {
    let files = (0..453).map(|number| {
        let day = 1 + number % 28;
        (
            format!("content/incidents/{number}.md"),
            format!("---\nid: N-{number:03}\nresolved_at: 2026-0{}-{day:02}\nimpact: {{users: 3}}\n---\n# A\n", 1 + number / 100),
        )
    });
    let files = files.chain([("hansei.yaml".to_owned(), "as_of: 2026-06-01\n".to_owned())]);
    let folder = Folder::with(files);
    succeed(folder.path(), &["build"]);
    let site = read_files(&folder.path().join("public"));
    let lines = |path: &str| {
        let page = String::from_utf8(site[path].clone()).unwrap();
        page.matches("<p class=\"line-title\">").count()
    };
    let counts = [
        "index",
        "closing-notices",
        "closing-notices-2",
        "closing-notices-3",
    ]
    .map(|name| lines(&format!("follow-ups/{name}.html")));
    assert_eq!(counts, [50, 200, 200, 53]);
    assert!(!site.contains_key("follow-ups/closing-notices-4.html"));
    assert!(!site.contains_key("follow-ups/deadlines.html"));
}
