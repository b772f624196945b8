//! A vendor of whom nobody knows whom to call when the first call is not enough.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight::vendors::lacks_escalation;

pub(super) const RULE: Rule = Rule {
    name: "vendor-without-escalation",
    severity: Severity::Note,
    asks: Asks::Nothing,
    needs_all_fields: true,
    check: Check::Entry(check),
    bad: &[(
        "content/vendors/certico.md",
        "---\ncontacts: [{role: hotline, phone: 1-555-0119, verified_on: 2026-03-01}]\n---\n# Certico\n",
    )],
    good: &[(
        "content/vendors/certico.md",
        "---\ncontacts: [{role: hotline, phone: 1-555-0119, verified_on: 2026-03-01}]\nescalation: [{level: 1, after: 30m, trigger: nobody answers, contact: hotline}]\n---\n# Certico\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(vendor) = subject.document.vendor() else {
        return;
    };
    // Where there is nobody to call at all, that is what is missing.
    if lacks_escalation(vendor) {
        let span = subject.document.heading_span();
        findings.push(Finding::new(RULE.name, "missing", span));
    }
}
