//! What can be looked at by itself on the board, and what each of that is now.

use std::collections::BTreeMap;

use super::{Board, BoardAction};
use crate::insight::actions::ActionPlace;
use crate::knowledge_base::EntryIndex;
use crate::memory::MadeFrom;
use crate::memory::pieces::{Piece, Pieces};

pub(super) const SHARING: &str = "who shares actions";
pub(super) const OF_OWNER: &str = "actions of owner";
pub(super) const OF_SERVICE: &str = "actions of service";
pub(super) const OF_CAUSE: &str = "actions of cause";
pub(super) const CARRIED_OVER: &str = "actions carried over to service";

/// An action by what stays when entries come and go: its report, its position there, and who shares it.
type Named = (Piece, usize, Vec<Piece>);

impl Board<'_> {
    /// Who shares the actions of each report, and which actions each owner, service and cause has. What is written in
    /// an action belongs to its report.
    #[must_use]
    pub fn pieces(&self) -> Pieces {
        let mut of_reports: BTreeMap<EntryIndex, Vec<Named>> = BTreeMap::new();
        for action in &self.actions {
            let of_report = of_reports.entry(action.place.entry).or_default();
            of_report.push(self.named(action));
        }
        let sharing = of_reports.into_iter().map(|(entry, mut actions)| {
            actions.sort_unstable();
            (self.entries.about(SHARING, entry), MadeFrom::of(&actions))
        });
        let mut pieces: Pieces = sharing.collect();
        for (sort, lists) in [
            (OF_OWNER, &self.by_owner),
            (OF_SERVICE, &self.by_service),
            (OF_CAUSE, &self.by_cause),
        ] {
            pieces.extend(lists.iter().map(|(id, list)| {
                let list = list.iter().map(|at| self.named(&self.actions[*at]));
                let list: Vec<Named> = list.collect();
                (Piece::of(sort, id.key()), MadeFrom::of(&list))
            }));
        }
        pieces.extend(self.carried_over.iter().map(|(service, list)| {
            let list = list.iter().map(|carried| {
                let action = self.named(&self.actions[carried.action]);
                (action, carried.state.as_str())
            });
            let list: Vec<_> = list.collect();
            (Piece::of(CARRIED_OVER, service.key()), MadeFrom::of(&list))
        }));
        pieces
    }

    fn named(&self, action: &BoardAction<'_>) -> Named {
        let shared_by = action.shared_by.iter();
        let shared_by = shared_by.map(|entry| self.entries.entry(*entry));
        let ActionPlace { entry, position } = action.place;
        (self.entries.entry(entry), position, shared_by.collect())
    }
}
