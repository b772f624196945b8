//! The index of the search is made from what a build before has remembered, and is the same as one that was made
//! from nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Mutex;

use chrono::NaiveDate;
use hansei::config::ConfigFile;
use hansei::knowledge_base::KnowledgeBase;
use hansei::link::Relations;
use hansei::memory::{Forgetful, MadeFrom, Memory};
use hansei::related::Evidence;
use hansei::render::overrides::Overrides;
use hansei::render::render_site;
use hansei::render::site::{Output, Site};
use hansei::render::unit::Basis;
use hansei::signature::Signatures;
use hansei::source::{Source, SourceFile};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use crate::support::folder::{Files, read_files};
use crate::support::{repository, stress};

type Kept = BTreeMap<String, (MadeFrom, Vec<u8>)>;

/// Remembers what it is told, and what it was asked for in vain.
#[derive(Debug, Default)]
struct Remembered {
    kept: Mutex<Kept>,
    forgotten: Mutex<BTreeSet<String>>,
}

impl Memory for Remembered {
    fn recall(&self, name: &str, made_from: MadeFrom) -> Option<Vec<u8>> {
        let kept = self.kept.lock().unwrap();
        let known = kept.get(name).filter(|(from, _)| *from == made_from);
        if known.is_none() {
            self.forgotten.lock().unwrap().insert(name.to_owned());
        }
        known.map(|(_, bytes)| bytes.clone())
    }

    fn keep(&self, name: &str, made_from: MadeFrom, bytes: &[u8]) {
        let mut kept = self.kept.lock().unwrap();
        kept.insert(name.to_owned(), (made_from, bytes.to_vec()));
    }
}

/// A site as it was, and as it becomes: files of units that are not made again stay.
#[derive(Default)]
struct Folder {
    before: Files,
    units_before: BTreeMap<String, (Basis, Vec<String>)>,
    files: Mutex<Files>,
    units: Mutex<BTreeMap<String, (Basis, Vec<String>)>>,
    /// The files that were handed on.
    written: Mutex<BTreeSet<String>>,
}

impl Folder {
    /// The next site in the place of the same.
    fn again(&self) -> Self {
        Self {
            before: self.before.clone(),
            units_before: self.units_before.clone(),
            ..Self::default()
        }
    }

    /// The next site in the place of this one.
    fn next(self) -> Self {
        Self {
            before: self.files.into_inner().unwrap(),
            units_before: self.units.into_inner().unwrap(),
            ..Self::default()
        }
    }
}

impl Output for Folder {
    fn write(&self, path: &str, content: &[u8]) -> io::Result<()> {
        self.written.lock().unwrap().insert(path.to_owned());
        let mut files = self.files.lock().unwrap();
        files.insert(path.to_owned(), content.to_vec());
        Ok(())
    }

    fn wants(&self, path: &str) -> bool {
        path.starts_with("search/")
    }

    fn has(&self, unit: &str, is_current: &dyn Fn(&Basis) -> bool) -> Option<Vec<String>> {
        let known = self.units_before.get(unit);
        let (basis, paths) = known.filter(|(basis, _)| is_current(basis))?;
        let mut files = self.files.lock().unwrap();
        for path in paths {
            files.insert(path.clone(), self.before[path].clone());
        }
        let mut units = self.units.lock().unwrap();
        units.insert(unit.to_owned(), (basis.clone(), paths.clone()));
        Some(paths.clone())
    }

    fn made(&self, unit: &str, basis: Basis, paths: Vec<String>) {
        let mut units = self.units.lock().unwrap();
        units.insert(unit.to_owned(), (basis, paths));
    }

    fn copy(&self, _: &str, _: &str) -> io::Result<()> {
        Ok(())
    }
}

