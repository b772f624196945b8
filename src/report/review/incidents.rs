//! New and changed incidents in a comment: a line about each, what its report lacks, what was seen
//! before.

use crate::diagnostic::Diagnostic;
use crate::insight::actions::{WrittenAction, title_in};
use crate::insight::history::{ChecklistLine, OpenAction};
use crate::knowledge_base::EntryIndex;
use crate::related;
use crate::review::{Answer, Review, ReviewedIncident, SeenBefore};
use crate::time::words;

use super::comment::{Part, Section};
use super::{ReviewReport, answers, safe};

/// The most actions and lines that are shown of one earlier incident.
const MAX_LISTED: usize = 5;

pub(super) fn parts(report: &ReviewReport<'_>, review: &Review) -> Vec<Part> {
    let part = |text| Part {
        of: Section::Incidents,
        text,
    };
    let incidents = review.incidents.iter();
    incidents
        .map(|incident| part(one(report, incident)))
        .collect()
}

fn one(report: &ReviewReport<'_>, incident: &ReviewedIncident) -> String {
    let mut text = format!(
        "#### {} — {}\n\n{}\n\n",
        safe::text(report.id(incident.entry)),
        safe::text(report.title(incident.entry)),
        line(report, incident)
    );
    let (asked, not_asked): (Vec<&SeenBefore>, Vec<&SeenBefore>) = incident
        .seen_before
        .iter()
        .flatten()
        .partition(|seen| seen.answer != Answer::NotAsked);
    for seen in asked {
        text.push_str(&seen_before(report, incident, seen));
    }
    if !not_asked.is_empty() {
        let summary = report.count("incident.weak", not_asked.len());
        let lines = not_asked.iter().map(|seen| weak(report, seen));
        text.push_str(&details(&summary, &lines.collect::<String>()));
    }
    if !incident.lacking.is_empty() {
        let lines = list(report, &incident.lacking);
        let title = report.say("incident.lacking", &[]);
        text.push_str(&["**", &title, "**\n\n", &lines, "\n"].concat());
    }
    if !incident.lacking_when_final.is_empty() {
        let count = incident.lacking_when_final.len();
        let summary = report.count("incident.lacking-when-final", count);
        let lines = list(report, &incident.lacking_when_final);
        text.push_str(&details(&summary, &lines));
    }
    text
}

/// A line of a list.
pub(super) fn item(text: &str) -> String {
    ["- ", text, "\n"].concat()
}

/// What a reader can open.
pub(super) fn details(summary: &str, content: &str) -> String {
    format!("<details><summary>{summary}</summary>\n\n{content}\n</details>\n\n")
}

fn list(report: &ReviewReport<'_>, found: &[Diagnostic]) -> String {
    let lines = found.iter().map(|found| {
        let message = report.locale.message_parts(found.rule, &found.message);
        item(&safe::parts(&message))
    });
    lines.collect()
}

/// `new · Draft · SEV2 · content/… · detected after 4 min`
fn line(report: &ReviewReport<'_>, incident: &ReviewedIncident) -> String {
    let document = report.base.original(incident.entry);
    let is_new = if incident.is_new { "new" } else { "changed" };
    let mut parts = vec![report.say(&format!("incident.{is_new}"), &[])];
    if let Some(fields) = document.incident() {
        let status = format!("interface.status.{}", fields.status().as_str());
        parts.push(report.locale.text(&status).to_owned());
        parts.extend(
            fields
                .severity
                .as_ref()
                .map(|severity| safe::text(severity)),
        );
    }
    parts.push(safe::code(&document.path));
    let lengths = [
        ("detected", incident.lengths.detect),
        ("acknowledged", incident.lengths.acknowledge),
        ("mitigated", incident.lengths.mitigate),
        ("resolved", incident.lengths.resolve),
    ];
    parts.extend(lengths.into_iter().filter_map(|(key, length)| {
        let length = words::length(report.locale.language(), length?);
        Some(report.say(&format!("incident.{key}"), &[("length", &length)]))
    }));
    parts.join(&report.say("separator", &[]))
}

fn seen_before(
    report: &ReviewReport<'_>,
    incident: &ReviewedIncident,
    seen: &SeenBefore,
) -> String {
    let other = seen.candidate.other;
    let mut text = format!(
        "**{}{}** — {}{}\n\n",
        heading(report, seen.answer),
        safe::text(report.id(other)),
        safe::text(report.title(other)),
        day(report, other)
    );
    let reasons = reasons(report, seen);
    let reasons = report.say("seen.reasons", &[("reasons", &reasons)]);
    text.push_str(&item(&reasons));
    if seen.answer == Answer::Unexplained {
        text.push_str(&item(&answers::note_lacking(report, incident.entry, other)));
    }
    for (open, helps) in seen.open_actions.iter().take(MAX_LISTED) {
        text.push_str(&item(&action(report, *open, *helps)));
    }
    let more = seen.open_actions.len().saturating_sub(MAX_LISTED);
    if more > 0 {
        text.push_str(&item(&report.count("seen.more-actions", more)));
    }
    for line in seen.lines.iter().take(MAX_LISTED) {
        text.push_str(&item(&checklist_line(report, *line)));
    }
    let more = seen.lines.len().saturating_sub(MAX_LISTED);
    if more > 0 {
        text.push_str(&item(&report.count("seen.more-lines", more)));
    }
    text.push('\n');
    if seen.answer == Answer::Owed {
        let summary = report.say("answer.summary", &[]);
        let lines = answers::lines(report, incident.entry, other);
        text.push_str(&details(&summary, &lines));
    }
    text
}

