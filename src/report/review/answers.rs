//! The lines of YAML by which a writer answers how an incident stands to one that it resembles.

use std::fmt::Write;

use crate::document::Document;
use crate::document::common::RelationType;
use crate::knowledge_base::EntryIndex;

use super::{ReviewReport, safe};

/// How to answer, with the lines of each answer ready to be copied.
pub(super) fn lines(report: &ReviewReport<'_>, incident: EntryIndex, other: EntryIndex) -> String {
    let document = report.base.original(incident);
    let is_known_error = report.base.original(other).known_error().is_some();
    let id = report.id(other);
    let has_front_matter = has_front_matter(document);
    let has_relations = !document.common.relations.is_empty();
    let lead = match (is_known_error, has_front_matter) {
        (true, true) if has_relations => "known-error-below-relations",
        (true, true) => "known-error",
        (true, false) => "known-error-into-none",
        (false, true) if has_relations => "below-relations",
        (false, true) => "into",
        (false, false) => "into-none",
    };
    let file = safe::code(&document.path);
    let mut text = report.say(&format!("answer.{lead}"), &[("file", &file)]);
    let framed = |lines: String| {
        if has_front_matter {
            lines
        } else {
            format!("---\n{lines}---\n")
        }
    };
    let mut offer = |key: &str, lines: String| {
        let says = report.say(&format!("answer.{key}"), &[]);
        let block = safe::block("yaml", &framed(lines));
        text.push_str(&["\n\n", &says, "\n\n", block.trim_end()].concat());
    };
    if is_known_error {
        let incident = document.incident();
        let names_some = incident.is_some_and(|incident| !incident.known_errors.is_empty());
        let key = if names_some { "known-instead" } else { "known" };
        offer(key, known_errors(document, id));
    } else {
        let note = report.say("answer.what-agrees", &[]);
        offer("same", relation(document, "recurrence-of", id, &note));
    }
    let note = report.say("answer.why-not", &[]);
    offer("other", relation(document, "not-related", id, &note));
    text + "\n"
}

/// That two are said to have nothing to do with each other, and where to write why.
pub(super) fn note_lacking(
    report: &ReviewReport<'_>,
    incident: EntryIndex,
    other: EntryIndex,
) -> String {
    let base = report.base;
    let denies = |document: &Document, other: EntryIndex| {
        document.common.relations.iter().any(|relation| {
            let kind = relation.kind.as_ref().map(|kind| kind.value);
            let named = relation.id.as_ref().and_then(|id| base.named(id));
            kind == Some(RelationType::NotRelated) && named.is_some_and(|it| it.entry == other)
        })
    };
    let writer = |entry: EntryIndex, other: EntryIndex| {
        let mut documents = base[entry].documents().map(|index| &base[index]);
        documents.find(|document| denies(document, other))
    };
    let writer = writer(incident, other).or_else(|| writer(other, incident));
    let file = &writer.unwrap_or(base.original(incident)).path;
    report.say("answer.note-lacking", &[("file", &safe::code(file))])
}

fn has_front_matter(document: &Document) -> bool {
    document.front_matter.start > 0
}

fn relation(document: &Document, kind: &str, id: &str, note: &str) -> String {
    let key = if document.common.relations.is_empty() {
        "relations:\n"
    } else {
        ""
    };
    // The note is left to be written: what is behind `#` does not count.
    format!(
        "{key}  - type: {kind}\n    id: {}\n    note: # {note}\n",
        scalar(id)
    )
}

/// The field with one more known error in it.
fn known_errors(document: &Document, id: &str) -> String {
    let written = document.incident().into_iter();
    let written = written.flat_map(|incident| &incident.known_errors);
    let mut field = String::from("known_errors: [");
    for known in written {
        // A string takes whatever comes.
        let _ = write!(field, "{}, ", scalar(&known.value));
    }
    field + &scalar(id) + "]\n"
}

/// A text as a value of YAML: plain where nothing in it means anything, else quoted as in JSON.
pub(super) fn scalar(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.contains(['-', '_', '/'])
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.'));
    if is_plain {
        return text.to_owned();
    }
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn ids_are_quoted_where_yaml_would_read_something_else() {
        assert_eq!(scalar("INC-2025-0041"), "INC-2025-0041");
        assert_eq!(scalar("dns/障害"), "dns/障害");
        for odd in [
            "true", "12", "a: b", "# x", "a\nb", "- x", "*a", "x]", "null",
        ] {
            let quoted = scalar(odd);
            assert!(
                quoted.starts_with('"') && !quoted.contains('\n'),
                "{quoted}"
            );
            let read: String = serde_yaml::from_str(&quoted).unwrap();
            assert_eq!(read, odd);
        }
    }
}
