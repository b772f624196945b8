//! The comment: what is most important first, the rest in parts that a reader can open, and all of it
//! short enough for a code host.

use crate::diagnostic::{Diagnostic, Severity};
use crate::review::{Answer, Review, SeenBefore};

use super::{ReviewReport, incidents, lists, safe};

/// The first line of every comment, by which the next run finds it again. It is not seen.
pub const MARKER: &str = "<!-- hansei-review -->";
/// The most characters that a comment has; code hosts take 65,536.
pub const MAX_CHARACTERS: usize = 60_000;

/// A part of a comment that can be left out.
pub(super) struct Part {
    /// What it tells of.
    pub(super) of: Section,
    /// Its Markdown, with an empty line behind it.
    pub(super) text: String,
}

/// What a part of a comment tells of, in the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Incidents,
    KnownErrors,
    Findings,
    Owed,
    Pages,
}

impl Section {
    /// Up to how many characters of the comment its parts may fill, so that none leaves no room for the
    /// others.
    fn limit(self) -> usize {
        match self {
            Self::Incidents => 36_000,
            Self::KnownErrors => 40_000,
            Self::Findings => 52_000,
            Self::Owed => 56_000,
            Self::Pages => MAX_CHARACTERS - CUT,
        }
    }

    /// Its key under `review.cut`.
    fn key(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::KnownErrors => "known-errors",
            Self::Findings => "findings",
            Self::Owed => "owed",
            Self::Pages => "pages",
        }
    }
}

/// The room that is kept for the line which says what was left out.
const CUT: usize = 1_000;

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
    text.push_str(&lists::relaxed(report, review));
    text.push_str(&lists::clashes(report, review));
    if review.not_compared > 0 {
        text.push_str(&report.count("incident.not-compared", review.not_compared));
        text.push_str("\n\n");
    }
    let parts = incidents::parts(report, review)
        .into_iter()
        .chain(lists::known_errors(report, review))
        .chain(lists::findings(report, review))
        .chain(lists::lost_links(report, review))
        .chain(lists::owed(report, review))
        .chain(lists::pages(report, review));
    let mut characters = text.chars().count();
    let mut cut: Vec<(Section, usize)> = Vec::new();
    for part in parts {
        let length = part.text.chars().count();
        if characters + length <= part.of.limit() {
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
            .map(|(of, count)| report.count(&format!("cut.{}", of.key()), *count))
            .collect();
        let what = what.join(&report.say("cut.separator", &[]));
        text.push_str(&report.say("cut.line", &[("what", &what)]));
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    debug_assert!(
        text.chars().count() <= MAX_CHARACTERS,
        "the head of a comment leaves room for the rest"
    );
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
    let new = review.other_findings();
    let errors = of_severity(&new, Severity::Error);
    if errors > 0 {
        return report.count("title.errors", errors);
    }
    if !new.is_empty() {
        return report.count("title.findings", new.len());
    }
    if !review.lost_links.is_empty() {
        return report.count("title.lost", review.lost_links.len());
    }
    if !review.new_findings.is_empty() {
        let missing = missing(review);
        return if missing > 0 {
            report.count("title.missing", missing)
        } else {
            report.count("title.owed", review.owed.len())
        };
    }
    let answered = review.incidents.iter().find_map(|incident| {
        let mut seen = incident.seen_before.iter().flatten();
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

fn of_severity(found: &[&Diagnostic], severity: Severity) -> usize {
    let found = found.iter();
    found.filter(|found| found.severity == severity).count()
}

/// How much the reports of the incidents lack for their status.
fn missing(review: &Review) -> usize {
    let incidents = review.incidents.iter();
    incidents.map(|incident| incident.lacking.len()).sum()
}

/// Whether it can be merged, and how much there is in each of the lists that follow.
fn state(report: &ReviewReport<'_>, review: &Review) -> String {
    let unanswered = review.unanswered().count();
    let questions = if report.must_answer() {
        "state.unanswered"
    } else {
        "state.unanswered-shown"
    };
    let new = review.other_findings();
    let findings = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let key = format!("command_line.counts.{}s", severity.as_str());
        let count = of_severity(&new, severity);
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
        counted("state.lost", review.lost_links.len()),
        counted("state.missing", missing(review)),
        counted("state.owed", review.owed.len()),
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
