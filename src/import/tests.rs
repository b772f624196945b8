//! Whole archives, made here.

mod corpora;

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::*;
use crate::config::Config;

/// A folder for an archive and one for a knowledge base.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Self { folder };
        for (path, bytes) in files {
            put(&place.archive().join(path), bytes);
        }
        fs::create_dir_all(place.root()).unwrap();
        place
    }

    fn archive(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("kb")
    }

    fn options(&self) -> Options {
        Options {
            source: self.archive(),
            root: self.root(),
            kind: Kind::Incident,
            format: Format::Markdown,
            map: None,
            language: None,
            encoding: None,
        }
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }
}

fn import(options: &Options) -> Report {
    plan(options, &Config::default_for("kb")).unwrap().write()
}

fn put(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// (source, what became of it, the keys of the notes)
fn outcomes(report: &Report) -> Vec<(&str, &'static str, Vec<&'static str>)> {
    let outcome = |item: &Item| match &item.outcome {
        Outcome::Imported | Outcome::Copied => "imported",
        Outcome::AlreadyThere => "there",
        Outcome::LeftOut { reason } | Outcome::Failed { reason } => reason.key,
    };
    let notes = |item: &Item| item.notes.iter().map(|note| note.key).collect();
    report
        .items
        .iter()
        .map(|item| (item.source.as_str(), outcome(item), notes(item)))
        .collect()
}

fn outcome_of<'a>(report: &'a Report, source: &str) -> (&'static str, Vec<&'static str>) {
    let all: Vec<(&'a str, _, _)> = outcomes(report);
    let found = all.into_iter().find(|(path, _, _)| *path == source);
    let (_, outcome, notes) = found.unwrap();
    (outcome, notes)
}

#[test]
fn every_shape_of_file_gives_a_document_or_a_reason() {
    let (shift_jis, ..) = encoding_rs::SHIFT_JIS.encode("# 障害報告\r\n\r\n本文。\r\n");
    let place = Place::with(&[
        ("a/2022-06-13-mail.md", b"No front matter.\n"),
        (
            "b.md",
            b"\xef\xbb\xbf---\r\ntitle: \"B: x\"\r\n---\r\n\r\nBody\r\n",
        ),
        (
            "broken.md",
            b"---\ntitle: Down: mail\nlist: [x\n---\nBody\n",
        ),
        ("c.markdown", b"# C\n"),
        (
            "d/index.md",
            b"---\nteam: {name: x}\n---\n![p](p.png) [l](../log.txt) [e](x.exe)\n",
        ),
        ("d/p.png", b"\x89PNG"),
        ("d/x.exe", b"MZ"),
        ("e.adoc", b"= E\n"),
        ("empty.md", b" \n"),
        ("log.txt", b"log"),
        ("other.txt", b"not linked"),
        ("sjis.md", &shift_jis),
        ("s/_index.md", b"---\ntitle: S\n---\n\n"),
        ("t.md", b"+++\ntitle = \"T\"\ndraft = true\n+++\nBody\n"),
        ("x.md/LICENSE", b"MIT"),
        ("x.md/why.md", b"---\n\nBreak\n\n---\n\nMore\n"),
    ]);
    let report = import(&place.options());
    assert_eq!(
        outcomes(&report),
        [
            (
                "a/2022-06-13-mail.md",
                "imported",
                vec!["title-from-name", "day-from-name"]
            ),
            ("b.md", "imported", vec![]),
            ("broken.md", "imported", vec!["broken-colon", "custom"]),
            (
                "c.markdown",
                "imported",
                vec!["title-from-heading", "renamed"]
            ),
            ("d/index.md", "imported", vec!["custom", "title-from-name"]),
            ("d/p.png", "imported", vec![]),
            ("d/x.exe", "not-copied", vec![]),
            ("e.adoc", "not-markdown", vec![]),
            ("empty.md", "empty", vec![]),
            ("log.txt", "imported", vec![]),
            ("other.txt", "not-linked", vec![]),
            ("s/_index.md", "section-index", vec![]),
            ("sjis.md", "undecodable", vec![]),
            ("t.md", "imported", vec!["toml", "custom"]),
            ("x.md/LICENSE", "not-markdown", vec![]),
            ("x.md/why.md", "imported", vec!["title-from-name"]),
        ]
    );
    let text = |path: &str| place.text(&format!("content/incidents/{path}"));
    assert_eq!(
        text("a/2022-06-13-mail.md"),
        "---\ntitle: mail\nstarted_at: 2022-06-13\n---\nNo front matter.\n"
    );
    assert_eq!(
        text("b.md"),
        "---\r\ntitle: \"B: x\"\r\n---\r\n\r\nBody\r\n"
    );
    assert_eq!(
        text("broken.md"),
        "---\ntitle: \"Down: mail\"\ncustom:\n  list: \"[x\"\n  front_matter: |\n    title: Down: mail\n    list: [x\n---\nBody\n"
    );
    assert_eq!(
        text("t.md"),
        "---\ntitle: T\ncustom:\n  draft: true\n---\nBody\n"
    );
    assert_eq!(
        text("x.md/why.md"),
        "---\ntitle: why\n---\n---\n\nBreak\n\n---\n\nMore\n"
    );
    let again = import(&Options {
        encoding: Some("shift_jis".to_owned()),
        ..place.options()
    });
    assert_eq!(outcome_of(&again, "b.md"), ("there", vec![]));
    assert_eq!(
        outcome_of(&again, "sjis.md"),
        ("imported", vec!["title-from-heading"])
    );
    assert_eq!(
        text("sjis.md"),
        "---\r\ntitle: 障害報告\r\n---\r\n# 障害報告\r\n\r\n本文。\r\n"
    );
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let place = Place::with(&[("a.md", b"# A\n"), ("b", b"x")]);
    let dry = plan(&place.options(), &Config::default_for("kb"))
        .unwrap()
        .report();
    assert_eq!(fs::read_dir(place.root()).unwrap().count(), 0);
    let report = import(&place.options());
    assert_eq!(dry.items, report.items);
    let left = WalkDir::new(place.root())
        .into_iter()
        .filter_map(Result::ok);
    let names: Vec<_> = left
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.file_name().to_owned())
        .collect();
    assert_eq!(names, ["a.md"]);
}

