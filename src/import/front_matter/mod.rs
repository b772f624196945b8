//! The front matter of somebody else's file, read as far as it goes.

mod broken_yaml;
mod toml;

use serde_yaml::granit_parser::{Event, Options, Parser, options};

use crate::diagnostic::{LineIndex, Message, Span};
use crate::document::front_matter::{Parts, split};
use crate::import::draft::Field;
use crate::import::report::{Outcome, message};
use crate::yaml::parse::{MAX_BYTES, parse};
use crate::yaml::tree::{Entry, Value};

/// Front matter, and where the body begins.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    /// Its fields in the order written.
    pub fields: Vec<Field>,
    /// Comments behind the last field.
    pub last_comments: Vec<String>,
    /// All of it as text, line ends aside.
    pub text: String,
    /// Whether `fields` do not hold everything.
    pub faulty: bool,
    /// Where the body begins.
    pub body: usize,
    /// What is to be said about it.
    pub notes: Vec<Message>,
}

/// Reads the front matter of a text without a byte-order mark.
///
/// Words between two thematic breaks are no front matter: they hold no keys, so they are text.
///
/// # Errors
///
/// The reason to leave the file out, where its front matter is larger than any may be.
pub(super) fn read(text: &str) -> Result<FrontMatter, Outcome> {
    let mut unclosed = Vec::new();
    let toml = toml_fences(text);
    let parts = toml.unwrap_or_else(|| split(text, &mut unclosed));
    let Some(span) = parts.yaml else {
        return Ok(FrontMatter::default());
    };
    let written = span.of(text);
    if written.len() > MAX_BYTES {
        return Err(too_large());
    }
    let mut front_matter = FrontMatter {
        text: written.replace("\r\n", "\n"),
        body: parts.body,
        ..FrontMatter::default()
    };
    if !unclosed.is_empty() {
        front_matter.notes.push(message("unclosed-fence", &[]));
    }
    let line = |at| LineIndex::new(text).position(span.start + at).line;
    let has_keys = if toml.is_some() {
        front_matter.read_toml(written, line);
        true
    } else {
        front_matter.read_yaml(written, line)
    };
    Ok(if has_keys {
        front_matter
    } else {
        FrontMatter::default()
    })
}

/// Why a file with too much front matter is left out.
pub(super) fn too_large() -> Outcome {
    let limit = MAX_BYTES.to_string();
    Outcome::left_out("front-matter-too-large", &[("limit", &limit)])
}

/// The parts of a text with TOML between two lines `+++` at its top.
fn toml_fences(text: &str) -> Option<Parts> {
    let mut opening_end = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match (line.trim_end(), opening_end) {
            ("+++", None) => opening_end = Some(end),
            ("+++", Some(start)) => {
                return Some(Parts {
                    yaml: Some(Span::new(start, at)),
                    body: end,
                });
            }
            ("", None) | (_, Some(_)) => {}
            (_, None) => return None,
        }
        at = end;
    }
    None
}

impl FrontMatter {
    fn read_toml(&mut self, toml: &str, line: impl Fn(usize) -> usize) {
        self.notes.push(message("toml", &[]));
        let (entries, fault) = toml::parse(toml);
        if let Some(fault) = fault {
            let line = line(fault.at).to_string();
            let arguments = [("line", line.as_str()), ("error", &fault.error)];
            self.notes.push(message("broken-toml", &arguments));
            self.faulty = true;
        }
        self.fill(entries, Vec::new());
    }

    /// Reads YAML, and says whether it is front matter at all: other YAML is text.
    fn read_yaml(&mut self, yaml: &str, line: impl Fn(usize) -> usize) -> bool {
        let mut findings = Vec::new();
        let root = parse(yaml, 0, &mut findings);
        let Some(fault) = broken_yaml::first_fault(&findings) else {
            let entries = match root.map(|root| root.value) {
                Some(Value::Mapping(entries)) => entries,
                Some(Value::Scalar { .. } | Value::Sequence(_)) => return false,
                Some(Value::Null) | None => Vec::new(),
            };
            self.fill(entries, comments(yaml));
            return true;
        };
        self.notes
            .push(broken_yaml::note(fault, line(fault.span.start)));
        self.faulty = true;
        self.fill(broken_yaml::salvaged(yaml, root, &findings), Vec::new());
        let is_word = |field: &Field| !field.key.contains(char::is_whitespace);
        self.fields.iter().any(is_word)
    }

    /// Takes the fields over, each with the comments that stand above it or in it.
    fn fill(&mut self, entries: Vec<Entry>, comments: Vec<(usize, String)>) {
        let mut comments = comments.into_iter().peekable();
        for entry in entries {
            let end = entry.value.span.end.max(entry.key_span.end);
            let mut field = Field::new(entry.key, entry.value);
            while let Some((_, comment)) = comments.next_if(|(at, _)| *at < end) {
                field.comments.push(comment);
            }
            self.fields.push(field);
        }
        self.last_comments = comments.map(|(_, comment)| comment).collect();
    }
}

