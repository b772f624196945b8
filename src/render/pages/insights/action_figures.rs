//! Actions by month: opened, done in time or late, verified, overdue at the end.

use serde::Serialize;

use crate::document::incident::ActionState;
use crate::insight::action_figures::ActionFigures;
use crate::insight::months::Month;
use crate::render::charts::{Column, ColumnChart, RowView, Series, TableView, number};
use crate::render::views::LinkView;

use super::Gathered;
use super::by_time::ChartView;

/// Actions by month, and how they stand today.
#[derive(Debug, Serialize)]
pub(super) struct ActionsView {
    by_month: ChartView,
    states: TableView,
}

impl Gathered<'_> {
    /// `None` where no report has actions.
    pub(super) fn action_figures(&self) -> Option<ActionsView> {
        if self.actions.is_empty() {
            return None;
        }
        let months: Vec<(Month, ActionFigures)> = self
            .shown_months()
            .map(|month| (month, self.actions_of(month)))
            .collect();
        let columns: Vec<Column> = months
            .iter()
            .map(|(month, figures)| Column {
                label: self.name(*month),
                tick: self.month_tick(*month),
                up: vec![figures.opened],
                down: vec![figures.in_time, figures.late, figures.without_due],
            })
            .collect();
        let series = |tone: &str, key: &str| Series {
            tone: tone.to_owned(),
            label: self.text(&format!("action.{key}")),
        };
        let heading = self.text("actions_by_month");
        let down = [
            series("in-time", "in_time"),
            series("late", "late"),
            series("without-due", "without_due"),
        ];
        let chart = ColumnChart::of(
            heading.clone(),
            self.text("actions_description"),
            &[series("opened", "opened")],
            &down,
            &columns,
        );
        Some(ActionsView {
            by_month: ChartView {
                note: None,
                chart,
                table: self.action_table(heading.clone(), &months),
                heading,
            },
            states: self.states(),
        })
    }

    fn action_table(&self, caption: String, months: &[(Month, ActionFigures)]) -> TableView {
        let keys = [
            "opened",
            "done",
            "in_time",
            "late",
            "without_due",
            "verified",
            "overdue_at_end",
        ];
        let mut head = vec![self.text("month")];
        head.extend(keys.map(|key| self.text(&format!("action.{key}"))));
        let rows = months.iter().rev().map(|(month, figures)| RowView {
            head: LinkView {
                href: self.href(*month),
                ..LinkView::words(self.name(*month))
            },
            cells: [
                figures.opened,
                figures.done(),
                figures.in_time,
                figures.late,
                figures.without_due,
                figures.verified,
                self.overdue_at_end(*month),
            ]
            .map(number)
            .to_vec(),
        });
        TableView {
            caption,
            head,
            rows: rows.collect(),
        }
    }

    /// How many actions there are in each state today, and how many are overdue.
    fn states(&self) -> TableView {
        let count = |wanted: ActionState| {
            let actions = self.actions.iter();
            actions
                .filter(|action| action.action.state() == wanted)
                .count()
        };
        let mut rows: Vec<RowView> = ActionState::ALL
            .iter()
            .map(|state| {
                let word = self.site.word("action-state", state.as_str());
                RowView::numbers(word, [count(*state)])
            })
            .collect();
        let overdue = self.overdue_on(self.site.today);
        rows.push(RowView::numbers(self.text("overdue_today"), [overdue]));
        TableView {
            caption: self.text("actions_today"),
            head: vec![self.text("state"), self.text("actions")],
            rows,
        }
    }
}
