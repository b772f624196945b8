//! What a fault of syntax usually comes from: the mistakes people make in YAML, by the line.
//!
//! A parser tells where it could not go on, which is often a line behind the mistake, and in its own
//! words. Here the lines around that place are looked at for what was most likely meant.

use crate::diagnostic::{Finding, Span};

/// Signs that look like a space and are none in YAML.
const OTHER_SPACES: [char; 4] = ['\u{3000}', '\u{a0}', '\u{2003}', '\u{202f}'];
/// Signs that look like a quotation mark and are none in YAML.
const OTHER_QUOTES: [char; 6] = ['“', '”', '‘', '’', '＂', '＇'];

/// A fault as the parser tells it.
#[derive(Clone, Copy)]
pub(super) struct Fault<'a> {
    /// The byte at which it could not go on.
    pub at: usize,
    /// Where the key of the first level ends whose value is not complete.
    pub begun: Option<usize>,
    /// What the parser says.
    pub error: &'a str,
}

/// The finding for a fault in `text`, at the place of the mistake it comes from.
pub(super) fn usual_slip(text: &str, fault: Fault<'_>) -> Finding {
    let at = text.floor_char_boundary(fault.at.min(text.len()));
    let fault = Fault { at, ..fault };
    let lines = content_lines(text, at);
    let Some((last, above)) = lines.split_last() else {
        return other(text, at, fault.error);
    };
    tab(text, at)
        .or_else(|| separator(*last))
        .or_else(|| above.last().and_then(|line| full_width_colon(*line)))
        .or_else(|| quotes(text, fault))
        .or_else(|| bracket(text, fault))
        .or_else(|| colon_in_words(*last, fault.error))
        .or_else(|| empty_list(*last, above))
        .or_else(|| indentation(text, *last, above, fault.error))
        .unwrap_or_else(|| other(text, at, fault.error))
}

/// The finding for a text that begins with neither a key nor a list, such as `title:Outage`.
pub(super) fn no_key(text: &str, at: usize) -> Option<Finding> {
    separator(Line::at(text, at))
}

/// The finding for a first line that is indented although the others are not.
pub(super) fn indented_start(text: &str) -> Option<Finding> {
    let first = text.split_inclusive('\n').find(|line| is_content(line))?;
    let start = first.as_ptr().addr() - text.as_ptr().addr();
    let line = Line::at(text, start);
    (line.indent() > 0).then(|| misplaced(text, line, 0))
}

/// Whether a key begins with a sign that was meant to indent it.
pub(super) fn is_indented_by_other_space(key: &str) -> bool {
    key.starts_with(OTHER_SPACES)
}

fn finding(key: &'static str, span: Span) -> Finding {
    Finding::new("yaml-syntax", key, span)
}

/// One line without its end, and where it begins.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn at(text: &'a str, at: usize) -> Self {
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[start..]
            .find('\n')
            .map_or(text.len(), |end| start + end);
        Self {
            start,
            text: text[start..end].trim_end_matches('\r'),
        }
    }

    /// How many spaces stand in front.
    fn indent(self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    fn is_item(self) -> bool {
        let content = self.text.trim_start_matches(' ');
        content == "-" || content.starts_with("- ")
    }

    /// Where the words begin: behind the indentation and the hyphens of items.
    fn words(self) -> usize {
        self.text.len() - self.text.trim_start_matches([' ', '-']).len()
    }

    /// The key that the line begins with, and the byte of the line at which it ends.
    fn key(self) -> Option<(&'a str, usize)> {
        let words = &self.text[self.words()..];
        let end = words
            .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-'))
            .unwrap_or(words.len());
        let key = &words[..end];
        key.starts_with(char::is_alphabetic)
            .then_some((key, self.words() + end))
    }

    fn span(self, from: usize, length: usize) -> Span {
        Span::new(self.start + from, self.start + from + length)
    }
}

/// Whether a line holds more than space and a comment.
fn is_content(line: &str) -> bool {
    let content = line.trim();
    !content.is_empty() && !content.starts_with('#')
}

/// The lines that hold something, up to the one in which `at` lies.
fn content_lines(text: &str, at: usize) -> Vec<Line<'_>> {
    let end = Line::at(text, at);
    let end = end.start + end.text.len();
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text[..end].split_inclusive('\n') {
        if is_content(line) {
            lines.push(Line::at(text, start));
        }
        start += line.len();
    }
    lines
}

/// A tab in the indentation of the line or of the one behind it, which is where a parser may stop.
fn tab(text: &str, at: usize) -> Option<Finding> {
    let line = Line::at(text, at);
    let next = (line.start + line.text.len() < text.len()).then(|| {
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        Line::at(text, end)
    });
    [Some(line), next].into_iter().flatten().find_map(|line| {
        let indentation = line.text.len() - line.text.trim_start().len();
        let tab = line.text[..indentation].find('\t')?;
        let written = finding("tab", line.span(tab, 1));
        Some(match without_tabs(text) {
            Some((span, mended)) => written.fixed_by(span, mended),
            None => written,
        })
    })
}

