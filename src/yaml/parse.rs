//! From YAML text to a tree, as far as it goes.
//!
//! Front matter is small and simple, so it takes a careful part of YAML: no anchors, no aliases, no
//! complex keys, bounded depth. A text that expands cannot be written in it.

use serde_yaml::granit_parser::{Event, Options, Parser, ScalarStyle, options};

use crate::diagnostic::{Finding, Span};
use crate::yaml::recovery::{character_at, line_start, next_key, unread};
use crate::yaml::slip::{
    Fault, fixed_without_comment, in_quotes, indented_start, is_indented_by_other_space, no_key,
    usual_slip,
};
use crate::yaml::tree::{Entry, Node, Value};

/// The largest front matter that is read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;
/// The deepest nesting that is read.
const MAX_DEPTH: usize = 32;
/// How often reading goes on behind a fault: each time may read the rest of the text again.
const MAX_RESUMPTIONS: usize = 20;

/// Reads front matter, `text`, which stands at byte `offset` of its file.
#[must_use]
pub fn parse(text: &str, offset: usize, findings: &mut Vec<Finding>) -> Option<Node> {
    parse_up_to(MAX_BYTES, text, offset, findings)
}

/// Reads `text` of at most `limit` bytes, which stands at byte `offset` of its file.
///
/// Faults go to `findings`. Behind a fault of syntax reading goes on at the next key of the first
/// level, so that one fault takes out one field.
#[must_use]
pub fn parse_up_to(
    limit: usize,
    text: &str,
    offset: usize,
    findings: &mut Vec<Finding>,
) -> Option<Node> {
    if text.len() > limit {
        let span = Span::new(offset, offset + text.len().min(1));
        findings
            .push(Finding::new("yaml-syntax", "too-large", span).with("limit", limit.to_string()));
        return None;
    }
    let mut root = None;
    let mut start = 0;
    for _ in 0..MAX_RESUMPTIONS {
        let part = parse_part(&text[start..], offset + start, findings);
        root = joined(root, part.root);
        match part.fault {
            Some(fault) => {
                let next = next_key(text, fault.resume - offset);
                findings.extend(unread(text, fault.at - offset, next).map(|it| it.shifted(offset)));
                match next {
                    Some(next) => start = next,
                    None => break,
                }
            }
            None => break,
        }
    }
    if let Some(Node {
        value: Value::Mapping(entries),
        ..
    }) = &mut root
    {
        *entries = without_duplicates(std::mem::take(entries), findings);
    }
    root
}

/// What was read up to a fault.
struct Part {
    root: Option<Node>,
    /// Where reading stopped before the end.
    fault: Option<Stop>,
}

/// Where reading stopped, in bytes of the file.
struct Stop {
    /// The fault.
    at: usize,
    /// From where to look for the next key.
    resume: usize,
}

fn parse_part(text: &str, offset: usize, findings: &mut Vec<Finding>) -> Part {
    let mut builder = Builder {
        offset,
        end: offset + text.len(),
        open: Vec::new(),
        root: None,
        findings,
    };
    let options: Options = options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        simple_key_max_lookahead: MAX_BYTES,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    for next in Parser::new_from_str_with_options(text, options) {
        match next {
            Ok((event, span)) => {
                let span = Span::new(
                    offset + span.start.byte_offset().unwrap_or_default(),
                    offset + span.end.byte_offset().unwrap_or_default(),
                );
                builder.event(event, span);
            }
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or_default();
                let span = character_at(text, at).shifted(offset);
                let begun = builder.begun_at();
                let ended = builder.root.is_some();
                if let Some(root) = &builder.root {
                    // Something less indented than what came before has ended it.
                    let slip = no_key(text, root.span.start - offset)
                        .filter(|_| matches!(root.value, Value::Scalar { .. }))
                        .or_else(|| indented_start(text));
                    let slip = slip.map_or_else(
                        || Finding::new("yaml-syntax", "indentation", span),
                        |slip| slip.shifted(offset),
                    );
                    if matches!(root.value, Value::Scalar { .. }) {
                        builder.root = None;
                    }
                    builder.findings.push(slip);
                } else if begun.is_some() || !builder.complete_line(text, span.start) {
                    let fault = Fault {
                        at,
                        begun: begun.map(|begun| begun - offset),
                        error: &error.info(),
                    };
                    builder
                        .findings
                        .push(usual_slip(text, fault).shifted(offset));
                }
                // The line that has ended the first level may hold a key itself.
                let line = offset + line_start(text, at);
                let resume = if ended && line > offset {
                    line
                } else {
                    span.start
                };
                return builder.finish(Some(Stop {
                    at: span.start,
                    resume: begun.unwrap_or(resume),
                }));
            }
        }
    }
    let slip = match &builder.root {
        Some(root) if matches!(root.value, Value::Scalar { .. }) => {
            no_key(text, root.span.start - offset)
        }
        _ => None,
    };
    if let Some(slip) = slip {
        builder.root = None;
        builder.findings.push(slip.shifted(offset));
    }
    builder.finish(None)
}

