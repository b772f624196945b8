//! From a knowledge base to everything that is wrong, incomplete or owed in it.
//!
//! One file a rule under `rules/`; `rules/mod.rs` lists them all.

pub mod completeness;
mod example;
pub mod fingerprint;
mod listed_twice;
mod phrases;
mod prose;
pub mod rules;
mod support;
mod unremarkable;

use std::borrow::Cow;

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::confidential;
use crate::config::{self, Config, ConfigFile, RuleSetting};
use crate::diagnostic::{Diagnostic, Finding, LineIndex, Position, Severity, Span};
use crate::document::Document;
use crate::knowledge_base::{DocumentIndex, Entry, EntryIndex, KnowledgeBase};
use crate::link::Relations;
use crate::memory::{Forgetful, Memory};
use crate::signature::Signatures;
use crate::source::{MAX_DOCUMENT_BYTES, Source, Unreadable};

pub use example::findings_in;
pub use rules::{ALL, find, rules_like};

/// A rule: what it is called, how much it weighs, how it looks, and examples that prove it.
#[derive(Debug)]
pub struct Rule {
    /// Its name, the same in configuration, `suppress:` and output.
    pub name: &'static str,
    /// How much it weighs unless the site decides otherwise.
    pub severity: Severity,
    /// What it asks a writer for.
    pub asks: Asks,
    /// Whether it misses a field, which may stand behind a fault of syntax: then it says nothing of a
    /// document whose front matter was not read whole.
    pub needs_all_fields: bool,
    /// How it looks.
    pub check: Check,
    /// A knowledge base in which it finds something.
    pub bad: Example,
    /// The same knowledge base, mended.
    pub good: Example,
}

/// What a rule asks a writer for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// To mend what is wrong, or to think it over.
    Nothing,
    /// For what a report lacks.
    More,
    /// For what is owed to people, or has not been done in time.
    Owed,
}

