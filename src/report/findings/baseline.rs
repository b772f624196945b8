//! Findings that a knowledge base lives with for now, in a file that people review.
//!
//! One line an entry, sorted by file and rule, so that a diff shows what came and went.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::check::fingerprint::{Fingerprint, Identity};
use crate::diagnostic::Diagnostic;
use crate::report::json;

/// Where the baseline of a knowledge base stands in it, unless another file is named.
pub const FILE_NAME: &str = ".hansei-baseline.json";

/// The largest baseline that is read, in bytes.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

const VERSION: u32 = 1;
const KIND: &str = "baseline";

/// Findings to live with for now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    entries: BTreeMap<Fingerprint, Entry>,
}

/// What the file says of a finding; the fingerprint counts, the rest is for people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Entry {
    file: String,
    rule: String,
    #[serde(default)]
    place: String,
    fingerprint: String,
}

#[derive(Debug, Deserialize)]
struct Written {
    version: u32,
    kind: String,
    items: Vec<Entry>,
}

/// Why a text is no baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BaselineError {
    /// It is not JSON of this shape.
    Shape {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// It is something else that hansei writes, or another program.
    Kind(String),
    /// A later version of hansei has written it.
    Version(u32),
    /// An entry has a fingerprint that is none.
    Fingerprint(String),
}

impl Baseline {
    /// These findings, one for one with their identities.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic], identities: &[Identity]) -> Self {
        let entries = diagnostics.iter().zip(identities);
        let entries = entries.map(|(diagnostic, identity)| {
            let entry = Entry {
                file: diagnostic.file.clone(),
                rule: diagnostic.rule.to_owned(),
                place: identity.place.clone(),
                fingerprint: identity.fingerprint.to_string(),
            };
            (identity.fingerprint, entry)
        });
        Self {
            entries: entries.collect(),
        }
    }

    /// Reads a file's text.
    ///
    /// # Errors
    ///
    /// Where it is no baseline of this version.
    pub fn read(text: &str) -> Result<Self, BaselineError> {
        let written: Written =
            serde_json::from_str(text.trim_start_matches('\u{FEFF}')).map_err(|error| {
                BaselineError::Shape {
                    line: error.line(),
                    column: error.column(),
                    reason: error.to_string(),
                }
            })?;
        if written.kind != KIND {
            return Err(BaselineError::Kind(written.kind));
        }
        if written.version != VERSION {
            return Err(BaselineError::Version(written.version));
        }
        let entries = written.items.into_iter().map(|entry| {
            let fingerprint = entry.fingerprint.parse();
            match fingerprint {
                Ok(fingerprint) => Ok((fingerprint, entry)),
                Err(_) => Err(BaselineError::Fingerprint(entry.fingerprint)),
            }
        });
        Ok(Self {
            entries: entries.collect::<Result<_, _>>()?,
        })
    }

    /// Whether a text is meant to be a baseline, though it may not be one that can be read.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        let kind = format!("\"kind\": \"{KIND}\"");
        text.contains(&kind) || Self::read(text).is_ok()
    }

    /// The file's text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut entries: Vec<&Entry> = self.entries.values().collect();
        entries.sort();
        let lines: Vec<String> = entries
            .into_iter()
            .map(|entry| format!("\n    {}", json::line(entry)))
            .collect();
        let items = lines.join(",");
        let end = if items.is_empty() { "" } else { "\n  " };
        format!(
            "{{\n  \"version\": {VERSION},\n  \"kind\": \"{KIND}\",\n  \"items\": [{items}{end}]\n}}\n"
        )
    }

    /// Whether a finding is one to live with.
    #[must_use]
    pub fn has(&self, fingerprint: Fingerprint) -> bool {
        self.entries.contains_key(&fingerprint)
    }

    /// How many findings it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The same without what was not found any more.
    #[must_use]
    pub fn without_mended(&self, found: &[Identity]) -> Self {
        let found = found.iter().map(|identity| identity.fingerprint);
        let still = found.filter_map(|fingerprint| {
            let entry = self.entries.get(&fingerprint)?;
            Some((fingerprint, entry.clone()))
        });
        Self {
            entries: still.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(items: &str) -> String {
        format!("{{\n  \"version\": 1,\n  \"kind\": \"baseline\",\n  \"items\": [{items}]\n}}\n")
    }

    #[test]
    fn what_is_written_is_read_and_sorted_by_file() {
        let a =
            r#"{"file":"a.md","rule":"odd-time","place":"due","fingerprint":"ffffffffffffffff"}"#;
        let b =
            r#"{"file":"b.md","rule":"odd-time","place":"due","fingerprint":"0000000000000001-2"}"#;
        let baseline = Baseline::read(&file(&format!("{b}, {a}"))).unwrap();
        assert_eq!(baseline.text(), file(&format!("\n    {a},\n    {b}\n  ")));
        assert_eq!(Baseline::read(&baseline.text()), Ok(baseline));
        assert_eq!(Baseline::default().text(), file(""));
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        let shape = |text: &str| match Baseline::read(text) {
            Err(BaselineError::Shape { line, .. }) => line,
            other => panic!("{other:?}"),
        };
        assert_eq!(shape(""), 1);
        assert_eq!(shape("{\n<<<<<<< ours\n"), 2);
        assert_eq!(shape(&file("{\"file\": \"a.md\"}")), 4);
        let findings = file("").replace("baseline", "findings");
        let kind = BaselineError::Kind("findings".to_owned());
        assert_eq!(Baseline::read(&findings), Err(kind));
        let later = file("").replace(": 1", ": 2");
        assert_eq!(Baseline::read(&later), Err(BaselineError::Version(2)));
        let entry = r#"{"file":"a","rule":"b","fingerprint":"xyz"}"#;
        let error = BaselineError::Fingerprint("xyz".to_owned());
        assert_eq!(Baseline::read(&file(entry)), Err(error));
    }
}
