//! A contract with a vendor that has ended, or soon will.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight::vendors::ending_contract;

pub(super) const RULE: Rule = Rule {
    name: "contract-ending",
    severity: Severity::Note,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[
        (
            "content/vendors/certico.md",
            "---\ncontacts: [{phone: 1-555-0119, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\ncontract: {ends: 2026-03-31}\n---\n# Certico\n",
        ),
        (
            "content/vendors/fastnet.md",
            "---\ncontacts: [{phone: 1-555-0137, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\ncontract: {ends: 2026-06-30}\n---\n# Fastnet\n",
        ),
    ],
    good: &[(
        "content/vendors/certico.md",
        "---\ncontacts: [{phone: 1-555-0119, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\ncontract: {ends: 2027-03-31}\n---\n# Certico\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let ends = subject
        .document
        .vendor()
        .and_then(|vendor| ending_contract(vendor, subject.today));
    findings.extend(ends.map(|ends| {
        let key = if ends.value < subject.today {
            "ended"
        } else {
            "ends"
        };
        Finding::new(RULE.name, key, ends.span).with("day", ends.value.to_string())
    }));
}
