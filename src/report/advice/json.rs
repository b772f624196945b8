//! For programs: `{version, kind, items}`, an item for each line, known error, overdue action and incident.

use serde::Serialize;

use crate::document::Id;
use crate::insight::advice::{Applying, Ground, OverdueAction};
use crate::report::advice::AdviceReport;
use crate::report::json::pretty;
use crate::report::matches::workaround;

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
    /// `checklist-line`, `known-error`, `action` (an overdue one) or `incident`.
    kind: &'static str,
    /// The id, or the address of an action or of a line that has one.
    id: String,
    title: &'a str,
    file: &'a str,
    date: Option<String>,
    severity: Option<&'a str>,
    /// Of incidents: `incident`, `near-miss` or `pre-mortem`.
    incident_type: Option<&'static str>,
    /// Of known errors, in Markdown.
    workaround: Option<&'a str>,
    /// Of actions.
    due: Option<String>,
    /// Of actions, by the present name.
    owner: Option<String>,
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
    let overdue = advice.overdue.iter().take(report.limit);
    items.extend(overdue.filter_map(|one| action(report, one)));
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
    let incident = document.incident();
    let severity = incident.and_then(|incident| incident.severity.as_ref());
    let causes = incident.into_iter().flat_map(|incident| &incident.causes);
    Item {
        kind,
        id: base[one.entry].id.to_string(),
        title: &document.title,
        file: &document.path,
        date: document
            .date()
            .map(|day| day.day_in(base.config.zone).to_string()),
        severity: severity.map(|severity| severity.value.as_str()),
        incident_type: incident.map(|incident| incident.incident_type().as_str()),
        workaround: document.known_error().and_then(|_| workaround(document)),
        due: None,
        owner: None,
        causes: causes.map(|cause| cause.value.as_str()).collect(),
        because: because(&one.grounds),
    }
}

/// An overdue action, in the words of the report that it is written in.
fn action<'a>(report: &AdviceReport<'a>, one: &OverdueAction) -> Option<Item<'a>> {
    let base = report.base;
    let document = base.original(one.entry);
    let action = document.incident()?.actions.get(one.position)?;
    let owner = action.owner.as_ref();
    Some(Item {
        kind: "action",
        id: format!("{}/{}", base[one.entry].id, action.name(one.position)),
        title: action.title.as_ref().map_or("", |title| title.as_str()),
        file: &document.path,
        date: None,
        severity: None,
        incident_type: None,
        workaround: None,
        due: action.due.as_ref().map(|due| due.value.to_string()),
        owner: owner.map(|owner| base.config.present_owner(owner).to_string()),
        causes: action
            .addresses
            .iter()
            .map(|cause| cause.as_str())
            .collect(),
        because: Because::default(),
    })
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
