//! Which identifiers say something of what went wrong.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashSet;

use crate::knowledge_base::{KnowledgeBase, TermKind};
use crate::memory::MadeFrom;
use crate::search::flat::folded;
use crate::signature::significance::is_generic;

use super::pieces::Place;
use super::vocabulary::{is_everyday, varies, words_of_name};

/// What an identifier names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Shape {
    /// Where something happened: a host, a path, a component, a technique.
    Place,
    /// A piece of a program: a function, a metric, a setting.
    Symbol,
    /// The fault itself: its code or its exception.
    Fault,
}

/// Codes such as `ORA-12541`, `KB5005565`, `E1042`.
static CODE: LazyLock<Regex> = LazyLock::new(|| regex(r"^[A-Z]{1,10}[-_]?\d{3,8}(?:[A-Z]|-\d+)?$"));
/// Numbers of years, standards and algorithms, which look like codes.
static NO_CODE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:(?:FY|CY|H|Q|SHA|AES|RFC|ISO|JIS|HTTP|P)[-_]?\d+|.*-(?:19|20)\d\d)$")
});
/// Words that exceptions and states of failure end with.
static FAULT_NAME: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^\p{Lu}\w*\p{Ll}(?:Error|Exception|Fault|Failure|Failed|BackOff|Exceeded|Exhausted|Expired|Refused|Denied|Killed|Timeout)$",
    )
});
/// Constants that name a fault.
static FAULT_CONSTANT: LazyLock<Regex> = LazyLock::new(|| regex(r"^[A-Z0-9]+(?:_[A-Z0-9]+)+$"));
static FAULT_WORD: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|_)(?:ERR|ERROR|FAIL\w*|EXCEED\w*|EXHAUST\w*|EXPIRED|DENIED|INVALID|REFUSED|TIMEOUT|UNAVAILABLE|MISMATCH|CORRUPT\w*|OVERFLOW)(?:_|$)",
    )
});
static ERRNO: LazyLock<Regex> = LazyLock::new(|| regex(r"^E[A-Z]{5,}$"));
/// What a version is made of.
static VERSION_WORD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:v?\d\w*|rc\d*|alpha|beta|snapshot|jst|utc|am|pm|t|z)$"));
/// Abbreviations of techniques; those that everybody speaks of are in many reports.
static ACRONYM: LazyLock<Regex> = LazyLock::new(|| regex(r"^[A-Z]{3,8}$"));
static HUMP: LazyLock<Regex> = LazyLock::new(|| regex(r"\p{Ll}\p{Lu}"));

fn regex(expression: &str) -> Regex {
    Regex::new(expression).unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
}

/// An identifier where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'a> {
    /// The whole of it, in its own case.
    pub(super) text: &'a str,
    /// What stands before it in its piece.
    pub(super) before: &'a str,
    /// What stands behind it in its piece.
    pub(super) behind: &'a str,
    pub(super) place: Place,
}

/// Tells identifiers that say something from those that any report of the site may hold.
#[derive(Debug)]
pub(super) struct Names<'a> {
    base: &'a KnowledgeBase,
    /// The names of services, vendors, owners and the like, folded and in words.
    terms: FxHashSet<String>,
    /// What ids of the site begin with, folded.
    prefixes: FxHashSet<String>,
}

impl<'a> Names<'a> {
    pub(super) fn of(base: &'a KnowledgeBase) -> Self {
        let of_terms = TermKind::ALL
            .into_iter()
            .flat_map(|kind| base.terms.of_kind(kind));
        let terms = of_terms.map(|term| in_words(term.id.as_str())).collect();
        Self {
            base,
            terms,
            prefixes: prefixes(base).map(ToOwned::to_owned).collect(),
        }
    }

    /// All that [`Names::is_of_the_site`] is told by, as a number.
    pub(super) fn made_from(&self) -> MadeFrom {
        let mut ids: Vec<&str> = self.base.ids().collect();
        ids.sort_unstable();
        let mut terms: Vec<&String> = self.terms.iter().collect();
        terms.sort_unstable();
        let mut prefixes: Vec<&String> = self.prefixes.iter().collect();
        prefixes.sort_unstable();
        MadeFrom::of(&(ids, terms, prefixes))
    }

    /// Whether an identifier is an id of a document or another name of the site.
    pub(super) fn is_of_the_site(&self, text: &str) -> bool {
        let key = text.to_lowercase();
        let prefix = key.split_once('-').map_or("", |(prefix, _)| prefix);
        self.prefixes.contains(prefix)
            || self.base.named(text).is_some()
            || self.terms.contains(&in_words(text))
    }
}

/// What an identifier names, if it is no name of the site; `None` where it says nothing of what went wrong: dates,
/// versions, keys of a log's format, people.
pub(super) fn shape(name: &Written<'_>) -> Option<Shape> {
    let text = name.text;
    let length = text.chars().count();
    if !(4..=64).contains(&length) || text.contains(['@', '#']) {
        return None;
    }
    let shape = shape_of(name)?;
    let is_key = name.place == Place::Log
        && shape != Shape::Fault
        && (name.behind.starts_with('=') || name.behind.starts_with("\":"));
    (!is_key).then_some(shape)
}

