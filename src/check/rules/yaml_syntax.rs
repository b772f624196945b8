//! Front matter that is not YAML, or more of YAML than front matter may use.

use crate::check::{Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "yaml-syntax",
    severity: Severity::Error,
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
    ],
};
