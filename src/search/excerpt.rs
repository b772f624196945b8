//! Where in a document a hit is, and the words around it.

use std::ops::Range;

use super::answer::{Answer, Hit};
use super::index::IndexedDocument;
use super::occurrence::{Haystack, Needle};
use super::query::Query;
use super::text::Field;

/// How wide an excerpt is, in columns: East Asian letters take two.
const COLUMNS: usize = 150;

/// How much of it is before the first match, in columns.
const BEFORE: usize = 40;

/// The most matches of a string that are looked at.
const MAX_MATCHES: usize = 200;

/// A piece of a document with the matches in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Where in the document's flat text it is taken from, in bytes: the first match, else its start.
    pub at: usize,
    /// The number of the passage it is from.
    pub passage: usize,
    /// The words, flat, with an ellipsis where something is left out.
    pub text: String,
    /// The matches in `text`, in bytes.
    pub matches: Vec<Range<usize>>,
}

/// The piece of a document that shows best why it is a hit; the beginning of its text where only its title
/// matches.
#[must_use]
pub fn excerpt(document: &IndexedDocument, query: &Query, answer: &Answer, hit: &Hit) -> Excerpt {
    let text = &document.text;
    let haystack = Haystack::new(&text.flat);
    let mut found = Vec::new();
    for (number, needle) in needles(query, answer, hit).iter().enumerate() {
        let occurrences = haystack.occurrences(needle).take(MAX_MATCHES);
        found.extend(occurrences.map(|range| (range, number)));
    }
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let of_field = |at: usize| text.passages[text.passage_at(at)].field;
    if found
        .iter()
        .any(|(range, _)| of_field(range.start) != Field::Title)
    {
        found.retain(|(range, _)| of_field(range.start) != Field::Title);
    } else {
        found.clear();
    }
    let Some(best) = richest(&found, |at| text.passage_at(at)) else {
        let body = text
            .passages
            .iter()
            .position(|passage| passage.field == Field::Body);
        let passage = body.unwrap_or_default();
        let at = text.passages[passage].start;
        return cut(text.of(passage), at, passage, &[], at);
    };
    let passage = text.passage_at(best);
    let matches: Vec<Range<usize>> = found.into_iter().map(|(range, _)| range).collect();
    cut(
        text.of(passage),
        text.passages[passage].start,
        passage,
        &matches,
        best,
    )
}

/// What is marked: the strings of an exact hit, else the parts that it holds, nearly or not.
fn needles(query: &Query, answer: &Answer, hit: &Hit) -> Vec<Needle> {
    let everything = answer.missing(hit).next().is_none() && hit.near.is_empty();
    let is_exact = everything
        && answer
            .exact
            .iter()
            .any(|exact| exact.document == hit.document);
    if is_exact {
        return query.strings.clone();
    }
    let near = hit.near.iter().map(|(_, term)| term.as_str());
    answer.matched(hit).chain(near).map(Needle::new).collect()
}

/// The match from which on the most different strings are within one excerpt of one passage.
fn richest(found: &[(Range<usize>, usize)], passage_at: impl Fn(usize) -> usize) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (number, (range, _)) in found.iter().enumerate() {
        let passage = passage_at(range.start);
        let within = found[number..].iter().take_while(|(other, _)| {
            other.end <= range.start + COLUMNS - BEFORE && passage_at(other.start) == passage
        });
        let mut strings: Vec<usize> = within.map(|(_, string)| *string).collect();
        strings.sort_unstable();
        strings.dedup();
        if best.is_none_or(|(count, _)| strings.len() > count) {
            best = Some((strings.len(), range.start));
        }
    }
    best.map(|(_, at)| at)
}

/// Cuts the columns around `best` out of a passage that begins at `start`.
fn cut(
    passage: &str,
    start: usize,
    number: usize,
    matches: &[Range<usize>],
    best: usize,
) -> Excerpt {
    let at = best - start;
    let mut from = at;
    let mut columns = 0;
    for (offset, c) in passage[..at].char_indices().rev() {
        columns += width(c);
        if columns > BEFORE {
            break;
        }
        from = offset;
    }
    from = begin_of_word(passage, from, at);
    let mut to = passage.len();
    let mut columns = 0;
    for (offset, c) in passage[from..].char_indices() {
        columns += width(c);
        if columns > COLUMNS {
            to = from + offset;
            break;
        }
    }
    to = end_of_word(passage, at, to);
    let mut text = String::new();
    if from > 0 {
        text.push('…');
    }
    let shift = text.len();
    text.push_str(&passage[from..to]);
    if to < passage.len() {
        text.push('…');
    }
    let mut marked: Vec<Range<usize>> = Vec::new();
    for range in matches {
        let Some((begin, end)) = range
            .start
            .checked_sub(start)
            .zip(range.end.checked_sub(start))
        else {
            continue;
        };
        if begin < from || begin >= to {
            continue;
        }
        let range = begin - from + shift..end.min(to) - from + shift;
        match marked.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => marked.push(range),
        }
    }
    Excerpt {
        at: best,
        passage: number,
        text,
        matches: marked,
    }
}

/// Moves the start of an excerpt behind the next space, where one is near.
fn begin_of_word(passage: &str, from: usize, at: usize) -> usize {
    if from == 0 || passage[..from].ends_with(' ') {
        return from;
    }
    let near = passage[from..at].char_indices().take(20);
    near.filter(|(_, c)| *c == ' ')
        .map(|(offset, _)| from + offset + 1)
        .next()
        .unwrap_or(from)
}

/// Moves the end of an excerpt before the last space, where one is near.
fn end_of_word(passage: &str, at: usize, to: usize) -> usize {
    if to == passage.len() || passage[to..].starts_with(' ') {
        return to;
    }
    let near = passage[at..to].char_indices().rev().take(20);
    near.filter(|(_, c)| *c == ' ')
        .map(|(offset, _)| at + offset)
        .next()
        .unwrap_or(to)
}

fn width(c: char) -> usize {
    if u32::from(c) >= 0x1100 { 2 } else { 1 }
}
