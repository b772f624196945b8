//! When actions were opened, done and verified, and which were overdue on a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::document::Kind;
use crate::document::incident::ActionState;
use crate::insight::actions::WrittenAction;
use crate::insight::months::Month;
use crate::knowledge_base::KnowledgeBase;

/// Whether an action was done by its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Punctuality {
    /// On its day or before.
    InTime,
    /// After its day.
    Late,
    /// It had no day.
    WithoutDue,
}

/// What happened to actions in a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ActionFigures {
    /// Opened.
    pub opened: usize,
    /// Done on their day or before.
    pub in_time: usize,
    /// Done after their day.
    pub late: usize,
    /// Done, without a day to be done by.
    pub without_due: usize,
    /// Seen to work.
    pub verified: usize,
}

impl ActionFigures {
    /// Done, in time or not.
    #[must_use]
    pub fn done(self) -> usize {
        self.in_time + self.late + self.without_due
    }

    /// What happened to these actions, month by month; nothing happened in months that are not here.
    #[must_use]
    pub fn by_month(actions: &[WrittenAction<'_>]) -> BTreeMap<Month, Self> {
        let mut months: BTreeMap<Month, Self> = BTreeMap::new();
        for action in actions {
            if let Some(day) = action.opened_on() {
                of_day(&mut months, day).opened += 1;
            }
            if let Some(day) = action.verified_on() {
                of_day(&mut months, day).verified += 1;
            }
            if let Some(day) = action.done_on() {
                let figures = of_day(&mut months, day);
                *match action.punctuality() {
                    Punctuality::InTime => &mut figures.in_time,
                    Punctuality::Late => &mut figures.late,
                    Punctuality::WithoutDue => &mut figures.without_due,
                } += 1;
            }
        }
        months
    }
}

/// The figures of the month that a day is in.
fn of_day(months: &mut BTreeMap<Month, ActionFigures>, day: NaiveDate) -> &mut ActionFigures {
    months.entry(Month::of(day)).or_default()
}

impl WrittenAction<'_> {
    /// The day it was opened, where that is written.
    #[must_use]
    pub fn opened_on(&self) -> Option<NaiveDate> {
        self.action.opened_on.as_ref().map(|day| day.value)
    }

    /// The day it was done, where it is done and that is written.
    #[must_use]
    pub fn done_on(&self) -> Option<NaiveDate> {
        let is_done = self.is_done();
        let written = self.action.done_on.as_ref().filter(|_| is_done);
        written.map(|day| day.value)
    }

    /// The day it was seen to work, where that is so and written.
    #[must_use]
    pub fn verified_on(&self) -> Option<NaiveDate> {
        let is_verified = self.action.state() == ActionState::Verified;
        let written = self.action.verified_on.as_ref().filter(|_| is_verified);
        written.map(|day| day.value)
    }

    /// The day it is to be done by.
    #[must_use]
    pub fn due(&self) -> Option<NaiveDate> {
        self.action.due.as_ref().map(|day| day.value)
    }

    /// Whether it is done, seen to work or not.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(
            self.action.state(),
            ActionState::Done | ActionState::Verified
        )
    }

    /// Whether it was done by its day; of one that is not done nothing is meant.
    #[must_use]
    pub fn punctuality(&self) -> Punctuality {
        match (self.done_on(), self.due()) {
            (_, None) => Punctuality::WithoutDue,
            (Some(done), Some(due)) if done > due => Punctuality::Late,
            _ => Punctuality::InTime,
        }
    }

    /// Whether its day had passed before the day `on`, and it was not done before that day. Nobody
    /// knows when an action was given up, nor when one was done that does not say so: these count
    /// as overdue on no day.
    #[must_use]
    pub fn is_overdue(&self, on: NaiveDate) -> bool {
        let was_open = match self.action.state() {
            ActionState::Open | ActionState::InProgress => true,
            ActionState::Done | ActionState::Verified => {
                self.done_on().is_some_and(|done| done >= on)
            }
            ActionState::Dropped => false,
        };
        was_open && self.due().is_some_and(|due| due < on)
    }
}

/// All actions of a knowledge base where they are written, in the order of reports. An action that
/// a report shares with another one counts there alone.
#[must_use]
pub fn actions(base: &KnowledgeBase) -> Vec<WrittenAction<'_>> {
    let reports = base.of_kind(Kind::Incident);
    reports
        .flat_map(|entry| WrittenAction::all_of(base, entry))
        .filter(|written| written.action.reference.is_none())
        .collect()
}

/// The day on which a month's overdue actions are counted: the first day after it; today, while it
/// is still going on.
#[must_use]
pub fn end_of(month: Month, today: NaiveDate) -> NaiveDate {
    month.plus(1).first_day().min(today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const ACTIONS: &str = "---\nactions:
  - {state: verified, opened_on: 2026-01-05, due: 2026-02-10, done_on: 2026-02-10, verified_on: 2026-03-01}
  - {state: done, opened_on: 2026-01-05, due: 2026-02-10, done_on: 2026-03-02}
  - {state: done, done_on: 2026-03-31, verified_on: 2026-03-31}
  - {state: done, due: 2026-02-10}
  - {state: open, opened_on: 2026-03-01, due: 2026-03-31, done_on: 2026-03-05}
  - {state: dropped, due: 2026-02-10}
  - {ref: a/A1}
---\n";

    #[test]
    fn what_happened_in_a_month() {
        let base = knowledge_base("", &[("content/incidents/a.md", ACTIONS)]);
        let actions = actions(&base);
        assert_eq!(actions.len(), 6);
        let figures = |month: &str| {
            let month = Month::of(day(&format!("{month}-01")));
            let figures = ActionFigures::by_month(&actions)[&month];
            let ActionFigures {
                opened,
                in_time,
                late,
                without_due,
                verified,
            } = figures;
            [opened, in_time, late, without_due, verified, figures.done()]
        };
        assert_eq!(figures("2026-01"), [2, 0, 0, 0, 0, 0]);
        assert_eq!(figures("2026-02"), [0, 1, 0, 0, 0, 1]);
        assert_eq!(figures("2026-03"), [1, 0, 1, 1, 1, 2]);
    }

    #[test]
    fn what_was_overdue_on_a_day() {
        let base = knowledge_base("", &[("content/incidents/a.md", ACTIONS)]);
        let actions = actions(&base);
        let overdue = |on: &str| -> Vec<usize> {
            let late = actions.iter().filter(|action| action.is_overdue(day(on)));
            late.map(|action| action.place.position).collect()
        };
        assert_eq!(overdue("2026-02-10"), [0_usize; 0]);
        assert_eq!(overdue("2026-02-11"), [1]);
        assert_eq!(overdue("2026-03-02"), [1]);
        assert_eq!(overdue("2026-03-03"), [0_usize; 0]);
        assert_eq!(overdue("2026-04-01"), [4]);
        let march = Month::of(day("2026-03-01"));
        assert_eq!(end_of(march, day("2026-11-01")), day("2026-04-01"));
        assert_eq!(end_of(march, day("2026-03-20")), day("2026-03-20"));
    }
}
