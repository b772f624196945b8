//! Regular expressions for the browser: the same structure, written in JavaScript.
//!
//! What is translated is the parsed structure, so that flags, classes, letter case and verbose mode
//! are resolved already, and the result needs no flag but `u`. Lookbehind is needed for lines
//! and words, which every browser has since 2023.
//!
//! A class such as `\w` is written by the names that both sides have for its parts. Characters that
//! Unicode has added since one side was made are the only difference.

use std::fmt::Write;
use std::sync::LazyLock;

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind, Look, Repetition};
use serde::Serialize;

/// The longest that a translated expression may be, in bytes: lists of characters that have no name
/// can grow to this, and a page has to load them all.
pub const MAX_LENGTH: usize = 32_000;

/// A regular expression of JavaScript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JavaScript {
    /// What `RegExp` takes first.
    pub source: String,
    /// What `RegExp` takes second.
    pub flags: &'static str,
}

/// Why an expression has no counterpart: it would be longer than [`MAX_LENGTH`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

/// Writes an expression in JavaScript.
///
/// # Errors
///
/// Where it would be too long.
pub fn translate(hir: &Hir) -> Result<JavaScript, TooLong> {
    let mut source = String::new();
    write(&mut source, hir)?;
    Ok(JavaScript { source, flags: "u" })
}

/// What a word is made of, inside of a class.
const WORD: &str = r"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}";

/// Classes of many ranges that JavaScript has names for: how each is written in an expression, and
/// inside of a class of JavaScript. Classes that hold others come before them.
static NAMED: LazyLock<Vec<(ClassUnicode, &str)>> = LazyLock::new(|| {
    let names = [
        (r"\w", WORD),
        (r"\p{L}", r"\p{L}"),
        (r"\p{Lu}", r"\p{Lu}"),
        (r"\p{Ll}", r"\p{Ll}"),
        (r"\p{N}", r"\p{N}"),
        (r"\d", r"\p{Nd}"),
        (r"\p{P}", r"\p{P}"),
        (r"\s", r"\p{White_Space}"),
        (r"\p{Han}", r"\p{Script=Han}"),
        (r"\p{Hiragana}", r"\p{Script=Hiragana}"),
        (r"\p{Katakana}", r"\p{Script=Katakana}"),
    ];
    names
        .into_iter()
        .map(
            |(name, written)| match regex_syntax::parse(name).map(Hir::into_kind) {
                Ok(HirKind::Class(Class::Unicode(class))) => (class, written),
                other => unreachable!("a class: {other:?}"),
            },
        )
        .collect()
});

fn write(out: &mut String, hir: &Hir) -> Result<(), TooLong> {
    match hir.kind() {
        HirKind::Empty => out.push_str("(?:)"),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0)
                .unwrap_or_else(|error| unreachable!("expressions for text: {error}"));
            text.chars().for_each(|c| write_char(out, c));
        }
        HirKind::Class(class) => write_class(out, class),
        HirKind::Look(look) => out.push_str(&assertion(*look)),
        HirKind::Repetition(repetition) => write_repetition(out, repetition)?,
        HirKind::Capture(capture) => write_group(out, &capture.sub)?,
        HirKind::Concat(parts) => {
            for part in parts {
                match part.kind() {
                    HirKind::Alternation(_) => write_group(out, part)?,
                    _ => write(out, part)?,
                }
            }
        }
        HirKind::Alternation(branches) => {
            for (position, branch) in branches.iter().enumerate() {
                if position > 0 {
                    out.push('|');
                }
                write(out, branch)?;
            }
        }
    }
    if out.len() > MAX_LENGTH {
        return Err(TooLong);
    }
    Ok(())
}

fn write_group(out: &mut String, hir: &Hir) -> Result<(), TooLong> {
    out.push_str("(?:");
    write(out, hir)?;
    out.push(')');
    Ok(())
}

fn write_repetition(out: &mut String, repetition: &Repetition) -> Result<(), TooLong> {
    let is_atom = match repetition.sub.kind() {
        HirKind::Class(_) => true,
        HirKind::Literal(literal) => {
            std::str::from_utf8(&literal.0).is_ok_and(|text| text.chars().count() == 1)
        }
        _ => false,
    };
    if is_atom {
        write(out, &repetition.sub)?;
    } else {
        write_group(out, &repetition.sub)?;
    }
    let count = match (repetition.min, repetition.max) {
        (0, None) => "*".to_owned(),
        (1, None) => "+".to_owned(),
        (0, Some(1)) => "?".to_owned(),
        (min, None) => format!("{{{min},}}"),
        (min, Some(max)) if min == max => format!("{{{min}}}"),
        (min, Some(max)) => format!("{{{min},{max}}}"),
    };
    out.push_str(&count);
    if !repetition.greedy {
        out.push('?');
    }
    Ok(())
}

