//! Signatures against logs, and their translation for the browser.

use std::fs;
use std::io::Write;
use std::process::{ChildStdin, Stdio};

use hansei::config::ConfigFile;
use hansei::knowledge_base::KnowledgeBase;
use hansei::signature::javascript::translate;
use hansei::signature::{Matcher, Pattern, SignatureTable, Signatures};
use hansei::source::{Source, SourceFile};
use serde::{Deserialize, Serialize};

use crate::support::folder::Folder;
use crate::support::program::{self, Run, hansei};
use crate::support::{assert_none, repository};

/// `tests/signatures/translation.json`: what is found with an expression here and, by
/// `tests/browser/signatures.test.js`, with its translation in JavaScript.
#[derive(Serialize, Deserialize)]
struct Table {
    cases: Vec<Case>,
}

#[derive(Serialize, Deserialize)]
struct Case {
    name: String,
    pattern: String,
    javascript: Translation,
    /// A text, and the part of it that is found.
    matches: Vec<(String, String)>,
    misses: Vec<String>,
}

#[derive(Serialize, Deserialize, PartialEq)]
struct Translation {
    source: String,
    flags: String,
}

#[test]
fn expressions_find_what_the_table_says_and_are_translated_as_it_says() {
    let path = repository().join("tests/signatures/translation.json");
    let mut table: Table = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    assert!(table.cases.len() >= 40, "{}", table.cases.len());
    let mut faults = Vec::new();
    for case in &mut table.cases {
        let name = &case.name;
        let Ok(hir) = regex_syntax::parse(&case.pattern) else {
            faults.push(format!("{name}: no expression"));
            continue;
        };
        let regex = regex::Regex::new(&case.pattern).unwrap();
        for (text, part) in &case.matches {
            let found = regex.find(text).map(|found| found.as_str());
            if found != Some(part) {
                faults.push(format!("{name}: {found:?} in {text:?}"));
            }
        }
        let misses = case.misses.iter().filter(|text| regex.is_match(text));
        faults.extend(misses.map(|text| format!("{name}: is found in {text:?}")));
        let translation = translate(&hir).unwrap();
        let translation = Translation {
            source: translation.source,
            flags: translation.flags.to_owned(),
        };
        if case.javascript != translation {
            faults.push(format!("{name}: is translated as {}", translation.source));
            case.javascript = translation;
        }
    }
    if std::env::var_os("HANSEI_UPDATE").is_some_and(|value| value == "1") {
        let text = serde_json::to_string_pretty(&table).unwrap() + "\n";
        fs::write(&path, text).unwrap();
        faults.retain(|fault| !fault.contains("is translated as"));
    }
    assert_none("translation.json (HANSEI_UPDATE=1 writes it anew)", &faults);
}

#[test]
fn an_expression_that_grows_too_long_is_not_translated() {
    let letters = r"[\p{L}--\p{Latin}--\p{Greek}]".repeat(8);
    let Ok(Pattern::Regex(expression)) = Pattern::regex(&letters) else {
        panic!("an expression");
    };
    assert!(translate(&expression.hir).is_err());
}

/// A knowledge base of known errors, by the text of their front matter.
fn knowledge_base(known_errors: &[&str]) -> KnowledgeBase {
    let documents = (1..)
        .zip(known_errors)
        .map(|(number, front_matter)| SourceFile {
            path: format!("content/known-errors/ke-{number}.md"),
            text: Ok(format!("---\n{front_matter}\n---\n# Fault\n")),
        });
    let source = Source {
        content: "content".to_owned(),
        documents: documents.collect(),
        files: Vec::new(),
    };
    KnowledgeBase::read(ConfigFile::read(String::new(), "kb"), source)
}

/// What the signatures find in a log: the id, how often, and the lines of the first place.
fn found(base: &KnowledgeBase, log: &str) -> Vec<(String, u64, Vec<u64>)> {
    let signatures = Signatures::of(base);
    let signatures = signatures.in_order(base);
    let matcher = Matcher::new(signatures.iter().map(|(_, pattern)| *pattern));
    let hits = matcher.find_in(log).into_iter();
    hits.map(|hit| {
        let id = base[signatures[hit.pattern].0.entry].id.to_string();
        let lines = hit.places[0].iter().map(|line| line.number).collect();
        (id, hit.count, lines)
    })
    .collect()
}

#[test]
fn hits_come_in_the_order_in_which_they_help() {
    let base = knowledge_base(&[
        "status: retired\nsignatures: [{text: pool timed out while waiting}]",
        "signatures: [{text: pool timed}]",
        "status: active\nsignatures: [{regex: 'pool timed out while wait(ing)?'}, {text: timed}]",
        "status: fixed\nsignatures: [{text: pool}]",
        "status: active\nsignatures: [{text: pool timed out}, {regex: '('}, {}]",
    ]);
    let once = |id: &str| (id.to_owned(), 1, vec![1]);
    assert_eq!(
        found(&base, "ERROR pool timed out while waiting"),
        ["ke-5", "ke-3", "ke-3", "ke-2", "ke-4", "ke-1"].map(once)
    );
}

