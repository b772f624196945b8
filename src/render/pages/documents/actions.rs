//! The actions of an incident.

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::diagnostic::Spanned;
use crate::document::Document;
use crate::document::part_anchor;
use crate::insight::actions::{self, WrittenAction};
use crate::insight::is_overdue;
use crate::knowledge_base::{DocumentIndex, EntryIndex, TermKind};
use crate::render::format::TimeView;
use crate::render::site::Site;
use crate::render::views::{LinkView, address_link, id_link, line, term_link};

#[derive(Debug, Serialize)]
pub(super) struct ActionView {
    name: String,
    /// Its place on the page; none where a heading or an earlier action has it.
    anchor: Option<String>,
    title: String,
    /// The language of its title.
    language: &'static str,
    state: String,
    state_class: &'static str,
    overdue: bool,
    control: Option<String>,
    horizon: Option<String>,
    owner: Option<LinkView>,
    due: Option<TimeView>,
    opened_on: Option<TimeView>,
    done_on: Option<TimeView>,
    verified_on: Option<TimeView>,
    addresses: Vec<LinkView>,
    evidence: Option<LinkView>,
    ticket: Option<LinkView>,
    shared: Option<LinkView>,
    /// The incidents that it did not keep from arising although it was verified.
    came_back: Vec<LinkView>,
    /// Those of services that it was not carried over to.
    came_back_elsewhere: Vec<LinkView>,
    rollout: Vec<RolloutView>,
}

#[derive(Debug, Serialize)]
struct RolloutView {
    service: LinkView,
    state: String,
}

/// The actions of the document that counts, with the titles of the version that is shown, where it
/// has any.
pub(super) fn actions(
    site: &Site<'_>,
    path: &str,
    shown: DocumentIndex,
    index: DocumentIndex,
) -> Vec<ActionView> {
    let document = &site.base[index];
    let translated: FxHashMap<String, &str> = if shown == index {
        FxHashMap::default()
    } else {
        titles(&site.base[shown])
    };
    let mut ids: FxHashSet<String> = document.body.anchors().map(str::to_owned).collect();
    ids.extend(document.body.tasks.iter().filter_map(|task| {
        let id = task.id.as_ref()?;
        Some(part_anchor(id))
    }));
    let written = WrittenAction::all_of(site.base, site.base.entry_of(index));
    written
        .map(|written| {
            let mut view = match &written.action.reference {
                Some(reference) => shared_action(site, path, index, written, reference),
                None => action_view(site, path, written),
            };
            view.anchor = view.anchor.filter(|anchor| ids.insert(anchor.clone()));
            if let Some(title) = translated.get(&view.name) {
                (*title).clone_into(&mut view.title);
                view.language = site.base[shown].language.code();
            }
            view
        })
        .collect()
}

/// The titles of a document's actions by their names.
fn titles(document: &Document) -> FxHashMap<String, &str> {
    let incident = document.incident().into_iter();
    let actions = incident.flat_map(|incident| incident.actions.iter().enumerate());
    actions
        .filter_map(|(position, action)| {
            let title = action.title.as_ref()?;
            Some((action.name(position), title.value.as_str()))
        })
        .collect()
}

/// An action of another report: shown as it stands there.
fn shared_action(
    site: &Site<'_>,
    path: &str,
    index: DocumentIndex,
    written: WrittenAction<'_>,
    reference: &str,
) -> ActionView {
    let there = actions::shared_action(site.base, reference);
    let mut view = action_view(site, path, there.unwrap_or(written));
    reference.clone_into(&mut view.name);
    view.anchor = Some(part_anchor(&written.name()));
    view.shared = Some(id_link(site, path, index, reference));
    view
}

fn action_view(site: &Site<'_>, path: &str, written: WrittenAction<'_>) -> ActionView {
    let WrittenAction { place, action } = written;
    let document = site.base.original(place.entry);
    let state = action.state();
    let name = written.name();
    let came_back = site.recurrence.came_back(place);
    let came_back = came_back.cloned().unwrap_or_default();
    let text = |field: &Option<Spanned<String>>| field.as_ref().map(|field| field.value.clone());
    let day = |field: &Option<Spanned<NaiveDate>>| {
        field.as_ref().map(|day| site.format.day_view(day.value))
    };
    ActionView {
        anchor: Some(part_anchor(&name)),
        name,
        title: text(&action.title).unwrap_or_default(),
        language: document.language.code(),
        state: site.word("action-state", state.as_str()),
        state_class: state.as_str(),
        overdue: is_overdue(action, site.today),
        control: action
            .control
            .as_ref()
            .map(|control| site.word("control", control.as_str())),
        horizon: action
            .horizon
            .as_ref()
            .map(|horizon| site.word("horizon", horizon.as_str())),
        owner: action
            .owner
            .as_ref()
            .map(|owner| term_link(site, path, TermKind::Owner, owner)),
        due: day(&action.due),
        opened_on: day(&action.opened_on),
        done_on: day(&action.done_on),
        verified_on: day(&action.verified_on),
        addresses: action
            .addresses
            .iter()
            .map(|cause| term_link(site, path, TermKind::Cause, cause))
            .collect(),
        evidence: action
            .evidence
            .as_ref()
            .map(|evidence| address_link(evidence, evidence)),
        ticket: action
            .ticket
            .as_ref()
            .map(|ticket| address_link(ticket, ticket)),
        shared: None,
        came_back: incidents(site, path, &came_back.here),
        came_back_elsewhere: incidents(site, path, &came_back.elsewhere),
        rollout: action
            .rollout
            .iter()
            .filter_map(|rollout| {
                let service = rollout.service.as_ref()?;
                let state = rollout
                    .state
                    .as_ref()
                    .map_or("open", |state| state.as_str());
                Some(RolloutView {
                    service: term_link(site, path, TermKind::Service, service),
                    state: site.word("rollout-state", state),
                })
            })
            .collect(),
    }
}

/// The incidents that an action did not keep from arising.
fn incidents(site: &Site<'_>, path: &str, incidents: &[EntryIndex]) -> Vec<LinkView> {
    let links = incidents.iter().map(|incident| {
        let line = line(site, path, *incident);
        LinkView {
            text: line.id,
            href: Some(line.href),
            language: None,
        }
    });
    links.collect()
}
