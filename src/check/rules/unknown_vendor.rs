//! A vendor that is named and has no document.

use crate::check::support::{has_vendor_document, named_vendors, near_vendors};
use crate::check::{Asks, Check, Gathered, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::document::Id;
use crate::knowledge_base::DocumentIndex;
use rustc_hash::FxHashSet;

pub(super) const RULE: Rule = Rule {
    name: "unknown-vendor",
    severity: Severity::Note,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::KnowledgeBase(check),
    bad: &[
        (
            "content/incidents/a.md",
            "---\nvendors: [certico, fastnet]\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nvendors: [fastnet, otherco]\n---\n# Title\n",
        ),
        (
            "content/vendors/certico.md",
            "---\ncontacts: [{phone: +81 3 1234 5678, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\n---\n# Title\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nvendors: [certico, fastnet]\n---\n# Title\n",
        ),
        (
            "content/vendors/certico.md",
            "---\ncontacts: [{phone: +81 3 1234 5678, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\n---\n# Title\n",
        ),
        (
            "content/vendors/fastnet.md",
            "---\ncontacts: [{email: noc@fastnet.example, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: operations}]\n---\n# Title\n",
        ),
    ],
};

/// A vendor that only lacks a document is owed one document, and so it is one finding, in the first
/// report that names it.
fn check(gathered: &Gathered<'_>) -> Vec<(DocumentIndex, Finding)> {
    let base = gathered.base;
    let near = near_vendors(base);
    let mut told = FxHashSet::default();
    let mut findings = Vec::new();
    for entry in base.entries() {
        for name in named_vendors(&base[entry.original]) {
            let is_known = name.value.is_empty() || has_vendor_document(base, name);
            if is_known || near.find(name).is_some() || !told.insert(Id::key_of(name)) {
                continue;
            }
            let finding = Finding::new(RULE.name, "unknown", name.span);
            findings.push((entry.original, finding.about("vendor", name.value.as_str())));
        }
    }
    findings
}
