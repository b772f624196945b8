//! Whether a signature says anything: `Operation timed out` stands in the log of every program, so
//! that a hit would mean nothing.

use std::sync::LazyLock;

use regex::Regex;
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};
use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;

use crate::signature::{Matcher, Pattern};

/// Lines as any program writes them, with and without a fault.
const EVERYDAY_LINES: &str = include_str!("everyday_lines.txt");

static GENERIC_WORDS: LazyLock<GenericWords> =
    LazyLock::new(|| GenericWords::read(include_str!("generic_words.txt")));

/// Why a signature says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Insignificance {
    /// It is found in an empty line, so that it is found in every line.
    Everything,
    /// It is found in this everyday line.
    Everyday(&'static str),
    /// All its words are those of any log.
    Words,
}

/// Why a pattern says nothing; `None` where it says something.
#[must_use]
pub fn insignificance(pattern: &Pattern) -> Option<Insignificance> {
    if let Pattern::Regex(expression) = pattern
        && expression.regex.is_match("")
    {
        return Some(Insignificance::Everything);
    }
    if let Some(line) = everyday_line(pattern) {
        return Some(Insignificance::Everyday(line));
    }
    let has_word = match pattern {
        Pattern::Text(text) => has_rare_word(text.as_str()),
        Pattern::Lines(texts) => texts.iter().any(|text| has_rare_word(text.as_str())),
        Pattern::Regex(expression) => has_rare_word(&words_of(&expression.hir)),
    };
    (!has_word).then_some(Insignificance::Words)
}

/// Whether a word is one of any log, or so short, or such a number, that it says nothing. Case does
/// not count.
#[must_use]
pub fn is_generic(word: &str) -> bool {
    !GENERIC_WORDS.lack(&word.to_lowercase())
}

/// The words of any log in lower case, those of both languages, in no order.
pub fn generic_words() -> impl Iterator<Item = &'static str> {
    let spaced = GENERIC_WORDS.spaced.iter();
    spaced.chain(&GENERIC_WORDS.japanese).copied()
}

/// Lines as any program writes them.
pub fn everyday_lines() -> impl Iterator<Item = &'static str> {
    EVERYDAY_LINES.lines()
}

/// The first everyday line in which a pattern is found.
fn everyday_line(pattern: &Pattern) -> Option<&'static str> {
    let hits = Matcher::new([pattern]).find_in(EVERYDAY_LINES);
    let place = hits.first()?.places.first()?;
    let number = usize::try_from(place.first()?.number).ok()?;
    EVERYDAY_LINES.lines().nth(number - 1)
}

/// The fixed words of an expression, with spaces for everything else.
fn words_of(hir: &Hir) -> String {
    match hir.kind() {
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).into_owned(),
        HirKind::Class(Class::Unicode(class)) => letter_of(class).unwrap_or(' ').to_string(),
        HirKind::Capture(capture) => words_of(&capture.sub),
        HirKind::Repetition(repetition) => format!(" {} ", words_of(&repetition.sub)),
        HirKind::Concat(parts) => parts.iter().map(words_of).collect(),
        HirKind::Alternation(branches) => {
            let words: Vec<String> = branches.iter().map(words_of).collect();
            words.join(" ")
        }
        _ => " ".to_owned(),
    }
}

/// The letter that a class holds in all its cases, and nothing else.
fn letter_of(class: &ClassUnicode) -> Option<char> {
    let characters = class
        .ranges()
        .iter()
        .flat_map(|range| range.start()..=range.end());
    // No letter has more forms than five.
    let mut letters = characters
        .take(6)
        .map(|c| c.to_uppercase().flat_map(char::to_lowercase).next());
    let first = letters.next()??;
    letters.all(|letter| letter == Some(first)).then_some(first)
}

