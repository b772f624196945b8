//! What vendors' pages say they did is what the timelines of the example say.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use regex::Regex;

use crate::support::folder::{Files, Folder, read_files};
use crate::support::program::succeed;
use crate::support::repository;

type Time = DateTime<FixedOffset>;

/// What vendors did by the raw text of the example's incidents: incident, vendor, event, time.
fn events() -> Vec<(String, String, String, Time)> {
    let field =
        Regex::new(r"\{at: (\S+), text: .*, vendor: ([a-z-]+), vendor_event: ([a-z]+)\}").unwrap();
    let row = Regex::new(
        r"(?m)^\| (?:(\d{4}-\d\d-\d\d) )?(\d\d:\d\d) \|.*\| *([a-z-]*) *\| *([a-z]*) *\|$",
    )
    .unwrap();
    let mut events = Vec::new();
    for (path, text) in read_files(&repository().join("content/incidents")) {
        let text = String::from_utf8(text).unwrap();
        let id = text
            .lines()
            .find_map(|line| line.strip_prefix("id: "))
            .unwrap();
        if path.ends_with(".ja.md") {
            continue;
        }
        for found in field.captures_iter(&text) {
            let at = DateTime::parse_from_rfc3339(&found[1]).unwrap();
            events.push((id.to_owned(), found[2].to_owned(), found[3].to_owned(), at));
        }
        if !text.contains("| Vendor | Vendor event |") {
            continue;
        }
        let mut day = String::new();
        for found in row.captures_iter(&text) {
            if let Some(written) = found.get(1) {
                written.as_str().clone_into(&mut day);
            }
            if !found[4].is_empty() {
                let at = format!("{day}T{}:00+09:00", &found[2]);
                let at = DateTime::parse_from_rfc3339(&at).unwrap();
                events.push((id.to_owned(), found[3].to_owned(), found[4].to_owned(), at));
            }
        }
    }
    events
}

fn site(arguments: &[&str]) -> Files {
    let folder = Folder::new();
    let site = folder.path().join("site");
    let all = [&["build", "--output", site.to_str().unwrap()], arguments].concat();
    succeed(repository(), &all);
    read_files(&site)
}

fn words(page: &[u8]) -> String {
    let elements = Regex::new("<[^>]*>").unwrap();
    let text = String::from_utf8_lossy(page).into_owned();
    let text = elements.replace_all(&text, " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn length(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[test]
fn observed_times_are_those_of_the_timelines() {
    let site = site(&["--as-of", "2026-11-01"]);
    let events = events();
    let vendors: BTreeSet<&String> = events.iter().map(|(_, vendor, ..)| vendor).collect();
    assert_eq!(vendors.len(), 4, "{vendors:?}");
    for vendor in vendors {
        let page = words(&site[&format!("vendors/{vendor}.html")]);
        let mut times: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for (incident, _, event, contacted) in &events {
            let is_contact = event == "contacted";
            if !is_contact
                || !events
                    .iter()
                    .any(|one| &one.0 == incident && &one.1 == vendor)
            {
                continue;
            }
            for wanted in ["acknowledged", "resolved"] {
                let mut same = events.iter();
                let found =
                    same.find(|one| &one.0 == incident && &one.1 == vendor && one.2 == wanted);
                if let Some((.., at)) = found {
                    let minutes = (*at - *contacted).num_minutes();
                    times.entry(wanted).or_default().push(minutes);
                    assert!(
                        page.contains(&length(minutes)),
                        "{vendor} {incident} {wanted} {minutes}"
                    );
                }
            }
        }
        for (event, label) in [("acknowledged", "Answer"), ("resolved", "Solution")] {
            let Some(mut minutes) = times.remove(event) else {
                continue;
            };
            minutes.sort_unstable();
            let expected = match minutes[..] {
                [one] => format!("{label}, in 1 incident {}", length(one)),
                [short, long] => format!(
                    "{label}, median of 2 incidents {} {label}, longest of 2 {}",
                    length(short),
                    length(long)
                ),
                _ => panic!("{minutes:?}"),
            };
            assert!(page.contains(&expected), "{vendor}: {expected}\n{page}");
        }
    }
}

#[test]
fn broken_promises_stand_on_the_vendors_page_on_the_list_and_while_they_are_news_at_home() {
    let autumn = site(&["--as-of", "2026-11-01"]);
    let kanade = words(&autumn["vendors/kanade.html"]);
    assert!(
        kanade.contains("1 h 7 min Promise broken promised: 15 min"),
        "{kanade}"
    );
    assert!(kanade.contains("Promises broken 1 of 2"), "{kanade}");
    let hokuto = words(&autumn["vendors/hokuto-kaisen.html"]);
    assert!(
        hokuto.contains("35 min Promise broken promised: 30 min"),
        "{hokuto}"
    );
    assert!(hokuto.contains("3 h 21 min promised: 6 h"), "{hokuto}");
    let list = words(&autumn["vendors/index.html"]);
    assert!(list.contains("kanade 1 promise broken"), "{list}");
    assert!(list.contains("Answer: 35 min; promised: 30 min"), "{list}");
    assert!(
        list.contains("Answer: 1 h 7 min; promised: 15 min"),
        "{list}"
    );
    let home = words(&autumn["index.html"]);
    assert!(home.contains("Answer: 35 min; promised: 30 min"), "{home}");
    assert!(!home.contains("Answer: 1 h 7 min"), "{home}");
    // Eighty-two days later it was news; ninety-one days later it is none.
    let later = words(&site(&["--as-of", "2026-11-10"])["index.html"]);
    assert!(!later.contains("Answer: 35 min"), "{later}");
}

#[test]
fn hours_are_shown_on_both_clocks_as_of_a_day() {
    let autumn = words(&site(&["--as-of", "2026-10-24"])["vendors/wanderlist.html"]);
    let winter = words(&site(&["--as-of", "2026-10-25"])["vendors/wanderlist.html"]);
    assert!(
        autumn.contains("Mon–Fri 08:00–16:00 CEST = Mon–Fri 15:00–23:00 JST As of 24 October 2026; clocks change on 25 October 2026"),
        "{autumn}"
    );
    assert!(
        winter.contains("Mon–Fri 08:00–16:00 CET = Mon–Fri 16:00–24:00 JST As of 25 October 2026; clocks change on 28 March 2027"),
        "{winter}"
    );
}

#[test]
fn a_vendor_without_a_document_gets_what_can_be_known() {
    let folder = Folder::with([
        ("hansei.yaml", "as_of: 2026-06-01\n"),
        (
            "content/incidents/a.md",
            "---\nid: INC-1\nseverity: SEV1\nresolved_at: 2026-05-02\nvendors: [certico]\ntimeline: [{at: 2026-05-01T10:00Z, text: x, vendor: Certico, vendor_event: contacted}, {at: 2026-05-01T10:20Z, text: x, vendor: certico, vendor_event: acknowledged}]\n---\n# A\n",
        ),
        (
            "content/known-errors/b.md",
            "---\nid: KE-1\nstatus: active\nvendors: [certico]\nvendor_ticket: C-4711\n---\n# B\n",
        ),
    ]);
    succeed(folder.path(), &["build"]);
    let page = words(&read_files(&folder.path().join("public"))["vendors/certico.html"]);
    assert!(
        page.contains("Promised and observed Answer, in 1 incident 20 min"),
        "{page}"
    );
    assert!(
        page.contains("INC-1 SEV1 Draft 1 May 2026 10:00 +00:00 20 min not written"),
        "{page}"
    );
    assert!(page.contains("Ticket C-4711"), "{page}");
}
