//! Where reading goes on behind a fault of YAML.

use crate::diagnostic::Span;

/// The character at a byte; nothing at the end of the text.
pub(super) fn character_at(text: &str, at: usize) -> Span {
    let start = text.floor_char_boundary(at.min(text.len()));
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    Span::new(start, start + length)
}

/// Where the line begins in which a byte lies.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at.min(text.len()));
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Where the first line at or behind `from` begins that holds a key of the first level.
pub(super) fn next_key(text: &str, from: usize) -> Option<usize> {
    let is_key = |line: &str| {
        line.split_once(':').is_some_and(|(key, rest)| {
            !key.is_empty()
                && key
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
                && (rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
        })
    };
    let mut start = if from == line_start(text, from) {
        from
    } else {
        from + text[from..].find('\n')? + 1
    };
    for line in text[start..].split_inclusive('\n') {
        if is_key(line) {
            return Some(start);
        }
        start += line.len();
    }
    None
}
