//! Which finding is which, from one state of a knowledge base to the next.
//!
//! A fingerprint is made of the rule, the file and what the finding speaks of: a field of front
//! matter by its path, else the marked words. Lines, columns, the language of messages and white
//! space take no part, and neither does what a message proposes, which may differ tomorrow.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::Hasher;
use std::str::FromStr;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use siphasher::sip::SipHasher13;
use unicode_normalization::UnicodeNormalization;

use crate::confidential;
use crate::config;
use crate::diagnostic::{Diagnostic, Span, shown_value};
use crate::document::Document;
use crate::knowledge_base::KnowledgeBase;
use crate::yaml::parse::{self, parse_up_to};
use crate::yaml::tree::{Node, Value};

/// Which finding it is. Written as 16 hexadecimal digits; the second, third … of findings that are
/// equal in everything have their number behind a dash: `00f1c2d3e4a5b697-2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint {
    hash: u64,
    /// Of equal findings, which one; from 1, in the order of their places.
    ordinal: usize,
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.hash)?;
        match self.ordinal {
            1 => Ok(()),
            ordinal => write!(f, "-{ordinal}"),
        }
    }
}

/// A text is no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoFingerprint;

impl FromStr for Fingerprint {
    type Err = NoFingerprint;

    fn from_str(text: &str) -> Result<Self, NoFingerprint> {
        let (digits, ordinal) = text.split_once('-').unwrap_or((text, "1"));
        let parsed = Self {
            hash: u64::from_str_radix(digits, 16).map_err(|_| NoFingerprint)?,
            ordinal: ordinal.parse().map_err(|_| NoFingerprint)?,
        };
        // One finding has one way to be written.
        Some(parsed)
            .filter(|parsed| parsed.to_string() == text)
            .ok_or(NoFingerprint)
    }
}

/// Which finding it is, and what it speaks of in a form that people recognise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The same for the same finding.
    pub fingerprint: Fingerprint,
    /// The field or the words it speaks of, without what is confidential; empty where it speaks of
    /// the document as a whole; shortened where it is long.
    pub place: String,
}

/// Which findings these are, one for one. `renamed` leads from the former paths of files to those
/// they have now: findings of an older state get the fingerprints that they have today.
#[must_use]
pub fn identify(
    base: &KnowledgeBase,
    diagnostics: &[Diagnostic],
    renamed: &BTreeMap<String, String>,
) -> Vec<Identity> {
    let by_file: Vec<&[Diagnostic]> = diagnostics.chunk_by(|a, b| a.file == b.file).collect();
    let places: Vec<(u64, String)> = by_file
        .into_par_iter()
        .flat_map_iter(|found| in_file(base, found, renamed))
        .collect();
    let mut seen: FxHashMap<u64, usize> = FxHashMap::default();
    places
        .into_iter()
        .map(|(hash, place)| {
            let ordinal = seen.entry(hash).or_default();
            *ordinal += 1;
            let ordinal = *ordinal;
            Identity {
                fingerprint: Fingerprint { hash, ordinal },
                place,
            }
        })
        .collect()
}

/// The hashes and places of findings in one file.
fn in_file(
    base: &KnowledgeBase,
    found: &[Diagnostic],
    renamed: &BTreeMap<String, String>,
) -> Vec<(u64, String)> {
    let Some(first) = found.first() else {
        return Vec::new();
    };
    let path = renamed.get(&first.file).unwrap_or(&first.file);
    let path: String = path.nfc().collect();
    let file = File::of(base, &first.file);
    found
        .iter()
        .map(|diagnostic| {
            let place = file.place(diagnostic.span);
            (
                hash(&path, diagnostic, &place),
                shown_value(place.to_string()),
            )
        })
        .collect()
}

