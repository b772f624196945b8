//! Classes of characters, read from the expressions of the specification.

use std::sync::LazyLock;

use regex_syntax::hir::{Class as HirClass, HirKind};

/// What a character is to the terms of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Belongs to no term.
    Other,
    /// Emoji and other pictures.
    Picture,
    /// May stand within an identifier.
    Separator,
    /// A letter or digit of a script with spaces between words.
    Letter,
    /// Continues what is before it.
    Mark,
    /// Han, kana and Hangul.
    EastAsian,
}

/// The expressions of the classes; a later one counts before an earlier one.
const CLASSES: [(Class, &str); 5] = [
    (Class::Picture, r"\p{Extended_Pictographic}"),
    (Class::Separator, r"[_\-.:/@\#\\]"),
    (Class::Letter, r"[\p{Alphabetic}\p{N}]"),
    (Class::Mark, r"\p{M}"),
    (
        Class::EastAsian,
        r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\x{30FC}]",
    ),
];

/// Characters that are not seen.
const IGNORABLE: &str = r"\p{Default_Ignorable_Code_Point}";

/// How many characters the table holds; those beyond are looked up in ranges.
const TABLE: u32 = 0x1_0000;

#[derive(Debug)]
struct Classes {
    table: Vec<Class>,
    beyond: Vec<(u32, u32, Class)>,
}

static CHARACTERS: LazyLock<Classes> = LazyLock::new(|| {
    let mut table = vec![Class::Other; TABLE as usize];
    let mut beyond = Vec::new();
    for (class, expression) in CLASSES {
        for (first, last) in ranges(expression) {
            for c in first..=last.min(TABLE - 1) {
                table[c as usize] = class;
            }
            if last >= TABLE {
                beyond.push((first.max(TABLE), last, class));
            }
        }
    }
    Classes { table, beyond }
});

static IGNORED: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| ranges(IGNORABLE));

/// The characters of a class of a regular expression.
fn ranges(expression: &str) -> Vec<(u32, u32)> {
    let hir = regex_syntax::parse(expression)
        .unwrap_or_else(|error| unreachable!("a constant expression: {error}"));
    match hir.into_kind() {
        HirKind::Class(HirClass::Unicode(class)) => class
            .ranges()
            .iter()
            .map(|range| (u32::from(range.start()), u32::from(range.end())))
            .collect(),
        kind => unreachable!("a class of characters: {kind:?}"),
    }
}

/// The class of a character.
pub(super) fn class(c: char) -> Class {
    let code = u32::from(c);
    let classes = &*CHARACTERS;
    classes
        .table
        .get(code as usize)
        .copied()
        .unwrap_or_else(|| {
            // Later classes count first.
            let mut ranges = classes.beyond.iter().rev();
            ranges
                .find(|(first, last, _)| (*first..=*last).contains(&code))
                .map_or(Class::Other, |(_, _, class)| *class)
        })
}

/// Whether a character is not seen.
pub(super) fn is_ignorable(c: char) -> bool {
    let code = u32::from(c);
    // The first of them is the soft hyphen.
    code >= 0xAD
        && IGNORED
            .binary_search_by(|(first, last)| {
                use std::cmp::Ordering;
                if *last < code {
                    Ordering::Less
                } else if *first > code {
                    Ordering::Greater
                } else {
                    Ordering::Equal
                }
            })
            .is_ok()
}

/// Whether a line break beside this character is no gap. As in the specification, and not as in
/// pages: what is compared must not change with what pages show.
pub(super) fn is_japanese(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3001}'..='\u{303F}' | '\u{3041}'..='\u{3096}'
        | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF01}'..='\u{FF9D}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{323AF}')
}

/// The lower case of a character, by the rules of the specification.
pub(super) fn fold(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().map(|c| if c == 'ς' { 'σ' } else { c })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_class_that_holds_a_character_counts() {
        for (c, expected) in [
            ('a', Class::Letter),
            ('9', Class::Letter),
            ('_', Class::Separator),
            ('\\', Class::Separator),
            ('ー', Class::EastAsian),
            ('々', Class::EastAsian),
            ('한', Class::EastAsian),
            ('・', Class::Other),
            ('\u{0301}', Class::Mark),
            ('\u{3099}', Class::Mark),
            ('🔥', Class::Picture),
            ('𠮷', Class::EastAsian),
            ('𝒳', Class::Letter),
            ('!', Class::Other),
            ('\u{10FFFF}', Class::Other),
        ] {
            assert_eq!(class(c), expected, "{c:?}");
        }
    }

    #[test]
    fn what_is_not_seen_is_ignorable() {
        for c in [
            '\u{AD}',
            '\u{200B}',
            '\u{FE0F}',
            '\u{202E}',
            '\u{E0100}',
            '\u{FEFF}',
        ] {
            assert!(is_ignorable(c), "{c:?}");
        }
        assert!(!is_ignorable('a') && !is_ignorable('あ') && !is_ignorable(' '));
    }
}
