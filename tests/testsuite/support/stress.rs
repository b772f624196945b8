//! A made-up knowledge base with everything that makes links difficult: long lists, odd names, two
//! languages, former ids, files, anchors.

use super::folder::Files;

/// Names that mean something to addresses, file systems or HTML.
const ODD_NAMES: [&str; 14] = [
    "a b",
    "C#",
    "100%",
    "50%25",
    "q&a",
    "\"quoted\"",
    "it's",
    "証明書の期限切れ",
    "が\u{3099}",
    "x:y",
    "a/b",
    "<b>",
    "CON",
    "2026",
];

/// So many incidents that their list is cut into years, and one year into several pages.
pub const MANY: usize = 460;

/// The files of a knowledge base with this many incidents.
pub fn files(incidents: usize) -> Files {
    let mut files = Files::new();
    let mut add = |path: String, text: String| files.insert(path, text.into_bytes());
    add("hansei.yaml".to_owned(), CONFIGURATION.to_owned());
    for number in 0..incidents {
        add(
            format!("content/incidents/{number:03}.md"),
            incident(number),
        );
        if number % 7 == 0 {
            add(
                format!("content/incidents/{number:03}.ja.md"),
                japanese_version(number),
            );
        }
    }
    for number in 0..30 {
        add(
            format!("content/known-errors/{number}.md"),
            known_error(number),
        );
        add(format!("content/checklists/{number}.md"), checklist(number));
    }
    for (number, name) in ODD_NAMES.into_iter().enumerate() {
        add(format!("content/pages/odd-{number}.md"), page(number, name));
    }
    add("content/vendors/first.md".to_owned(), VENDOR.to_owned());
    for path in [
        "incidents/graph.png",
        "pages/図 1#%.png",
        "pages/log & trace.txt",
    ] {
        files.insert(format!("content/{path}"), b"not really".to_vec());
    }
    files
}

const CONFIGURATION: &str = "\
title: Stress & <strain>
base_url: https://example.com/deep/kb/
time_zone: Asia/Tokyo
as_of: 2026-11-01
";

const VENDOR: &str = "\
---
title: First vendor
contacts:
  - {role: hotline, phone: +81 (3) 1234-5678, email: help@first.example, portal: https://first.example/}
---
";

/// The start of an incident: 230 in 2025, 130 in 2026, the rest without a day.
fn day(number: usize) -> Option<String> {
    let (month, day) = (1 + number % 10, 1 + number % 28);
    match number {
        0..230 => Some(format!("2025-{month:02}-{day:02}T23:30:00-05:00")),
        230..360 => Some(format!("2026-{month:02}-{day:02}T09:02:00+09:00")),
        _ => None,
    }
}

fn incident(number: usize) -> String {
    let start = day(number).map_or_else(String::new, |day| format!("started_at: {day}\n"));
    let odd = ODD_NAMES[number % ODD_NAMES.len()].replace('\'', "''");
    let before = number.saturating_sub(1);
    let known_error = number % 30;
    format!(
        "---
id: INC-{number}
title: 'Incident {number}: {odd}'
{start}status: final
severity: SEV{severity}
services: [everything, '{odd}']
vendors: [first, only named]
causes: ['{odd}']
tags: ['{odd}', t{tag}]
owner: '{odd}'
aliases: ['old {number}']
known_errors: [KE-{known_error}]
relations:
  - {{type: recurrence-of, id: INC-{before}, note: again}}
actions:
  - {{title: Do it, owner: '{odd}', due: 2026-01-01}}
  - {{ref: INC-{before}/A1}}
---
# Incident {number}

See [[old {before}]], [[INC-{before}/A2]], KE-{known_error}, [the last]({before:03}.md#summary-of-a--b),
[here](#原因) and ![a graph](graph.png). A note.[^1]

[^1]: With [[KE-{known_error}]].

## Summary of `a` & b

<p id=\"own\">Raw <a href=\"../known-errors/{known_error}.md\">HTML</a>.</p>

## 原因

## 原因

- [[CHECK-{known_error}/ITEM-1]]
- <https://example.com/?a=1&b=2>
",
        severity = 1 + number % 4,
        tag = number % 5,
    )
}

fn japanese_version(number: usize) -> String {
    format!(
        "---\ntitle: 障害{number}\n---\n\n## 原因\n\n[英語](./{number:03}.md#原因-1)と[[INC-{number}/A1]]。\n",
    )
}

fn known_error(number: usize) -> String {
    format!(
        "---\nid: KE-{number}\ntitle: Known error {number}\nstatus: active\nservices: [everything]\n\
        first_seen: 2025-01-02\n---\n\n## Workaround\n\nRestart; see CHECK-{number}.\n",
    )
}

fn checklist(number: usize) -> String {
    format!(
        "---\nid: CHECK-{number}\ntitle: Checklist {number}\n---\n\n- [ ] **ITEM-1** After INC-{number}\n- [x] Done\n"
    )
}

/// A page with an odd id, which links to another odd id and to files with odd names.
fn page(number: usize, name: &str) -> String {
    let id = name.replace('\'', "''");
    let next = ODD_NAMES[(number + 1) % ODD_NAMES.len()];
    format!(
        "---\nid: '{id}'\n---\n# {name}\n\n[[{next}]] ![図](<図 1#%.png>) [log](<log & trace.txt>) \
        [self](#top) <a id=\"top\"></a>\n",
    )
}