fn hash(path: &str, diagnostic: &Diagnostic, place: &Place) -> u64 {
    let mut hasher = SipHasher13::new();
    // Lengths keep parts apart, so that no two lists of parts are one text.
    let mut part = |text: &str| {
        hasher.write(&(text.len() as u64).to_le_bytes());
        hasher.write(text.as_bytes());
    };
    part("hansei finding 1");
    part(diagnostic.rule);
    part(path);
    for step in &place.field {
        part("field");
        part(step);
    }
    part("words");
    part(&place.words);
    for (name, value) in &diagnostic.message.arguments {
        if diagnostic.message.subjects.contains(name) {
            part(name);
            part(&one_line(value));
        }
    }
    hasher.finish()
}

/// What a finding speaks of.
#[derive(Debug, Default)]
struct Place {
    /// The path of a field in front matter.
    field: Vec<String>,
    /// The marked words, where they are not all of a field.
    words: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field.join("/");
        let parts = [field.as_str(), self.words.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        f.write_str(&parts.join(": "))
    }
}

/// A file as findings speak of it.
struct File<'a> {
    document: Option<&'a Document>,
    /// Its text, with stars in the place of what is confidential.
    text: String,
    front_matter: Option<Node>,
}

impl<'a> File<'a> {
    fn of(base: &'a KnowledgeBase, path: &str) -> Self {
        // Documents are sorted by path.
        let documents = &base.documents();
        let found = documents.binary_search_by(|document| document.path.as_str().cmp(path));
        let document = found.ok().map(|index| &*documents[index]);
        let (text, yaml, limit) = match document {
            Some(document) => {
                let text = document.text.as_str();
                (text, document.front_matter, parse::MAX_BYTES)
            }
            None if path == config::FILE_NAME => {
                let text = base.config_text.as_str();
                let mark = text.len() - text.trim_start_matches('\u{FEFF}').len();
                (text, Span::new(mark, text.len()), config::MAX_BYTES)
            }
            None => ("", Span::default(), 0),
        };
        let text = confidential::redacted(text).into_owned();
        // Its faults are among the findings already.
        let faults = &mut Vec::new();
        let front_matter = parse_up_to(limit, yaml.of(&text), yaml.start, faults);
        Self {
            document,
            text,
            front_matter,
        }
    }

    fn place(&self, span: Span) -> Place {
        let whole =
            |document: &&Document| span == document.heading_span() || span == document.first_line();
        if self.document.as_ref().is_some_and(whole) {
            return Place::default();
        }
        let mut field = Vec::new();
        let node = self
            .front_matter
            .as_ref()
            .and_then(|root| descend(root, span, &mut field));
        let words = match node {
            Some(all) if all == span => String::new(),
            _ => self.words(span),
        };
        Place { field, words }
    }

