//! Findings as code hosts read them: by the rules of those formats, whatever documents say.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use regex::Regex;
use serde_json::Value;

use crate::support::folder::Folder;
use crate::support::program::run;
use crate::support::repository;

/// A knowledge base whose texts and names try to be more than text.
fn hostile() -> Folder {
    let text = "---\n\
        \"::error::key\": x\n\
        \"%0A::error::key\": x\n\
        \"##[add-mask]key\": x\n\
        \"a]b](https://evil.example/)[\\\\](1)\": x\n\
        \"\\e[31mred\\u202Eright\\u061C\\u2028\": x\n\
        \"--> <!-- | ` ``` </script>\": x\n\
        severity: \"\\r\\n::stop-commands::x\\n\"\n\
        title: ::warning::x\n\
        started_at: 2026-02-30\n\
        trigger: password=Zq7vT4mWb2 at 080-2791-4635 #3 down\n\
        ---\n\
        [x](::error::.md) [[%0A::set-output name=a::b]] [a, b: c](%25%0D%0A.md)\n\
        \n\
        ::error::this is a line of a document\n\
        It was careless of them.\n\n**重要：**サーバ 😀 [y](gone.md)\n";
    let folder = Folder::with([
        ("hansei.yaml", "title: x\n"),
        ("content/incidents/a.md", text),
        ("content/incidents/::error::, file=x%0A.md", text),
        (
            "content/incidents/空 白 [1](2).ja.md",
            "---\nseverity: SEV9\n---\n# 件名\n",
        ),
    ]);
    if cfg!(unix) {
        folder.write("content/incidents/n\n::error::\u{202e}\u{1b}[1m.md", text);
    }
    folder
}

fn output(folder: &Folder, format: &str, language: &str) -> String {
    let arguments = ["check", "--format", format, "--lang", language];
    let run = run(folder.path(), &arguments);
    assert_eq!(run.exit, 1, "{run:?}");
    for forbidden in ["Zq7vT4mWb2", "080-2791-4635"] {
        assert!(!run.stdout.contains(forbidden), "{format}: {forbidden}");
    }
    run.stdout
}

fn items(folder: &Folder, format: &str, language: &str) -> Value {
    serde_json::from_str(&output(folder, format, language)).unwrap()
}

/// All texts in a value.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// Whether a sign is not seen, or does more than stand there.
fn steers(c: char) -> bool {
    let is_hidden = matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    is_hidden || (c.is_control() && c != '\n')
}

#[test]
fn every_line_for_github_is_one_annotation() {
    let command = Regex::new(
        r"^::(error|warning|notice) file=[^:,\n]+,line=[1-9]\d*,endLine=[1-9]\d*,col=[1-9]\d*,title=[a-z-]+::\S",
    )
    .unwrap();
    let summary = Regex::new("^::notice title=hansei::.*10").unwrap();
    // What is escaped is what GitHub takes back, and nothing else.
    let escape = Regex::new("%(25|0A|0D|3A|2C)?").unwrap();
    let folder = hostile();
    for language in ["en", "ja"] {
        let text = output(&folder, "github", language);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len() > 20 && summary.is_match(lines[0]), "{text}");
        for line in &lines[1..] {
            assert!(command.is_match(line), "{line}");
        }
        assert!(!text.contains("##[") && !text.contains(steers), "{text:?}");
        assert!(
            escape.find_iter(&text).all(|found| found.len() == 3),
            "{text}"
        );
    }
}

#[test]
fn few_findings_for_github_need_no_summary() {
    let folder = Folder::with([(
        "content/incidents/a.md",
        "---\nseverity: SEV9\n---\n# Title\n",
    )]);
    let text = output(&folder, "github", "en");
    assert_eq!(
        text,
        "::error file=content/incidents/a.md,line=2,endLine=2,col=11,title=unknown-severity::\
         there is no severity `SEV9`%0Aexpected one of SEV1, SEV2, SEV3, SEV4\n"
    );
    folder.write("content/incidents/a.md", "# Title\n");
    assert_eq!(
        run(folder.path(), &["check", "--format", "github"]).stdout,
        ""
    );
}

#[test]
fn a_report_for_gitlab_keeps_its_rules() {
    let folder = hostile();
    for language in ["en", "ja"] {
        let value = items(&folder, "gitlab", language);
        let mut fingerprints = BTreeSet::new();
        for item in value.as_array().unwrap() {
            let text = |pointer: &str| item.pointer(pointer).unwrap().as_str().unwrap();
            assert!(!text("/description").is_empty() && !text("/check_name").is_empty());
            let severities = ["info", "minor", "major", "critical", "blocker"];
            assert!(severities.contains(&text("/severity")));
            let path = text("/location/path");
            assert!(path.starts_with("content/incidents/"), "{path}");
            let begin = item.pointer("/location/lines/begin").unwrap().as_u64();
            assert!(begin > Some(0), "{item}");
            assert!(
                fingerprints.insert(text("/fingerprint").to_owned()),
                "{item}"
            );
        }
        assert!(fingerprints.len() > 20, "{fingerprints:?}");
        let shown = texts(&value);
        assert!(!shown.iter().any(|text| text.contains(steers)), "{shown:?}");
    }
}

