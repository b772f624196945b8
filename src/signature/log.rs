//! A log as a stream of lines, in memory that does not grow with it.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

/// The longest line that is looked at in one piece, in bytes of UTF-8. A longer one is looked at in
/// pieces.
pub const MAX_LINE: usize = 64 * 1024;
/// What the pieces of a long line share with the one before, in bytes of UTF-8: whatever is not
/// longer than this is found.
pub const OVERLAP: usize = 4 * 1024;
/// How much is read at once, in bytes.
const CHUNK: usize = 64 * 1024;

/// A line, or a piece of a long one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogLine<'a> {
    /// The number of the line, from 1.
    pub number: u64,
    /// Its text, without the line break.
    pub text: &'a str,
}

/// The lines of a log.
///
/// What is not valid in the encoding becomes U+FFFD. A byte order mark overrules the encoding, so
/// that UTF-16 with one is read as such.
#[derive(Debug)]
pub struct Log<R> {
    reader: R,
    decoder: Decoder,
    chunk: Vec<u8>,
    text: String,
    /// Where the line that comes next begins in `text`.
    start: usize,
    /// Up to where there is no line break behind `start`.
    searched: usize,
    number: u64,
    in_long_line: bool,
    long_lines: u64,
    malformed: bool,
    ended: bool,
}

impl<R: Read> Log<R> {
    /// The log that `reader` has.
    #[must_use]
    pub fn new(reader: R, encoding: &'static Encoding) -> Self {
        Self {
            reader,
            decoder: encoding.new_decoder(),
            chunk: vec![0; CHUNK],
            text: String::new(),
            start: 0,
            searched: 0,
            number: 1,
            in_long_line: false,
            long_lines: 0,
            malformed: false,
            ended: false,
        }
    }

