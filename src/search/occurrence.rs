//! Whether and where a string occurs in a text, by the specification of [`super::terms`].

use std::cell::OnceCell;
use std::ops::Range;

use memchr::memmem::Finder;

use super::flat::{Folded, folded};
use super::terms::{Scanner, is_edge};

/// A string that is looked for.
#[derive(Debug, Clone)]
pub struct Needle {
    folded: String,
    finder: Finder<'static>,
}

impl Needle {
    /// A flat text to look for, whatever its case.
    #[must_use]
    pub fn new(flat: &str) -> Self {
        let folded = folded(flat);
        let finder = Finder::new(&folded).into_owned();
        Self { folded, finder }
    }

    /// What is compared.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.folded
    }
}

/// A text that strings are looked for in.
#[derive(Debug)]
pub struct Haystack<'a> {
    flat: &'a str,
    folded: Folded,
    /// Made when the first string is found: most texts hold none.
    pieces: OnceCell<Vec<Range<usize>>>,
}

impl<'a> Haystack<'a> {
    /// A flat text to look in.
    #[must_use]
    pub fn new(flat: &'a str) -> Self {
        Self {
            flat,
            folded: Folded::of(flat),
            pieces: OnceCell::new(),
        }
    }

    /// Whether a string occurs.
    #[must_use]
    pub fn holds(&self, needle: &Needle) -> bool {
        self.occurrences(needle).next().is_some()
    }

    /// Where a string occurs, in bytes of the flat text, from left to right.
    pub fn occurrences(&self, needle: &Needle) -> impl Iterator<Item = Range<usize>> {
        let text = self.folded.text.as_bytes();
        let length = needle.folded.len();
        let mut from = 0;
        std::iter::from_fn(move || {
            while length > 0 && from + length <= text.len() {
                let start = from + needle.finder.find(&text[from..])?;
                from = start + 1;
                let range = self.folded.place(start)..self.folded.place(start + length);
                if self.is_edge(range.start) && self.is_edge(range.end) {
                    from = start + length;
                    return Some(range);
                }
            }
            None
        })
    }

    /// The flat text between two places, in bytes.
    pub(super) fn between(&self, range: Range<usize>) -> &'a str {
        &self.flat[range]
    }

    fn is_edge(&self, at: usize) -> bool {
        let pieces = self
            .pieces
            .get_or_init(|| Scanner::default().pieces(self.flat));
        self.flat.is_char_boundary(at) && is_edge(pieces, at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::flat::flat;

    #[test]
    fn strings_occur_between_edges_whatever_their_case() {
        let text = flat(
            "ConnectionPool::acquire_timeout: 大規模障害の対応 in İzmir, timeouts. ORA-125412",
        );
        let haystack = Haystack::new(&text);
        for (wanted, expected) in [
            ("acquire_timeout", true),
            ("POOL", true),
            ("pool::acquire", true),
            ("規模障", true),
            ("害", true),
            ("timeout", true),
            ("Timeouts", true),
            ("timeou", false),
            ("ORA-12541", false),
            ("ora-125412", true),
            ("i", false),
            ("İZMIR", true),
            ("対応 in", true),
            ("対応in", false),
            ("", false),
        ] {
            let needle = Needle::new(&flat(wanted));
            assert_eq!(haystack.holds(&needle), expected, "{wanted:?}");
        }
        let found: Vec<_> = haystack
            .occurrences(&Needle::new("timeout"))
            .map(|range| (range.start, range.end))
            .collect();
        assert_eq!(found, [(24, 31)]);
    }

    #[test]
    fn a_string_that_begins_within_a_word_may_occur_later() {
        let haystack = Haystack::new("xaa aa");
        let found: Vec<_> = haystack
            .occurrences(&Needle::new("aa"))
            .map(|range| range.start)
            .collect();
        assert_eq!(found, [4]);
    }
}
