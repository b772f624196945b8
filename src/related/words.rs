//! What two entries have in common, in words.

use crate::document::{Id, Kind};
use crate::knowledge_base::{EntryIndex, KnowledgeBase, TermKind};
use crate::locale::{Locale, Part};

use super::{Candidate, Reason};

/// Why a candidate is one, in words, what counts most first: where it is so, that the causes differ, and
/// the reasons. `locale` is that of the format; what is quoted is a part of its own.
#[must_use]
pub fn reasons(base: &KnowledgeBase, candidate: &Candidate, locale: &Locale) -> Vec<Vec<Part>> {
    let other_cause = candidate
        .other_cause
        .then(|| locale.parts("interface.related.other-cause", &[]));
    let reasons = candidate.reasons.iter();
    other_cause
        .into_iter()
        .chain(reasons.map(|reason| self::reason(base, candidate.other, reason, locale)))
        .collect()
}

/// The same in one line, `` ` `` around what is quoted.
#[must_use]
pub fn describe(base: &KnowledgeBase, candidate: &Candidate, locale: &Locale) -> String {
    let reasons = reasons(base, candidate, locale);
    let lines: Vec<String> = reasons.iter().map(|reason| line(reason)).collect();
    lines.join(" · ")
}

/// A reason in one line, `` ` `` around what is quoted.
#[must_use]
pub fn line(reason: &[Part]) -> String {
    let parts = reason.iter().map(|part| {
        let mark = if part.is_code { "`" } else { "" };
        [mark, &part.text, mark].concat()
    });
    parts.collect()
}

/// A reason why `other` resembles an entry, in words.
#[must_use]
pub fn reason(
    base: &KnowledgeBase,
    other: EntryIndex,
    reason: &Reason,
    locale: &Locale,
) -> Vec<Part> {
    let format = |key: &str, arguments: &[(&str, &str)]| {
        locale.parts(&format!("interface.related.{key}"), arguments)
    };
    let name = |text: String| {
        vec![Part {
            text,
            is_code: false,
        }]
    };
    let term = |kind, id| term(base, kind, id, locale);
    match reason {
        Reason::KnownError { entry, signature } => {
            let id = base[*entry].id.as_str();
            let text = signature.and_then(|position| signature_text(base, *entry, position));
            match (text, other == *entry) {
                (Some(text), true) => format("its-signature", &[("text", &text)]),
                (Some(text), false) => format("signature", &[("id", id), ("text", &text)]),
                (None, true) => format("linked", &[]),
                (None, false) => format("known-error", &[("id", id)]),
            }
        }
        Reason::Message(text) => {
            // A known error has no log of its own.
            let key = match base.original(other).kind() {
                Kind::KnownError => "quoted-message",
                _ => "message",
            };
            format(key, &[("text", text)])
        }
        Reason::Identifier(text) => format("identifier", &[("text", text)]),
        Reason::Cause(id) => format("cause", &[("name", &term(TermKind::Cause, id))]),
        Reason::Vendor(id) => name(term(TermKind::Vendor, id)),
        Reason::Service(id) => name(term(TermKind::Service, id)),
        Reason::Title(words) => format("title", &[("words", &list(words, locale))]),
        Reason::Text(words) => format("text", &[("words", &list(words, locale))]),
    }
}

fn list(words: &[String], locale: &Locale) -> String {
    words.join(locale.text("interface.list_separator"))
}

/// The name of a term; of a vendor that has a document its title.
fn term(base: &KnowledgeBase, kind: TermKind, id: &Id, locale: &Locale) -> String {
    let Some(term) = base.terms.get(kind, id) else {
        return id.to_string();
    };
    let document = term
        .document
        .filter(|entry| base.original(*entry).kind() == Kind::Vendor);
    match document {
        Some(entry) => base[base.in_language(entry, locale.language())]
            .title
            .clone(),
        None => term.name_in(locale.language()).to_owned(),
    }
}

/// A signature of a known error as it is shown.
pub(super) fn signature_text(
    base: &KnowledgeBase,
    entry: EntryIndex,
    position: usize,
) -> Option<String> {
    let signature = base
        .original(entry)
        .known_error()?
        .signatures
        .get(position)?;
    let written = signature
        .text
        .iter()
        .chain(&signature.regex)
        .chain(&signature.lines);
    let first = written.into_iter().next()?;
    first
        .value
        .lines()
        .find(|line| !line.trim().is_empty())
        .map(|line| line.trim().to_owned())
}
