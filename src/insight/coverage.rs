//! How far causes are covered: by controls that are in place or planned, and by lines of checklists.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::config::Config;
use crate::document::incident::{ActionState, Control, Incident, IncidentType};
use crate::document::{Id, Kind};
use crate::insight::actions::{WrittenAction, works_by_itself};
use crate::insight::history::{ChecklistLine, Provenance};
use crate::insight::recurrence::Recurrence;
use crate::knowledge_base::{EntryIndex, EntryPieces, KnowledgeBase};
use crate::memory::MadeFrom;
use crate::memory::pieces::{Piece, look_at};

/// The most lines of checklists that are told of one cause.
pub const LINES_SHOWN: usize = 50;

/// The actions of one sort of control against a cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Controls {
    /// Those that are done or verified, and have held so far.
    pub in_place: usize,
    /// Those that are to be done.
    pub planned: usize,
    /// Those that were verified, and after which the cause came back.
    pub did_not_hold: usize,
}

/// How far a cause is covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseCoverage {
    /// The cause.
    pub cause: Id,
    /// The incidents and near misses that name it.
    pub reports: usize,
    controls: [Controls; Control::ALL.len()],
    /// The lines of checklists that came of these reports, [`LINES_SHOWN`] at most.
    pub lines: Vec<ChecklistLine>,
}

impl CauseCoverage {
    /// The actions of one sort of control against it or a broader cause.
    #[must_use]
    pub fn controls(&self, control: Control) -> Controls {
        self.controls[control as usize]
    }

    /// Whether nothing that works by itself keeps it from arising again: no such control is in place
    /// and has held.
    #[must_use]
    pub fn is_gap(&self) -> bool {
        let mut strong = Control::ALL
            .iter()
            .filter(|control| works_by_itself(**control));
        strong.all(|control| self.controls(*control).in_place == 0)
    }

    /// Whether nothing that works by itself is even planned.
    #[must_use]
    pub fn is_unplanned(&self) -> bool {
        let mut strong = Control::ALL
            .iter()
            .filter(|control| works_by_itself(**control));
        self.is_gap() && strong.all(|control| self.controls(*control).planned == 0)
    }
}

/// How far the causes of a knowledge base are covered.
#[derive(Debug)]
pub struct Coverage {
    causes: Vec<CauseCoverage>,
    /// Where each of them is.
    places: BTreeMap<Id, usize>,
    unsupported: Vec<ChecklistLine>,
    entries: EntryPieces,
}

const PIECE: &str = "coverage of cause";

impl Coverage {
    /// Looks through a knowledge base.
    #[must_use]
    pub fn of(base: &KnowledgeBase, recurrence: &Recurrence, provenance: &Provenance) -> Self {
        let against = controls_against(base, recurrence);
        let mut rows: BTreeMap<Id, CauseCoverage> = BTreeMap::new();
        let mut supported: FxHashSet<ChecklistLine> = FxHashSet::default();
        for entry in (0..base.entries().len()).map(EntryIndex) {
            let document = base.original(entry);
            let lines = provenance.lines_of(entry);
            if matches!(document.kind(), Kind::Incident | Kind::KnownError) {
                supported.extend(lines);
            }
            let Some(incident) = document.incident().filter(|one| is_learned_from(one)) else {
                continue;
            };
            for cause in incident.all_causes() {
                let row = rows
                    .entry(cause.clone())
                    .or_insert_with(|| row(&base.config, &against, cause));
                row.reports += 1;
                for line in lines {
                    if row.lines.len() < LINES_SHOWN && !row.lines.contains(line) {
                        row.lines.push(*line);
                    }
                }
            }
        }
        let mut causes: Vec<CauseCoverage> = rows.into_values().collect();
        causes.sort_by_key(|row| std::cmp::Reverse(row.reports));
        let all = base.of_kind(Kind::Checklist).flat_map(|checklist| {
            let lines = base.original(checklist).body.tasks.len();
            (0..lines).map(move |position| ChecklistLine {
                checklist,
                position,
            })
        });
        let places = causes.iter().enumerate();
        Self {
            places: places.map(|(at, row)| (row.cause.clone(), at)).collect(),
            causes,
            entries: base.entry_pieces(),
            unsupported: all.filter(|line| !supported.contains(line)).collect(),
        }
    }

    /// How far a cause is covered; `None` where no report names it.
    #[must_use]
    pub fn of_cause(&self, cause: &Id) -> Option<&CauseCoverage> {
        look_at(|| Piece::of(PIECE, cause.key()));
        Some(&self.causes[*self.places.get(cause)?])
    }

    /// The causes that some report names, most reports first, then by name.
    #[must_use]
    pub fn causes(&self) -> &[CauseCoverage] {
        look_at(|| Piece::EVERYTHING);
        &self.causes
    }

    /// The lines of checklists that mention no incident and no known error, in the order of checklists.
    #[must_use]
    pub fn unsupported(&self) -> &[ChecklistLine] {
        look_at(|| Piece::EVERYTHING);
        &self.unsupported
    }

