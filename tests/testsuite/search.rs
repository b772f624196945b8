//! Search over many documents: everything that is there is found, and nothing else is called exact.
//!
//! What is true is found out by looking through the texts one by one, and by what the generator says
//! it has planted; neither knows of terms or postings.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use hansei::config::ConfigFile;
use hansei::knowledge_base::KnowledgeBase;
use hansei::language::Language;
use hansei::search::answer::{Answer, search};
use hansei::search::flat::{flat, folded};
use hansei::search::index::Index;
use hansei::search::options::Options;
use hansei::search::query::Query;
use hansei::source::read_folder;
use regex::Regex;
use serde::Deserialize;

use crate::support::folder::Folder;
use crate::support::program::{run, succeed};
use crate::support::{assert_none, repository};

/// A knowledge base with its index.
struct Searched {
    base: KnowledgeBase,
    index: Index,
    /// The folded texts, in the order of the index.
    texts: Vec<String>,
}

impl Searched {
    fn read(root: &Path) -> Self {
        let text = std::fs::read_to_string(root.join("hansei.yaml")).unwrap_or_default();
        let config = ConfigFile::read(text, "kb");
        let source = read_folder(root, &config.config).unwrap();
        let base = KnowledgeBase::read(config, source);
        let index = Index::build(&base);
        let documents = index.documents.iter();
        let texts = documents
            .map(|document| folded(&document.text.flat))
            .collect();
        Self { base, index, texts }
    }

    fn answer(&self, query: &str) -> Answer {
        search(&self.index, &Query::parse(query), &Options::default())
    }

    /// The places of exact hits in the index.
    fn exact(&self, query: &str) -> BTreeSet<usize> {
        let hits = self.answer(query).exact;
        hits.into_iter().map(|hit| hit.document).collect()
    }

    fn id(&self, document: usize) -> String {
        let document = self.index.documents[document].document;
        self.base[self.base.entry_of(document)].id.to_string()
    }

    /// The documents whose text holds a string that is no piece of a longer word.
    fn holding(&self, query: &str) -> BTreeSet<usize> {
        let wanted = folded(&flat(query));
        let texts = self.texts.iter().enumerate();
        texts
            .filter(|(_, text)| stands_in(text, &wanted))
            .map(|(document, _)| document)
            .collect()
    }
}

/// Whether a string stands in a text with neither end within a word of Latin letters and digits.
fn stands_in(text: &str, wanted: &str) -> bool {
    let joins = |a: Option<char>, b: Option<char>| {
        let in_word =
            |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && u32::from(c) < 0x1100);
        in_word(a) && in_word(b)
    };
    text.match_indices(wanted).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + found.len()..].chars().next();
        !joins(before, found.chars().next()) && !joins(found.chars().next_back(), behind)
    })
}

/// How well exact hits agree with what is true.
#[derive(Debug, Default)]
struct Score {
    queries: usize,
    right: usize,
    wrong: usize,
    faults: Vec<String>,
}

impl Score {
    fn add(&mut self, query: &str, found: &BTreeSet<usize>, expected: &BTreeSet<usize>) {
        self.queries += 1;
        self.right += found.intersection(expected).count();
        self.wrong += found.difference(expected).count();
        let missed = expected.difference(found).count();
        if missed > 0 {
            self.faults
                .push(format!("{query:?} misses {missed} of {}", expected.len()));
        }
    }

    /// Recall is to be 1, precision 0.95.
    fn assert(&self, name: &str, at_least: usize) {
        assert!(
            self.queries >= at_least,
            "{name}: only {} queries",
            self.queries
        );
        assert_none(name, &self.faults);
        #[allow(clippy::cast_precision_loss)]
        let precision = self.right as f64 / (self.right + self.wrong).max(1) as f64;
        eprintln!(
            "{name}: {} queries, recall 1, precision {precision:.4}",
            self.queries
        );
        assert!(precision >= 0.95, "{name}: precision {precision}");
    }
}

/// A string of the generator and the reports that hold it.
#[derive(Debug, Deserialize)]
struct Planted {
    kind: String,
    text: String,
    ids: Vec<String>,
}

/// A made-up knowledge base, and what is planted in it.
fn generated(reports: usize) -> (Folder, Vec<Planted>) {
    let folder = Folder::new();
    let plan = folder.path().with_extension("json");
    let output = Command::new(env!("CARGO"))
        .current_dir(repository())
        .args(["run", "--quiet", "--locked", "--example", "generate", "--"])
        .args(["--reports", &reports.to_string(), "--seed", "7"])
        .args([Path::new("--plant"), &plan, folder.path()])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let planted = serde_json::from_slice(&std::fs::read(plan).unwrap()).unwrap();
    (folder, planted)
}

/// Numbers that look like chance and are the same in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % limit.max(1)
    }
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | 'ー' | '\u{4E00}'..='\u{9FFF}')
}