    /// The marked words; where nothing is marked, the line.
    fn words(&self, span: Span) -> String {
        let marked = one_line(span.of(&self.text));
        if !marked.is_empty() {
            return marked;
        }
        let at = self.text.floor_char_boundary(span.start);
        let (before, behind) = self.text.split_at(at);
        let before = before.rsplit('\n').next().unwrap_or_default();
        let behind = behind.split('\n').next().unwrap_or_default();
        one_line(&[before, behind].concat())
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Follows the keys and items that hold a place down to the last; gives the range of that key, item
/// or value. `None` where the place is in no field.
fn descend(node: &Node, span: Span, path: &mut Vec<String>) -> Option<Span> {
    match &node.value {
        Value::Mapping(entries) => {
            for entry in entries {
                let value = &entry.value;
                if holds(entry.key_span, span) {
                    path.push(entry.key.clone());
                    return Some(entry.key_span);
                }
                if holds(value.span, span) {
                    path.push(entry.key.clone());
                    return Some(descend(value, span, path).unwrap_or(value.span));
                }
            }
            None
        }
        Value::Sequence(items) => {
            let item = items.iter().find(|item| holds(item.span, span))?;
            path.push(name_of(item));
            Some(descend(item, span, path).unwrap_or(item.span))
        }
        Value::Scalar { .. } | Value::Null => None,
    }
}

/// The keys by which items of lists are known, the best first.
const NAMES: [&str; 12] = [
    "id", "ref", "name", "title", "rule", "service", "severity", "level", "at", "text", "regex",
    "url",
];

/// What an item of a list is called, wherever in the list it stands: its id or what comes nearest,
/// else its first words.
fn name_of(item: &Node) -> String {
    let named = NAMES.iter().find_map(|key| item.entry(key)?.value.text());
    let text = named.or_else(|| first_text(item));
    one_line(text.unwrap_or_default())
}

fn first_text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Scalar { text, .. } => Some(text),
        Value::Sequence(items) => items.iter().find_map(first_text),
        Value::Mapping(entries) => entries.iter().find_map(|entry| first_text(&entry.value)),
        Value::Null => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::check::check_all_of;
    use crate::config::ConfigFile;
    use crate::source::{Source, SourceFile};

    const PATH: &str = "content/incidents/a.md";
    const TEXT: &str = "---
title: Queue stalled
status: final
severity: SEV9
started_at: 2026-03-14T09:02:00+09:00
services: [mail, web]
actions:
  - id: A1
    title: Renew
    due: 2026-01-01
  - {id: A2, title: Watch, owner: ito, due: 2026-02-01, state: opne}
---
## Cause

It was careless of them to press it, see [this](missing.md).

It was careless of all.
";

    /// `rule fingerprint` of every finding, in order.
    fn of_files(files: &[(&str, &str)], renamed: &[(&str, &str)]) -> Vec<(&'static str, Identity)> {
        let documents = files.iter().map(|(path, text)| SourceFile {
            path: (*path).to_owned(),
            text: Ok((*text).to_owned()),
        });
        let source = Source {
            content: "content".to_owned(),
            documents: documents.collect(),
            files: Vec::new(),
        };
        let config = "services: [{id: mail}]\nrules: {missing-start: odd}\n".to_owned();
        let base = KnowledgeBase::read(ConfigFile::read(config, "kb"), source);
        let today = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let found = check_all_of(&base, today);
        let pairs = renamed.iter();
        let renamed = pairs.map(|(from, to)| ((*from).to_owned(), (*to).to_owned()));
        let identities = identify(&base, &found, &renamed.collect());
        found
            .iter()
            .map(|found| found.rule)
            .zip(identities)
            .collect()
    }

    fn fingerprints(files: &[(&str, &str)]) -> Vec<String> {
        let found = of_files(files, &[]).into_iter();
        let mut all: Vec<String> = found
            .map(|(rule, identity)| format!("{rule} {}", identity.fingerprint))
            .collect();
        all.sort();
        all
    }

    #[test]
    fn places_are_named_as_people_know_them() {
        let found = of_files(&[(PATH, TEXT)], &[]).into_iter();
        let places: Vec<String> = found
            .map(|(rule, identity)| format!("{rule} {}", identity.place))
            .collect();
        for expected in [
            "action-without-owner actions/A1/title",
            "blameful-language careless",
            "broken-link [this](missing.md)",
            "configuration rules/missing-start",
            "missing-section ",
            "overdue-action actions/A1/due",
            "unknown-service services/web",
            "unknown-severity severity",
            "unknown-value actions/A2/state",
        ] {
            let found = places.iter().any(|place| place.starts_with(expected));
            assert!(found, "{expected} in {places:#?}");
        }
    }

    #[test]
    fn a_fingerprint_survives_whatever_is_no_change_of_the_finding() {
        let before = fingerprints(&[(PATH, TEXT)]);
        assert!(before.len() > 10, "{before:?}");
        let reordered = TEXT
            .replace("  - id: A1\n    title: Renew\n    due: 2026-01-01\n", "")
            .replace(
                "state: opne}\n",
                "state: opne}\n  - title: Renew\n    id: A1\n    due: 2026-01-01\n",
            );
        for text in [
            TEXT.replace("---\ntitle", "\n---\n# a comment\ntags: [x]\ntitle"),
            TEXT.replace("## Cause", "New words.\n\n- one\n\n## Cause"),
            TEXT.replace('\n', "\r\n"),
            TEXT.replace("severity: SEV9", "severity:   \"SEV9\""),
            TEXT.replace("[mail, web]", "\n  - web\n  - mail"),
            TEXT.replace("\n---\n## Cause", "\nid: INC-1\n---\n## Cause"),
            format!("\u{FEFF}{TEXT}"),
            reordered,
        ] {
            assert_eq!(fingerprints(&[(PATH, &text)]), before, "{text}");
        }
        let other = ("content/other.md", "# Other\n");
        assert_eq!(fingerprints(&[other, (PATH, TEXT)]), before);
    }

    #[test]
    fn what_is_another_finding_has_another_fingerprint() {
        let before = fingerprints(&[(PATH, TEXT)]);
        for (text, rule) in [
            (TEXT.replace("SEV9", "SEV8"), "unknown-severity"),
            (TEXT.replace("web]", "www]"), "unknown-service"),
            (TEXT.replace("missing.md", "gone.md"), "broken-link"),
            (TEXT.replace("{id: A2", "{id: A3"), "unknown-value"),
        ] {
            let after = fingerprints(&[(PATH, &text)]);
            let new: Vec<&String> = after.iter().filter(|it| !before.contains(it)).collect();
            assert!(new.iter().any(|it| it.starts_with(rule)), "{rule}: {new:?}");
            let kept = after.len() - new.len();
            assert!(kept + 3 > before.len(), "{rule}: {new:?}");
        }
    }

    #[test]
    fn equal_findings_are_counted() {
        let texts: Vec<String> = fingerprints(&[(PATH, TEXT)]);
        let texts: Vec<&String> = texts.iter().filter(|it| it.starts_with("blame")).collect();
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert_eq!(*texts[1], format!("{}-2", texts[0]));
        let written = texts[1].rsplit(' ').next().unwrap();
        let read: Fingerprint = written.parse().unwrap();
        assert_eq!((read.ordinal, read.to_string().as_str()), (2, written));
        for wrong in [
            "",
            "x",
            "-1",
            "00f1",
            "+0f1c2d3e4a5b697",
            "00f1c2d3e4a5b697-1",
            "00F1C2D3E4A5B697",
        ] {
            assert_eq!(wrong.parse::<Fingerprint>(), Err(NoFingerprint), "{wrong}");
        }
    }

    #[test]
    fn a_renamed_file_has_the_findings_that_it_had() {
        let now = "content/incidents/2026/b.md";
        let after = of_files(&[(now, TEXT)], &[]);
        let before = of_files(&[(PATH, TEXT)], &[(PATH, now)]);
        assert_eq!(before, after);
        assert_ne!(of_files(&[(PATH, TEXT)], &[]), after);
    }

    #[test]
    fn what_is_confidential_is_no_part_of_it() {
        let of = |number: &str| {
            let text = format!("# Title\n\nCall {number} at night.\n");
            of_files(&[(PATH, &text)], &[])
        };
        let found = of("090-2468-1357");
        assert_eq!(found, of("090-8642-7531"));
        let shown = found.iter().find(|(rule, _)| *rule == "personal-data");
        assert_eq!(shown.unwrap().1.place, "090**********");
    }

    #[test]
    fn fingerprints_are_the_same_everywhere_and_for_ever() {
        // A change here makes every baseline and every code host forget what it knows.
        let found = of_files(&[(PATH, "---\nseverity: SEV9\n---\n")], &[]);
        let severity = found.iter().find(|(rule, _)| *rule == "unknown-severity");
        assert_eq!(
            severity.unwrap().1.fingerprint.to_string(),
            "78b0dc1bb7a01064"
        );
    }
}
