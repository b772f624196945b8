//! Which fields a document of a kind has, in which order they are written, and what fits them.

use crate::config::Config;
use crate::diagnostic::{Finding, Span};
use crate::document::{Checklist, Common, Incident, Kind, KnownError, Vendor};
use crate::import::node::{entry, node};
use crate::language::Language;
use crate::time::Zone;
use crate::yaml::choice::unknown_word;
use crate::yaml::read::{Field as _, Reader};
use crate::yaml::tree::{Node, Value};

/// Common fields that stand before those of the kind, and those that stand behind them.
const FIRST: [&str; 3] = ["kind", "id", "title"];
const LAST: [&str; 10] = [
    "visibility",
    "suppress",
    "language",
    "tags",
    "owner",
    "authors",
    "review_by",
    "aliases",
    "references",
    "custom",
];

/// Every field of a kind, in the order in which they are written.
pub(super) fn in_order(kind: Kind) -> Vec<&'static str> {
    let mut fields = FIRST.to_vec();
    for key in kind.keys() {
        if *key == "timeline" {
            fields.push("relations");
        }
        fields.push(key);
    }
    if !fields.contains(&"relations") {
        fields.push("relations");
    }
    fields.extend(LAST);
    fields
}

/// The field of this name that an archive may fill. `kind` is the user's to say, and `custom` is
/// where everything goes that has no field.
pub(super) fn named(kind: Kind, name: &str) -> Option<&'static str> {
    in_order(kind)
        .into_iter()
        .find(|field| *field == name && !matches!(*field, "kind" | "custom"))
}

/// What hansei would say of this value in this field; nothing where it fits.
pub(super) fn misfits(
    kind: Kind,
    config: &Config,
    field: &'static str,
    value: &Node,
) -> Vec<Finding> {
    let mut findings = misfits_of_shape(kind, field, value);
    if findings.is_empty() {
        findings.extend(strange(config, field, value));
    }
    findings
}

/// The same as far as types and keys go. How a time is written does not count: it is read.
pub(super) fn misfits_of_shape(kind: Kind, field: &'static str, value: &Node) -> Vec<Finding> {
    let mut findings = read(kind, field, value);
    findings.retain(|finding| !matches!(finding.rule, "odd-time" | "time-without-zone"));
    findings
}

/// Reads a document that has only this field.
fn read(kind: Kind, field: &'static str, value: &Node) -> Vec<Finding> {
    let root = node(Value::Mapping(vec![entry(field, value.clone())]));
    let mut findings = Vec::new();
    let mut reader = Reader {
        zone: Zone::default(),
        findings: &mut findings,
    };
    if Common::KEYS.contains(&field) {
        let _ = Common::read(&root, &mut reader);
        return findings;
    }
    match kind {
        Kind::Incident => drop(Incident::read(&root, &mut reader)),
        Kind::KnownError => drop(KnownError::read(&root, &mut reader)),
        Kind::Checklist => drop(Checklist::read(&root, &mut reader)),
        Kind::Vendor => drop(Vendor::read(&root, &mut reader)),
        Kind::Page => {}
    }
    findings
}

/// Values that have the right type and would mean something else here.
fn strange(config: &Config, field: &'static str, value: &Node) -> Option<Finding> {
    let unfit = |span: Span| Some(Finding::new("wrong-type", "text", span));
    let text = value.text();
    match field {
        "id" | "title" if text.is_some_and(|text| text.trim().is_empty()) => unfit(value.span),
        "language" if text.is_some_and(|text| Language::from_code(text).is_none()) => {
            let codes = Language::ALL.map(Language::code);
            Some(unknown_word("unknown-value", text?, &codes, value.span))
        }
        "severity" if severity(config, text.unwrap_or_default()).is_none() => {
            let known: Vec<&str> = config.severities.iter().map(String::as_str).collect();
            Some(unknown_word("unknown-value", text?, &known, value.span))
        }
        // Elsewhere an alias is an address; here it is a former id.
        "aliases" if texts(value).any(|text| text.contains('/')) => unfit(value.span),
        _ => None,
    }
}

/// The site's spelling of a severity.
pub(super) fn severity<'a>(config: &'a Config, word: &str) -> Option<&'a str> {
    let severities = config.severities.iter();
    severities
        .map(String::as_str)
        .find(|severity| severity.eq_ignore_ascii_case(word.trim()))
}

fn texts(value: &Node) -> impl Iterator<Item = &str> {
    let items = match &value.value {
        Value::Sequence(items) => items.as_slice(),
        _ => std::slice::from_ref(value),
    };
    items.iter().filter_map(Node::text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::node::{plain, text};
    use crate::yaml::parse::parse;

    #[test]
    fn every_field_has_its_place_once() {
        for kind in Kind::ALL {
            let order = in_order(*kind);
            for key in Common::KEYS.iter().chain(kind.keys()) {
                let count = order.iter().filter(|field| *field == key).count();
                assert_eq!(count, 1, "{kind:?}: {key}");
            }
        }
    }

    #[test]
    fn only_what_hansei_reads_fits() {
        let config = Config::default_for("x");
        let fits = |field: &'static str, value: &str| {
            let value = parse(value, 0, &mut Vec::new()).unwrap();
            misfits(Kind::Incident, &config, field, &value).is_empty()
        };
        assert!(fits("started_at", "2022-05-23T7:00:00-00:00"));
        assert!(!fits("started_at", "yesterday"));
        assert!(!fits("started_at", "2022-02-30"));
        assert!(fits("services", "[a, b]") && fits("services", "a"));
        assert!(!fits("services", "[{name: a}]"));
        assert!(fits("severity", "sev2") && !fits("severity", "disrupted"));
        assert!(fits("type", "near-miss") && !fits("type", "docs"));
        assert!(fits("aliases", "[INC-1]") && !fits("aliases", "[/old/page/]"));
        assert!(!fits("language", "fr") && !fits("title", "''"));
        assert!(!fits("actions", "[{title: x, assignee: y}]"));
        let page = misfits(Kind::Page, &config, "title", &text("x"));
        assert_eq!(page, []);
        assert_eq!(named(Kind::Page, "started_at"), None);
        assert!(!misfits(Kind::Incident, &config, "finalized_on", &plain("x")).is_empty());
    }
}
