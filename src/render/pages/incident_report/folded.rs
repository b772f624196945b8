//! Words compared as a reader takes them: whatever their case, their width, their form in Unicode, and the
//! spaces and hyphens that they are parted by.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Stands for any run of spaces and hyphens.
const GAP: char = '\0';

/// A text in the form in which words are compared, and where each character of it stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Folded(Vec<(char, usize, usize)>);

impl Folded {
    /// Folds a text.
    pub(super) fn of(text: &str) -> Self {
        let mut folded: Vec<(char, usize, usize)> = Vec::new();
        let mut rest = text.char_indices().peekable();
        while let Some((start, first)) = rest.next() {
            let mut end = start + first.len_utf8();
            while let Some((at, mark)) = rest.next_if(|(_, next)| joins_the_one_before(*next)) {
                end = at + mark.len_utf8();
            }
            for c in text[start..end].nfkc().flat_map(char::to_lowercase) {
                if is_unseen(c) {
                    continue;
                }
                match (parts(c), folded.last_mut()) {
                    (true, Some((GAP, _, last))) => *last = end,
                    (true, _) => folded.push((GAP, start, end)),
                    (false, _) => folded.push((c, start, end)),
                }
            }
        }
        // Japanese is written without spaces; one that stands there is the end of a line.
        let is_ascii = |at: Option<usize>| {
            let found = at.and_then(|at| folded.get(at));
            found.is_some_and(|(c, ..)| c.is_ascii())
        };
        let kept = (0..folded.len()).filter(|&at| {
            let within = is_ascii(at.checked_sub(1)) && is_ascii(Some(at + 1));
            folded[at].0 != GAP || within
        });
        Self(kept.map(|at| folded[at]).collect())
    }

    /// How many characters it has.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Where a name stands in it, in bytes of the text. What parts the name need not be there; letters and
    /// digits of ASCII around it make it part of another word.
    pub(super) fn places_of(&self, name: &Self) -> Vec<(usize, usize)> {
        let mut places = Vec::new();
        let mut at = 0;
        while at < self.0.len() {
            match self.end_of(name, at) {
                Some(end) if end > at => {
                    places.push((self.0[at].1, self.0[end - 1].2));
                    at = end;
                }
                _ => at += 1,
            }
        }
        places
    }

    /// Whether a name stands in it.
    pub(super) fn contains(&self, name: &Self) -> bool {
        !self.places_of(name).is_empty()
    }

    /// Behind which character a name ends that begins at one.
    fn end_of(&self, name: &Self, start: usize) -> Option<usize> {
        let mut at = start;
        for (expected, ..) in &name.0 {
            match self.0.get(at) {
                Some((found, ..)) if found == expected => at += 1,
                _ if *expected == GAP => {}
                _ => return None,
            }
        }
        let is_one_word = |left: Option<usize>, right: usize| {
            let letter = |at: Option<usize>| {
                let found = at.and_then(|at| self.0.get(at));
                found.is_some_and(|(c, ..)| c.is_ascii_alphanumeric())
            };
            letter(left) && letter(Some(right))
        };
        let is_part =
            is_one_word(start.checked_sub(1), start) || is_one_word(at.checked_sub(1), at);
        (!is_part).then_some(at)
    }
}

/// Accents, and the marks of half-width kana, which are letters by themselves.
fn joins_the_one_before(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

/// What takes no room: zero-width spaces and joiners, soft hyphens, the mark of byte order.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

fn parts(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_they_are_written() {
        for (text, name, found) in [
            ("by Aoki-san", "aoki", vec!["Aoki"]),
            (
                "for Kawasemi\nRyokan.",
                "Kawasemi Ryokan",
                vec!["Kawasemi\nRyokan"],
            ),
            (
                "for KawasemiRyokan",
                "Kawasemi  Ryokan",
                vec!["KawasemiRyokan"],
            ),
            (
                "No. M\u{2011}2044\u{200b}17, M204417",
                "M-204417",
                vec!["M\u{2011}2044\u{200b}17", "M204417"],
            ),
            ("旅館つ\nばき様と青木", "旅館つばき", vec!["旅館つ\nばき"]),
            ("旅館　つばき 御中", "旅館つばき", vec!["旅館　つばき"]),
            ("ｶﾞｰﾃﾞﾝﾎﾃﾙと", "ガーデンホテル", vec!["ｶﾞｰﾃﾞﾝﾎﾃﾙ"]),
            ("ガーデンホテル", "ガーデンホテル", vec!["ガーデンホテル"]),
            ("Ａoki ａｏｋｉ", "aoki", vec!["Ａoki", "ａｏｋｉ"]),
            ("it occurs, do so too", "ito", vec![]),
            ("aokis", "aoki", vec![]),
            (
                "03-0000-\n0171 or 0300000171",
                "03-0000-0171",
                vec!["03-0000-\n0171", "0300000171"],
            ),
            ("", "x", vec![]),
            ("x", "", vec![]),
        ] {
            let places = Folded::of(text).places_of(&Folded::of(name));
            let words: Vec<&str> = places.iter().map(|(from, to)| &text[*from..*to]).collect();
            assert_eq!(words, found, "{name} in {text}");
        }
    }
}
