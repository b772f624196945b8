//! On whose clocks the times of a document are that do not say so.

use chrono::FixedOffset;

use crate::time::{Zone, parse_moment};
use crate::yaml::tree::{Node, Value};

/// The zone of times that do not name theirs: that of `started_at`, else the one that all other
/// times of the document are written with, else the site's.
pub(super) fn of_document(root: Option<&Node>, site: Zone) -> Zone {
    let Some(root) = root else { return site };
    let started = root.entry("started_at").and_then(|it| offset_of(&it.value));
    started
        .or_else(|| only_offset(root))
        .map_or(site, Zone::Fixed)
}

/// The offset that a time is written with.
fn offset_of(node: &Node) -> Option<FixedOffset> {
    let written = parse_moment(node.text()?, Zone::default()).ok()?;
    let time = written.moment.time().filter(|_| !written.without_zone)?;
    Some(*time.offset())
}

/// The offset that all times have that are written with one.
fn only_offset(root: &Node) -> Option<FixedOffset> {
    let is_time = |key: &str| key == "at" || key.ends_with("_at");
    let rows = ["timeline", "communications"]
        .into_iter()
        .filter_map(|key| match &root.entry(key)?.value.value {
            Value::Sequence(rows) => Some(rows),
            _ => None,
        })
        .flatten();
    let entries = root.entries().iter().chain(rows.flat_map(Node::entries));
    let mut offsets = entries
        .filter(|entry| is_time(&entry.key))
        .filter_map(|entry| offset_of(&entry.value));
    let first = offsets.next()?;
    offsets.all(|offset| offset == first).then_some(first)
}
