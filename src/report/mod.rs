//! Diagnostics in the formats that people and programs read, one file a format; under `matches`
//! what was found in a log, under `hits` what a search found, under `review` what a change brings.
//!
//! To add one: a file beside this one, a value of [`Format`]. Rules are told of in `explanation`.

pub mod advice;
pub mod baseline;
mod explanation;
mod github;
mod gitlab;
pub mod hits;
mod human;
pub mod json;
pub mod matches;
pub mod review;
mod sarif;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::check::fingerprint::{Fingerprint, identify};
use crate::confidential;
use crate::config;
use crate::diagnostic::{Diagnostic, Fix, LineIndex, Position, Severity};
use crate::knowledge_base::KnowledgeBase;
use crate::locale::Locale;

/// The shapes of all that is answered in JSON.
pub(crate) mod shapes {
    pub(crate) use super::advice::json::AdviceItems as Advice;
    pub(crate) use super::hits::json::Hits as Search;
    pub(crate) use super::json::Findings;
    pub(crate) use super::matches::answer::Answer as Matches;
    pub(crate) use super::review::json::ReviewJson as Review;
}

pub use explanation::{explain, explain_markdown, level_meaning};

/// A format of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: the offending line, marked, and a hint.
    Human,
    /// For programs: `{version, kind, items}`.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
    /// SARIF 2.1.0.
    Sarif,
    /// A Code Quality report of GitLab.
    Gitlab,
}

/// A format of answers: what was found in a log or by a search, what applies to a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
}

/// What a report is made from.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The knowledge base that was checked, for its texts.
    pub base: &'a KnowledgeBase,
    /// What was found.
    pub diagnostics: &'a [Diagnostic],
    /// Which findings these are, one for one, where that is known already.
    pub fingerprints: Option<&'a [Fingerprint]>,
    /// The path of the knowledge base in its repository, with `/` at its end; empty where they are
    /// one. Formats for code hosts count paths from the repository.
    pub within: &'a str,
    /// The language to write in.
    pub locale: &'a Locale,
    /// Whether to colour.
    pub color: bool,
}

/// How many findings of each severity there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Wrong.
    pub errors: usize,
    /// Incomplete.
    pub warnings: usize,
    /// Owed, or to be improved.
    pub notes: usize,
}

impl Counts {
    /// Counts findings.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut counts = Self::default();
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
            }
        }
        counts
    }

    /// `2 errors, 1 warning, 3 notes`, leaving out what there is none of.
    #[must_use]
    pub fn text(&self, locale: &Locale) -> String {
        let parts = [
            ("command_line.counts.errors", self.errors),
            ("command_line.counts.warnings", self.warnings),
            ("command_line.counts.notes", self.notes),
        ];
        let said: Vec<String> = parts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(key, count)| locale.format(key, &[("count", &count.to_string())]))
            .collect();
        if said.is_empty() {
            return locale.text("command_line.counts.none").to_owned();
        }
        said.join(locale.text("command_line.counts.separator"))
    }
}

impl Report<'_> {
    /// The report as text.
    #[must_use]
    pub fn text(&self, format: Format) -> String {
        match format {
            Format::Human => human::text(self),
            Format::Json => json::text(self),
            Format::Github => github::text(self),
            Format::Sarif => sarif::text(self),
            Format::Gitlab => gitlab::text(self),
        }
    }

    /// Which findings these are, one for one.
    fn fingerprints(&self) -> Cow<'_, [Fingerprint]> {
        self.fingerprints.map_or_else(
            || {
                let identities = identify(self.base, self.diagnostics, &BTreeMap::new());
                let fingerprints = identities.into_iter();
                fingerprints.map(|identity| identity.fingerprint).collect()
            },
            Cow::Borrowed,
        )
    }

    /// The path of a finding's file in the repository.
    fn path(&self, diagnostic: &Diagnostic) -> String {
        [self.within, &diagnostic.file].concat()
    }

    /// What a finding says, and the way out where there is one, a line each, for pages of other
    /// programs.
    fn words(&self, diagnostic: &Diagnostic) -> Vec<String> {
        let message = self.locale.message(diagnostic.rule, &diagnostic.message);
        let lines = [Some(message), self.locale.help(diagnostic)];
        let lines = lines.into_iter().flatten();
        lines.map(|line| printable_line(&line)).collect()
    }
}

/// The fix of a finding, unless it would tell what is not for everyone, or hold signs that are not
/// seen.
fn told_fix(diagnostic: &Diagnostic) -> Option<&Fix> {
    let is_harmless = |fix: &&Fix| {
        let text = fix.replacement.as_str();
        !text.contains(steers) && matches!(confidential::redacted(text), Cow::Borrowed(_))
    };
    diagnostic.fix.as_ref().filter(is_harmless)
}

/// Where a fix of a finding replaces text.
fn fix_place(report: &Report<'_>, diagnostic: &Diagnostic, fix: &Fix) -> (Position, Position) {
    if fix.span == diagnostic.span {
        return (diagnostic.start, diagnostic.end);
    }
    let text = source_text(report, diagnostic).unwrap_or_default();
    let lines = LineIndex::new(text);
    (lines.position(fix.span.start), lines.position(fix.span.end))
}

/// The text of the file that a diagnostic speaks of.
fn source_text<'a>(report: &Report<'a>, diagnostic: &Diagnostic) -> Option<&'a str> {
    if diagnostic.file == config::FILE_NAME {
        return Some(&report.base.config_text);
    }
    // Documents are sorted by path.
    let documents = &report.base.documents;
    let found = documents.binary_search_by(|document| document.path.cmp(&diagnostic.file));
    found.ok().map(|index| documents[index].text.as_str())
}

/// Text of a document, made safe for a terminal: control characters and those that turn the
/// direction of text are replaced by a sign of the same length in bytes, so that spans still hold.
#[must_use]
pub fn printable(text: &str) -> String {
    let replaced = |c: char| match (steers(c), c.len_utf8()) {
        (false, _) => c,
        (true, 1) => '?',
        (true, 2) => '¿',
        (true, _) => '\u{FFFD}',
    };
    text.chars().map(replaced).collect()
}

/// Text in which a code host's runner finds no command in its older form, `##[name]`, which it looks for
/// everywhere in a line of a log.
#[must_use]
pub fn harmless(text: &str) -> String {
    text.replace("##[", "## [")
}

/// Text made safe for a terminal and kept on one line: the name of a file may hold a line break, and
/// what stands behind it must not pass for a line of ours.
#[must_use]
pub fn printable_line(text: &str) -> String {
    printable(text).replace('\n', "?")
}

/// Whether a character could steer a terminal: control characters but line breaks and tabs, and
/// those that turn the direction of text or are not seen.
fn steers(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{061C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{FEFF}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_printed_can_steer_a_terminal() {
        let text = "a\u{1b}[31mb\u{9b}2Jc\u{202e}d\r\n";
        let safe = printable(text);
        assert_eq!(safe, "a?[31mb¿2Jc\u{FFFD}d?\n");
        assert_eq!(safe.len(), text.len());
    }
}
