//! TOML front matter (`+++`), as Hugo writes it, as the same tree that YAML gives.

use crate::diagnostic::Span;
use crate::import::emit::{node, text as text_node, time};
use crate::yaml::tree::{Entry, Node, Value};

/// Values nested deeper than this are taken as a fault.
const MAX_DEPTH: usize = 16;

/// Reads TOML: what comes before a fault, and the byte of the fault if there is one.
pub(super) fn parse(toml: &str) -> (Vec<Entry>, Option<usize>) {
    let mut reader = Toml { text: toml, at: 0 };
    let mut root = Vec::new();
    let mut table: Vec<String> = Vec::new();
    loop {
        reader.skip_blank();
        if reader.rest().is_empty() {
            return (root, None);
        }
        let begin = reader.at;
        if reader.line(&mut root, &mut table).is_none() {
            return (root, Some(reader.at.max(begin)));
        }
    }
}

struct Toml<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Toml<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    /// Spaces, line ends and comments.
    fn skip_blank(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            if !self.rest().starts_with('#') {
                return;
            }
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        }
    }

    /// A table's heading, or a key with its value, up to the end of the line.
    fn line(&mut self, root: &mut Vec<Entry>, table: &mut Vec<String>) -> Option<()> {
        if self.eat("[[") {
            *table = self.key()?;
            self.eat("]]").then_some(())?;
            add_to_list(root, table)?;
        } else if self.eat("[") {
            *table = self.key()?;
            self.eat("]").then_some(())?;
            mapping_at(root, table)?;
        } else {
            self.pair(mapping_at(root, table)?, 0)?;
        }
        self.skip_spaces();
        let ends = self.rest().is_empty() || self.rest().starts_with(['\n', '\r', '#']);
        ends.then_some(())
    }

    fn pair(&mut self, into: &mut Vec<Entry>, depth: usize) -> Option<()> {
        let mut path = self.key()?;
        self.eat("=").then_some(())?;
        let last = path.pop()?;
        let value = self.value(depth)?;
        let into = mapping_at(into, &path)?;
        if into.iter().any(|entry| entry.key == last) {
            return None;
        }
        into.push(entry(last, value));
        Some(())
    }

    /// A dotted key, and the spaces behind it.
    fn key(&mut self) -> Option<Vec<String>> {
        let mut path = Vec::new();
        loop {
            self.skip_spaces();
            path.push(self.key_part()?);
            self.skip_spaces();
            if !self.eat(".") {
                return Some(path);
            }
        }
    }

    fn key_part(&mut self) -> Option<String> {
        if self.rest().starts_with(['"', '\'']) {
            return self.string();
        }
        let bare = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let length = self.rest().find(|c| !bare(c)).unwrap_or(self.rest().len());
        let part = &self.rest()[..length];
        self.at += length;
        (!part.is_empty()).then(|| part.to_owned())
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.skip_spaces();
        if self.rest().starts_with(['"', '\'']) {
            return self.string().map(|text| text_node(&text));
        }
        if self.eat("[") {
            return self.array(depth);
        }
        if self.eat("{") {
            return self.inline_table(depth);
        }
        let end = self.rest().find([',', ']', '}', '#', '\n', '\r']);
        let word = self.rest()[..end.unwrap_or(self.rest().len())].trim();
        let fits = |c: char| c.is_ascii_alphanumeric() || "+-_.: ".contains(c);
        if word.is_empty() || !word.chars().all(fits) {
            return None;
        }
        self.at += word.len();
        Some(time(word))
    }

    fn array(&mut self, depth: usize) -> Option<Node> {
        let mut items = Vec::new();
        loop {
            self.skip_blank();
            if self.eat("]") {
                return Some(node(Value::Sequence(items)));
            }
            items.push(self.value(depth + 1)?);
            self.skip_blank();
            if !self.eat(",") && !self.rest().starts_with(']') {
                return None;
            }
        }
    }

    fn inline_table(&mut self, depth: usize) -> Option<Node> {
        let mut entries = Vec::new();
        loop {
            self.skip_blank();
            if self.eat("}") {
                return Some(node(Value::Mapping(entries)));
            }
            self.pair(&mut entries, depth + 1)?;
            self.skip_blank();
            if !self.eat(",") && !self.rest().starts_with('}') {
                return None;
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        for fence in ["\"\"\"", "'''"] {
            if self.eat(fence) {
                // A line end right behind the fence does not count.
                let _ = self.eat("\r\n") || self.eat("\n");
                return self.until(fence, fence.starts_with('"'));
            }
        }
        let quote = &self.rest()[..1];
        self.at += 1;
        let line_end = self.rest().find('\n').map(|at| self.at + at);
        let string = self.until(quote, quote == "\"")?;
        line_end
            .is_none_or(|line_end| self.at <= line_end)
            .then_some(string)
    }

    /// The text up to `fence`, which it passes.
    fn until(&mut self, fence: &str, escapes: bool) -> Option<String> {
        let mut text = String::new();
        loop {
            if self.eat(fence) {
                // Up to two quotes may stand before the closing three.
                while fence.len() == 3 && self.eat(&fence[..1]) {
                    text.push_str(&fence[..1]);
                }
                return Some(text);
            }
            let c = self.rest().chars().next()?;
            self.at += c.len_utf8();
            if c == '\\' && escapes {
                self.escape(&mut text)?;
            } else {
                text.push(c);
            }
        }
    }

    fn escape(&mut self, text: &mut String) -> Option<()> {
        let c = self.rest().chars().next()?;
        self.at += c.len_utf8();
        text.push(match c {
            'b' => '\u{8}',
            't' => '\t',
            'n' => '\n',
            'f' => '\u{c}',
            'r' => '\r',
            'e' => '\u{1b}',
            '"' | '\\' => c,
            'u' => self.code_point(4)?,
            'U' => self.code_point(8)?,
            c if c.is_whitespace() => {
                // A line that goes on below.
                let rest = self.rest();
                self.at += rest.len() - rest.trim_start().len();
                return Some(());
            }
            _ => return None,
        });
        Some(())
    }

    fn code_point(&mut self, digits: usize) -> Option<char> {
        let written = self.rest().get(..digits)?;
        self.at += digits;
        u32::from_str_radix(written, 16)
            .ok()
            .and_then(char::from_u32)
    }
}

fn entry(key: String, value: Node) -> Entry {
    Entry {
        key,
        key_span: Span::default(),
        value,
    }
}

/// The entries of the table at this path, made where there is none; of a list of tables, the last.
fn mapping_at<'a>(root: &'a mut Vec<Entry>, path: &[String]) -> Option<&'a mut Vec<Entry>> {
    let mut entries = root;
    for key in path {
        let index = entries.iter().position(|entry| entry.key == *key);
        let index = index.unwrap_or_else(|| {
            entries.push(entry(key.clone(), node(Value::Mapping(Vec::new()))));
            entries.len() - 1
        });
        entries = match &mut entries[index].value.value {
            Value::Mapping(entries) => entries,
            Value::Sequence(items) => match &mut items.last_mut()?.value {
                Value::Mapping(entries) => entries,
                _ => return None,
            },
            _ => return None,
        };
    }
    Some(entries)
}

