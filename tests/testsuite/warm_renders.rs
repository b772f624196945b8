//! A site of which only what has changed is made anew is the site that is made from nothing, whatever has changed.

use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::NaiveDate;
use hansei::config::ConfigFile;
use hansei::knowledge_base::KnowledgeBase;
use hansei::link::Relations;
use hansei::memory::{Forgetful, Memory, ShortTerm};
use hansei::render::overrides::Overrides;
use hansei::render::render;
use hansei::render::site::Output;
use hansei::render::unit::Basis;
use hansei::signature::Signatures;
use hansei::source::{Source, SourceFile};

use crate::support::folder::{Files, read_files};
use crate::support::{repository, stress};

/// The files of a site, and what they were made from.
#[derive(Default)]
struct Made {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    units: Mutex<BTreeMap<String, (Basis, Vec<String>)>>,
    /// How many files were made and not kept.
    fresh: AtomicUsize,
}

/// A site that comes after another.
struct After<'a> {
    before: &'a Made,
    now: Made,
}

impl Made {
    fn add(&self, path: &str, content: &[u8]) {
        let files = &mut self.files.lock().unwrap();
        let known = files.insert(path.to_owned(), content.to_owned());
        // Cards of known errors are called by what is in them.
        assert!(
            known.is_none_or(|known| known == content),
            "{path} is made twice"
        );
    }
}

impl Output for After<'_> {
    fn write(&self, path: &str, content: &[u8]) -> io::Result<()> {
        self.now.fresh.fetch_add(1, Ordering::Relaxed);
        self.now.add(path, content);
        Ok(())
    }

    fn copy(&self, source: &str, path: &str) -> io::Result<()> {
        self.now.add(path, source.as_bytes());
        Ok(())
    }

    fn remembers(&self) -> bool {
        true
    }

    fn has(&self, unit: &str, is_current: &dyn Fn(&Basis) -> bool) -> Option<Vec<String>> {
        let units = self.before.units.lock().unwrap();
        let (basis, paths) = units.get(unit).filter(|(basis, _)| is_current(basis))?;
        let files = self.before.files.lock().unwrap();
        for path in paths {
            self.now.add(path, &files[path]);
        }
        let unit = (unit.to_owned(), (basis.clone(), paths.clone()));
        self.now.units.lock().unwrap().extend([unit]);
        Some(paths.clone())
    }

    fn made(&self, unit: &str, basis: Basis, paths: Vec<String>) {
        let unit = (unit.to_owned(), (basis, paths));
        self.now.units.lock().unwrap().extend([unit]);
    }
}

/// What documents can link to.
const FILES: [&str; 5] = [
    "content/incidents/app.log",
    "content/incidents/graph.png",
    "content/known-errors/app.log",
    "content/known-errors/shot.png",
    "content/shot.png",
];

/// The files of a knowledge base, and what happens to them by chance.
struct Edited {
    files: BTreeMap<String, String>,
    others: Vec<String>,
    config: String,
    today: NaiveDate,
    random: u64,
}

impl Edited {
    /// Of the example the documents with the most to say to each other.
    fn of_example(seed: u64) -> Self {
        let files = read_files(&repository().join("content")).into_iter();
        let files = files.filter(|(path, _)| !path.starts_with("incidents/2026/"));
        let files = files.map(|(path, bytes)| {
            let text = String::from_utf8(bytes).unwrap();
            (format!("content/{path}"), text)
        });
        Self {
            files: files.collect(),
            others: FILES.map(str::to_owned).to_vec(),
            config: repository_config(),
            today: NaiveDate::from_ymd_opt(2026, 6, 30).unwrap(),
            random: seed,
        }
    }

