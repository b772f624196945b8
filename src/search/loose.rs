//! Japanese words that are written otherwise: `取消` and `取り消し`, `接続枯渇` and `接続が枯渇`, `サーバー` and
//! `サーバ`. One hiragana between two Han characters, marks of long vowels and the size of kana do not count.

use regex::Regex;

use super::characters::{Class, class};
use super::query::{Script, ending, script};

/// The longest word that is looked for so, in characters.
const MAX_CHARACTERS: usize = 32;

/// The longest ending that is taken to belong to what was found, in characters.
const MAX_ENDING: usize = 3;

/// Kana that are written small and large.
const SIZES: [&str; 10] = [
    "アァ", "イィ", "ウゥ", "エェ", "オォ", "ツッ", "ヤャ", "ユュ", "ヨョ", "ワヮ",
];

/// A word that can be written otherwise.
#[derive(Debug)]
pub(super) struct Loose {
    expression: Regex,
    is_katakana: bool,
    /// Its pairs of characters; of a word of two characters, which may stand apart, these.
    pub(super) pieces: Vec<String>,
    /// How many of the pieces a text holds at least in which it can be.
    pub(super) at_least: usize,
}

impl Loose {
    /// A word of two characters or more, all of them Han or all of them katakana.
    pub(super) fn of(word: &str) -> Option<Self> {
        let characters: Vec<char> = word.chars().collect();
        let all = |wanted| {
            let is_wanted = |c: &char| {
                class(*c) == Class::EastAsian && script(*c).is_none_or(|of| of == wanted)
            };
            characters.iter().all(is_wanted)
        };
        let is_katakana = all(Script::Katakana);
        let letters: Vec<char> = characters.iter().copied().filter(|c| *c != 'ー').collect();
        let is_han = !is_katakana && all(Script::Han) && letters.len() == characters.len();
        let fits = (2..=MAX_CHARACTERS).contains(&characters.len()) && letters.len() >= 2;
        if !fits || !is_katakana && !is_han {
            return None;
        }
        let expression: String = if is_katakana {
            let letters = letters.iter().map(|c| sizes(*c) + "ー?");
            letters.collect()
        } else {
            let letters: Vec<String> = letters.iter().map(char::to_string).collect();
            letters.join("[ぁ-ゖ]?")
        };
        let pieces: Vec<String> = if characters.len() == 2 {
            characters.iter().map(char::to_string).collect()
        } else {
            characters
                .windows(2)
                .map(|pair| pair.iter().collect())
                .collect()
        };
        Some(Self {
            expression: Regex::new(&expression).ok()?,
            is_katakana,
            at_least: if characters.len() == 2 {
                2
            } else {
                pieces.len().div_ceil(2)
            },
            pieces,
        })
    }

    /// How the word is written in a flat text first; a word in katakana stands there by itself.
    pub(super) fn find<'t>(&self, flat: &'t str) -> Option<&'t str> {
        let is_apart = |c: Option<char>| {
            !self.is_katakana || c.is_none_or(|c| !matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー'))
        };
        let mut all = self.expression.find_iter(flat);
        let found = all.find(|found| {
            let (before, behind) = (&flat[..found.start()], &flat[found.end()..]);
            is_apart(before.chars().next_back()) && is_apart(behind.chars().next())
        })?;
        let ending = if self.is_katakana {
            ""
        } else {
            ending(&flat[found.end()..])
        };
        let ending = if ending.chars().count() > MAX_ENDING {
            ""
        } else {
            ending
        };
        Some(&flat[found.start()..found.end() + ending.len()])
    }
}

fn sizes(c: char) -> String {
    let both = SIZES.iter().find(|both| both.contains(c));
    both.map_or_else(|| c.to_string(), |both| format!("[{both}]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_they_are_written_elsewhere_and_no_others() {
        for (word, text, expected) in [
            (
                "証明書期限切",
                "原因は証明書の期限切れ。",
                Some("証明書の期限切れ"),
            ),
            ("接続枯渇", "接続が枯渇した", Some("接続が枯渇した")),
            ("取消", "取り消しの手順", Some("取り消し")),
            ("問合", "問い合わせは二件", Some("問い合わせ")),
            ("取消", "取るに足らず消えた", None),
            ("データーベース", "データベースの移行", Some("データベース")),
            (
                "コネクシヨンプール",
                "コネクションプール",
                Some("コネクションプール"),
            ),
            ("サーバー", "別サーバの障害", Some("サーバ")),
            ("サーバー", "サバイバル", None),
            ("サーバー", "メールサーバ", None),
        ] {
            let loose = Loose::of(word).unwrap();
            assert_eq!(loose.find(text), expected, "{word} in {text}");
        }
        for word in ["障", "abc", "取り消し", "接続エラー", "한국", ""] {
            assert!(Loose::of(word).is_none(), "{word}");
        }
    }
}
