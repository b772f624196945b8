//! From findings that have a certain way out to mended files.
//!
//! A fix replaces a range of bytes and nothing else. Fixes that overlap wait for the next round, in
//! which everything is read anew, until a round changes nothing. Texts are mended in memory; [`write()`]
//! brings them to disk.

mod diff;
mod write;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::FxHashSet;

use crate::check::{self, configuration_errors};
use crate::config::{self, ConfigFile};
use crate::diagnostic::{Diagnostic, Fix};
use crate::document::front_matter::split;
use crate::knowledge_base::KnowledgeBase;
use crate::source::Source;
use crate::yaml::parse::{self, parse_up_to};
use crate::yaml::tree::{Node, Value};

pub use diff::diff;
pub use write::{NotWritten, try_out, write};

/// How often everything is read anew at most: a fix that made another one necessary for ever would
/// be a fault of ours, and end here.
const MAX_ROUNDS: usize = 16;

/// A file with its fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// Its path from the root, `/` between folders.
    pub path: String,
    /// Its text as it was read.
    pub before: String,
    /// The same with all fixes.
    pub after: String,
    /// How many fixes were applied.
    pub fixes: usize,
}

/// Mends `hansei.yaml`; `None` where there is nothing to mend. `read` reads a text of it as the one
/// of this site.
#[must_use]
pub fn mend_configuration(
    read: impl Fn(String) -> ConfigFile,
    text: &str,
    today: NaiveDate,
) -> Option<Mended> {
    let texts = BTreeMap::from([(config::FILE_NAME.to_owned(), text.to_owned())]);
    let mended = in_rounds(texts, |texts| {
        let text = texts[config::FILE_NAME].clone();
        found(&read(text), Source::default(), today)
    });
    mended.into_iter().next()
}

/// Mends documents, in the order of their paths. Where `config` has errors nothing is looked at.
#[must_use]
pub fn mend_documents(config: &ConfigFile, source: &Source, today: NaiveDate) -> Vec<Mended> {
    if configuration_errors(config).is_some() {
        return Vec::new();
    }
    let texts = source.documents.iter().filter_map(|file| {
        let text = file.text.as_ref().ok()?;
        Some((file.path.clone(), text.clone()))
    });
    in_rounds(texts.collect(), |texts| {
        let mut source = source.clone();
        for file in &mut source.documents {
            if let Some(text) = texts.get(&file.path) {
                file.text = Ok(text.clone());
            }
        }
        found(config, source, today)
    })
}

fn found(config: &ConfigFile, source: Source, today: NaiveDate) -> Vec<Diagnostic> {
    let base = KnowledgeBase::read(config.clone(), source);
    check::check_all_of(&base, today)
}

/// Applies the fixes of what `look` finds in the texts until it finds no more of them.
fn in_rounds(
    mut texts: BTreeMap<String, String>,
    look: impl Fn(&BTreeMap<String, String>) -> Vec<Diagnostic>,
) -> Vec<Mended> {
    let mut mended: BTreeMap<String, Mended> = BTreeMap::new();
    // Lines, with their files, whose keys were misspelt.
    let mut guessed: FxHashSet<(String, String)> = FxHashSet::default();
    for _ in 0..MAX_ROUNDS {
        let mut found = look(&texts);
        found.retain(|found| !is_second_guess(&texts, &guessed, found));
        let mut is_changed = false;
        for of_file in found.chunk_by(|a, b| a.file == b.file) {
            let path = &of_file[0].file;
            let Some(text) = texts.get_mut(path) else {
                continue;
            };
            // Most findings have none.
            if of_file.iter().all(|found| found.fix.is_none()) {
                continue;
            }
            let keys = of_file.iter().filter(|found| found.rule == "unknown-key");
            let keys = keys.filter_map(|found| found.fix.as_ref());
            guessed.extend(keys.map(|fix| {
                let line = line_at(&replaced(text, &[fix]), fix.span.start).to_owned();
                (path.clone(), line)
            }));
            let fixes = of_file.iter().filter_map(|found| found.fix.as_ref());
            let (after, count) = applied(path, text, fixes);
            if count == 0 {
                continue;
            }
            is_changed = true;
            let before = std::mem::replace(text, after.clone());
            let entry = mended.entry(path.clone());
            let file = entry.or_insert_with(|| Mended {
                path: path.clone(),
                before,
                after: String::new(),
                fixes: 0,
            });
            file.after = after;
            file.fixes += count;
        }
        if !is_changed {
            break;
        }
    }
    let mended = mended.into_values();
    mended.filter(|file| file.before != file.after).collect()
}

/// Whether the fix of a finding guesses a value whose key was guessed before: two guesses are not
/// certain.
fn is_second_guess(
    texts: &BTreeMap<String, String>,
    guessed: &FxHashSet<(String, String)>,
    found: &Diagnostic,
) -> bool {
    let is_of_value = found.rule.starts_with("unknown-") && found.rule != "unknown-key";
    if !is_of_value || guessed.is_empty() || found.fix.is_none() {
        return false;
    }
    texts.get(&found.file).is_some_and(|text| {
        let line = line_at(text, found.span.start).to_owned();
        guessed.contains(&(found.file.clone(), line))
    })
}

