//! What the records say.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{example_site, items};
use crate::support::example::front_matter;
use crate::support::folder::Folder;

/// Two reports of one fault, the later in two languages, with the known error that it was.
fn knowledge_base() -> Folder {
    Folder::with([
        (
            "hansei.yaml",
            "time_zone: Asia/Tokyo\nas_of: 2026-05-01\nowners: [{id: team-edge, formerly: [team-lb]}]\n",
        ),
        (
            "content/incidents/a.md",
            "---\nid: INC-1\nowner: team-lb\nstatus: final\nseverity: SEV2\nstarted_at: 2026-01-01T23:30:00Z\n\
             detected_at: 2026-01-02T08:41:00+09:00\nservices: mail\ncauses: [dns]\n\
             impact: {users: 12, accounts: [Kawasemi]}\ncustom: {ticket: [7, x]}\n\
             actions: [{title: Renew, due: 2026-02-01}, {ref: INC-2/A1}]\n---\n# Mail stopped\n\n\
             ## Timeline\n\n| Time | What | Event |\n| --- | --- | --- |\n\
             | 2026-01-02T00:30:00Z | It was over | resolved |\n",
        ),
        (
            "content/incidents/b.md",
            "---\nid: INC-2\nstarted_at: 2026-03-01\nservices: [mail]\ncauses: [dns]\nknown_errors: [KE-1]\n\
             relations: [{type: recurrence-of, id: INC-1, note: the same record}]\n\
             actions: [{title: Watch, state: done}]\n---\n# Mail stopped again\n",
        ),
        (
            "content/incidents/b.ja.md",
            "# メールがまた止まった\n\nドメイン名が引けなかった。\n",
        ),
        (
            "content/known-errors/k.md",
            "---\nid: KE-1\nstatus: active\n---\n# Names are not found\n",
        ),
        (
            "content/vendors/kanade.md",
            "---\ncontacts: [{role: desk, phone: 090-2468-1357}]\nsla: [{severity: SEV1, respond: 1h30m}]\n---\n# Kanade\n",
        ),
    ])
}

fn by_id<'a>(items: &'a [Value], id: &str) -> &'a Value {
    let mut found = items.iter().filter(|item| item["id"] == id);
    found
        .next()
        .unwrap_or_else(|| panic!("no {id} in {items:#?}"))
}

/// These keys of a record.
fn part(record: &Value, keys: &[&str]) -> Value {
    keys.iter()
        .map(|key| ((*key).to_owned(), record[key].clone()))
        .collect()
}

#[test]
fn a_document_is_told_as_it_is_written_and_as_pages_count_it() {
    let documents = items(&knowledge_base(), "documents");
    let ids: Vec<&str> = documents
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["INC-1", "INC-2", "kanade", "KE-1"]);
    let keys = [
        "kind",
        "type",
        "title",
        "language",
        "status",
        "severity",
        "date",
        "started_at",
        "detected_at",
        "resolved_at",
        "detect_seconds",
        "acknowledge_seconds",
        "resolve_seconds",
        "ongoing",
        "owner",
        "services",
        "actions",
        "impact",
        "custom",
        "file",
        "page",
        "url",
    ];
    assert_eq!(
        part(by_id(&documents, "INC-1"), &keys),
        json!({
            "kind": "incident", "type": "incident", "title": "Mail stopped", "language": "en",
            "status": "final", "severity": "SEV2",
            // The day on the site's clocks; times as they are written.
            "date": "2026-01-02", "started_at": "2026-01-01T23:30:00+00:00",
            "detected_at": "2026-01-02T08:41:00+09:00", "resolved_at": "2026-01-02T00:30:00+00:00",
            "detect_seconds": 660, "acknowledge_seconds": null, "resolve_seconds": 3600, "ongoing": false,
            "owner": "team-edge", "services": ["mail"], "actions": ["INC-1/A1", "INC-2/A1"],
            // Customers are on no page, and so not here.
            "impact": {"summary": null, "users": 12, "requests_failed": null, "sla_breached": null},
            "custom": {"ticket": [7, "x"]},
            "file": "content/incidents/a.md", "page": "incidents/inc-1.html", "url": null,
        })
    );
    let later = by_id(&documents, "INC-2");
    assert_eq!(later["started_at"], "2026-03-01");
    assert_eq!(
        later["versions"],
        json!([{
            "language": "ja", "title": "メールがまた止まった", "file": "content/incidents/b.ja.md",
            "page": "incidents/inc-2.ja.html",
        }])
    );
    let vendor = by_id(&documents, "kanade");
    assert_eq!(vendor["contacts"][0]["phone"], "090-2468-1357");
    assert_eq!(
        vendor["sla"],
        json!([{"severity": "SEV1", "respond_seconds": 5400, "resolve_seconds": null}])
    );
}

#[test]
fn pages_have_addresses_where_the_site_has_one() {
    let folder = knowledge_base();
    folder.write("hansei.yaml", "base_url: https://kb.example/x/\n");
    folder.write("content/pages/用語.md", "# 用語集\n");
    let documents = items(&folder, "documents");
    let page = by_id(&documents, "用語");
    assert_eq!(page["page"], "pages/用語.html");
    assert_eq!(
        page["url"],
        "https://kb.example/x/pages/%E7%94%A8%E8%AA%9E.html"
    );
}

