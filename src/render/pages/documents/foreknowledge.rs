//! What had been learned before an incident began: known errors, actions that did not hold, actions
//! that were open.

use serde::Serialize;

use crate::insight::actions::ActionPlace;
use crate::insight::recurrence::Known;
use crate::knowledge_base::EntryIndex;
use crate::render::action_line::action_line;
use crate::render::site::Site;
use crate::render::views::{LineView, line};

/// What was known, of one sort.
#[derive(Debug, Serialize)]
pub(super) struct ForeknowledgeView {
    /// `known`, `did_not_hold`, `elsewhere` or `were_open`.
    key: &'static str,
    label: String,
    lines: Vec<LineView>,
}

/// What had been learned before an incident began; nothing of other documents.
pub(super) fn foreknowledge(
    site: &Site<'_>,
    path: &str,
    entry: EntryIndex,
) -> Vec<ForeknowledgeView> {
    let Some(learned) = site.recurrence.of_incident(entry) else {
        return Vec::new();
    };
    let known = learned.known.iter().map(|known| LineView {
        note: Some(recorded_since(site, known)),
        ..line(site, path, known.error)
    });
    let parts = [
        ("known", known.collect()),
        ("did_not_hold", actions(site, path, &learned.did_not_hold)),
        ("elsewhere", actions(site, path, &learned.elsewhere)),
        ("were_open", actions(site, path, &learned.were_open)),
    ];
    parts
        .into_iter()
        .filter(|(_, lines): &(_, Vec<LineView>)| !lines.is_empty())
        .map(|(key, lines)| ForeknowledgeView {
            key,
            label: site.text(&format!("foreknowledge.{key}")),
            lines,
        })
        .collect()
}

/// Since when a known error was recorded, in words.
pub(in crate::render::pages) fn recorded_since(site: &Site<'_>, known: &Known) -> String {
    let day = site.format.day(known.recorded_on);
    let key = match known.signature {
        Some(_) => "foreknowledge.signature_since",
        None => "foreknowledge.recorded_since",
    };
    site.filled(key, &[("day", &day)])
}

fn actions(site: &Site<'_>, path: &str, places: &[ActionPlace]) -> Vec<LineView> {
    let places = places.iter();
    places
        .filter_map(|place| site.board.at(*place))
        .map(|action| action_line(site, path, action))
        .collect()
}
