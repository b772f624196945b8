//! The text in which strings are looked for: of what is written, what is seen.
//!
//! The specification is in [`super::terms`].

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use super::characters::{Class, class, fold, is_ignorable, is_japanese};

/// The flat form of a text: what is not seen dropped, no gap between Japanese lines, NFKC, one space
/// for each run of white space.
#[must_use]
pub fn flat(text: &str) -> String {
    let seen: Cow<'_, str> = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        join_japanese_lines(
            &text
                .chars()
                .filter(|c| !is_ignorable(*c))
                .collect::<String>(),
        )
        .into()
    };
    let mut out = String::with_capacity(seen.len());
    match is_nfkc_quick(seen.chars()) {
        IsNormalized::Yes => push_spaced(seen.chars(), &mut out),
        IsNormalized::No | IsNormalized::Maybe => push_spaced(seen.nfkc(), &mut out),
    }
    out
}

/// A piece of a flat text that is written otherwise: `(` where `（` is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where it is in the flat text, in bytes.
    pub range: Range<usize>,
    /// How it is written.
    pub text: Box<str>,
}

/// The pieces of a text's flat form that are written otherwise in it; none where they cannot be told apart.
pub(super) fn written(text: &str, flat: &str) -> Vec<Written> {
    if text.is_ascii() || text == flat {
        return Vec::new();
    }
    let seen: String = text.chars().filter(|c| !is_ignorable(*c)).collect();
    let mut spaced = String::with_capacity(text.len());
    push_spaced(join_japanese_lines(&seen).chars(), &mut spaced);
    let mut rest = spaced.as_str();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(first) = rest.chars().next() {
        let marks = rest[first.len_utf8()..].find(|c| !is_mark(c));
        let (cluster, behind) =
            rest.split_at(marks.map_or(rest.len(), |end| first.len_utf8() + end));
        let plain: String = cluster.nfkc().collect();
        if !flat[at..].starts_with(&plain) {
            return Vec::new();
        }
        let range = at..at + plain.len();
        at = range.end;
        if plain != cluster {
            found.push(Written {
                range,
                text: cluster.into(),
            });
        }
        rest = behind;
    }
    if at == flat.len() { found } else { Vec::new() }
}

/// Whether a character belongs to the one before it: combining marks, and the sound marks of narrow kana.
fn is_mark(c: char) -> bool {
    class(c) == Class::Mark || matches!(c, '\u{FF9E}' | '\u{FF9F}')
}

/// Drops each single line break between two Japanese characters, with the white space around it.
fn join_japanese_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_gap) {
        let (before, from) = rest.split_at(at);
        let gap_length = from.find(|c| !is_gap(c)).unwrap_or(from.len());
        let (gap, behind) = from.split_at(gap_length);
        out.push_str(before);
        let beside = |c: Option<char>| c.is_some_and(is_japanese);
        let no_gap = line_breaks(gap) == 1
            && beside(before.chars().next_back())
            && beside(behind.chars().next());
        if !no_gap {
            out.push_str(gap);
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{3000}' | '\r' | '\n')
}

fn line_breaks(gap: &str) -> usize {
    let returns = gap.matches('\r').count();
    returns + gap.matches('\n').count() - gap.matches("\r\n").count()
}

fn push_spaced(characters: impl Iterator<Item = char>, out: &mut String) {
    let mut gap = false;
    for c in characters {
        if c.is_whitespace() || c.is_control() {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
}

/// The folded form of a flat text: its lower case, in which strings are compared.
#[must_use]
pub fn folded(flat: &str) -> String {
    let mut out = String::with_capacity(flat.len());
    push_folded(flat, &mut out);
    out
}

/// The folded form of a flat text that knows which place of it comes from where.
#[derive(Debug)]
pub(super) struct Folded {
    /// The folded form.
    pub(super) text: String,
    /// Behind each character whose length differs: bytes of the folded text, bytes of the flat text.
    shifts: Vec<(usize, usize)>,
}

impl Folded {
    pub(super) fn of(flat: &str) -> Self {
        let mut text = String::with_capacity(flat.len());
        let mut shifts = Vec::new();
        for (at, c) in flat.char_indices() {
            if c.is_ascii() {
                text.push(c.to_ascii_lowercase());
                continue;
            }
            let start = text.len();
            text.extend(fold(c));
            if text.len() - start != c.len_utf8() {
                shifts.push((text.len(), at + c.len_utf8()));
            }
        }
        Self { text, shifts }
    }

    /// The place in the flat text that a place in the folded text comes from.
    pub(super) fn place(&self, at: usize) -> usize {
        let behind = self.shifts.partition_point(|(folded, _)| *folded <= at);
        let shift = behind.checked_sub(1).map(|before| self.shifts[before]);
        shift.map_or(at, |(folded, flat)| at - folded + flat)
    }
}

/// Adds the folded form of a flat text.
pub(super) fn push_folded(flat: &str, out: &mut String) {
    for c in flat.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            out.extend(fold(c));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_left() {
        for (text, expected) in [
            ("  a \t\r\n b\u{a0}c  ", "a b c"),
            ("接続\nエラー", "接続エラー"),
            ("接続 \r\n　エラー", "接続エラー"),
            ("接続\n\nエラー", "接続 エラー"),
            ("接続\nError", "接続 Error"),
            ("です。\n次は", "です。次は"),
            ("ｶﾞｰﾄﾞ　ＡＢＣ", "ガード ABC"),
            ("zero\u{200b}width soft\u{ad}hyphen", "zerowidth softhyphen"),
            ("\u{1b}[31mred", "[31mred"),
            ("", ""),
        ] {
            assert_eq!(flat(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_flat_stays_flat() {
        for text in ["接続 エラー ｶﾞ\u{3099}", "a\u{301} İ ﬁ ™ ㍿", "1⁄2 ¨x"] {
            let once = flat(text);
            assert_eq!(flat(&once), once);
        }
    }

    #[test]
    fn places_are_found_again_behind_letters_that_grow_and_shrink() {
        let flat = "aİbẞcȺd";
        let folded = Folded::of(flat);
        for c in ['b', 'c', 'd'] {
            let at = folded.text.find(c).unwrap();
            assert_eq!(flat[folded.place(at)..].chars().next(), Some(c));
        }
        assert_eq!(folded.place(folded.text.len()), flat.len());
    }

    #[test]
    fn what_is_written_otherwise_is_known() {
        for (text, expected) in [
            (
                "接続（上限　８０）",
                vec![("(", "（"), ("8", "８"), ("0", "０"), (")", "）")],
            ),
            (
                "ｶﾞｰﾄﾞ ㍿",
                vec![("ガ", "ｶﾞ"), ("ー", "ｰ"), ("ド", "ﾄﾞ"), ("株式会社", "㍿")],
            ),
            ("plain 平文", vec![]),
            ("e\u{301}", vec![("\u{e9}", "e\u{301}")]),
        ] {
            let flat = flat(text);
            let found = written(text, &flat);
            let found: Vec<(&str, &str)> = found
                .iter()
                .map(|one| (&flat[one.range.clone()], &*one.text))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn case_is_folded_character_by_character() {
        assert_eq!(folded("ΌΣΟΣ Σς İß ẞ"), "όσοσ σσ i\u{307}ß ß");
    }
}
