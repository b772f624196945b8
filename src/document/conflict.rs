//! What git leaves in a text where two versions of it could not be merged.

use std::borrow::Cow;

use pulldown_cmark::{Event, Tag};

use crate::diagnostic::{Finding, Span};
use crate::document::markdown;

const RULE: &str = "conflict-markers";

/// A line that git writes around the versions of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// `<<<<<<< ours`
    Ours,
    /// `||||||| base`
    Base,
    /// `=======`
    Theirs,
    /// `>>>>>>> theirs`
    End,
}

impl Marker {
    fn of(line: &str) -> Option<Self> {
        let (sign, marker) = match line.as_bytes().first()? {
            b'<' => ('<', Self::Ours),
            b'|' => ('|', Self::Base),
            b'=' => ('=', Self::Theirs),
            b'>' => ('>', Self::End),
            _ => return None,
        };
        let label = line.trim_start_matches(sign);
        let is_long = line.len() - label.len() == 7;
        let is_alone = label.trim_end().is_empty();
        let may_follow = is_alone || marker != Self::Theirs && label.starts_with(' ');
        (is_long && may_follow).then_some(marker)
    }
}

/// A passage in two versions, or a marker that is left of one.
#[derive(Debug, PartialEq, Eq)]
struct Conflict {
    /// Its first marker.
    start: Span,
    /// The line that the other version begins with; its end where there is only one version.
    other: usize,
    /// Where the line of its last marker ends.
    end: usize,
    /// The number of that line, from 1.
    last_line: usize,
    /// Whether both ends are there.
    is_whole: bool,
}

/// All of them in a text, in order. A lone `=======` underlines a heading and is none.
fn conflicts(text: &str) -> Vec<Conflict> {
    let mut found: Vec<Conflict> = Vec::new();
    // The one that is open, with whether its other version has begun.
    let mut open: Option<(Conflict, bool)> = None;
    let mut next = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let start = next;
        next += line.len();
        let content = line.trim_end_matches(['\n', '\r']);
        let Some(marker) = Marker::of(content) else {
            continue;
        };
        let lone = || Conflict {
            start: Span::new(start, start + content.len()),
            other: next,
            end: next,
            last_line: number,
            is_whole: false,
        };
        match (marker, open.take()) {
            (Marker::Ours, before) => {
                found.extend(before.map(|(conflict, _)| conflict));
                open = Some((lone(), false));
            }
            (Marker::End, Some((conflict, has_other))) => found.push(Conflict {
                other: if has_other { conflict.other } else { start },
                end: next,
                last_line: number,
                is_whole: true,
                ..conflict
            }),
            (Marker::End, None) => found.push(lone()),
            (_, Some((conflict, false))) => {
                let conflict = Conflict {
                    other: start,
                    ..conflict
                };
                open = Some((conflict, true));
            }
            (_, before) => open = before,
        }
    }
    // What is not closed has only its first line.
    found.extend(open.map(|(conflict, _)| conflict));
    found
}

/// A text of the same length in which nothing is left of a conflict but our own version, so that what
/// stands around it can be read; the text itself where there is none.
pub(super) fn ours(text: &str) -> Cow<'_, str> {
    if !text.contains("<<<<<<<") && !text.contains(">>>>>>>") {
        return Cow::Borrowed(text);
    }
    let conflicts = conflicts(text);
    let mut ours = String::with_capacity(text.len());
    for conflict in conflicts {
        let first_line = conflict.end.min(conflict.start.end);
        ours.push_str(&text[ours.len()..conflict.start.start]);
        blank(&text[conflict.start.start..first_line], &mut ours);
        if conflict.is_whole {
            ours.push_str(&text[first_line..conflict.other]);
            blank(&text[conflict.other..conflict.end], &mut ours);
        }
    }
    ours.push_str(&text[ours.len()..]);
    Cow::Owned(ours)
}

/// Adds as many spaces as a text has bytes; its lines stay.
fn blank(text: &str, to: &mut String) {
    to.extend(text.bytes().map(|byte| match byte {
        b'\n' | b'\r' => char::from(byte),
        _ => ' ',
    }));
}

/// Finds lines `=======` in front matter, `offset` bytes into the file, where they underline nothing; gives the
/// front matter without them.
pub(super) fn without_separators<'a>(
    yaml: &'a str,
    offset: usize,
    findings: &mut Vec<Finding>,
) -> Cow<'a, str> {
    if !yaml.contains("=======") {
        return Cow::Borrowed(yaml);
    }
    let mut without = String::with_capacity(yaml.len());
    for line in yaml.split_inclusive('\n') {
        if Marker::of(line.trim_end()) == Some(Marker::Theirs) {
            let start = offset + without.len();
            let finding = Finding::new(RULE, "marker", Span::new(start, start + 7));
            findings.push(finding.with("marker", &line[..7]));
            blank(line, &mut without);
        } else {
            without.push_str(line);
        }
    }
    Cow::Owned(without)
}

