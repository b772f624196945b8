//! Terms and where they occur, packed closely: for an index that is only read once, from its first term to its last.
//!
//! What is packed is cut into slices of neighbouring terms by how they begin, whichever documents they are from: so
//! that the same terms of several parts can be found, compared and read together, without reading the others.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::ops::Range;

use super::postings::Posting;

/// The first bytes of a term, filled up with zeros: in the order of terms.
pub type Beginning = [u8; 3];

/// The beginning of a term.
fn beginning(term: &[u8]) -> Beginning {
    let mut beginning = Beginning::default();
    for (to, from) in beginning.iter_mut().zip(term) {
        *to = *from;
    }
    beginning
}

/// The terms of a part that begin alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// How they begin.
    pub beginning: Beginning,
    /// Where they end in the bytes of the part.
    pub end: usize,
}

/// The sorted terms of some documents with their postings, as bytes: of each term how many bytes it shares
/// with the one before in its slice, how many others it has, these, how many postings, and the postings. One is the
/// distance to the document before, doubled, plus one if how often and where it occurs is as for the
/// one before; else that follows.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// All terms with their postings.
    pub bytes: Vec<u8>,
    /// The slices of these, in their order.
    pub slices: Vec<Slice>,
}

impl Packed {
    /// Packs terms that come in their order.
    pub(super) fn of<'a>(terms: impl Iterator<Item = (&'a str, &'a [Posting])>) -> Self {
        let mut bytes = Vec::new();
        let mut slices: Vec<Slice> = Vec::new();
        let mut before: &[u8] = &[];
        let mut begun = None;
        for (term, postings) in terms {
            let term = term.as_bytes();
            if begun != Some(beginning(term)) {
                slices.extend(begun.map(|beginning| Slice {
                    beginning,
                    end: bytes.len(),
                }));
                begun = Some(beginning(term));
                before = &[];
            }
            let same = before.iter().zip(term).take_while(|(a, b)| a == b).count();
            push(&mut bytes, same);
            push(&mut bytes, term.len() - same);
            bytes.extend_from_slice(&term[same..]);
            push(&mut bytes, postings.len());
            let (mut next, mut how) = (0, 0);
            for posting in postings {
                let is_same = posting.how() == how;
                let distance = posting.document() - next;
                push(&mut bytes, distance << 1 | usize::from(is_same));
                if !is_same {
                    how = posting.how();
                    bytes.push(how);
                }
                next = posting.document() + 1;
            }
            before = term;
        }
        slices.extend(begun.map(|beginning| Slice {
            beginning,
            end: bytes.len(),
        }));
        bytes.shrink_to_fit();
        slices.shrink_to_fit();
        Self { bytes, slices }
    }
}

/// Where the bytes of some slices of a part are.
#[must_use]
pub fn bytes_of(slices: &[Slice], some: Range<usize>) -> Range<usize> {
    let end_of = |behind: usize| behind.checked_sub(1).map_or(0, |last| slices[last].end);
    end_of(some.start)..end_of(some.end)
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn push(bytes: &mut Vec<u8>, number: usize) {
    let mut rest = number;
    while rest >= 0x80 {
        bytes.push(low_bits(rest) | 0x80);
        rest >>= 7;
    }
    bytes.push(low_bits(rest));
}

fn low_bits(number: usize) -> u8 {
    number.to_le_bytes()[0] & 0x7F
}

/// Reads packed terms, in parts with the documents after those of the part before, as one: hands on every
/// term with its postings, sorted by the bytes of the terms. A part may be neighbouring slices of one.
///
/// # Errors
///
/// The first that `each` gives.
pub fn try_each<E>(
    parts: &[&[u8]],
    mut each: impl FnMut(&str, &[Posting]) -> Result<(), E>,
) -> Result<(), E> {
    let begun = parts.iter().enumerate();
    let mut heap: BinaryHeap<Cursor<'_>> = begun
        .filter_map(|(part, packed)| Cursor::new(part, packed))
        .collect();
    let mut term = Vec::new();
    let mut postings = Vec::new();
    while let Some(mut cursor) = heap.peek_mut() {
        if cursor.term != term {
            hand_on(&term, &mut postings, &mut each)?;
            term.clone_from(&cursor.term);
        }
        cursor.read_postings(&mut postings);
        if !cursor.advance() {
            PeekMut::pop(cursor);
        }
    }
    hand_on(&term, &mut postings, &mut each)
}

fn hand_on<E>(
    term: &[u8],
    postings: &mut Vec<Posting>,
    each: &mut impl FnMut(&str, &[Posting]) -> Result<(), E>,
) -> Result<(), E> {
    if !postings.is_empty() {
        let term = str::from_utf8(term)
            .unwrap_or_else(|error| unreachable!("terms are packed whole: {error}"));
        each(term, postings)?;
        postings.clear();
    }
    Ok(())
}

/// A part with the place that reading has come to: before the postings of a term.
#[derive(Debug)]
struct Cursor<'a> {
    term: Vec<u8>,
    part: usize,
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// A cursor at the first term, if there is one.
    fn new(part: usize, rest: &'a [u8]) -> Option<Self> {
        let mut cursor = Self {
            term: Vec::new(),
            part,
            rest,
        };
        cursor.advance().then_some(cursor)
    }

    /// Goes on to the next term, if there is one.
    fn advance(&mut self) -> bool {
        if self.rest.is_empty() {
            return false;
        }
        let same = self.number();
        let length = self.number();
        let (term, rest) = self.rest.split_at(length);
        self.term.truncate(same);
        self.term.extend_from_slice(term);
        self.rest = rest;
        true
    }

    fn byte(&mut self) -> u8 {
        let (first, rest) = self.rest.split_first().unwrap_or((&0, &[]));
        self.rest = rest;
        *first
    }

    fn number(&mut self) -> usize {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let byte = self.byte();
            number |= usize::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return number;
            }
            shift += 7;
        }
    }

    fn read_postings(&mut self, postings: &mut Vec<Posting>) {
        let count = self.number();
        let (mut next, mut how) = (0, 0);
        for _ in 0..count {
            let step = self.number();
            if step & 1 == 0 {
                how = self.byte();
            }
            let document = next + (step >> 1);
            postings.push(Posting::new(
                u32::try_from(document).unwrap_or(u32::MAX),
                how,
            ));
            next = document + 1;
        }
    }
}

