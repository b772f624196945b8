//! `hansei check --fix`: what is certain is mended, and every other byte stays.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use chrono::NaiveDate;
use hansei::check::check_all_of;
use hansei::config::ConfigFile;
use hansei::diagnostic::{Diagnostic, Severity};
use hansei::document::front_matter::split;
use hansei::fix::{Mended, mend_documents};
use hansei::knowledge_base::KnowledgeBase;
use hansei::source::{Source, SourceFile};
use hansei::yaml::parse::parse;
use hansei::yaml::tree::{Node, Value as NodeValue};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use crate::support::folder::Folder;
use crate::support::program::{Run, run, succeed};

const PATH: &str = "content/incidents/a.md";

/// Fields, each as people slip and as it is mended.
const FIELDS: [(&str, &str); 16] = [
    ("severty: SEV2\n", "severity: SEV2\n"),
    ("status: finl\n", "status: final\n"),
    (
        "started_at: 2026/3/14 9:02+09:00\n",
        "started_at: 2026-03-14T09:02:00+09:00\n",
    ),
    ("finalized_on: 2026/3/27\n", "finalized_on: 2026-03-27\n"),
    ("detected_by： user\n", "detected_by: user\n"),
    (
        "title: Outage: all \"down\"  \n",
        "title: \"Outage: all \\\"down\\\"\"  \n",
    ),
    (
        "vendors: certico、acme  # two\n",
        "vendors: [certico, acme]  # two\n",
    ),
    (
        "environments: [production、staging]\n",
        "environments: [production, staging]\n",
    ),
    ("trigger: Disk #3 full\n", "trigger: \"Disk #3 full\"\n"),
    (
        "impact:\n  users: １２,０００\n  sla_breached: yes # said legal\n",
        "impact:\n  users: 12000\n  sla_breached: true # said legal\n",
    ),
    ("tags: []\n  - mail\n", "tags:\n  - mail\n"),
    (
        "communications:\n  - at: 2026-03-14T10:00:00+09:00\n   audience: customers\n",
        "communications:\n  - at: 2026-03-14T10:00:00+09:00\n    audience: customers\n",
    ),
    ("owner:team-edge\n", "owner: team-edge\n"),
    (
        "relations:\n  - {type: recurence-of, id: b}\n",
        "relations:\n  - {type: recurrence-of, id: b}\n",
    ),
    ("review_by: \"2026-12-01\n", "review_by: \"2026-12-01\n"),
    (
        "actions:\n  - {id: A1, tilte: x, controll: detect, state: Opne, due: 2027.1.5}\n",
        "actions:\n  - {id: A1, title: x, control: detect, state: open, due: 2027-01-05}\n",
    ),
];

/// Lines of front matter that nobody mends.
const KEPT_FIELDS: [&str; 4] = [
    "# 覚え書き: nothing to see \t here\n",
    "custom: {ａ：ｂ: 2026/3/14, x: [y、z]}\n",
    "\n",
    "summary_of_nothing: 1,000\n",
];

/// Paragraphs, each as people slip and as it is mended.
const PARAGRAPHS: [(&str, &str); 6] = [
    ("**重要：**サーバ\n\n", "**重要**：サーバ\n\n"),
    ("これは**「必須」**です\n\n", "これは「**必須**」です\n\n"),
    (
        "Words   with\tspaces at the end   \n\n",
        "Words   with\tspaces at the end   \n\n",
    ),
    (
        "```yaml\nseverty: SEV2\n**重要：**サーバ\n```\n",
        "```yaml\nseverty: SEV2\n**重要：**サーバ\n```\n",
    ),
    (
        "😀 [gone](gone.md) \u{200b}\u{feff}\n\n",
        "😀 [gone](gone.md) \u{200b}\u{feff}\n\n",
    ),
    ("\n", "\n"),
];

fn source(text: &str) -> Source {
    let file = |path: &str, text: &str| SourceFile {
        path: path.to_owned(),
        text: Ok(text.to_owned()),
    };
    Source {
        content: "content".to_owned(),
        documents: vec![file(PATH, text), file("content/incidents/b.md", "# B\n")],
        files: Vec::new(),
    }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
}

fn config() -> ConfigFile {
    ConfigFile::read(String::new(), "kb")
}

fn mended(text: &str) -> Vec<Mended> {
    mend_documents(&config(), &source(text), today())
}

fn after(text: &str) -> String {
    mended(text)
        .pop()
        .map_or(text.to_owned(), |file| file.after)
}

