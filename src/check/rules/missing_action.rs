//! A final report that leads to no action.

use crate::check::support::{is_final_incident, is_misread};
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::SectionKind;

pub(super) const RULE: Rule = Rule {
    name: "missing-action",
    severity: Severity::Warning,
    asks: Asks::More,
    needs_all_fields: true,
    check: Check::Entry(check),
    bad: &[
        (
            "content/incidents/a.md",
            "---\nstatus: final\n---\n# Checkout answered 503\n",
        ),
        (
            "content/incidents/b.md",
            "---\nstatus: final\n---\n# Checkout answered 503\n\n## Actions\n\n- Renew certificates automatically\n",
        ),
        (
            "content/incidents/c.md",
            "---\nstatus: final\n---\n# メールが止まった\n\n## 再発防止策\n\n- 証明書を自動で更新する\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "---\nstatus: final\nactions: [{title: Renew certificates automatically, owner: team-edge, due: 2026-04-15}]\n---\n# Checkout answered 503\n",
        ),
        (
            "content/incidents/c.md",
            "---\nstatus: final\nactions: [{title: 証明書を自動で更新する, owner: team-edge, due: 2026-04-15}]\n---\n# メールが止まった\n",
        ),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let document = subject.document;
    if is_final_incident(document).is_none_or(|incident| !incident.actions.is_empty()) {
        return;
    }
    let in_text = document
        .body
        .section(SectionKind::Actions)
        .filter(|section| section.filled);
    if is_misread(document, document.front_matter, "actions") {
        return;
    }
    findings.push(match in_text {
        Some(section) => {
            let heading = &document.body.headings[section.heading];
            Finding::new(RULE.name, "in-text", heading.span)
        }
        None => Finding::new(RULE.name, "missing", document.heading_span()),
    });
}
