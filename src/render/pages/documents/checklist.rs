//! Where the lines of a checklist come from.

use serde::Serialize;

use crate::document::Kind;
use crate::insight::history::ChecklistLine;
use crate::knowledge_base::{DocumentIndex, EntryIndex};
use crate::render::site::Site;
use crate::render::views::{LineView, line};

/// The reports that lines of a checklist came of, and the lines that came of none.
#[derive(Debug, Serialize)]
pub(super) struct ChecklistView {
    /// How many lines there are.
    lines: usize,
    /// How many of them mention no incident and no known error.
    unsupported: usize,
    came_of: Vec<LineView>,
}

pub(super) fn checklist(
    site: &Site<'_>,
    path: &str,
    entry: EntryIndex,
    original: DocumentIndex,
) -> Option<ChecklistView> {
    let tasks = &site.base[original].body.tasks;
    if tasks.is_empty() {
        return None;
    }
    let name = |line: &ChecklistLine| {
        let id = tasks[line.position].id.as_ref();
        id.map_or_else(|| (line.position + 1).to_string(), |id| id.value.clone())
    };
    let relations = site.relations.of(entry).iter();
    let mut came_of: Vec<LineView> = Vec::new();
    let mut supported: Vec<usize> = Vec::new();
    let mut others: Vec<EntryIndex> = relations.map(|relation| relation.other).collect();
    others.sort_unstable();
    others.dedup();
    for other in others {
        let kind = site.base.original(other).kind();
        if !matches!(kind, Kind::Incident | Kind::KnownError) {
            continue;
        }
        let lines = site.provenance.lines_of(other).iter();
        let lines: Vec<&ChecklistLine> = lines.filter(|line| line.checklist == entry).collect();
        if lines.is_empty() {
            continue;
        }
        supported.extend(lines.iter().map(|line| line.position));
        let names: Vec<String> = lines.into_iter().map(name).collect();
        let names = names.join(&site.text("list_separator"));
        came_of.push(LineView {
            note: Some(site.filled("checklist.lines_of", &[("lines", &names)])),
            ..line(site, path, other)
        });
    }
    supported.sort_unstable();
    supported.dedup();
    Some(ChecklistView {
        lines: tasks.len(),
        unsupported: tasks.len() - supported.len(),
        came_of,
    })
}
