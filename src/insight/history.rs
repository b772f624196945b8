//! What earlier incidents left behind: actions that were open on some day, and lines of checklists
//! that came of them.

use chrono::{NaiveDate, TimeDelta};
use rustc_hash::FxHashMap;

use crate::document::Kind;
use crate::insight::actions::{ActionPlace, OpenSpan, WrittenAction, shared_action};
use crate::knowledge_base::{EntryIndex, EntryPieces, KnowledgeBase};
use crate::link::{Target, resolve};
use crate::memory::MadeFrom;
use crate::memory::pieces::Piece;

/// An action that was open on some day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenAction {
    /// Where it is written.
    pub place: ActionPlace,
    /// For how long it had been open; `None` where nothing says since when.
    pub open_for: Option<TimeDelta>,
    /// For how long it had been overdue, where it was.
    pub overdue_for: Option<TimeDelta>,
}

/// The actions of an incident that were open on a day: its own, and those that it shares, which are
/// told as actions of the incident that they are written in. One without `opened_on` was opened on
/// the day of its incident; of one that is done without saying when nobody knows.
#[must_use]
pub fn actions_open_on(base: &KnowledgeBase, entry: EntryIndex, day: NaiveDate) -> Vec<OpenAction> {
    let mut open: Vec<OpenAction> = Vec::new();
    for written in WrittenAction::all_of(base, entry) {
        let written = match &written.action.reference {
            Some(reference) => shared_action(base, reference),
            None => Some(written),
        };
        let found = written.and_then(|WrittenAction { place, action }| {
            let span = OpenSpan::of(base, place.entry, action);
            let span = span.filter(|span| span.contains(day))?;
            let due = action.due.as_ref().map(|due| due.value);
            Some(OpenAction {
                place,
                open_for: span.since.map(|since| day - since),
                overdue_for: due.filter(|due| *due < day).map(|due| day - due),
            })
        });
        open.extend(found.filter(|found| !open.contains(found)));
    }
    open
}

/// A line of a checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChecklistLine {
    /// The checklist.
    pub checklist: EntryIndex,
    /// Its position among the lines of that checklist, from 0.
    pub position: usize,
}

/// The lines of checklists by the documents that they mention, which is what they came of.
#[derive(Debug)]
pub struct Provenance {
    of_entry: FxHashMap<EntryIndex, Vec<ChecklistLine>>,
    entries: EntryPieces,
}

const PIECE: &str = "lines of checklists";

impl Provenance {
    /// Reads the checklists of a knowledge base.
    #[must_use]
    pub fn of(base: &KnowledgeBase) -> Self {
        let mut lines: FxHashMap<EntryIndex, Vec<ChecklistLine>> = FxHashMap::default();
        for checklist in base.of_kind(Kind::Checklist) {
            let index = base[checklist].original;
            let body = &base[index].body;
            for link in &body.links {
                // Tasks stand in the order of their words.
                let behind = body
                    .tasks
                    .partition_point(|task| task.span.start <= link.span.start);
                let Some(position) = behind.checked_sub(1) else {
                    continue;
                };
                if body.tasks[position].span.end < link.span.end {
                    continue;
                }
                if let Target::Document { document, .. } = resolve(base, index, link) {
                    let line = ChecklistLine {
                        checklist,
                        position,
                    };
                    let of_entry = lines.entry(base.entry_of(document)).or_default();
                    if !of_entry.contains(&line) {
                        of_entry.push(line);
                    }
                }
            }
        }
        Self {
            of_entry: lines,
            entries: base.entry_pieces(),
        }
    }

    /// The lines that came of an entry, in the order of checklists.
    #[must_use]
    pub fn lines_of(&self, entry: EntryIndex) -> &[ChecklistLine] {
        self.entries.look_at_what(PIECE, entry);
        self.of_entry.get(&entry).map_or(&[], Vec::as_slice)
    }

    /// What those of each entry are now.
    pub fn pieces(&self) -> impl Iterator<Item = (Piece, MadeFrom)> + '_ {
        self.of_entry.iter().map(|(entry, lines)| {
            let lines = lines.iter();
            let lines = lines.map(|line| (self.entries.entry(line.checklist), line.position));
            let lines: Vec<_> = lines.collect();
            (self.entries.about(PIECE, *entry), MadeFrom::of(&lines))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;

    #[test]
    fn actions_are_open_from_their_day_until_they_are_done() {
        let base = knowledge_base(
            "",
            &[
                (
                    "content/incidents/a.md",
                    "---\nstarted_at: 2026-01-10T09:00:00Z\nactions:\n  - {title: a, opened_on: 2026-02-01, due: 2026-02-10}\n  - {title: b}\n  - {title: c, state: verified, done_on: 2026-02-20}\n  - {title: d, state: done}\n  - {title: e, state: dropped}\n---\n",
                ),
                (
                    "content/incidents/b.md",
                    "---\nactions: [{ref: a/A1}, {ref: A/a1}, {ref: a/A9}, {title: x}]\n---\n",
                ),
            ],
        );
        let open = |entry, day: &str| -> Vec<_> {
            actions_open_on(&base, EntryIndex(entry), day.parse().unwrap())
                .into_iter()
                .map(|open| {
                    let days = |length: Option<TimeDelta>| length.map(|length| length.num_days());
                    (
                        open.place.entry.0,
                        open.place.position,
                        days(open.open_for),
                        days(open.overdue_for),
                    )
                })
                .collect()
        };
        let b = |days| (0, 1, Some(days), None);
        let c = |days| (0, 2, Some(days), None);
        assert_eq!(open(0, "2026-01-09"), []);
        assert_eq!(open(0, "2026-01-31"), [b(21), c(21)]);
        assert_eq!(
            open(0, "2026-02-19"),
            [(0, 0, Some(18), Some(9)), b(40), c(40)]
        );
        assert_eq!(open(0, "2026-02-20"), [(0, 0, Some(19), Some(10)), b(41)]);
        assert_eq!(
            open(1, "2026-02-11"),
            [(0, 0, Some(10), Some(1)), (1, 3, None, None)]
        );
    }

    #[test]
    fn lines_came_of_what_they_mention() {
        let base = knowledge_base(
            "",
            &[
                (
                    "content/checklists/c.md",
                    "See INC-1.\n\n- [ ] **C-01** — asked first (INC-1, [INC-1](../incidents/a.md))\n  - [ ] below (INC-2)\n- [x] none\n",
                ),
                ("content/incidents/a.md", "---\nid: INC-1\n---\n"),
                ("content/incidents/b.md", "---\nid: INC-2\n---\n"),
            ],
        );
        let provenance = Provenance::of(&base);
        let lines = |id: &str| -> Vec<usize> {
            let lines = provenance.lines_of(base.entry_by_id(id).unwrap()).iter();
            lines.map(|line| line.position).collect()
        };
        assert_eq!(lines("INC-1"), [0]);
        assert_eq!(lines("INC-2"), [1]);
        assert!(lines("c").is_empty());
    }
}