/// All lines from the first to the last that are indented by tabs, with two spaces for each tab.
/// `None` where any line is indented by spaces alone, so that nobody knows how wide a tab was meant.
fn without_tabs(text: &str) -> Option<(Span, String)> {
    let mut mended = String::new();
    let mut range: Option<Span> = None;
    let (mut start, mut mended_length) = (0, 0);
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '\t']);
        let space = &line[..line.len() - words.len()];
        let has_tab = space.contains('\t');
        if is_content(line) && ((!space.is_empty() && !has_tab) || space.contains(" \t")) {
            return None;
        }
        let end = start + line.len();
        if has_tab || range.is_some() {
            mended.push_str(&space.replace('\t', "  "));
            mended.push_str(words);
        }
        if has_tab {
            range = Some(Span::new(range.map_or(start, |range| range.start), end));
            mended_length = mended.len();
        }
        start = end;
    }
    mended.truncate(mended_length);
    Some((range?, mended))
}

/// A key without a colon and a space as YAML knows them.
fn separator(line: Line<'_>) -> Option<Finding> {
    let (_, end) = line.key()?;
    let rest = &line.text[end..];
    if let Some(value) = rest.strip_prefix(':') {
        let space = value.len() - value.trim_start_matches(OTHER_SPACES).len();
        if space > 0 {
            let span = line.span(end + 1, space);
            return Some(finding("other-space", span).fixed_by(span, " "));
        }
        let is_address = value.starts_with("//");
        if !is_address && !value.is_empty() && !value.starts_with([' ', '\t']) {
            let span = line.span(end, 1);
            return Some(finding("no-space", span).fixed_by(span, ": "));
        }
    }
    full_width_colon(line)
}

fn full_width_colon(line: Line<'_>) -> Option<Finding> {
    let (_, end) = line.key()?;
    let rest = line.text[end..].strip_prefix('：')?;
    let space = rest.len() - rest.trim_start().len();
    let span = line.span(end, '：'.len_utf8() + space);
    let mended = if rest.trim().is_empty() { ":" } else { ": " };
    Some(finding("full-width-colon", line.span(end, '：'.len_utf8())).fixed_by(span, mended))
}

/// Where in a line its value begins: behind the key, or behind the hyphen of an item.
fn value_start(line: Line<'_>) -> usize {
    let words = line.words();
    let behind_key = line.text[words..].find(": ").map(|colon| words + colon + 1);
    let behind = behind_key.unwrap_or(words);
    let rest = &line.text[behind..];
    behind + rest.len() - rest.trim_start().len()
}

/// The first value of the incomplete field that begins with `open` and is not closed on its line.
fn unclosed<'a>(text: &'a str, fault: Fault<'_>, open: char, close: char) -> Option<Line<'a>> {
    let from = Line::at(text, fault.begun.unwrap_or(fault.at)).start;
    content_lines(text, fault.at).into_iter().find(|line| {
        let value = &line.text[value_start(*line)..];
        let count = |sign| value.matches(sign).count();
        let is_open = if open == close {
            count(open) % 2 == 1
        } else {
            count(open) > count(close)
        };
        line.start >= from && value.starts_with(open) && is_open
    })
}

fn quotes(text: &str, fault: Fault<'_>) -> Option<Finding> {
    if !fault.error.contains("quoted scalar") {
        return None;
    }
    if fault.error.contains("trailing content") {
        return after_quote(Line::at(text, fault.at));
    }
    let (line, quote) = ['"', '\'']
        .into_iter()
        .find_map(|quote| Some((unclosed(text, fault, quote, quote)?, quote)))?;
    let end = line.text.trim_end();
    if let Some(last) = end.chars().last().filter(|c| OTHER_QUOTES.contains(c)) {
        let span = line.span(end.len() - last.len_utf8(), last.len_utf8());
        let written = finding("other-quote", span).with("quote", last.to_string());
        return Some(written.fixed_by(span, quote.to_string()));
    }
    let span = line.span(value_start(line), 1);
    Some(finding("unclosed-quote", span).with("quote", quote.to_string()))
}

fn after_quote(line: Line<'_>) -> Option<Finding> {
    let start = value_start(line);
    let value = line.text[start..].trim_end();
    let quoted = match value.chars().next()? {
        '"' if !value.contains('\'') => format!("'{value}'"),
        '"' | '\'' => in_quotes(value),
        _ => return None,
    };
    let written = finding("after-quote", line.span(start, value.len()));
    let written = written.with_line("quoted", quoted.as_str());
    Some(fixed_without_comment(written, value, quoted))
}

