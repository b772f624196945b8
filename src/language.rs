//! The two languages that hansei reads, writes and speaks.

use crate::memory::remember_one_of;

/// A language of content, interface or messages.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    serde::Serialize,
    schemars::JsonSchema,
)]
pub enum Language {
    /// English, the default.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Japanese.
    #[serde(rename = "ja")]
    Japanese,
}

remember_one_of!(Language { English, Japanese });

impl Language {
    /// Both languages, the default first.
    pub const ALL: [Self; 2] = [Self::English, Self::Japanese];

    /// The language tag as in BCP 47: `en` or `ja`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Japanese => "ja",
        }
    }

    /// The language with this tag; case and regions (`ja-JP`) do not matter.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or(code);
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The language of a text without any other hint: Japanese where it has kana.
    ///
    /// Han characters alone do not count, because names of people and firms stand in English text too.
    #[must_use]
    pub fn detect(text: &str) -> Option<Self> {
        text.chars().any(is_kana).then_some(Self::Japanese)
    }
}

/// Whether this is a Hiragana or Katakana letter.
#[must_use]
pub fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FD}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9D}')
}

/// Whether a line break beside this character is no gap: Japanese letters and full-width punctuation.
#[must_use]
pub fn is_japanese_script(c: char) -> bool {
    is_kana(c)
        || matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3000}'..='\u{303F}' | '\u{30FB}' | '\u{30FC}'
            | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kana_decides_and_han_alone_does_not() {
        assert_eq!(
            Language::detect("証明書の期限切れ"),
            Some(Language::Japanese)
        );
        assert_eq!(Language::detect("Reported by 田中"), None);
        assert_eq!(Language::detect("plain"), None);
    }

    #[test]
    fn codes_are_read_with_regions() {
        assert_eq!(Language::from_code("ja-JP"), Some(Language::Japanese));
        assert_eq!(Language::from_code("EN"), Some(Language::English));
        assert_eq!(Language::from_code("fr"), None);
    }
}
