//! A field that holds another sort of value than it should.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "wrong-type",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[
        (
            "content/incidents/a.md",
            "---\ntitle: [Checkout, answered, 503]\nstarted_at: this morning\nfinalized_on: next week\nimpact: {users: many, sla_breached: perhaps}\nroles: ito\n---\n# Title\n",
        ),
        (
            "content/vendors/certico.md",
            "---\ncontacts: [{role: hotline, phone: +81 3 1234 5678, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\nsla: [{severity: SEV1, respond: half an hour}]\n---\n# Title\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\ntitle: Checkout answered 503\nstarted_at: 2026-03-14T09:02:00+09:00\nfinalized_on: 2026-03-27\nimpact: {users: 12000, sla_breached: true}\nroles: {scribe: ito}\n---\n# Title\n",
        ),
        (
            "content/vendors/certico.md",
            "---\ncontacts: [{role: hotline, phone: +81 3 1234 5678, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: hotline}]\nsla: [{severity: SEV1, respond: 30m}]\n---\n# Title\n",
        ),
    ],
};