/// Adds a table to the list of tables at this path.
fn add_to_list(root: &mut Vec<Entry>, path: &[String]) -> Option<()> {
    let (last, parents) = path.split_last()?;
    let entries = mapping_at(root, parents)?;
    let table = node(Value::Mapping(Vec::new()));
    match entries.iter_mut().find(|entry| entry.key == *last) {
        Some(entry) => match &mut entry.value.value {
            Value::Sequence(items) => items.push(table),
            _ => return None,
        },
        None => entries.push(entry(last.clone(), node(Value::Sequence(vec![table])))),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(toml: &str) -> (String, Option<usize>) {
        let (entries, fault) = parse(toml);
        let json = node(Value::Mapping(entries)).to_json().to_string();
        (json, fault)
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
    fn what_stands_before_a_fault_counts() {
        for (toml, kept) in [
            ("a = 1\nb = \nc = 2\n", r#"{"a":1}"#),
            ("a = 1\na = 2\n", r#"{"a":1}"#),
            ("a = \"x\ny\"\n", "{}"),
            ("a = 1\nb = 'x' y\n", r#"{"a":1,"b":"x"}"#),
            ("= 1\n", "{}"),
            ("a = \"\\q\"", "{}"),
            ("[a", "{}"),
        ] {
            let (read, fault) = json(toml);
            assert_eq!(read, kept, "{toml}");
            assert!(fault.is_some(), "{toml}");
        }
        let deep = format!("a = {}", "[".repeat(9_000));
        assert!(json(&deep).1.is_some());
    }
}
