//! A row of the timeline that gives a milestone another time than its field.

use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::incident::Milestone;
use crate::time::Moment;

pub(super) const RULE: Rule = Rule {
    name: "timeline-contradiction",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[(
        "content/incidents/a.md",
        "---\nstarted_at: 2026-03-14T09:02:00+09:00\ndetected_at: 2026-03-14T09:13:00+09:00\n---\n# Title\n\n## Timeline\n\n| Time (JST) | Event | What happened |\n| --- | --- | --- |\n| 09:02 | started | First errors |\n| 09:31 | detected | Alert |\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\nstarted_at: 2026-03-14T09:02:41+09:00\ndetected_at: 2026-03-14T09:13:00+09:00\nresolved_at: 2026-03-14\n---\n# Title\n\n## Timeline\n\n| Time (JST) | Event | What happened |\n| --- | --- | --- |\n| 09:02 | started | First errors |\n| 09:13 | detected | Alert |\n| 09:40 | resolved | A new certificate is in place |\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(incident) = subject.document.incident() else {
        return;
    };
    for milestone in Milestone::ALL {
        let Some(field) = incident.milestone_field(*milestone) else {
            continue;
        };
        // An incident that came back has been resolved twice; one of the rows has to agree.
        let rows = subject.document.timeline.iter();
        let mut rows = rows.filter(|row| row.event == Some(*milestone)).peekable();
        let Some(first) = rows.peek().map(|row| &row.at) else {
            continue;
        };
        if !rows.any(|row| agree(&row.at, field)) {
            findings.push(
                Finding::new(RULE.name, "contradiction", first.span)
                    .about("field", milestone.field())
                    .with("row", first.when.to_string())
                    .with("at", field.when.to_string()),
            );
        }
    }
}

/// Whether both mean the same time, to the minute: rows seldom have seconds.
fn agree(row: &Moment, field: &Moment) -> bool {
    match (row.time(), field.time()) {
        (Some(row), Some(field)) => (row - field).num_minutes() == 0,
        _ => row.day() == field.day(),
    }
}