/// The keys of both, where both are mappings; else the first that holds something.
fn joined(first: Option<Node>, second: Option<Node>) -> Option<Node> {
    match (first, second) {
        (
            Some(Node {
                span,
                value: Value::Mapping(mut entries),
            }),
            Some(Node {
                span: more_span,
                value: Value::Mapping(more),
            }),
        ) => {
            entries.extend(more);
            Some(Node {
                span: Span::new(span.start, more_span.end.max(span.end)),
                value: Value::Mapping(entries),
            })
        }
        (Some(first), second) if first.value == Value::Null => second.or(Some(first)),
        (first, second) => first.or(second),
    }
}

/// A collection that is still open.
enum Open {
    Sequence {
        start: usize,
        items: Vec<Node>,
    },
    Mapping {
        start: usize,
        entries: Vec<Entry>,
        key: Option<(String, Span)>,
    },
}

struct Builder<'a> {
    offset: usize,
    end: usize,
    open: Vec<Open>,
    root: Option<Node>,
    findings: &'a mut Vec<Finding>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event, span: Span) {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                self.refuse_anchor(anchor, span);
                let plain = style == ScalarStyle::Plain;
                let value = if plain && matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL")
                {
                    Value::Null
                } else {
                    Value::Scalar {
                        text: text.into_owned(),
                        plain,
                    }
                };
                self.push(Node { span, value });
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.findings
                    .push(Finding::new("yaml-syntax", "alias", span));
                self.push(Node {
                    span,
                    value: Value::Null,
                });
            }
            Event::SequenceStart(_, anchor, _) => {
                self.refuse_anchor(anchor, span);
                self.open.push(Open::Sequence {
                    start: span.start,
                    items: Vec::new(),
                });
            }
            Event::MappingStart(_, anchor, _) => {
                self.refuse_anchor(anchor, span);
                self.open.push(Open::Mapping {
                    start: span.start,
                    entries: Vec::new(),
                    key: None,
                });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span.end),
            _ => {}
        }
    }

    fn refuse_anchor(&mut self, anchor: usize, span: Span) {
        if anchor != 0 {
            self.findings
                .push(Finding::new("yaml-syntax", "anchor", span));
        }
    }

    fn close(&mut self, end: usize) {
        let node = match self.open.pop() {
            Some(Open::Sequence { start, items }) => {
                let end = items.last().map_or(end, |last| last.span.end.max(start));
                Node {
                    span: Span::new(start, end),
                    value: Value::Sequence(items),
                }
            }
            Some(Open::Mapping { start, entries, .. }) => {
                let end = entries.last().map_or(end, |last| last.value.span.end);
                // The first level is looked through when all its parts are there.
                let entries = if self.open.is_empty() {
                    entries
                } else {
                    without_duplicates(entries, self.findings)
                };
                Node {
                    span: Span::new(start, end.max(start)),
                    value: Value::Mapping(entries),
                }
            }
            None => return,
        };
        self.push(node);
    }

    fn push(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(Open::Sequence { items, .. }) => items.push(node),
            Some(Open::Mapping { entries, key, .. }) => match key.take() {
                None => *key = Some(key_of(node, self.findings)),
                Some((name, key_span)) if is_indented_by_other_space(&name) => {
                    let indentation = name.len() - name.trim_start().len();
                    let span = Span::new(key_span.start, key_span.start + indentation);
                    self.findings
                        .push(Finding::new("yaml-syntax", "other-space", span));
                }
                Some((name, key_span)) => entries.push(Entry {
                    key: name,
                    key_span,
                    value: node,
                }),
            },
            None => self.root = self.root.take().or(Some(node)),
        }
    }

    /// In `title: Outage: all down` only the first word is read before the fault; the rest of the
    /// line belongs to it. Says whether the fault was of this sort.
    fn complete_line(&mut self, text: &str, fault: usize) -> bool {
        let offset = self.offset;
        let Some(Open::Mapping { entries, .. }) = self.open.first_mut() else {
            return false;
        };
        let Some(Entry { value: node, .. }) = entries.last_mut() else {
            return false;
        };
        let Value::Scalar { text: value, plain } = &mut node.value else {
            return false;
        };
        let start = node.span.start - offset;
        let end = text[start..]
            .find('\n')
            .map_or(text.len(), |end| start + end);
        let line = text[start..end].trim_end();
        if !*plain || fault - offset > end || !line.contains(':') {
            return false;
        }
        line.clone_into(value);
        node.span.end = offset + start + line.len();
        let quoted = in_quotes(line);
        let written = Finding::new("yaml-syntax", "colon", node.span);
        let written = written.with_line("quoted", quoted.as_str());
        self.findings
            .push(fixed_without_comment(written, line, quoted));
        true
    }

    /// Where the key of the first level ends whose value is not complete.
    fn begun_at(&self) -> Option<usize> {
        match self.open.first()? {
            Open::Mapping {
                key: Some((_, span)),
                ..
            } => Some(span.end),
            _ => None,
        }
    }

    /// Closes what a fault left open, so that everything before it counts.
    fn finish(mut self, fault: Option<Stop>) -> Part {
        let end = fault.as_ref().map_or(self.end, |stop| stop.resume);
        while !self.open.is_empty() {
            self.close(end);
        }
        Part {
            root: self.root,
            fault,
        }
    }
}