fn found(text: &str) -> Vec<Diagnostic> {
    let base = KnowledgeBase::read(config(), source(text));
    check_all_of(&base, today())
}

/// How many keys of front matter are read.
fn keys(text: &str) -> usize {
    fn below(node: &Node) -> usize {
        let of_item = |items: &[Node]| items.iter().map(below).sum();
        let items: usize = match &node.value {
            NodeValue::Sequence(items) => of_item(items),
            _ => 0,
        };
        let entries = node.entries().iter();
        items + entries.map(|entry| 1 + below(&entry.value)).sum::<usize>()
    }
    let findings = &mut Vec::new();
    let yaml = split(text, findings).yaml.unwrap_or_default();
    parse(yaml.of(text), yaml.start, findings).map_or(0, |root| below(&root))
}

/// How many errors of each rule there are.
fn errors(text: &str) -> BTreeMap<&'static str, usize> {
    let mut errors = BTreeMap::new();
    for found in found(text)
        .iter()
        .filter(|it| it.severity == Severity::Error)
    {
        *errors.entry(found.rule).or_default() += 1;
    }
    errors
}

/// The same inputs in every run: what fails once fails again.
fn settings() -> Config {
    Config {
        cases: 192,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(4_267),
        ..Config::default()
    }
}

#[derive(Debug, Clone)]
struct Shape {
    mark: bool,
    carriage_returns: bool,
    last_line_end: bool,
}

fn shape() -> impl Strategy<Value = Shape> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(mark, carriage_returns, last_line_end)| Shape {
            mark,
            carriage_returns,
            last_line_end,
        },
    )
}

impl Shape {
    fn of(&self, fields: &[&str], paragraphs: &[&str]) -> String {
        let mut text = format!("---\n{}---\n{}", fields.concat(), paragraphs.concat());
        if !self.last_line_end {
            text.truncate(text.trim_end_matches('\n').len());
        }
        if self.carriage_returns {
            text = text.replace('\n', "\r\n");
        }
        let mark = if self.mark { "\u{feff}" } else { "" };
        format!("{mark}{text}")
    }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn slips_are_mended_and_every_other_byte_stays(
        fields in Just((0..FIELDS.len() + KEPT_FIELDS.len()).collect::<Vec<_>>()).prop_shuffle(),
        count in 0..=FIELDS.len() + KEPT_FIELDS.len(),
        paragraphs in prop::collection::vec(0..PARAGRAPHS.len(), 0..12),
        shape in shape(),
    ) {
        let field = |index: &usize| FIELDS.get(*index).copied().unwrap_or_else(|| {
            let kept = KEPT_FIELDS[index - FIELDS.len()];
            (kept, kept)
        });
        // A quotation that is never closed takes in what follows: it stands alone, at the end.
        let is_open = |index: &&usize| FIELDS.get(**index).is_some_and(|(text, _)| text.starts_with("review_by"));
        let chosen = &fields[..count];
        let ordered = chosen.iter().filter(|index| !is_open(index)).chain(chosen.iter().filter(is_open));
        let (slips, good): (Vec<&str>, Vec<&str>) = ordered.map(field).unzip();
        let (words, good_words): (Vec<&str>, Vec<&str>) =
            paragraphs.iter().map(|index| PARAGRAPHS[*index]).unzip();
        let text = shape.of(&slips, &words);
        let expected = shape.of(&good, &good_words);
        let mended = after(&text);
        prop_assert_eq!(&mended, &expected);
        prop_assert_eq!(after(&mended), mended.clone());
        let (before, after) = (errors(&text), errors(&mended));
        for (rule, count) in after {
            prop_assert!(before.get(rule) >= Some(&count), "{}: {} in {}", rule, count, mended);
        }
    }

    #[test]
    fn whatever_stands_there_fixing_ends_and_lines_stay_lines(
        fields in prop::collection::vec(0..FIELDS.len(), 0..6),
        noise in prop::collection::vec((any::<prop::sample::Index>(), "[-:#\\[\\]{}'\"、：　 \t\ra1é\u{3000}*|>&!%@`]{1,4}"), 0..6),
        shape in shape(),
    ) {
        let fields: Vec<&str> = fields.iter().map(|index| FIELDS[*index].0).collect();
        let mut text = shape.of(&fields, &[PARAGRAPHS[0].0, PARAGRAPHS[1].0]);
        for (place, noise) in noise {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            text.insert_str(*place.get(&places), &noise);
        }
        let mended = after(&text);
        prop_assert_eq!(after(&mended), mended.clone(), "a second run of {:?}", text);
        let ends = |text: &str| text.split_inclusive('\n').map(|line| line.ends_with("\r\n")).collect::<Vec<_>>();
        prop_assert_eq!(ends(&mended), ends(&text));
        // What is mended may let more be read, and never less.
        prop_assert!(keys(&mended) >= keys(&text), "{:?} became {:?}", text, mended);
    }
}

