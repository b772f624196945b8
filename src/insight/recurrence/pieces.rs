//! What is known of each incident, of the actions of each report and of each cause, as it is now.

use std::collections::BTreeMap;

use super::{CAME_BACK, CameBack, FOREKNOWLEDGE, Foreknowledge, Known, REPEATS, Recurrence};
use crate::insight::actions::ActionPlace;
use crate::knowledge_base::EntryIndex;
use crate::memory::MadeFrom;
use crate::memory::pieces::{Piece, Pieces};

impl Recurrence {
    /// What can be looked at by itself.
    #[must_use]
    pub fn pieces(&self) -> Pieces {
        let of_incident = self.of_incident.iter().map(|(entry, learned)| {
            let piece = self.entries.about(FOREKNOWLEDGE, *entry);
            (piece, self.state_of(learned))
        });
        let mut pieces: Pieces = of_incident.collect();
        let mut came_back: BTreeMap<EntryIndex, Vec<_>> = BTreeMap::new();
        for (place, CameBack { here, elsewhere }) in &self.came_back {
            let incidents = (self.entries_of(here), self.entries_of(elsewhere));
            let of_report = came_back.entry(place.entry).or_default();
            of_report.push((place.position, incidents));
        }
        pieces.extend(came_back.into_iter().map(|(entry, mut actions)| {
            actions.sort_unstable();
            (
                self.entries.about(CAME_BACK, entry),
                MadeFrom::of(actions.as_slice()),
            )
        }));
        pieces.extend(self.repeats.iter().map(|(cause, share)| {
            let state = MadeFrom::of(&(share.of_them, share.counted));
            (Piece::of(REPEATS, cause.key()), state)
        }));
        pieces
    }

    fn state_of(&self, learned: &Foreknowledge) -> MadeFrom {
        let Foreknowledge {
            known,
            did_not_hold,
            elsewhere,
            were_open,
            earlier,
        } = learned;
        let known = known.iter().map(|known| {
            let Known {
                error,
                signature,
                recorded_on,
            } = known;
            (self.entries.entry(*error), signature, recorded_on)
        });
        let known: Vec<_> = known.collect();
        let actions = [did_not_hold, elsewhere, were_open].map(|places| self.places_of(places));
        let earlier = earlier.iter();
        let earlier = earlier.map(|(cause, entry)| (cause.as_str(), self.entries.entry(*entry)));
        let earlier: Vec<_> = earlier.collect();
        MadeFrom::of(&(known, actions, earlier))
    }

    fn places_of(&self, places: &[ActionPlace]) -> Vec<(Piece, usize)> {
        let places = places.iter();
        let places = places.map(|place| (self.entries.entry(place.entry), place.position));
        places.collect()
    }

    fn entries_of(&self, entries: &[EntryIndex]) -> Vec<Piece> {
        let entries = entries.iter().map(|entry| self.entries.entry(*entry));
        entries.collect()
    }
}
