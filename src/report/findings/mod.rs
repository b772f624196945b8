//! Findings in the formats that people and programs read, one file a format, and the baseline that
//! remembers them.
//!
//! To add one: a file beside this one, a value of [`Format`].

pub mod baseline;
mod github;
mod gitlab;
mod human;
pub(super) mod json;
mod sarif;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::check::fingerprint::{Fingerprint, identify};
use crate::confidential;
use crate::config;
use crate::diagnostic::{Diagnostic, Fix, LineIndex, Position, Severity};
use crate::knowledge_base::KnowledgeBase;
use crate::locale::Locale;
use crate::report::printable::{printable_line, steers};

pub(in crate::report) use human::severity_key;

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
    let documents = &report.base.documents();
    let found = documents.binary_search_by(|document| document.path.cmp(&diagnostic.file));
    found.ok().map(|index| documents[index].text.as_str())
}