/// A place without width. JavaScript's own `\b` knows ASCII only, and its `^` and `$` are used for
/// the ends of the text only.
fn assertion(look: Look) -> String {
    const ASCII: &str = r"\w";
    let unicode = format!("[{WORD}]");
    let start = |word: &str| format!("(?<!{word})(?={word})");
    let end = |word: &str| format!("(?<={word})(?!{word})");
    let boundary = |word: &str| format!("(?:{}|{})", start(word), end(word));
    let no_boundary = |word: &str| format!("(?:(?<={word})(?={word})|(?<!{word})(?!{word}))");
    match look {
        Look::Start => "^".to_owned(),
        Look::End => "$".to_owned(),
        Look::StartLF => r"(?<![^\n])".to_owned(),
        Look::EndLF => r"(?![^\n])".to_owned(),
        Look::StartCRLF => r"(?:(?<![^\n])|(?<=\r)(?!\n))".to_owned(),
        Look::EndCRLF => r"(?:(?![^\r])|(?<!\r)(?=\n))".to_owned(),
        Look::WordAscii => r"\b".to_owned(),
        Look::WordAsciiNegate => r"\B".to_owned(),
        Look::WordUnicode => boundary(&unicode),
        Look::WordUnicodeNegate => no_boundary(&unicode),
        Look::WordStartAscii => start(ASCII),
        Look::WordEndAscii => end(ASCII),
        Look::WordStartUnicode => start(&unicode),
        Look::WordEndUnicode => end(&unicode),
        Look::WordStartHalfAscii => format!("(?<!{ASCII})"),
        Look::WordEndHalfAscii => format!("(?!{ASCII})"),
        Look::WordStartHalfUnicode => format!("(?<!{unicode})"),
        Look::WordEndHalfUnicode => format!("(?!{unicode})"),
    }
}

/// Writes the shortest of the ways to write a class.
fn write_class(out: &mut String, class: &Class) {
    let class = match class {
        Class::Unicode(class) => class.clone(),
        Class::Bytes(class) => class
            .to_unicode_class()
            .unwrap_or_else(|| unreachable!("expressions for text: {class:?}")),
    };
    let mut others = class.clone();
    others.negate();
    let ways = [
        format!("[{}]", ranges(&class)),
        format!("[^{}]", ranges(&others)),
        format!("[{}]", named_and_ranges(class)),
        format!("[^{}]", named_and_ranges(others)),
    ];
    let shortest = ways.iter().min_by_key(|way| way.len());
    out.push_str(shortest.map_or("", String::as_str));
}

/// The inside of a class, by names as far as they go.
fn named_and_ranges(mut class: ClassUnicode) -> String {
    let mut written = String::new();
    for (named, name) in NAMED.iter() {
        let mut outside = named.clone();
        outside.difference(&class);
        if outside.ranges().is_empty() {
            class.difference(named);
            written.push_str(name);
        }
    }
    written + &ranges(&class)
}

fn ranges(class: &ClassUnicode) -> String {
    let mut written = String::new();
    for range in class.ranges() {
        write_char(&mut written, range.start());
        if range.start() == range.end() {
            continue;
        }
        if u32::from(range.end()) > u32::from(range.start()) + 1 {
            written.push('-');
        }
        write_char(&mut written, range.end());
    }
    written
}

/// Writes a character so that it stands for itself, inside of a class and outside.
fn write_char(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str(r"\n"),
        '\r' => out.push_str(r"\r"),
        '\t' => out.push_str(r"\t"),
        '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|'
        | '/' => {
            out.extend(['\\', c]);
        }
        // Outside of a class it must not be escaped by a backslash, and inside it must.
        '-' => out.push_str(r"\x2D"),
        c if c.is_ascii_graphic() || c == ' ' || c.is_alphanumeric() => out.push(c),
        c => {
            if write!(out, r"\u{{{:X}}}", u32::from(c)).is_err() {
                unreachable!("writing to a string does not fail");
            }
        }
    }
}
