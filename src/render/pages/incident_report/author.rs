//! What whoever sends a report should look at first. It stands above the report and is not printed.

use crate::render::pages::incident_report::Report;
use crate::render::pages::incident_report::countermeasures::stale;

/// What to mend before the report is sent.
pub(super) fn notes(report: &Report<'_>, tells_causes: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let gaps = report.outward.gaps();
    if !report.issue.is_sent {
        notes.extend(stale(report).into_iter().map(|(title, day)| {
            let day = report.format.day(day);
            report.filled("report.author.stale", &[("title", &title), ("day", &day)])
        }));
    }
    if gaps > 0 {
        notes.push(report.counted("report.author.gaps", gaps));
    }
    if !tells_causes && !report.incident.causes.is_empty() {
        notes.push(report.text("report.author.causes"));
    }
    let issuer = &report.site.base.config.issuer;
    if issuer.contact_in(report.shown.language).is_none() {
        notes.push(report.text("report.author.contact"));
    }
    notes
}
