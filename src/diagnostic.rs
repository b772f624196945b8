//! What is wrong, incomplete or owed in a file, as data.
//!
//! A [`Finding`] is what a reader or a rule sees in one text; a [`Diagnostic`] is the same finding
//! graded and placed in its file, ready for any output format.

use std::cell::Cell;
use std::fmt;

use crate::memory::bytes::{Reader, Writer};
use crate::memory::{Remember, remember};

/// How much a finding weighs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is owed or overdue, or could be better.
    Note,
    /// Something is incomplete.
    Warning,
    /// Something is wrong.
    Error,
}

impl Severity {
    /// All severities, the lightest first.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// The word used in configuration and output: `note`, `warning` or `error`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|severity| severity.as_str() == name)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A range of bytes in the text of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// First byte behind the range.
    pub end: usize,
}

impl Span {
    /// The range from `start` up to, not including, `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The bytes of `text` in this range; empty where the range does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The same range in a text that has `offset` more bytes in front.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start + offset, self.end + offset)
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

remember!(Span { start, end });

/// A value together with where it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands in its file.
    pub span: Span,
}

impl<T: Remember> Remember for Spanned<T> {
    fn remember(&self, writer: &mut Writer) {
        self.value.remember(writer);
        self.span.remember(writer);
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            value: T::recall(reader)?,
            span: Span::recall(reader)?,
        })
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A message of a rule, not yet in any language.
///
/// The words stand in `src/locale/`, under `rules.<rule>.<key>`; its help under
/// `rules.<rule>.<key>-help`, or `rules.<rule>.help` for all messages of the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Which of the rule's messages.
    pub key: &'static str,
    /// Values for the placeholders of the message.
    pub arguments: Vec<(&'static str, String)>,
    /// The names of those values that are a part of what the finding is about, so that another value is
    /// another finding. All others, such as what was expected instead, depend on settings, other
    /// documents or the day.
    pub subjects: Vec<&'static str>,
}

/// A replacement that mends a finding without losing anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// The text to put there.
    pub replacement: String,
}

/// What a rule saw in one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The name of the rule, as in `hansei explain`.
    pub rule: &'static str,
    /// Where in the text.
    pub span: Span,
    /// What to tell.
    pub message: Message,
    /// How to mend it, where that is certain.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding of `rule` at `span` with the rule's message called `key`.
    #[must_use]
    pub fn new(rule: &'static str, key: &'static str, span: Span) -> Self {
        Self {
            rule,
            span,
            message: Message {
                key,
                arguments: Vec::new(),
                subjects: Vec::new(),
            },
            fix: None,
        }
    }

    /// The same finding in a text that has `offset` more bytes in front.
    #[must_use]
    pub fn shifted(mut self, offset: usize) -> Self {
        self.span = self.span.shifted(offset);
        if let Some(fix) = &mut self.fix {
            fix.span = fix.span.shifted(offset);
        }
        self
    }

    /// Adds a value for a placeholder of the message, shortened where it is long: most of them are
    /// written by users.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl Into<String>) -> Self {
        self.argument(name, shown(value.into(), SHOWN_OF_VALUE))
    }

    /// Adds a value that is a part of what the finding is about, for a placeholder of the message:
    /// with another value it is another finding.
    #[must_use]
    pub fn about(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.message.subjects.push(name);
        self.with(name, value)
    }

    /// Adds a line for a placeholder of the message, such as what a parser says, which may be longer
    /// than a value.
    #[must_use]
    pub fn with_line(self, name: &'static str, line: impl Into<String>) -> Self {
        self.argument(name, shown(line.into(), SHOWN_OF_LINE))
    }

    /// Adds names to choose from for a placeholder of the message, the first of them if they are
    /// many.
    #[must_use]
    pub fn with_list<'a>(
        self,
        name: &'static str,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut names = names.into_iter();
        let mut listed: Vec<String> = names
            .by_ref()
            .take(SHOWN_OF_LIST)
            .map(|name| shown(name.to_owned(), SHOWN_OF_VALUE))
            .collect();
        if names.next().is_some() {
            listed.push("…".to_owned());
        }
        self.argument(name, listed.join(", "))
    }

    fn argument(mut self, name: &'static str, value: String) -> Self {
        self.message.arguments.push((name, value));
        self
    }

    /// Adds the replacement that mends it.
    #[must_use]
    pub fn fixed_by(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            span,
            replacement: replacement.into(),
        });
        self
    }
}

