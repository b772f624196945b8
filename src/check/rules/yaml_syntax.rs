//! Front matter that is not YAML, or more of YAML than front matter may use.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "yaml-syntax",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[
        (
            "content/incidents/a.md",
            "---\ntitle: \"Checkout answered 503\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/c.md",
            "---\n  status: draft\ntype: incident\n---\n# Checkout: all down\n",
        ),
        (
            "content/incidents/d.md",
            "---\nimpact:\n\tusers: 3\n---\n# One\n",
        ),
        (
            "content/incidents/e.md",
            "---\ntype: incident\nstatus：draft\n---\n# Two\n",
        ),
        (
            "content/incidents/f.md",
            "---\nowner: @edge\n---\n# Three\n",
        ),
        (
            "content/incidents/b.md",
            "---\ntitle: Checkout: all down\ntags: &tags [tls]\nauthors: *tags\n[a, b]: c\n---\n",
        ),
        (
            "content/incidents/g.md",
            "---\ntitle:　Queue\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/h.md",
            "---\ntitle: Queue\nseverity:SEV2\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/i.md",
            "---\ntitle: Queue\nactions:\n  - title: Watch it\n    due: 2026-01-01\n   owner: edge\n---\n",
        ),
        (
            "content/incidents/j.md",
            "---\ntitle: Queue\nauthors: []\n  - Ito\n---\n",
        ),
        (
            "content/incidents/k.md",
            "---\ntitle: Queue\nservices: [mail, web\n---\n",
        ),
        (
            "content/incidents/l.md",
            "---\ntitle: Queue\nservices: [mail, web］\n---\n",
        ),
        (
            "content/incidents/m.md",
            "---\ntitle: \"Queue” stalled\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/n.md",
            "---\ntitle: \"Queue”\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/o.md",
            "---\ntitle: \"Queue\" stalled\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/p.md",
            "---\ntitle: Queue\nservices: mail: web\nimpact: {users: 3\n---\n",
        ),
        (
            "content/incidents/q.md",
            "---\nimpact:\n  users: 3\n*\n---\n# Four\n",
        ),
        (
            "content/incidents/r.md",
            "---\n- draft\nstatus: draft\n---\n# Five\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\ntitle: \"Checkout answered 503\"\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/c.md",
            "---\nstatus: draft\ntype: incident\n---\n# Checkout: all down\n",
        ),
        (
            "content/incidents/d.md",
            "---\nimpact:\n  users: 3\n---\n# One\n",
        ),
        (
            "content/incidents/e.md",
            "---\ntype: incident\nstatus: draft\n---\n# Two\n",
        ),
        (
            "content/incidents/f.md",
            "---\nowner: \"@edge\"\n---\n# Three\n",
        ),
        (
            "content/incidents/b.md",
            "---\ntitle: \"Checkout: all down\"\ntags: [tls]\nauthors: [tls]\n---\n",
        ),
        (
            "content/incidents/g.md",
            "---\ntitle: Queue\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/h.md",
            "---\ntitle: Queue\nseverity: SEV2\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/i.md",
            "---\ntitle: Queue\nactions:\n  - title: Watch it\n    due: 2026-01-01\n    owner: edge\n---\n",
        ),
        (
            "content/incidents/j.md",
            "---\ntitle: Queue\nauthors:\n  - Ito\n---\n",
        ),
        (
            "content/incidents/k.md",
            "---\ntitle: Queue\nservices: [mail, web]\n---\n",
        ),
        (
            "content/incidents/l.md",
            "---\ntitle: Queue\nservices: [mail, web]\n---\n",
        ),
        (
            "content/incidents/m.md",
            "---\ntitle: \"Queue\"\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/n.md",
            "---\ntitle: \"Queue\"\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/o.md",
            "---\ntitle: '\"Queue\" stalled'\nstatus: draft\n---\n",
        ),
        (
            "content/incidents/p.md",
            "---\ntitle: Queue\nservices: mail\nimpact: {users: 3}\n---\n",
        ),
        (
            "content/incidents/q.md",
            "---\nimpact:\n  users: 3\n---\n# Four\n",
        ),
        (
            "content/incidents/r.md",
            "---\nstatus: draft\n---\n# Five\n",
        ),
    ],
};