#[test]
fn a_relation_is_told_once_and_what_resembles_says_why() {
    let relations = items(&knowledge_base(), "relations");
    let keys = [
        "id",
        "type",
        "from",
        "to",
        "note",
        "note_language",
        "strength",
    ];
    let told: Vec<Value> = relations.iter().map(|one| part(one, &keys)).collect();
    assert_eq!(
        told,
        [
            json!({
                "id": "INC-2/recurrence-of/INC-1", "type": "recurrence-of", "from": "INC-2", "to": "INC-1",
                "note": "the same record", "note_language": "en", "strength": null,
            }),
            json!({
                "id": "INC-2/related/KE-1", "type": "related", "from": "INC-2", "to": "KE-1",
                "note": null, "note_language": null, "strength": null,
            }),
        ]
    );
    let folder = knowledge_base();
    let text = folder.text("content/incidents/b.md");
    folder.write(
        "content/incidents/b.md",
        text.replace("relations:", "custom:")
            .replace("{ref: INC-2/A1}", ""),
    );
    let text = folder.text("content/incidents/a.md");
    folder.write(
        "content/incidents/a.md",
        text.replace(", {ref: INC-2/A1}", ""),
    );
    let relations = items(&folder, "relations");
    let similar: Vec<&Value> = relations
        .iter()
        .filter(|one| one["type"] == "similar")
        .collect();
    assert_eq!(similar.len(), 1, "{relations:#?}");
    assert_eq!(similar[0]["id"], "INC-2/similar/INC-1");
    assert_eq!(similar[0]["strength"], "strong");
    assert_eq!(similar[0]["other_cause"], false);
    assert_eq!(
        similar[0]["reasons"][0],
        json!({"type": "cause", "values": ["dns"]})
    );
}

#[test]
fn what_is_confidential_stays_here_in_every_sort_of_data() {
    let folder = Folder::with([
        (
            "content/incidents/a.md",
            "---\nid: INC-1\nowner: mori\ntags: [Bearer 9f8Kq2LmZ7xWc4Vb6Nn1Rt5Y]\ncustom: {password: Winter2026mail}\n\
             actions: [{title: Ring 090-2468-1357 again}]\n\
             relations: [{type: same-cause, id: INC-2, note: \"postgres://app:Kx9vQ2mLp4@db.internal/app\"}]\n---\n\
             # Mail of hanako.s84@docomo.ne.jp was lost\n\n## Timeline\n\n| Time | What |\n| --- | --- |\n\
             | 2026-01-02T00:30:00Z | password=Winter2026!mail was changed |\n",
        ),
        ("content/incidents/b.md", "---\nid: INC-2\n---\n# Another\n"),
        (
            "content/vendors/relay.md",
            "---\ncontacts: [{role: desk, phone: 090-1357-2468, portal: \"https://us:Kx9vQ2mLp4@relay.example/\"}]\n---\n# Relay\n",
        ),
    ]);
    for kind in ["documents", "relations", "actions"] {
        let all = Value::from(items(&folder, kind)).to_string();
        for secret in [
            "Winter2026",
            "9f8Kq2LmZ7xWc4Vb6Nn1Rt5Y",
            "Kx9vQ2mLp4",
            "hanako.s84@docomo",
            "090-2468-1357",
        ] {
            assert!(!all.contains(secret), "{secret} in {kind}: {all}");
        }
        let mut table =
            crate::support::program::succeed(folder.path(), &["export", kind, "--format", "csv"])
                .stdout;
        table.make_ascii_lowercase();
        assert!(
            !table.contains("docomo") && !table.contains("lmz7") && !table.contains("2468-1357"),
            "{table}"
        );
    }
    // How to reach a vendor is what its document is for.
    let documents = items(&folder, "documents");
    assert_eq!(
        by_id(&documents, "relay")["contacts"][0]["phone"],
        "090-1357-2468"
    );
}

#[test]
fn the_example_is_told_whole() {
    let files = example_site();
    let read = |kind: &str| -> Value {
        let data = files.get(&format!("api/v1/{kind}.json")).unwrap();
        serde_json::from_slice(data).unwrap()
    };
    let documents = read("documents");
    let documents = documents["items"].as_array().unwrap();
    let mut told = BTreeSet::new();
    for record in documents {
        told.insert(record["id"].as_str().unwrap().to_owned());
        let page = record["page"].as_str().unwrap();
        assert!(files.contains_key(page), "{page}");
    }
    let folders = [
        "incidents",
        "known-errors",
        "checklists",
        "vendors",
        "pages",
    ];
    let written: BTreeSet<String> = folders
        .into_iter()
        .flat_map(|folder| front_matter(folder).into_keys())
        .collect();
    assert_eq!(told, written);
    let index = read("index");
    for item in index["items"].as_array().unwrap() {
        let data = read(item["kind"].as_str().unwrap());
        assert_eq!(
            item["count"],
            data["items"].as_array().unwrap().len(),
            "{item}"
        );
        let schema = format!("api/v1/{}", item["schema"].as_str().unwrap());
        assert!(files.contains_key(&schema), "{schema}");
        let ids = data["items"].as_array().unwrap().iter();
        let ids: Vec<&str> = ids.map(|one| one["id"].as_str().unwrap()).collect();
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), distinct.len(), "{item}");
    }
    // Actions that documents name are those there are.
    let actions = read("actions");
    let actions: BTreeSet<&str> = actions["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    let named = documents
        .iter()
        .filter_map(|one| one["actions"].as_array())
        .flatten();
    let named: BTreeSet<&str> = named.map(|id| id.as_str().unwrap()).collect();
    assert_eq!(named, actions);
}
