//! One signature, ready to be matched.

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind};

use crate::document::known_error::Signature;
use crate::signature::fault::Fault;
use crate::signature::line;
use crate::signature::matcher::Matcher;

/// The most memory that one compiled expression may take, in bytes: a hundred times what those for
/// log lines need, and far from what would be felt.
const MAX_BYTES: usize = 1 << 20;

/// A pattern that lines of a log are compared with.
#[derive(Debug, Clone)]
pub enum Pattern {
    /// Words that stand in one line.
    Text(Text),
    /// A regular expression that is found in one line.
    Regex(Box<Expression>),
    /// Words that stand in lines of their own, in this order.
    Lines(Vec<Text>),
}

/// Words as they are written, with single spaces for runs of white space, and none at the ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// The words, unless there are none.
    #[must_use]
    pub fn new(written: &str) -> Option<Self> {
        let words = line::single_spaced(written).trim().to_owned();
        (!words.is_empty()).then_some(Self(words))
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A regular expression with its structure.
#[derive(Debug, Clone)]
pub struct Expression {
    /// For matching.
    pub regex: Regex,
    /// For translating it, and for looking into it.
    pub hir: Hir,
}

impl Pattern {
    /// Compiles a signature.
    ///
    /// # Errors
    ///
    /// Where it says nothing, or too much, or its expression is none.
    pub fn compile(signature: &Signature) -> Result<Self, Fault> {
        let text = signature.text.as_ref().map(|text| text.value.as_str());
        let regex = signature.regex.as_ref().map(|regex| regex.value.as_str());
        let lines: Vec<&str> = signature.lines.iter().map(|line| line.as_str()).collect();
        match (text, regex, lines.as_slice()) {
            (Some(text), None, []) => Self::lines(&text.lines().collect::<Vec<_>>()),
            (None, Some(regex), []) => Self::regex(regex),
            (None, None, lines) => Self::lines(lines),
            _ => Err(Fault::Several),
        }
    }

    /// Lines in this order; a single one is a text. Empty ones do not count.
    fn lines(lines: &[&str]) -> Result<Self, Fault> {
        let mut texts: Vec<Text> = lines.iter().filter_map(|line| Text::new(line)).collect();
        match texts.len() {
            0 => Err(Fault::Nothing),
            1 => Ok(Self::Text(texts.remove(0))),
            _ => Ok(Self::Lines(texts)),
        }
    }

    /// A regular expression.
    ///
    /// # Errors
    ///
    /// Where it is none, is empty, is too large or asks for a line break.
    pub fn regex(source: &str) -> Result<Self, Fault> {
        if source.is_empty() {
            return Err(Fault::Nothing);
        }
        let hir = regex_syntax::parse(source).map_err(|error| Fault::Syntax(reason(&error)))?;
        let mut builder = RegexBuilder::new(source);
        let regex = builder
            .size_limit(MAX_BYTES)
            .build()
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => Fault::TooLarge,
                error => Fault::Syntax(error.to_string().replace('\n', " ")),
            })?;
        if asks_for_line_break(&hir) {
            return Err(Fault::LineBreak);
        }
        Ok(Self::Regex(Box::new(Expression { regex, hir })))
    }

    /// Its texts as they are looked for, or its expression: two that are written alike find the same.
    #[must_use]
    pub fn written(&self) -> (bool, Vec<&str>) {
        match self {
            Self::Text(text) => (false, vec![text.as_str()]),
            Self::Regex(expression) => (true, vec![expression.regex.as_str()]),
            Self::Lines(texts) => (false, texts.iter().map(Text::as_str).collect()),
        }
    }

    /// How long it is, in characters as written: the longer of two says more.
    #[must_use]
    pub fn length(&self) -> usize {
        let count = |text: &str| text.chars().count();
        match self {
            Self::Text(text) => count(text.as_str()),
            Self::Regex(expression) => count(expression.regex.as_str()),
            Self::Lines(texts) => texts.iter().map(|text| count(text.as_str())).sum(),
        }
    }

    /// Whether it is found in a text of one or more lines.
    #[must_use]
    pub fn is_found_in(&self, text: &str) -> bool {
        !Matcher::new([self]).find_in(text).is_empty()
    }
}

/// What the parser says, without the picture it draws.
fn reason(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        error => error.to_string().replace('\n', " "),
    }
}

/// Whether an expression can only be found where a line ends. A class that has the line break
/// among others, such as `\s`, asks for nothing.
fn asks_for_line_break(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.contains(&b'\n'),
        HirKind::Repetition(repetition) => {
            repetition.min > 0 && asks_for_line_break(&repetition.sub)
        }
        HirKind::Capture(capture) => asks_for_line_break(&capture.sub),
        HirKind::Concat(parts) => parts.iter().any(asks_for_line_break),
        HirKind::Alternation(parts) => parts.iter().all(asks_for_line_break),
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) => false,
    }
}