/// The line that a byte of a text is in.
fn line_at(text: &str, at: usize) -> &str {
    let (before, behind) = text.split_at(text.floor_char_boundary(at));
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = behind.find('\n').unwrap_or(behind.len());
    &text[start..before.len() + end]
}

/// The text of a file with these fixes, and how many of them: all that stand apart, unless less of the
/// file could be read then, as where two slips meet. Then each has to prove itself.
fn applied<'a>(path: &str, text: &str, fixes: impl Iterator<Item = &'a Fix>) -> (String, usize) {
    let fixes = apart(text, fixes);
    let together = replaced(text, &fixes);
    let mut keys = readable(path, text);
    if readable(path, &together) >= keys {
        return (together, fixes.len());
    }
    let mut after = text.to_owned();
    let mut count = 0;
    // From the end, so that the ranges of the others stay what they are.
    for fix in fixes.iter().rev() {
        let with = replaced(&after, std::slice::from_ref(fix));
        let keys_then = readable(path, &with);
        if keys_then >= keys {
            after = with;
            keys = keys_then;
            count += 1;
        }
    }
    (after, count)
}

/// The fixes in the order of their places: of two that overlap or touch the first, and none that
/// changes nothing or does not fit the text.
fn apart<'a>(text: &str, fixes: impl Iterator<Item = &'a Fix>) -> Vec<&'a Fix> {
    let fits = |fix: &&Fix| {
        let written = text.get(fix.span.start..fix.span.end);
        written.is_some_and(|written| written != fix.replacement)
    };
    let mut fixes: Vec<&Fix> = fixes.filter(fits).collect();
    fixes.sort_by_key(|fix| fix.span);
    let mut end = None;
    fixes.retain(|fix| {
        let is_apart = end.is_none_or(|end| fix.span.start > end);
        if is_apart {
            end = Some(fix.span.end);
        }
        is_apart
    });
    fixes
}

/// The text with these fixes, which stand apart and in order.
fn replaced(text: &str, fixes: &[&Fix]) -> String {
    let mut after = String::with_capacity(text.len());
    let mut end = 0;
    for fix in fixes {
        after.push_str(&text[end..fix.span.start]);
        after.push_str(&fix.replacement);
        end = fix.span.end;
    }
    after.push_str(&text[end..]);
    after
}

/// How many keys can be read in the front matter of a document, or in the configuration.
fn readable(path: &str, text: &str) -> usize {
    let faults = &mut Vec::new();
    let (yaml, limit) = if path == config::FILE_NAME {
        (text.trim_start_matches('\u{FEFF}'), config::MAX_BYTES)
    } else {
        let yaml = split(text, faults).yaml.unwrap_or_default();
        (yaml.of(text), parse::MAX_BYTES)
    };
    parse_up_to(limit, yaml, 0, faults).map_or(0, |root| keys(&root))
}

fn keys(node: &Node) -> usize {
    match &node.value {
        Value::Mapping(entries) => entries.iter().map(|entry| 1 + keys(&entry.value)).sum(),
        Value::Sequence(items) => items.iter().map(keys).sum(),
        Value::Scalar { .. } | Value::Null => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    fn fix(start: usize, end: usize, replacement: &str) -> Fix {
        Fix {
            span: Span::new(start, end),
            replacement: replacement.to_owned(),
        }
    }

    #[test]
    fn fixes_that_overlap_wait_and_those_that_do_not_fit_are_none() {
        let fixes = [
            fix(7, 8, "H"),
            fix(0, 3, "x"),
            fix(2, 5, "y"),
            fix(4, 4, "+"),
            fix(5, 6, "f"),
            fix(6, 99, ""),
        ];
        let (after, count) = applied("a.md", "abcdefgh", fixes.iter());
        assert_eq!((after.as_str(), count), ("xd+efgH", 3));
        let inside = [fix(1, 2, "x")];
        let unchanged = ("あ".to_owned(), 0);
        assert_eq!(applied("a.md", "あ", inside.iter()), unchanged);
    }

    #[test]
    fn a_value_is_not_guessed_where_its_key_was() {
        let path = "content/incidents/a.md";
        let mend = |text: &str| {
            let source = Source {
                content: "content".to_owned(),
                documents: vec![crate::source::SourceFile {
                    path: path.to_owned(),
                    text: Ok(text.to_owned()),
                }],
                files: Vec::new(),
            };
            let config = ConfigFile::read(String::new(), "kb");
            let today = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
            let mended = mend_documents(&config, &source, today);
            mended.first().map(|file| file.after.clone())
        };
        let is = |text: &str| mend(text).unwrap_or_default();
        assert_eq!(
            is("---\nstatsu: finl\n---\n# A\n"),
            "---\nstatus: finl\n---\n# A\n"
        );
        assert_eq!(
            is("---\nstatus: finl\n---\n# A\n"),
            "---\nstatus: final\n---\n# A\n"
        );
    }

    #[test]
    fn a_fix_after_which_less_can_be_read_is_left_out() {
        let text = "---\nstatus: finl\ntags: []\n @: [ - mail\n---\n";
        let fixes = [fix(12, 16, "final"), fix(22, 25, "")];
        let (after, count) = applied("a.md", text, fixes.iter());
        assert_eq!((after, count), (text.replace("finl", "final"), 1));
    }
}