    /// How far each cause is covered, as it is now.
    pub fn pieces(&self) -> impl Iterator<Item = (Piece, MadeFrom)> + '_ {
        self.causes.iter().map(|row| {
            let CauseCoverage {
                cause,
                reports,
                controls,
                lines,
            } = row;
            let controls = controls.map(|controls| {
                let Controls {
                    in_place,
                    planned,
                    did_not_hold,
                } = controls;
                [in_place, planned, did_not_hold]
            });
            let lines = lines.iter();
            let lines = lines.map(|line| (self.entries.entry(line.checklist), line.position));
            let lines: Vec<_> = lines.collect();
            let state = MadeFrom::of(&(cause.as_str(), reports, controls, lines));
            (Piece::of(PIECE, cause.key()), state)
        })
    }

    /// The causes against which nothing that works by itself is in place.
    pub fn gaps(&self) -> impl Iterator<Item = &CauseCoverage> {
        self.causes().iter().filter(|cause| cause.is_gap())
    }
}

/// Incidents and near misses: what happened, or nearly did.
fn is_learned_from(incident: &Incident) -> bool {
    matches!(
        incident.incident_type(),
        IncidentType::Incident | IncidentType::NearMiss
    )
}

type ByControl = [Controls; Control::ALL.len()];

/// The controls against each cause that some action addresses.
fn controls_against(base: &KnowledgeBase, recurrence: &Recurrence) -> BTreeMap<Id, ByControl> {
    let mut against: BTreeMap<Id, ByControl> = BTreeMap::new();
    for entry in (0..base.entries().len()).map(EntryIndex) {
        let actions = WrittenAction::all_of(base, entry);
        for WrittenAction { place, action } in actions.filter(|one| one.action.reference.is_none())
        {
            let Some(control) = &action.control else {
                continue;
            };
            let state = action.state();
            let held = !recurrence.did_not_hold(place);
            for cause in &action.addresses {
                let counts =
                    &mut against.entry(Id::new(cause)).or_default()[control.value as usize];
                if state.is_open() {
                    counts.planned += 1;
                } else if state != ActionState::Dropped {
                    if held {
                        counts.in_place += 1;
                    } else {
                        counts.did_not_hold += 1;
                    }
                }
            }
        }
    }
    against
}

/// A cause with the controls against it and against the broader causes it belongs to.
fn row(config: &Config, against: &BTreeMap<Id, ByControl>, cause: Id) -> CauseCoverage {
    let mut controls = ByControl::default();
    for broader in config.with_broader(&cause) {
        for (sum, more) in controls
            .iter_mut()
            .zip(against.get(&broader).into_iter().flatten())
        {
            sum.in_place += more.in_place;
            sum.planned += more.planned;
            sum.did_not_hold += more.did_not_hold;
        }
    }
    CauseCoverage {
        cause,
        reports: 0,
        controls,
        lines: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;
    use crate::link::Relations;
    use crate::signature::Signatures;
    use crate::signature::recognition::Recognitions;

    #[test]
    fn a_cause_is_covered_by_what_works_by_itself_and_holds() {
        let base = knowledge_base(
            "causes: [{id: expiry}, {id: certificate, parent: expiry}]",
            &[
                (
                    "content/checklists/c.md",
                    "- [ ] **C-1** one (INC-1)\n- [ ] **C-2** two\n- [ ] **C-3** three (V-1)\n",
                ),
                (
                    "content/incidents/a.md",
                    "---\nid: INC-1\nstarted_at: 2025-01-01T00:00Z\ncauses: [certificate]\nescape_causes: [alert]\nactions:\n  - {control: automate, addresses: [expiry], state: verified, verified_on: 2025-02-01}\n  - {control: training, addresses: [alert], state: done}\n  - {control: detect, addresses: [alert]}\n  - {control: guardrail, addresses: [flag], state: done}\n  - {control: eliminate, addresses: [certificate], state: dropped}\n---\n",
                ),
                (
                    "content/incidents/b.md",
                    "---\nid: INC-2\nstarted_at: 2025-03-01T00:00Z\ncauses: [certificate, certificate, flag, habit]\n---\n",
                ),
                ("content/vendors/v.md", "---\nid: V-1\n---\n"),
            ],
        );
        let relations = Relations::gather(&base);
        let recognitions = Recognitions::of(&base, &Signatures::of(&base));
        let recurrence = Recurrence::of(&base, &relations, &recognitions);
        let coverage = Coverage::of(&base, &recurrence, &Provenance::of(&base));
        let rows: Vec<_> = coverage
            .causes
            .iter()
            .map(|row| {
                (
                    row.cause.as_str(),
                    row.reports,
                    row.is_gap(),
                    row.is_unplanned(),
                )
            })
            .collect();
        assert_eq!(
            rows,
            [
                ("certificate", 2, true, true),
                ("alert", 1, true, false),
                ("flag", 1, false, false),
                ("habit", 1, true, true),
            ]
        );
        let certificate = &coverage.causes[0];
        assert_eq!(certificate.controls(Control::Automate).did_not_hold, 1);
        assert_eq!(certificate.lines.len(), 1);
        let unsupported: Vec<usize> = coverage
            .unsupported
            .iter()
            .map(|line| line.position)
            .collect();
        assert_eq!(unsupported, [1, 2]);
    }
}