    /// A number below `end` (splitmix64).
    fn below(&mut self, end: usize) -> usize {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % u64::try_from(end).unwrap()).unwrap()
    }

    fn one(&mut self) -> String {
        let number = self.below(self.files.len());
        self.files.keys().nth(number).unwrap().clone()
    }

    /// A line of some document.
    fn line(&mut self) -> String {
        let path = self.one();
        let lines: Vec<String> = self.files[&path].lines().map(str::to_owned).collect();
        lines[self.below(lines.len())].clone()
    }

    /// Of another document a line with the same key: `status: closed`, `  state: verified`.
    fn same_field(&mut self, field: &str) -> Option<String> {
        let key = field.split_once(':')?.0.trim_start_matches([' ', '-', '{']);
        let lines = self.files.values().flat_map(|text| text.lines());
        let all = lines.filter(|line| {
            let other = line.split_once(':');
            let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-', '{']).len();
            let same = other.is_some_and(|(other, _)| other.ends_with(key));
            same && *line != field && indent(line) == indent(field)
        });
        let all: Vec<String> = all.map(str::to_owned).collect();
        (!all.is_empty()).then(|| all[self.below(all.len())].clone())
    }

    /// Lets something happen; says what.
    fn edit(&mut self) -> String {
        const SENTENCES: [&str; 9] = [
            "It was slower than 昨日 by far.",
            "See KE-0001 and INC-2025-0004, and [the list](../../checklists/deploy.md).",
            "<p id=\"here\">HikariPool-1 - Connection is not available</p>",
            "証明書の期限が切れていました。",
            "- [ ] **DEP-09-001** Ask twice",
            "## Workaround",
            "![graph](../graph.png), [log](../app.log) and ![log](../app.log)",
            "- [ ] Ask about INC-2025-0004 first",
            "Asked about `INC-2025-0004` first, and <img src=\"shot.png\">",
        ];
        const FIELDS: [&str; 4] = [
            "symptoms: ['![shot](shot.png)', '[log](app.log)']",
            "started_at: 2026-02-03 04:05",
            "aliases: [INC-2025-0004, OLD-7]",
            "tags: [新しい, old]",
        ];
        let path = self.one();
        let text = self.files[&path].clone();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let body = lines.iter().skip(1).position(|line| line == "---");
        let body = body.map_or(0, |at| at + 2).min(lines.len() - 1);
        let somewhere = body + self.below(lines.len() - body);
        let what = match self.below(21) {
            0..=3 => {
                lines.insert(somewhere, SENTENCES[self.below(SENTENCES.len())].to_owned());
                "a sentence more"
            }
            4 => {
                lines.insert(somewhere, self.line());
                "a line of another"
            }
            5 => {
                lines.remove(somewhere);
                "a line less"
            }
            6 => {
                let word = lines[somewhere].split(' ').next().unwrap().to_owned();
                lines[somewhere] = lines[somewhere].replacen(&word, "Otherwise", 1);
                "another word"
            }
            7 => {
                let field = self.below(body.max(1));
                lines.remove(field);
                "a field less"
            }
            8 => {
                let field = self.below(body.max(1));
                lines.insert(field, self.line());
                "a field more"
            }
            9 | 10 => {
                let field = self.below(body.max(1));
                lines.insert(field, FIELDS[self.below(FIELDS.len())].to_owned());
                "a field more"
            }
            11..=14 => {
                let field = self.below(body.max(1));
                if let Some(other) = self.same_field(&lines[field]) {
                    lines[field] = other;
                }
                "the field of another"
            }
            15 => {
                self.files.remove(&path);
                return format!("{path}: taken away");
            }
            16 => {
                self.today = self.today.succ_opt().unwrap();
                return "another day".to_owned();
            }
            17 => {
                let title = self.line().replace(['"', '\\'], "");
                self.config = format!("title: \"{}\"\n{}", title.trim(), without_title());
                return "another title of the site".to_owned();
            }
            18 => {
                let other = FILES[self.below(FILES.len())].to_owned();
                let known = self.others.iter().position(|known| *known == other);
                match known {
                    Some(at) => drop(self.others.remove(at)),
                    None => self.others.push(other.clone()),
                }
                return format!("{other}: comes or goes");
            }
            19 => {
                self.files.insert(path.replace(".md", "-2.md"), text);
                return format!("{path}: once more");
            }
            _ => {
                self.files.remove(&path);
                self.files.insert(path.replace(".md", "-改.md"), text);
                return format!("{path}: renamed");
            }
        };
        let title = lines.join("\n") + "\n";
        self.files.insert(path.clone(), title);
        format!("{path}: {what}")
    }

    fn render(&self, output: &dyn Output, memory: &dyn Memory) {
        let documents = self.files.iter().map(|(path, text)| SourceFile {
            path: path.clone(),
            text: Ok(text.clone()),
        });
        let source = Source {
            content: "content".to_owned(),
            documents: documents.collect(),
            files: self.others.clone(),
        };
        let config = ConfigFile::read(self.config.clone(), "kb");
        let base = KnowledgeBase::read_remembering(config, source, memory);
        let relations = Relations::gather(&base);
        let signatures = Signatures::of(&base);
        let overrides = Overrides::default();
        render(
            &base,
            &relations,
            &signatures,
            self.today,
            overrides,
            output,
            memory,
        )
        .unwrap();
    }
}

fn without_title() -> String {
    let config = repository_config();
    let lines = config.lines().filter(|line| !line.starts_with("title:"));
    lines.map(|line| format!("{line}\n")).collect()
}

fn repository_config() -> String {
    std::fs::read_to_string(repository().join("hansei.yaml")).unwrap()
}

/// How many edits a chain has: more where somebody asks for them.
fn edits() -> usize {
    let asked = std::env::var("HANSEI_EDITS").ok();
    asked.map_or(12, |asked| asked.parse().unwrap())
}

/// Edits a knowledge base again and again, and compares each site with one that is made from nothing.
fn assert_warm_is_cold(seed: u64) {
    let mut edited = Edited::of_example(seed);
    let memory = ShortTerm::default();
    let nothing = Made::default();
    let mut before = Made::default();
    for number in 0..=edits() {
        let what = if number == 0 {
            "the first".to_owned()
        } else {
            edited.edit()
        };
        let warm = After {
            before: &before,
            now: Made::default(),
        };
        edited.render(&warm, &memory);
        let cold = After {
            before: &nothing,
            now: Made::default(),
        };
        edited.render(&cold, &Forgetful);
        let now = warm.now;
        let (files, expected) = (now.files.lock().unwrap(), cold.now.files.lock().unwrap());
        let paths = files.keys().chain(expected.keys());
        let differing = paths.filter(|path| files.get(*path) != expected.get(*path));
        let differing: Vec<&String> = differing.collect();
        assert!(
            differing.is_empty(),
            "{seed}, edit {number}: {what}: {differing:?}"
        );
        drop((files, expected));
        before = now;
    }
}

