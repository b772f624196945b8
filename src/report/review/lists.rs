//! The lists of a comment: clashing ids, known errors, findings, what is owed, pages.

use crate::diagnostic::{Diagnostic, Severity};
use crate::knowledge_base::EntryIndex;
use crate::review::{PageChange, PageFate, Relaxed, Review, ReviewedKnownError};

use super::comment::{Part, Section};
use super::incidents::{details, item};
use super::{ReviewReport, answers, safe};

/// The most lines that are shown of a list.
const MAX_LISTED: usize = 40;
/// The most incidents that are shown of a known error.
const MAX_INCIDENTS: usize = 10;
/// The most ids that are shown as taken.
const MAX_CLASHES: usize = 20;

/// One part that tells of all; none where there is nothing to tell.
fn part(of: Section, text: Option<String>) -> Option<Part> {
    text.map(|text| Part { of, text })
}

/// `and 3 more`, as the last line of a list.
fn more(report: &ReviewReport<'_>, count: usize) -> String {
    match count {
        0 => String::new(),
        _ => item(&report.count("more", count)),
    }
}

/// Lines of a list, the first of them where there are many.
fn listed<T>(
    report: &ReviewReport<'_>,
    items: &[T],
    most: usize,
    line: impl Fn(&T) -> String,
) -> String {
    let lines = items.iter().take(most);
    let mut text: String = lines.map(|one| item(&line(one))).collect();
    text.push_str(&more(report, items.len().saturating_sub(most)));
    text
}

pub(super) fn relaxed(report: &ReviewReport<'_>, review: &Review) -> String {
    if review.relaxed.is_empty() {
        return String::new();
    }
    let title = report.say("relaxed.title", &[]);
    let lines = listed(report, &review.relaxed, MAX_LISTED, |relaxed| {
        let setting = safe::code(&relaxed_setting(*relaxed));
        match relaxed {
            Relaxed::Rule { .. } => setting,
            Relaxed::StrongCandidates => report.say("relaxed.later", &[("setting", &setting)]),
        }
    });
    format!("**{title}**\n\n{lines}\n")
}

/// A setting as it may stand in `hansei.yaml`.
pub(super) fn relaxed_setting(relaxed: Relaxed) -> String {
    match relaxed {
        Relaxed::Rule { rule, severity } => {
            let severity = severity.map_or("off", Severity::as_str);
            format!("rules: {{{rule}: {severity}}}")
        }
        Relaxed::StrongCandidates => "review: {strong_candidates: show}".to_owned(),
    }
}

pub(super) fn clashes(report: &ReviewReport<'_>, review: &Review) -> String {
    if review.clashes.is_empty() {
        return String::new();
    }
    let title = report.say("clash.title", &[]);
    let lines = listed(report, &review.clashes, MAX_CLASHES, |clash| {
        let [id, file, other] = [&clash.id, &clash.file, &clash.other].map(|text| safe::code(text));
        let arguments = [("id", id.as_str()), ("file", &file), ("other", &other)];
        report.say("clash.one", &arguments)
    });
    format!("#### {title}\n\n{lines}\n")
}

pub(super) fn known_errors(report: &ReviewReport<'_>, review: &Review) -> Option<Part> {
    let errors = &review.known_errors;
    let title = report.say("known-error.title", &[]);
    let lines = listed(report, errors, MAX_LISTED, |error| {
        known_error(report, error)
    });
    let text = format!("#### {title}\n\n{lines}\n");
    part(Section::KnownErrors, (!errors.is_empty()).then_some(text))
}

fn known_error(report: &ReviewReport<'_>, error: &ReviewedKnownError) -> String {
    let id = report.id(error.entry);
    let name = |entry: EntryIndex| {
        let (id, title) = (report.id(entry), report.title(entry));
        format!("{} — {}", safe::text(id), safe::text(title))
    };
    let shown = safe::text(id);
    if error.unnamed.is_empty() {
        return report.say("known-error.none", &[("error", &shown)]);
    }
    let count = error.unnamed.len().to_string();
    let mut text = report.say(
        "known-error.unnamed",
        &[("error", &shown), ("count", &count)],
    );
    for entry in error.unnamed.iter().take(MAX_INCIDENTS) {
        text.push_str("\n  - ");
        text.push_str(&name(*entry));
    }
    let rest = error.unnamed.len().saturating_sub(MAX_INCIDENTS);
    if rest > 0 {
        text.push_str("\n  - ");
        text.push_str(&report.count("more", rest));
    }
    let field = safe::code(&format!("known_errors: [{}]", answers::scalar(id)));
    let hint = report.say("known-error.hint", &[("field", &field)]);
    format!("{text}\n\n  {hint}")
}

