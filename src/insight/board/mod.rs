//! Every action of the knowledge base and how it stands, in the order in which to take it up.

mod pieces;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::Spanned;
use crate::document::Id;
use crate::document::incident::{Action, ActionState, RolloutState};
use crate::insight::actions::{ActionPlace, WrittenAction, opened_on, shared_action};
use crate::insight::is_overdue;
use crate::knowledge_base::{EntryIndex, EntryPieces, KnowledgeBase};
use crate::memory::pieces::{Piece, look_at};

use pieces::{CARRIED_OVER, OF_CAUSE, OF_OWNER, OF_SERVICE, SHARING};

/// How an action stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It should have been done.
    Overdue,
    /// It is to be done.
    Open,
    /// It is done, and nobody has seen that it works.
    Unverified,
    /// It was seen to work.
    Verified,
    /// It was given up.
    Dropped,
}

impl Standing {
    /// All of them, what is most urgent first.
    pub const ALL: [Self; 5] = [
        Self::Overdue,
        Self::Open,
        Self::Unverified,
        Self::Verified,
        Self::Dropped,
    ];

    /// How an action stands on the day `today`.
    #[must_use]
    pub fn of(action: &Action, today: NaiveDate) -> Self {
        match action.state() {
            ActionState::Open | ActionState::InProgress if is_overdue(action, today) => {
                Self::Overdue
            }
            ActionState::Open | ActionState::InProgress => Self::Open,
            ActionState::Done => Self::Unverified,
            ActionState::Verified => Self::Verified,
            ActionState::Dropped => Self::Dropped,
        }
    }

    /// Its name in output: `overdue`, `open`, `unverified`, `verified`, `dropped`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Open => "open",
            Self::Unverified => "unverified",
            Self::Verified => "verified",
            Self::Dropped => "dropped",
        }
    }

    /// Whether somebody has still something to do: do it, or see that it works.
    #[must_use]
    pub fn is_owed(self) -> bool {
        matches!(self, Self::Overdue | Self::Open | Self::Unverified)
    }
}

/// An action, in the report that it is written in.
#[derive(Debug, Clone)]
pub struct BoardAction<'a> {
    /// Where it is written.
    pub place: ActionPlace,
    /// As it is written.
    pub action: &'a Action,
    /// How it stands.
    pub standing: Standing,
    /// Since when it is to be done; where that is not written, the day of its report.
    pub opened_on: Option<NaiveDate>,
    /// Other reports that share it, in the order of their numbers.
    pub shared_by: Vec<EntryIndex>,
}

impl<'a> BoardAction<'a> {
    /// As it is written.
    #[must_use]
    pub fn written(&self) -> WrittenAction<'a> {
        WrittenAction {
            place: self.place,
            action: self.action,
        }
    }

    /// Its address: `INC-2025-0041/A2`.
    #[must_use]
    pub fn address(&self, base: &KnowledgeBase) -> String {
        self.written().address(base)
    }

    /// The reports that it answers: its own, then those that share it.
    pub fn reports(&self) -> impl Iterator<Item = EntryIndex> + '_ {
        std::iter::once(self.place.entry).chain(self.shared_by.iter().copied())
    }

    /// How many reports it answers.
    #[must_use]
    pub fn weight(&self) -> usize {
        1 + self.shared_by.len()
    }

    /// For how many days it has been, or was, to be done; `None` where a day is missing.
    #[must_use]
    pub fn age(&self, today: NaiveDate) -> Option<i64> {
        let action = self.action;
        let until = match self.standing {
            Standing::Overdue | Standing::Open => today,
            Standing::Unverified | Standing::Verified => value(action.done_on.as_ref())?,
            Standing::Dropped => return None,
        };
        let days = (until - self.opened_on?).num_days();
        (days >= 0).then_some(days)
    }

    /// The present name of who does it.
    #[must_use]
    pub fn owner(&self, base: &KnowledgeBase) -> Option<Id> {
        let written = self.action.owner.as_ref()?;
        Some(base.config.present_owner(written))
    }

    /// The services that its report names and those of the reports that share it, each once.
    #[must_use]
    pub fn services(&self, base: &KnowledgeBase) -> Vec<Id> {
        let mut services: Vec<Id> = Vec::new();
        for entry in self.reports() {
            let incident = base.original(entry).incident();
            for service in incident.into_iter().flat_map(|incident| &incident.services) {
                let service = Id::new(service);
                if !services.contains(&service) {
                    services.push(service);
                }
            }
        }
        services
    }

    /// What comes first among actions of the same standing: what answers most reports, then what
    /// has waited longest; of what is behind us the latest.
    fn order(&self) -> (Standing, i64, bool, i64, ActionPlace) {
        let action = self.action;
        let weight = i64::try_from(self.weight()).unwrap_or(i64::MAX);
        let (weight, day) = match self.standing {
            Standing::Overdue | Standing::Open => (-weight, days(action.due.as_ref())),
            Standing::Unverified => (-weight, days(action.done_on.as_ref())),
            Standing::Verified => (0, days(action.verified_on.as_ref()).map(|day| -day)),
            Standing::Dropped => (0, self.opened_on.map(|day| -day_number(day))),
        };
        let (has_none, day) = (day.is_none(), day.unwrap_or_default());
        (self.standing, weight, has_none, day, self.place)
    }
}

