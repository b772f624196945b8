//! A name that nothing goes by is told from one that nothing is written about.

use crate::support::folder::Folder;
use crate::support::program::{run, succeed};

const CONFIGURATION: &str = "\
as_of: 2026-11-01
services: [{id: booking-api, name_ja: 予約API}, {id: payments}, {id: idle}]
owners: [{id: team-platform, name_ja: 基盤チーム, formerly: [team-infra]}]
causes: [{id: expiry, name: Certificate expired, name_ja: 証明書の期限切れ}]
";

fn knowledge_base() -> Folder {
    Folder::with([
        ("hansei.yaml", CONFIGURATION),
        (
            "content/incidents/one.md",
            "---\nid: INC-1\nservices: [booking-api]\ncauses: [expiry]\nseverity: SEV2\nvendors: [certico]\nactions:\n  - {title: Renew by machine, owner: team-platform, due: 2026-09-30}\n---\n# Booking stopped\n",
        ),
        (
            "content/incidents/two.md",
            "---\nid: INC-2\ntype: near-miss\nservices: [payments]\nactions: [{ref: INC-1/A1}]\n---\n# Payments nearly stopped\n",
        ),
        (
            "content/known-errors/ke.md",
            "---\nid: KE-1\nstatus: active\nservices: [booking-api]\n---\n# Expired\n\n## Workaround\n\n1. Renew by hand.\n",
        ),
        ("content/vendors/certico.md", "# Certico Ltd.\n"),
        ("content/vendors/certico.ja.md", "# サーティコ\n"),
    ])
}

#[test]
fn a_misspelt_name_is_no_all_clear() {
    let folder = knowledge_base();
    for (arguments, said) in [
        (
            &["actions", "--overdue", "--owner", "team-platfrom"][..],
            "there is no owner `team-platfrom`\ndid you mean `team-platform`?",
        ),
        (
            &["actions", "--service", "mail"],
            "there is no service `mail`\nknown here: booking-api, idle, payments",
        ),
        (
            &["advise", "--service", "boking-api"],
            "there is no service `boking-api`\ndid you mean `booking-api`?",
        ),
        (
            &["search", "stopped", "--vendor", "certica"],
            "there is no vendor `certica`\ndid you mean `certico`?",
        ),
        (
            &["search", "stopped", "--cause", "disk-full"],
            "there is no cause `disk-full`\nknown here: expiry",
        ),
        (
            &["search", "stopped", "--severity", "SEV9"],
            "there is no severity `SEV9`\nknown here: SEV1, SEV2, SEV3, SEV4",
        ),
        (
            &["search", "stopped", "--service", "予約ABI", "--lang", "ja"],
            "サービス `予約ABI` はありません\n`booking-api` のことですか",
        ),
    ] {
        let run = run(folder.path(), arguments);
        assert_eq!(run.exit, 2, "{arguments:?}: {run:#?}");
        assert_eq!(run.stdout, "", "{arguments:?}");
        let without_label = |line: &str| {
            let words = line
                .split_once(": ")
                .filter(|(label, _)| !label.contains('`'));
            words.map_or(line, |(_, words)| words).to_owned()
        };
        let told: Vec<String> = run.stderr.lines().map(without_label).collect();
        assert_eq!(told.join("\n"), said, "{arguments:?}");
    }
}

#[test]
fn without_a_list_a_name_that_no_document_mentions_is_unknown() {
    let folder = knowledge_base();
    folder.write("hansei.yaml", "as_of: 2026-11-01\n");
    succeed(folder.path(), &["actions", "--service", "Payments"]);
    assert_eq!(
        run(folder.path(), &["actions", "--service", "paymets"]).exit,
        2
    );
    assert_eq!(run(folder.path(), &["actions", "--owner", "idle"]).exit, 2);
}

#[test]
fn names_on_pages_and_former_names_are_understood() {
    let folder = knowledge_base();
    for name in ["team-platform", "基盤チーム", "TEAM-INFRA"] {
        let run = run(folder.path(), &["actions", "--overdue", "--owner", name]);
        assert_eq!(run.exit, 1, "{name}: {run:#?}");
        assert!(run.stdout.contains("INC-1/A1"), "{name}: {run:#?}");
    }
    let advice = succeed(folder.path(), &["advise", "--service", "予約API"]);
    assert!(advice.stdout.contains("KE-1  Expired"), "{advice:#?}");
    for (facet, name) in [
        ("--vendor", "サーティコ"),
        ("--vendor", "Certico Ltd."),
        ("--cause", "証明書の期限切れ"),
        ("--service", "予約API"),
        ("--severity", "sev2"),
    ] {
        let hits = succeed(folder.path(), &["search", "stopped", facet, name]);
        assert!(hits.stdout.contains("INC-1"), "{facet} {name}: {hits:#?}");
        assert!(!hits.stdout.contains("INC-2"), "{facet} {name}: {hits:#?}");
    }
    let nothing = run(folder.path(), &["advise", "--service", "idle"]);
    assert_eq!(
        nothing.exit, 1,
        "known, and nothing is written: {nothing:#?}"
    );
}

#[test]
fn an_action_counts_for_every_service_that_shares_it() {
    let folder = knowledge_base();
    let shared = run(
        folder.path(),
        &["actions", "--overdue", "--service", "payments"],
    );
    assert_eq!(shared.exit, 1);
    let line = shared.stdout.lines().last().unwrap();
    let cells: Vec<&str> = line.split("  ").filter(|cell| !cell.is_empty()).collect();
    let told = [
        "Overdue",
        "2026-09-30",
        "32",
        "2",
        "team-platform",
        "INC-1/A1",
        "Renew by machine",
    ];
    let cells: Vec<&str> = cells.into_iter().map(str::trim).collect();
    assert_eq!(cells, told);
    let json = succeed(
        folder.path(),
        &["actions", "--service", "payments", "--format", "json"],
    );
    assert!(json.stdout.contains("\"payments\""), "{json:#?}");
}

#[test]
fn advice_tells_the_way_around_and_what_should_have_been_done() {
    let folder = knowledge_base();
    let told = succeed(folder.path(), &["advise", "--service", "payments"]).stdout;
    assert_eq!(
        told,
        "\
Overdue actions after earlier incidents
  INC-1/A1  Renew by machine
    due 2026-09-30, 32 days overdue · team-platform
    content/incidents/one.md

What happened before
  INC-2  Payments nearly stopped
    Near miss · payments
    content/incidents/two.md
"
    );
    let told = succeed(
        folder.path(),
        &["advise", "--service", "booking-api", "--lang", "ja"],
    );
    for line in [
        "    回避策\n      1. Renew by hand.\n",
        "    期限 2026-09-30（32日超過） · 基盤チーム\n",
    ] {
        assert!(told.stdout.contains(line), "{line}: {}", told.stdout);
    }
    let nothing = run(folder.path(), &["advise"]);
    assert_eq!((nothing.exit, nothing.stdout.as_str()), (2, ""));
    let said = nothing.stderr.lines().next().unwrap();
    assert_eq!(said, "error: nothing says what the change touches");
}
