//! The words that hours are written in, in either language.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use crate::time::Zone;
use crate::time::hours::{DAY, Weekdays};

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token {
    Day(usize),
    Days(Weekdays),
    /// Not at weekends.
    NotWeekends,
    Time {
        minutes: i32,
        /// A number alone, which may be anything.
        bare: bool,
    },
    WholeDay,
    Range,
    /// Says nothing by itself.
    Filler,
    Zone(Zone),
}

/// Words and what they say; of two that begin alike the longer stands first.
const WORDS: &[(&str, Token)] = &[
    ("around the clock", Token::WholeDay),
    ("24 hours a day", Token::WholeDay),
    ("24 hours", Token::WholeDay),
    ("24時間", Token::WholeDay),
    ("終日", Token::WholeDay),
    ("365 days a year", Token::Days(Weekdays::ALL)),
    ("7 days a week", Token::Days(Weekdays::ALL)),
    ("365日", Token::Days(Weekdays::ALL)),
    ("年中無休", Token::Days(Weekdays::ALL)),
    ("every day", Token::Days(Weekdays::ALL)),
    ("daily", Token::Days(Weekdays::ALL)),
    ("毎日", Token::Days(Weekdays::ALL)),
    ("weekdays", Token::Days(Weekdays::WORKING)),
    ("平日", Token::Days(Weekdays::WORKING)),
    ("weekends", Token::Days(Weekdays::WEEKEND)),
    ("土日祝日を除く", Token::NotWeekends),
    ("土日祝日除く", Token::NotWeekends),
    ("土日祝を除く", Token::NotWeekends),
    ("土日祝除く", Token::NotWeekends),
    ("土日を除く", Token::NotWeekends),
    // The text itself stands beside what is made of it, and holidays are no day of the week.
    ("祝日を除く", Token::Filler),
    ("祝日除く", Token::Filler),
    ("except public holidays", Token::Filler),
    ("except holidays", Token::Filler),
    ("excluding public holidays", Token::Filler),
    ("through", Token::Range),
    ("until", Token::Range),
    ("から", Token::Range),
    ("to", Token::Range),
    ("-", Token::Range),
    ("まで", Token::Filler),
    ("対応", Token::Filler),
    ("from", Token::Filler),
    ("and", Token::Filler),
    ("の", Token::Filler),
    ("と", Token::Filler),
    ("、", Token::Filler),
    ("・", Token::Filler),
    (",", Token::Filler),
    ("&", Token::Filler),
    ("/", Token::Filler),
    (":", Token::Filler),
    ("(", Token::Filler),
    (")", Token::Filler),
];

/// What a text says, word by word; `None` where a word is not known.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let normal: String = text.nfkc().collect::<String>().to_lowercase();
    let normal = normal.replace(['–', '—', '−', '〜', '~'], "-");
    let mut rest = normal.trim_start();
    let mut tokens = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("24/7").or(rest.strip_prefix("24x7")) {
            tokens.extend([Token::WholeDay, Token::Days(Weekdays::ALL)]);
            rest = after.trim_start();
            continue;
        }
        let (token, length) = word(rest)
            .or_else(|| time(rest))
            .or_else(|| day(rest))
            .or_else(|| zone(rest))?;
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Some(tokens)
}

/// Whether what comes behind a word does not belong to it.
fn ends_word(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn word(rest: &str) -> Option<(Token, usize)> {
    let mut words = WORDS.iter();
    let (word, token) = words.find(|(word, _)| {
        let after = rest.strip_prefix(word);
        let is_ascii_word = word.ends_with(|c: char| c.is_ascii_alphabetic());
        after.is_some_and(|after| !is_ascii_word || ends_word(after))
    })?;
    Some((*token, word.len()))
}

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?<half>午前|午後)?\s*(?<hour>[0-9]{1,2})
        (?: :(?<minute>[0-9]{2}) | 時(?: (?<thirty>半) | (?<minutes>[0-9]{1,2})分 )? | (?<bare>) )
        (?: \s*(?<meridiem>[ap]\.?m\.?) )?",
    )
    .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
});

fn time(rest: &str) -> Option<(Token, usize)> {
    let found = TIME.captures(rest)?;
    let number = |name: &str| found.name(name)?.as_str().parse::<i32>().ok();
    let hour = number("hour")?;
    let thirty = found.name("thirty").map(|_| 30);
    let minute = number("minute").or(number("minutes")).or(thirty);
    let minute = minute.unwrap_or(0);
    let half = found.name("meridiem").or(found.name("half"));
    let half = half.map(|half| half.as_str());
    let hour = match half {
        None => hour,
        Some(_) if hour > 12 => return None,
        Some(half) if half.starts_with('p') || half == "午後" => hour % 12 + 12,
        Some(_) => hour % 12,
    };
    let minutes = hour * 60 + minute;
    let length = found.get(0)?.end();
    let is_possible = minute < 60 && minutes <= DAY && ends_word(&rest[length..]);
    let bare = found.name("bare").is_some() && half.is_none();
    is_possible.then_some((Token::Time { minutes, bare }, length))
}

static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?:
        (?<d0>mon(?:days?)?\b|月(?:曜日?)?) | (?<d1>tue(?:s|sdays?)?\b|火(?:曜日?)?)
        | (?<d2>wed(?:nesdays?)?\b|水(?:曜日?)?) | (?<d3>thu(?:r|rs|rsdays?)?\b|木(?:曜日?)?)
        | (?<d4>fri(?:days?)?\b|金(?:曜日?)?) | (?<d5>sat(?:urdays?)?\b|土(?:曜日?)?)
        | (?<d6>sun(?:days?)?\b|日(?:曜日?)?) )",
    )
    .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
});

fn day(rest: &str) -> Option<(Token, usize)> {
    let found = WEEKDAY.captures(rest)?;
    let day = (0..7).find(|day| found.name(&format!("d{day}")).is_some())?;
    Some((Token::Day(day), found.get(0)?.end()))
}

/// Letters that mean one zone to nearly everyone.
fn zone(rest: &str) -> Option<(Token, usize)> {
    let length = match rest.strip_prefix("日本時間") {
        Some(after) => rest.len() - after.len(),
        None => rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len()),
    };
    let zone = Zone::parse(&rest[..length]).filter(|zone| matches!(zone, Zone::Fixed(_)))?;
    (length > 1).then_some((Token::Zone(zone), length))
}
