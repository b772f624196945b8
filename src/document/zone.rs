//! On whose clocks the times of a document are that do not say so.

use chrono::FixedOffset;

use crate::diagnostic::Finding;
use crate::time::{Zone, parse_moment};
use crate::yaml::tree::{Node, Value};

/// The zone of times that do not name theirs.
pub(super) struct AssumedZone<'a> {
    pub(super) zone: Zone,
    /// The field that it is from; `None` where it is the site's, or the original's.
    field: Option<&'a str>,
}

impl<'a> AssumedZone<'a> {
    /// That of `started_at`, else the one that all other times of the document are written with, else
    /// that of the `others`: of the original, or the site.
    pub(super) fn of(root: Option<&'a Node>, others: Zone) -> Self {
        let written = root.and_then(|root| {
            let started = root.entry("started_at");
            let started = started.and_then(|it| Some((it.key.as_str(), offset_of(&it.value)?)));
            started.or_else(|| only_offset(root))
        });
        Self {
            zone: written.map_or(others, |(_, offset)| Zone::Fixed(offset)),
            field: written.map(|(field, _)| field),
        }
    }

    /// Adds to findings of times without a zone which field the assumed one is from.
    pub(super) fn explain(&self, findings: &mut [Finding]) {
        let Some(field) = self.field else { return };
        for finding in findings {
            if finding.rule == "time-without-zone" {
                finding.message.key = "missing-as";
                finding.message.arguments.push(("field", field.to_owned()));
            }
        }
    }
}

/// The offset that a time is written with.
fn offset_of(node: &Node) -> Option<FixedOffset> {
    let written = parse_moment(node.text()?, Zone::default()).ok()?;
    let time = written.moment.time().filter(|_| !written.without_zone)?;
    Some(*time.offset())
}

/// The offset that all times have that are written with one, and the field of the first of them.
fn only_offset(root: &Node) -> Option<(&str, FixedOffset)> {
    let own = root
        .entries()
        .iter()
        .map(|entry| (entry.key.as_str(), entry));
    let rows = ["timeline", "communications"]
        .into_iter()
        .filter_map(|key| match &root.entry(key)?.value.value {
            Value::Sequence(rows) => Some((key, rows)),
            _ => None,
        });
    let of_rows = rows.flat_map(|(key, rows)| {
        let entries = rows.iter().flat_map(Node::entries);
        entries.map(move |entry| (key, entry))
    });
    let is_time = |key: &str| key == "at" || key.ends_with("_at");
    let mut offsets = own
        .chain(of_rows)
        .filter(|(_, entry)| is_time(&entry.key))
        .filter_map(|(field, entry)| Some((field, offset_of(&entry.value)?)));
    let first = offsets.next()?;
    offsets
        .all(|(_, offset)| offset == first.1)
        .then_some(first)
}