fn value(day: Option<&Spanned<NaiveDate>>) -> Option<NaiveDate> {
    day.map(|day| day.value)
}

fn days(day: Option<&Spanned<NaiveDate>>) -> Option<i64> {
    value(day).map(day_number)
}

fn day_number(day: NaiveDate) -> i64 {
    day.signed_duration_since(NaiveDate::default()).num_days()
}

/// A measure that is to be carried over to another service (横展開).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CarriedOver {
    /// The place of the action on the board.
    pub action: usize,
    /// How far it has come.
    pub state: RolloutState,
}

/// How many actions stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally([usize; Standing::ALL.len()]);

impl Tally {
    /// How many stand like this.
    #[must_use]
    pub fn of(&self, standing: Standing) -> usize {
        self.0[standing as usize]
    }

    fn add(&mut self, standing: Standing) {
        self.0[standing as usize] += 1;
    }
}

/// All actions, each where it is written, those first that are to be taken up first.
#[derive(Debug, Default)]
pub struct Board<'a> {
    actions: Vec<BoardAction<'a>>,
    by_owner: BTreeMap<Id, Vec<usize>>,
    by_service: BTreeMap<Id, Vec<usize>>,
    by_cause: BTreeMap<Id, Vec<usize>>,
    carried_over: BTreeMap<Id, Vec<CarriedOver>>,
    by_place: FxHashMap<ActionPlace, usize>,
    entries: EntryPieces,
}

impl<'a> Board<'a> {
    /// Gathers the actions of all reports as they stand on the day `today`.
    #[must_use]
    pub fn on(base: &'a KnowledgeBase, today: NaiveDate) -> Self {
        let mut sharing: FxHashMap<ActionPlace, Vec<EntryIndex>> = FxHashMap::default();
        let mut actions = Vec::new();
        for entry in (0..base.entries().len()).map(EntryIndex) {
            for WrittenAction { place, action } in WrittenAction::all_of(base, entry) {
                if let Some(reference) = &action.reference {
                    let shared = shared_action(base, reference).map(|shared| shared.place);
                    if let Some(shared) = shared.filter(|shared| shared.entry != entry) {
                        sharing.entry(shared).or_default().push(entry);
                    }
                    continue;
                }
                actions.push(BoardAction {
                    place,
                    action,
                    standing: Standing::of(action, today),
                    opened_on: opened_on(base, entry, action),
                    shared_by: Vec::new(),
                });
            }
        }
        for action in &mut actions {
            if let Some(mut entries) = sharing.remove(&action.place) {
                entries.dedup();
                action.shared_by = entries;
            }
        }
        actions.sort_by_cached_key(BoardAction::order);
        let mut board = Self {
            entries: base.entry_pieces(),
            ..Self::default()
        };
        for (place, action) in actions.iter().enumerate() {
            board.index(base, place, action);
        }
        board.actions = actions;
        board
    }

