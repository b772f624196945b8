//! The map file: which keys of an archive are which fields, and what its words are called here.

use std::fmt;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Finding, LineIndex, Severity, Span, Spanned};
use crate::document::Kind;
use crate::import::node::{entry, node};
use crate::import::our_fields;
use crate::time::Zone;
use crate::yaml::parse::parse;
use crate::yaml::read::{Fields, Pairs, Reader, nearest, suggesting};
use crate::yaml::tree::{Node, Value};

/// What a map calls the place of what has no field.
const CUSTOM: &str = "custom";

/// The map file as written.
#[derive(Debug, Default)]
struct Written {
    /// Key of the archive to field of ours.
    fields: Pairs<Spanned<String>>,
    /// Field of ours to what the archive's words are there.
    values: Pairs<Pairs<Node>>,
}

impl Written {
    fn read(root: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(root, reader)?;
        let written = Self {
            fields: fields.take("fields", reader),
            values: fields.take("values", reader),
        };
        fields.finish(reader);
        Some(written)
    }
}

/// Where a value goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// A field of ours, or `custom`.
    pub field: &'static str,
    /// The field within it, as in `impact.users`.
    part: Option<String>,
}

impl Target {
    pub(super) fn field(field: &'static str) -> Self {
        Self { field, part: None }
    }

    pub(super) fn is_custom(&self) -> bool {
        self.field == CUSTOM
    }

    /// The whole value of the field, where this value is all there is.
    fn alone(&self, value: Node) -> Node {
        match &self.part {
            None => value,
            Some(part) => node(Value::Mapping(vec![entry(part.as_str(), value)])),
        }
    }

