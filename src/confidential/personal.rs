//! Personal data: private mailboxes, telephone numbers, numbers of people and cards.

use std::sync::LazyLock;

use regex::Regex;

use crate::confidential::example::{is_example, is_example_number};
use crate::confidential::numbers::{numbers, words};
use crate::confidential::{Confidential, Sort};
use crate::diagnostic::Span;

pub(super) fn find(text: &str) -> Vec<Confidential> {
    let mut found = mailboxes(text);
    for run in numbers(text) {
        match sort_of(text, run) {
            Some(sort) => found.push(Confidential { sort, span: run }),
            // Numbers in a row look like one number with spaces in it.
            None => found.extend(words(text, run).filter_map(|span| {
                let sort = sort_of(text, span)?;
                Some(Confidential { sort, span })
            })),
        }
    }
    found
}

/// What a number is, by its form.
fn sort_of(text: &str, run: Span) -> Option<Sort> {
    let written = run.of(text);
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    if is_example_number(&digits) {
        None
    } else if is_phone(written, &digits) {
        Some(Sort::Phone)
    } else if is_card(&digits) {
        Some(Sort::CardNumber)
    } else if is_individual_number(&digits) && speaks_of_individual_number(text, run) {
        Some(Sort::IndividualNumber)
    } else {
        None
    }
}

/// Mailboxes that belong to a person, as their provider tells; one of a firm may be a team's.
fn mailboxes(text: &str) -> Vec<Confidential> {
    static PRIVATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?-u)@(?i:gmail\.com|googlemail\.com|(?:yahoo|ymail)\.(?:com|co\.jp|ne\.jp)|(?:outlook|hotmail|live)\.(?:com|jp)|outlook\.co\.jp|icloud\.com|me\.com|aol\.com|protonmail\.com|proton\.me|gmx\.(?:de|net|com)|qq\.com|163\.com|docomo\.ne\.jp|ezweb\.ne\.jp|au\.com|softbank\.(?:ne\.)?jp|i\.softbank\.jp|nifty\.(?:com|ne\.jp)|biglobe\.ne\.jp|ocn\.ne\.jp|so-net\.ne\.jp)\b",
        )
        .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
    });
    // A regular expression that begins with the name would try every word of the text.
    if !text.contains('@') {
        return Vec::new();
    }
    let mailbox = |found: regex::Match<'_>| {
        let before = &text[..found.start()];
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
        let name = before.trim_end_matches(is_of_name).len();
        let span = Span::new(name, found.end());
        let is_made_up = is_example(&text[name..found.start()]);
        (name < found.start() && !is_made_up).then_some(Confidential {
            sort: Sort::Email,
            span,
        })
    };
    PRIVATE.find_iter(text).filter_map(mailbox).collect()
}

/// A mobile number, with or without signs between its parts.
static MOBILE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\+81[- ]?\(?0?\)?|\(?0)[789]0\)?[- ]?[0-9]{4}[- ]?[0-9]{4}$")
        .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
});

/// A landline with its parts divided.
static LANDLINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\+81[- ]?\(?0?\)?|\(?0)[1-9][0-9]{0,3}[-)(] ?[0-9]{1,4}[-)] ?[0-9]{4}$")
        .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
});

/// A number of North America with its parts divided.
static NORTH_AMERICAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}-)[2-9][0-9]{2}-[0-9]{4}$")
        .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
});

/// A British mobile number.
static BRITISH_MOBILE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^07[0-9]{3} [0-9]{3} ?[0-9]{3}$")
        .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
});

/// Whether a run is a telephone number, written as one: a mobile number, or a landline with its
/// parts divided. Numbers that are free to call belong to firms.
fn is_phone(run: &str, digits: &str) -> bool {
    if let Some(national) = run.strip_prefix("+1") {
        return digits.len() == 11 && is_north_american(national.trim_start(), &digits[1..]);
    }
    match run.strip_prefix('+') {
        Some(_) if digits.starts_with("81") => {
            let national = digits[2..].trim_start_matches('0');
            is_japanese_phone(run, &format!("0{national}"))
        }
        Some(_) => is_international(run, digits),
        None => {
            is_japanese_phone(run, digits)
                || is_north_american(run, digits)
                || (BRITISH_MOBILE.is_match(run) && !is_fictional(digits))
        }
    }
}

