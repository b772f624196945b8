//! What the actions of a report still owe: being done, being verified, reaching a cause.

use chrono::{NaiveDate, TimeDelta};

use crate::document::incident::{Action, ActionState, Control};
use crate::document::{Document, Id};
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::language::Language;

/// Where an action is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActionPlace {
    /// The report.
    pub entry: EntryIndex,
    /// Its position among the actions of that report, from 0.
    pub position: usize,
}

/// An action where it is written.
#[derive(Debug, Clone, Copy)]
pub struct WrittenAction<'a> {
    /// Where that is.
    pub place: ActionPlace,
    /// What is written.
    pub action: &'a Action,
}

impl<'a> WrittenAction<'a> {
    /// The action at a place, if there is one.
    #[must_use]
    pub fn at(base: &'a KnowledgeBase, place: ActionPlace) -> Option<Self> {
        let actions = &base.original(place.entry).incident()?.actions;
        let action = actions.get(place.position)?;
        Some(Self { place, action })
    }

    /// All of a report, those that it only shares too.
    pub fn all_of(base: &'a KnowledgeBase, entry: EntryIndex) -> impl Iterator<Item = Self> {
        let incident = base.original(entry).incident().into_iter();
        let actions = incident.flat_map(|incident| incident.actions.iter().enumerate());
        actions.map(move |(position, action)| Self {
            place: ActionPlace { entry, position },
            action,
        })
    }

    /// Its name in its report: `A2`.
    #[must_use]
    pub fn name(&self) -> String {
        self.action.name(self.place.position)
    }

    /// Its address: `INC-2025-0041/A2`.
    #[must_use]
    pub fn address(&self, base: &KnowledgeBase) -> String {
        format!("{}/{}", base[self.place.entry].id, self.name())
    }
}

/// How many days after it was done an action should have been seen to work.
pub const DAYS_TO_VERIFY: i64 = 30;

/// Since when an action has been done without anybody having seen that it works; `None` while it
/// has been so for at most [`DAYS_TO_VERIFY`] days. One that does not say when it was done counts
/// from the day it was due.
#[must_use]
pub fn unverified_since(action: &Action, today: NaiveDate) -> Option<NaiveDate> {
    if action.reference.is_some() || action.state() != ActionState::Done {
        return None;
    }
    let day = action.done_on.as_ref().or(action.due.as_ref())?.value;
    (today - day > TimeDelta::days(DAYS_TO_VERIFY)).then_some(day)
}

/// Whether an action is said to work, and nothing is said of what shows it.
#[must_use]
pub fn lacks_evidence(action: &Action) -> bool {
    let evidence = action.evidence.as_ref();
    action.reference.is_none()
        && action.state() == ActionState::Verified
        && evidence.is_none_or(|evidence| evidence.trim().is_empty())
}

/// The title of the action at a position of a report, and the language it is in: this one where a version
/// of the report has it, else that of the original. `None` where the action has no title.
#[must_use]
pub fn title_in(
    base: &KnowledgeBase,
    place: ActionPlace,
    language: Language,
) -> Option<(&str, Language)> {
    let original = base.original(place.entry);
    let WrittenAction { action, .. } = WrittenAction::at(base, place)?;
    let shown = base.in_language(place.entry, language);
    // Two actions of a report may have one name: only a translation has to go by it.
    let version = Some(&base[shown]).filter(|_| shown != base[place.entry].original);
    let translated = version.and_then(|version| {
        let name = action.name(place.position);
        let mut actions = version.incident()?.actions.iter().enumerate();
        let (_, translated) = actions.find(|(at, translated)| translated.name(*at) == name)?;
        Some((translated.title.as_ref()?.as_str(), version.language))
    });
    let own = action.title.as_ref();
    translated.or_else(|| Some((own?.as_str(), original.language)))
}

/// Since when an action is to be done: from the day that it says, else from that of its report.
#[must_use]
pub fn opened_on(base: &KnowledgeBase, entry: EntryIndex, action: &Action) -> Option<NaiveDate> {
    let written = action.opened_on.as_ref().map(|day| day.value);
    let reported = || Some(base.original(entry).date()?.day_in(base.config.zone));
    written.or_else(reported)
}

/// The days on which an action was open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenSpan {
    /// The first of them; `None` where nothing says.
    pub since: Option<NaiveDate>,
    /// The day it was done; `None` while it is open.
    pub until: Option<NaiveDate>,
}

