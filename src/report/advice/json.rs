//! For programs: `{version, kind, items}`, an item for each line, known error, overdue action and incident.

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::Id;
use crate::insight::actions::{ActionPlace, WrittenAction};
use crate::insight::advice::{Applying, Ground};
use crate::insight::known_errors::workaround_in;
use crate::report::advice::AdviceReport;
use crate::report::json::pretty;

#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AdviceItems<'a> {
    /// The version of the shape; it changes when something in it changes its meaning or goes away.
    version: u32,
    /// What this is.
    kind: &'static str,
    /// The services that the change touches.
    services: Vec<&'a str>,
    /// Lines of checklists, then known errors, overdue actions and incidents.
    items: Vec<Item<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Advice")]
struct Item<'a> {
    /// `checklist-line`, `known-error`, `action` (an overdue one) or `incident`.
    #[schemars(extend("enum" = ["checklist-line", "known-error", "action", "incident"]))]
    kind: &'static str,
    /// The id, or the address of an action or of a line that has one.
    id: String,
    /// Its title, or the words of the line.
    title: &'a str,
    /// Its file, from the knowledge base.
    file: &'a str,
    /// The day it is filed under.
    date: Option<String>,
    /// How bad it was.
    severity: Option<&'a str>,
    /// Of incidents: `incident`, `near-miss` or `pre-mortem`.
    incident_type: Option<&'static str>,
    /// Of known errors, in Markdown.
    workaround: Option<&'a str>,
    /// Of actions.
    due: Option<String>,
    /// Of actions, by the present name.
    owner: Option<String>,
    /// Why it arose.
    causes: Vec<&'a str>,
    /// Why it applies.
    because: Because<'a>,
}

/// Why it applies.
#[derive(Debug, Default, Serialize, JsonSchema)]
struct Because<'a> {
    /// Services that the change touches.
    services: Vec<&'a str>,
    /// Sorts of change that it names.
    change_types: Vec<&'a str>,
    /// Its patterns that a file matches.
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
    items.extend(overdue.filter_map(|place| action(report, *place)));
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
        incident_type: incident.map(|incident| incident.incident_type().as_str()),
        workaround: document
            .known_error()
            .and_then(|_| workaround_in([shown, document])),
        due: None,
        owner: None,
        causes: causes.map(|cause| cause.value.as_str()).collect(),
        because: because(&one.grounds),
    }
}

/// An overdue action, in the words of the report that it is written in.
fn action<'a>(report: &AdviceReport<'a>, place: ActionPlace) -> Option<Item<'a>> {
    let base = report.base;
    let document = base.original(place.entry);
    let written = WrittenAction::at(base, place)?;
    let action = written.action;
    let owner = action.owner.as_ref();
    Some(Item {
        kind: "action",
        id: written.address(base),
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
