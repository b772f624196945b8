//! Where in a document a hit is, and the words around it.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::answer::{Answer, Hit};
use super::index::IndexedDocument;
use super::occurrence::{Haystack, Needle};
use super::query::Query;
use super::text::{DocumentText, Field};

/// How wide an excerpt is, in columns: East Asian letters take two.
const COLUMNS: usize = 150;

/// How much of it is before the first match, in columns.
const BEFORE: usize = 40;

/// The most matches of a string that are looked at.
const MAX_MATCHES: usize = 200;

/// A piece of a document with the matches in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Where in the document's flat text the hit is, in bytes: the first match that is shown or one in the title, else
    /// the start of what is shown.
    pub at: usize,
    /// The number of the passage that this place is in.
    pub passage: usize,
    /// The words as they are written, in one line, with an ellipsis where something is left out.
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
    let is_in_title = |at: usize| text.passages[text.passage_at(at)].field == Field::Title;
    let first = found.first().map(|(range, _)| range.start);
    found.retain(|(range, _)| !is_in_title(range.start));
    let Some(best) = richest(text, &found) else {
        let body = text
            .passages
            .iter()
            .position(|passage| passage.field == Field::Body);
        let passage = body.unwrap_or_default();
        let at = text.passages[passage].start;
        let beginning = cut(text, passage, &[], at);
        let Some(in_title) = first else {
            return beginning;
        };
        return Excerpt {
            at: in_title,
            passage: text.passage_at(in_title),
            ..beginning
        };
    };
    let passage = text.passage_at(best);
    let matches: Vec<Range<usize>> = found.into_iter().map(|(range, _)| range).collect();
    cut(text, passage, &matches, best)
}

/// What is marked: the strings of an exact hit, or those of one but for what varies, else the parts that it holds, nearly or not.
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
    if answer.steady.iter().any(|one| one.document == hit.document) {
        return query.steady.clone();
    }
    let near = hit.near.iter().map(|(_, term)| term.as_str());
    answer.matched(hit).chain(near).map(Needle::new).collect()
}

/// The match from which on the most different strings are within one excerpt of one passage.
fn richest(text: &DocumentText, found: &[(Range<usize>, usize)]) -> Option<usize> {
    let mut ends: Vec<usize> = found.iter().map(|(range, _)| range.end).collect();
    ends.sort_unstable();
    let starts: Vec<usize> = found.iter().map(|(range, _)| range.start).collect();
    let (starts, ends) = (columns(&text.flat, starts), columns(&text.flat, ends));
    let column =
        |list: &[(usize, usize)], at: usize| list[list.partition_point(|(place, _)| *place < at)].1;
    let mut best: Option<(usize, usize)> = None;
    for (number, (range, _)) in found.iter().enumerate() {
        let passage = text.passage_at(range.start);
        let last = column(&starts, range.start) + COLUMNS - BEFORE;
        let within = found[number..].iter().take_while(|(other, _)| {
            column(&ends, other.end) <= last && text.passage_at(other.start) == passage
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

/// How many columns of a text are before each of these places, which come in order.
fn columns(text: &str, places: Vec<usize>) -> Vec<(usize, usize)> {
    let (mut from, mut columns) = (0, 0);
    let counted = places.into_iter().map(|place| {
        columns += text[from..place].chars().map(width).sum::<usize>();
        from = place;
        (place, columns)
    });
    counted.collect()
}

/// Cuts the columns around `best` out of a passage, as they are written.
fn cut(document: &DocumentText, number: usize, matches: &[Range<usize>], best: usize) -> Excerpt {
    let (passage, start) = (document.of(number), document.passages[number].start);
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
    let mut marked: Vec<Range<usize>> = Vec::new();
    for range in matches {
        let begin = range
            .start
            .checked_sub(start)
            .filter(|begin| *begin >= from && *begin < to);
        let Some(begin) = begin else {
            continue;
        };
        let end = (range.end - start).min(to);
        match marked.last_mut() {
            Some(last) if last.end >= begin => last.end = last.end.max(end),
            _ => marked.push(begin..end),
        }
    }
    let written = |range: Range<usize>| document.as_written(range.start + start..range.end + start);
    let mut text = String::new();
    if from > 0 {
        text.push('…');
    }
    let mut shown = from;
    let mut matches = Vec::new();
    for range in marked {
        text.push_str(&written(shown..range.start));
        shown = range.end;
        let begin = text.len();
        text.push_str(&written(range));
        matches.push(begin..text.len());
    }
    text.push_str(&written(shown..to));
    if to < passage.len() {
        text.push('…');
    }
    Excerpt {
        at: best,
        passage: number,
        text,
        matches,
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
    c.width().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::text::Passage;

    fn best(flat: &str, wanted: &[&str]) -> String {
        let text = DocumentText {
            passages: vec![Passage {
                field: Field::Body,
                fact: None,
                anchor: "".into(),
                start: 0,
            }],
            flat: flat.to_owned(),
            ..DocumentText::default()
        };
        let mut found: Vec<(Range<usize>, usize)> = wanted
            .iter()
            .enumerate()
            .flat_map(|(number, string)| {
                let places = flat.match_indices(string);
                places.map(move |(at, found)| (at..at + found.len(), number))
            })
            .collect();
        found.sort_by_key(|(range, _)| range.start);
        let at = richest(&text, &found).unwrap();
        let matches: Vec<Range<usize>> = found.into_iter().map(|(range, _)| range).collect();
        cut(&text, 0, &matches, at).text
    }

    #[test]
    fn an_excerpt_is_as_wide_in_every_script() {
        for (filler, other) in [("火", "a"), ("a", "火")] {
            for (apart, together) in [(50, true), (56, false)] {
                // Columns between both matches; 110 have room from the first on.
                let gap = filler.repeat(if filler == "火" { apart } else { apart * 2 });
                let far = format!("接続 {}接続{gap}失敗 end", other.repeat(300));
                let shown = best(&far, &["接続", "失敗"]);
                assert_eq!(shown.contains(&format!("{gap}失敗")), together, "{shown}");
            }
        }
        let long = best(&format!("接続{}", "火".repeat(300)), &["接続"]);
        assert_eq!(long.chars().count(), COLUMNS / 2 + 1, "{long}");
    }
}
