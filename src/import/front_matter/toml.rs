//! TOML front matter (`+++`), as Hugo writes it, as the same tree that YAML gives.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use crate::import::node::{entry, node, plain, text};
use crate::yaml::tree::{Entry, Node, Value};

/// What is wrong with a TOML text, and the byte where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub at: usize,
    pub error: String,
}

/// Reads TOML, and the first fault if there is one; a fault costs only the key that it stands in.
pub(super) fn parse(toml: &str) -> (Vec<Entry>, Option<Fault>) {
    let (table, errors) = DeTable::parse_recoverable(toml);
    let mut faults: Vec<Fault> = errors.iter().map(fault).collect();
    faults.sort_by_key(|fault| fault.at);
    let reader = Toml { toml, faults };
    let entries = reader.entries(table.get_ref());
    (entries, reader.faults.into_iter().next())
}

fn fault(error: &Error) -> Fault {
    Fault {
        at: error.span().unwrap_or_default().start,
        error: error.message().to_owned(),
    }
}

struct Toml<'a> {
    toml: &'a str,
    /// In the order of their places.
    faults: Vec<Fault>,
}

impl Toml<'_> {
    fn entries(&self, table: &DeTable<'_>) -> Vec<Entry> {
        table
            .iter()
            .filter(|(key, value)| !self.is_faulty(&key.span(), &value.span()))
            .map(|(key, value)| entry(key.get_ref().as_ref(), self.node(value)))
            .collect()
    }

    /// Whether a fault stands between the start of a key and the end of its value.
    fn is_faulty(&self, key: &Range<usize>, value: &Range<usize>) -> bool {
        let (start, end) = (key.start.min(value.start), key.end.max(value.end));
        let next = self.faults.partition_point(|fault| fault.at < start);
        self.faults.get(next).is_some_and(|fault| fault.at <= end)
    }

    fn node(&self, value: &Spanned<DeValue<'_>>) -> Node {
        match value.get_ref() {
            DeValue::String(string) => text(string),
            DeValue::Array(items) => node(Value::Sequence(
                items.iter().map(|item| self.node(item)).collect(),
            )),
            DeValue::Table(table) => node(Value::Mapping(self.entries(table))),
            // Numbers, truth values and dates stay as they are written.
            _ => plain(&self.toml[value.span()]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(toml: &str) -> (String, Option<usize>) {
        let (entries, fault) = parse(toml);
        let json = node(Value::Mapping(entries)).to_json().to_string();
        (json, fault.map(|fault| fault.at))
    }

    #[test]
    fn values_of_every_sort() {
        let toml = "# c\ntitle = \"A \\\"b\\\" \\u3042\" # c\r\ndate = 2022-06-13T08:30:00Z\nresolved = true\nn = 3\nlit = 'C:\\x'\naffected = [\n  \"a\", # c\n  'b',\n]\npoint = { x = 1, y.z = \"2\" }\nlong = \"\"\"\none\\\n   two\nthree\"\"\"\n";
        let expected = r#"{"affected":["a","b"],"date":"2022-06-13T08:30:00Z","lit":"C:\\x","long":"onetwo\nthree","n":3,"point":{"x":1,"y":{"z":"2"}},"resolved":true,"title":"A \"b\" あ"}"#;
        assert_eq!(json(toml), (expected.to_owned(), None));
    }

    #[test]
    fn tables_and_lists_of_tables() {
        let toml = "a.b = 1\n[params]\nx = 'y'\n[params.deep]\n\"k k\" = 1.5\n[[steps]]\nn = 1\n[[steps]]\nn = 2\n[steps.sub]\nm = 3\n";
        let expected = r#"{"a":{"b":1},"params":{"deep":{"k k":"1.5"},"x":"y"},"steps":[{"n":1},{"n":2,"sub":{"m":3}}]}"#;
        assert_eq!(json(toml), (expected.to_owned(), None));
    }

    #[test]
    fn keys_keep_their_order_and_dates_their_look() {
        let (entries, _) = parse("z = 2022-06-13 08:30:00\na = 1_000\n");
        let read: Vec<_> = entries
            .iter()
            .map(|entry| (entry.key.as_str(), entry.value.text().unwrap()))
            .collect();
        assert_eq!(read, [("z", "2022-06-13 08:30:00"), ("a", "1_000")]);
    }

    #[test]
    fn a_fault_costs_its_own_key() {
        for (toml, kept, at) in [
            ("a = 1\nb = \nc = 2\n", r#"{"a":1,"c":2}"#, 10),
            ("a = 1\na = 2\n", r#"{"a":1}"#, 6),
            ("a = \"x\ny\"\n", "{}", 6),
            ("a = 1\nb = 'x' y\n", r#"{"a":1,"b":"x"}"#, 14),
            ("= 1\nb = 2\n", r#"{"b":2}"#, 0),
            ("a = \"\\q\"\nb = 2", r#"{"b":2}"#, 6),
            ("a = [1,\nb = 2\n", "{}", 8),
            (
                "d = 2022-13-45\nb = {c = 1, d = }\n[e]\nf = \ng = 1\n",
                r#"{"e":{"g":1}}"#,
                4,
            ),
            ("[a", "{}", 2),
        ] {
            assert_eq!(json(toml), (kept.to_owned(), Some(at)), "{toml}");
        }
        let deep = format!("a = {}", "[".repeat(9_000));
        assert!(json(&deep).1.is_some());
    }
}