/// A row of so many Japanese letters out of one of the texts, from anywhere in a longer row.
fn japanese(texts: &[String], length: usize, chance: &mut Chance) -> Option<String> {
    let text: Vec<char> = texts[chance.below(texts.len())].chars().collect();
    let start = chance.below(text.len().saturating_sub(length));
    let piece = text.get(start..start + length)?;
    piece
        .iter()
        .copied()
        .all(is_japanese)
        .then(|| piece.iter().collect())
}

/// A word out of one of the texts that has a mark or a digit in it: a path, a name, a code.
fn identifier(texts: &[String], chance: &mut Chance) -> Option<String> {
    let words: Vec<&str> = texts[chance.below(texts.len())]
        .split_whitespace()
        .collect();
    let word = words.get(chance.below(words.len()))?;
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let telling = word.contains(['_', '-', '.', ':', '/', '\\'])
        && word.chars().any(|c| c.is_ascii_alphabetic());
    let plain = word.is_ascii() && !word.contains('"') && word.len() >= 5;
    (telling && plain).then(|| word.to_owned())
}

fn everything_is_found_and_nothing_else(reports: usize) {
    let (folder, planted) = generated(reports);
    let searched = Searched::read(folder.path());
    assert!(searched.index.documents.len() >= reports);

    let mut score = Score::default();
    for string in &planted {
        let found: BTreeSet<String> = searched
            .exact(&string.text)
            .into_iter()
            .map(|document| searched.id(document))
            .collect();
        let expected: BTreeSet<String> = string.ids.iter().cloned().collect();
        assert_eq!(found, expected, "{string:?}");
        score.add(
            &string.text,
            &searched.exact(&string.text),
            &searched.holding(&string.text),
        );
    }
    let kinds: BTreeSet<&str> = planted.iter().map(|string| string.kind.as_str()).collect();
    assert_eq!(
        kinds,
        BTreeSet::from(["error-code", "identifier", "japanese", "path"])
    );
    score.assert("planted strings", 80);

    let mut chance = Chance(42);
    let texts = &searched.texts;
    for length in [1, 2, 3, 5, 9] {
        let mut score = Score::default();
        for query in (0..4_000)
            .filter_map(|_| japanese(texts, length, &mut chance))
            .take(20)
        {
            score.add(&query, &searched.exact(&query), &searched.holding(&query));
        }
        score.assert(&format!("Japanese, {length} letters"), 20);
    }
    let mut score = Score::default();
    for query in (0..40_000)
        .filter_map(|_| identifier(texts, &mut chance))
        .take(80)
    {
        let upper = query.to_ascii_uppercase();
        score.add(&query, &searched.exact(&upper), &searched.holding(&query));
    }
    score.assert("identifiers", 80);

    let mut absent = 0;
    for _ in 0..1_000 {
        let query = match chance.below(2) {
            0 => identifier(texts, &mut chance).map(|word| word.replace(['e', '1'], "q")),
            _ => japanese(texts, 4, &mut chance).map(|row| row.chars().rev().collect()),
        };
        let Some(query) = query.filter(|query| !texts.iter().any(|text| text.contains(query)))
        else {
            continue;
        };
        assert!(
            searched.answer(&query).exact.is_empty(),
            "{query:?} occurs nowhere"
        );
        absent += 1;
    }
    assert!(absent >= 30, "{absent} strings that occur nowhere");
}

#[test]
fn of_a_thousand_documents_everything_is_found_and_nothing_else() {
    everything_is_found_and_nothing_else(1_000);
}

#[test]
#[ignore = "takes minutes without optimisation"]
fn of_ten_thousand_documents_everything_is_found_and_nothing_else() {
    everything_is_found_and_nothing_else(10_000);
}