#[test]
fn documents_are_recalled_as_they_were_read() {
    let texts = |files: Files| {
        let files = files.into_iter();
        let files = files.filter(|(path, _)| path.ends_with(".md"));
        files.filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?)))
    };
    let cases = texts(read_files(&repository().join("tests")));
    let example = texts(read_files(&repository().join("content")));
    let files = cases.chain(example).chain(texts(stress::files(60)));
    let files: BTreeMap<String, String> = files.collect();
    assert!(files.len() > 200, "{}", files.len());
    let source = || Source {
        content: String::new(),
        documents: files
            .iter()
            .map(|(path, text)| SourceFile {
                path: path.clone(),
                text: Ok(text.clone()),
            })
            .collect(),
        files: Vec::new(),
    };
    let config = || ConfigFile::read(repository_config(), "kb");
    let memory = ShortTerm::default();
    let read = KnowledgeBase::read(config(), source());
    for _ in 0..2 {
        let recalled = KnowledgeBase::read_remembering(config(), source(), &memory);
        for (read, recalled) in read.documents().iter().zip(recalled.documents()) {
            assert!(
                format!("{read:?}") == format!("{recalled:?}"),
                "{}",
                read.path
            );
        }
    }
}

#[test]
fn after_a_chain_of_edits() {
    assert_warm_is_cold(1);
}

#[test]
fn after_another_chain_of_edits() {
    assert_warm_is_cold(2);
}

#[test]
fn times_that_a_second_version_takes_over_are_seen_where_it_is_shown() {
    let mut edited = Edited::of_example(1);
    let table = "# 停止\n\n## タイムライン\n\n| 時刻 | 出来事 |\n| --- | --- |\n| 09:05 | 検知 |\n";
    let original = |started: &str| format!("---\nstarted_at: {started}\n---\n# Outage\n");
    let path = "content/incidents/twice.md".to_owned();
    edited.files.clear();
    for version in ["ja.markdown", "ja.md"] {
        let path = format!("content/incidents/twice.{version}");
        edited.files.insert(path, table.to_owned());
    }
    let memory = ShortTerm::default();
    let mut before = Made::default();
    let mut shown = Vec::new();
    for started in ["2025-03-01T09:00+09:00", "2025-03-02T09:00+01:00"] {
        edited.files.insert(path.clone(), original(started));
        let [warm, cold] = [&before, &Made::default()].map(|before| {
            let site = After {
                before,
                now: Made::default(),
            };
            edited.render(&site, &memory);
            site.now
        });
        let (files, expected) = (warm.files.lock().unwrap(), cold.files.lock().unwrap());
        assert!(*files == *expected, "{started}");
        shown.push(files["incidents/twice-2.html"].clone());
        drop((files, expected));
        before = warm;
    }
    assert_ne!(shown[0], shown[1]);
}

#[test]
fn files_stay_for_as_long_as_a_page_that_stays_links_to_them() {
    let mut edited = Edited::of_example(1);
    let error = "---\nid: KE-9\nsymptoms: ['![shot](shot.png)']\n---\n# Error\n\n![log](app.log)\n";
    let path = "content/known-errors/ke-9.md".to_owned();
    edited.files.insert(path.clone(), error.to_owned());
    let memory = ShortTerm::default();
    let mut before = Made::default();
    for links in [true, true, false] {
        let other = edited.files.values_mut().next().unwrap();
        other.push_str("\nOne more sentence.\n");
        if !links {
            edited.files.insert(path.clone(), "# Error\n".to_owned());
        }
        let now = After {
            before: &before,
            now: Made::default(),
        };
        edited.render(&now, &memory);
        let now = now.now;
        for name in ["files/known-errors/shot.png", "files/known-errors/app.log"] {
            assert_eq!(
                now.files.lock().unwrap().contains_key(name),
                links,
                "{name}"
            );
        }
        before = now;
    }
}

#[test]
fn one_sentence_leaves_nearly_everything_as_it_is() {
    let mut edited = Edited::of_example(1);
    let memory = ShortTerm::default();
    let nothing = Made::default();
    let first = After {
        before: &nothing,
        now: Made::default(),
    };
    edited.render(&first, &memory);
    let path = edited.files.keys().find(|path| path.contains("/inc"));
    let path = path.unwrap().clone();
    let text = edited.files.get_mut(&path).unwrap();
    text.push_str("\nOne more sentence.\n");
    let second = After {
        before: &first.now,
        now: Made::default(),
    };
    edited.render(&second, &memory);
    let [all, fresh] = [&first, &second].map(|site| site.now.fresh.load(Ordering::Relaxed));
    assert!(fresh * 3 < all, "{fresh} of {all} files were made anew");
}
