//! The little of YAML and JSON that is written here.

use std::fmt::{Display, Write as _};

use chrono::NaiveDateTime;

/// A scalar, in quotes only where YAML would read it as something else.
pub fn scalar(text: &str) -> String {
    let plain = text
        .chars()
        .all(|c| c.is_alphanumeric() || " -_/.()、。".contains(c));
    let word = text.chars().next().is_some_and(char::is_alphabetic);
    let keyword = ["true", "false", "null", "yes", "no", "on", "off"].contains(&text);
    if plain && word && !keyword && text == text.trim() {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A string in double quotes, the same in YAML and JSON.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `key: [a, b]`, or nothing at all for an empty list.
pub fn list<T: Display>(out: &mut String, key: &str, items: impl IntoIterator<Item = T>) {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    if !items.is_empty() {
        _ = writeln!(out, "{key}: [{}]", items.join(", "));
    }
}

/// `key: value`.
pub fn field(out: &mut String, key: &str, value: impl Display) {
    _ = writeln!(out, "{key}: {value}");
}

/// A time with its offset.
pub fn time(at: NaiveDateTime, offset: i32) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs();
    format!(
        "{}{sign}{:02}:{:02}",
        at.format("%Y-%m-%dT%H:%M:%S"),
        minutes / 60,
        minutes % 60
    )
}

#[cfg(test)]
mod tests {
    use super::{quoted, scalar, time};

    #[test]
    fn quotes_only_where_needed() {
        assert_eq!(scalar("Restore of orders (two)"), "Restore of orders (two)");
        assert_eq!(scalar("証明書の更新"), "証明書の更新");
        assert_eq!(scalar("cart: errors"), "\"cart: errors\"");
        assert_eq!(scalar("12 hosts"), "\"12 hosts\"");
        assert_eq!(scalar("no"), "\"no\"");
        assert_eq!(quoted("a\\b\"c\n"), "\"a\\\\b\\\"c\\n\"");
    }

    #[test]
    fn offsets() {
        let at = chrono::DateTime::UNIX_EPOCH.naive_utc();
        assert_eq!(time(at, -480), "1970-01-01T00:00:00-08:00");
        assert_eq!(time(at, 330), "1970-01-01T00:00:00+05:30");
    }
}
