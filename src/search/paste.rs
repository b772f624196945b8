//! Text that was pasted from a log, an alert or a trace: what of it varies from time to time is no
//! help in finding it again.

use std::sync::LazyLock;

use regex::Regex;

/// What a terminal would have taken as colour.
static COLOUR: LazyLock<Regex> = LazyLock::new(|| regex(r"\x1b\[[0-9;]*[A-Za-z]"));

/// What varies: times, ids, addresses, amounts.
static VOLATILE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?xi)
        # times, and what is left of them
          \b \d{4} [-/] \d\d [-/] \d\d (?: [T\ ] \d\d:\d\d (?: :\d\d (?: [.,]\d+ )? )? )? (?: Z\b | \s?[+-]\d\d:?\d\d\b )?
        | \b (?: (?:mon|tue|wed|thu|fri|sat|sun) ,? \s+ )?
          (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) \s+ \d{1,2} \s+ (?: \d{4} \s+ )? \d\d:\d\d:\d\d (?: \s \d{4} \b )?
        | \b \d\d:\d\d:\d\d (?: [.,]\d+ )? \b
        # ids behind their names, UUIDs, hexadecimal ids, hashes
        | \b [a-z_]* id= [\x22']? [a-z0-9_.-]* \d [a-z0-9_.-]*
        | \b [0-9a-f]{8} (?: -[0-9a-f]{4} ){3} -[0-9a-f]{12} \b
        | \b 0x[0-9a-f]{4,} \b
        | \b [0-9a-f]{12,} \b
        # addresses
        | \b \d{1,3} (?: \.\d{1,3} ){3} (?: :\d+ | /\d+ )? \b
        | (?: \b [0-9a-f]{1,4} )? (?: : [0-9a-f]{0,4} ){3,8} \b
        # amounts
        | \b \d+ (?: [.,]\d+ )* \s? (?: [nuμm]?s | sec | secs | seconds | minutes | [kmgt]i?b | bytes ) \b
        | \b \d{4,} \b
        ",
    )
});

/// What nobody types: it makes a text of one line a pasted one.
static TELLING: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?xi)
          \b \d{4}[-/]\d\d[-/]\d\d [T\ ] \d\d:\d\d
        | \b \d\d:\d\d:\d\d \b
        | \b [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12} \b
        | \b 0x[0-9a-f]{6,} \b
        | \b [a-z_]* id= [\x22']? [a-z0-9_.-]* \d
        | \x1b\[
        ",
    )
});

pub(super) fn regex(expression: &str) -> Regex {
    Regex::new(expression).unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
}

/// Whether a text looks as if it were pasted: several lines, or a line with a time or an id in it.
/// A time or an id alone is what somebody looks for.
pub(super) fn is_pasted(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    lines > 1 || TELLING.is_match(text) && fragments(text).any(|fragment| has_word(&fragment))
}

pub(super) fn has_word(fragment: &str) -> bool {
    fragment.chars().filter(|c| c.is_alphabetic()).count() > 1
}

/// What of a pasted text does not vary, piece by piece.
pub(super) fn fragments(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().flat_map(|line| {
        let line = COLOUR.replace_all(line, " ");
        let mut fragments = Vec::new();
        let mut from = 0;
        for found in VOLATILE.find_iter(&line) {
            if is_volatile(&line, found) {
                fragments.push(line[from..found.start()].to_owned());
                from = found.end();
            }
        }
        fragments.push(line[from..].to_owned());
        fragments
    })
}

/// A number within an identifier, as in `ORA-12541`, is part of its name, and what has no digit is a
/// word, as `effaced` is and `a::b::c`.
fn is_volatile(line: &str, found: regex::Match<'_>) -> bool {
    let text = found.as_str();
    let joins = |c: char| matches!(c, '-' | '_' | '.' | '#' | '/' | '\\' | '@');
    let digits_only = text.bytes().all(|byte| byte.is_ascii_digit());
    let joined = digits_only && line[..found.start()].ends_with(joins);
    text.bytes().any(|byte| byte.is_ascii_digit()) && !joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_is_left_out() {
        for (line, expected) in [
            (
                "2026-11-22T10:00:00.123Z ERROR [checkout] ORA-12541: no listener after 30000 ms",
                " ERROR [checkout] ORA-12541: no listener after ",
            ),
            (
                "Nov 22 10:00:00 host sshd[12345]: refused",
                " host sshd[]: refused",
            ),
            (
                "req 550e8400-e29b-41d4-a716-446655440000 from 192.0.2.10:5432 at 0x7ffe1234",
                "req  from  at ",
            ),
            (
                "peer 2001:db8::1 and std::io::Error a::b::c",
                "peer  and std::io::Error a::b::c",
            ),
            (
                "commit 8f3a9b2c1d4e5f60 HTTP 503 line 42",
                "commit  HTTP 503 line 42",
            ),
            ("request_id=a7 pid=77, void=x", " , void=x"),
            ("\u{1b}[31mFATAL\u{1b}[0m pool", " FATAL  pool"),
            (
                "2026/11/22 10:00:00 接続に失敗しました",
                " 接続に失敗しました",
            ),
            ("INC-2026-0007 KE-0003", "INC-2026-0007 KE-0003"),
        ] {
            let left: String = fragments(line).collect();
            assert_eq!(left, expected, "{line:?}");
        }
    }

    #[test]
    fn pasted_text_is_told_from_typed_text() {
        for (text, expected) in [
            ("timeout", false),
            ("ORA-12541", false),
            ("550e8400-e29b-41d4-a716-446655440000", false),
            ("2026-03-14 09:02", false),
            ("2026-03-14 09:02:11 ERROR connection refused", true),
            ("at a.b.C(D.java:1)\nat e.f.G(H.java:2)", true),
            ("one line\n", false),
            ("panic at 0xdeadbeef12", true),
            ("pool lost id=77", true),
            ("user_id=77", false),
            ("pool lost id=main", false),
        ] {
            assert_eq!(is_pasted(text), expected, "{text:?}");
        }
    }
}
