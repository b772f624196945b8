//! What makes entries resemble each other, and what does not.

mod archive;
mod noticed;
mod remembering;

use super::{MAX_STRONG, Related, Strength, describe};
use crate::config::ConfigFile;
use crate::knowledge_base::KnowledgeBase;
use crate::language::Language;
use crate::link::Relations;
use crate::locale::Locale;
use crate::signature::Signatures;
use crate::signature::recognition::Recognitions;
use crate::source::{Source, SourceFile};

fn base(config: &str, files: &[(&str, &str)]) -> KnowledgeBase {
    let documents = files.iter().map(|(path, text)| SourceFile {
        path: format!("content/{path}.md"),
        text: Ok((*text).to_owned()),
    });
    let source = Source {
        content: "content".to_owned(),
        documents: documents.collect(),
        files: Vec::new(),
    };
    KnowledgeBase::read(ConfigFile::read(config.to_owned(), "kb"), source)
}

/// The candidates of an entry, a line each.
fn candidates(base: &KnowledgeBase, id: &str, language: Language) -> Vec<String> {
    let relations = Relations::gather(base);
    let recognitions = Recognitions::of(base, &Signatures::of(base));
    let related = Related::of(base, &relations, &recognitions);
    let entry = base.entry_by_id(id).unwrap();
    let candidates = related.candidates(entry, |_| true).into_iter();
    candidates
        .map(|candidate| {
            let strength = match candidate.strength {
                Strength::Strong => "strong",
                Strength::Weak => "weak",
            };
            let relation = candidate.relation.map_or("", |relation| relation.as_str());
            let words = describe(base, &candidate, Locale::of(language));
            format!(
                "{} {strength} {relation}: {words}",
                base[candidate.other].id
            )
        })
        .collect()
}

/// An incident with this front matter and text.
fn incident(front_matter: &str, text: &str) -> String {
    format!("---\n{front_matter}\n---\n{text}\n")
}

/// The English candidates of the first of these incidents, which are called a, b, c.
fn of_first(config: &str, incidents: &[String]) -> Vec<String> {
    let names = ["a", "b", "c", "d"].map(|name| format!("incidents/{name}"));
    let files = names.iter().zip(incidents);
    let files: Vec<(&str, &str)> = files
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    candidates(&base(config, &files), "a", Language::English)
}

#[test]
fn a_signature_makes_incidents_of_one_known_error() {
    let base = base(
        "",
        &[
            (
                "known-errors/KE-1",
                "---\nsignatures: [{text: 'lease lost, parking worker'}]\n---\n# Outbox stops\n",
            ),
            (
                "incidents/a",
                "# Mails late\n\n```\nWARN lease lost, parking worker\n```\n",
            ),
            (
                "incidents/b",
                "# Queue grew\n\nThe log said lease lost, parking worker 7.\n",
            ),
            ("incidents/c", "# Nothing of that\n"),
        ],
    );
    assert_eq!(
        candidates(&base, "a", Language::English),
        [
            "KE-1 strong : its signature `lease lost, parking worker` is found",
            "b strong : both of KE-1: `lease lost, parking worker`",
        ]
    );
    assert!(candidates(&base, "c", Language::English).is_empty());
}

#[test]
fn a_signature_that_any_log_has_says_nothing() {
    let base = base(
        "",
        &[
            (
                "known-errors/KE-1",
                "---\nsignatures: [{text: 'connection refused'}]\n---\n# Gate closed\n",
            ),
            ("incidents/a", "# Mails late\n\n    connection refused\n"),
            ("incidents/b", "# Queue grew\n\n    connection refused\n"),
        ],
    );
    assert!(candidates(&base, "a", Language::English).is_empty());
}