impl OpenSpan {
    /// The span of an action that is written in the report `entry`; `None` where it was given up, or is
    /// done without saying when.
    #[must_use]
    pub fn of(base: &KnowledgeBase, entry: EntryIndex, action: &Action) -> Option<Self> {
        let done = action.done_on.as_ref().or(action.verified_on.as_ref());
        let until = match action.state() {
            ActionState::Open | ActionState::InProgress => None,
            ActionState::Done | ActionState::Verified => Some(done?.value),
            ActionState::Dropped => return None,
        };
        let since = opened_on(base, entry, action);
        Some(Self { since, until })
    }

    /// Whether the action was open on a day. Where nothing says since when, it always had been.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| until > day)
    }
}

/// The actions of a report that hold, its own and those that it shares, without those given up.
#[must_use]
pub fn countermeasures<'a>(base: &'a KnowledgeBase, document: &'a Document) -> Vec<&'a Action> {
    let incident = document.incident().into_iter();
    incident
        .flat_map(|incident| &incident.actions)
        .filter_map(|action| match &action.reference {
            Some(reference) => shared_action(base, reference).map(|shared| shared.action),
            None => Some(action),
        })
        .filter(|action| action.state() != ActionState::Dropped)
        .collect()
}

/// The action that an address such as `INC-2025-0041/A2` names, with the incident that it is written in
/// and its position among the actions there, from 0.
#[must_use]
pub fn shared_action<'a>(base: &'a KnowledgeBase, reference: &str) -> Option<WrittenAction<'a>> {
    let named = base.named(reference)?;
    let part = named.part?;
    let mut actions = WrittenAction::all_of(base, named.entry);
    actions.find(|written| written.name().eq_ignore_ascii_case(part))
}

/// Whether an action is to take a cause away: it names the cause, a broader one or a narrower one.
#[must_use]
pub fn addresses(base: &KnowledgeBase, action: &Action, cause: &str) -> bool {
    let cause = Id::new(cause);
    action.addresses.iter().any(|addressed| {
        let addressed = Id::new(addressed);
        let is_within =
            |cause: &Id, broader: &Id| base.config.with_broader(cause).contains(broader);
        is_within(&cause, &addressed) || is_within(&addressed, &cause)
    })
}

/// Whether a control works by itself: it does not rest on people knowing and remembering.
#[must_use]
pub fn works_by_itself(control: Control) -> bool {
    !matches!(control, Control::Procedure | Control::Training)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn done_is_not_verified() {
        let base = knowledge_base(
            "",
            &[(
                "content/incidents/a.md",
                "---\nactions:\n  - {state: done, done_on: 2026-05-01}\n  - {state: done, due: 2026-04-01}\n  - {state: done}\n  - {state: verified, done_on: 2026-01-01, evidence: ' '}\n  - {state: verified, evidence: drill}\n---\n",
            )],
        );
        let actions = &base.documents()[0].incident().unwrap().actions;
        let since = |today| -> Vec<_> {
            actions
                .iter()
                .map(|action| unverified_since(action, day(today)))
                .collect()
        };
        let may = Some(day("2026-05-01"));
        let april = Some(day("2026-04-01"));
        assert_eq!(since("2026-05-31"), [None, april, None, None, None]);
        assert_eq!(since("2026-06-01"), [may, april, None, None, None]);
        let without: Vec<_> = actions.iter().map(lacks_evidence).collect();
        assert_eq!(without, [false, false, false, true, false]);
    }

    #[test]
    fn shared_actions_count_where_they_are_shared() {
        let base = knowledge_base(
            "causes: [{id: change}, {id: flag, parent: change}, {id: expiry}]",
            &[
                (
                    "content/incidents/a.md",
                    "---\nactions: [{ref: b/A2}, {ref: b/A9}, {title: x, state: dropped}]\n---\n",
                ),
                (
                    "content/incidents/b.md",
                    "---\nactions: [{title: y}, {title: z, addresses: [Change]}]\n---\n",
                ),
            ],
        );
        let document = base.original(EntryIndex(0));
        let actions = countermeasures(&base, document);
        let titles: Vec<_> = actions
            .iter()
            .filter_map(|action| action.title.as_ref())
            .collect();
        assert_eq!(titles.len(), 1);
        assert_eq!(titles[0].value, "z");
        assert!(addresses(&base, actions[0], "change"));
        assert!(addresses(&base, actions[0], "flag"));
        assert!(!addresses(&base, actions[0], "expiry"));
    }
}