/// Makes a site and hands it to `output`.
fn build(files: &Files, output: &dyn Output, memory: &dyn Memory) {
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    let (documents, others): (Vec<&String>, Vec<&String>) = files
        .keys()
        .filter(|path| *path != "hansei.yaml")
        .partition(|path| path.ends_with(".md"));
    let document = |path: &String| SourceFile {
        path: path.clone(),
        text: Ok(text(path)),
    };
    let source = Source {
        content: "content".to_owned(),
        documents: documents.into_iter().map(document).collect(),
        files: others.into_iter().cloned().collect(),
    };
    let base = KnowledgeBase::read(ConfigFile::read(text("hansei.yaml"), "kb"), source);
    let relations = Relations::gather(&base);
    let signatures = Signatures::of(&base);
    let evidence = Evidence::of(&base, &signatures);
    let today = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let overrides = Overrides::default();
    let site = Site::new(
        &base,
        &relations,
        &signatures,
        &evidence,
        today,
        overrides,
        memory,
    );
    render_site(&site.unwrap(), output).unwrap();
}

/// The files of the index of a site that is made from nothing.
fn cold(files: &Files) -> Files {
    let folder = Folder::default();
    build(files, &folder, &Forgetful);
    of_index(folder.files.into_inner().unwrap())
}

fn of_index(mut files: Files) -> Files {
    files.retain(|path, _| path.starts_with("search/"));
    files
}

#[track_caller]
fn assert_same(what: &str, folder: &Folder, files: &Files) {
    assert_equal(what, folder, &cold(files));
}

#[track_caller]
fn assert_equal(what: &str, folder: &Folder, cold: &Files) {
    let warm = of_index(folder.files.lock().unwrap().clone());
    assert!(cold.len() > 30, "{} files", cold.len());
    let paths: BTreeSet<&String> = cold.keys().chain(warm.keys()).collect();
    let differing: Vec<_> = paths
        .into_iter()
        .filter(|path| cold.get(*path) != warm.get(*path))
        .collect();
    assert!(differing.is_empty(), "{what}: {differing:?}");
}

/// More documents than a part of the index has, in both languages and of all kinds, in a site of this language.
fn knowledge_base(language: &str) -> Files {
    let mut files = stress::files(440);
    for (path, content) in read_files(&repository().join("content")) {
        files.insert(format!("content/example/{path}"), content);
    }
    let configuration = format!("title: KB\nlanguage: {language}\ntime_zone: Asia/Tokyo\n");
    files.insert("hansei.yaml".to_owned(), configuration.into_bytes());
    files
}

/// Adds to a file.
fn append(files: &mut Files, path: &str, text: &str) {
    files.get_mut(path).unwrap().extend(text.as_bytes());
}

/// Replaces some words of a file.
fn replace(files: &mut Files, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[path].clone()).unwrap();
    assert!(text.contains(from), "{path} has {from:?}");
    files.insert(path.to_owned(), text.replace(from, to).into_bytes());
}