/// A finding about a value, mended by quotes around all of it, unless they would take in a comment, or
/// a line: for YAML a carriage return alone ends one.
pub(super) fn fixed_without_comment(written: Finding, value: &str, quoted: String) -> Finding {
    let span = written.span;
    if value.contains(" #") || value.contains('\r') {
        written
    } else {
        written.fixed_by(span, quoted)
    }
}

/// Words as a text of YAML in double quotes.
pub(crate) fn in_quotes(words: &str) -> String {
    let escaped = words.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

fn bracket(text: &str, fault: Fault<'_>) -> Option<Finding> {
    if fault.error.contains("limit") || fault.error.contains("depth") {
        return None;
    }
    let (line, close, key) = [('[', ']', "unclosed-list"), ('{', '}', "unclosed-keys")]
        .into_iter()
        .filter_map(|(open, close, key)| Some((unclosed(text, fault, open, close)?, close, key)))
        .min_by_key(|(line, ..)| line.start)?;
    let end = line.text.trim_end();
    let is_full_width = |c: &char| matches!(c, '］' | '｝');
    if let Some(last) = end.chars().last().filter(is_full_width) {
        let span = line.span(end.len() - last.len_utf8(), last.len_utf8());
        let written = finding("full-width-bracket", span).with("bracket", last.to_string());
        return Some(written.fixed_by(span, close.to_string()));
    }
    Some(finding(key, line.span(value_start(line), 1)))
}

/// `summary: Outage: all down`, below the first level.
fn colon_in_words(line: Line<'_>, error: &str) -> Option<Finding> {
    if !error.contains("mapping values are not allowed") {
        return None;
    }
    let (_, end) = line.key()?;
    let value = line.text[end..].strip_prefix(": ")?;
    let start = end + 2 + value.len() - value.trim_start().len();
    let value = value.trim();
    if !value.contains(": ") || value.starts_with(['"', '\'', '[', '{']) {
        return None;
    }
    let quoted = in_quotes(value);
    let span = line.span(start, value.len());
    let written = finding("colon", span).with_line("quoted", quoted.as_str());
    Some(fixed_without_comment(written, value, quoted))
}

/// `actions: []` with the list below it.
fn empty_list(line: Line<'_>, above: &[Line<'_>]) -> Option<Finding> {
    let owner = above.last()?;
    if line.indent() < owner.indent() || (line.indent() == owner.indent() && !line.is_item()) {
        return None;
    }
    let value = owner.text.split(" #").next()?.trim_end();
    let key = value.strip_suffix(" []")?.trim_end();
    let list = owner.span(value.len() - "[]".len(), "[]".len());
    let with_space = Span::new(owner.start + key.len(), list.end);
    key.ends_with(':')
        .then(|| finding("empty-list", list).fixed_by(with_space, ""))
}

/// A key or an item that does not begin where those above it do.
fn indentation(text: &str, line: Line<'_>, above: &[Line<'_>], error: &str) -> Option<Finding> {
    let is_structural =
        error.contains("did not find expected") || error.contains("mapping values are not allowed");
    if !is_structural || above.is_empty() {
        return None;
    }
    if !line.is_item()
        && line
            .key()
            .is_none_or(|(_, end)| !line.text[end..].starts_with(':'))
    {
        return None;
    }
    if line.indent() == 0 {
        return Some(finding("indentation", line.span(0, line.text.trim().len())));
    }
    let field = above
        .iter()
        .rposition(|line| line.indent() == 0 && !line.is_item())
        .unwrap_or(0);
    let columns = above[field..].iter().flat_map(|other| {
        if line.is_item() {
            [other.is_item().then_some(other.indent()), None]
        } else {
            let own = (!other.is_item()).then_some(other.indent());
            [own, other.is_item().then_some(other.words())]
        }
    });
    let found = line.indent();
    let expected = columns
        .flatten()
        .min_by_key(|column| (column.abs_diff(found), *column))?;
    (expected != found).then(|| misplaced(text, line, expected))
}

fn misplaced(text: &str, line: Line<'_>, expected: usize) -> Finding {
    let found = line.indent();
    let words = line.span(found, line.text.trim().len());
    let written = finding("misplaced", words)
        .with("found", (found + 1).to_string())
        .with("expected", (expected + 1).to_string());
    let end = line.start + line.text.len();
    let mut below = text[end..].lines().filter(|line| is_content(line));
    // What stands below it would have to move too.
    let holds_more = below
        .next()
        .is_some_and(|line| line.len() - line.trim_start().len() >= found.max(1));
    if holds_more {
        return written;
    }
    written.fixed_by(line.span(0, found), " ".repeat(expected))
}

