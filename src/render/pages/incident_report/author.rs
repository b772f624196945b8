//! What whoever sends a report should look at first. It stands above the report and is not printed.

use crate::render::pages::incident_report::Report;
use crate::render::pages::incident_report::countermeasures::{foreign_titles, stale};

/// How much of a text is quoted, in characters.
const QUOTED: usize = 40;

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
    let foreign = foreign(report);
    if !foreign.is_empty() {
        let texts = foreign.join(&report.text("list_separator"));
        notes.push(report.filled("report.author.foreign", &[("texts", &texts)]));
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

/// The texts that are not in the report's language, the beginning of each.
fn foreign(report: &Report<'_>) -> Vec<String> {
    let titles = foreign_titles(report);
    let messages = report.told.foreign_texts(report);
    let quoted = titles.into_iter().chain(messages).map(|text| {
        let mut quoted: String = text.chars().take(QUOTED).collect();
        if quoted.len() < text.len() {
            quoted.push('…');
        }
        report.filled("report.author.quoted", &[("text", &quoted)])
    });
    quoted.collect()
}
