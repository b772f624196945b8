//! For people: lines to go through, known errors to expect and how to get around them, what should have
//! been done long ago, incidents to learn from.

use std::fmt::Write;

use anstyle::Style;

use crate::document::incident::{Incident, IncidentType};
use crate::document::{Id, SectionKind};
use crate::insight::actions::{ActionPlace, WrittenAction, title_in};
use crate::insight::advice::{Applying, ApplyingChecklist, Ground};
use crate::insight::known_errors::workaround_in;
use crate::knowledge_base::TermKind;
use crate::report::advice::AdviceReport;
use crate::report::{printable, printable_line};

pub(super) fn text(report: &AdviceReport<'_>) -> String {
    let advice = report.advice;
    let known_errors = told(report, &advice.known_errors, |one| {
        entry(report, one) + &workaround_of(report, one)
    });
    let overdue = told(report, &advice.overdue, |place| action(report, *place));
    let incidents = told(report, &advice.incidents, |one| entry(report, one));
    let parts = [
        (
            "lines",
            advice
                .checklists
                .iter()
                .map(|one| checklist(report, one))
                .collect(),
        ),
        ("known-errors", known_errors),
        ("overdue", overdue),
        ("incidents", incidents),
    ];
    let filled = parts.into_iter().filter(|(_, content)| !content.is_empty());
    let parts: Vec<String> = filled
        .map(|(key, content): (&str, String)| heading(report, key) + &content)
        .collect();
    parts.join("\n")
}

/// The first of a list, and how many there are more.
fn told<T>(report: &AdviceReport<'_>, list: &[T], one: impl Fn(&T) -> String) -> String {
    let told: String = list.iter().take(report.limit).map(one).collect();
    told + &more(report, list.len())
}

/// A checklist with its lines.
fn checklist(report: &AdviceReport<'_>, one: &ApplyingChecklist) -> String {
    let mut text = entry(report, &one.checklist);
    let document = report.base.original(one.checklist.entry);
    for line in &one.lines {
        let Some(task) = document.body.tasks.get(line.position) else {
            continue;
        };
        let name = task.id.as_ref().map(|id| format!("{} ", id.value));
        let words = printable_line(&format!("{}{}", name.unwrap_or_default(), task.text));
        // Writing to a string does not fail.
        let _ = writeln!(text, "  [ ] {words}");
    }
    text
}

/// How to get around a known error, indented; empty where nothing is written.
fn workaround_of(report: &AdviceReport<'_>, one: &Applying) -> String {
    let base = report.base;
    let words = &base[base.in_language(one.entry, report.locale.language())];
    let Some(text) = workaround_in([words, base.original(one.entry)]) else {
        return String::new();
    };
    let label = SectionKind::Workaround.heading(report.locale.language());
    let lines = text.lines().map(|line| {
        let line = printable(line);
        format!("      {line}").trim_end().to_owned() + "\n"
    });
    format!("    {label}\n{}", lines.collect::<String>())
}

/// An overdue action: address, title, since when, who does it; where it is written.
fn action(report: &AdviceReport<'_>, place: ActionPlace) -> String {
    let base = report.base;
    let Some(written) = WrittenAction::at(base, place) else {
        return String::new();
    };
    let action = written.action;
    let shown = &base[base.in_language(place.entry, report.locale.language())];
    let title = title_in(base, place, report.locale.language());
    let due = action.due.as_ref().map(|due| {
        let late = (report.today - due.value).num_days().to_string();
        let arguments = [("day", &*due.value.to_string()), ("count", &late)];
        report.locale.format("command_line.advise.late", &arguments)
    });
    let owner = action.owner.as_ref().map_or_else(
        || report.locale.text("interface.actions.nobody").to_owned(),
        |owner| {
            let id = base.config.present_owner(owner);
            term(report, TermKind::Owner, id.as_str())
        },
    );
    let facts: Vec<String> = due.into_iter().chain([owner]).collect();
    format!(
        "  {}  {}\n    {}\n    {}\n",
        printable_line(&written.address(base)),
        printable_line(title.map_or("", |(title, _)| title)),
        printable_line(&facts.join(" · ")),
        printable_line(&shown.path),
    )
}

/// How many of a list of this length are not told; empty where all are.
fn more(report: &AdviceReport<'_>, length: usize) -> String {
    let more = length.saturating_sub(report.limit);
    if more == 0 {
        return String::new();
    }
    let count = more.to_string();
    let locale = report.locale;
    let words = locale.format("command_line.advise.more", &[("count", &count)]);
    format!("  {words}\n")
}

fn heading(report: &AdviceReport<'_>, key: &str) -> String {
    let words = report
        .locale
        .text(&format!("command_line.advise.{key}"))
        .to_owned();
    let style = if report.color {
        Style::new().bold()
    } else {
        Style::new()
    };
    format!("{style}{words}{style:#}\n")
}

/// An entry: id, title, day, what it is where it is no incident, why; where it is written.
fn entry(report: &AdviceReport<'_>, one: &Applying) -> String {
    let base = report.base;
    let index = base.in_language(one.entry, report.locale.language());
    let document = &base[index];
    let original = base.original(one.entry);
    let mut facts: Vec<String> = Vec::new();
    facts.extend(
        original
            .date()
            .map(|day| day.day_in(base.config.zone).to_string()),
    );
    let incident = original.incident();
    let kind = incident.map(Incident::incident_type);
    let kind = kind.filter(|kind| *kind != IncidentType::Incident);
    facts.extend(kind.map(|kind| {
        let key = format!("interface.incident-type.{}", kind.as_str());
        report.locale.text(&key).to_owned()
    }));
    let severity = incident.and_then(|incident| incident.severity.as_ref());
    facts.extend(severity.map(|severity| severity.value.clone()));
    facts.extend(one.grounds.iter().map(|ground| words(report, ground)));
    let causes = incident.into_iter().flat_map(|incident| &incident.causes);
    facts.extend(causes.map(|cause| term(report, TermKind::Cause, cause)));
    let (id, title) = (base[one.entry].id.as_str(), &document.title);
    format!(
        "  {}  {}\n    {}\n    {}\n",
        printable_line(id),
        printable_line(title),
        printable(&facts.join(" · ")).replace('\n', " "),
        printable_line(&document.path),
    )
}

fn words(report: &AdviceReport<'_>, ground: &Ground) -> String {
    match ground {
        Ground::Service(id) => term(report, TermKind::Service, id.as_str()),
        Ground::ChangeType(sort) => sort.clone(),
        Ground::Path(pattern) => pattern.clone(),
    }
}

fn term(report: &AdviceReport<'_>, kind: TermKind, written: &str) -> String {
    let id = Id::new(written);
    let term = report.base.terms.get(kind, &id);
    term.map_or_else(
        || written.to_owned(),
        |term| term.name_in(report.locale.language()).to_owned(),
    )
}