fn other(text: &str, at: usize, error: &str) -> Finding {
    let length = text[at..].chars().next().map_or(0, char::len_utf8);
    let span = Span::new(at, at + length);
    if text[at..].starts_with(['@', '`', '%']) {
        return finding("reserved", span);
    }
    finding("syntax", span).with_line("error", error)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Finding, LineIndex};
    use crate::yaml::parse::parse;

    fn findings(text: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        let _ = parse(text, 0, &mut findings);
        findings.retain(|found| found.rule == "yaml-syntax");
        findings
    }

    /// (message, line, column) of the only finding.
    fn slip(text: &str) -> (&'static str, usize, usize) {
        let found = findings(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let position = LineIndex::new(text).position(found[0].span.start);
        (found[0].message.key, position.line, position.column)
    }

    #[test]
    fn a_mistake_is_told_where_it_was_made() {
        for (text, expected) in [
            (
                "title:\u{3000}Queue\nstatus: draft\n",
                ("other-space", 1, 7),
            ),
            ("a: 1\ntitle:\u{a0}Queue\n", ("other-space", 2, 7)),
            ("severity:SEV2\n", ("no-space", 1, 9)),
            ("a: 1\nseverity:SEV2\nb: 2\n", ("no-space", 2, 9)),
            ("a: 1\nb：2\nc: 3\n", ("full-width-colon", 2, 2)),
            ("a:\n  - b: 1\n   c: 2\nd: 3\n", ("misplaced", 3, 4)),
            ("a:\n  - b: 1\n     c: 2\nd: 3\n", ("misplaced", 3, 6)),
            ("a:\n  - x\n - y\nb: 2\n", ("misplaced", 3, 2)),
            ("a: 1\n b: 2\nc: 3\n", ("misplaced", 2, 2)),
            (" a: 1\nb: 2\n", ("misplaced", 1, 2)),
            ("a: 1\n- x\nb: 2\n", ("indentation", 2, 1)),
            ("a:\n\tb: 2\n", ("tab", 2, 1)),
            ("a:\n  - b: x\n\tc: 2\n", ("tab", 3, 1)),
            ("a: \"x\nb: 2\nc: 3\n", ("unclosed-quote", 1, 4)),
            ("a:\n  - 'x\n  - y\nb: 2\n", ("unclosed-quote", 2, 5)),
            ("a: \"x”\nb: 2\n", ("other-quote", 1, 6)),
            ("a: \"x\" y\nb: 2\n", ("after-quote", 1, 4)),
            ("a: [x, y\nb: 2\n", ("unclosed-list", 1, 4)),
            ("a: [x, y］\nb: 2\n", ("full-width-bracket", 1, 9)),
            ("a: {x: 1\nb: 2\n", ("unclosed-keys", 1, 4)),
            ("a: []\n  - x\nb: 2\n", ("empty-list", 1, 4)),
            ("a: []  # why\n# none\n- x: 1\nb: 2\n", ("empty-list", 1, 4)),
            ("a:\n  b: c: d\n  e: 1\n", ("colon", 2, 6)),
        ] {
            assert_eq!(slip(text), expected, "{text}");
        }
    }

    #[test]
    fn a_fix_leaves_nothing_to_mend() {
        for text in [
            "title:\u{3000}Queue\nstatus: draft\n",
            "severity:SEV2\n",
            "a: 1\nb：2\nc: 3\n",
            "a: 1\nb：\n  - 2\n",
            "a:\n  - b: 1\n   c: 2\nd: 3\n",
            " a: 1\nb: 2\n",
            "a: \"x”\nb: 2\n",
            "a: [x, y］\nb: 2\n",
            "a: []  # why\n  - x\nb: 2\n",
            "a:\n  b: c: d\n  e: 1\n",
            "a: \"b\" c\nd: 1\n",
            "a:\n\t- b: 1\n\t  c: 2\n\n\t- b: 3\nd: 4\n",
        ] {
            let found = findings(text);
            let fix = found[0].fix.clone().unwrap_or_else(|| panic!("{text}"));
            let mut mended = text.to_owned();
            mended.replace_range(fix.span.start..fix.span.end, &fix.replacement);
            assert_eq!(findings(&mended), [], "{text} became {mended}");
        }
    }

    #[test]
    fn what_could_mean_two_things_is_not_mended() {
        for text in [
            "a:\n\tb: 1\n  c: 2\n",
            "a: b: c # why\nd: 1\n",
            "a: \"b\" c # why\nd: 1\n",
        ] {
            assert_eq!(findings(text)[0].fix, None, "{text}");
        }
    }

    #[test]
    fn what_would_have_to_move_as_a_whole_is_not_moved_in_part() {
        let found = findings("  a: 1\n  b: 2\nc: 3\n");
        assert_eq!(found[0].message.key, "misplaced");
        assert_eq!(found[0].fix, None);
    }
}