fn fix(folder: &Folder, arguments: &[&str]) -> Run {
    run(folder.path(), &[&["check", "--fix"], arguments].concat())
}

const SLIPS: &str = "\u{feff}---\r\nseverty: SEV2\r\nstatus: finl\r\nstarted_at: 2026/3/14 9:02\r\n---\r\n# 件名\r\n**重要：**サーバ [gone](gone.md)";
const MENDED: &str = "\u{feff}---\r\nseverity: SEV2\r\nstatus: final\r\nstarted_at: 2026-03-14T09:02:00\r\n---\r\n# 件名\r\n**重要**：サーバ [gone](gone.md)";

#[test]
fn what_was_mended_is_told_and_the_rest_decides() {
    let folder = Folder::with([(PATH, SLIPS), ("content/b.md", "# Fine\n")]);
    let first = fix(&folder, &["--lang", "en"]);
    assert_eq!(folder.text(PATH), MENDED);
    assert!(
        first.stderr.contains(&format!("4 fixes in {PATH}\n")),
        "{first:?}"
    );
    assert!(
        first.exit == 1 && first.stdout.contains("broken-link"),
        "{first:?}"
    );
    assert!(!first.stdout.contains("unknown-key"), "{first:?}");
    let second = fix(&folder, &["--lang", "ja"]);
    assert!(
        second.stderr.contains("自動で修正できる箇所はありません"),
        "{second:?}"
    );
    assert_eq!(folder.text(PATH), MENDED);
}

#[test]
fn a_clean_tree_is_not_touched() {
    let folder = Folder::with([("content/a.md", "# Fine\n"), ("hansei.yaml", "title: x\n")]);
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let open = |path: &str| {
        fs::File::options()
            .write(true)
            .open(folder.path().join(path))
            .unwrap()
    };
    let files = ["content/a.md", "hansei.yaml"];
    for file in files {
        open(file).set_modified(long_ago).unwrap();
    }
    succeed(folder.path(), &["check", "--fix"]);
    for file in files {
        let metadata = fs::metadata(folder.path().join(file)).unwrap();
        assert_eq!(metadata.modified().unwrap(), long_ago, "{file}");
    }
}

#[test]
fn a_dry_run_shows_the_lines_and_writes_nothing() {
    let folder = Folder::with([(PATH, SLIPS)]);
    let before = folder.files();
    let run = fix(&folder, &["--dry-run"]);
    assert_eq!(run.exit, 1, "a broken link would be left: {run:?}");
    assert!(
        run.stdout
            .starts_with(&format!("--- a/{PATH}\n+++ b/{PATH}\n@@ -1,7 +1,7 @@\n")),
        "{run:?}"
    );
    assert!(
        run.stdout.contains("\n-severty: SEV2\n-status: finl\n"),
        "{run:?}"
    );
    assert!(
        run.stdout.contains("\n+severity: SEV2\n+status: final\n"),
        "{run:?}"
    );
    assert_eq!(folder.files(), before);
    let secret = "---\ntrigger: password=Kx9vQ2mLp4 #3\n---\n\u{1b}[31m\n";
    folder.write(PATH, secret);
    let run = fix(&folder, &["--dry-run"]);
    assert!(run.stdout.contains("+trigger: \"password=Kx"), "{run:?}");
    assert!(
        !run.stdout.contains("Kx9vQ2mLp4") && !run.stdout.contains('\u{1b}'),
        "{run:?}"
    );
}

