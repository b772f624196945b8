//! A link that leads nowhere.

use crate::check::support::{missing_file, missing_part};
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::body::{Link, LinkForm};
use crate::link::{Broken, Target, resolve};

pub(super) const RULE: Rule = Rule {
    name: "broken-link",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Document(check),
    bad: &[
        (
            "content/incidents/a.md",
            "# Title\n\nSee [the fault](../known-errors/ke-3.md), [[KE-03]], [[CHG-77]], [[KE-0003/A1]], [[deploy/D-2]], \
             [graph](graph.pdf), [notes](../../notes.md) [script](run.sh) and [this](javascript:x).\n",
        ),
        ("content/incidents/run.sh", ""),
        (
            "content/incidents/b.md",
            "---\ntimeline: [{at: 2026-03-14T09:02:00+09:00, text: \"As in [[KE-88]]\"}]\n---\n# Title\n",
        ),
        ("content/known-errors/ke-0003.md", "# Fault\n"),
        (
            "content/checklists/deploy.md",
            "# Deployment\n\n- [ ] **D-1** Is it tested?\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "# Title\n\nSee [the fault](../known-errors/ke-0003.md), [[KE-0003]], [[deploy/D-1]] and [graph](graph.pdf).\n",
        ),
        ("content/incidents/graph.pdf", ""),
        ("content/known-errors/ke-0003.md", "# Fault\n"),
        (
            "content/checklists/deploy.md",
            "# Deployment\n\n- [ ] **D-1** Is it tested?\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for link in &subject.document.body.links {
        if link.form == LinkForm::Image {
            continue;
        }
        if let Target::Broken(broken) = resolve(subject.base, subject.index, link) {
            findings.extend(finding(subject, link, broken));
        }
    }
}

fn finding(subject: &Subject<'_>, link: &Link, broken: Broken) -> Option<Finding> {
    let base = subject.base;
    let new = |key| Finding::new(RULE.name, key, link.span).about("target", link.target.as_str());
    Some(match broken {
        // The rule `broken-anchor` tells.
        Broken::NoAnchor { .. } => return None,
        Broken::NoId => match base.nearest_id(&link.target) {
            Some(near) => new("no-id-near").with("suggestion", near),
            None => new("no-id"),
        },
        Broken::NoPart => missing_part(base, new, &link.target),
        Broken::NoFile { path } => missing_file(subject, new, &path),
        Broken::Outside => new("outside"),
        Broken::Scheme => new("scheme"),
        Broken::NotCopied => new("not-copied"),
    })
}
