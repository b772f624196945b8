//! `hansei export`: to standard output, to a file, for spreadsheets.

use super::{KINDS, example_site, json};
use crate::support::folder::Folder;
use crate::support::program::{run, succeed};
use crate::support::repository;

#[test]
fn the_command_line_writes_what_the_site_has() {
    let files = example_site();
    for kind in KINDS {
        let printed = json(&run(repository(), &["export", kind]));
        let data = &files[&format!("api/v1/{kind}.json")];
        let of_site: serde_json::Value = serde_json::from_slice(data).unwrap();
        assert_eq!(printed, of_site, "{kind}");
    }
}

#[test]
fn tables_open_in_spreadsheets_and_have_a_row_a_record() {
    for kind in KINDS {
        let count = json(&run(repository(), &["export", kind]))["items"]
            .as_array()
            .unwrap()
            .len();
        let table = succeed(repository(), &["export", kind, "--format", "csv"]).stdout;
        let text = table.strip_prefix('\u{FEFF}').unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().unwrap().clone();
        assert!(
            columns
                .iter()
                .any(|column| ["id", "kind"].contains(&column)),
            "{columns:?}"
        );
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert_eq!(rows.len(), count, "{kind}");
        let formulas = rows
            .iter()
            .flatten()
            .filter(|cell| cell.starts_with(['=', '+', '-', '@']));
        assert_eq!(formulas.count(), 0, "{kind}");
    }
}

#[test]
fn a_known_error_and_a_report_share_their_columns() {
    let folder = Folder::with([
        (
            "content/incidents/a.md",
            "---\nid: INC-1\nseverity: SEV2\nstarted_at: 2026-01-01T10:00:00Z\nresolved_at: 2026-01-01T10:10:00Z\n\
             services: [mail, gateway]\ncauses: [dns]\nimpact: {users: 3, sla_breached: false}\n---\n# =Mail stopped\n",
        ),
        (
            "content/known-errors/k.ja.md",
            "---\nid: KE-1\nstatus: active\nservices: [mail]\ncause: dns\nowner: team-edge\n---\n# 名前が引けない\n",
        ),
    ]);
    let table = succeed(folder.path(), &["export", "documents", "--format", "csv"]).stdout;
    assert_eq!(
        table,
        "\u{FEFF}\"id\",\"kind\",\"type\",\"title\",\"language\",\"status\",\"severity\",\"date\",\"started_at\",\
         \"detected_at\",\"acknowledged_at\",\"identified_at\",\"mitigated_at\",\"resolved_at\",\
         \"detect_seconds\",\"acknowledge_seconds\",\"mitigate_seconds\",\"resolve_seconds\",\
         \"finalized_on\",\"detected_by\",\"services\",\"environments\",\"vendors\",\"causes\",\
         \"escape_causes\",\"known_errors\",\"actions\",\"users\",\"requests_failed\",\"sla_breached\",\
         \"owner\",\"tags\",\"review_by\",\"file\",\"page\",\"url\"\r\n\
         \"INC-1\",\"incident\",\"incident\",\"'=Mail stopped\",\"en\",\"draft\",\"SEV2\",\"2026-01-01\",\
         \"2026-01-01T10:00:00+00:00\",\"\",\"\",\"\",\"\",\"2026-01-01T10:10:00+00:00\",\"\",\"\",\"\",\
         \"600\",\"\",\"\",\"mail; gateway\",\"\",\"\",\"dns\",\"\",\"\",\"\",\"3\",\"\",\"false\",\"\",\
         \"\",\"\",\"content/incidents/a.md\",\"incidents/inc-1.html\",\"\"\r\n\
         \"KE-1\",\"known-error\",\"\",\"名前が引けない\",\"ja\",\"active\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\
         \"\",\"\",\"\",\"\",\"\",\"\",\"\",\"mail\",\"\",\"\",\"dns\",\"\",\"\",\"\",\"\",\"\",\"\",\
         \"team-edge\",\"\",\"\",\"content/known-errors/k.ja.md\",\"known-errors/ke-1.html\",\"\"\r\n"
    );
}

#[test]
fn a_file_takes_the_place_of_the_old_one_and_its_name_says_the_format() {
    let folder = Folder::with([
        ("content/incidents/a.md", "---\nid: INC-1\n---\n# A\n"),
        ("out/a.CSV", "old"),
    ]);
    let written = succeed(folder.path(), &["export", "documents", "-o", "out/a.CSV"]);
    assert_eq!(written.stdout, "");
    assert!(
        written.stderr.contains("1 record in out/a.CSV"),
        "{written:?}"
    );
    assert!(
        folder
            .text("out/a.CSV")
            .starts_with("\u{FEFF}\"id\",\"kind\",")
    );
    succeed(
        folder.path(),
        &["export", "documents", "-o", "a.csv", "--format", "json"],
    );
    assert!(folder.text("a.csv").starts_with('{'));
    succeed(
        folder.path(),
        &["export", "figures", "--output", "figures.json", "--quiet"],
    );
    assert!(folder.text("figures.json").ends_with("}\n"));
    let left: Vec<String> = folder.files().into_keys().collect();
    assert_eq!(
        left,
        [
            "a.csv",
            "content/incidents/a.md",
            "figures.json",
            "out/a.CSV"
        ]
    );
}

#[test]
fn what_cannot_be_written_is_said_and_leaves_nothing() {
    let folder = Folder::with([("content/incidents/a.md", "# A\n"), ("out/kept", "x")]);
    for (arguments, said) in [
        (
            &["export", "documents", "-o", "nowhere/a.json"][..],
            "nowhere/a.json",
        ),
        (&["export", "documents", "-o", "out"], "out"),
        (&["export", "reports"], "expected one of index, documents"),
        (&["export", "-o", "a.json"], "KIND"),
        (
            &["export", "documents", "--format", "xml"],
            "expected one of json, csv",
        ),
    ] {
        let failed = run(folder.path(), arguments);
        assert_eq!((failed.exit, failed.stdout.as_str()), (2, ""), "{failed:?}");
        assert!(failed.stderr.contains(said), "{failed:?}");
    }
    let left: Vec<String> = folder.files().into_keys().collect();
    assert_eq!(left, ["content/incidents/a.md", "out/kept"]);
    let empty = run(Folder::new().path(), &["export", "documents"]);
    assert_eq!(empty.exit, 2, "{empty:?}");
}

#[test]
fn without_a_kind_it_lists_them() {
    let list = succeed(Folder::new().path(), &["export", "--lang", "ja"]).stdout;
    let names: Vec<&str> = list
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(names, KINDS);
    assert!(list.contains("再発防止策"), "{list}");
}