pub(super) fn findings(report: &ReviewReport<'_>, review: &Review) -> Option<Part> {
    let mut found = review.other_findings();
    // The gravest first; within a severity as they stand.
    found.sort_by_key(|found| std::cmp::Reverse(found.severity));
    let title = report.say("findings.title", &[]);
    let lines = listed(report, &found, MAX_LISTED, |found| finding(report, found));
    let text = format!("#### {title}\n\n{lines}\n");
    part(Section::Findings, (!found.is_empty()).then_some(text))
}

fn finding(report: &ReviewReport<'_>, found: &Diagnostic) -> String {
    let severity = match found.severity {
        Severity::Error => "command_line.severity.error",
        Severity::Warning => "command_line.severity.warning",
        Severity::Note => "command_line.severity.note",
    };
    let severity = format!("**{}**", report.locale.text(severity));
    let rule = safe::code(found.rule);
    let place = safe::code(&format!("{}:{}", found.file, found.start.line));
    let message = report.locale.message_parts(found.rule, &found.message);
    let message = safe::parts(&message);
    let arguments = [
        ("severity", severity.as_str()),
        ("rule", &rule),
        ("place", &place),
        ("message", &message),
    ];
    report.say("findings.at", &arguments)
}

pub(super) fn lost_links(report: &ReviewReport<'_>, review: &Review) -> Option<Part> {
    let lost = &review.lost_links;
    let title = report.say("lost.title", &[]);
    let lines = listed(report, lost, MAX_LISTED, |link| {
        let file = safe::code(&report.base.original(link.from).path);
        let gone = format!("{} — {}", safe::text(&link.id), safe::text(&link.title));
        report.say("lost.one", &[("file", &file), ("gone", &gone)])
    });
    let text = format!("#### {title}\n\n{lines}\n");
    part(Section::Findings, (!lost.is_empty()).then_some(text))
}

pub(super) fn owed(report: &ReviewReport<'_>, review: &Review) -> Option<Part> {
    let owed = &review.owed;
    let summary = report.count("owed.title", owed.len());
    let lines = listed(report, owed, MAX_LISTED, |found| finding(report, found));
    part(
        Section::Owed,
        (!owed.is_empty()).then(|| details(&summary, &lines)),
    )
}

pub(super) fn pages(report: &ReviewReport<'_>, review: &Review) -> Option<Part> {
    let mut pages: Vec<&PageChange> = review.pages.iter().collect();
    // What readers lose comes first.
    pages.sort_by_key(|page| match page.fate {
        PageFate::Removed => 0,
        PageFate::Moved { .. } => 1,
        PageFate::Added => 2,
        PageFate::Changed => 3,
    });
    let summary = report.count("page.title", pages.len());
    let lines = listed(report, &pages, MAX_LISTED, |page| one_page(report, page));
    part(
        Section::Pages,
        (!pages.is_empty()).then(|| details(&summary, &lines)),
    )
}

fn one_page(report: &ReviewReport<'_>, change: &PageChange) -> String {
    let page = format!("{} — {}", safe::text(&change.id), safe::text(&change.title));
    let page = ("page", page.as_str());
    match &change.fate {
        PageFate::Added => report.say("page.added", &[page]),
        PageFate::Changed => report.say("page.changed", &[page]),
        PageFate::Removed => report.say("page.removed", &[page]),
        PageFate::Moved { from, has_alias } => {
            let aliases = safe::code(&format!("aliases: [{}]", answers::scalar(from)));
            let from = safe::code(from);
            let key = if *has_alias {
                "page.moved"
            } else {
                "page.moved-lost"
            };
            report.say(key, &[page, ("from", &from), ("aliases", &aliases)])
        }
    }
}
