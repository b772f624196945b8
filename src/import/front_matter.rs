//! The front matter of somebody else's file, read as far as it goes.

use serde_yaml::granit_parser::{Event, Options, Parser, options};

use crate::diagnostic::{Finding, LineIndex, Message, Span};
use crate::document::front_matter::split;
use crate::import::emit::Written;
use crate::import::report::{Note, message};
use crate::import::salvage::{salvaged, unread, worst};
use crate::import::toml;
use crate::yaml::tree::{self, Entry, Value};

/// Front matter, and where the body begins.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    /// Its fields in the order written.
    pub fields: Vec<Written>,
    /// Comments behind the last field.
    pub last_comments: Vec<String>,
    /// All of it as text, line ends aside.
    pub text: String,
    /// Whether `fields` do not hold everything.
    pub faulty: bool,
    /// Where the body begins.
    pub body: usize,
    /// What is to be said about it.
    pub notes: Vec<Note>,
}

/// Reads the front matter of a text without a byte-order mark.
///
/// Words between two thematic breaks are no front matter: they hold no keys, so they are text.
///
/// # Errors
///
/// The reason to leave the file out, where its front matter is larger than any may be.
pub(super) fn read(text: &str) -> Result<FrontMatter, Box<Message>> {
    if let Some((span, body)) = toml_fences(text) {
        return Ok(read_toml(text, span, body));
    }
    let mut findings = Vec::new();
    let parts = split(text, &mut findings);
    let Some(span) = parts.yaml else {
        return Ok(FrontMatter::default());
    };
    let yaml = span.of(text);
    if yaml.len() > tree::MAX_BYTES {
        return Err(Box::new(too_large()));
    }
    let mut front_matter = FrontMatter {
        body: parts.body,
        text: with_plain_line_ends(yaml),
        ..FrontMatter::default()
    };
    if !findings.is_empty() {
        front_matter.notes.push(message("unclosed-fence", &[]));
    }
    let root = tree::parse(yaml, span.start, &mut findings);
    findings.extend(unread(text, span, root.as_ref()));
    let Some(fault) = worst(&findings) else {
        return Ok(match root.map(|root| root.value) {
            Some(Value::Mapping(entries)) => {
                front_matter.fill(entries, comments(yaml, span.start));
                front_matter
            }
            Some(Value::Scalar { .. } | Value::Sequence(_)) => FrontMatter::default(),
            Some(Value::Null) | None => {
                front_matter.fill(Vec::new(), comments(yaml, span.start));
                front_matter
            }
        });
    };
    let entries = salvaged(yaml, root, fault);
    if entries
        .iter()
        .all(|entry| entry.key.contains(char::is_whitespace))
    {
        return Ok(FrontMatter::default());
    }
    let line = LineIndex::new(text).position(fault.span.start).line;
    front_matter.notes.push(broken(fault, line));
    front_matter.faulty = true;
    front_matter.fill(entries, Vec::new());
    Ok(front_matter)
}

fn with_plain_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Why a file with too much front matter is left out.
pub(super) fn too_large() -> Message {
    message(
        "front-matter-too-large",
        &[("limit", &tree::MAX_BYTES.to_string())],
    )
}

impl FrontMatter {
    /// Takes the fields over, each with the comments that stand above it or in it.
    fn fill(&mut self, entries: Vec<Entry>, comments: Vec<(usize, String)>) {
        let mut comments = comments.into_iter().peekable();
        for entry in entries {
            let end = entry.value.span.end.max(entry.key_span.end);
            let mut own = Vec::new();
            while let Some((_, comment)) = comments.next_if(|(at, _)| *at < end) {
                own.push(comment);
            }
            self.fields.push(Written {
                key: entry.key,
                value: entry.value,
                comments: own,
            });
        }
        self.last_comments = comments.map(|(_, comment)| comment).collect();
    }
}

fn broken(fault: &Finding, line: usize) -> Note {
    let line = line.to_string();
    let argument = |name: &str| {
        let arguments = fault.message.arguments.iter();
        arguments
            .filter(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
            .next()
            .unwrap_or_default()
    };
    match fault.message.key {
        "syntax" => message(
            "broken-syntax",
            &[("line", &line), ("error", argument("error"))],
        ),
        "duplicate" => message(
            "broken-duplicate",
            &[("line", &line), ("key", argument("key"))],
        ),
        "alias" => message("broken-alias", &[("line", &line)]),
        _ => message("broken", &[("line", &line)]),
    }
}

/// The comments of sound YAML with their place in the file.
fn comments(yaml: &str, offset: usize) -> Vec<(usize, String)> {
    let options: Options = options! {
        emit_unresolved_aliases: true,
        simple_key_max_lookahead: tree::MAX_BYTES,
        max_buffered_comment_events: tree::MAX_BYTES,
    };
    Parser::new_from_str_with_options(yaml, options)
        .map_while(Result::ok)
        .filter_map(|(event, span)| match event {
            Event::Comment(text, _) => {
                let at = span.start.byte_offset().unwrap_or_default();
                Some((at + offset, text.into_owned()))
            }
            _ => None,
        })
        .collect()
}

/// The TOML between two lines `+++` at the top of a text, and where the body begins.
fn toml_fences(text: &str) -> Option<(Span, usize)> {
    let mut fences = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if words == "+++" {
            fences.push((at, at + line.len()));
        } else if fences.is_empty() && !words.is_empty() {
            return None;
        }
        if let [(_, start), (end, body)] = fences[..] {
            return Some((Span::new(start, end), body));
        }
        at += line.len();
    }
    None
}

fn read_toml(text: &str, span: Span, body: usize) -> FrontMatter {
    let (entries, fault) = toml::parse(span.of(text));
    let mut front_matter = FrontMatter {
        body,
        text: with_plain_line_ends(span.of(text)),
        notes: vec![message("toml", &[])],
        ..FrontMatter::default()
    };
    if let Some(fault) = fault {
        let line = LineIndex::new(text).position(span.start + fault).line;
        let note = message("broken", &[("line", &line.to_string())]);
        front_matter.notes.push(note);
        front_matter.faulty = true;
    }
    front_matter.fill(entries, Vec::new());
    front_matter
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
        assert_eq!(keys(&read), ["broken-syntax"]);
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
            super::read(&text).unwrap_err().key,
            "front-matter-too-large"
        );
    }

    #[test]
    fn toml_is_read() {
        let text = "+++\r\ntitle = \"T\"\r\n+++\r\nBody\r\n";
        let found = read(text);
        assert_eq!(json(&found), r#"{"title":"T"}"#);
        assert_eq!(&text[found.body..], "Body\r\n");
        let found = read("+++\na = 1\nb = \n+++\nBody");
        assert_eq!(
            (json(&found), keys(&found)),
            (r#"{"a":1}"#.to_owned(), vec!["toml", "broken"])
        );
        assert_eq!((found.faulty, found.text.as_str()), (true, "a = 1\nb = \n"));
        assert_eq!(read("+++\nnever closed\n").body, 0);
    }
}
