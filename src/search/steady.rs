//! Of a line from a log, what stands there each time it is written: its pieces without times, levels, ids and
//! addresses, and whether they stand together in a text, with nothing else between them than what varies.

use std::sync::LazyLock;

use regex::Regex;

use super::characters::{Class, class};
use super::flat::flat;
use super::occurrence::{Haystack, Needle};
use super::paste::{fragments, has_word, regex};

/// How many letters the pieces have together at least, of which East Asian ones count twice: shorter words stand
/// in many documents.
const MIN_LETTERS: usize = 8;

/// The most characters between two pieces.
const MAX_GAP: usize = 64;

/// The level that a line begins with, behind its time.
static LEVEL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x) ^ [\s\[(<|:-]* (?:
          (?: TRACE | DEBUG | INFO | NOTICE | WARN | WARNING | ERR | ERROR | CRIT | CRITICAL | ALERT | EMERG | FATAL | SEVERE | PANIC )
          (?: [\s\])>|:] | $ )
        | (?: level= | \[ ) (?: trace | debug | info | notice | warn | warning | err | error | crit | critical | alert | emerg | fatal | severe | panic )
          (?: [\s\]] | $ )
        )",
    )
});

/// What is written instead of something that varies.
static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| regex(r"<[^<>]*>|\{[^{}]*\}|\[[^\[\]]*\]"));

/// The pieces of a text that do not vary, flat, in their order; none where nothing varies in it or too little is left.
pub(super) fn pieces(text: &str) -> Vec<String> {
    let lines = text.lines().map(pieces_of_line);
    let pieces: Vec<String> = lines.flatten().collect();
    let letters: usize = pieces.iter().map(|piece| letters(piece)).sum();
    let is_all = pieces.len() == 1 && pieces[0] == trimmed(&flat(text));
    if is_all || letters < MIN_LETTERS {
        return Vec::new();
    }
    pieces
}

fn pieces_of_line(line: &str) -> Vec<String> {
    let mut before_words = true;
    let mut pieces = Vec::new();
    for fragment in fragments(line) {
        let fragment = if before_words {
            LEVEL.replace(&fragment, "")
        } else {
            fragment.as_str().into()
        };
        let flat = flat(&fragment);
        let piece = trimmed(&flat);
        if piece.chars().any(char::is_alphanumeric) {
            before_words = false;
            pieces.push(piece.to_owned());
        }
    }
    pieces
}

/// A flat text without the marks around it that set off what varies.
fn trimmed(flat: &str) -> &str {
    let sets_off = |c: char| " []()<>{}|:;,.=\"'-".contains(c);
    flat.trim_matches(sets_off)
}

fn letters(piece: &str) -> usize {
    let letters = piece.chars().filter(|c| c.is_alphabetic());
    letters
        .map(|c| if class(c) == Class::EastAsian { 2 } else { 1 })
        .sum()
}

/// Whether these pieces stand in a text one behind the other, with at most what varies between them.
pub(super) fn stand_together(haystack: &Haystack<'_>, pieces: &[Needle]) -> bool {
    let Some((first, others)) = pieces.split_first() else {
        return false;
    };
    let mut ends: Vec<usize> = haystack.occurrences(first).map(|at| at.end).collect();
    for piece in others {
        if ends.is_empty() {
            break;
        }
        let follows = |start: usize| {
            let before = ends[..ends.partition_point(|end| *end <= start)].last();
            before.is_some_and(|end| is_gap(haystack.between(*end..start)))
        };
        let found = haystack.occurrences(piece);
        ends = found
            .filter(|at| follows(at.start))
            .map(|at| at.end)
            .collect();
    }
    !ends.is_empty()
}

/// Whether a text between two pieces is nothing but what varies, or stands for it.
fn is_gap(between: &str) -> bool {
    let is_short = between.chars().nth(MAX_GAP).is_none();
    is_short
        && !between.contains('\n')
        && !fragments(&PLACEHOLDER.replace_all(between, " ")).any(|fragment| has_word(&fragment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_line_says_each_time_is_told_from_what_varies() {
        for (line, expected) in [
            (
                "2026-11-20T10:11:12Z ERROR [checkout] no listener after 30000 ms, giving up\n",
                vec!["checkout] no listener after", "giving up"],
            ),
            (
                "Nov 22 10:00:00 [warn] upstream refused",
                vec!["upstream refused"],
            ),
            (
                "10:00:00 level=info worker pid=77 left",
                vec!["worker", "left"],
            ),
            (
                "2026/11/22 10:00:00 接続に失敗しました",
                vec!["接続に失敗しました"],
            ),
            ("ERROR upstream refused", vec!["upstream refused"]),
            ("upstream refused", vec![]),
            ("10:00:00 timeout", vec![]),
            ("2026-11-20T10:11:12Z", vec![]),
            ("ERRORS were counted", vec![]),
        ] {
            assert_eq!(pieces(line), expected, "{line:?}");
        }
    }

    #[test]
    fn pieces_stand_together_around_what_varies_alone() {
        let line = "10:00:00 request 550e8400-e29b-41d4-a716-446655440000 to 192.0.2.1:80 refused";
        let needles: Vec<Needle> = pieces(line).iter().map(|text| Needle::new(text)).collect();
        assert_eq!(needles.len(), 3);
        for (text, expected) in [
            ("The Request 0x7ffe1234 to 198.51.100.7 refused.", true),
            ("request <id> to {host} refused", true),
            ("request to refused", true),
            ("request by hand to 198.51.100.7 refused", false),
            ("to 192.0.2.1 request refused", false),
            ("request 1234 to somebody, to 192.0.2.1 refused", false),
            ("request <id> to\n{host} refused", false),
            ("request 1 to 2", false),
            ("", false),
        ] {
            let held = stand_together(&Haystack::new(text), &needles);
            assert_eq!(held, expected, "{text:?}");
        }
    }
}