/// Whether a text has a word or an identifier that is not one of any log.
fn has_rare_word(text: &str) -> bool {
    static WORD: LazyLock<Regex> = LazyLock::new(|| constant(r"[\p{Alphabetic}\p{M}\p{Nd}]+"));
    static JAPANESE: LazyLock<Regex> =
        LazyLock::new(|| constant(r"[\p{Han}\p{Katakana}\p{Hiragana}ー]+"));
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = WORD.find_iter(&folded).map(|word| word.as_str()).collect();
    let japanese = JAPANESE.find_iter(&folded);
    japanese
        .into_iter()
        .any(|run| GENERIC_WORDS.leave_something_of(run.as_str()))
        || words
            .iter()
            .flat_map(|word| JAPANESE.split(word))
            .any(|word| GENERIC_WORDS.lack(word))
}

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
}

/// The words of any log.
struct GenericWords {
    /// Those with spaces around them.
    spaced: FxHashSet<&'static str>,
    /// Those of Japanese, the longest first.
    japanese: Vec<&'static str>,
}

impl GenericWords {
    fn read(text: &'static str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let (spaced, mut japanese): (Vec<&str>, Vec<&str>) = lines
            .flat_map(str::split_whitespace)
            .partition(|word| word.is_ascii());
        japanese.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self {
            spaced: spaced.into_iter().collect(),
            japanese,
        }
    }

    /// Whether a word is none of them. Short words tell nothing, nor do bare numbers that may be
    /// a status, a port or a year.
    fn lack(&self, word: &str) -> bool {
        let length = word.chars().count();
        let least = if word.contains(char::is_alphabetic) {
            3
        } else {
            5
        };
        length >= least && !self.spaced.contains(word)
    }

    /// Whether anything but grammar is left of a run of Japanese without these words.
    fn leave_something_of(&self, run: &str) -> bool {
        let mut run = run.to_owned();
        for word in &self.japanese {
            if run.contains(word) {
                run = run.replace(word, " ");
            }
        }
        let is_grammar = |c: char| ('\u{3041}'..='\u{309F}').contains(&c) || c == ' ' || c == 'ー';
        run.split(is_grammar).any(|left| left.chars().count() >= 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Insignificance::{Everyday, Everything, Words};

    fn text(words: &str) -> Option<Insignificance> {
        insignificance(&Pattern::Text(crate::signature::Text::new(words).unwrap()))
    }

    fn regex(source: &str) -> Option<Insignificance> {
        insignificance(&Pattern::regex(source).unwrap())
    }

    #[test]
    fn words_of_any_log_say_nothing_in_either_language() {
        for words in [
            "Operation timed out",
            "error",
            "connection refused",
            "エラーが発生しました",
            "タイムアウト",
        ] {
            assert!(matches!(text(words), Some(Everyday(_))), "{words}");
        }
        for words in [
            "the server returned an error",
            "HTTP status 418",
            "Error: 500",
            "ERROR: cannot open the session",
            "サーバーの処理でエラーが検出されました",
            "ＥＲＲＯＲ：接続できませんでした",
        ] {
            assert_eq!(text(words), Some(Words), "{words}");
        }
    }

    #[test]
    fn names_and_codes_say_something_in_either_language() {
        for words in [
            "pool timed out while waiting for an open connection",
            "ORA-12541",
            "error 10054",
            "ERR_CERT_DATE_INVALID",
            "outbox: lease lost, parking worker",
            "在庫引当のタイムアウト",
            "決済ゲートウェイの応答がありません",
        ] {
            assert_eq!(text(words), None, "{words}");
        }
    }

    #[test]
    fn expressions_go_by_what_they_find_and_by_their_words() {
        for source in [".*", "x?", r"\s*", "(?:)"] {
            assert_eq!(regex(source), Some(Everything), "{source}");
        }
        for source in [
            ".",
            r"\d+",
            "(?i)ERROR",
            r"[0-9a-f]{32}",
            r"^\w+",
            "exit code [1-9]",
        ] {
            assert!(matches!(regex(source), Some(Everyday(_))), "{source}");
        }
        for source in [
            r"error .* timeout \d{5}",
            "(?i)session [a-z]{40} closed",
            r"#{7}",
        ] {
            assert_eq!(regex(source), Some(Words), "{source}");
        }
        for source in [
            r"(?i)oom-score \d+",
            r"webhook: capture ok event=evt_\w{12}",
        ] {
            assert_eq!(regex(source), None, "{source}");
        }
    }
}
