//! Expressions without fixed words, tried together on every line: which of them may be found there.
//!
//! What it says yes to has still to be tried. Edges of words are left out, since with them no
//! expression can be tried quickly on text beyond ASCII; so everything that is found without
//! them may be found, and more than that never hurts.

use regex::{RegexSet, RegexSetBuilder};
use regex_syntax::hir::{Hir, HirKind, Look};

use crate::signature::pattern::Expression;

/// The memory that all of them may take together, in bytes.
const CACHE_BYTES: usize = 64 << 20;

/// Expressions to try on every line.
#[derive(Debug, Default)]
pub(super) struct Prefilter {
    /// Those that may be found in any line, by position among all patterns.
    always: Vec<usize>,
    /// The others, in the order of the set.
    in_set: Vec<usize>,
    set: RegexSet,
}

impl Prefilter {
    /// Prepares to try expressions, each with its position among all patterns.
    pub(super) fn new<'a>(expressions: impl Iterator<Item = (usize, &'a Expression)>) -> Self {
        let mut prefilter = Self::default();
        let mut sources = Vec::new();
        for (position, expression) in expressions {
            let looser = without_edges_of_words(&expression.hir);
            if looser.properties().minimum_len() == Some(0) {
                prefilter.always.push(position);
            } else {
                prefilter.in_set.push(position);
                sources.push(looser.to_string());
            }
        }
        // Each of them is small enough by itself, and together they are no more than their number.
        let mut builder = RegexSetBuilder::new(sources);
        builder.size_limit(usize::MAX).dfa_size_limit(CACHE_BYTES);
        prefilter.set = builder
            .build()
            .unwrap_or_else(|error| unreachable!("each of them has been compiled before: {error}"));
        prefilter
    }

    /// The positions of those that may be found in a line.
    pub(super) fn candidates(&self, line: &str, mut candidate: impl FnMut(usize)) {
        self.always.iter().copied().for_each(&mut candidate);
        if !self.in_set.is_empty() {
            let matches = self.set.matches(line).into_iter();
            matches.for_each(|index| candidate(self.in_set[index]));
        }
    }
}

/// The same expression, found wherever this one is and where words have no edges besides.
fn without_edges_of_words(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Look(look) if !matches!(look, Look::Start | Look::End) => Hir::empty(),
        HirKind::Repetition(repetition) => {
            let mut looser = repetition.clone();
            *looser.sub = without_edges_of_words(&repetition.sub);
            Hir::repetition(looser)
        }
        HirKind::Capture(capture) => without_edges_of_words(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(without_edges_of_words).collect()),
        HirKind::Alternation(branches) => {
            Hir::alternation(branches.iter().map(without_edges_of_words).collect())
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => hir.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::Pattern;

    #[test]
    fn what_is_found_is_always_a_candidate() {
        let patterns: Vec<Pattern> = [
            r"\b[A-Z]{3}-\d{5}\b",
            r"^\w+$",
            r"(?i)\bé+\B",
            r"\b\B",
            r"x*",
            r"(?:[0-9]{3}\b|^\p{Han}{2})",
            r"\b{start}[ab]\b{end}",
        ]
        .iter()
        .map(|source| Pattern::regex(source).unwrap())
        .collect();
        let expressions: Vec<(usize, &Expression)> = patterns
            .iter()
            .enumerate()
            .map(|(position, pattern)| match pattern {
                Pattern::Regex(expression) => (position, &**expression),
                _ => unreachable!("{pattern:?}"),
            })
            .collect();
        let prefilter = Prefilter::new(expressions.iter().copied());
        for line in [
            "接続 ABC-12345 失敗",
            "証明書",
            "xABC-12345x",
            "ÉÉé 123",
            "a",
            "",
            "b c",
        ] {
            let mut candidates = Vec::new();
            prefilter.candidates(line, |position| candidates.push(position));
            for (position, expression) in &expressions {
                assert!(
                    !expression.regex.is_match(line) || candidates.contains(position),
                    "{} in {line}",
                    expression.regex
                );
            }
        }
        let mut candidates = Vec::new();
        prefilter.candidates("plain", |position| candidates.push(position));
        assert_eq!(candidates, [3, 4, 1, 6]);
    }
}
