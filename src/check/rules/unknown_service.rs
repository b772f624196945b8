//! A service that the site has not defined, although it defines services.

use crate::check::support::unknown_name;
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity, Spanned};
use crate::document::Content;
use crate::knowledge_base::TermKind;

pub(super) const RULE: Rule = Rule {
    name: "unknown-service",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Document(check),
    bad: &[
        (
            "hansei.yaml",
            "services: [{id: checkout-api}, {id: gateway}]\n",
        ),
        (
            "content/incidents/a.md",
            "---\nservices: [chekcout-api, billing]\nactions: [{title: Renew by machine, owner: edge, due: 2026-04-15, rollout: [{service: mail-api}]}]\n---\n# Title\n",
        ),
        (
            "content/known-errors/ke-1.md",
            "---\nservices: [billing]\n---\n# Title\n",
        ),
        (
            "content/checklists/deploy.md",
            "---\napplies_to: {services: [gatewy]}\n---\n# Title\n",
        ),
        (
            "content/vendors/certico.md",
            "---\nservices: [dns]\ncontacts: [{phone: +81 3 1234 5678, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\n---\n# Title\n",
        ),
    ],
    good: &[
        (
            "hansei.yaml",
            "services: [{id: checkout-api}, {id: gateway}]\n",
        ),
        (
            "content/incidents/a.md",
            "---\nservices: [Checkout-API]\nactions: [{title: Renew by machine, owner: edge, due: 2026-04-15, rollout: [{service: gateway}]}]\n---\n# Title\n",
        ),
        (
            "content/known-errors/ke-1.md",
            "---\nservices: [gateway]\n---\n# Title\n",
        ),
        (
            "content/checklists/deploy.md",
            "---\napplies_to: {services: [gateway]}\n---\n# Title\n",
        ),
        (
            "content/vendors/certico.md",
            "---\nservices: [gateway]\ncontacts: [{phone: +81 3 1234 5678, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\n---\n# Title\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let names = services(&subject.document.content);
    let unknown = |name| unknown_name(RULE.name, subject.base, TermKind::Service, name);
    findings.extend(names.into_iter().filter_map(unknown));
}

fn services(content: &Content) -> Vec<&Spanned<String>> {
    match content {
        Content::Incident(incident) => {
            let rollouts = incident.actions.iter().flat_map(|action| &action.rollout);
            let others = rollouts.filter_map(|rollout| rollout.service.as_ref());
            incident.services.iter().chain(others).collect()
        }
        Content::KnownError(error) => error.services.iter().collect(),
        Content::Checklist(checklist) => checklist
            .applies_to
            .iter()
            .flat_map(|applies| &applies.services)
            .collect(),
        Content::Vendor(vendor) => vendor.services.iter().collect(),
        Content::Page => Vec::new(),
    }
}
