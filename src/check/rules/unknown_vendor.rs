//! A vendor that is named and has no document.

use crate::check::{Check, Gathered, Rule};
use crate::diagnostic::{Finding, Severity, Spanned};
use crate::document::{Document, Id, Kind};
use crate::knowledge_base::{DocumentIndex, KnowledgeBase, NearNames};
use crate::yaml::choice::suggesting;
use rustc_hash::FxHashSet;

pub(super) const RULE: Rule = Rule {
    name: "unknown-vendor",
    severity: Severity::Note,
    check: Check::KnowledgeBase(check),
    bad: &[
        (
            "content/incidents/a.md",
            "---\nvendors: [cetico, fastnet]\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nvendors: [fastnet, certico]\n---\n# Title\n",
        ),
        (
            "content/vendors/certico.md",
            "---\ncontacts: [{phone: +81 3 1234 5678}]\n---\n# Title\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nvendors: [certico, fastnet]\n---\n# Title\n",
        ),
        (
            "content/vendors/certico.md",
            "---\ncontacts: [{phone: +81 3 1234 5678}]\n---\n# Title\n",
        ),
        (
            "content/vendors/fastnet.md",
            "---\ncontacts: [{email: noc@fastnet.example}]\n---\n# Title\n",
        ),
    ],
};

/// A misspelt name is found wherever it stands; a vendor that only lacks a document is owed one
/// document, and so it is one finding, in the first report that names it.
fn check(gathered: &Gathered<'_>) -> Vec<(DocumentIndex, Finding)> {
    let base = gathered.base;
    let vendors = base
        .of_kind(Kind::Vendor)
        .map(|entry| (base[entry].id.as_str(), entry));
    let near = NearNames::of(vendors);
    let mut told = FxHashSet::default();
    let mut findings = Vec::new();
    for entry in &base.entries {
        for name in named_vendors(&base[entry.original]) {
            if name.value.is_empty() || has_document(base, name) {
                continue;
            }
            let meant = near.find(name).map(|vendor| base[*vendor].id.as_str());
            let finding = match meant {
                Some(vendor) => {
                    let finding = Finding::new(RULE.name, "misspelt", name.span);
                    suggesting(finding, name, vendor)
                }
                None if told.insert(Id::key_of(name)) => {
                    Finding::new(RULE.name, "unknown", name.span)
                }
                None => continue,
            };
            findings.push((entry.original, finding.with("vendor", name.value.as_str())));
        }
    }
    findings
}

fn named_vendors(document: &Document) -> impl Iterator<Item = &Spanned<String>> {
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

fn has_document(base: &KnowledgeBase, vendor: &str) -> bool {
    let entry = base.entry_by_id(vendor);
    entry.is_some_and(|entry| base.original(entry).kind() == Kind::Vendor)
}