#[test]
fn phrases_of_archives_find_their_pages() {
    let Some(corpora) = std::env::var_os("HANSEI_CORPORA").map(PathBuf::from) else {
        eprintln!("not run: HANSEI_CORPORA does not name the folder of the archives");
        return;
    };
    let folder = Folder::with([("hansei.yaml", "title: Archives\n")]);
    for (language, flag) in [("en", vec![]), ("ja", vec!["--language", "ja"])] {
        let archive = corpora.join(format!("workfront-known-issues-{language}/help"));
        let mut arguments = vec![
            "import",
            archive.to_str().unwrap(),
            "--kind",
            "known-error",
            "--from",
            "markdown",
        ];
        arguments.extend(flag);
        succeed(folder.path(), &arguments);
    }
    let searched = Searched::read(folder.path());
    let (mut faults, mut within, mut across, mut english) = (Vec::new(), 0, 0, 0);
    // What is commented out is on no page.
    let comment = Regex::new("(?s)<!--.*?-->").unwrap();
    for (place, indexed) in searched.index.documents.iter().enumerate() {
        let document = &searched.base[indexed.document];
        let markdown = comment.replace_all(document.markdown(), "");
        let mut check = |query: &str, count: &mut i32| {
            *count += 1;
            if !searched.exact(query).contains(&place) {
                faults.push(format!("{}: {query:?}", document.path));
            }
        };
        if document.language == Language::English {
            // Words that follow each other in the middle of a line.
            for line in prose(&markdown).take(6) {
                let words: Vec<&str> = line.split_whitespace().collect();
                let middle = words.len() / 2;
                let letters = |word: &&str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
                let phrase = words.get(middle.saturating_sub(2)..middle + 2);
                if let Some(phrase) = phrase.filter(|phrase| phrase.iter().all(letters)) {
                    check(&phrase.join(" "), &mut english);
                }
            }
            continue;
        }
        let lines: Vec<&str> = prose(&markdown).collect();
        for line in lines.iter().take(2) {
            let letters: Vec<char> = line.chars().collect();
            for row in letters
                .split(|c| !is_japanese(*c))
                .filter(|row| row.len() >= 12)
                .take(1)
            {
                let middle = row.len() / 2;
                check(
                    &row[middle - 4..middle + 4].iter().collect::<String>(),
                    &mut within,
                );
                // As it would be pasted from a window that breaks lines.
                let (left, right) = (&row[middle - 3..middle], &row[middle..middle + 3]);
                let broken: String = left.iter().chain(&['\n']).chain(right).collect();
                check(&broken, &mut across);
            }
        }
        for (upper, lower) in written_breaks(&markdown) {
            check(&format!("{upper}{lower}"), &mut across);
        }
    }
    eprintln!("{within} phrases within lines, {across} across lines, {english} English");
    assert!(
        within >= 200 && across >= 200 && english >= 150,
        "{within} {across} {english}"
    );
    assert_none("phrases", &faults);
}

/// Lines of sentences, without marks of Markdown or HTML.
fn prose(markdown: &str) -> impl Iterator<Item = &str> {
    let marked = |line: &str| {
        line.contains(['*', '_', '[', '<', '`', '|', '{', '\\', '&', '#', '!'])
            || line.starts_with([' ', '\t', '>'])
    };
    markdown
        .lines()
        .filter(move |line| !marked(line) && !line.trim().is_empty())
}

/// Where a sentence goes on in the next line: the letters on both sides.
fn written_breaks(markdown: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = markdown.lines().collect();
    let plain = |line: &str| prose(line).next().is_some() && line.chars().all(is_japanese);
    let pairs = lines
        .windows(2)
        .filter(|pair| plain(pair[0]) && plain(pair[1]));
    pairs
        .map(|pair| {
            let letters: Vec<char> = pair[0].chars().collect();
            let upper = letters[letters.len().saturating_sub(3)..].iter().collect();
            (upper, pair[1].chars().take(3).collect())
        })
        .collect()
}

/// A knowledge base with one document.
fn one(text: &str) -> Folder {
    Folder::with([
        ("hansei.yaml", "title: One\n"),
        ("content/pages/a.md", text),
    ])
}

#[test]
fn odd_queries_are_answered_or_refused_and_nothing_breaks() {
    let folder = one("# Pool\n\nThe pool `db_pool` ran dry!! 接続が枯渇した。\n");
    let long = "pool 枯渇 ".repeat(10_000);
    for (query, exit) in [
        ("", 2),
        ("  ", 2),
        ("\u{200B}\u{FEFF}", 2),
        ("!!", 0),
        ("?!?", 1),
        ("\"", 1),
        ("\"\"", 2),
        ("\"pool", 1),
        ("\"db_pool\" \"枯渇\"", 0),
        ("dry\u{1b}[31m", 1),
        ("\u{7}pool\u{7}", 0),
        ("ｐｏｏｌ　「", 1),
        ("枯", 0),
        ("渇\nした", 0),
        ("接続が\r\n枯渇", 0),
        ("\u{301}", 1),
        (".*", 1),
        (&long, 1),
    ] {
        for language in ["en", "ja"] {
            let ran = run(folder.path(), &["search", "--lang", language, "--", query]);
            let shown: String = query.chars().take(40).collect();
            assert_eq!(ran.exit, exit, "{shown:?}: {ran:?}");
            let said = ran.stdout + &ran.stderr;
            let steers = said.chars().any(|c| c.is_control() && c != '\n');
            assert!(!steers && said.len() < 4_000, "{shown:?}: {said}");
        }
    }
}