/// How a rule looks.
#[derive(Debug)]
pub enum Check {
    /// Reading finds it; the rule only weighs and explains it.
    Reading,
    /// In what one document says, whatever else there is, so that it need not look again while the
    /// document stays as it is.
    Text(fn(&Document, &mut Vec<Finding>)),
    /// In one entry at a time, by the document that counts.
    Entry(fn(&Subject<'_>, &mut Vec<Finding>)),
    /// In one document at a time, versions in other languages too.
    Document(fn(&Subject<'_>, &mut Vec<Finding>)),
    /// In all of them together.
    KnowledgeBase(fn(&Gathered<'_>) -> Vec<(DocumentIndex, Finding)>),
}

/// A knowledge base with what is gathered from all of it.
#[derive(Debug, Clone, Copy)]
pub struct Gathered<'a> {
    /// The knowledge base.
    pub base: &'a KnowledgeBase,
    /// How entries stand to each other.
    pub relations: &'a Relations,
    /// The signatures of all known errors.
    pub signatures: &'a Signatures,
}

/// Files of a small knowledge base: path from the root, and text.
pub type Example = &'static [(&'static str, &'static str)];

/// A document with all that a rule may ask about it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The knowledge base it belongs to.
    pub base: &'a KnowledgeBase,
    /// How entries stand to each other.
    pub relations: &'a Relations,
    /// The signatures of all known errors.
    pub signatures: &'a Signatures,
    /// Its number.
    pub index: DocumentIndex,
    /// The document.
    pub document: &'a Document,
    /// The number of the entry it belongs to.
    pub entry_index: EntryIndex,
    /// The entry it belongs to.
    pub entry: &'a Entry,
    /// The day that counts as today.
    pub today: NaiveDate,
}

impl<'a> Subject<'a> {
    fn of(gathered: &Gathered<'a>, index: DocumentIndex, today: NaiveDate) -> Self {
        let Gathered {
            base,
            relations,
            signatures,
        } = *gathered;
        let entry_index = base.entry_of(index);
        Self {
            base,
            relations,
            signatures,
            index,
            document: &base[index],
            entry_index,
            entry: &base[entry_index],
            today,
        }
    }
}

/// Every finding of every file on the day `today`, sorted by file and place.
#[must_use]
pub fn check(gathered: &Gathered<'_>, today: NaiveDate) -> Vec<Diagnostic> {
    check_remembering(gathered, today, &Forgetful)
}

/// The same; `memory` may know what an earlier look has found out.
#[must_use]
pub fn check_remembering(
    gathered: &Gathered<'_>,
    today: NaiveDate,
    memory: &dyn Memory,
) -> Vec<Diagnostic> {
    let of_texts = unremarkable::of_texts(gathered.base, memory);
    check_on(gathered, of_texts, today)
}

/// The same for a knowledge base of which nothing is gathered yet.
#[must_use]
pub fn check_all_of(base: &KnowledgeBase, today: NaiveDate) -> Vec<Diagnostic> {
    let gathered = Gathered {
        base,
        relations: &Relations::gather(base),
        signatures: &Signatures::of(base),
    };
    check(&gathered, today)
}

/// Every finding of two states of a knowledge base, as [`check`] gives them. Documents that they share are
/// read but once.
#[must_use]
pub fn check_both(
    [before, after]: [&Gathered<'_>; 2],
    today: NaiveDate,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let documents = after.base.documents().par_iter();
    let of_after: Vec<_> = documents.map(|document| of_text(document)).collect();
    let documents = before.base.documents().par_iter();
    let of_before: Vec<_> = documents
        .map(|document| {
            let shared = after.base.shares(document);
            shared.map_or_else(|| of_text(document), |index| of_after[index.0].clone())
        })
        .collect();
    rayon::join(
        || check_on(before, of_before, today),
        || check_on(after, of_after, today),
    )
}

/// Every finding, given what is found in each text alone.
fn check_on(
    gathered: &Gathered<'_>,
    of_texts: Vec<Vec<Finding>>,
    today: NaiveDate,
) -> Vec<Diagnostic> {
    let base = gathered.base;
    let mut by_document: Vec<Vec<Finding>> = of_texts
        .into_par_iter()
        .enumerate()
        .map(|(index, of_text)| {
            let subject = Subject::of(gathered, DocumentIndex(index), today);
            of_document(&subject, of_text)
        })
        .collect();
    for rule in ALL {
        if let Check::KnowledgeBase(look) = rule.check {
            for (index, finding) in look(gathered) {
                by_document[index.0].push(finding);
            }
        }
    }
    let documents = by_document
        .into_par_iter()
        .zip(base.documents())
        .flat_map_iter(|(findings, document)| placed(base, document, findings));
    let mut diagnostics: Vec<Diagnostic> = documents.collect();
    diagnostics.extend(configuration(base));
    diagnostics.extend(of_unreadable(base));
    diagnostics.sort_by(|a, b| {
        (&a.file, a.start, a.rule, a.message.key).cmp(&(&b.file, b.start, b.rule, b.message.key))
    });
    diagnostics
}

/// What reading finds in a document, and the rules that ask for nothing else.
fn of_text(document: &Document) -> Vec<Finding> {
    let mut findings = document.findings.clone();
    for rule in ALL {
        if let Check::Text(look) = rule.check {
            look(document, &mut findings);
        }
    }
    findings
}

fn of_document(subject: &Subject<'_>, mut findings: Vec<Finding>) -> Vec<Finding> {
    for rule in ALL {
        match rule.check {
            Check::Document(look) => look(subject, &mut findings),
            Check::Entry(look) if subject.entry.original == subject.index => {
                look(subject, &mut findings);
            }
            _ => {}
        }
    }
    if subject.document.findings.iter().any(loses_fields) {
        findings.retain(|finding| !may_be_unread(finding));
    }
    findings
}

/// What the rule that made a finding asks for.
#[must_use]
pub fn asks(found: &Diagnostic) -> Asks {
    find(found.rule).map_or(Asks::Nothing, |rule| rule.asks)
}

/// Whether what a finding misses may be a field that was not read.
fn may_be_unread(finding: &Finding) -> bool {
    let needs_all_fields = find(finding.rule).is_some_and(|rule| rule.needs_all_fields);
    needs_all_fields || finding.message.key == "missing-or-field"
}

/// Whether a fault of syntax, or a merge that is not finished, has taken fields out of the front matter.
fn loses_fields(finding: &Finding) -> bool {
    match finding.rule {
        "yaml-syntax" => !matches!(finding.message.key, "colon" | "anchor"),
        rule => rule == "conflict-markers",
    }
}

/// Grades and places the findings of a document, without those that the site or the writer has
/// turned off.
fn placed(
    base: &KnowledgeBase,
    document: &Document,
    mut findings: Vec<Finding>,
) -> Vec<Diagnostic> {
    if findings.is_empty() {
        return Vec::new();
    }
    findings.sort_by_key(|finding| finding.span.start);
    listed_twice::drop_fixes(document, &mut findings);
    let lines = LineIndex::new(&document.text);
    let suppressed = suppressed(document);
    findings
        .into_iter()
        .filter(|finding| !suppressed.contains(finding.rule))
        .filter_map(|finding| {
            let severity = severity(&base.config, finding.rule)?;
            Some(place(&document.path, &lines, finding, severity))
        })
        .collect()
}

/// The rules that the writer has answered, each with a reason.
fn suppressed(document: &Document) -> FxHashSet<&str> {
    let suppressions = document.common.suppress.iter();
    suppressions
        .filter(|suppression| {
            let reason = suppression.reason.as_ref();
            reason.is_some_and(|reason| !reason.value.is_empty())
        })
        .filter_map(|suppression| suppression.rule.as_ref())
        .map(|rule| rule.value.as_str())
        .collect()
}

/// How much a rule weighs on a site with this configuration; `None` where it is off.
#[must_use]
pub fn severity(config: &Config, rule: &str) -> Option<Severity> {
    let own = find(rule).map_or(Severity::Error, |rule| rule.severity);
    match config.rules.get(rule).map(|setting| setting.value) {
        Some(RuleSetting::Off) => None,
        Some(RuleSetting::Graded(severity)) => Some(severity),
        Some(RuleSetting::On) | None => Some(own),
    }
}

fn place(
    file: &str,
    lines: &LineIndex<'_>,
    mut finding: Finding,
    severity: Severity,
) -> Diagnostic {
    // A message may quote what another rule says should not be read by everyone.
    for (_, value) in &mut finding.message.arguments {
        if let Cow::Owned(redacted) = confidential::redacted(value) {
            *value = redacted;
        }
    }
    Diagnostic {
        rule: finding.rule,
        severity,
        file: file.to_owned(),
        start: lines.position(finding.span.start),
        end: lines.position(finding.span.end),
        span: finding.span,
        message: finding.message,
        fix: finding.fix,
    }
}

/// The findings of the configuration: those of reading it, and rules it names that do not exist.
/// What it says of rules does not hold for itself.
fn configuration(base: &KnowledgeBase) -> Vec<Diagnostic> {
    let lines = LineIndex::new(&base.config_text);
    let unknown = base.config.rules.iter();
    let unknown = unknown
        .filter(|(name, _)| find(name).is_none())
        .map(|(name, setting)| rules::unknown_rule_finding(name, setting.span));
    let mut diagnostics: Vec<Diagnostic> = base
        .config_findings
        .iter()
        .cloned()
        .chain(unknown)
        .map(|finding| {
            let severity = find(finding.rule).map_or(Severity::Error, |rule| rule.severity);
            place(config::FILE_NAME, &lines, finding, severity)
        })
        .collect();
    diagnostics.sort_by_key(|found| (found.start, found.rule));
    diagnostics
}

/// Errors, with as much of a knowledge base as it takes to show their places.
#[derive(Debug)]
pub struct Errors {
    /// The knowledge base, which may have nothing but the files that the errors are in.
    pub base: Box<KnowledgeBase>,
    /// The errors.
    pub found: Vec<Diagnostic>,
}

/// The errors of a configuration, which keep everything else from being looked at; `None` where
/// there are none.
#[must_use]
pub fn configuration_errors(file: &ConfigFile) -> Option<Errors> {
    let base = KnowledgeBase::read(file.clone(), Source::default());
    let mut found = configuration(&base);
    found.retain(|found| found.severity == Severity::Error);
    let base = Box::new(base);
    (!found.is_empty()).then_some(Errors { base, found })
}

fn of_unreadable(base: &KnowledgeBase) -> Vec<Diagnostic> {
    let Some(severity) = severity(&base.config, "unreadable-file") else {
        return Vec::new();
    };
    let unreadable = base.unreadable().iter();
    unreadable
        .map(|(file, reason)| {
            let (line, finding) = unreadable_file(reason);
            let position = Position { line, column: 1 };
            Diagnostic {
                rule: finding.rule,
                severity,
                file: file.clone(),
                start: position,
                end: position,
                span: finding.span,
                message: finding.message,
                fix: None,
            }
        })
        .collect()
}

/// Why a file has no text, and the line that says so.
fn unreadable_file(reason: &Unreadable) -> (usize, Finding) {
    let new = |key| Finding::new("unreadable-file", key, Span::default());
    match reason {
        Unreadable::NotUtf8 { valid, line } => {
            (*line, new("not-utf8").with("byte", (valid + 1).to_string()))
        }
        Unreadable::TooLarge { bytes } => {
            let limit = MAX_DOCUMENT_BYTES / (1024 * 1024);
            let finding = new("too-large").with("bytes", bytes.to_string());
            (1, finding.with("limit", limit.to_string()))
        }
        Unreadable::SymbolicLink => (1, new("symbolic-link")),
        Unreadable::Special => (1, new("special")),
        Unreadable::NotUnicode => (1, new("not-unicode")),
        Unreadable::Failed(error) => (1, new("failed").with_line("error", error.as_str())),
    }
}
