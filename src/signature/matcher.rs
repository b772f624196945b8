//! Many signatures against one log, in one pass and in time linear in its length.
//!
//! One automaton looks for the texts of all signatures, and for words without which an expression
//! cannot be found; the few expressions without such words are tried together.

use std::io::{self, Read};
use std::rc::Rc;

use aho_corasick::AhoCorasick;
use encoding_rs::UTF_8;
use rustc_hash::FxHashMap;

use crate::diagnostic::Span;
use crate::signature::line;
use crate::signature::log::Log;
use crate::signature::pattern::{Pattern, Text};
use crate::signature::prefilter::Prefilter;
use crate::signature::required;
use crate::signature::sequence::Sequence;

/// The most places that are kept of one signature; the others are counted.
pub const MAX_PLACES: usize = 3;
/// The most of a line that is kept, in bytes.
pub const MAX_SHOWN: usize = 1_000;

/// A line in which something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLine {
    /// Its number, from 1.
    pub number: u64,
    /// The line; of a long one the part around what was found, with `…` where it was cut.
    pub text: String,
    /// What was found, in bytes of `text`.
    pub span: Span,
}

/// A pattern that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its position among the patterns.
    pub pattern: usize,
    /// How often it was found: in how many lines or, for several lines, how many times all of them.
    pub count: u64,
    /// The first places, [`MAX_PLACES`] at most: a line each, or all the lines of a sequence.
    pub places: Vec<Vec<FoundLine>>,
    /// The number of the last line in which it was found.
    pub last_line: u64,
}

/// Words to look for, and what they mean.
#[derive(Debug, Default)]
struct Words {
    /// Patterns with this text, exactly as written, and at which of their lines.
    texts: Vec<(usize, usize)>,
    /// Expressions that may be found where the words stand, in whatever case.
    expressions: Vec<usize>,
}

/// Patterns, ready to be looked for together.
#[derive(Debug)]
pub struct Matcher<'a> {
    patterns: Vec<&'a Pattern>,
    automaton: AhoCorasick,
    words: Vec<(String, Words)>,
    /// The expressions without words to look for.
    others: Prefilter,
}

impl<'a> Matcher<'a> {
    /// Prepares to look for these patterns.
    ///
    /// # Panics
    ///
    /// Where there are more than 2³¹ bytes of patterns.
    #[must_use]
    pub fn new(patterns: impl IntoIterator<Item = &'a Pattern>) -> Self {
        let patterns: Vec<&Pattern> = patterns.into_iter().collect();
        let mut words = WordList::default();
        let mut others = Vec::new();
        for (index, pattern) in patterns.iter().enumerate() {
            match pattern {
                Pattern::Text(text) => words.of(text.as_str()).texts.push((index, 0)),
                Pattern::Lines(texts) => {
                    for (step, text) in texts.iter().enumerate() {
                        words.of(text.as_str()).texts.push((index, step));
                    }
                }
                Pattern::Regex(expression) => match required::words(&expression.hir) {
                    Some(required) => {
                        for word in &required {
                            words.of(word).expressions.push(index);
                        }
                    }
                    None => others.push((index, &**expression)),
                },
            }
        }
        let words = words.list;
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(words.iter().map(|(word, _)| word))
            .unwrap_or_else(|error| panic!("too many patterns: {error}"));
        Self {
            patterns,
            automaton,
            words,
            others: Prefilter::new(others.into_iter()),
        }
    }

    /// Looks for all patterns in a text.
    #[must_use]
    pub fn find_in(&self, text: &str) -> Vec<Hit> {
        let mut log = Log::new(text.as_bytes(), UTF_8);
        self.find_in_log(&mut log, |_| {})
            .unwrap_or_else(|error| unreachable!("reading from memory: {error}"))
    }

    /// Looks for all patterns in a log, and gives those that were found in the order of the
    /// patterns. `also` gets every line, or piece of a long one, without terminal escapes.
    ///
    /// # Errors
    ///
    /// Where the log cannot be read.
    pub fn find_in_log<R: Read>(
        &self,
        log: &mut Log<R>,
        mut also: impl FnMut(&str),
    ) -> io::Result<Vec<Hit>> {
        let mut search = Search::new(self);
        while let Some(line) = log.next_line()? {
            let text = line::plain(line.text);
            search.look_at(line.number, &text);
            also(&text);
        }
        Ok(search.hits.into_iter().flatten().collect())
    }
}

/// Words, each once.
#[derive(Default)]
struct WordList {
    list: Vec<(String, Words)>,
    positions: FxHashMap<String, usize>,
}

impl WordList {
    fn of(&mut self, word: &str) -> &mut Words {
        let next = self.list.len();
        let position = *self.positions.entry(word.to_owned()).or_insert(next);
        if position == next {
            self.list.push((word.to_owned(), Words::default()));
        }
        &mut self.list[position].1
    }
}

/// A pass through one log.
struct Search<'m> {
    matcher: &'m Matcher<'m>,
    hits: Vec<Option<Hit>>,
    sequences: FxHashMap<usize, Sequence>,
    /// For each of the words, the last line (or piece of one) in which they were seen as written.
    seen: Vec<u64>,
    /// For each pattern, the last line in which it was to be tried.
    tried: Vec<u64>,
    /// How many lines and pieces of lines there were.
    pieces: u64,
    // What is found in one line, kept for its memory.
    texts: Vec<(usize, usize, Span)>,
    expressions: Vec<usize>,
}