/// Of entries with one key the first stays; the others are findings.
fn without_duplicates(entries: Vec<Entry>, findings: &mut Vec<Finding>) -> Vec<Entry> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by(|&a, &b| entries[a].key.cmp(&entries[b].key));
    let mut repeated = vec![false; entries.len()];
    for pair in order.windows(2) {
        repeated[pair[1]] = entries[pair[0]].key == entries[pair[1]].key;
    }
    let mut kept = Vec::with_capacity(entries.len());
    for (entry, repeated) in entries.into_iter().zip(repeated) {
        if repeated {
            findings.push(
                Finding::new("duplicate-key", "duplicate", entry.key_span).with("key", entry.key),
            );
        } else {
            kept.push(entry);
        }
    }
    kept
}

/// A key is a word; anything else is a finding and gets a name that matches no field.
fn key_of(node: Node, findings: &mut Vec<Finding>) -> (String, Span) {
    match node.value {
        Value::Scalar { text, .. } => (text, node.span),
        Value::Null => ("null".to_owned(), node.span),
        Value::Sequence(_) | Value::Mapping(_) => {
            findings.push(Finding::new("yaml-syntax", "complex-key", node.span));
            (format!("? {}", node.span.start), node.span)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> (Vec<String>, Vec<&'static str>) {
        let mut findings = Vec::new();
        let root = parse(text, 0, &mut findings);
        (
            root.iter()
                .flat_map(Node::entries)
                .map(|entry| entry.key.clone())
                .collect(),
            findings.iter().map(|finding| finding.message.key).collect(),
        )
    }

    #[test]
    fn spans_are_bytes_of_the_file() {
        let text = "題: 証明書\nb: [x, 'y z']\n";
        let mut findings = Vec::new();
        let root = parse(text, 0, &mut findings).unwrap();
        assert_eq!(root.entries()[0].value.span.of(text), "証明書");
        assert_eq!(root.entries()[1].key_span.of(text), "b");
        let Value::Sequence(items) = &root.entries()[1].value.value else {
            panic!("a sequence");
        };
        assert_eq!(items[1].span.of(text), "'y z'");
        assert_eq!(findings, []);
    }

    #[test]
    fn a_fault_takes_out_its_field_and_no_other() {
        let names = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        for (text, expected) in [
            ("a: 1\nb: {c: 2\nd: 3\n", &["a", "b", "d"][..]),
            ("a: 1\nb: \"open\nc: 3\n", &["a", "c"]),
            ("title: Outage: all down\nb: 2\n", &["title", "b"]),
            ("a: 1\nb: @x\nc: 3\n", &["a", "c"]),
            ("a:\n  - x\n - y\nc: 3\n", &["a", "c"]),
            ("  a: 1\nb: 2\n", &["a", "b"]),
        ] {
            let (found, findings) = keys(text);
            assert_eq!(found, names(expected), "{text}");
            assert_eq!(findings.len(), 1, "{text}: {findings:?}");
        }
    }

    #[test]
    fn a_colon_in_words_keeps_the_words() {
        let mut findings = Vec::new();
        let root = parse("title: Outage: all down\nb: 2\n", 0, &mut findings).unwrap();
        assert_eq!(
            root.entry("title").unwrap().value.text(),
            Some("Outage: all down")
        );
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn a_second_equal_key_does_not_win() {
        let mut findings = Vec::new();
        let root = parse("a: 1\na: 2\n", 0, &mut findings).unwrap();
        assert_eq!(root.entry("a").unwrap().value.text(), Some("1"));
        assert_eq!(findings[0].rule, "duplicate-key");
        assert_eq!(findings[0].span, Span::new(5, 6));
    }

    #[test]
    fn aliases_are_refused_and_the_rest_counts() {
        assert_eq!(
            keys("a: &x [1]\nb: *x\nc: *unknown\nd: 1\n"),
            (
                ["a", "b", "c", "d"].map(str::to_owned).to_vec(),
                vec!["anchor", "alias", "alias"]
            )
        );
    }

    #[test]
    fn deep_nesting_is_refused() {
        let (_, findings) = keys(&format!("a: {}", "[".repeat(20_000)));
        assert_eq!(findings, ["syntax"]);
    }

    #[test]
    fn line_ends_of_windows_are_fine() {
        assert_eq!(
            keys("a: 1\r\nb: 2\r\n"),
            (vec!["a".to_owned(), "b".to_owned()], vec![])
        );
    }
}
