//! What is remembered, as bytes: numbers of a fixed width, and whatever has a length with that before it.
//!
//! Bytes that were cut off, changed, or written for something else are told from those that were written, and reading
//! gives nothing where there is too little: it never fails otherwise.

use std::hash::Hasher as _;

use rustc_hash::FxHasher;

use super::MadeFrom;

/// Writes bytes.
#[derive(Debug)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// Begins what [`Reader::open`] will open by the same name.
    #[must_use]
    pub fn begin(name: &str) -> Self {
        let mut writer = Self(Vec::new());
        writer.text(name);
        writer
    }

    /// All that was written, and a sum over it.
    #[must_use]
    pub fn end(mut self) -> Vec<u8> {
        let sum = sum(&self.0);
        self.long(sum);
        self.0
    }

    /// Writes a small number.
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Writes a number.
    pub fn number(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// Writes a large number.
    pub fn long(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// Writes what something is made from.
    pub fn made_from(&mut self, made_from: MadeFrom) {
        self.0.extend_from_slice(&made_from.0.to_le_bytes());
    }

    /// Writes a text.
    pub fn text(&mut self, text: &str) {
        self.part(|part| part.0.extend_from_slice(text.as_bytes()));
    }

    /// Writes what another writer has written.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Writes a list.
    pub fn list<T>(&mut self, list: &[T], mut each: impl FnMut(&mut Self, &T)) {
        self.number(length(list.len()));
        for one in list {
            each(self, one);
        }
    }

    /// Writes a part that can be read by itself, or passed over.
    pub fn part(&mut self, write: impl FnOnce(&mut Self)) {
        let at = self.0.len();
        self.number(0);
        write(self);
        let written = length(self.0.len() - at - size_of::<u32>());
        self.0[at..at + size_of::<u32>()].copy_from_slice(&written.to_le_bytes());
    }
}

/// How many places of a list are made before the first is read.
const MOST_AT_ONCE: usize = 1_000;

/// Reads bytes: each method the next ones, and nothing where they do not suffice.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Opens what was written under this name, where it is whole.
    #[must_use]
    pub fn open(name: &str, bytes: &'a [u8]) -> Option<Self> {
        let (written, its_sum) = bytes.split_last_chunk()?;
        let mut reader = Self(written);
        let is_whole = u64::from_le_bytes(*its_sum) == sum(written);
        (is_whole && reader.text()? == name).then_some(reader)
    }

    /// Whether all has been read.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    /// What has not been read yet, as it was written.
    #[must_use]
    pub fn rest(self) -> &'a [u8] {
        self.0
    }

    /// A small number.
    pub fn byte(&mut self) -> Option<u8> {
        let [byte] = self.array()?;
        Some(byte)
    }

    /// A number.
    pub fn number(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    /// A large number.
    pub fn long(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    /// What something is made from.
    pub fn made_from(&mut self) -> Option<MadeFrom> {
        self.array().map(u128::from_le_bytes).map(MadeFrom)
    }

    /// A text.
    pub fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.part()?.0).ok()
    }

    /// A list.
    pub fn list<T>(&mut self, mut each: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.number()? as usize;
        // A length that was written by nobody holds no memory.
        let mut list = Vec::with_capacity(length.min(MOST_AT_ONCE));
        for _ in 0..length {
            list.push(each(self)?);
        }
        Some(list)
    }

    /// A part.
    pub fn part(&mut self) -> Option<Self> {
        let length = self.number()? as usize;
        let (part, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(Self(part))
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }
}

/// A length, of which there is none beyond four thousand million.
fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A sum that tells slips, not forgery.
fn sum(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Vec<u8> {
        let mut writer = Writer::begin("names");
        writer.list(&["期限切れ", ""], |writer, name| writer.text(name));
        writer.part(|part| {
            part.byte(7);
            part.number(70_000);
            part.long(1 << 40);
        });
        writer.made_from(MadeFrom::of("x"));
        writer.end()
    }

    fn read(bytes: &[u8]) -> Option<(Vec<&str>, u8, u32, u64, MadeFrom)> {
        let mut reader = Reader::open("names", bytes)?;
        let names = reader.list(Reader::text)?;
        let mut part = reader.part()?;
        let numbers = (part.byte()?, part.number()?, part.long()?);
        assert!(part.is_at_end() && part.byte().is_none());
        let made_from = reader.made_from()?;
        assert!(reader.is_at_end());
        Some((names, numbers.0, numbers.1, numbers.2, made_from))
    }

    #[test]
    fn what_is_read_is_what_was_written() {
        let expected = (vec!["期限切れ", ""], 7, 70_000, 1 << 40, MadeFrom::of("x"));
        assert_eq!(read(&written()), Some(expected));
    }

    #[test]
    fn what_is_not_whole_or_something_else_is_nothing() {
        let whole = written();
        for end in 0..whole.len() {
            assert_eq!(read(&whole[..end]), None, "{end}");
        }
        for at in 0..whole.len() {
            let mut other = whole.clone();
            other[at] ^= 1;
            assert_eq!(read(&other), None, "{at}");
        }
        assert!(Reader::open("other names", &whole).is_none());
        assert_eq!(read(&Writer::begin("names").end()), None);
    }

    #[test]
    fn a_length_beyond_the_end_is_nothing() {
        let mut writer = Writer::begin("x");
        writer.number(u32::MAX);
        let bytes = writer.end();
        let reader = || Reader::open("x", &bytes).unwrap();
        assert_eq!(reader().list(Reader::byte), None);
        assert!(reader().part().is_none());
        assert_eq!(reader().text(), None);
    }
}