impl<'m> Search<'m> {
    fn new(matcher: &'m Matcher<'m>) -> Self {
        let patterns = matcher.patterns.iter().enumerate();
        let sequences = patterns.filter_map(|(index, pattern)| match pattern {
            Pattern::Lines(texts) => Some((index, Sequence::new(texts.len()))),
            _ => None,
        });
        Self {
            sequences: sequences.collect(),
            hits: vec![None; matcher.patterns.len()],
            seen: vec![0; matcher.words.len()],
            tried: vec![0; matcher.patterns.len()],
            pieces: 0,
            texts: Vec::new(),
            expressions: Vec::new(),
            matcher,
        }
    }

    fn look_at(&mut self, number: u64, text: &str) {
        self.pieces += 1;
        self.texts.clear();
        self.expressions.clear();
        self.look_for_words(text);
        self.look_for_others(text);
        self.note_texts(number, text);
        self.try_expressions(number, text);
    }

    fn look_for_words(&mut self, text: &str) {
        let matcher = self.matcher;
        let spaced = line::single_spaced(text);
        for found in matcher.automaton.find_overlapping_iter(spaced.as_ref()) {
            let index = found.pattern().as_usize();
            let (word, words) = &matcher.words[index];
            for &expression in &words.expressions {
                if self.tried[expression] != self.pieces {
                    self.tried[expression] = self.pieces;
                    self.expressions.push(expression);
                }
            }
            let span = Span::from(found.range());
            let is_new = !words.texts.is_empty() && self.seen[index] != self.pieces;
            if is_new && span.of(&spaced) == word {
                self.seen[index] = self.pieces;
                let span = if spaced.len() == text.len() {
                    span
                } else {
                    line::span_as_written(text, span)
                };
                let uses = words.texts.iter();
                self.texts
                    .extend(uses.map(|&(pattern, step)| (pattern, step, span)));
            }
        }
    }

    fn look_for_others(&mut self, text: &str) {
        let expressions = &mut self.expressions;
        self.matcher
            .others
            .candidates(text, |expression| expressions.push(expression));
    }

    fn note_texts(&mut self, number: u64, text: &str) {
        // Later steps first, and in an order that does not depend on the automaton.
        self.texts
            .sort_unstable_by_key(|&(pattern, step, _)| (pattern, std::cmp::Reverse(step)));
        for at in 0..self.texts.len() {
            let (pattern, step, span) = self.texts[at];
            match self.sequences.get_mut(&pattern) {
                None => self.note(pattern, number, |_| {
                    vec![FoundLine::new(number, text, span)]
                }),
                Some(sequence) => {
                    let line = Rc::new(FoundLine::new(number, text, span));
                    if let Some(lines) = sequence.note(step, &line) {
                        self.note(pattern, number, |_| {
                            lines.iter().map(|line| (**line).clone()).collect()
                        });
                    }
                }
            }
        }
    }

    fn try_expressions(&mut self, number: u64, text: &str) {
        for at in 0..self.expressions.len() {
            let pattern = self.expressions[at];
            let Pattern::Regex(expression) = self.matcher.patterns[pattern] else {
                continue;
            };
            if let Some(found) = expression.regex.find(text) {
                let span = Span::from(found.range());
                self.note(pattern, number, |_| {
                    vec![FoundLine::new(number, text, span)]
                });
            }
        }
    }

    /// Counts a place, and keeps it if it is one of the first. Of a line that was looked at in
    /// pieces one place counts.
    fn note(&mut self, pattern: usize, number: u64, place: impl FnOnce(&Self) -> Vec<FoundLine>) {
        if self.hits[pattern]
            .as_ref()
            .is_some_and(|hit| hit.last_line == number)
        {
            return;
        }
        let kept = self.hits[pattern]
            .as_ref()
            .map_or(0, |hit| hit.places.len());
        let place = (kept < MAX_PLACES).then(|| place(self));
        let hit = self.hits[pattern].get_or_insert(Hit {
            pattern,
            count: 0,
            places: Vec::new(),
            last_line: 0,
        });
        hit.count += 1;
        hit.last_line = number;
        hit.places.extend(place);
    }
}

impl FoundLine {
    /// A line, or the part of a long one around what was found.
    fn new(number: u64, line: &str, span: Span) -> Self {
        if line.len() <= MAX_SHOWN {
            return Self {
                number,
                text: line.to_owned(),
                span,
            };
        }
        let around = MAX_SHOWN.saturating_sub(span.end - span.start) / 2;
        let latest = line.len() - MAX_SHOWN;
        let start = line.floor_char_boundary(span.start.saturating_sub(around).min(latest));
        let end = line.floor_char_boundary(start + MAX_SHOWN);
        let before = if start > 0 { "…" } else { "" };
        let after = if end < line.len() { "…" } else { "" };
        let shown = |at: usize| at.clamp(start, end) - start + before.len();
        Self {
            number,
            text: [before, &line[start..end], after].concat(),
            span: Span::new(shown(span.start), shown(span.end)),
        }
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}