/// The comments of sound YAML with their places.
fn comments(yaml: &str) -> Vec<(usize, String)> {
    let options: Options = options! {
        emit_unresolved_aliases: true,
        simple_key_max_lookahead: MAX_BYTES,
        max_buffered_comment_events: MAX_BYTES,
    };
    Parser::new_from_str_with_options(yaml, options)
        .map_while(Result::ok)
        .filter_map(|(event, span)| match event {
            Event::Comment(text, _) => {
                let at = span.start.byte_offset().unwrap_or_default();
                Some((at, text.into_owned()))
            }
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> FrontMatter {
        super::read(text).unwrap()
    }

    fn json(front_matter: &FrontMatter) -> String {
        let fields: serde_json::Map<_, _> = front_matter
            .fields
            .iter()
            .map(|field| (field.key.clone(), field.value.to_json()))
            .collect();
        serde_json::Value::Object(fields).to_string()
    }

    fn keys(front_matter: &FrontMatter) -> Vec<&'static str> {
        front_matter.notes.iter().map(|note| note.key).collect()
    }

    #[test]
    fn sound_front_matter_has_fields_and_comments() {
        let text = "---\n# one\n# two\na: 1\nb: # three\n  - x # four\n# last\n---\nBody";
        let read = read(text);
        assert_eq!(json(&read), r#"{"a":1,"b":["x"]}"#);
        assert_eq!(read.fields[0].comments, [" one", " two"]);
        assert_eq!(read.fields[1].comments, [" three"]);
        assert_eq!(read.last_comments, [" four", " last"]);
        assert_eq!((&text[read.body..], read.faulty), ("Body", false));
    }

    #[test]
    fn a_fault_costs_its_own_key_and_nothing_is_lost() {
        let yaml =
            "title: Down: mail\nbad: [x\ndate: 2022-06-13\nlist:\n\t- a\n\t- b\nquoted: \"open\n";
        let read = read(&format!("---\n{yaml}---\nBody"));
        assert_eq!(
            json(&read),
            r#"{"bad":"[x","date":"2022-06-13","list":["a","b"],"quoted":"open","title":"Down: mail"}"#
        );
        assert_eq!(keys(&read), ["broken-colon"]);
        assert_eq!(read.notes[0].arguments[0], ("line", "2".to_owned()));
        assert_eq!((read.faulty, read.text.as_str()), (true, yaml));
    }

    #[test]
    fn what_stands_behind_the_fields_is_not_lost() {
        let found = read("---\n  title: T\nweight: 20\n---\n");
        assert_eq!(json(&found), r#"{"title":"T","weight":20}"#);
        assert_eq!((keys(&found), found.faulty), (vec!["broken"], true));
        for sound in [
            "a: [1,\n  2,\n]\n",
            "a: |\n  x\n\n  # y\n\n# z\n",
            "a: >-\n  x\n  y\nb:\n",
            "a: 'x\n\n  y'\n# z\n",
            "a: {b: [1\n  ]\n}\n\n",
            "a: x\n  y\n",
        ] {
            assert!(!read(&format!("---\n{sound}---\n")).faulty, "{sound}");
        }
    }

    #[test]
    fn aliases_are_written_out() {
        let found = read("---\na: &x {b: 1}\nc: *x\nd: 1.50\n---\n");
        assert_eq!(keys(&found), ["broken-alias"]);
        assert!(json(&found).contains(r#""c":{"b":1}"#), "{}", json(&found));
        assert!(found.faulty);
        let found = read("---\na: &x 1\n---\n");
        assert_eq!(
            (json(&found), found.faulty),
            (r#"{"a":1}"#.to_owned(), false)
        );
    }

    #[test]
    fn equal_keys_keep_the_text() {
        let found = read("---\na: 1\na: 2\n---\n");
        assert_eq!(keys(&found), ["broken-duplicate"]);
        assert!(found.faulty);
    }

    #[test]
    fn words_between_breaks_are_text() {
        for text in [
            "---\nSome words.\n---\nMore",
            "---\n- a\n- b\n---\n",
            "# T\n",
            "",
        ] {
            assert_eq!(read(text).body, 0, "{text}");
        }
        let empty = "---\n---\nBody";
        assert_eq!(&empty[read(empty).body..], "Body");
    }

    #[test]
    fn prose_with_colons_between_breaks_is_text() {
        let text = "---\n\nIn short: it broke.\n\nThe cause: a disk: full.\n\n---\nMore";
        assert_eq!(read(text).body, 0);
        assert_eq!(read("---\nNo closing fence: \"x\n").body, 0);
    }

    #[test]
    fn front_matter_without_bounds_is_refused() {
        let text = format!("---\na: {}\n---\n", "x".repeat(70_000));
        assert_eq!(
            super::read(&text).unwrap_err().reason().unwrap().key,
            "front-matter-too-large"
        );
    }

    #[test]
    fn toml_is_read() {
        let text = "+++\r\ntitle = \"T\"\r\n+++\r\nBody\r\n";
        let found = read(text);
        assert_eq!(json(&found), r#"{"title":"T"}"#);
        assert_eq!(&text[found.body..], "Body\r\n");
        let toml = "a = 1\nb = \nc = 2\n";
        let found = read(&format!("+++\n{toml}+++\nBody"));
        assert_eq!(json(&found), r#"{"a":1,"c":2}"#);
        assert_eq!(keys(&found), ["toml", "broken-toml"]);
        assert_eq!(found.notes[1].arguments[0], ("line", "3".to_owned()));
        assert_eq!((found.faulty, found.text.as_str()), (true, toml));
        assert_eq!(read("+++\nnever closed\n").body, 0);
    }
}