#[test]
fn links_to_a_known_error_count_unless_they_are_a_list_or_denied() {
    let known: Vec<(String, String)> = (1..=9)
        .map(|number| {
            (
                format!("known-errors/KE-{number}"),
                format!("# Fault of sort {number}"),
            )
        })
        .collect();
    let all = "[[KE-1]] [[KE-2]] [[KE-3]] [[KE-4]] [[KE-5]] [[KE-6]] [[KE-7]] [[KE-8]] [[KE-9]]";
    let denied =
        "---\nrelations: [{type: not-related, id: KE-1, note: another queue}]\n---\n# Late";
    let mut files = vec![
        ("incidents/a", "---\nknown_errors: [KE-1]\n---\n# Mails"),
        ("incidents/b", "# Queue\n\nThis was [[KE-1]]."),
        ("incidents/c", denied),
        ("incidents/list", all),
    ];
    files.extend(
        known
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str())),
    );
    files.push(("incidents/other", "# Login page blank"));
    files.push(("known-errors/KE-0", "Not to be confused with [[other]]."));
    let base = base("", &files);
    assert_eq!(
        candidates(&base, "a", Language::English),
        [
            "KE-1 strong related: linked known error",
            "b strong : same known error KE-1"
        ]
    );
    assert!(candidates(&base, "other", Language::English).is_empty());
    assert!(candidates(&base, "list", Language::English).is_empty());
}

#[test]
fn two_that_agree_are_strong_if_one_is_the_cause() {
    let words = ["# Mails late", "# Queue grew", "# Site slow", "# No login"];
    let incidents = [
        "{services: [api], causes: [expiry], vendors: [certico]}",
        "{services: [api], causes: [expiry]}",
        "{services: [web], causes: [expiry]}",
        "{services: [api], causes: [typo]}",
    ];
    let incidents: Vec<String> = incidents
        .iter()
        .zip(words)
        .map(|(front_matter, text)| incident(front_matter, text))
        .collect();
    assert_eq!(
        of_first(
            "causes: [{id: expiry, name: Expired}, {id: typo}]",
            &incidents
        ),
        [
            "b strong : same cause Expired · api",
            "c weak : same cause Expired"
        ]
    );
}

#[test]
fn vendor_and_service_without_a_cause_are_weak() {
    let incidents = ["# Mails late", "# 遅延"]
        .map(|text| incident("{services: [api], vendors: [certico]}", text));
    assert_eq!(of_first("", &incidents), ["b weak : certico · api"]);
}

#[test]
fn planned_work_is_no_sign_of_a_fault() {
    let fields = "services: [api], causes: [move]";
    let planned = incident(&format!("{{type: maintenance, {fields}}}"), "# Move");
    let fault = incident(&format!("{{{fields}}}"), "# Broken");
    let near = incident(&format!("{{type: near-miss, {fields}}}"), "# Nearly");
    assert_eq!(
        of_first("", &[fault, planned, near]),
        [
            "c strong : same cause move · api",
            "b weak : same cause move · api"
        ]
    );
}

#[test]
fn an_error_code_and_a_service_are_strong_while_few_have_it() {
    let with_code =
        |title: &str| incident("services: [api]", &format!("# {title}\n\n    VQX-4417 no"));
    let titles = ["Mails late", "Queue grew", "Site slow", "No login"];
    let few: Vec<String> = titles[..2].iter().map(|title| with_code(title)).collect();
    assert_eq!(
        of_first("", &few),
        ["b strong : both name `VQX-4417` · api"]
    );
    let many: Vec<String> = titles.iter().map(|title| with_code(title)).collect();
    let found = of_first("", &many);
    assert!(found.iter().all(|line| line.contains("weak")), "{found:?}");
    assert_eq!(found.len(), 3);
}

#[test]
fn a_message_that_both_quote_is_found_without_what_varies() {
    let incidents = [
        "# Mails late\n\n```\n09:02:11 app-1 ERROR mover gave up on shard=7: ledger checkpoint moved backwards at 4711\n```",
        "# Queue grew\n\nIt said `ledger checkpoint moved backwards at 12`.",
    ];
    let incidents = incidents.map(|text| incident("services: [api]", text));
    assert_eq!(
        of_first("", &incidents),
        ["b strong : both log `ledger checkpoint moved backwards at` · api"]
    );
}

