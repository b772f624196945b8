//! Front matter as hansei writes it: values that read back as they were.

use std::fmt::Write as _;

use crate::import::draft::Field;
use crate::yaml::parse::parse;
use crate::yaml::tree::{Entry, Node, Value};

/// The fields one below the other, with `\n` between lines.
pub(super) fn emit(fields: &[Field]) -> String {
    let mut out = String::new();
    write_fields(&mut out, fields, 0);
    out
}

/// Whether `yaml` reads back as these fields, without any finding.
pub(super) fn reads_back(yaml: &str, fields: &[Field]) -> bool {
    let mut findings = Vec::new();
    let root = parse(yaml, 0, &mut findings);
    let entries = root.as_ref().map(Node::entries).unwrap_or_default();
    findings.is_empty()
        && entries.len() == fields.len()
        && entries.iter().zip(fields).all(|(read, field)| {
            read.key == field.key && read.value.to_json() == field.value.to_json()
        })
}

fn write_fields(out: &mut String, fields: &[Field], indent: usize) {
    for field in fields {
        for comment in &field.comments {
            let _ = writeln!(out, "{:indent$}#{comment}", "");
        }
        let _ = write!(out, "{:indent$}", "");
        write_entry(out, &field.key, &field.value, indent);
    }
}

/// `key: value`, where the line is indented already.
fn write_entry(out: &mut String, key: &str, value: &Node, indent: usize) {
    if is_safe(key) {
        out.push_str(key);
    } else {
        write_quoted(out, key);
    }
    out.push(':');
    match &value.value {
        Value::Mapping(entries) if !entries.is_empty() => {
            out.push('\n');
            for entry in entries {
                let _ = write!(out, "{:1$}", "", indent + 2);
                write_entry(out, &entry.key, &entry.value, indent + 2);
            }
        }
        Value::Sequence(items) if !items.is_empty() => {
            out.push('\n');
            for item in items {
                let _ = write!(out, "{:1$}", "", indent + 2);
                write_item(out, item, indent + 2);
            }
        }
        _ => {
            out.push(' ');
            write_leaf(out, value, indent + 2);
        }
    }
}

/// `- value`, where the line is indented already.
fn write_item(out: &mut String, item: &Node, indent: usize) {
    out.push_str("- ");
    match &item.value {
        Value::Mapping(entries) if !entries.is_empty() => {
            write_joined(out, entries, indent + 2, |out, entry: &Entry| {
                write_entry(out, &entry.key, &entry.value, indent + 2);
            });
        }
        Value::Sequence(items) if !items.is_empty() => {
            write_joined(out, items, indent + 2, |out, item| {
                write_item(out, item, indent + 2);
            });
        }
        _ => write_leaf(out, item, indent + 2),
    }
}

/// The first on the line that has begun, the others below it.
fn write_joined<T>(
    out: &mut String,
    all: &[T],
    indent: usize,
    write_one: impl Fn(&mut String, &T),
) {
    for (index, one) in all.iter().enumerate() {
        if index > 0 {
            let _ = write!(out, "{:indent$}", "");
        }
        write_one(out, one);
    }
}

fn write_leaf(out: &mut String, leaf: &Node, indent: usize) {
    match &leaf.value {
        Value::Null => out.push_str("null"),
        Value::Sequence(_) => out.push_str("[]"),
        Value::Mapping(_) => out.push_str("{}"),
        Value::Scalar { text, plain } => {
            if *plain && is_safe(text) {
                out.push_str(text);
            } else if is_block(text) {
                return write_block(out, text, indent);
            } else {
                write_quoted(out, text);
            }
        }
    }
    out.push('\n');
}

/// Whether a text may stand without quotes, as far as the shape of YAML goes.
fn is_safe(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else {
        return false;
    };
    let starts_well = match first {
        '-' => chars.next().is_some_and(char::is_alphanumeric),
        _ => !"?:,[]{}#&*!|>'\"%@`".contains(first),
    };
    starts_well
        && text.trim() == text
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && text.chars().all(is_printable)
}

/// Whether everyone's YAML takes it for text and for nothing else, without quotes.
pub(super) fn is_plain_text(text: &str) -> bool {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    is_safe(text)
        && text.starts_with(char::is_alphabetic)
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
        )
}

