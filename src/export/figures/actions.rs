//! Actions in figures: what happened to them month by month, and how they stand today.

use crate::document::incident::ActionState;
use crate::insight::counted::Counted;

use super::{Figure, FigureRecord, Time};

pub(super) fn records(counted: &Counted<'_>) -> Vec<FigureRecord> {
    let all = counted.actions.len();
    let mut figures = Vec::new();
    for month in &counted.months {
        let time = Time::month(*month);
        let of_month = counted.actions_of(*month);
        let happened = [
            (Figure::ActionsOpened, of_month.opened),
            (Figure::ActionsDone, of_month.done()),
            (Figure::ActionsVerified, of_month.verified),
            (Figure::ActionsOverdue, counted.overdue_at_end(*month)),
        ];
        let of_done = [
            (Figure::ActionsDoneInTime, of_month.in_time),
            (Figure::ActionsDoneLate, of_month.late),
            (Figure::ActionsDoneWithoutDue, of_month.without_due),
        ];
        let of = |counted: usize| {
            let time = &time;
            move |(figure, value): (Figure, usize)| {
                FigureRecord::new(figure, time, None).share(value, counted, 0)
            }
        };
        figures.extend(happened.map(of(all)));
        figures.extend(of_done.map(of(of_month.done())));
    }
    let today = Time::unbounded("today");
    let overdue = counted.overdue_on(counted.today);
    figures.push(FigureRecord::new(Figure::ActionsOverdue, &today, None).share(overdue, all, 0));
    for state in ActionState::ALL {
        let actions = counted.actions.iter();
        let in_state = actions.filter(|action| action.action.state() == *state);
        let figure = FigureRecord::new(Figure::Actions, &today, Some(state.as_str()));
        figures.push(figure.share(in_state.count(), all, 0));
    }
    figures
}