    fn index(&mut self, base: &KnowledgeBase, place: usize, action: &BoardAction<'a>) {
        let add = |map: &mut BTreeMap<Id, Vec<usize>>, id: Id| {
            let places = map.entry(id).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        };
        self.by_place.insert(action.place, place);
        if let Some(owner) = action.owner(base) {
            add(&mut self.by_owner, owner);
        }
        for service in action.services(base) {
            add(&mut self.by_service, service);
        }
        for cause in &action.action.addresses {
            add(&mut self.by_cause, Id::new(cause));
        }
        for rollout in &action.action.rollout {
            let Some(service) = &rollout.service else {
                continue;
            };
            let state = rollout.state.as_ref();
            let carried = CarriedOver {
                action: place,
                state: state.map_or(RolloutState::Open, |state| state.value),
            };
            let list = self.carried_over.entry(Id::new(service)).or_default();
            list.push(carried);
        }
    }

    /// All actions.
    #[must_use]
    pub fn actions(&self) -> &[BoardAction<'a>] {
        look_at(|| Piece::EVERYTHING);
        &self.actions
    }

    /// The actions that stand like this.
    #[must_use]
    pub fn standing(&self, standing: Standing) -> &[BoardAction<'a>] {
        look_at(|| Piece::EVERYTHING);
        let from = self
            .actions
            .partition_point(|action| action.standing < standing);
        let to = self
            .actions
            .partition_point(|action| action.standing <= standing);
        &self.actions[from..to]
    }