#[test]
fn lines_are_found_in_their_order_and_not_too_far_apart() {
    let base = knowledge_base(&["signatures: [{lines: [lease lost, parking, lease lost]}]"]);
    let filled = |between: usize| {
        let other = "other\n".repeat(between);
        format!("lease lost\nlease  lost parking\nparking\n{other}x lease lost\n")
    };
    let expected = |lines: &[u64]| vec![("ke-1".to_owned(), 1, lines.to_vec())];
    assert_eq!(found(&base, &filled(0)), expected(&[2, 3, 4]));
    // The first of the three is line 2, and the last may be 500 lines behind it.
    assert_eq!(found(&base, &filled(498)), expected(&[2, 3, 502]));
    assert_eq!(found(&base, &filled(499)), []);
    for log in [
        "lease lost parking lease lost",
        "parking\nlease lost\nlease lost\n",
        "",
    ] {
        assert_eq!(found(&base, log), [], "{log}");
    }
    let twice = filled(0).repeat(2);
    assert_eq!(
        found(&base, &twice),
        [("ke-1".to_owned(), 2, vec![2, 3, 4])]
    );
}

#[test]
fn texts_count_as_written_but_for_white_space_and_escapes() {
    let base = knowledge_base(&[
        "signatures: [{text: '接続  待ち: Timeout'}]",
        "signatures:\n  - text: |-\n      first part\n      second part",
        "signatures: [{regex: '(?i)err-[0-9]+$'}]",
    ]);
    let one = |id: &str, lines: &[u64]| vec![(id.to_owned(), 1, lines.to_vec())];
    assert_eq!(
        found(&base, "\u{1b}[31m接続\u{1b}[0m\t待ち:\u{3000}Timeout\r\n"),
        one("ke-1", &[1])
    );
    assert_eq!(found(&base, "接続 待ち: timeout"), []);
    assert_eq!(
        found(&base, "a\nfirst part\nsecond part"),
        one("ke-2", &[2, 3])
    );
    assert_eq!(
        found(&base, "Err-12\u{1b}[0m\r\nErr-12 x"),
        one("ke-3", &[1])
    );
}

#[test]
fn long_lines_are_searched_to_their_end_and_count_once() {
    let base = knowledge_base(&[
        "signatures: [{text: the needle}]",
        "signatures: [{regex: 'hay [0-9]{3} end'}]",
        "signatures: [{lines: [the needle, the needle]}]",
    ]);
    // The words stand on the border of two pieces, and again behind it.
    let line =
        "x".repeat(64 * 1024 - 4) + "the needle" + &"y".repeat(300_000) + "the needle hay 123 end";
    let hits = found(&base, &format!("{line}\n{line}"));
    assert_eq!(
        hits,
        [
            ("ke-3".to_owned(), 1, vec![1, 2]),
            ("ke-1".to_owned(), 2, vec![1]),
            ("ke-2".to_owned(), 2, vec![1]),
        ]
    );
}

#[test]
fn pages_get_all_signatures_that_a_browser_can_match() {
    let letters = r"[\p{L}--\p{Latin}--\p{Greek}]".repeat(8);
    let base = knowledge_base(&[
        r"signatures: [{regex: '(?i)ab\d'}, {text: ' a  b '}]",
        "status: active\nsignatures: [{lines: [a, b]}]",
        &format!("signatures: [{{regex: '{letters}'}}]"),
    ]);
    let table = SignatureTable::of(&base, &Signatures::of(&base));
    let mut json = serde_json::to_value(&table).unwrap();
    let escapes = json.as_object_mut().unwrap().remove("escapes").unwrap();
    assert_eq!(escapes["flags"], "gu");
    assert_eq!(
        json,
        serde_json::json!({
            "version": 1,
            "window": 500,
            "white_space": {"source": r"[\p{White_Space}]+", "flags": "gu"},
            "signatures": [
                {"id": "ke-2", "position": 0, "form": "lines", "lines": ["a", "b"]},
                {"id": "ke-1", "position": 1, "form": "text", "text": "a b"},
                {"id": "ke-1", "position": 0, "form": "regex", "source": r"[Aa][Bb][\p{Nd}]", "flags": "u"},
            ],
            "left_out": ["ke-3"],
        })
    );
}

