//! A vendor that cannot be reached.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight::vendors::can_be_reached;

pub(super) const RULE: Rule = Rule {
    name: "vendor-without-contact",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: true,
    check: Check::Entry(check),
    bad: &[
        ("content/vendors/certico.md", "# Certico\n"),
        (
            "content/vendors/fastnet.md",
            "---\ncontacts: [{role: account manager, name: Mori}]\n---\n# Title\n",
        ),
    ],
    good: &[(
        "content/vendors/certico.md",
        "---\ncontacts: [{role: hotline, phone: +81 3 1234 5678, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\n---\n# Title\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(vendor) = subject.document.vendor() else {
        return;
    };
    let Some(first) = vendor.contacts.first() else {
        findings.push(Finding::new(
            RULE.name,
            "missing",
            subject.document.heading_span(),
        ));
        return;
    };
    if !vendor.contacts.iter().any(can_be_reached) {
        findings.push(Finding::new(RULE.name, "unreachable", first.span));
    }
}
