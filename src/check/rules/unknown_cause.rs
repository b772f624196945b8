//! A cause that the site has not defined, although it defines causes.

use crate::check::support::unknown_name;
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::knowledge_base::TermKind;

pub(super) const RULE: Rule = Rule {
    name: "unknown-cause",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Document(check),
    bad: &[
        (
            "hansei.yaml",
            "causes: [{id: change}, {id: certificate-expiry, parent: expiry}]\n",
        ),
        (
            "content/incidents/a.md",
            "---\ncauses: [certificate-expirey]\nescape_causes: [bad-luck]\nactions: [{title: Renew by machine, owner: edge, due: 2026-04-15, addresses: [chang]}]\n---\n# Title\n",
        ),
        (
            "content/known-errors/ke-1.md",
            "---\ncause: certificate_expiry\n---\n# Title\n",
        ),
    ],
    good: &[
        (
            "hansei.yaml",
            "causes: [{id: change}, {id: expiry}, {id: certificate-expiry, parent: expiry}]\n",
        ),
        (
            "content/incidents/a.md",
            "---\ncauses: [certificate-expiry]\nescape_causes: [change]\nactions: [{title: Renew by machine, owner: edge, due: 2026-04-15, addresses: [Change]}]\n---\n# Title\n",
        ),
        (
            "content/known-errors/ke-1.md",
            "---\ncause: nobody knows\n---\n# Title\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Subject { base, document, .. } = subject;
    let unknown = |name| unknown_name(RULE.name, base, TermKind::Cause, name);
    if let Some(incident) = document.incident() {
        let addressed = incident.actions.iter().flat_map(|action| &action.addresses);
        let causes = incident.causes.iter().chain(&incident.escape_causes);
        findings.extend(causes.chain(addressed).filter_map(unknown));
    }
    // The cause of a known error may also be told in words, so that only a slip is certain.
    let cause = document
        .known_error()
        .and_then(|error| error.cause.as_ref());
    let finding = cause.and_then(unknown);
    findings.extend(finding.filter(|finding| finding.message.key == "misspelt"));
}
