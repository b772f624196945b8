//! Messages of logs, cut into phrases by which they are found again.

use std::hash::Hasher as _;
use std::ops::Range;

use rustc_hash::FxHasher;

use crate::search::terms::{Form, Token};
use crate::signature::significance::is_generic;

use super::features::hash;
use super::vocabulary::{is_hiragana, varies};

/// How many neighbouring words are a phrase, and how many of them are to be none of any log.
const WORDS: [(usize, usize); 2] = [(4, 2), (5, 1)];
/// The same for neighbouring pairs of East Asian letters.
const PAIRS: [(usize, usize); 1] = [(8, 3)];
/// Signs of formats, at which a message ends.
const ENDS: [char; 10] = ['"', '=', '{', '}', '[', ']', '|', ';', '<', '>'];

/// A word of a line, or an identifier of several; or a pair of letters.
#[derive(Debug)]
struct Unit {
    hash: u64,
    range: Range<usize>,
    form: Form,
    /// Whether it is none of the words of any log.
    says_something: bool,
    /// Whether it is another one each time, or the key of a format.
    varies: bool,
    /// Whether a message ends before it.
    begins: bool,
}

/// Calls `each` with every phrase of a line, and where in the line it stands.
pub(super) fn phrases(line: &str, tokens: &[Token], mut each: impl FnMut(u64, Range<usize>)) {
    let units = units(line, tokens);
    for first in 0..units.len() {
        let lengths: &[_] = if units[first].form == Form::Pair {
            &PAIRS
        } else {
            &WORDS
        };
        for (length, telling) in lengths {
            let Some(phrase) = units.get(first..first + length) else {
                continue;
            };
            if is_phrase(phrase, *telling) {
                let mut hasher = FxHasher::default();
                for unit in phrase {
                    hasher.write_u64(unit.hash);
                }
                let end = phrase[length - 1].range.end;
                each(hasher.finish(), phrase[0].range.start..end);
            }
        }
    }
}

fn is_phrase(units: &[Unit], telling: usize) -> bool {
    let form = units[0].form;
    let one_message = !units[1..].iter().any(|unit| unit.begins);
    let of_one_form = units.iter().all(|unit| unit.form == form && !unit.varies);
    one_message && of_one_form && units.iter().filter(|unit| unit.says_something).count() >= telling
}

fn units(line: &str, tokens: &[Token]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut term = String::new();
    let tokens = tokens
        .iter()
        .filter(|token| matches!(token.form, Form::Word | Form::Pair));
    for token in tokens {
        let text = &line[token.range.clone()];
        let end = units.last().map_or(0, |unit| unit.range.end);
        // Pairs overlap.
        let gap = line.get(end..token.range.start).unwrap_or_default();
        let begins = gap.len() > 3 || gap.contains(ENDS);
        let is_pair = token.form == Form::Pair;
        token.write(line, &mut term);
        let unit = Unit {
            hash: hash(term.as_bytes()),
            range: token.range.clone(),
            form: token.form,
            says_something: if is_pair {
                !text.contains(is_hiragana)
            } else {
                !is_generic(&term)
            },
            varies: varies(text) || line[token.range.end..].starts_with('='),
            begins,
        };
        match units.last_mut() {
            Some(last) if !(begins || is_pair || last.form == Form::Pair || gap.contains(' ')) => {
                last.join(&unit);
            }
            _ => units.push(unit),
        }
    }
    units
}

impl Unit {
    fn join(&mut self, next: &Self) {
        let mut hasher = FxHasher::default();
        hasher.write_u64(self.hash);
        hasher.write_u64(next.hash);
        self.hash = hasher.finish();
        self.range.end = next.range.end;
        // The name of a logger is before all that it says.
        self.says_something = false;
        self.varies |= next.varies;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::terms::Scanner;

    /// The parts of a line that phrases cover.
    fn covered(line: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        Scanner::default().scan(line, |token| tokens.push(token));
        let mut covered: Vec<Range<usize>> = Vec::new();
        phrases(line, &tokens, |_, range| match covered.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => covered.push(range),
        });
        covered.into_iter().map(|range| &line[range]).collect()
    }

    #[test]
    fn messages_are_phrases_without_what_varies() {
        for (line, expected) in [
            (
                "2026-03-14T09:02:11Z app-1 WARN outbox: lease lost, parking worker shard=7",
                &["WARN outbox: lease lost, parking worker"][..],
            ),
            (
                "{\"level\":\"error\",\"msg\":\"x509: certificate has expired\"}",
                &["x509: certificate has expired"],
            ),
            (
                "pool timed out while waiting for an open connection",
                &["pool timed out while waiting"],
            ),
            (
                "com.acme.pay.Controller - request failed with status 500",
                &[],
            ),
            ("request failed: connection refused by the server", &[]),
            (
                "決済ゲートウェイの応答がありません",
                &["決済ゲートウェイの応答があり"],
            ),
        ] {
            assert_eq!(covered(line), expected, "{line}");
        }
    }
}