/// What numbered ids of the site begin with, folded: `inc` of `INC-2026-0007`.
pub(super) fn prefixes(base: &KnowledgeBase) -> impl Iterator<Item = &str> {
    base.entries().iter().filter_map(|entry| {
        let (prefix, rest) = entry.id.key().split_once('-')?;
        rest.starts_with(|c: char| c.is_ascii_digit())
            .then_some(prefix)
    })
}

/// A name without what parts its words.
fn in_words(name: &str) -> String {
    let mut words = folded(name);
    words.retain(char::is_alphanumeric);
    words
}

fn shape_of(name: &Written<'_>) -> Option<Shape> {
    let text = name.text;
    let in_code = name.place != Place::Prose && name.place != Place::Title;
    let words: Vec<&str> = text
        .split(['_', '-', '.', ':', '/', '\\'])
        .filter(|word| !word.is_empty())
        .collect();
    if CODE.is_match(text) {
        return (!NO_CODE.is_match(text)).then_some(Shape::Fault);
    }
    let last = words.last().copied().unwrap_or_default();
    if FAULT_NAME.is_match(last) {
        return (!is_generic(last)).then_some(Shape::Fault);
    }
    if words
        .iter()
        .all(|word| VERSION_WORD.is_match(&word.to_lowercase()))
    {
        return None;
    }
    let extension = Path::new(text).extension();
    let is_document = extension.is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
    if is_document
        || words.iter().any(|word| word.len() > 3 && varies(word))
        || words.iter().all(|word| is_generic(word))
    {
        return None;
    }
    if words.len() == 1 {
        if in_code && ERRNO.is_match(text) {
            return Some(Shape::Fault);
        }
        let is_technique =
            !in_code && ACRONYM.is_match(text) && !words_of_name(text).into_iter().all(is_everyday);
        let is_component = in_code && HUMP.is_match(text);
        return (is_component || is_technique).then_some(Shape::Place);
    }
    if FAULT_CONSTANT.is_match(text) && FAULT_WORD.is_match(text) {
        return Some(Shape::Fault);
    }
    if text.contains('_') || text.contains("::") {
        let is_path = text.contains(['/', '\\']);
        return Some(if is_path { Shape::Place } else { Shape::Symbol });
    }
    is_place(name, &words, in_code).then_some(Shape::Place)
}

/// Whether names with points, slashes and hyphens are more than prose, in which `on-call` and
/// `and/or` stand too.
fn is_place(name: &Written<'_>, words: &[&str], in_code: bool) -> bool {
    let text = name.text;
    let is_path = name.before.ends_with('/') && words.len() > 1 || text.contains('\\');
    let is_host = text.matches('.').count() >= 2 && words.iter().all(|word| word.len() > 1);
    let has_letters = text.contains(|c: char| c.is_alphabetic());
    has_letters && (is_path || is_host || in_code && words.len() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str, place: Place) -> Option<Shape> {
        shape_of(&Written {
            text,
            before: "",
            behind: "",
            place,
        })
    }

    #[test]
    fn names_of_faults_are_told_wherever_they_stand() {
        for text in [
            "ORA-12541",
            "KB5005565",
            "E1042",
            "CertificateExpiredException",
            "com.acme.LedgerMismatchError",
            "ERR_CERT_DATE_INVALID",
            "QUOTA_EXCEEDED",
            "CrashLoopBackOff",
            "CVE-2024-3094",
        ] {
            assert_eq!(shape(text, Place::Prose), Some(Shape::Fault), "{text}");
        }
    }

    #[test]
    fn symbols_and_places_are_told_from_words_of_prose() {
        for (text, in_prose, in_log) in [
            ("acquire_timeout", Some(Shape::Symbol), Some(Shape::Symbol)),
            (
                "ConnectionPool::acquire",
                Some(Shape::Symbol),
                Some(Shape::Symbol),
            ),
            ("PaymentController", None, Some(Shape::Place)),
            ("PostgreSQL", None, Some(Shape::Place)),
            ("DKIM", Some(Shape::Place), None),
            ("HTTP", None, None),
            ("ERROR", None, None),
            (
                "db-07.eu.example.com",
                Some(Shape::Place),
                Some(Shape::Place),
            ),
            ("ledger-main-primary", None, Some(Shape::Place)),
            ("ledger-7c9f", None, None),
            ("web-03", None, None),
            ("on-call", None, None),
            ("and/or", None, None),
            ("2026-03-14", None, None),
            ("v1.28.4-rc1", None, None),
            ("FY2026", None, None),
            ("SHA256", None, None),
            ("NullPointerException", None, None),
            ("request_id", None, None),
        ] {
            assert_eq!(shape(text, Place::Prose), in_prose, "{text}");
            assert_eq!(shape(text, Place::Log), in_log, "{text}");
        }
    }
}
