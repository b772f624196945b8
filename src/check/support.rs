//! Questions that several rules ask, and findings that several rules make.

use crate::check::Subject;
use crate::diagnostic::{Finding, Span, Spanned};
use crate::document::incident::{Action, IncidentType, Status};
use crate::document::known_error::Signature;
use crate::document::{Document, Incident, Kind, SectionKind};
use crate::knowledge_base::{EntryIndex, KnowledgeBase, NearNames, TermKind};
use crate::signature::Pattern;
use crate::yaml::choice::suggesting;

/// The incident in a final report of something that went wrong: near misses, pre-mortems and
/// maintenance need less.
pub(super) fn is_final_incident(document: &Document) -> Option<&Incident> {
    document.incident().filter(|incident| {
        incident.status() == Status::Final && incident.incident_type() == IncidentType::Incident
    })
}

/// Whether a field holds more than space.
pub(super) fn is_filled(field: Option<&Spanned<String>>) -> bool {
    field.is_some_and(|field| !field.value.trim().is_empty())
}

/// Whether reading has found a fault with this field in this part of the front matter, so that the
/// field is not missing: it is misspelt, or holds what cannot be understood.
pub(super) fn is_misread(document: &Document, part: Span, field: &str) -> bool {
    // Front matter is read first; findings about the body need not be looked through.
    let findings = document
        .findings
        .iter()
        .take_while(|finding| finding.span.start < document.front_matter.end);
    findings
        .filter(|finding| part.start <= finding.span.start && finding.span.end <= part.end)
        .any(|finding| is_about(finding, document, field))
}

/// Whether a finding is about the value of a field, or about a key that was meant to be the field's.
fn is_about(finding: &Finding, document: &Document, field: &str) -> bool {
    let suggestion = ("suggestion", field.to_owned());
    let is_misspelt =
        finding.rule == "unknown-key" && finding.message.arguments.contains(&suggestion);
    let before = document.text.get(..finding.span.start).unwrap_or_default();
    let key = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '[' | '-' | ':'));
    let before_key = key.strip_suffix(field).filter(|_| key.len() < before.len());
    let has_value =
        before_key.is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_'));
    is_misspelt || has_value
}

/// The signatures of a known error that can be matched, as written and as patterns.
pub(super) fn usable_signatures<'a>(
    subject: &Subject<'a>,
) -> impl Iterator<Item = (&'a Signature, &'a Pattern)> {
    let error = subject.document.known_error().into_iter();
    let written = error.flat_map(|error| &error.signatures);
    let compiled = subject.signatures.of_entry(subject.entry_index);
    written
        .zip(compiled)
        .filter_map(|(written, compiled)| Some((written, compiled.pattern.as_ref().ok()?)))
}

/// A signature as messages quote it, and where it stands: its pattern, or the first line of it.
pub(super) fn written_pattern(signature: &Signature) -> Spanned<&str> {
    let written = [&signature.text, &signature.regex];
    let patterns = written.into_iter().flatten().chain(&signature.lines);
    let mut patterns = patterns.map(|pattern| Spanned {
        value: pattern.value.as_str(),
        span: pattern.span,
    });
    patterns.next().unwrap_or(Spanned {
        value: "",
        span: signature.span,
    })
}

/// The actions of a report that are its own and not shared from another, with their names.
pub(super) fn own_actions(document: &Document) -> impl Iterator<Item = (String, &Action)> {
    let incident = document.incident().into_iter();
    incident
        .flat_map(|incident| incident.actions.iter().enumerate())
        .filter(|(_, action)| action.reference.is_none())
        .map(|(position, action)| (action.name(position), action))
}

/// Where to point when an action lacks something: its title, else all of it.
pub(super) fn action_span(action: &Action) -> Span {
    action
        .title
        .as_ref()
        .map_or(action.span, |title| title.span)
}

/// The finding for a part of a document that is not there, or has nothing in it.
pub(super) fn missing_section(
    rule: &'static str,
    document: &Document,
    part: SectionKind,
) -> Option<Finding> {
    let finding = match document.body.section(part) {
        Some(section) if section.filled => return None,
        Some(section) => {
            let heading = &document.body.headings[section.heading];
            Finding::new(rule, "empty", heading.span)
        }
        None => Finding::new(rule, "missing", document.heading_span()),
    };
    Some(finding.about("section", part.heading(document.language)))
}

