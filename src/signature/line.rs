//! What a line of a log is, before anything is matched with it.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Span;

/// What terminals take for orders (ECMA-48): control sequences, which colour and move; strings such
/// as titles and links; and the short ones.
pub const ESCAPES: &str = concat!(
    r"\x1B(?:\[[0-?]*[ -/]*[@-~]",
    r"|\][^\x07\x1B]*(?:\x07|\x1B\\)?",
    r"|[PX\^_][^\x1B]*(?:\x1B\\)?",
    r"|[ -/]*[0-~])",
    r"|\x{9B}[0-?]*[ -/]*[@-~]",
);

/// A run of white space.
pub const WHITE_SPACE: &str = r"\s+";

static ESCAPE: LazyLock<Regex> = LazyLock::new(|| constant(ESCAPES));

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
}

/// A line without the carriage return at its end and without terminal escapes.
#[must_use]
pub fn plain(line: &str) -> Cow<'_, str> {
    let line = line.trim_end_matches('\r');
    let has_escape = memchr::memchr(0x1B, line.as_bytes()).is_some() || line.contains('\u{9B}');
    if has_escape {
        ESCAPE.replace_all(line, "")
    } else {
        Cow::Borrowed(line)
    }
}

/// A line with a single space for every run of white space.
#[must_use]
pub fn single_spaced(line: &str) -> Cow<'_, str> {
    let Some(first) = first_to_change(line) else {
        return Cow::Borrowed(line);
    };
    let mut text = String::with_capacity(line.len());
    text.push_str(&line[..first]);
    let mut after_space = text.ends_with(' ');
    for c in line[first..].chars() {
        let is_space = c.is_whitespace();
        match (is_space, after_space) {
            (true, true) => {}
            (true, false) => text.push(' '),
            (false, _) => text.push(c),
        }
        after_space = is_space;
    }
    Cow::Owned(text)
}

/// Where the first white space stands that is not a single space. Nearly no line has any, so this
/// looks at bytes, and at characters only where bytes are not enough.
fn first_to_change(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    if line.is_ascii() {
        return (0..bytes.len()).find(|&at| match bytes[at] {
            b' ' => at > 0 && bytes[at - 1] == b' ',
            other => matches!(other, b'\t'..=b'\r'),
        });
    }
    let mut after_space = false;
    line.char_indices().find_map(|(at, c)| {
        let is_space = c.is_whitespace();
        let change = is_space && (after_space || c != ' ');
        after_space = is_space;
        change.then_some(at)
    })
}

/// The part of `line` that is `span` of the same line with single spaces.
#[must_use]
pub fn span_as_written(line: &str, span: Span) -> Span {
    // The offset in the single-spaced line of each character as written.
    let mut at = 0;
    let mut after_space = false;
    let mut found = Span::new(line.len(), line.len());
    for (written, c) in line.char_indices() {
        let is_space = c.is_whitespace();
        if !(is_space && after_space) {
            if at == span.start {
                found.start = written;
            }
            if at >= span.end {
                found.end = written;
                break;
            }
            at += if is_space { 1 } else { c.len_utf8() };
        }
        after_space = is_space;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_carriage_returns_are_no_part_of_a_line() {
        for (written, expected) in [
            ("plain\r", "plain"),
            (
                "\u{1b}[1;31mERROR\u{1b}[0m pool \u{1b}[Kfull",
                "ERROR pool full",
            ),
            (
                "\u{1b}]8;;https://x.example\u{1b}\\link\u{1b}]8;;\u{7}!",
                "link!",
            ),
            ("\u{9b}31m赤\u{9b}0m", "赤"),
            ("\u{1b}(Ba\u{1b}=b\u{1b}Pq#0\u{1b}\\c", "abc"),
            ("cut \u{1b}[3", "cut 3"),
        ] {
            assert_eq!(plain(written), expected, "{written:?}");
        }
    }

    #[test]
    fn runs_of_white_space_are_one_space() {
        for (written, expected) in [
            ("a b", "a b"),
            ("a\tb", "a b"),
            ("  a \u{3000} b\u{a0}", " a b "),
            ("待ち　時間", "待ち 時間"),
        ] {
            assert_eq!(single_spaced(written), expected, "{written:?}");
        }
        assert!(matches!(single_spaced("已 a b"), Cow::Borrowed(_)));
    }

    #[test]
    fn spans_lead_back_to_what_was_written() {
        let written = "x  pool \t待ち   end  ";
        let spaced = single_spaced(written);
        for words in ["pool 待ち", "x", "待ち end", "end"] {
            let start = spaced.find(words).unwrap();
            let span = span_as_written(written, Span::new(start, start + words.len()));
            assert_eq!(single_spaced(span.of(written)), words, "{span:?}");
        }
    }
}
