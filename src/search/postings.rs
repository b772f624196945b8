//! Terms and where they occur, packed: the inverted index proper.

use rayon::iter::IndexedParallelIterator;
use rustc_hash::FxHashMap;

use super::packed::Packed;

/// Where a term occurs: a document, how often, and in which fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting(u32);

impl Posting {
    /// The most documents of an index.
    pub const MAX_DOCUMENTS: usize = 1 << 24;

    /// A posting in a document; `how` has the frequency in its upper four bits and the fields in the lower.
    pub(crate) fn new(document: u32, how: u8) -> Self {
        Self(document << 8 | u32::from(how))
    }

    /// The frequency in the upper four bits and the fields in the lower.
    pub(super) fn how(self) -> u8 {
        self.0.to_le_bytes()[0]
    }

    /// The number of the document.
    #[must_use]
    pub fn document(self) -> usize {
        (self.0 >> 8) as usize
    }

    /// How often the term occurs there: the logarithm to base 2, rounded down, 15 at most.
    #[must_use]
    pub fn frequency(self) -> u8 {
        (self.0 >> 4 & 0xF) as u8
    }

    /// The fields it occurs in, as a set of [`Field::bit`](super::text::Field::bit).
    #[must_use]
    pub fn fields(self) -> u8 {
        (self.0 & 0xF) as u8
    }
}

/// Sorted terms, each with its postings in the order of documents.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Postings {
    /// All terms, one behind the other.
    text: String,
    /// Where each term ends in `text`.
    ends: Vec<usize>,
    /// The postings of all terms, one behind the other.
    all: Vec<Posting>,
    /// Where the postings of each term end in `all`.
    posting_ends: Vec<usize>,
}

impl Postings {
    /// How many terms there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no term.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The term of this number, in sorted order.
    #[must_use]
    pub fn term(&self, number: usize) -> &str {
        &self.text[start(&self.ends, number)..self.ends[number]]
    }

    /// The postings of the term of this number.
    #[must_use]
    pub fn of(&self, number: usize) -> &[Posting] {
        let range = start(&self.posting_ends, number)..self.posting_ends[number];
        &self.all[range]
    }