    /// The next line.
    ///
    /// # Errors
    ///
    /// Where the log cannot be read.
    pub fn next_line(&mut self) -> io::Result<Option<LogLine<'_>>> {
        loop {
            let rest = &self.text.as_bytes()[self.searched..];
            if let Some(found) = memchr::memchr(b'\n', rest) {
                let end = self.searched + found;
                // A line that is complete can still be long, though not by more than a chunk.
                if end - self.start <= MAX_LINE {
                    return Ok(Some(self.finish_line(end, end + 1)));
                }
                return Ok(Some(self.piece()));
            }
            self.searched = self.text.len();
            if self.searched - self.start > MAX_LINE {
                return Ok(Some(self.piece()));
            }
            if self.ended {
                let end = self.text.len();
                let left = self.start < end;
                return Ok(left.then(|| self.finish_line(end, end)));
            }
            self.read()?;
        }
    }

    /// How many lines there were so far.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.number - 1
    }

    /// How many of them were longer than [`MAX_LINE`].
    #[must_use]
    pub fn long_lines(&self) -> u64 {
        self.long_lines
    }

    /// Whether something so far was not valid in the encoding.
    #[must_use]
    pub fn is_malformed(&self) -> bool {
        self.malformed
    }

    fn finish_line(&mut self, end: usize, next: usize) -> LogLine<'_> {
        let (start, number) = (self.start, self.number);
        self.start = next;
        self.searched = next;
        self.number += 1;
        self.in_long_line = false;
        LogLine {
            number,
            text: &self.text[start..end],
        }
    }

    /// The next piece of a line that is too long for one.
    fn piece(&mut self) -> LogLine<'_> {
        let start = self.start;
        let end = self.text.floor_char_boundary(start + MAX_LINE);
        self.start = self.text.floor_char_boundary(end - OVERLAP);
        self.searched = end;
        self.long_lines += u64::from(!self.in_long_line);
        self.in_long_line = true;
        LogLine {
            number: self.number,
            text: &self.text[start..end],
        }
    }

    /// Reads a chunk behind what is left of the text.
    fn read(&mut self) -> io::Result<()> {
        self.text.drain(..self.start);
        self.searched -= self.start;
        self.start = 0;
        let length = loop {
            match self.reader.read(&mut self.chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result?,
            }
        };
        self.ended = length == 0;
        let mut bytes = &self.chunk[..length];
        loop {
            let needed = self.decoder.max_utf8_buffer_length(bytes.len());
            self.text.reserve(needed.unwrap_or(CHUNK));
            let decoded = self
                .decoder
                .decode_to_string(bytes, &mut self.text, self.ended);
            let (result, read, malformed) = decoded;
            self.malformed |= malformed;
            bytes = &bytes[read..];
            if result == CoderResult::InputEmpty {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{SHIFT_JIS, UTF_8};

    /// A reader that gives a few bytes at a time.
    struct Dribble<'a>(&'a [u8], usize);

    impl Read for Dribble<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.1.min(self.0.len()).min(buffer.len());
            buffer[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    fn lines(bytes: &[u8], encoding: &'static Encoding) -> Vec<(u64, String)> {
        let read = |step| {
            let mut log = Log::new(Dribble(bytes, step), encoding);
            let mut lines = Vec::new();
            while let Some(line) = log.next_line().unwrap() {
                lines.push((line.number, line.text.to_owned()));
            }
            assert_eq!(log.lines(), lines.last().map_or(0, |(number, _)| *number));
            lines
        };
        let whole = read(usize::MAX);
        assert_eq!(whole, read(1), "the same, byte by byte");
        whole
    }

    fn texts(bytes: &[u8]) -> Vec<String> {
        let lines = lines(bytes, UTF_8).into_iter();
        lines.map(|(_, text)| text).collect()
    }

    #[test]
    fn lines_end_with_a_line_break_or_the_log() {
        assert_eq!(texts(b""), [""; 0]);
        assert_eq!(texts(b"a\n\nb"), ["a", "", "b"]);
        assert_eq!(texts(b"a\r\nb\n"), ["a\r", "b"]);
    }

    #[test]
    fn what_is_not_text_is_replaced_and_the_rest_counts() {
        assert_eq!(texts(b"a\xff\xfeb\xe3\x81\nc\0d"), ["a��b�", "c\0d"]);
    }

    #[test]
    fn byte_order_marks_tell_the_encoding() {
        let little: Vec<u8> = "\u{feff}失敗\n終"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let big: Vec<u8> = "\u{feff}失敗\n終"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        for bytes in [little, big, "\u{feff}失敗\n終".as_bytes().to_vec()] {
            assert_eq!(texts(&bytes), ["失敗", "終"]);
        }
        let (shift_jis, _, _) = SHIFT_JIS.encode("接続失敗\n終");
        let read = lines(&shift_jis, SHIFT_JIS);
        assert_eq!(read, [(1, "接続失敗".to_owned()), (2, "終".to_owned())]);
    }

    #[test]
    fn long_lines_are_read_in_pieces_that_overlap() {
        let line = "障害".repeat(60_000) + "needle" + &"x".repeat(100_000);
        let text = format!("a\n{line}\nb\n");
        let mut log = Log::new(text.as_bytes(), UTF_8);
        let mut pieces = Vec::new();
        while let Some(line) = log.next_line().unwrap() {
            assert!(line.text.len() <= MAX_LINE);
            pieces.push((line.number, line.text.to_owned()));
        }
        assert_eq!(log.long_lines(), 1);
        assert_eq!(log.lines(), 3);
        assert_eq!(pieces.first(), Some(&(1, "a".to_owned())));
        assert_eq!(pieces.last(), Some(&(3, "b".to_owned())));
        let of_long: Vec<&str> = pieces
            .iter()
            .filter(|(number, _)| *number == 2)
            .map(|(_, text)| text.as_str())
            .collect();
        assert!(of_long.len() > 6, "{}", of_long.len());
        assert!(of_long.iter().any(|piece| piece.contains("needle")));
        for (piece, next) in of_long.iter().zip(&of_long[1..]) {
            let shared = piece.ceil_char_boundary(piece.len() - OVERLAP);
            assert!(next.contains(&piece[shared..]));
        }
    }

    #[test]
    fn memory_does_not_grow_with_the_length_of_a_line() {
        let mut log = Log::new(io::repeat(b'x').take(20 << 20), UTF_8);
        while log.next_line().unwrap().is_some() {}
        assert!(log.text.capacity() < 1 << 20, "{}", log.text.capacity());
    }
}