#[test]
fn languages_lie_side_by_side() {
    let place = Place::with(&[
        ("a.md", b"# A\n"),
        ("b.en.md", b"# B\n"),
        ("c.md", b"# C\n"),
        ("c.ja.md", b"# C\n"),
    ]);
    let japanese = Options {
        language: Some(Language::Japanese),
        ..place.options()
    };
    let report = import(&japanese);
    let targets: Vec<_> = report
        .items
        .iter()
        .map(|item| {
            (
                item.target.as_deref().unwrap(),
                item.outcome == Outcome::Imported,
            )
        })
        .collect();
    assert_eq!(
        targets,
        [
            ("content/incidents/a.ja.md", true),
            ("content/incidents/b.en.md", true),
            ("content/incidents/c.ja.md", true),
            ("content/incidents/c.ja.md", false),
        ]
    );
    let english = Options {
        language: Some(Language::English),
        ..place.options()
    };
    import(&english);
    assert_eq!(
        place.text("content/incidents/a.md"),
        "---\ntitle: A\nlanguage: en\n---\n# A\n"
    );
}

#[test]
fn nothing_is_overwritten_and_nothing_leaves_the_knowledge_base() {
    let place = Place::with(&[
        ("a.md", b"# A\n"),
        ("b/c.md", b"# C\n"),
        ("vendors/v.md", b"# V\n"),
    ]);
    put(&place.root().join("content/incidents/a.md"), b"mine");
    let outside = place.folder.path().join("outside");
    fs::create_dir_all(&outside).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&outside, place.root().join("content/incidents/b")).unwrap();
        std::os::unix::fs::symlink("/etc/hosts", place.archive().join("hosts.md")).unwrap();
    }
    let report = import(&place.options());
    assert_eq!(outcome_of(&report, "a.md"), ("there", vec!["differs"]));
    assert_eq!(place.text("content/incidents/a.md"), "mine");
    #[cfg(unix)]
    {
        assert_eq!(outcome_of(&report, "b/c.md").0, "target-is-link");
        assert_eq!(outcome_of(&report, "hosts.md").0, "symbolic-link");
    }
    assert_eq!(fs::read_dir(outside).unwrap().count(), 0);
    // The nearest folder would make it a vendor.
    assert!(
        place
            .text("content/incidents/vendors/v.md")
            .contains("kind: incident\n")
    );
}

#[test]
fn starts_are_taken_from_timelines() {
    let table = |rows: &str| format!("## Timeline\n\n| Time (JST) | What |\n|--|--|\n{rows}");
    let dated = table("| 2022-06-13 09:02 | 503s |\n| 09:30 | ok |\n");
    let bare = table("| 09:02 | 503s |\n");
    let events = "## Timeline\n\n| Time | Event | What |\n|--|--|--|\n| 2022-06-13 09:02 | started | 503s |\n";
    let place = Place::with(&[
        ("dated.md", dated.as_bytes()),
        ("2022-06-13-bare.md", bare.as_bytes()),
        ("2022-06-20-late.md", dated.as_bytes()),
        ("events.md", events.as_bytes()),
    ]);
    let report = import(&place.options());
    let start = |name: &str| {
        let text = place.text(&format!("content/incidents/{name}"));
        let line = text.lines().find(|line| line.starts_with("started_at"));
        line.map(|line| line.trim_start_matches("started_at: ").to_owned())
    };
    assert_eq!(
        start("dated.md").as_deref(),
        Some("2022-06-13T09:02:00+09:00")
    );
    assert_eq!(
        start("2022-06-13-bare.md").as_deref(),
        Some("2022-06-13T09:02:00+09:00")
    );
    assert_eq!(start("2022-06-20-late.md").as_deref(), Some("2022-06-20"));
    assert_eq!(start("events.md"), None);
    let title = vec!["title-from-name", "time-from-timeline"];
    assert_eq!(outcome_of(&report, "dated.md"), ("imported", title));
}

#[test]
fn faults_of_the_call_are_errors() {
    let place = Place::with(&[("a.md", b"# A\n")]);
    let fails = |options: Options| {
        plan(&options, &Config::default_for("kb"))
            .unwrap_err()
            .to_string()
    };
    let unknown = Options {
        encoding: Some("klingon".to_owned()),
        ..place.options()
    };
    assert!(fails(unknown).contains("klingon"));
    let missing = Options {
        source: place.archive().join("nowhere"),
        ..place.options()
    };
    assert!(fails(missing).contains("nowhere"));
    let map = place.folder.path().join("map.yaml");
    put(&map, b"fields:\n  a: startd_at\n");
    let mapped = Options {
        map: Some(map),
        ..place.options()
    };
    assert!(fails(mapped).contains("map.yaml:2:6: "));
}