    /// The whole value of the field with this value beside what is `there`; `None` where the place
    /// is taken.
    pub(super) fn beside(&self, there: Option<&Node>, value: Node) -> Option<Node> {
        let new = self.alone(value);
        let Some(there) = there else {
            return Some(new);
        };
        match (&self.part, &there.value) {
            (Some(part), Value::Mapping(entries)) if there.entry(part).is_none() => {
                let both = [entries.as_slice(), new.entries()].concat();
                Some(node(Value::Mapping(both)))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.part {
            None => f.write_str(self.field),
            Some(part) => write!(f, "{}.{part}", self.field),
        }
    }
}

/// A map file, read.
#[derive(Debug, Default)]
pub(super) struct Map {
    fields: Vec<(String, Target)>,
    values: Vec<(&'static str, String, Node)>,
}

impl Map {
    /// Where the map sends a key, if it says so.
    pub(super) fn target(&self, key: &str) -> Option<&Target> {
        let mut pairs = self.fields.iter();
        pairs
            .find(|(known, _)| known == key)
            .map(|(_, target)| target)
    }

    /// What a word is called in a field, if the map says so. A word spelt alike goes before one that
    /// differs in case.
    pub(super) fn value(&self, field: &str, word: &str) -> Option<&Node> {
        let of = |same: fn(&str, &str) -> bool| {
            self.values
                .iter()
                .find(|(known, from, _)| *known == field && same(from, word))
                .map(|(_, _, to)| to)
        };
        of(|from, word| from == word).or_else(|| of(str::eq_ignore_ascii_case))
    }

    /// Reads a map file for documents of this kind.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub(super) fn read(text: &str, kind: Kind, config: &Config) -> Result<Self, Vec<Finding>> {
        let mut findings = Vec::new();
        let body = text.trim_start_matches('\u{FEFF}');
        let root = parse(body, text.len() - body.len(), &mut findings);
        let mut reader = Reader {
            zone: Zone::default(),
            findings: &mut findings,
        };
        let written = root
            .filter(|root| root.value != Value::Null)
            .and_then(|root| Written::read(&root, &mut reader))
            .unwrap_or_default();
        let map = resolve(written, kind, config, &mut findings);
        if findings.is_empty() {
            return Ok(map);
        }
        findings.sort_by_key(|finding| finding.span);
        Err(findings)
    }
}

/// The findings as errors with lines and columns.
pub(super) fn diagnostics(findings: Vec<Finding>, file: &str, text: &str) -> Vec<Diagnostic> {
    let lines = LineIndex::new(text);
    findings
        .into_iter()
        .map(|finding| Diagnostic {
            rule: finding.rule,
            severity: Severity::Error,
            file: file.to_owned(),
            start: lines.position(finding.span.start),
            end: lines.position(finding.span.end),
            span: finding.span,
            message: finding.message,
            fix: finding.fix,
        })
        .collect()
}

fn resolve(written: Written, kind: Kind, config: &Config, findings: &mut Vec<Finding>) -> Map {
    let mut map = Map::default();
    for (key, target) in written.fields.0 {
        if let Some(target) = target_named(&target, kind, findings) {
            map.fields.push((key.value, target));
        }
    }
    for (field, words) in written.values.0 {
        let Some(name) = field_named(&field, field.span, kind, findings) else {
            continue;
        };
        for (word, value) in words.0 {
            findings.extend(our_fields::misfits(kind, config, name, &value));
            map.values.push((name, word.value, value));
        }
    }
    map
}

fn target_named(
    written: &Spanned<String>,
    kind: Kind,
    findings: &mut Vec<Finding>,
) -> Option<Target> {
    if written.value == CUSTOM {
        return Some(Target::field(CUSTOM));
    }
    let (field, part) = match written.value.split_once('.') {
        Some((field, part)) => (field, Some(part.to_owned())),
        None => (written.value.as_str(), None),
    };
    let field = field_named(field, written.span, kind, findings)?;
    let target = Target { field, part };
    // The field within it has to be one of ours too, whatever its value.
    let any = target.alone(Node::default());
    let mut faults = our_fields::misfits_of_shape(kind, field, &any);
    for fault in &mut faults {
        fault.span = written.span;
        // It would replace the whole path by its last part.
        fault.fix = None;
    }
    let fits = faults.is_empty();
    findings.append(&mut faults);
    fits.then_some(target)
}

fn field_named(
    written: &str,
    span: Span,
    kind: Kind,
    findings: &mut Vec<Finding>,
) -> Option<&'static str> {
    let found = our_fields::named(kind, written);
    if found.is_none() {
        let known = our_fields::in_order(kind);
        let known = known.into_iter().filter(|field| *field != "kind");
        let finding = match nearest(written, known) {
            Some(near) => {
                let finding = Finding::new("unknown-key", "misspelt", span);
                suggesting(finding, written, near)
            }
            None => Finding::new("unknown-key", "unknown", span),
        };
        findings.push(finding.with("key", written));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Map, Vec<Finding>> {
        Map::read(text, Kind::Incident, &Config::default_for("x"))
    }

    #[test]
    fn fields_and_values_are_mapped() {
        let map = read("fields: {start_time: started_at, hit: impact.users, x: custom}\nvalues:\n  severity: {Down: SEV1, down: SEV2}\n  services: {repo: repo.example}\n").unwrap();
        assert_eq!(map.target("start_time"), Some(&Target::field("started_at")));
        assert_eq!(map.target("hit").unwrap().to_string(), "impact.users");
        assert!(map.target("x").unwrap().is_custom());
        assert_eq!(map.target("y"), None);
        let value = |word| map.value("severity", word).and_then(Node::text);
        assert_eq!((value("down"), value("DOWN")), (Some("SEV2"), Some("SEV1")));
        assert_eq!(value("other"), None);
        assert!(read("").is_ok());
    }

    #[test]
    fn every_fault_has_its_place() {
        let text = "feilds: {}\nfields:\n  a: startd_at\n  b: impact.user\n  c: colour\nvalues:\n  severity: {x: SEV9}\n  staus: {}\n";
        let found = diagnostics(read(text).unwrap_err(), "map.yaml", text);
        let faults: Vec<_> = found
            .iter()
            .map(|fault| {
                (
                    fault.rule,
                    fault.message.key,
                    fault.start.line,
                    fault.start.column,
                )
            })
            .collect();
        assert_eq!(
            faults,
            [
                ("unknown-key", "misspelt", 1, 1),
                ("unknown-key", "misspelt", 3, 6),
                ("unknown-key", "misspelt", 4, 6),
                ("unknown-key", "unknown", 5, 6),
                ("unknown-value", "unknown", 7, 17),
                ("unknown-key", "misspelt", 8, 3),
            ]
        );
        assert_eq!(found[1].message.arguments[0].1, "started_at");
        let broken = read("fields: [a").unwrap_err();
        assert!(broken.iter().any(|fault| fault.rule == "yaml-syntax"));
    }
}
