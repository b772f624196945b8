//! The places within a document that links and addresses can name.

use std::sync::{LazyLock, OnceLock};

use regex::Regex;
use rustc_hash::FxHashSet;

use crate::document::markdown::RawHtml;
use crate::document::{Document, part_anchor};
use crate::knowledge_base::did_you_mean::NearNames;

/// The places within a document. Gathered when the first link asks for one of them, so that links
/// into a long document do not each go through all of it.
#[derive(Debug)]
pub(super) struct Places {
    /// Actions and lines of a checklist, in lower case.
    parts: FxHashSet<String>,
    /// Headings, and elements of HTML with an id.
    anchors: FxHashSet<String>,
    near: OnceLock<NearNames<String>>,
}

impl Places {
    pub(super) fn of(document: &Document) -> Self {
        let headings = document.body.headings.iter();
        let anchors = headings
            .filter(|heading| !heading.is_bold_line())
            .map(|heading| heading.anchor.clone());
        Self {
            parts: part_names(document)
                .map(|name| part_anchor(&name))
                .collect(),
            anchors: anchors.chain(html_ids(document)).collect(),
            near: OnceLock::new(),
        }
    }

    pub(super) fn has_part(&self, name: &str) -> bool {
        self.parts.contains(&part_anchor(name))
    }

    pub(super) fn has_anchor(&self, anchor: &str) -> bool {
        self.anchors.contains(anchor)
    }

    pub(super) fn nearest_anchor(&self, anchor: &str) -> Option<&str> {
        let near = self.near.get_or_init(|| {
            let anchors = self.anchors.iter();
            NearNames::of(anchors.map(|anchor| (anchor.as_str(), anchor.clone())))
        });
        near.find(anchor).map(String::as_str)
    }
}

/// The names of the actions and checklist lines of a document, in the order written.
pub(super) fn part_names(document: &Document) -> impl Iterator<Item = String> {
    let incident = document.incident().into_iter();
    let actions = incident.flat_map(|incident| incident.actions.iter().enumerate());
    let tasks = document.body.tasks.iter();
    actions
        .map(|(position, action)| action.name(position))
        .chain(tasks.filter_map(|task| task.id.as_ref().map(|id| id.value.clone())))
}

/// The ids and anchor names in the HTML of a document.
fn html_ids(document: &Document) -> Vec<String> {
    static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)\s(?:id|name)\s*=\s*(?:"([^"<>]+)"|'([^'<>]+)')"#)
            .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
    });
    if document.body.html != RawHtml::Some {
        return Vec::new();
    }
    ATTRIBUTE
        .captures_iter(document.markdown())
        .filter_map(|attribute| attribute.get(1).or(attribute.get(2)))
        .map(|id| id.as_str().to_owned())
        .collect()
}
