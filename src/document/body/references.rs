//! Plain words that point elsewhere: ids, addresses, and `[[ids]]` in brackets.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Span;

/// How words point elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReferenceKind {
    /// `[[target]]` or `[[target|words]]`.
    Wiki,
    /// An address of a page elsewhere.
    Address,
    /// A word that looks like an id.
    Id,
}

/// Words that point elsewhere, as places in the text they stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// How they point.
    pub kind: ReferenceKind,
    /// All of it, with its brackets.
    pub span: Span,
    /// Where it points.
    pub target: Span,
    /// The words to show.
    pub words: Span,
}

impl Reference {
    fn plain(kind: ReferenceKind, span: Span) -> Self {
        Self {
            kind,
            span,
            target: span,
            words: span,
        }
    }
}

/// What points elsewhere in plain words, in order and without overlaps.
///
/// An id ends where an ASCII letter or digit does not follow, so はKE-0003を holds one; a name
/// behind a slash belongs to it (`INC-2025-0041/A2`). An address ends at the first character that
/// is not ASCII, and does not take the full stop behind it.
#[must_use]
pub fn references(words: &str, link_ids: &Regex) -> Vec<Reference> {
    let addresses = addresses(words).map(|span| Reference::plain(ReferenceKind::Address, span));
    let ids = ids(words, link_ids).map(|span| Reference::plain(ReferenceKind::Id, span));
    let mut all: Vec<Reference> = wiki_links(words).chain(addresses).chain(ids).collect();
    all.sort_by_key(|reference| (reference.span.start, reference.kind));
    let mut end = 0;
    all.retain(|reference| {
        let free = reference.span.start >= end;
        if free {
            end = reference.span.end;
        }
        free
    });
    all
}

fn wiki_links(words: &str) -> impl Iterator<Item = Reference> + '_ {
    static WIKI: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]|\n]+))?\]\]")
            .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
    });
    WIKI.captures_iter(words).filter_map(|found| {
        let target = trimmed(words, Span::from(found.get(1)?.range()));
        let label = found
            .get(2)
            .map(|label| trimmed(words, Span::from(label.range())));
        Some(Reference {
            kind: ReferenceKind::Wiki,
            span: Span::from(found.get(0)?.range()),
            target,
            words: label.unwrap_or(target),
        })
    })
}

/// The same words as a page shows them: of `[[KE-0003]]` the name, of `[[KE-0003|the fault]]` the words.
pub(super) fn shown(words: &str) -> String {
    let mut shown = String::with_capacity(words.len());
    let mut end = 0;
    for link in wiki_links(words) {
        shown.push_str(&words[end..link.span.start]);
        shown.push_str(link.words.of(words));
        end = link.span.end;
    }
    shown.push_str(&words[end..]);
    shown
}

/// The range without the white space at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

fn ids<'a>(words: &'a str, link_ids: &'a Regex) -> impl Iterator<Item = Span> + 'a {
    let joins = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    link_ids.find_iter(words).filter_map(move |found| {
        let bytes = words.as_bytes();
        let before = found.start().checked_sub(1).map(|at| bytes[at]);
        // A pattern may take a hyphen that only follows the id.
        let end = found.start() + found.as_str().trim_end_matches('-').len();
        let after = bytes.get(end).copied();
        let part_of_word =
            before.is_some_and(|b| joins(b) || b == b'-') || after.is_some_and(joins);
        (end > found.start() && !part_of_word)
            .then(|| Span::new(found.start(), end + part_after(&words[end..])))
    })
}

/// The length of `/A2` or `/PRC-04-001` at the start of a text.
fn part_after(rest: &str) -> usize {
    let Some(part) = rest.strip_prefix('/') else {
        return 0;
    };
    let length = part
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .unwrap_or(part.len());
    let name = part[..length].trim_end_matches('-');
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_digit());
    if is_name { name.len() + 1 } else { 0 }
}

fn addresses(words: &str) -> impl Iterator<Item = Span> + '_ {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"https?://[!-;=?-~]+")
            .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
    });
    ADDRESS.find_iter(words).map(|found| {
        let mut address = found.as_str();
        loop {
            let shorter =
                address.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '"', '*', '_', '~']);
            // A closing bracket belongs to the address only where its opening one does.
            let closes = shorter.ends_with(')')
                && shorter.matches(')').count() > shorter.matches('(').count();
            let shorter = if closes {
                &shorter[..shorter.len() - 1]
            } else {
                shorter
            };
            let shorter = shorter.trim_end_matches([']', '}', '|']);
            if shorter.len() == address.len() {
                break;
            }
            address = shorter;
        }
        Span::new(found.start(), found.start() + address.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str) -> Vec<(ReferenceKind, &str, &str)> {
        let ids = Regex::new("[A-Z][A-Z0-9]+-[0-9][0-9-]*").unwrap();
        references(words, &ids)
            .into_iter()
            .map(|one| (one.kind, one.target.of(words), one.words.of(words)))
            .collect()
    }

    #[test]
    fn addresses_end_where_they_end() {
        let words = "see https://example.com/INC-2026-0001(a). (https://example.org/b) とhttps://example.net/cを KE-0001";
        let targets: Vec<_> = found(words)
            .into_iter()
            .map(|(_, target, _)| target)
            .collect();
        assert_eq!(
            targets,
            [
                "https://example.com/INC-2026-0001(a)",
                "https://example.org/b",
                "https://example.net/c",
                "KE-0001"
            ]
        );
    }

    #[test]
    fn brackets_hold_a_target_and_words() {
        use ReferenceKind as R;
        assert_eq!(
            found("[[KE-0003]] [[ dns/README | the runbook ]] [[a] [[]] [[a|b|c]]"),
            [
                (R::Wiki, "KE-0003", "KE-0003"),
                (R::Wiki, "dns/README", "the runbook"),
            ]
        );
    }
}