fn is_japanese_phone(run: &str, national: &str) -> bool {
    let is_free = ["0120", "0570", "0800", "0990"]
        .iter()
        .any(|free| national.starts_with(free));
    match national.len() {
        _ if is_free || !run.starts_with(['+', '0', '(']) => false,
        11 => MOBILE.is_match(run),
        10 => LANDLINE.is_match(run),
        _ => false,
    }
}

/// Whether a number with the code of a country is one to call; without signs between its parts, a
/// long one is rather a date or a count.
fn is_international(run: &str, digits: &str) -> bool {
    let is_divided = run.contains([' ', '-', '(']);
    let is_free = ["44800", "44808", "49800", "33800", "61180", "800"]
        .iter()
        .any(|free| digits.starts_with(free));
    let longest = if is_divided { 15 } else { 13 };
    !digits.starts_with('0')
        && !is_free
        && !is_fictional(digits)
        && (11..=longest).contains(&digits.len())
}

/// Ten digits as they are divided in North America; those behind 800 are free to call.
fn is_north_american(run: &str, national: &str) -> bool {
    let is_free = ["800", "833", "844", "855", "866", "877", "888"]
        .iter()
        .any(|free| national.starts_with(free));
    // Numbers behind 555-01 are for stories.
    let is_fictional = national.get(3..8) == Some("55501");
    national.len() == 10 && !is_free && !is_fictional && NORTH_AMERICAN.is_match(run)
}

/// Whether a British number is one that is kept for stories.
fn is_fictional(digits: &str) -> bool {
    ["447700900", "07700900", "442079460"]
        .iter()
        .any(|kept| digits.starts_with(kept))
}

/// Whether digits are the number of a payment card: the beginning of a network, its length, and a
/// check digit that holds. Numbers that networks give out for tests are not.
fn is_card(digits: &str) -> bool {
    let prefix = |length: usize| {
        digits
            .get(..length)
            .and_then(|head| head.parse::<u32>().ok())
    };
    let (Some(two), Some(four)) = (prefix(2), prefix(4)) else {
        return false;
    };
    let is_known = match digits.len() {
        14 => matches!(two, 36 | 38 | 39) || (3000..=3059).contains(&four),
        15 => matches!(two, 34 | 37),
        16 => {
            digits.starts_with('4')
                || (51..=55).contains(&two)
                || (2221..=2720).contains(&four)
                || (3528..=3589).contains(&four)
                || four == 6011
                || two == 65
                || (6440..=6499).contains(&four)
        }
        _ => false,
    };
    is_known && has_luhn_digit(digits) && !is_test_card(digits)
}