    /// The action that is written there.
    #[must_use]
    pub fn at(&self, place: ActionPlace) -> Option<&BoardAction<'a>> {
        self.entries.look_at(place.entry);
        self.entries.look_at_what(SHARING, place.entry);
        let index = self.by_place.get(&place)?;
        Some(&self.actions[*index])
    }

    /// What an owner is to do, by the present name.
    pub fn of_owner(&self, owner: &Id) -> impl Iterator<Item = &BoardAction<'a>> {
        look_at(|| Piece::of(OF_OWNER, owner.key()));
        self.listed(self.by_owner.get(owner))
    }

    /// What was to be done after incidents of a service.
    pub fn of_service(&self, service: &Id) -> impl Iterator<Item = &BoardAction<'a>> {
        look_at(|| Piece::of(OF_SERVICE, service.key()));
        self.listed(self.by_service.get(service))
    }

    /// What is to take a cause away; what addresses a broader or a narrower one is not counted.
    pub fn of_cause(&self, cause: &Id) -> impl Iterator<Item = &BoardAction<'a>> {
        look_at(|| Piece::of(OF_CAUSE, cause.key()));
        self.listed(self.by_cause.get(cause))
    }

    fn listed(&self, places: Option<&Vec<usize>>) -> impl Iterator<Item = &BoardAction<'a>> {
        let places = places.into_iter().flatten();
        places.map(|place| {
            let action = &self.actions[*place];
            self.entries.look_at(action.place.entry);
            action
        })
    }

    /// The measures that are to be carried over, by the service they are carried over to.
    pub fn carried_over(&self) -> impl Iterator<Item = (&Id, &[CarriedOver])> {
        look_at(|| Piece::EVERYTHING);
        let services = self.carried_over.iter();
        services.map(|(service, list)| (service, list.as_slice()))
    }

    /// The measures that are to be carried over to a service.
    pub fn carried_over_to(
        &self,
        service: &Id,
    ) -> impl Iterator<Item = (RolloutState, &BoardAction<'a>)> {
        look_at(|| Piece::of(CARRIED_OVER, service.key()));
        let list = self.carried_over.get(service).into_iter().flatten();
        list.map(|carried| {
            let action = &self.actions[carried.action];
            self.entries.look_at(action.place.entry);
            (carried.state, action)
        })
    }

    /// How the actions of each owner stand.
    pub fn owners(&self) -> impl Iterator<Item = (&Id, Tally)> {
        self.tallies(&self.by_owner)
    }

    /// How the actions after incidents of each service stand.
    pub fn services(&self) -> impl Iterator<Item = (&Id, Tally)> {
        self.tallies(&self.by_service)
    }

    /// How the actions that address each cause stand.
    pub fn causes(&self) -> impl Iterator<Item = (&Id, Tally)> {
        self.tallies(&self.by_cause)
    }

    fn tallies<'b>(
        &'b self,
        map: &'b BTreeMap<Id, Vec<usize>>,
    ) -> impl Iterator<Item = (&'b Id, Tally)> {
        look_at(|| Piece::EVERYTHING);
        map.iter().map(|(id, places)| {
            let mut tally = Tally::default();
            for place in places {
                tally.add(self.actions[*place].standing);
            }
            (id, tally)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;

    fn today() -> NaiveDate {
        "2026-06-01".parse().unwrap()
    }

    fn place(entry: usize, position: usize) -> ActionPlace {
        ActionPlace {
            entry: EntryIndex(entry),
            position,
        }
    }

    fn addresses<'a>(
        base: &KnowledgeBase,
        actions: impl IntoIterator<Item = &'a BoardAction<'a>>,
    ) -> Vec<String> {
        let actions = actions.into_iter();
        actions.map(|action| action.address(base)).collect()
    }

    #[test]
    fn what_is_most_urgent_and_answers_most_comes_first() {
        let base = knowledge_base(
            "",
            &[
                (
                    "content/incidents/a.md",
                    "---\nstarted_at: 2026-01-10T00:00Z\nactions:\n  - {title: one, due: 2026-05-01}\n  - {title: two, due: 2026-05-20}\n  - {title: three, state: verified, verified_on: 2026-03-01}\n  - {title: four, state: verified, verified_on: 2026-04-01}\n  - {title: five}\n---\n",
                ),
                (
                    "content/incidents/b.md",
                    "---\nactions:\n  - {ref: a/A2}\n  - {ref: a/a2}\n  - {ref: a/A9}\n  - {title: six, due: 2026-06-01}\n  - {title: seven, state: done, opened_on: 2026-05-01, done_on: 2026-05-11}\n---\n",
                ),
            ],
        );
        let board = Board::on(&base, today());
        assert_eq!(
            addresses(&base, board.actions()),
            ["a/A2", "a/A1", "b/A4", "a/A5", "b/A5", "a/A4", "a/A3"]
        );
        assert_eq!(addresses(&base, board.standing(Standing::Overdue)).len(), 2);
        assert_eq!(board.standing(Standing::Dropped).len(), 0);
        let shared = board.at(place(0, 1)).unwrap();
        assert_eq!(
            (shared.weight(), &shared.shared_by),
            (2, &vec![EntryIndex(1)])
        );
        assert_eq!(shared.age(today()), Some(142));
        assert_eq!(board.at(place(1, 4)).unwrap().age(today()), Some(10));
        assert_eq!(board.at(place(1, 3)).unwrap().age(today()), None);
        assert!(board.at(place(1, 0)).is_none());
    }

    #[test]
    fn actions_are_found_by_owner_service_and_cause() {
        let base = knowledge_base(
            "owners: [{id: edge, formerly: [lb]}]",
            &[(
                "content/incidents/a.md",
                "---\nservices: [mail, mail, web]\nactions:\n  - {title: x, owner: lb, addresses: [expiry]}\n  - {title: y, owner: edge, state: done, rollout: [{service: web}, {service: api, state: not-needed}, {state: done}]}\n---\n",
            )],
        );
        let board = Board::on(&base, today());
        let edge = Id::new("edge");
        assert_eq!(addresses(&base, board.of_owner(&edge)), ["a/A1", "a/A2"]);
        let owners: Vec<_> = board.owners().collect();
        assert_eq!(owners[0].0, &edge);
        assert_eq!(owners[0].1.of(Standing::Open), 1);
        assert_eq!(owners[0].1.of(Standing::Unverified), 1);
        assert_eq!(board.of_service(&Id::new("mail")).count(), 2);
        assert_eq!(
            addresses(&base, board.of_cause(&Id::new("Expiry"))),
            ["a/A1"]
        );
        let carried: Vec<_> = board
            .carried_over()
            .map(|(service, list)| (service.as_str(), list[0].state))
            .collect();
        assert_eq!(
            carried,
            [
                ("api", RolloutState::NotNeeded),
                ("web", RolloutState::Open)
            ]
        );
    }
}
