//! A final report without one of its parts.

use crate::check::support::{is_final_incident, missing_section};
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::incident::Impact;
use crate::document::{Document, Incident, SectionKind};

pub(super) const RULE: Rule = Rule {
    name: "missing-section",
    severity: Severity::Warning,
    asks: Asks::More,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[
        (
            "content/incidents/a.md",
            "---\nstatus: final\n---\n# Checkout answered 503\n\n## Summary\n\nCheckout answered 503 for 104 minutes.\n\n## Cause\n\n<!-- Why did it happen? -->\n\n## Lessons\n\nA list of what we know cannot hold what we do not know.\n",
        ),
        (
            "content/incidents/b.md",
            "---\nstatus: final\n---\n# 決済画面が503を返した\n\n## 概要\n\n証明書の期限が切れた。\n\n## 原因\n",
        ),
    ],
    good: &[(
        "content/incidents/a.md",
        "---\nstatus: final\nimpact: {users: 12000}\ntimeline: [{at: 2026-03-14T09:02:00+09:00, text: First errors}]\nactions: [{title: Renew certificates automatically, owner: team-edge, due: 2026-04-15}]\n---\n# Checkout answered 503\n\n## Summary\n\nCheckout answered 503 for 104 minutes.\n\n## Cause\n\nThe certificate of the gateway had expired.\n\n## Response\n\nA new certificate was installed.\n\n## Lessons\n\nA list of what we know cannot hold what we do not know.\n",
    )],
};

/// The parts of a report, in the order in which it is read.
const PARTS: [SectionKind; 7] = [
    SectionKind::Summary,
    SectionKind::Impact,
    SectionKind::Timeline,
    SectionKind::Cause,
    SectionKind::Response,
    SectionKind::Lessons,
    SectionKind::Actions,
];

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let document = subject.document;
    let Some(incident) = is_final_incident(document) else {
        return;
    };
    for part in PARTS {
        let by_fields = is_told_by_fields(part, document, incident);
        if by_fields == Some(true) {
            continue;
        }
        let finding = missing_section(RULE.name, document, part);
        findings.extend(finding.map(|mut finding| {
            if by_fields.is_some() && finding.message.key == "missing" {
                finding.message.key = "missing-or-field";
            }
            // The field is called as the section is.
            finding.about("field", part.as_str())
        }));
    }
}

/// Whether front matter, or a table, says what the section would; `None` where no field could.
fn is_told_by_fields(part: SectionKind, document: &Document, incident: &Incident) -> Option<bool> {
    match part {
        SectionKind::Impact => Some(incident.impact.as_ref().is_some_and(Impact::is_filled)),
        SectionKind::Timeline => Some(!document.timeline.is_empty()),
        SectionKind::Actions => Some(!incident.actions.is_empty()),
        _ => None,
    }
}
