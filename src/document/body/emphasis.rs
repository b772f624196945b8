//! Emphasis that `CommonMark` leaves open, because punctuation stands between its marks and a letter.
//!
//! `**重要：**サーバ` shows its asterisks: a closing mark behind punctuation has to be followed by a
//! space or punctuation, and Japanese has no spaces. See `CommonMark` 0.31, rules for flanking.

use std::sync::LazyLock;

use pulldown_cmark::Event;
use regex::Regex;

use crate::diagnostic::{Finding, Span};
use crate::document::body::links::Unlinked;
use crate::document::markdown::Located;
use crate::language::is_japanese_script;

/// Bold marks that stayed marks, each with the words mended: punctuation moved out of the marks.
pub(super) fn unclosed(text: &str, events: &[Located<'_>]) -> Vec<Finding> {
    static PAIR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*")
            .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
    });
    let mut findings = Vec::new();
    let mut unlinked = Unlinked::default();
    for (event, range) in events {
        if let Event::Text(words) = event
            && unlinked.here()
            && words.contains("**")
        {
            let span = Span::from(range.clone());
            if span.of(text) == &**words {
                findings.extend(PAIR.captures_iter(words).filter_map(|pair| {
                    let whole = pair.get(0)?;
                    let inner = pair.get(1)?.as_str();
                    let before = words[..whole.start()].chars().next_back();
                    let after = words[whole.end()..].chars().next();
                    let place = Span::from(whole.range()).shifted(span.start);
                    finding(inner, before, after, place)
                }));
            }
        }
        unlinked.follow(event);
    }
    findings
}

fn finding(inner: &str, before: Option<char>, after: Option<char>, place: Span) -> Option<Finding> {
    let japanese = |c: Option<char>| c.is_some_and(is_japanese_script);
    if !japanese(before) && !japanese(after) && !inner.chars().any(is_japanese_script) {
        return None;
    }
    let mended = mended(inner, before, after)?;
    Some(
        Finding::new("unclosed-emphasis", "unclosed", place)
            .with("mended", mended.as_str())
            .fixed_by(place, mended),
    )
}

/// The same words with the punctuation at both ends outside the marks or, where that would part a bracket
/// from the other one of its pair, with spaces around the marks.
fn mended(inner: &str, before: Option<char>, after: Option<char>) -> Option<String> {
    let core = inner.trim_matches(is_punctuation);
    let start = inner.find(core).filter(|_| !core.is_empty())?;
    let (opening, closing) = (&inner[..start], &inner[start + core.len()..]);
    if has_pairs(core) {
        return Some(format!("{opening}**{core}**{closing}"));
    }
    let room = |punctuation: &str, outside: Option<char>| {
        let touches = outside.is_some_and(char::is_alphanumeric);
        if touches && !punctuation.is_empty() {
            " "
        } else {
            ""
        }
    };
    let (left, right) = (room(opening, before), room(closing, after));
    Some(format!("{left}**{inner}**{right}"))
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// Whether every bracket in a text has its other one there.
fn has_pairs(text: &str) -> bool {
    const PAIRS: [(char, char); 10] = [
        ('「', '」'),
        ('『', '』'),
        ('（', '）'),
        ('(', ')'),
        ('【', '】'),
        ('［', '］'),
        ('[', ']'),
        ('《', '》'),
        ('〈', '〉'),
        ('“', '”'),
    ];
    PAIRS
        .iter()
        .all(|(opening, closing)| text.matches(*opening).count() == text.matches(*closing).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::markdown;

    fn mend(text: &str) -> String {
        let events: Vec<_> = markdown::events(text).collect();
        let mut mended = text.to_owned();
        for finding in unclosed(text, &events).into_iter().rev() {
            let fix = finding.fix.unwrap();
            mended.replace_range(fix.span.start..fix.span.end, &fix.replacement);
        }
        mended
    }

    #[test]
    fn punctuation_moves_out_and_then_the_marks_work() {
        for (written, expected) in [
            ("**重要：**サーバ", "**重要**：サーバ"),
            ("これは**「必須」**です", "これは「**必須**」です"),
            (
                "第一に**確認（二名）**し、**停止。**次に",
                "第一に**確認（二名）** し、**停止**。次に",
            ),
            ("**太字「です」**が", "**太字「です」** が"),
            ("次の**「表」と図**を", "次の **「表」と図**を"),
            ("**（注）「表」**を", "**（注）「表」** を"),
        ] {
            let text = mend(written);
            assert_eq!(text, expected);
            let open = markdown::events(&text)
                .any(|(event, _)| matches!(event, Event::Text(words) if words.contains("**")));
            assert!(!open, "{text}");
        }
    }

    #[test]
    fn emphasis_that_works_and_stars_that_are_none_stay() {
        for text in [
            "**重要**：サーバ",
            "`**重要：**サーバ`",
            "2 ** 3 ** 4",
            "**Note:**text",
        ] {
            assert_eq!(mend(text), text);
        }
    }
}