/// The greatest is the first term of the first part, since a heap gives its greatest.
impl Ord for Cursor<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        (&other.term, other.part).cmp(&(&self.term, self.part))
    }
}

impl PartialOrd for Cursor<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Cursor<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Cursor<'_> {}

#[cfg(test)]
mod tests {
    use super::super::postings::{Counter, Postings};
    use super::*;

    fn counted(documents: &[&str], first: u32) -> Postings {
        let mut counter = Counter::default();
        for (number, text) in (first..).zip(documents) {
            for (at, term) in text.split(' ').enumerate() {
                counter.count(term, 1 << (at % 4));
            }
            counter.finish(number);
        }
        counter.postings()
    }

    type Read = Vec<(String, Vec<Posting>)>;

    fn read(parts: &[Packed]) -> Read {
        let parts: Vec<&[u8]> = parts.iter().map(|part| &*part.bytes).collect();
        read_bytes(&parts)
    }

    fn read_bytes(parts: &[&[u8]]) -> Read {
        let mut all = Read::new();
        let result: Result<(), ()> = try_each(parts, |term, postings| {
            all.push((term.to_owned(), postings.to_vec()));
            Ok(())
        });
        result.unwrap();
        all
    }

    fn whole(documents: &[&str]) -> Read {
        let postings = counted(documents, 0);
        let terms = postings.iter();
        terms
            .map(|(term, of)| (term.to_owned(), of.to_vec()))
            .collect()
    }

    #[test]
    fn what_is_packed_in_parts_is_read_as_one() {
        let documents = [
            "b a a a ab",
            "c",
            "a c c 日",
            "d 日本 b b a",
            "日 a",
            "zz",
            "日没 日本 a",
        ];
        for cut in 0..=documents.len() {
            let (left, right) = documents.split_at(cut);
            let parts = [(left, 0), (right, u32::try_from(cut).unwrap())]
                .map(|(of, first)| Packed::of(counted(of, first).iter()));
            assert_eq!(read(&parts), whole(&documents), "cut at {cut}");
        }
    }

    #[test]
    fn neighbouring_slices_are_read_without_the_others() {
        let documents = [
            "ab abc abcd abce b",
            "abd a abce \u{10348}a \u{10348}",
            "日本 日没 b",
        ];
        let packed = Packed::of(counted(&documents, 0).iter());
        let count = packed.slices.len();
        assert!(count >= 6, "{:?}", packed.slices);
        for from in 0..=count {
            for to in from..=count {
                let bytes = &packed.bytes[bytes_of(&packed.slices, from..to)];
                let begin: Vec<Beginning> = packed.slices[from..to]
                    .iter()
                    .map(|slice| slice.beginning)
                    .collect();
                let mut expected = whole(&documents);
                expected.retain(|(term, _)| begin.contains(&beginning(term.as_bytes())));
                assert_eq!(read_bytes(&[bytes]), expected, "{from} to {to}");
            }
        }
    }

    #[test]
    fn documents_far_apart_and_nothing_at_all() {
        let mut counter = Counter::default();
        for document in [0, 200, 70_000, 3_000_000] {
            counter.count("term", 4);
            counter.finish(document);
        }
        let found = read(&[Packed::default(), Packed::of(counter.postings().iter())]);
        let documents = found[0].1.iter().map(|posting| posting.document());
        assert_eq!(documents.collect::<Vec<_>>(), [0, 200, 70_000, 3_000_000]);
        assert_eq!(read(&[]), Read::new());
    }

    #[test]
    fn the_first_fault_ends_reading() {
        let packed = Packed::of(counted(&["a b c"], 0).iter());
        let mut seen = Vec::new();
        let result = try_each(&[&packed.bytes], |term, _| {
            seen.push(term.to_owned());
            if term == "b" { Err("full") } else { Ok(()) }
        });
        assert_eq!((result, seen), (Err("full"), vec!["a".into(), "b".into()]));
    }
}