fn has_luhn_digit(digits: &str) -> bool {
    let values = digits.bytes().rev().map(|byte| u32::from(byte - b'0'));
    let sum: u32 = values
        .enumerate()
        .map(|(position, digit)| match position % 2 {
            0 => digit,
            _ if digit > 4 => digit * 2 - 9,
            _ => digit * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Numbers of documentation and sandboxes repeat a few digits.
fn is_test_card(digits: &str) -> bool {
    let mut kinds: Vec<u8> = digits.bytes().collect();
    kinds.sort_unstable();
    kinds.dedup();
    let known = [
        "378282246310005",
        "371449635398431",
        "30569309025904",
        "38520000023237",
    ];
    kinds.len() <= 4 || known.contains(&digits)
}

/// Whether twelve digits end with the check digit of an Individual Number.
fn is_individual_number(digits: &str) -> bool {
    let values: Vec<u32> = digits.bytes().map(|byte| u32::from(byte - b'0')).collect();
    let [rest @ .., check] = &values[..] else {
        return false;
    };
    if values.len() != 12 {
        return false;
    }
    // Weights count from the right: 2 to 7, then 2 to 6.
    let weights = [2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6];
    let sum: u32 = rest
        .iter()
        .rev()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    let expected = match sum % 11 {
        0 | 1 => 0,
        remainder => 11 - remainder,
    };
    *check == expected
}

/// Whether the line of a number says what it is. One number in eleven has a check digit that holds
/// by chance: accounts of clouds, times, orders.
fn speaks_of_individual_number(text: &str, run: Span) -> bool {
    let start = text[..run.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let end = text[run.end..]
        .find('\n')
        .map_or(text.len(), |newline| run.end + newline);
    let line = text[start..end].to_ascii_lowercase();
    [
        "マイナンバー",
        "個人番号",
        "my number",
        "mynumber",
        "individual number",
    ]
    .iter()
    .any(|name| line.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Sort, &str)> {
        let found = find(text);
        found
            .iter()
            .map(|one| (one.sort, one.span.of(text)))
            .collect()
    }

    #[test]
    fn personal_data_is_found_by_its_form() {
        for (text, sort, value) in [
            (
                "返信先は hanako.s@docomo.ne.jp です",
                Sort::Email,
                "hanako.s@docomo.ne.jp",
            ),
            (
                "from <k.mori84@gmail.com>",
                Sort::Email,
                "k.mori84@gmail.com",
            ),
            ("携帯 090-2468-1357 へ", Sort::Phone, "090-2468-1357"),
            ("08024681357に電話", Sort::Phone, "08024681357"),
            (
                "call +81 90-2468-1357 today",
                Sort::Phone,
                "+81 90-2468-1357",
            ),
            ("自宅(03)5246-8135", Sort::Phone, "(03)5246-8135"),
            ("06-6246-8135", Sort::Phone, "06-6246-8135"),
            ("TEL:090-2468-1357", Sort::Phone, "090-2468-1357"),
            (
                "her mobile, +44 7911 482215,",
                Sort::Phone,
                "+44 7911 482215",
            ),
            ("07911 482215 called", Sort::Phone, "07911 482215"),
            ("from (415) 736-2291 at", Sort::Phone, "(415) 736-2291"),
            ("from +1 415-736-2291 at", Sort::Phone, "+1 415-736-2291"),
            (
                "Anruf von +49 151 48221573",
                Sort::Phone,
                "+49 151 48221573",
            ),
            ("call +4915148221573", Sort::Phone, "+4915148221573"),
            ("3 090-2468-1357 2026", Sort::Phone, "090-2468-1357"),
            (
                "card 4539 5787 6362 1486.",
                Sort::CardNumber,
                "4539 5787 6362 1486",
            ),
            (
                "個人番号：2983 6475 1027",
                Sort::IndividualNumber,
                "2983 6475 1027",
            ),
        ] {
            assert_eq!(found(text), [(sort, value)], "{text}");
        }
    }

    #[test]
    fn examples_and_other_numbers_are_not() {
        for text in [
            "support@certico.example, taro@example.com, test@gmail.com",
            "090-0000-0000, 090-1234-5678, 0120-555-019, 03-0000-0142",
            "+1 415-555-0142, (415) 555-0142, +44 7700 900123, 844-306-4357, +1 800-736-2291",
            "+20260314090212, +1773446520123, 2026-0314-0902, 415-736-229, 736.229.1415",
            "4111 1111 1111 1111 and 4242424242424242",
            "4539 5787 6362 1487",
            "order-4539578763621486, log.4539578763621486.gz, 1,4539578763621486",
            "request 4539578763621486a, /orders/4539578763621486, id=4539578763621486",
            "202603140902, 1773446520123, 2026-03-14 09:02:00",
            "account 298364751027",
            "マイナンバー 298364751026",
            "01-02-2026 10:20, 0.0902468135, 10.09024681357",
            "550e8400-e29b-41d4-a716-446655440000",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