/// Whether a text of several lines can be written as it is: `|`.
fn is_block(text: &str) -> bool {
    let lines = text.strip_suffix('\n').unwrap_or(text);
    lines.contains('\n')
        && !lines.ends_with('\n')
        && !lines.starts_with(char::is_whitespace)
        && lines.chars().all(|c| c == '\n' || is_printable(c))
        // A line of spaces would lose them.
        && lines.lines().all(|line| line.is_empty() || !line.trim().is_empty())
}

fn write_block(out: &mut String, text: &str, indent: usize) {
    out.push_str(if text.ends_with('\n') { "|\n" } else { "|-\n" });
    for line in text.lines() {
        if !line.is_empty() {
            let _ = write!(out, "{:indent$}", "");
        }
        out.push_str(line);
        out.push('\n');
    }
}

fn write_quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_printable(c) => out.push(c),
            c => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::node::{plain, text};

    const HOSTILE: [&str; 44] = [
        "",
        " ",
        "a: b",
        "a:",
        ":",
        "# x",
        "a # b",
        "a#b",
        "- x",
        "-",
        "---",
        "...",
        "-1",
        "'",
        "\"",
        "it's",
        "\"q\"",
        "yes",
        "null",
        "~",
        "true",
        "2022-01-01",
        "1.50",
        "0x1F",
        "a\nb",
        "a\nb\n",
        "a\n\n",
        "\na",
        "a\n  b\n",
        "  a\nb",
        "a\r\nb",
        "a\n \nb",
        "\ttab",
        "a\tb",
        "nul\0bell\u{7}esc\u{1b}",
        "\u{85}\u{2028}\u{FEFF}",
        "🔥 down",
        "障害：検知",
        "{a}",
        "[a]",
        "a, b",
        "<<",
        "%a",
        "a\\b",
    ];

    #[test]
    fn hostile_texts_read_back() {
        let fields: Vec<_> = HOSTILE
            .iter()
            .enumerate()
            .map(|(index, hostile)| Field::new(format!("k{index}"), text(hostile)))
            .collect();
        let yaml = emit(&fields);
        assert!(reads_back(&yaml, &fields), "{yaml}");
        // A plain value that is not safe is quoted, and stays the text it was.
        let unsafe_plain: Vec<_> = HOSTILE
            .iter()
            .filter(|hostile| !matches!(**hostile, "~" | "null" | "" | "true"))
            .enumerate()
            .map(|(index, hostile)| Field::new(format!("k{index}"), plain(hostile)))
            .collect();
        assert!(
            reads_back(&emit(&unsafe_plain), &unsafe_plain),
            "{}",
            emit(&unsafe_plain)
        );
    }

    #[test]
    fn hostile_keys_read_back() {
        let fields: Vec<_> = HOSTILE
            .iter()
            .filter(|key| !matches!(**key, "~" | "null"))
            .map(|key| Field::new(*key, text("x")))
            .collect();
        assert!(reads_back(&emit(&fields), &fields), "{}", emit(&fields));
    }

    #[test]
    fn nested_values_read_back() {
        let yaml = "a:\n  - b: [1, [x, {y: 'z'}], []]\n    c: {}\n  - - - deep\n  - null\n  - |\n    two\n    lines\nb: {c: {d: \"1\", e: 1}}\n'n: 1': ~\n";
        let mut findings = Vec::new();
        let root = parse(yaml, 0, &mut findings).unwrap();
        let fields: Vec<_> = root
            .entries()
            .iter()
            .map(|entry| Field::new(&*entry.key, entry.value.clone()))
            .collect();
        let written = emit(&fields);
        assert!(reads_back(&written, &fields), "{written}");
        let crlf = written.replace('\n', "\r\n");
        assert!(reads_back(&crlf, &fields), "{crlf}");
    }

    #[test]
    fn values_keep_their_look() {
        let mut findings = Vec::new();
        let yaml = "title: \"Down\"\ndate: 2022-06-13 8:30\nversion: 1.50\nok: yes\nwords: it's down, again\n";
        let root = parse(yaml, 0, &mut findings).unwrap();
        let fields: Vec<_> = root
            .entries()
            .iter()
            .map(|entry| Field::new(&*entry.key, entry.value.clone()))
            .collect();
        assert_eq!(emit(&fields), yaml);
    }

    #[test]
    fn comments_stand_above_their_key() {
        let mut one = Field::new("a", text("b"));
        one.comments = vec![" why".to_owned()];
        assert_eq!(emit(&[one]), "# why\na: b\n");
    }
}
