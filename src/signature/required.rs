//! Words that have to stand in a line for an expression to be found in it, so that most expressions
//! need not be tried on most lines.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

use crate::signature::line;

/// Shorter words, in bytes, stand in too many lines to tell them apart.
const MIN_LENGTH: usize = 3;
/// More words than this for one expression are not worth looking for.
const MAX_WORDS: usize = 16;

/// Words of which one stands, in whatever case of ASCII and with single spaces, in every line in
/// which the expression is found; `None` where there are no such words.
pub(super) fn words(hir: &Hir) -> Option<Vec<String>> {
    let words = any_of(hir)?;
    let spaced = words
        .iter()
        .map(|word| line::single_spaced(word).trim().to_owned());
    let words: Vec<String> = spaced.collect();
    let are_long = words.iter().all(|word| word.len() >= MIN_LENGTH);
    (are_long && words.len() <= MAX_WORDS).then_some(words)
}

fn any_of(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Capture(capture) => any_of(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => any_of(&repetition.sub),
        HirKind::Alternation(branches) => {
            let words: Option<Vec<Vec<String>>> = branches.iter().map(any_of).collect();
            Some(words?.concat())
        }
        HirKind::Concat(parts) => best_of(parts),
        _ => Some(vec![fixed(hir)?]),
    }
}

/// The most telling words that a sequence needs: those whose shortest is the longest.
fn best_of(parts: &[Hir]) -> Option<Vec<String>> {
    let mut candidates: Vec<Vec<String>> = Vec::new();
    let mut run = String::new();
    for part in parts {
        if let Some(text) = fixed(part) {
            run.push_str(&text);
            continue;
        }
        candidates.push(vec![std::mem::take(&mut run)]);
        candidates.extend(any_of(part));
    }
    candidates.push(vec![run]);
    let shortest = |words: &Vec<String>| words.iter().map(String::len).min();
    candidates.into_iter().max_by_key(shortest)
}

/// The text that a part is always found as, apart from the case of ASCII letters.
fn fixed(hir: &Hir) -> Option<String> {
    match hir.kind() {
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok(),
        HirKind::Class(Class::Unicode(class)) => one_letter(class).map(String::from),
        _ => None,
    }
}

/// The letter that a class holds in both cases and nothing else. K and S also have forms outside of
/// ASCII, and are not among them.
fn one_letter(class: &ClassUnicode) -> Option<char> {
    let [upper, lower] = class.ranges() else {
        return None;
    };
    let is_one = |range: &regex_syntax::hir::ClassUnicodeRange| range.start() == range.end();
    let letter = lower.start();
    let both = is_one(upper) && is_one(lower) && upper.start().to_ascii_lowercase() == letter;
    (both && letter.is_ascii_lowercase()).then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_every_match_has() {
        let none: [&str; 0] = [];
        for (pattern, expected) in [
            (r"pool \d+ timed out", vec!["timed out"]),
            (r"(?i)timeout", vec!["timeout"]),
            (r"(?i)disk full", vec!["full"]),
            ("(GET|POST) /v2", vec!["/v2"]),
            ("(GET|POST) .", vec!["POST", "GET"]),
            ("(?:ORA-[0-9]+)+", vec!["ORA-"]),
            ("a{0,3}", none.to_vec()),
            (r"\w+|abcd", none.to_vec()),
            ("ab", none.to_vec()),
            ("接続  待ち", vec!["接続 待ち"]),
        ] {
            let mut words = words(&regex_syntax::parse(pattern).unwrap()).unwrap_or_default();
            let mut expected = expected;
            words.sort_unstable();
            expected.sort_unstable();
            assert_eq!(words, expected, "{pattern}");
        }
    }
}