/// The most characters that a message shows of a value.
const SHOWN_OF_VALUE: usize = 80;
/// The most characters that a message shows of a line.
const SHOWN_OF_LINE: usize = 240;
/// The most names that a message lists.
const SHOWN_OF_LIST: usize = 12;

/// A text as a value in messages.
pub(crate) fn shown_value(text: String) -> String {
    shown(text, SHOWN_OF_VALUE)
}

/// A text as messages show it: on one line, without what would steer a terminal, and if it is long
/// without its middle.
fn shown(text: String, most: usize) -> String {
    let text = if text.contains(char::is_control) {
        text.replace(char::is_control, " ")
    } else {
        text
    };
    // No text has more characters than bytes.
    if text.len() <= most || text.chars().count() <= most {
        return text;
    }
    let head: String = text.chars().take(most - most / 3 - 1).collect();
    let tail: Vec<char> = text.chars().rev().take(most / 3).collect();
    format!("{head}…{}", tail.into_iter().rev().collect::<String>())
}

/// A place in a file as people count it: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// A finding, graded and placed in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The name of the rule.
    pub rule: &'static str,
    /// Its weight, after configuration.
    pub severity: Severity,
    /// The file, relative to the root of the knowledge base, with `/` between folders.
    pub file: String,
    /// Where it begins.
    pub start: Position,
    /// Where it ends: the position behind the last character.
    pub end: Position,
    /// The bytes of the file it speaks of.
    pub span: Span,
    /// What to tell.
    pub message: Message,
    /// How to mend it, where that is certain.
    pub fix: Option<Fix>,
}

/// Finds lines and columns in one text.
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
    /// The offset that was last asked for, and its position: the next one is mostly a little behind
    /// it, and a line may be long.
    last: Cell<(usize, Position)>,
}

impl<'a> LineIndex<'a> {
    /// Indexes the lines of `text`; a line ends with `\n`, `\r\n` counting as one.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        let start = Position { line: 1, column: 1 };
        Self {
            text,
            line_starts,
            last: Cell::new((0, start)),
        }
    }

    /// The line and column of a byte offset; one past the end is the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let (last, known) = self.last.get();
        let (start, column) = if known.line == line && last <= offset {
            (last, known.column)
        } else {
            (self.line_starts[line - 1], 1)
        };
        let before = &self.text[start..offset];
        let column = column + before.trim_start_matches('\u{FEFF}').chars().count();
        let position = Position { line, column };
        self.last.set((offset, position));
        position
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_show_users_one_short_line() {
        let argument = |finding: Finding| finding.message.arguments[0].1.clone();
        let new = || Finding::new("unknown-key", "unknown", Span::default());
        assert_eq!(argument(new().with("key", "a\u{1b}[31m\nb")), "a [31m b");
        let long = argument(new().with("key", "あ".repeat(5_000) + "end"));
        assert_eq!(long.chars().count(), 80);
        assert!(long.contains("あ…あ") && long.ends_with("end"), "{long}");
        let names: Vec<String> = (0..500).map(|number| format!("n{number}")).collect();
        let list = argument(new().with_list("expected", names.iter().map(String::as_str)));
        assert!(
            list.starts_with("n0, n1, ") && list.ends_with("n11, …"),
            "{list}"
        );
    }

    #[test]
    fn columns_count_characters() {
        let index = LineIndex::new("a\r\n証明書x\n");
        assert_eq!(index.position(3), Position { line: 2, column: 1 });
        assert_eq!(index.position(12), Position { line: 2, column: 4 });
        assert_eq!(index.position(999), Position { line: 3, column: 1 });
        assert_eq!(index.position(6), Position { line: 2, column: 2 });
        assert_eq!(index.position(9), Position { line: 2, column: 3 });
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let index = LineIndex::new("\u{FEFF}---");
        assert_eq!(index.position(3), Position { line: 1, column: 1 });
    }
}
