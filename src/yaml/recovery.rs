//! Where reading goes on behind a fault of YAML, and what the fault usually comes from.

use crate::diagnostic::Span;

/// The message for what a fault usually comes from, judged by its line.
pub(super) fn usual_slip(text: &str, at: usize) -> &'static str {
    let at = text.floor_char_boundary(at.min(text.len()));
    let line_of = |at: usize| {
        let start = line_start(text, at);
        let end = text[start..]
            .find('\n')
            .map_or(text.len(), |end| start + end);
        &text[start..end]
    };
    let line = line_of(at);
    let before = line_of(line_start(text, at).saturating_sub(1));
    let indentation = &line[..line.len() - line.trim_start().len()];
    let full_width = |line: &str| {
        line.split_once('：')
            .is_some_and(|(key, _)| !key.contains(':') && key.trim().is_ascii())
    };
    if indentation.contains('\t') {
        "tab"
    } else if full_width(line) || full_width(before) {
        "full-width-colon"
    } else if text[at..].starts_with(['@', '`', '%']) {
        "reserved"
    } else {
        "syntax"
    }
}

/// The character at a byte; nothing at the end of the text.
pub(super) fn character_at(text: &str, at: usize) -> Span {
    let start = text.floor_char_boundary(at.min(text.len()));
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    Span::new(start, start + length)
}

fn line_start(text: &str, at: usize) -> usize {
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