#[test]
fn a_document_cannot_steer_the_terminal() {
    let folder = one(
        "---\ntitle: \"Pool \\e[2J\"\n---\n## He\u{202E}ading\n\nThe pool \u{1b}]0;x\u{7} ran dry\u{9b}31m.\n",
    );
    let ran = succeed(folder.path(), &["search", "pool", "--color", "always"]);
    let styles = Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    assert!(styles.is_match(&ran.stdout), "{ran:?}");
    let plain = styles.replace_all(&ran.stdout, "");
    assert!(
        plain.chars().all(|c| !c.is_control() || c == '\n'),
        "{plain:?}"
    );
    assert!(!plain.contains('\u{202E}'), "{plain:?}");
    let piped = succeed(folder.path(), &["search", "pool"]);
    assert_eq!(piped.stdout, plain);
}

/// The files of the exact hits, best first.
fn files(folder: &Folder, query: &str) -> Vec<String> {
    let searched = Searched::read(folder.path());
    let hits = searched.answer(query).exact.into_iter();
    hits.map(|hit| {
        let document = searched.index.documents[hit.document].document;
        let path = &searched.base[document].path;
        path.rsplit('/').next().unwrap().to_owned()
    })
    .collect()
}

#[test]
fn titles_come_first_and_then_what_is_new_and_in_the_readers_language() {
    let text = |year: u32, title: &str| {
        format!("---\ntitle: {title}\nstarted_at: {year}-01-01\n---\nThe mail queue stalled.\n")
    };
    let folder = Folder::with([
        ("content/incidents/a.md", text(2021, "Old")),
        ("content/incidents/b.md", text(2025, "New")),
        ("content/incidents/c.md", text(2020, "The queue")),
        ("content/incidents/d.ja.md", text(2025, "New")),
    ]);
    assert_eq!(files(&folder, "queue"), ["c.md", "b.md", "a.md", "d.ja.md"]);
}

#[test]
fn front_matter_is_found_in_the_words_of_each_version() {
    let folder = Folder::with([
        (
            "hansei.yaml",
            "services: [{id: pay, name: Payments, name_ja: 決済サービス}]\n",
        ),
        (
            "content/incidents/a.md",
            "---\nid: INC-1\naliases: [OLD-9]\ntags: [blue]\nservices: [pay]\nvendors: [certico]\n\
             trigger: A new key\nroles: {scribe: ito}\nimpact: {summary: No cards}\n\
             actions: [{id: A1, title: Rotate the **key**}]\ncustom: {room: Fuji}\n\
             timeline: [{at: 2026-01-01, text: Key revoked}]\n\
             communications: [{text: We are sorry}]\n---\n",
        ),
        (
            "content/incidents/a.ja.md",
            "---\ntrigger: 新しい鍵\nactions: [{id: A1, title: 鍵を替える}]\n---\nかな\n",
        ),
        (
            "content/known-errors/k.md",
            "---\nsymptoms: [Slow `login`]\nsignatures: [{regex: 'E\\d+ bad', matches: [E42 bad]}]\n---\n",
        ),
        (
            "content/vendors/certico.md",
            "---\ncontacts: [{phone: 03-1234-5678, name: Suzuki}]\ncontract: {number: C-77}\n---\n# Certico KK\n",
        ),
    ]);
    let searched = Searched::read(folder.path());
    let mut faults = Vec::new();
    for (query, expected) in [
        ("OLD-9", vec!["a.ja.md", "a.md"]),
        ("blue", vec!["a.ja.md", "a.md"]),
        ("決済サービス", vec!["a.ja.md", "a.md"]),
        ("payments", vec!["a.ja.md", "a.md"]),
        ("Certico KK", vec!["a.ja.md", "a.md", "certico.md"]),
        ("a new key", vec!["a.md"]),
        ("新しい鍵", vec!["a.ja.md"]),
        ("rotate the key", vec!["a.md"]),
        ("鍵を替える", vec!["a.ja.md"]),
        ("no cards", vec!["a.ja.md", "a.md"]),
        ("ito", vec!["a.ja.md", "a.md"]),
        ("fuji", vec!["a.ja.md", "a.md"]),
        ("key revoked", vec!["a.ja.md", "a.md"]),
        ("we are sorry", vec!["a.ja.md", "a.md"]),
        ("slow login", vec!["k.md"]),
        ("E42 bad", vec!["k.md"]),
        ("E\\d+ bad", vec!["k.md"]),
        ("03-1234-5678", vec!["certico.md"]),
        ("suzuki", vec!["certico.md"]),
        ("c-77", vec!["certico.md"]),
        // No string reaches from one fact into the next.
        ("ito no cards", vec![]),
    ] {
        let mut found: Vec<String> = searched
            .exact(query)
            .into_iter()
            .map(|document| {
                let document = searched.index.documents[document].document;
                searched.base[document]
                    .path
                    .rsplit('/')
                    .next()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        found.sort();
        if found != expected {
            faults.push(format!("{query:?}: {found:?}"));
        }
    }
    assert_none("front matter", &faults);
}
