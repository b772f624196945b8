//! The report for customers says what it is meant to say, and nothing that is for insiders.

use crate::support::folder::{Files, Folder, read_files};
use crate::support::program::succeed;
use crate::support::{assert_none, repository};

const CONFIGURATION: &str = "\
time_zone: Asia/Tokyo
base_url: https://kb.acme.example/qzsite/
as_of: 2026-06-01
title: qzsitetitle
causes: [{id: qzcauseid, name: Disk full, name_ja: ディスクの枯渇}]
owners: [{id: qz-owner, name: qzownername}]
report:
  issuer: Acme Inc.
  issuer_ja: 株式会社アクメ
  contact: help@acme.example
";

/// What an incident may hold. Every word that begins with `qz` is for insiders.
const INCIDENT: &str = "\
---
id: qzid-2026-0001
title: Mail stopped (see https://chat.example/qztitlelink and qzid-2026-0002)
tags: [qztag]
owner: qz-owner
authors: [qzauthor]
aliases: [qzalias]
references: [{title: qzreference, url: 'https://a.example/qzreference'}]
custom: {qzkey: qzvalue}
severity: qzseverity
status: final
started_at: 2026-05-01T09:02:00+09:00
resolved_at: 2026-05-01T10:32:00+09:00
finalized_on: 2026-05-20
services: [qzservice]
environments: [qzenvironment]
vendors: [qzvendor]
roles: {incident_commander: qzcommander, communications_lead: qzlead, scribe: qzscribe, qzrole: qzother, approved_by: Mori}
impact:
  summary: No mail for qzaccount, nor for others. Ask desk@qzmail.example, ticket QZT-77.
  users: 4711
  requests_failed: 4712
  accounts: [qzaccount, 旅館金糸雀]
change: {type: qzchange, url: 'https://a.example/qzchange'}
trigger: qztrigger
causes: [qzcauseid]
escape_causes: [missing-alert]
known_errors: [qzid-2026-0002]
relations: [{type: related, id: qzid-2026-0002, note: qznote}]
timeline:
  - {at: 2026-05-01T09:10:00+09:00, text: qzrow, vendor: qzvendor, vendor_event: contacted}
actions:
  - {id: qzaction, title: Clean up each night (QZT-77) with qzcommander, owner: qz-owner, horizon: interim, state: done, done_on: 2026-05-02, evidence: qzevidence, ticket: 'https://t.example/QZT-77', addresses: [qzcauseid]}
  - {title: A larger disk, horizon: permanent, due: 2026-07-01, rollout: [{service: qzrollout, state: open}]}
  - {title: qzdropped, state: dropped}
communications:
  - {at: 2026-05-01T09:30:00+09:00, audience: internal, text: qzinternal, channel: qzchannel, addressee: qzinternaladdressee}
  - {at: 2026-05-01T09:31:00+09:00, audience: vendor, text: qzvendormessage}
  - {audience: regulator, due: 2026-05-03, addressee: qzauthority, text: qzregulator, number: qznumber}
  - {at: 2026-05-01T09:32:00+09:00, text: qznobody}
  - {at: 2026-05-01T09:33:00+09:00, audience: customers, addressee: qzaccount of Kyoto, text: qzone}
  - {at: 2026-05-01T09:34:00+09:00, audience: customers, addressee: The inns, stage: first, text: 'Mail is delayed, says qzlead.', channel: qzcustomerchannel, next_update_by: 2026-05-01T11:00:00+09:00}
  - {audience: customers, text: qzunsent}
  - {at: 2026-05-01T11:00:00+09:00, audience: customers, addressee: The inns, stage: final, number: 7, text: Mail works again.}
---

qzintroduction

## Summary

qzsummary

## Cause

qzcause

## For customers

Mail was *not* lost. [Read on](../qzlink.md) or ask [[qzid-2026-0002]], `qzcommander` <!-- qzcomment --> <b title=\"qzattribute\">or not</b>.[^1]

![qzpicture](qzpicture.png)

```text
qzlog
```

<div>qzhtml</div>

### Details

- Call <https://chat.example/qzautolink>, or 03-0000-0142, password=Qz9vQ2mLp4Kt7x

[^1]: qzfootnote

## Lessons

qzlesson
";

const JAPANESE: &str = "\
---
title: メールが止まりました
impact: {summary: 旅館金糸雀ほか12施設でメールが届きませんでした。, accounts: [qzjaaccount]}
actions: [{id: qzaction, title: 毎晩の整理}]
communications:
  - {at: 2026-05-01T11:00:00+09:00, audience: customers, addressee: 株式会社カナリア, text: メールは復旧しました。}
  - {at: 2026-05-01T11:00:00+09:00, audience: internal, text: qzjainternal}
---

## お客様向け

失われたメールは
ありません。

## 教訓

qzjalesson
";

const VENDOR: &str = "\
---
customer_number: qzcustomernumber
contacts: [{role: qzcontactrole, name: Rin Qzname, phone: 03-0000-0142, email: rin@qzvendormail.example}]
contract: {number: qzcontract}
---
# qzvendortitle
";

fn site() -> Files {
    let folder = Folder::with([
        ("hansei.yaml", CONFIGURATION),
        ("content/incidents/a.md", INCIDENT),
        ("content/incidents/a.ja.md", JAPANESE),
        (
            "content/known-errors/b.md",
            "---\nid: qzid-2026-0002\nvendor_ticket: qzvendorticket\n---\n# qzknownerror\n",
        ),
        ("content/vendors/qzvendor.md", VENDOR),
    ]);
    succeed(folder.path(), &["build"]);
    read_files(&folder.path().join("public"))
}

/// A page's words, without its elements.
fn words(page: &str) -> String {
    let elements = regex::Regex::new("<[^>]*>").unwrap();
    let text = elements.replace_all(page, " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page<'a>(site: &'a Files, path: &str) -> &'a str {
    std::str::from_utf8(&site[path]).unwrap()
}

#[test]
fn no_word_for_insiders_is_in_a_report() {
    let site = site();
    let mut faults = Vec::new();
    for path in [
        "incidents/qzid-2026-0001.report.html",
        "incidents/qzid-2026-0001.ja.report.html",
    ] {
        let page = page(&site, path);
        let lower = page.to_lowercase();
        let canaries = lower.match_indices("qz");
        faults.extend(canaries.map(|(at, _)| {
            let around: String = page[at..].chars().take(30).collect();
            format!("{path}: {around}")
        }));
        for word in [
            "金糸雀",
            "0142",
            "9vQ2mLp4Kt7x",
            "4711",
            "4712",
            "http://",
            "https://",
            "<a ",
            "mailto:",
        ] {
            if page.contains(word) {
                faults.push(format!("{path}: {word}"));
            }
        }
    }
    assert_none("reports", &faults);
    // The incident's own page has them all, so that none of them is missing for another reason.
    let own = page(&site, "incidents/qzid-2026-0001.html");
    for word in [
        "qzcommander",
        "qzaccount",
        "qzinternal",
        "qzrow",
        "qzevidence",
        "qzlesson",
        "4,711",
    ] {
        assert!(own.contains(word), "{word}");
    }
}

#[test]
fn a_report_says_what_customers_may_know() {
    let site = site();
    let english = words(page(&site, "incidents/qzid-2026-0001.report.html"));
    assert_eq!(
        english,
        "Incident report: Mail stopped (see … and …) Before you send this (not printed): 12 things for insiders were taken out and left the mark “…”. Word those \
         sentences for customers. The causes are only named. Under a heading Cause in the section for customers, say what \
         happened in words that they understand. Report no. 7 Final report 1 May 2026 To: The inns Acme Inc. \
         Approved by: Mori Incident report Mail stopped (see … and …) We are sorry for the trouble that this has caused. Here is \
         what happened, why it happened, and what we do so that it does not happen again. Details \
         1. What happened Mail was not lost. Read on or ask …, … or not. Details Call …, or …, password=… \
         2. Course of events Began 1 May 2026 09:02 JST Fully restored 1 May 2026 10:32 JST Duration 1 h 30 min \
         3. Impact No mail for …, nor for others. Ask …, ticket …. \
         4. Causes Why it arose Disk full Why it was not caught earlier missing alert \
         5. Countermeasures For now Clean up each night with … Planned \
         For good A larger disk Planned for 1 July 2026 \
         6. What we have reported so far 1 May 2026 09:34 JST First report Mail is delayed, says …. \
         1 May 2026 11:00 JST Final report Mail works again. \
         7. Whom to ask help@acme.example End of report"
    );
    let japanese = words(page(&site, "incidents/qzid-2026-0001.ja.report.html"));
    for part in [
        "報告番号 7 最終報 2026年5月1日 株式会社カナリア 御中 株式会社アクメ 承認: Mori",
        "記 1. 事象 失われたメールはありません。 2. 経過 発生 2026年5月1日 09:02 JST",
        "影響 …ほか12施設でメールが届きませんでした。",
        "発生原因 ディスクの枯渇",
        "暫定対応 毎晩の整理 実施予定 恒久対応 A larger disk 2026年7月1日までに実施予定",
        "メールは復旧しました。 7. お問い合わせ先 help@acme.example 以上",
    ] {
        assert!(japanese.contains(part), "{part}\n{japanese}");
    }
}

#[test]
fn the_note_above_a_report_names_what_is_left_in_the_other_language() {
    let site = site();
    let japanese = words(page(&site, "incidents/qzid-2026-0001.ja.report.html"));
    let note = "日本語版に訳がないため、もとの言語のまま載ります：「A larger disk」、「Mail is delayed, says …";
    assert!(japanese.contains(note), "{japanese}");
    let english = page(&site, "incidents/qzid-2026-0001.report.html");
    assert!(!words(english).contains("Not in English"), "{english}");
    assert!(!english.contains('`'), "{english}");

    let folder = Folder::with([
        (
            "content/incidents/b.ja.md",
            "---\nid: INC-2\nstarted_at: 2026-05-01T09:00:00+09:00\nactions: [{id: A1, title: 毎晩の整理}]\n\
             communications:\n  - {at: 2026-05-01T10:00:00+09:00, audience: customers, text: 遅れています。}\n---\n# 停止\n",
        ),
        (
            "content/incidents/b.en.md",
            "---\nid: INC-2\n---\n# Stopped\n",
        ),
        ("hansei.yaml", "language: ja\n"),
    ]);
    succeed(folder.path(), &["build"]);
    let built = read_files(&folder.path().join("public"));
    let reports = built
        .iter()
        .filter(|(path, _)| path.ends_with("report.html"));
    let noted: Vec<String> = reports
        .map(|(_, page)| words(std::str::from_utf8(page).unwrap()))
        .filter(|words| words.contains("Not in English"))
        .collect();
    assert_eq!(noted.len(), 1);
    assert!(
        noted[0].contains("“毎晩の整理”, “遅れています。”"),
        "{noted:?}"
    );
}

#[test]
fn nothing_but_the_incident_leads_to_a_report() {
    let site = site();
    let naming = site
        .iter()
        .filter(|(_, content)| String::from_utf8_lossy(content).contains(".report.html"));
    let naming: Vec<_> = naming.map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        naming,
        [
            "incidents/qzid-2026-0001.html",
            "incidents/qzid-2026-0001.ja.html"
        ]
    );
}

#[test]
fn a_first_report_says_what_is_not_known_yet() {
    let folder = Folder::with([
        ("hansei.yaml", "as_of: 2026-06-01\nlanguage: ja\n"),
        (
            "content/incidents/a.md",
            "---\ntitle: 通知が届かない\nstarted_at: 2026-05-31T23:00Z\ncommunications: [{at: 2026-05-31T23:30Z, audience: customers, text: 調査しています。, next_update_by: 2026-06-01T02:00Z}]\n---\n",
        ),
        (
            "content/incidents/b.md",
            "---\ntype: near-miss\nimpact: {users: 3}\n---\n# 未遂\n",
        ),
        (
            "content/incidents/c.md",
            "---\nstatus: final\nimpact: {users: 0}\n---\n# 影響なし\n",
        ),
        (
            "content/incidents/d.md",
            "---\ntype: maintenance\nstatus: final\nimpact: {users: 3}\n---\n# 作業\n",
        ),
        (
            "content/incidents/e.report.md",
            "---\nimpact: {users: 3}\n---\n# 名前の似た文書\n",
        ),
    ]);
    succeed(folder.path(), &["build"]);
    let site = read_files(&folder.path().join("public"));
    let reports: Vec<_> = site
        .keys()
        .filter(|path| path.contains(".report."))
        .collect();
    assert_eq!(
        reports,
        [
            "incidents/a.report.html",
            "incidents/d.report.html",
            "incidents/e.report-.report.html"
        ]
    );
    assert!(site.contains_key("incidents/e.report-.html"));
    let first = words(page(&site, "incidents/a.report.html"));
    for part in [
        "報告番号 2 続報 2026年6月1日 お客様各位 障害報告書",
        "復旧 対応中です。 2. 影響 調査中です。 3.",
        "発生原因 調査中です。 流出原因",
        "暫定対応 検討中です。 恒久対応 検討中です。 5. 次回のご報告 予定日時 2026年6月1日 02:00 UTC",
    ] {
        assert!(first.contains(part), "{part}\n{first}");
    }
    let maintenance = words(page(&site, "incidents/d.report.html"));
    assert!(maintenance.contains("作業報告書"), "{maintenance}");
    assert!(
        maintenance.contains("発生原因 特定できませんでした。"),
        "{maintenance}"
    );
}

#[test]
fn a_report_stands_as_of_the_day_that_it_is_issued() {
    let folder = Folder::with([
        (
            "hansei.yaml",
            "as_of: 2026-11-01\nlanguage: ja\ncauses: [{id: change, name_ja: 変更}]\nreport: {contact: help@acme.example}\n",
        ),
        (
            "content/incidents/a.md",
            "---\ntitle: 通知が届かない\nstarted_at: 2026-05-01T09:00Z\nresolved_at: 2026-05-01T10:00Z\nimpact: {users: 3}\ncauses: [change]\nactions:\n  - {title: 送り直し, state: verified, done_on: 2026-06-20, verified_on: 2026-07-01}\n  - {title: 監視, due: 2026-03-31}\n---\n\n## 原因\n\n社内の話。\n\n## お客様向け\n\nhelp@acme.example か boss@acme.example へ。\n\n### 原因\n\n設定の変更に誤りがありました。\n\n### 補足\n\n失われた通知はありません。\n",
        ),
        (
            "content/incidents/b.md",
            "---\ntitle: 遅延\nstarted_at: 2026-05-01T09:00Z\nresolved_at: 2026-05-01T10:00Z\ncauses: [change]\nactions: [{title: 恒久, horizon: permanent, state: done, done_on: 2026-06-20}]\ncommunications: [{at: 2026-05-02T10:00Z, audience: customers, stage: final, text: 復旧しました。}]\n---\n",
        ),
    ]);
    succeed(folder.path(), &["build"]);
    let site = read_files(&folder.path().join("public"));
    let never_told = words(page(&site, "incidents/a.report.html"));
    for part in [
        "送付の前に（印刷されません） 「監視」の予定日（2026年3月31日）が過ぎていますが、済んでいません。",
        "社内向けの語を1か所取り除き",
        "報告番号 1 第一報 2026年11月1日",
        "ご迷惑をおかけしましたことを",
        "1. 事象 help@acme.example か … へ。 補足 失われた通知はありません。 2. 経過",
        "4. 原因 設定の変更に誤りがありました。 5. 対応と再発防止策 実施する対応 送り直し 2026年6月20日に実施済み（効果を確認） 監視 実施予定 6.",
    ] {
        assert!(never_told.contains(part), "{part}\n{never_told}");
    }
    for part in ["検討中", "発生原因", "社内の話"] {
        assert!(!never_told.contains(part), "{part}\n{never_told}");
    }
    let sent = words(page(&site, "incidents/b.report.html"));
    for part in [
        "報告番号 1 最終報 2026年5月2日",
        "原因は名前だけです。",
        "恒久対応 恒久 実施予定",
    ] {
        assert!(sent.contains(part), "{part}\n{sent}");
    }
    assert!(!sent.contains("暫定対応"), "{sent}");
}

#[test]
fn the_example_has_a_report_for_each_incident_that_customers_felt_and_no_name_of_theirs_in_it() {
    let folder = Folder::new();
    let site = folder.path().join("site");
    succeed(repository(), &["build", "--output", site.to_str().unwrap()]);
    let site = read_files(&site);
    let accounts = regex::Regex::new(r"(?m)^  accounts: \[(.*)\]").unwrap();
    let (mut reports, mut faults) = (0, Vec::new());
    let content = read_files(&repository().join("content/incidents"));
    for (path, text) in &content {
        let text = String::from_utf8_lossy(text);
        let id = text
            .lines()
            .find_map(|line| line.strip_prefix("id: "))
            .unwrap();
        let suffix = if path.ends_with(".ja.md") { ".ja" } else { "" };
        let report = format!("incidents/{}{suffix}.report.html", id.to_lowercase());
        let is_told = text.contains("audience: customers") || text.contains("  accounts: ");
        let is_told =
            is_told && !text.contains("type: near-miss") && !text.contains("type: pre-mortem");
        assert_eq!(site.contains_key(&report), is_told, "{report}");
        let Some(report_page) = site.get(&report) else {
            continue;
        };
        reports += 1;
        let page = String::from_utf8_lossy(report_page);
        let names = accounts.captures(&text).map(|found| found[1].to_owned());
        for name in names
            .unwrap_or_default()
            .split(", ")
            .filter(|name| !name.is_empty())
        {
            if page.contains(name) {
                faults.push(format!("{report}: {name}"));
            }
        }
        for word in [
            "tracker.yadomori.example",
            "INC-20",
            "KE-00",
            "team-",
            "<pre",
            "<a ",
        ] {
            if page.contains(word) {
                faults.push(format!("{report}: {word}"));
            }
        }
    }
    assert!(reports > 10, "{reports}");
    assert_none("reports of the example", &faults);
}