#[test]
fn what_people_type_and_any_report_names_says_nothing() {
    let text = |title: &str| {
        format!(
            "# {title}\n\nSee INC-2099-0001, OPS-12, 2026-03-14, v1.28.4, https://dash.example.com/d/xyz/api and \
             the ledger-service on api-server.\n\n```console\n$ kubectl rollout undo deploy/ledger-mover\n```\n\n\
             ```yaml\nmax_ledger_movers: 4\n```\n\n    09:00 level=info trace_ledger_id=7 status=500\n"
        )
    };
    let ids = "id: INC-2026-0007\nservices: [ledger-service]";
    let incidents = [
        incident(ids, &text("Mails late")),
        incident("services: [ledger-service]", &text("遅延")),
    ];
    let files = [
        ("incidents/a", incidents[0].as_str()),
        ("incidents/b", &incidents[1]),
    ];
    let found = candidates(&base("", &files), "INC-2026-0007", Language::English);
    assert!(!found.iter().any(|line| line.contains("both")), "{found:?}");
    assert!(
        !found.iter().any(|line| line.contains("strong")),
        "{found:?}"
    );
}

#[test]
fn the_same_symptom_with_another_cause_is_told() {
    let incidents = ["typo", "disk"].map(|cause| {
        let fields = format!("services: [api]\ncauses: [{cause}]");
        incident(&fields, "# 遅延\n\n    LedgerMismatchError: no")
    });
    let config = "causes: [{id: typo}, {id: disk, parent: hardware}, {id: hardware}]";
    assert_eq!(
        of_first(config, &incidents),
        ["b strong : same symptom, other cause · both name `LedgerMismatchError` · api"]
    );
    let broader = [
        incidents[1].clone(),
        incidents[0].replace("typo", "hardware"),
    ];
    assert_eq!(
        of_first(config, &broader),
        ["b strong : both name `LedgerMismatchError` · api"]
    );
}

#[test]
fn bare_reports_are_found_by_their_words_in_both_languages() {
    let english = [
        "# Invoices sent twice\n\nThe scheduler ran the invoice job twice in the night to daylight saving time.",
        "# Duplicate invoices after the clock change\n\nWhen the clock went back from daylight saving time the \
         scheduler began the job a second time.",
        "# Login page blank\n\nA script of the consent banner failed in old browsers.",
    ];
    let found = of_first("", &english.map(ToOwned::to_owned));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("b weak : "), "{found:?}");
    assert!(found[0].contains("daylight"), "{found:?}");

    let japanese = [
        (
            "incidents/a",
            "# 在庫が倍になった\n\n夜間の在庫連携バッチが二重に起動し、入庫を二重計上した。",
        ),
        (
            "incidents/b",
            "# 在庫数が合わない\n\n在庫連携バッチが同時に動き、入庫が二重計上されていた。",
        ),
        (
            "incidents/c",
            "# 地図が表示されない\n\n配信元の利用上限に達した。",
        ),
    ];
    let found = candidates(&base("", &japanese), "a", Language::Japanese);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("b weak : "), "{found:?}");
    assert!(found[0].contains("在庫連携"), "{found:?}");
}

#[test]
fn versions_of_one_entry_are_one_and_pages_are_not_compared() {
    let text = "# Late\n\n    VQX-4417 no";
    let base = base(
        "",
        &[
            ("incidents/a", text),
            ("incidents/a.ja", "# 遅延\n\n    VQX-4417 no"),
            (
                "incidents/b",
                "# Other\n\nVQX-4417 again, the ledger checkpoint.",
            ),
            ("incidents/b.ja", "# 別件\n\nVQX-4417"),
            ("pages/a-page", text),
            ("vendors/certico", text),
        ],
    );
    assert_eq!(
        candidates(&base, "a", Language::English),
        ["b weak : both name `VQX-4417`"]
    );
    assert!(candidates(&base, "a-page", Language::English).is_empty());
}

