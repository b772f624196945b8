//! Where reading goes on behind a fault of YAML.

use crate::diagnostic::{Finding, Span};

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

/// What to say of the lines behind the one of a fault that are passed over up to the next key.
pub(super) fn unread(text: &str, fault: usize, next: Option<usize>) -> Option<Finding> {
    let from = fault + text.get(fault..)?.find('\n')? + 1;
    let passed_over = text.get(from..next.unwrap_or(text.len()))?;
    let mut start = from;
    for line in passed_over.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() && !words.starts_with('#') {
            let begin = start + line.len() - line.trim_start().len();
            let span = Span::new(begin, begin + words.len());
            let new = |key| Finding::new("unread-front-matter", key, span);
            let key = next.and_then(|next| text[next..].split(':').next());
            return Some(match key {
                Some(key) => new("up-to-key").with("key", key),
                None => new("up-to-end"),
            });
        }
        start += line.len();
    }
    None
}