/// A change of the files of a knowledge base.
type Change = (&'static str, fn(&mut Files));

const CHANGES: &[Change] = &[
    ("nothing", |_| ()),
    ("a line", |files| {
        append(files, "content/incidents/100.md", "\nA lost lantern.\n");
    }),
    ("Japanese words", |files| {
        append(files, "content/incidents/105.ja.md", "\n提灯を探す。\n");
    }),
    ("what only the badge says", |files| {
        let path = "content/incidents/010.md";
        replace(files, path, "status: final", "status: draft");
    }),
    (
        "the title of a service, which its incidents are found by",
        |files| {
            let vendor = "content/vendors/first.md";
            replace(files, vendor, "First vendor", "一番のベンダー");
        },
    ),
    (
        "a field of an original that a version takes over",
        |files| {
            replace(
                files,
                "content/incidents/105.md",
                "aliases: ['old 105']",
                "aliases: ['older']",
            );
        },
    ),
    ("a new document behind all", |files| {
        let text =
            "---\nid: INC-NEW\nstarted_at: 2026-10-31T10:00:00+09:00\n---\n# 新しい lantern\n";
        files.insert("content/incidents/new.md".to_owned(), text.into());
    }),
    ("a new document before all", |files| {
        files.insert(
            "content/pages/a.md".to_owned(),
            "---\nid: A\n---\n# A0\n".into(),
        );
    }),
    ("fewer documents", |files| {
        for number in 0..40 {
            files.remove(&format!("content/incidents/{number:03}.md"));
            files.remove(&format!("content/incidents/{number:03}.ja.md"));
        }
    }),
    ("another path", |files| {
        let content = files.remove("content/incidents/300.md").unwrap();
        files.insert("content/incidents/moved.md".to_owned(), content);
    }),
    ("another zone", |files| {
        replace(files, "hansei.yaml", "Asia/Tokyo", "America/New_York");
    }),
    ("what a severity is worth", |files| {
        append(files, "hansei.yaml", "severities: [SEV4, SEV3]\n");
    }),
    ("no document of one kind", |files| {
        files.retain(|path, _| !path.starts_with("content/checklists/"));
    }),
];

/// Makes some of the changes at a time.
fn changes_one_after_the_other(language: &str, at_a_time: usize) {
    let mut files = knowledge_base(language);
    let memory = Remembered::default();
    let mut folder = Folder::default();
    build(&files, &folder, &memory);
    assert_same("from nothing", &folder, &files);
    for changes in CHANGES.chunks(at_a_time) {
        for (_, change) in changes {
            change(&mut files);
        }
        folder = folder.next();
        build(&files, &folder, &memory);
        let what: Vec<&str> = changes.iter().map(|(what, _)| *what).collect();
        assert_same(&what.join(", "), &folder, &files);
    }
    // And back again, with what is remembered of something else.
    let files = knowledge_base(language);
    folder = folder.next();
    build(&files, &folder, &memory);
    assert_same("all at once", &folder, &files);
}

#[test]
fn whatever_changes_the_index_is_as_if_made_from_nothing() {
    changes_one_after_the_other("en", 1);
}

#[test]
fn it_is_in_japanese_too() {
    changes_one_after_the_other("ja", 4);
}

#[test]
fn what_is_made_again_is_what_has_changed() {
    let mut files = knowledge_base("en");
    let memory = Remembered::default();
    let folder = Folder::default();
    build(&files, &folder, &memory);
    let folder = folder.next();
    memory.forgotten.lock().unwrap().clear();
    build(&files, &folder, &memory);
    let forgotten = memory.forgotten.lock().unwrap().clone();
    let of_index = |name: &String| name.starts_with("search-index");
    assert!(!forgotten.iter().any(of_index), "{forgotten:?}");
    let written = |folder: &Folder, start: &str| {
        let written = folder.written.lock().unwrap();
        written
            .iter()
            .filter(|path| path.starts_with(start))
            .count()
    };
    assert_eq!(written(&folder, "search/documents-"), 0);
    assert_eq!(written(&folder, "search/terms-"), 0);
    assert_eq!(written(&folder, "search/postings-"), 0);
    append(&mut files, "content/incidents/350.md", "\nA lantern.\n");
    let folder = folder.next();
    build(&files, &folder, &memory);
    let all = |start: &str| {
        cold(&files)
            .keys()
            .filter(|path| path.starts_with(start))
            .count()
    };
    let (some, all) = (written(&folder, "search/terms-"), all("search/terms-"));
    assert!(some > 0 && some * 2 < all, "{some} of {all} shards");
    assert_same("a lantern", &folder, &files);
}

/// What can happen to what is remembered.
type Damage = fn(&mut Kept);

const DAMAGES: &[(&str, Damage)] = &[
    ("cut off", |kept| {
        for (number, (_, bytes)) in kept.values_mut().enumerate() {
            bytes.truncate(bytes.len() * (number % 5) / 5);
        }
    }),
    ("a byte too long", |kept| {
        for (_, bytes) in kept.values_mut() {
            bytes.push(0);
        }
    }),
    ("empty", |kept| {
        for (_, bytes) in kept.values_mut() {
            bytes.clear();
        }
    }),
    ("another byte", |kept| {
        for (number, (_, bytes)) in kept.values_mut().enumerate() {
            let at = bytes.len() * (number % 7) / 7;
            bytes[at] ^= 0x81;
        }
    }),
    ("mixed up", |kept| {
        let mut contents: Vec<Vec<u8>> = kept.values().map(|(_, bytes)| bytes.clone()).collect();
        contents.rotate_left(1);
        for ((_, bytes), content) in kept.values_mut().zip(contents) {
            *bytes = content;
        }
    }),
    ("terms lost", |kept| {
        kept.retain(|name, _| !name.ends_with("-terms"));
    }),
    ("all but terms lost", |kept| {
        kept.retain(|name, _| name.ends_with("-terms"));
    }),
];

#[test]
fn a_memory_that_was_damaged_gives_the_same_index() {
    let mut files = knowledge_base("ja");
    let memory = Remembered::default();
    let folder = Folder::default();
    build(&files, &folder, &memory);
    let (folder, kept) = (folder.next(), memory.kept.into_inner().unwrap());
    append(&mut files, "content/incidents/100.md", "\n提灯 lantern\n");
    let expected = cold(&files);
    for (what, damage) in DAMAGES {
        let mut kept = kept.clone();
        damage(&mut kept);
        let memory = Remembered {
            kept: kept.into(),
            ..Remembered::default()
        };
        let folder = folder.again();
        build(&files, &folder, &memory);
        assert_equal(what, &folder, &expected);
    }
}

#[test]
fn a_site_that_was_thrown_away_is_made_from_memory() {
    let files = knowledge_base("en");
    let memory = Remembered::default();
    build(&files, &Folder::default(), &memory);
    let folder = Folder::default();
    build(&files, &folder, &memory);
    assert_same("another folder", &folder, &files);
}

/// Words to write about, of both languages and of shards far apart.
const WORDS: [&str; 8] = [
    "lantern",
    "接続エラー",
    "zzz-9",
    "INC-3",
    "の",
    "0x7f",
    "/var/lib/lost",
    "everything",
];

/// Changes a document of some number: edits, adds, removes or moves it.
fn change(files: &mut Files, (sort, number, word): (u8, usize, usize)) {
    let documents = files.keys().filter(|path| path.ends_with(".md"));
    let documents: Vec<String> = documents.cloned().collect();
    let path = &documents[number % documents.len()];
    let word = WORDS[word % WORDS.len()];
    match sort {
        0..3 => append(files, path, &format!("\n{word} {number}\n")),
        3 => {
            let day = number % 28 + 1;
            let text = format!(
                "---\nid: NEW-{number}\nstarted_at: 2026-01-{day:02}T10:00:00+09:00\n---\n# {word}\n"
            );
            files.insert(format!("content/incidents/new-{number}.md"), text.into());
        }
        4 => {
            let content = files[path].clone();
            files.remove(path);
            files.insert(format!("content/pages/moved-{number}.md"), content);
        }
        _ => {
            files.remove(path);
        }
    }
}

/// The same changes each time, so that a failure can be looked at again.
fn settings() -> Config {
    Config {
        cases: 6,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn any_changes_give_an_index_as_if_made_from_nothing(
        is_japanese in any::<bool>(),
        saves in prop::collection::vec(prop::collection::vec((0..6_u8, any::<usize>(), any::<usize>()), 1..4), 1..5),
    ) {
        let mut files = stress::files(30);
        let language = if is_japanese { "ja" } else { "en" };
        append(&mut files, "hansei.yaml", &format!("language: {language}\n"));
        let memory = Remembered::default();
        let mut folder = Folder::default();
        build(&files, &folder, &memory);
        for changes in saves {
            for one in &changes {
                change(&mut files, *one);
            }
            folder = folder.next();
            build(&files, &folder, &memory);
            assert_same(&format!("{changes:?}"), &folder, &files);
        }
    }
}