    /// Every term with its postings, sorted by the bytes of the terms.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &[Posting])> {
        (0..self.len()).map(|number| (self.term(number), self.of(number)))
    }

    /// The postings of a term; none where it does not occur.
    #[must_use]
    pub fn get(&self, term: &str) -> &[Posting] {
        let number = self.first_from(term);
        if number < self.len() && self.term(number) == term {
            self.of(number)
        } else {
            &[]
        }
    }

    /// The numbers of the terms that begin so.
    #[must_use]
    pub fn beginning(&self, with: &str) -> std::ops::Range<usize> {
        let first = self.first_from(with);
        let mut end = first;
        let mut step = 1;
        // Leaps first: one character begins up to thousands of terms.
        while end + step <= self.len() && self.term(end + step - 1).starts_with(with) {
            end += step;
            step *= 2;
        }
        while step > 0 {
            if end + step <= self.len() && self.term(end + step - 1).starts_with(with) {
                end += step;
            }
            step /= 2;
        }
        first..end
    }

    /// The number of the first term that is not before this one.
    fn first_from(&self, term: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.term(middle) < term {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// One index of several, each with the documents after those of the one before.
    pub(super) fn joined(parts: impl IndexedParallelIterator<Item = Self>) -> Self {
        parts.reduce(Self::default, Self::followed_by)
    }

    fn push(&mut self, term: &str, parts: [&[Posting]; 2]) {
        self.text.push_str(term);
        self.ends.push(self.text.len());
        for part in parts {
            self.all.extend_from_slice(part);
        }
        self.posting_ends.push(self.all.len());
    }

    /// One index of two, the documents of the second after those of the first.
    fn followed_by(self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        let mut merged = Self {
            text: String::with_capacity(self.text.len() + other.text.len() / 2),
            ends: Vec::with_capacity(self.len() + other.len() / 2),
            all: Vec::with_capacity(self.all.len() + other.all.len()),
            posting_ends: Vec::with_capacity(self.len() + other.len() / 2),
        };
        let (mut left, mut right) = (self.iter().peekable(), other.iter().peekable());
        loop {
            use std::cmp::Ordering;
            let order = match (left.peek(), right.peek()) {
                (Some((a, _)), Some((b, _))) => a.cmp(b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return merged,
            };
            let of_left = if order.is_le() { left.next() } else { None };
            let of_right = if order.is_ge() { right.next() } else { None };
            let (term, _) = of_left.or(of_right).unwrap_or_default();
            merged.push(
                term,
                [of_left, of_right].map(|found| found.unwrap_or_default().1),
            );
        }
    }
}

fn start(ends: &[usize], number: usize) -> usize {
    number.checked_sub(1).map_or(0, |before| ends[before])
}

/// Counts the terms of some neighbouring documents, one document after the other.
#[derive(Debug, Default)]
pub(super) struct Counter {
    numbers: FxHashMap<Box<str>, usize>,
    /// Of each term, its postings before the present document.
    finished: Vec<Vec<Posting>>,
    /// Of each term, how often it occurs in the present document, and in which fields.
    present: Vec<(u32, u8)>,
    /// The terms of the present document.
    touched: Vec<usize>,
}

impl Counter {
    /// Counts a term of the present document.
    pub(super) fn count(&mut self, term: &str, field: u8) {
        let number = match self.numbers.get(term) {
            Some(number) => *number,
            None => {
                let number = self.finished.len();
                self.numbers.insert(term.into(), number);
                self.finished.push(Vec::new());
                self.present.push((0, 0));
                number
            }
        };
        let (times, fields) = &mut self.present[number];
        if *times == 0 {
            self.touched.push(number);
        }
        *times += 1;
        *fields |= field;
    }

    /// Ends the present document, whose number is higher than all before; says how many different
    /// terms it has.
    pub(super) fn finish(&mut self, document: u32) -> usize {
        for number in &self.touched {
            let (times, fields) = std::mem::take(&mut self.present[*number]);
            // At most 31, and 15 after the cut.
            let frequency = u8::try_from(times.ilog2().min(15)).unwrap_or(15);
            self.finished[*number].push(Posting::new(document, frequency << 4 | fields));
        }
        let different = self.touched.len();
        self.touched.clear();
        different
    }

    /// What was counted.
    pub(super) fn postings(self) -> Postings {
        let mut postings = Postings::default();
        for (term, of_term) in self.sorted() {
            postings.push(term, [of_term, &[]]);
        }
        postings
    }

    /// What was counted, packed.
    pub(super) fn packed(self) -> Packed {
        Packed::of(self.sorted().into_iter())
    }

    /// The terms in their order, with their postings.
    fn sorted(&self) -> Vec<(&str, &[Posting])> {
        let terms = self.numbers.iter();
        let mut sorted: Vec<(&str, &[Posting])> = terms
            .map(|(term, number)| (&**term, &*self.finished[*number]))
            .collect();
        sorted.sort_unstable_by_key(|(term, _)| *term);
        sorted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::iter::IntoParallelIterator;

    fn counted(documents: &[&str], first: u32) -> Postings {
        let mut counter = Counter::default();
        for (number, text) in (first..).zip(documents) {
            text.split(' ').for_each(|term| counter.count(term, 1));
            counter.finish(number);
        }
        counter.postings()
    }

    #[test]
    fn parts_joined_are_the_same_as_one() {
        let documents = ["b a a a", "c", "a c c", "d 日本", "日 a"];
        let whole = counted(&documents, 0);
        let parts = vec![
            counted(&documents[..2], 0),
            counted(&documents[2..3], 2),
            counted(&documents[3..], 3),
        ];
        assert_eq!(Postings::joined(parts.into_par_iter()), whole);
        let a: Vec<_> = whole
            .get("a")
            .iter()
            .map(|p| (p.document(), p.frequency(), p.fields()))
            .collect();
        assert_eq!(a, [(0, 1, 1), (2, 0, 1), (4, 0, 1)]);
        assert!(whole.get("e").is_empty());
    }

    #[test]
    fn beginnings_are_ranges() {
        let terms = ["a", "ab", "abc", "b", "日", "日本", "日没", "月"];
        let postings = counted(&terms, 0);
        for (with, count) in [
            ("a", 3),
            ("ab", 2),
            ("abcd", 0),
            ("日", 3),
            ("", 8),
            ("月", 1),
            ("z", 0),
        ] {
            assert_eq!(postings.beginning(with).len(), count, "{with}");
        }
    }
}
