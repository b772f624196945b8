//! The words that texts are compared by, and those that say little.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::search::flat::flat;
use crate::search::terms::{Form, Scanner, Token};
use crate::signature::significance::generic_words;

use super::features::hash;

/// Words that say little wherever they stand.
static EVERYDAY: LazyLock<FxHashSet<u32>> = LazyLock::new(|| {
    let lines = include_str!("everyday_words.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let words = lines.flat_map(str::split_whitespace).chain(generic_words());
    words.flat_map(words_of_name).collect()
});

/// Calls `each` with every word of a flat text that may say something, and where it stands: words of
/// Latin letters, rows of katakana, and pairs of ideographs, since nothing parts those. Numbers, ids,
/// words of one or two letters and hiragana are none.
pub(super) fn words(text: &str, tokens: &[Token], mut each: impl FnMut(u32, Range<usize>)) {
    let mut katakana: Option<Range<usize>> = None;
    let mut term = String::new();
    for token in tokens {
        let of_token = &text[token.range.clone()];
        let range = token.range.clone();
        match token.form {
            Form::Word if is_word(of_token) => {
                token.write(text, &mut term);
                each(word_hash(&term), range);
            }
            Form::Pair if of_token.chars().all(is_katakana) => match &mut katakana {
                Some(row) if range.start < row.end => row.end = range.end,
                _ => {
                    let before = katakana.replace(range);
                    row_ends(text, before, &mut each);
                }
            },
            Form::Pair if !of_token.contains(|c| is_hiragana(c) || is_katakana(c)) => {
                each(pair_hash(of_token), range);
            }
            _ => {}
        }
    }
    row_ends(text, katakana, &mut each);
}

fn row_ends(text: &str, row: Option<Range<usize>>, each: &mut impl FnMut(u32, Range<usize>)) {
    if let Some(row) = row {
        // サーバー is サーバ.
        let word = text[row.clone()].trim_end_matches('ー');
        each(word_hash(word), row);
    }
}

/// The hashes of the words in a name.
pub(super) fn words_of_name(name: &str) -> Vec<u32> {
    let name = flat(name);
    let mut tokens = Vec::new();
    Scanner::default().scan(&name, |token| tokens.push(token));
    let mut hashes = Vec::new();
    words(&name, &tokens, |word, _| hashes.push(word));
    hashes
}

/// Whether a word says little wherever it stands: one of any log, or of any report.
pub(super) fn is_everyday(word: u32) -> bool {
    EVERYDAY.contains(&word)
}

/// The hash by which a folded word is compared: its ending does not count.
fn word_hash(folded: &str) -> u32 {
    short(hash(stem(folded).as_bytes())) << 1
}

/// The hash of a pair of ideographs. Its last bit tells it from that of a word.
fn pair_hash(pair: &str) -> u32 {
    short(hash(pair.as_bytes())) << 1 | 1
}

/// Whether a hash is that of a pair of ideographs.
pub(super) fn is_pair(word: u32) -> bool {
    word & 1 == 1
}

fn short(hash: u64) -> u32 {
    u32::try_from((hash ^ hash >> 32) & u64::from(u32::MAX)).unwrap_or_default()
}

fn is_word(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !varies(text)
}

pub(super) fn is_hiragana(c: char) -> bool {
    ('\u{3041}'..='\u{309F}').contains(&c)
}

fn is_katakana(c: char) -> bool {
    ('\u{30A1}'..='\u{30FF}').contains(&c)
}

/// Whether a word is another one each time: a number, an id, a part of a name with numbers. `x509` and
/// `log4j` are words.
pub(super) fn varies(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let starts_with_digit = word.starts_with(|c: char| c.is_ascii_digit());
    let hexadecimal = word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_long = word.len() > 6 && digits * 2 > word.len() || word.len() >= 12;
    digits > 0 && (starts_with_digit || is_long || hexadecimal && word.len() >= 6)
}

/// A word of English without the ending that grammar gives it. Short words are left alone.
fn stem(word: &str) -> &str {
    const ENDINGS: [&str; 9] = ["ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s"];
    if !word.is_ascii() {
        return word;
    }
    let without = |word: &str, endings: &[&str]| {
        let mut endings = endings.iter();
        let length = endings.find_map(|ending| word.strip_suffix(ending).map(str::len));
        length.filter(|length| *length >= 4).unwrap_or(word.len())
    };
    let word = &word[..without(word, &ENDINGS)];
    &word[..without(word, &["e", "y", "i"])]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_of_english_do_not_count() {
        for words in [
            ["expired", "expires"],
            ["certificate", "certificates"],
            ["expiry", "expire"],
            ["retrying", "retries"],
            ["renewed", "renewing"],
        ] {
            assert_eq!(stem(words[0]), stem(words[1]), "{words:?}");
        }
        assert_eq!(stem("dns"), "dns");
    }

    #[test]
    fn words_of_both_languages_are_found() {
        let found = |text: &str| {
            let mut tokens = Vec::new();
            Scanner::default().scan(text, |token| tokens.push(token));
            let mut found = Vec::new();
            words(text, &tokens, |_, range| found.push(text[range].to_owned()));
            found
        };
        assert_eq!(
            found("The pod checkout-7d9f8b was killed at 09:02"),
            ["The", "pod", "checkout", "was", "killed"]
        );
        assert_eq!(
            found("証明書の期限切れでサーバーが停止"),
            ["証明", "明書", "期限", "限切", "停止", "サーバー"]
        );
        assert_eq!(words_of_name("サーバー"), words_of_name("サーバ"));
        assert!(
            words_of_name("お客様 エラー error")
                .into_iter()
                .all(is_everyday)
        );
    }
}
