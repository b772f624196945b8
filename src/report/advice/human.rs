//! For people: lines to go through, known errors to expect, incidents to learn from.

use std::fmt::Write;

use anstyle::Style;

use crate::document::Id;
use crate::insight::advice::{Applying, Ground};
use crate::knowledge_base::TermKind;
use crate::report::advice::AdviceReport;
use crate::report::{printable, printable_line};

pub(super) fn text(report: &AdviceReport<'_>) -> String {
    let mut text = String::new();
    if !report.advice.checklists.is_empty() {
        heading(report, &mut text, "lines");
    }
    for one in &report.advice.checklists {
        text.push_str(&entry(report, &one.checklist));
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
    }
    for (key, list) in [
        ("known-errors", &report.advice.known_errors),
        ("incidents", &report.advice.incidents),
    ] {
        if list.is_empty() {
            continue;
        }
        heading(report, &mut text, key);
        for one in list.iter().take(report.limit) {
            text.push_str(&entry(report, one));
        }
        let more = list.len().saturating_sub(report.limit);
        if more > 0 {
            let more = more.to_string();
            let line = report
                .locale
                .format("command_line.advise.more", &[("count", &more)]);
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

/// A heading, with an empty line above unless it is the first.
fn heading(report: &AdviceReport<'_>, text: &mut String, key: &str) {
    let words = report
        .locale
        .text(&format!("command_line.advise.{key}"))
        .to_owned();
    let style = if report.color {
        Style::new().bold()
    } else {
        Style::new()
    };
    let line = format!("{style}{words}{style:#}\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&line);
}

/// An entry: id, title, day, why; where it is written.
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