/// The finding for a name that the site has not defined, although it defines names of this sort.
pub(super) fn unknown_name(
    rule: &'static str,
    base: &KnowledgeBase,
    kind: TermKind,
    name: &Spanned<String>,
) -> Option<Finding> {
    let vocabulary = base.vocabulary(kind)?;
    if name.value.is_empty() || vocabulary.has(name) {
        return None;
    }
    let finding = match vocabulary.nearest(name) {
        Some(known) => suggesting(Finding::new(rule, "misspelt", name.span), name, known),
        None => Finding::new(rule, "unknown", name.span),
    };
    let finding = finding.about("value", name.value.as_str());
    Some(finding.with_list("expected", vocabulary.names()))
}

/// The finding for an address such as `INC-2025-0041/A9` whose document has no such part. `finding`
/// makes one with the message of a key.
pub(super) fn missing_part(
    base: &KnowledgeBase,
    finding: impl Fn(&'static str) -> Finding,
    address: &str,
) -> Finding {
    let parts: Vec<String> = base
        .named(address)
        .into_iter()
        .flat_map(|named| base.part_names(named.entry))
        // A list in a message is short, however many there are.
        .take(50)
        .collect();
    if parts.is_empty() {
        return finding("no-parts");
    }
    finding("no-part").with_list("parts", parts.iter().map(String::as_str))
}

/// The finding for a path from the root without a file. `finding` makes one with the message of a
/// key.
pub(super) fn missing_file(
    subject: &Subject<'_>,
    finding: impl Fn(&'static str) -> Finding,
    path: &str,
) -> Finding {
    let finding = match subject.base.nearest_path(path) {
        Some(near) => {
            finding("no-file-near").with("suggestion", relative(&subject.document.path, near))
        }
        None => finding("no-file"),
    };
    finding.with("path", path)
}

/// A path as a link in the file `from` writes it, both from the root.
fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.split('/').collect();
    let parts: Vec<&str> = to.split('/').collect();
    let shared = folders[..folders.len() - 1]
        .iter()
        .zip(&parts[..parts.len() - 1])
        .take_while(|(a, b)| a == b)
        .count();
    let up = "../".repeat(folders.len() - 1 - shared);
    format!("{up}{}", parts[shared..].join("/"))
}

/// The vendors that have a document, by names that are nearly their ids or titles.
pub(super) fn near_vendors(base: &KnowledgeBase) -> NearNames<EntryIndex> {
    NearNames::of(base.of_kind(Kind::Vendor).flat_map(|entry| {
        let title = base.original(entry).title.as_str();
        [(base[entry].id.as_str(), entry), (title, entry)]
    }))
}

/// The vendors that a document names, with their places.
pub(super) fn named_vendors(document: &Document) -> impl Iterator<Item = &Spanned<String>> {
    let incident = document
        .incident()
        .into_iter()
        .flat_map(|incident| &incident.vendors);
    let error = document
        .known_error()
        .into_iter()
        .flat_map(|error| &error.vendors);
    let rows = document
        .timeline
        .iter()
        .filter_map(|row| row.vendor.as_ref());
    incident.chain(error).chain(rows)
}

/// Whether a vendor of this name has a document.
pub(super) fn has_vendor_document(base: &KnowledgeBase, vendor: &str) -> bool {
    let entry = base.entry_by_id(vendor);
    entry.is_some_and(|entry| base.original(entry).kind() == Kind::Vendor)
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_are_relative_to_the_folder_of_a_file() {
        for (from, to, expected) in [
            (
                "content/incidents/a.md",
                "content/known-errors/b.md",
                "../known-errors/b.md",
            ),
            ("content/a.md", "content/b.md", "b.md"),
            ("a.md", "pages/b/c.md", "pages/b/c.md"),
            ("content/a/b/c.md", "content/a.png", "../../a.png"),
        ] {
            assert_eq!(relative(from, to), expected, "{from} {to}");
        }
    }
}
