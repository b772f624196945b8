//! A contact of a vendor that nobody has tried for long.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::insight::vendors::unverified_contacts;

pub(super) const RULE: Rule = Rule {
    name: "unverified-contact",
    severity: Severity::Note,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[(
        "content/vendors/certico.md",
        "---\ncontacts: [{role: hotline, phone: 1-555-0119, verified_on: 2025-03-01}, {role: account manager, email: mori@certico.example}]\nescalation: [{level: 1, contact: hotline}]\n---\n# Certico\n",
    )],
    good: &[(
        "content/vendors/certico.md",
        "---\ncontacts: [{role: hotline, phone: 1-555-0119, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\n---\n# Certico\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(vendor) = subject.document.vendor() else {
        return;
    };
    for contact in unverified_contacts(vendor, subject.today) {
        let role = contact.role.as_ref();
        let called = role
            .map(|role| role.value.as_str())
            .or(contact.name.as_deref());
        let finding = match &contact.verified_on {
            Some(day) => {
                Finding::new(RULE.name, "long-ago", day.span).with("day", day.value.to_string())
            }
            None => Finding::new(
                RULE.name,
                "never",
                role.map_or(contact.span, |role| role.span),
            ),
        };
        findings.push(finding.with("contact", called.unwrap_or_default()));
    }
}
