//! A vendor that is named by what is nearly its id, or by its title.

use crate::check::support::{has_vendor_document, named_vendors, near_vendors};
use crate::check::{Asks, Check, Gathered, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::knowledge_base::DocumentIndex;
use crate::yaml::choice::suggesting;

pub(super) const RULE: Rule = Rule {
    name: "misspelt-vendor",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::KnowledgeBase(check),
    bad: &[
        (
            "content/incidents/a.md",
            "---\nvendors: [cetico, Certico Trust Services]\n---\n# Title\n",
        ),
        (
            "content/vendors/certico.md",
            "---\ncontacts: [{phone: +81 3 1234 5678, verified_on: 2026-10-01}]\nescalation: [{level: 1, after: 30m}]\n---\n# Certico Trust Services\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nvendors: [certico]\n---\n# Title\n",
        ),
        (
            "content/vendors/certico.md",
            "---\ncontacts: [{phone: +81 3 1234 5678, verified_on: 2026-10-01}]\nescalation: [{level: 1, after: 30m}]\n---\n# Certico Trust Services\n",
        ),
    ],
};

/// A misspelt name is found wherever it stands.
fn check(gathered: &Gathered<'_>) -> Vec<(DocumentIndex, Finding)> {
    let base = gathered.base;
    let near = near_vendors(base);
    let mut findings = Vec::new();
    for entry in base.entries() {
        for name in named_vendors(&base[entry.original]) {
            if name.value.is_empty() || has_vendor_document(base, name) {
                continue;
            }
            if let Some(vendor) = near.find(name) {
                let finding = Finding::new(RULE.name, "misspelt", name.span);
                let finding = suggesting(finding, name, base[*vendor].id.as_str());
                findings.push((entry.original, finding.about("vendor", name.value.as_str())));
            }
        }
    }
    findings
}