/// Runs `hansei match` on this repository with something on its standard input.
fn match_input(input: impl Fn(&mut ChildStdin)) -> Run {
    let mut command = hansei(repository());
    command.arg("match").stdin(Stdio::piped());
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    input(&mut stdin);
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    Run {
        exit: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn standard_input_is_a_log() {
    let run = match_input(|input| {
        input
            .write_all(b"WARN outbox: lease lost, parking worker\noutbox: workers parked 8 of 8\n")
            .unwrap();
    });
    assert_eq!(run.exit, 0, "{run:?}");
    assert!(run.stdout.starts_with("KE-0003 "), "{}", run.stdout);
    assert_eq!(run.stderr, "2 lines read: 1 known error\n");
}

#[test]
fn a_log_that_no_signature_knows_is_searched_for_by_its_most_telling_lines() {
    let usual = "2026-03-14T09:02:12Z INFO  http: GET /v2/bookings/1 200 0.012s\n".repeat(2_000);
    let fault =
        "2026-03-14T09:02:13Z WARN  smtp: connect smtp.quillpost.example:465: tls: remote error\n";
    let run = match_input(|input| {
        for block in [&usual, fault, &usual] {
            input.write_all(block.as_bytes()).unwrap();
        }
    });
    assert_eq!(run.exit, 1, "{run:?}");
    let first: Vec<&str> = run.stdout.lines().take(3).collect();
    assert!(
        first[0].starts_with("No known error matches; "),
        "{first:?}"
    );
    assert!(first[2].contains("[INC-2025-"), "{first:?}");
    assert!(
        run.stdout.contains("smtp.quillpost.example"),
        "{}",
        run.stdout
    );
    assert_eq!(
        run.stderr,
        "documents were searched for the 2 lines that tell the most\n\
         4001 lines read: no known error has a signature that is found here\n"
    );
}

#[test]
fn the_same_text_in_a_document_is_found_and_in_a_long_log_it_is_a_part() {
    let text = "mail-relay WARN  smtp: connect smtp.quillpost.example:465: tls: remote error: certificate expired\n";
    let alone = match_input(|input| input.write_all(text.as_bytes()).unwrap());
    assert_eq!(alone.exit, 0, "{alone:?}");
    assert!(alone.stdout.starts_with("INC-2025-"), "{}", alone.stdout);
    let long = match_input(|input| input.write_all(text.repeat(1_000).as_bytes()).unwrap());
    assert_eq!(long.exit, 1, "{long:?}");
    assert!(
        long.stdout.contains("mail-relay-certificate.md"),
        "{}",
        long.stdout
    );
}

#[test]
fn where_nothing_was_read_nothing_was_looked_for() {
    for nothing in ["", "\n", " \r\n\t\n"] {
        let run = match_input(|input| input.write_all(nothing.as_bytes()).unwrap());
        assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{nothing:?}");
        assert!(
            run.stderr.contains("there is nothing in the log"),
            "{run:?}"
        );
        assert!(run.stderr.contains("| hansei match"), "{run:?}");
    }
}

#[test]
fn a_log_in_another_encoding_is_said_to_be() {
    let log = "接続に失敗しました: workers parked\n";
    let (shift_jis, ..) = encoding_rs::SHIFT_JIS.encode(log);
    let run = match_input(|input| input.write_all(&shift_jis).unwrap());
    assert!(
        run.stderr.starts_with("the log is not UTF-8 throughout")
            && run.stderr.contains("--encoding"),
        "{run:?}"
    );
    let folder = Folder::new();
    folder.write("log.txt", &*shift_jis);
    folder.write("hansei.yaml", "language: ja\n");
    folder.write("content/pages/a.md", "# A\n");
    let run = program::run(
        folder.path(),
        &["match", "--encoding", "shift_jis", "log.txt"],
    );
    assert!(!run.stderr.contains("UTF-8"), "{run:?}");
    assert!(!run.stderr.contains("--encoding"), "{run:?}");
    let run = program::run(folder.path(), &["match", "log.txt"]);
    assert!(run.stderr.contains("UTF-8 として読めない"), "{run:?}");
}

/// `cargo test --release -- --ignored a_log_of_any_length`: 200 MB in lines, and 200 MB in one line.
#[test]
#[ignore = "takes a while"]
#[cfg(target_os = "linux")]
fn a_log_of_any_length_takes_little_memory() {
    const MEGABYTES: usize = 200;
    let lines = "2026-03-14T09:02:12Z INFO  http: GET /v2/bookings/1 200 0.012s\n".repeat(16_000);
    for block in [lines.clone(), lines.replace('\n', " ")] {
        let mut child = hansei(repository())
            .arg("match")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        for _ in 0..MEGABYTES {
            stdin.write_all(block.as_bytes()).unwrap();
        }
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        drop(stdin);
        assert_eq!(child.wait().unwrap().code(), Some(1));
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes: usize = peak
            .unwrap()
            .trim()
            .trim_end_matches(" kB")
            .parse()
            .unwrap();
        assert!(kilobytes < 80_000, "{kilobytes} kB");
    }
}
