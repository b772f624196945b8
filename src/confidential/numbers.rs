//! Long numbers in a text.

use crate::diagnostic::Span;

/// How many digits a long number has at least.
const DIGITS: usize = 10;

/// Digits with the signs that people put between them: hyphens, spaces and brackets. There are at
/// least ten digits, and they stand by themselves: not in a name, an address or a longer number.
pub(super) fn numbers(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !matches!(bytes[at], b'0'..=b'9' | b'+' | b'(') {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < bytes.len() && goes_on(bytes, at) {
            at += 1;
        }
        if at - start < DIGITS {
            continue;
        }
        let written = text[start..at].trim_end_matches([' ', '-', '(', ')']);
        let number = Span::new(start, start + written.len());
        if has_ten_digits(written) && stands_alone(bytes, number) {
            numbers.push(number);
        }
    }
    numbers
}

/// The words of a number with spaces in it that are long numbers themselves.
pub(super) fn words(text: &str, number: Span) -> impl Iterator<Item = Span> {
    let mut start = number.start;
    number
        .of(text)
        .split(' ')
        .map(move |word| {
            let span = Span::new(start, start + word.len());
            start = span.end + 1;
            (word, span)
        })
        .filter(|(word, _)| has_ten_digits(word))
        .map(|(_, span)| span)
}

/// Whether a number goes on with this byte; two spaces end it.
fn goes_on(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b' ' => bytes[at - 1] != b' ',
        byte => byte.is_ascii_digit() || matches!(byte, b'-' | b'(' | b')'),
    }
}

fn has_ten_digits(written: &str) -> bool {
    let digits = written.bytes().filter(u8::is_ascii_digit);
    digits.count() >= DIGITS
}

fn stands_alone(bytes: &[u8], number: Span) -> bool {
    let back = |distance: usize| number.start.checked_sub(distance).map(|at| bytes[at]);
    let ahead = |distance: usize| bytes.get(number.end + distance).copied();
    !joins(back(1), back(2)) && !joins(ahead(0), ahead(1))
}

/// Whether the byte beside a number, with the one beyond it, makes the number part of something.
fn joins(beside: Option<u8>, beyond: Option<u8>) -> bool {
    let beyond_is = |is: fn(&u8) -> bool| beyond.is_some_and(|byte| is(&byte));
    match beside {
        Some(b'_' | b'/' | b'=' | b'#' | b'+' | b'@') => true,
        Some(b'.' | b'-') => beyond_is(u8::is_ascii_alphanumeric),
        Some(b':' | b',') => beyond_is(u8::is_ascii_digit),
        Some(byte) => byte.is_ascii_alphanumeric(),
        None => false,
    }
}
