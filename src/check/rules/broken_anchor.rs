//! A link to a place that its document does not have.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::body::{Link, LinkForm};
use crate::knowledge_base::{DocumentIndex, KnowledgeBase};
use crate::link::{Broken, Target, resolve};

pub(super) const RULE: Rule = Rule {
    name: "broken-anchor",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Document(check),
    bad: &[
        (
            "content/incidents/a.md",
            "# Title\n\n## Root cause\n\nSee [above](#root-causes), [the query](../known-errors/ke-3.md#query) and [[KE-3#workarounds]].\n",
        ),
        (
            "content/known-errors/ke-3.md",
            "# Fault\n\n## Workaround\n\nRestart it.\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "# Title\n\n## Root cause\n\nSee [above](#root-cause), [the fault](../known-errors/ke-3.md#fault) and [[KE-3#workaround]].\n",
        ),
        (
            "content/known-errors/ke-3.md",
            "# Fault\n\n## Workaround\n\nRestart it.\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for link in &subject.document.body.links {
        // Only a link with an anchor needs a second look beside that of `broken-link`.
        if link.form == LinkForm::Image || !link.target.contains('#') {
            continue;
        }
        let target = resolve(subject.base, subject.index, link);
        if let Target::Broken(Broken::NoAnchor { document, anchor }) = target {
            findings.push(finding(subject.base, link, document, &anchor));
        }
    }
}

fn finding(base: &KnowledgeBase, link: &Link, document: DocumentIndex, anchor: &str) -> Finding {
    let finding = match base.nearest_anchor(document, anchor) {
        Some(near) => Finding::new(RULE.name, "no-anchor-near", link.span).with("suggestion", near),
        None => Finding::new(RULE.name, "no-anchor", link.span),
    };
    finding
        .with("anchor", anchor)
        .with("file", base[document].path.as_str())
}
