//! The comment: what is most important first, the rest in parts that a reader can open, and all of it
//! short enough for a code host.

use crate::diagnostic::Severity;
use crate::review::{Answer, Review, SeenBefore};

use super::{ReviewReport, incidents, lists, safe};

/// The first line of every comment, by which the next run finds it again. It is not seen.
pub const MARKER: &str = "<!-- hansei-review -->";
/// The most characters that a comment has; code hosts take 65,536.
pub const MAX_CHARACTERS: usize = 60_000;

/// A part of a comment that can be left out.
pub(super) struct Part {
    /// What it tells of, as keys under `review.cut`.
    pub(super) of: &'static str,
    /// Its Markdown, with an empty line behind it.
    pub(super) text: String,
}

/// Up to how many characters of the comment the parts of each sort may fill, so that none leaves no
/// room for the others.
const LIMITS: [(&str, usize); 5] = [
    ("incidents", 36_000),
    ("known-errors", 40_000),
    ("findings", 52_000),
    ("owed", 56_000),
    ("pages", 59_000),
];

pub(super) fn text(report: &ReviewReport<'_>) -> String {
    let Some(review) = report.review else {
        let title = report.say("title.nothing", &[]);
        return format!("{MARKER}\n### {title}\n");
    };
    let mut text = format!(
        "{MARKER}\n### {}\n\n{}\n\n",
        title(report, review),
        state(report, review)
    );
    text.push_str(&lists::clashes(report, review));
    let parts = incidents::parts(report, review)
        .into_iter()
        .chain(lists::known_errors(report, review))
        .chain(lists::findings(report, review))
        .chain(lists::owed(report, review))
        .chain(lists::pages(report, review));
    let mut characters = text.chars().count();
    let mut cut: Vec<(&str, usize)> = Vec::new();
    for part in parts {
        let limits = LIMITS.iter();
        let mut limit = limits
            .filter(|(of, _)| *of == part.of)
            .map(|(_, limit)| *limit);
        let length = part.text.chars().count();
        if characters + length <= limit.next().unwrap_or_default() {
            characters += length;
            text.push_str(&part.text);
        } else if let Some((_, count)) = cut.iter_mut().find(|(of, _)| *of == part.of) {
            *count += 1;
        } else {
            cut.push((part.of, 1));
        }
    }
    if !cut.is_empty() {
        let what: Vec<String> = cut
            .iter()
            .map(|(of, count)| report.count(&format!("cut.{of}"), *count))
            .collect();
        let what = what.join(&report.say("cut.separator", &[]));
        text.push_str(&report.say("cut.line", &[("what", &what)]));
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// The one line that is read if nothing else is.
fn title(report: &ReviewReport<'_>, review: &Review) -> String {
    if let Some(clash) = review.clashes.first() {
        return report.say("title.clash", &[("id", &safe::code(&clash.id))]);
    }
    if let Some((incident, seen)) = review.unanswered().next() {
        return seen_title(report, report.id(incident.entry), seen);
    }
    let errors = of_severity(review, Severity::Error);
    if errors > 0 {
        return report.count("title.errors", errors);
    }
    if !review.new_findings.is_empty() {
        return report.count("title.findings", review.new_findings.len());
    }
    let answered = review.incidents.iter().find_map(|incident| {
        let mut seen = incident.seen_before.iter();
        let seen = seen.find(|seen| matches!(seen.answer, Answer::Given(_)))?;
        Some((incident.entry, seen.candidate.other))
    });
    match answered {
        Some((incident, other)) => {
            let ids = [incident, other].map(|entry| safe::text(report.id(entry)));
            report.say(
                "title.fine-seen",
                &[("incident", &ids[0]), ("other", &ids[1])],
            )
        }
        None => report.say("title.fine", &[]),
    }
}

fn seen_title(report: &ReviewReport<'_>, incident: &str, seen: &SeenBefore) -> String {
    let other = seen.candidate.other;
    let is_known_error = report.base.original(other).known_error().is_some();
    let open = seen.open_actions.first();
    let action = open.map(|(open, _)| incidents::action_name(report, *open, other));
    let key = match (&action, is_known_error) {
        (Some(_), _) => "seen-open-action",
        (None, true) => "seen-known-error",
        (None, false) => "seen",
    };
    let arguments = [
        ("incident", safe::text(incident)),
        ("other", safe::text(report.id(other))),
        ("action", safe::text(&action.unwrap_or_default())),
    ];
    let arguments = arguments
        .each_ref()
        .map(|(name, text)| (*name, text.as_str()));
    report.say(&format!("title.{key}"), &arguments)
}

fn of_severity(review: &Review, severity: Severity) -> usize {
    let found = review.new_findings.iter();
    found.filter(|found| found.severity == severity).count()
}

/// Whether it can be merged, and how much there is of everything.
fn state(report: &ReviewReport<'_>, review: &Review) -> String {
    let unanswered = review.unanswered().count();
    let questions = if report.must_answer() {
        "state.unanswered"
    } else {
        "state.unanswered-shown"
    };
    let findings = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let key = format!("command_line.counts.{}s", severity.as_str());
        let count = of_severity(review, severity);
        (
            count,
            report.locale.format(&key, &[("count", &count.to_string())]),
        )
    });
    let counted = |key: &str, count: usize| (count, report.count(key, count));
    let counts = [
        counted(questions, unanswered),
        counted("state.clashes", review.clashes.len()),
    ]
    .into_iter()
    .chain(findings)
    .chain([
        counted("state.mended", review.mended),
        counted("state.pages", review.pages.len()),
    ]);
    let mut said: Vec<String> = counts
        .filter(|(count, _)| *count > 0)
        .map(|(_, words)| words)
        .collect();
    if said.is_empty() {
        said.push(report.say("state.nothing-found", &[]));
    }
    let verdict = if report.fails(review) {
        "state.failing"
    } else {
        "state.passing"
    };
    report.say(verdict, &[]) + &said.join(&report.say("separator", &[]))
}