#[test]
fn no_fix_makes_a_list_have_a_name_twice() {
    let folder = Folder::with([
        (
            "hansei.yaml",
            "causes: [{id: change}, {id: expiry}]\nservices: [{id: checkout-api}, {id: mail}]\n",
        ),
        (
            PATH,
            "---\ncauses: [change, chnage]\nescape_causes: [chnage, cahnge, expiry]\nservices:\n  - \"checkout-ap\"\n  - mail\n  - mial\ntags: [mail, mail、web]\n---\n# Title\n",
        ),
    ]);
    let before = fix(&folder, &["--dry-run", "--lang", "en"]);
    let json = run(folder.path(), &["check", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let items = found["items"].as_array().unwrap().iter();
    let told: Vec<(u64, bool, &str)> = items
        .filter(|item| item["severity"] == "error")
        .map(|item| {
            let help = item["help"].as_str().unwrap_or_default();
            (
                item["line"].as_u64().unwrap(),
                item["fix"].is_object(),
                help,
            )
        })
        .collect();
    let mended: Vec<(u64, bool)> = told.iter().map(|(line, fix, _)| (*line, *fix)).collect();
    assert_eq!(
        mended,
        [(2, false), (3, true), (3, false), (5, true), (7, false)],
        "{told:?}"
    );
    assert!(
        told.iter().all(|(.., help)| help.contains("did you mean")),
        "{told:?}"
    );
    let run = fix(&folder, &["--lang", "en"]);
    assert_eq!(
        folder.text(PATH),
        "---\ncauses: [change, chnage]\nescape_causes: [change, cahnge, expiry]\nservices:\n  - checkout-api\n  - mail\n  - mial\ntags: [mail, mail、web]\n---\n# Title\n"
    );
    assert_eq!((run.exit, before.exit), (1, 1));
    assert!(run.stderr.contains("2 fixes in"), "{run:?}");
    assert!(before.stdout.ends_with(&run.stdout), "{before:?}");
}

#[test]
fn the_configuration_is_mended_first_and_then_what_it_names() {
    let folder = Folder::with([
        (
            "hansei.yaml",
            "contnet: docs\nrules: {broken-link: nnote}\n",
        ),
        (
            "docs/incidents/a.md",
            "---\nseverty: SEV2\n---\n# Title\n\n[gone](gone.md)\n",
        ),
    ]);
    let run = fix(&folder, &[]);
    assert_eq!(run.exit, 0, "{run:?}");
    assert_eq!(
        folder.text("hansei.yaml"),
        "content: docs\nrules: {broken-link: note}\n"
    );
    assert!(
        folder
            .text("docs/incidents/a.md")
            .starts_with("---\nseverity: SEV2\n")
    );
}

#[test]
fn what_a_writer_has_answered_is_not_mended() {
    let text = "---\nsuppress: [{rule: odd-time, reason: as the vendor wrote it}]\nfinalized_on: 2026/3/27\n---\n# Title\n";
    let folder = Folder::with([
        (PATH, text),
        ("hansei.yaml", "rules: {unclosed-emphasis: off}\n"),
    ]);
    folder.write("content/b.md", "# 件名\n\n**重要：**サーバ\n");
    let before = folder.files();
    fix(&folder, &[]);
    assert_eq!(folder.files(), before);
}

#[cfg(unix)]
#[test]
fn nothing_outside_and_nothing_that_was_not_read_is_written() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let outside = Folder::with([("a.md", SLIPS), ("folder/b.md", SLIPS)]);
    let folder = Folder::with([
        ("content/incidents/own.md", SLIPS),
        ("content/incidents/read-only.md", SLIPS),
        ("content/.hidden/c.md", SLIPS),
        ("content/ignored/d.md", SLIPS),
        (".gitignore", "ignored/\n"),
        ("elsewhere.md", SLIPS),
    ]);
    let link = |target: &Path, name: &str| {
        symlink(target, folder.path().join("content/incidents").join(name)).unwrap();
    };
    link(&outside.path().join("a.md"), "a.md");
    link(&outside.path().join("folder"), "folder");
    link(Path::new("own.md"), "twin.md");
    let own = folder.path().join("content/incidents/own.md");
    fs::set_permissions(&own, fs::Permissions::from_mode(0o755)).unwrap();
    let read_only = folder.path().join("content/incidents/read-only.md");
    fs::set_permissions(&read_only, fs::Permissions::from_mode(0o444)).unwrap();
    let run = fix(&folder, &["--lang", "en"]);
    assert!(
        run.stderr
            .contains("warning: content/incidents/read-only.md is read-only"),
        "{run:?}"
    );
    let changed: Vec<String> = folder
        .files()
        .into_iter()
        .filter(|(_, bytes)| bytes != SLIPS.as_bytes())
        .map(|(path, _)| path)
        .collect();
    assert_eq!(changed, [".gitignore", "content/incidents/own.md"]);
    assert_eq!(
        fs::metadata(&own).unwrap().permissions().mode() & 0o777,
        0o755
    );
    let link = fs::symlink_metadata(folder.path().join("content/incidents/twin.md"));
    assert!(link.unwrap().is_symlink());
    assert!(
        outside
            .files()
            .values()
            .all(|bytes| bytes == SLIPS.as_bytes())
    );
}