#[test]
fn what_is_answered_is_told_and_takes_no_place() {
    let incidents = [
        incident("{causes: [x]}", "# Mails"),
        incident(
            "{causes: [x], relations: [{type: not-related, id: a, note: no}]}",
            "# Queue",
        ),
        incident("{causes: [x]}", "See [a](a.md)."),
    ];
    let mut found = of_first("", &incidents);
    found.sort();
    assert_eq!(
        found,
        [
            "b weak not-related: same cause x",
            "c weak related: same cause x"
        ]
    );
}

#[test]
fn one_telling_word_will_do_where_titles_are_the_same() {
    let incidents = [
        incident(
            "services: [outbox]",
            "# Migration of the outbox\n\nThe host is new.",
        ),
        incident(
            "services: [outbox]",
            "# Migration of the outbox\n\nNobody was told.",
        ),
        incident(
            "",
            "# Migration of a table of invoices, slowly\n\nThe disk was full.",
        ),
    ];
    assert_eq!(
        of_first("", &incidents),
        ["b weak : outbox · alike titles: Migration"]
    );
}

#[test]
fn what_very_many_have_says_nothing() {
    let among = |count: usize| {
        let report = |number: usize| {
            let (month, day) = (1 + number / 28 % 12, 1 + number % 28);
            let path = format!("incidents/INC-{number:04}");
            let date = format!("{}-{month:02}-{day:02}", 2000 + number / 336);
            let fields = format!("started_at: {date}\nservices: [api]\ncauses: [typo]");
            (path, incident(&fields, "# Down\n"))
        };
        let files: Vec<(String, String)> = (0..count).map(report).collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        candidates(&base("", &files), "INC-0007", Language::English)
    };
    let found = among(16);
    assert_eq!(found.len(), MAX_STRONG, "{found:?}");
    assert_eq!(found[0], "INC-0006 strong : same cause typo · api");
    assert_eq!(found[1], "INC-0008 strong : same cause typo · api");
    assert!(among(40).iter().all(|line| line.contains(" weak ")));
    assert!(among(600).is_empty());
}

#[test]
fn the_known_error_comes_before_its_many_incidents() {
    let incidents: Vec<(String, String)> = (1..=60)
        .map(|day| {
            let (month, day) = (1 + day / 28, 1 + day % 28);
            let path = format!("incidents/INC-{month:02}{day:02}");
            let fields = format!("started_at: 2026-{month:02}-{day:02}\nknown_errors: [KE-1]");
            (path, incident(&fields, "# Down"))
        })
        .collect();
    let mut files = vec![(
        "known-errors/KE-1",
        "---\nrecorded_on: 2025-01-01\n---\n# Outbox stops",
    )];
    let others = incidents.iter();
    files.extend(others.map(|(path, text)| (path.as_str(), text.as_str())));
    let found = candidates(&base("", &files), "INC-0301", Language::English);
    assert_eq!(found[0], "KE-1 strong related: linked known error");
    assert_eq!(found[1], "INC-0228 strong : same known error KE-1");
}

#[test]
fn only_eligible_ones_are_looked_at() {
    let files = [
        (
            "incidents/a",
            "---\ncauses: [x]\nstarted_at: 2026-01-01\n---\n# A",
        ),
        (
            "incidents/b",
            "---\ncauses: [x]\nstarted_at: 2026-02-01\n---\n# B",
        ),
        (
            "incidents/c",
            "---\ncauses: [x]\nstarted_at: 2026-03-01\n---\n# C",
        ),
    ];
    let base = base("", &files);
    let relations = Relations::gather(&base);
    let recognitions = Recognitions::of(&base, &Signatures::of(&base));
    let related = Related::of(&base, &relations, &recognitions);
    let entry = base.entry_by_id("b").unwrap();
    let candidates = related.candidates(entry, |other| related.is_older(other, entry));
    let ids: Vec<&str> = candidates
        .iter()
        .map(|one| base[one.other].id.as_str())
        .collect();
    assert_eq!(ids, ["a"]);
}
