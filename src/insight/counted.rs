//! What the figures of the whole are counted from: pages and data take them from here, so that both
//! tell the same.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::insight::action_figures::{ActionFigures, actions, end_of};
use crate::insight::actions::WrittenAction;
use crate::insight::months::Month;
use crate::insight::ranking::MONTHS_RANKED;
use crate::insight::records::{Period, Records, last_months, months_before_those};
use crate::insight::severities::Severities;
use crate::knowledge_base::KnowledgeBase;
use crate::link::Relations;

/// The most months that figures are given for: twenty years up to today.
const MOST_MONTHS: i32 = 240;

/// What the figures of the whole are counted from.
#[derive(Debug)]
pub struct Counted<'a> {
    /// The day that counts as today.
    pub today: NaiveDate,
    /// Every report.
    pub records: Records<'a>,
    /// Every action, where it is written.
    pub actions: Vec<WrittenAction<'a>>,
    /// The severities that occur.
    pub severities: Severities,
    /// The months that have figures, the first one first: from the first report to today.
    pub months: Vec<Month>,
    action_figures: BTreeMap<Month, ActionFigures>,
}

impl<'a> Counted<'a> {
    /// Gathers what is counted on the day `today`.
    #[must_use]
    pub fn on(base: &'a KnowledgeBase, relations: &Relations, today: NaiveDate) -> Self {
        let records = Records::gather(base, relations, today);
        let last = Month::of(today);
        let earliest = last.plus(1 - MOST_MONTHS);
        let first = records.all().first().map(|record| Month::of(record.day));
        let months = first.map(|first| first.max(earliest).through(last).collect());
        let actions = actions(base);
        Self {
            today,
            severities: Severities::of(&base.config.severities, records.all()),
            action_figures: ActionFigures::by_month(&actions),
            actions,
            months: months.unwrap_or_default(),
            records,
        }
    }

    /// The periods that figures are given for, beside all time.
    #[must_use]
    pub fn periods(&self) -> [(&'static str, Period); 2] {
        [
            ("last_year", last_months(self.today, MONTHS_RANKED)),
            (
                "year_before",
                months_before_those(self.today, MONTHS_RANKED),
            ),
        ]
    }

    /// What happened to actions in a month.
    #[must_use]
    pub fn actions_of(&self, month: Month) -> ActionFigures {
        let figures = self.action_figures.get(&month);
        figures.copied().unwrap_or_default()
    }

    /// How many actions were overdue on a day.
    #[must_use]
    pub fn overdue_on(&self, day: NaiveDate) -> usize {
        let actions = self.actions.iter();
        actions.filter(|action| action.is_overdue(day)).count()
    }

    /// How many actions were overdue at the end of a month.
    #[must_use]
    pub fn overdue_at_end(&self, month: Month) -> usize {
        self.overdue_on(end_of(month, self.today))
    }
}