/// Finds what is left of conflicts in a file whose body begins at `body`. Both versions together are told
/// wherever they stand; a single marker is not where it is quoted: in code, or among lines of a mail.
pub(super) fn find(text: &str, body: usize, findings: &mut Vec<Finding>) {
    let mut code: Option<Vec<Span>> = None;
    for conflict in conflicts(text) {
        if conflict.is_whole {
            let finding = Finding::new(RULE, "conflict", conflict.start);
            findings.push(finding.with("line", conflict.last_line.to_string()));
            continue;
        }
        let code = code.get_or_insert_with(|| code_blocks(text, body));
        let is_quoted = code
            .iter()
            .any(|block| block.start <= conflict.start.start && conflict.start.end <= block.end);
        if !is_quoted && !is_in_a_mail(text, conflict.start) {
            let marker = Span::new(conflict.start.start, conflict.start.start + 7);
            let finding = Finding::new(RULE, "marker", conflict.start);
            findings.push(finding.with("marker", marker.of(text)));
        }
    }
}

fn code_blocks(text: &str, body: usize) -> Vec<Span> {
    let events = markdown::events(&text[body..]);
    events
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| Span::from(range).shifted(body))
        .collect()
}

/// Whether `>>>>>>>` is one of several lines that quote.
fn is_in_a_mail(text: &str, line: Span) -> bool {
    let quotes = |line: Option<&str>| line.is_some_and(|line| line.starts_with('>'));
    let before = text[..line.start].lines().next_back();
    let behind = text[line.end..].lines().nth(1);
    line.of(text).starts_with('>') && (quotes(before) || quotes(behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Key and line of each finding.
    fn found(text: &str) -> Vec<(&'static str, usize)> {
        let mut findings = Vec::new();
        find(text, 0, &mut findings);
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        findings
            .iter()
            .map(|found| (found.message.key, line(found.span.start)))
            .collect()
    }

    #[test]
    fn both_versions_are_told_wherever_they_stand() {
        for text in [
            "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n",
            "<<<<<<< HEAD\r\na\r\n=======\r\nb\r\n>>>>>>> 機能/件名\r\n",
            "<<<<<<< ours\na\n||||||| base\nc\n=======\nb\n>>>>>>> theirs",
            "```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n```\n",
            "<<<<<<<\na\n>>>>>>>\n",
        ] {
            let keys: Vec<_> = found(text).into_iter().map(|(key, _)| key).collect();
            assert_eq!(keys, ["conflict"], "{text}");
        }
        assert_eq!(
            found("<<<<<<< A\n<<<<<<< B\na\n=======\nb\n>>>>>>> B\n=======\nc\n>>>>>>> A\n"),
            [("marker", 1), ("conflict", 2), ("marker", 9)]
        );
    }

    #[test]
    fn single_markers_are_told_unless_they_are_quoted() {
        assert_eq!(found("a\n<<<<<<< HEAD\nb\n"), [("marker", 2)]);
        assert_eq!(found("a\n\n>>>>>>> topic\n"), [("marker", 3)]);
        for text in [
            "Title\n=======\n",
            "```\n<<<<<<< HEAD\n```\n",
            "    <<<<<<< HEAD\n",
            " <<<<<<< HEAD\n a\n =======\n b\n >>>>>>> x\n",
            ">>>>>> he wrote\n>>>>>>> she wrote\n",
            ">>>>>>> she wrote\n>>>>>> he wrote\n",
            "<<<<<<<< eight\n>>>>>>>> eight\n",
            "<<<<<<<here\n",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_line_between_versions_is_none_of_front_matter() {
        let mut findings = Vec::new();
        let yaml = without_separators("a: 1\n=======\nb: 2\n", 4, &mut findings);
        assert_eq!(yaml, "a: 1\n       \nb: 2\n");
        assert_eq!(findings[0].span, Span::new(9, 16));
        assert_eq!(
            without_separators("a: =======\n", 4, &mut findings),
            "a: =======\n"
        );
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn our_own_version_can_be_read_in_its_place() {
        for (text, read) in [
            (
                "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 三\n>>>>>>> x\nc: 4\n",
                "a: 1\n\nb: 2\n\n\n\nc: 4\n",
            ),
            ("a: 1\n<<<<<<< HEAD\nb: 2\n", "a: 1\n\nb: 2\n"),
            (
                "<<<<<<< HEAD\r\na\r\n||||||| x\r\nc\r\n=======\r\nb\r\n>>>>>>> x",
                "\r\na\r\n\r\n\r\n\r\n\r\n",
            ),
            ("Title\n=======\n", "Title\n=======\n"),
        ] {
            let ours = ours(text);
            assert_eq!(ours.len(), text.len());
            assert_eq!(ours.replace(' ', ""), read.replace(' ', ""), "{text}");
        }
    }
}