/// The SARIF schema, which comes with the crate that models the format.
fn sarif_schema() -> Value {
    let version = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    // Without it crates of all systems would have to be here.
    let of_host = ["--filter-platform", host.unwrap()];
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .args(of_host)
        .current_dir(repository())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages
        .iter()
        .find(|package| package["name"] == "serde-sarif");
    let manifest = package.unwrap()["manifest_path"].as_str().unwrap();
    let schema = PathBuf::from(manifest)
        .with_file_name("src")
        .join("schema.json");
    // One of its patterns has a bracket that closes nothing, which is no regular expression here.
    let text = std::fs::read_to_string(schema).unwrap();
    serde_json::from_str(&text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$")).unwrap()
}

#[test]
fn sarif_is_valid_and_says_all() {
    let schema = jsonschema::validator_for(&sarif_schema()).unwrap();
    assert!(!schema.is_valid(&serde_json::json!({"version": "2.1.0"})));
    let folder = hostile();
    let example = Folder::copy_of(&repository().join("tests/cases/check-findings-json/input"));
    for (folder, language) in [(&folder, "en"), (&folder, "ja"), (&example, "en")] {
        let value = items(folder, "sarif", language);
        let faults: Vec<String> = schema
            .iter_errors(&value)
            .map(|it| it.to_string())
            .collect();
        assert_eq!(faults, [""; 0]);
        let run = &value["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let mut fingerprints = BTreeSet::new();
        for item in run["results"].as_array().unwrap() {
            let index = usize::try_from(item["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(item["ruleId"], rules[index]["id"]);
            let text = |pointer: &str| item.pointer(pointer).unwrap().as_str().unwrap();
            let fingerprint = text("/partialFingerprints/hansei~1v1");
            assert!(fingerprints.insert(fingerprint.to_owned()), "{item}");
            let uri = text("/locations/0/physicalLocation/artifactLocation/uri");
            assert!(uri.is_ascii() && !uri.contains([' ', ':', '\n']), "{uri}");
            assert_eq!(links(text("/message/text")), 0, "{item}");
        }
        for rule in rules {
            for part in [
                "/shortDescription/text",
                "/fullDescription/text",
                "/help/text",
                "/help/markdown",
            ] {
                let text = rule.pointer(part).and_then(Value::as_str);
                assert!(
                    text.is_some_and(|text| !text.is_empty()),
                    "{part} of {rule}"
                );
            }
        }
        let results = texts(&run["results"]);
        assert!(
            !results.iter().any(|text| text.contains(steers)),
            "{results:?}"
        );
    }
}

/// How many links a reader of SARIF sees: `[words](address)`, where a backslash takes a bracket its
/// meaning.
fn links(text: &str) -> usize {
    let link = Regex::new(r"\[(?:[^\[\]\\]|\\.)*\]\(").unwrap();
    let bare = Regex::new(r"\\.").unwrap().replace_all(text, "");
    link.find_iter(&bare).count()
}

#[test]
fn sarif_counts_columns_in_characters_and_brings_fixes() {
    let text = "---\ntitle: 😀\n---\n😀 **重要：**サーバ\n";
    let folder = Folder::with([("content/a.md", text)]);
    let run = run(
        folder.path(),
        &["check", "--format", "sarif", "--fail-on", "note"],
    );
    let value: Value = serde_json::from_str(&run.stdout).unwrap();
    let results = value["runs"][0]["results"].as_array().unwrap();
    let found = results
        .iter()
        .find(|found| found["ruleId"] == "unclosed-emphasis")
        .unwrap();
    let region =
        serde_json::json!({"startLine": 4, "startColumn": 3, "endLine": 4, "endColumn": 10});
    assert_eq!(found["locations"][0]["physicalLocation"]["region"], region);
    let change = &found["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "content/a.md");
    let replacement =
        serde_json::json!({"deletedRegion": region, "insertedContent": {"text": "**重要**："}});
    assert_eq!(change["replacements"][0], replacement);
}

#[test]
fn paths_count_from_the_repository() {
    let folder = Folder::with([
        (".git/HEAD", "ref: refs/heads/main\n"),
        ("docs/kb/hansei.yaml", "services: [{id: mail}]\n"),
        (
            "docs/kb/content/incidents/a.md",
            "---\nseverity: SEV9\n---\n# Title\n",
        ),
    ]);
    let of = |format: &str| {
        run(
            folder.path(),
            &["check", "--root", "docs/kb", "--format", format],
        )
        .stdout
    };
    let path = "docs/kb/content/incidents/a.md";
    assert!(of("github").starts_with(&format!("::error file={path},")));
    assert!(of("gitlab").contains(&format!("\"path\": \"{path}\"")));
    assert!(of("sarif").contains(&format!("\"uri\": \"{path}\"")));
    assert!(of("json").contains("\"file\": \"content/incidents/a.md\""));
    folder.write("docs/kb/hansei.yaml", "servces: []\n");
    assert!(of("github").starts_with("::error file=docs/kb/hansei.yaml,line=1"));
}