fn heading(report: &ReviewReport<'_>, answer: Answer) -> String {
    match answer {
        answer if answer.is_owed() && report.must_answer() => report.say("seen.owed", &[]),
        Answer::Owed | Answer::Unexplained | Answer::NotAsked => report.say("seen.shown", &[]),
        Answer::Given(relation) => {
            let relation = safe::code(relation.as_str());
            report.say("seen.answered", &[("relation", &relation)])
        }
        Answer::SameKnownError(error) => {
            let id = safe::text(report.id(error));
            report.say("seen.same-known-error", &[("id", &id)])
        }
        Answer::Follows => report.say("seen.follows", &[]),
        Answer::StoodBefore => report.say("seen.stood-before", &[]),
    }
}

fn reasons(report: &ReviewReport<'_>, seen: &SeenBefore) -> String {
    let reasons = related::reasons(report.base, &seen.candidate, report.locale);
    let reasons: Vec<String> = reasons.iter().map(|reason| safe::parts(reason)).collect();
    reasons.join(&report.say("separator", &[]))
}

/// The day that an incident began on, in brackets.
fn day(report: &ReviewReport<'_>, entry: EntryIndex) -> String {
    let Some(date) = report.base.original(entry).date() else {
        return String::new();
    };
    let day = date.day_in(report.base.config.zone);
    let day = words::day(report.locale.language(), day);
    let day = report.say("seen.on", &[("day", &day)]);
    // Full-width brackets bring their own room.
    if day.starts_with('(') {
        format!(" {day}")
    } else {
        day
    }
}

fn weak(report: &ReviewReport<'_>, seen: &SeenBefore) -> String {
    let other = seen.candidate.other;
    let arguments = [
        ("id", safe::text(report.id(other))),
        ("title", safe::text(report.title(other))),
        ("day", day(report, other)),
        ("reasons", reasons(report, seen)),
    ];
    let arguments = arguments
        .each_ref()
        .map(|(name, text)| (*name, text.as_str()));
    item(&report.say("seen.weak", &arguments))
}

/// `A2`, or `INC-2025-0041/A2` where it is an action of another incident than `of`.
pub(super) fn action_name(report: &ReviewReport<'_>, open: OpenAction, of: EntryIndex) -> String {
    let written = WrittenAction::at(report.base, open.place);
    let name = written.map(|one| {
        if open.place.entry == of {
            one.name()
        } else {
            one.address(report.base)
        }
    });
    name.unwrap_or_default()
}

fn action(report: &ReviewReport<'_>, open: OpenAction, helps: bool) -> String {
    let written = WrittenAction::at(report.base, open.place);
    let address = written.map(|one| one.address(report.base));
    let address = address.unwrap_or_default();
    let days = |length: chrono::TimeDelta| length.num_days().to_string();
    let open_for = open.open_for.filter(|length| length.num_days() > 0);
    let mut said = match (open_for, open.overdue_for) {
        (Some(length), Some(overdue)) => {
            let open = report.say("seen.days", &[("count", &days(length))]);
            let count = days(overdue);
            report.say("seen.opened-overdue", &[("count", &count), ("open", &open)])
        }
        (Some(length), None) => report.say("seen.opened", &[("count", &days(length))]),
        (None, _) => report.say("seen.opened-sometime", &[]),
    };
    if helps {
        said.push_str(&report.say("seen.separator", &[]));
        said.push_str(&report.say("seen.same-cause", &[]));
    }
    let title = title_in(report.base, open.place, report.locale.language());
    let title = title.map_or("", |(title, _)| title);
    let owner = written.and_then(|one| one.action.owner.as_ref());
    let key = if owner.is_some() {
        "action-owner"
    } else {
        "action"
    };
    let arguments = [
        ("address", format!("**{}**", safe::text(&address))),
        ("said", said),
        ("title", safe::text(title)),
        (
            "owner",
            owner.map_or_else(String::new, |owner| safe::text(owner)),
        ),
    ];
    let arguments = arguments
        .each_ref()
        .map(|(name, text)| (*name, text.as_str()));
    report.say(&format!("seen.{key}"), &arguments)
}

fn checklist_line(report: &ReviewReport<'_>, line: ChecklistLine) -> String {
    let task = &report.base.original(line.checklist).body.tasks[line.position];
    let id = task.id.as_ref().map(|id| format!("/{}", id.value));
    let address = format!("{}{}", report.id(line.checklist), id.unwrap_or_default());
    let address = format!("**{}**", safe::text(&address));
    let text = safe::text(&task.text);
    report.say("seen.line", &[("address", &address), ("text", &text)])
}
