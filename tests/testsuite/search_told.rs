//! What `hansei search` tells people of a hit: where it is, what it holds and lacks, what else helps.

use crate::support::folder::Folder;
use crate::support::program::run;

/// The first hit of a query: its line in the file, its heading or field, what was told beside it.
fn told(folder: &Folder, query: &str, language: &str) -> (String, Vec<String>, String) {
    let ran = run(folder.path(), &["search", "--lang", language, "--", query]);
    let mut lines = ran.stdout.lines().map(str::to_owned);
    let place = lines.find(|line| line.starts_with("  content/"));
    let place = place.unwrap_or_default();
    let line = place.rsplit(".md:").next().unwrap().to_owned();
    (
        line,
        ran.stdout.lines().map(str::to_owned).collect(),
        ran.stderr,
    )
}

#[test]
fn a_hit_names_the_line_and_the_field_it_is_in() {
    let folder = Folder::with([
        (
            "hansei.yaml",
            "causes: [{id: cert-expired, name: Certificate expired, name_ja: 証明書の期限切れ}]\n",
        ),
        (
            "content/incidents/a.md",
            "---\nid: INC-1\nstarted_at: 2026-01-01\nservices:\n  - quillpost\ncauses: [cert-expired]\n\
             tags: [heron]\nroles:\n  commander: [Ostrich]\nactions:\n  - id: ACT-1\n    title: Replace the lantern\n\
             vendors: [Lantern Works]\ntitle: Gateway was dark\n---\n\n## Summary\n\nThe heron left.\n",
        ),
        ("content/pages/b.md", "Words.\n\n# Ibis\n\nMore words.\n"),
    ]);
    for (query, english, japanese) in [
        ("quillpost", "5  Services", "5  サービス"),
        ("証明書の期限切れ", "6  Causes", "6  発生原因"),
        ("cert-expired", "6  Causes", "6  発生原因"),
        ("ostrich", "9  Roles", "9  対応者"),
        ("replace the lantern", "12  Actions", "12  再発防止策"),
        ("Lantern Works", "13  Vendors", "13  ベンダー"),
        ("Gateway was dark", "14", "14"),
        ("the heron", "19  Summary", "19  Summary"),
        ("ibis", "3", "3"),
    ] {
        assert_eq!(told(&folder, query, "en").0, english, "{query}");
        assert_eq!(told(&folder, query, "ja").0, japanese, "{query}");
    }
}

#[test]
fn what_is_said_of_partial_hits_is_true() {
    let folder = Folder::with([
        (
            "content/pages/a.md",
            "# 予約\n\n予約が入る。有効期限切迫の知らせ。\n",
        ),
        ("content/pages/b.md", "# Trace\n\nmain returned an error.\n"),
    ]);
    let heading = |query: &str, language: &str| told(&folder, query, language).1;
    let says = |query: &str, language: &str, text: &str| {
        let told = heading(query, language);
        assert!(
            told.iter().any(|line| line.contains(text)),
            "{query}: {told:?}"
        );
    };
    says("予約できない", "ja", "主な語をすべて含む文書 1件");
    says("予約できない", "en", "but for endings");
    says("予約 期限", "ja", "すべての語を含むが");
    says("予約 有効期限切れ 未知", "ja", "含む語: 予約、有効期限切");
    says(
        "予約 有効期限切れ 未知 接続待ち",
        "ja",
        "含まない語: 未知、接続待ち",
    );
    assert!(
        heading("goroutine main.main\nmain.main()", "en").len() <= 1,
        "the words are there, and not side by side"
    );
}

#[test]
fn an_error_that_has_a_signature_leads_to_its_workaround() {
    let folder = Folder::with([(
        "content/known-errors/a.md",
        "---\nid: KE-1\ntitle: Lease\nstatus: active\nsignatures:\n  - text: lease lost\n---\n\n## Workaround\n\nWait.\n",
    )]);
    let (.., english) = told(&folder, "outbox lease lost, parking", "en");
    assert_eq!(
        english,
        "it has a signature of KE-1; `hansei match` shows the workaround\n"
    );
    let (.., japanese) = told(&folder, "outbox lease lost, parking", "ja");
    assert!(
        japanese.starts_with("KE-1 のシグネチャに一致します"),
        "{japanese}"
    );
    let (.., other) = told(&folder, "outbox", "en");
    assert_eq!(other, "");
}

/// A knowledge base with a message in it, in both languages.
fn with_messages() -> Folder {
    Folder::with([
        (
            "content/pages/a.md",
            "# Pool\n\nThe database connection pool has a timeout of 3s.\n",
        ),
        (
            "content/pages/b.md",
            "# 接続\n\n`<時刻>` データベースの接続が（10.0.0.1）から切れました。\n",
        ),
        (
            "content/pages/c.md",
            "# Apart\n\nThe database is here, the connection there, a pool has a timeout elsewhere.\n",
        ),
    ])
}

#[test]
fn a_line_of_a_log_is_found_but_for_what_varies_and_said_to_be() {
    let folder = with_messages();
    for (line, language, place, told) in [
        (
            "2026-11-20T10:11:12Z ERROR The database connection pool has a timeout",
            "en",
            "content/pages/a.md:3",
            [
                "1 document holds it but for times",
                "The same text but for times",
            ],
        ),
        (
            "The database connection pool id=77",
            "en",
            "content/pages/a.md:3",
            [
                "1 document holds it but for times",
                "The same text but for times",
            ],
        ),
        (
            "2026/11/20 10:11:12 [error] データベースの接続が 192.0.2.7 から切れました",
            "ja",
            "content/pages/b.md:3",
            [
                "時刻、レベル、ID、アドレスのほかは同じ文字列を含む文書 1件",
                "時刻、レベル、ID、アドレスのほかは同じ文字列",
            ],
        ),
    ] {
        let searched = run(folder.path(), &["search", "--lang", language, "--", line]);
        assert_eq!(searched.exit, 1, "{line}: {}", searched.stdout);
        assert!(searched.stdout.contains(place), "{}", searched.stdout);
        assert!(searched.stdout.contains(told[0]), "{}", searched.stdout);
        let arguments = ["search", "--format", "json", "--", line];
        let answer: serde_json::Value =
            serde_json::from_str(&run(folder.path(), &arguments).stdout).unwrap();
        let total = &answer["total"];
        assert_eq!((&total["items"], &total["steady"]), (&0.into(), &1.into()));

        let log = folder.path().join("log.txt");
        std::fs::write(&log, format!("{line}\n")).unwrap();
        let log = log.to_str().unwrap();
        let matched = run(folder.path(), &["match", "--lang", language, log]);
        assert_eq!(matched.exit, 0, "{line}: {}", matched.stdout);
        assert!(matched.stdout.contains(told[1]), "{}", matched.stdout);
    }
}

#[test]
fn what_stands_there_as_it_is_written_is_exact_and_what_stands_apart_holds_parts() {
    let folder = with_messages();
    for (line, exact, steady, status) in [
        ("the DATABASE connection pool has a timeout of 3s.", 1, 0, 0),
        (
            "10:11:12 a timeout elsewhere, the database is here",
            0,
            0,
            1,
        ),
        ("10:11:12 pool has a timeout in 3s for nobody", 0, 0, 1),
        ("10:11:12 timeout", 0, 0, 1),
    ] {
        let arguments = ["search", "--format", "json", "--", line];
        let ran = run(folder.path(), &arguments);
        let answer: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let total = |list: &str| answer["total"][list].as_u64().unwrap();
        assert_eq!((total("items"), total("steady")), (exact, steady), "{line}");
        assert_eq!(ran.exit, status, "{line}");
    }
}
