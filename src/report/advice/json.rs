//! For programs: `{version, kind, items}`, an item for each line, known error and incident.

use serde::Serialize;

use crate::document::Id;
use crate::insight::advice::{Applying, Ground};
use crate::report::advice::AdviceReport;
use crate::report::json::pretty;

#[derive(Debug, Serialize)]
struct AdviceItems<'a> {
    version: u32,
    kind: &'static str,
    /// The services that the change touches.
    services: Vec<&'a str>,
    items: Vec<Item<'a>>,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    /// `checklist-line`, `known-error` or `incident`.
    kind: &'static str,
    /// The id, or the address of a line that has one.
    id: String,
    title: &'a str,
    file: &'a str,
    date: Option<String>,
    severity: Option<&'a str>,
    causes: Vec<&'a str>,
    because: Because<'a>,
}

/// Why it applies.
#[derive(Debug, Default, Serialize)]
struct Because<'a> {
    services: Vec<&'a str>,
    change_types: Vec<&'a str>,
    paths: Vec<&'a str>,
}

pub(super) fn text(report: &AdviceReport<'_>) -> String {
    let advice = report.advice;
    let limited = |list: &'_ [Applying]| list.len().min(report.limit);
    let mut items = Vec::new();
    for one in &advice.checklists {
        items.extend(lines(report, &one.checklist));
    }
    let errors = &advice.known_errors[..limited(&advice.known_errors)];
    items.extend(errors.iter().map(|one| item(report, "known-error", one)));
    let incidents = &advice.incidents[..limited(&advice.incidents)];
    items.extend(incidents.iter().map(|one| item(report, "incident", one)));
    pretty(&AdviceItems {
        version: 1,
        kind: "advice",
        services: advice.services.iter().map(Id::as_str).collect(),
        items,
    })
}

fn lines<'a>(report: &AdviceReport<'a>, checklist: &'a Applying) -> Vec<Item<'a>> {
    let tasks = &report.base.original(checklist.entry).body.tasks;
    let id = &report.base[checklist.entry].id;
    tasks
        .iter()
        .map(|task| Item {
            id: task
                .id
                .as_ref()
                .map_or_else(|| id.to_string(), |line| format!("{id}/{}", line.value)),
            title: &task.text,
            ..item(report, "checklist-line", checklist)
        })
        .collect()
}

fn item<'a>(report: &AdviceReport<'a>, kind: &'static str, one: &'a Applying) -> Item<'a> {
    let base = report.base;
    let document = base.original(one.entry);
    // Words in the language of messages, as for people; facts from the original.
    let shown = &base[base.in_language(one.entry, report.locale.language())];
    let incident = document.incident();
    let severity = incident.and_then(|incident| incident.severity.as_ref());
    let causes = incident.into_iter().flat_map(|incident| &incident.causes);
    Item {
        kind,
        id: base[one.entry].id.to_string(),
        title: &shown.title,
        file: &shown.path,
        date: document
            .date()
            .map(|day| day.day_in(base.config.zone).to_string()),
        severity: severity.map(|severity| severity.value.as_str()),
        causes: causes.map(|cause| cause.value.as_str()).collect(),
        because: because(&one.grounds),
    }
}

fn because(grounds: &[Ground]) -> Because<'_> {
    let mut because = Because::default();
    for ground in grounds {
        match ground {
            Ground::Service(id) => because.services.push(id.as_str()),
            Ground::ChangeType(sort) => because.change_types.push(sort),
            Ground::Path(pattern) => because.paths.push(pattern),
        }
    }
    because
}
