//! The examples of rules: small knowledge bases, checked on a day of their own.

use chrono::NaiveDate;

use crate::check::{Example, check_all_of};
use crate::config::{self, ConfigFile};
use crate::diagnostic::Diagnostic;
use crate::knowledge_base::KnowledgeBase;
use crate::source::{Source, SourceFile, Unreadable};

/// The text of a file, or why it has none.
type Text = Result<String, Unreadable>;

/// Every finding in an example, sorted by file and place.
#[must_use]
pub fn findings_in(example: Example) -> Vec<Diagnostic> {
    let files = example.iter();
    check_files(
        files
            .map(|(path, text)| (*path, Ok((*text).to_owned())))
            .collect(),
    )
}

/// What is found in these files: the configuration, documents, and others without a text.
pub(super) fn check_files(files: Vec<(&str, Text)>) -> Vec<Diagnostic> {
    let mut config = String::new();
    let mut source = Source {
        content: "content".to_owned(),
        ..Source::default()
    };
    for (path, text) in files {
        let path = path.to_owned();
        match text {
            Ok(text) if path == config::FILE_NAME => config = text,
            text if path.rsplit('.').next() == Some("md") => {
                source.documents.push(SourceFile { path, text });
            }
            _ => source.files.push(path),
        }
    }
    source.documents.sort_by(|a, b| a.path.cmp(&b.path));
    let base = KnowledgeBase::read(ConfigFile::read(config, "kb"), source);
    check_all_of(&base, today())
}

/// The day that counts as today in examples.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap_or_default()
}
