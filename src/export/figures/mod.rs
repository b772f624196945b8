//! Figures as records: those of the insights pages, each with how many it counts.

mod actions;
mod incidents;
mod recurrence;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::config::Config;
use crate::export::csv::{Cell, Row};
use crate::insight::counted::Counted;
use crate::insight::distribution::Distribution;
use crate::insight::months::Month;
use crate::insight::records::Period;
use crate::insight::recurrence::Recurrence;
use crate::yaml::read::choices;

/// What stands for all names of a sort that are too many to be told apart.
const FURTHER: &str = "*";

/// A figure of a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FigureRecord {
    /// What it is, of which time, and of what.
    pub id: String,
    /// What it is.
    pub figure: Figure,
    /// The time: a month `2026-03`, a year `2026`, a fiscal year `fiscal-2026` named by the year it
    /// begins in, `last_year` and `year_before` by the day, `last_6_months`, `6_months_before`,
    /// `all_time`, or `today`.
    pub period: String,
    /// The first day of that.
    pub from: Option<NaiveDate>,
    /// The first day behind it.
    pub until: Option<NaiveDate>,
    /// What it is counted of, as a severity, a service or a cause; `*` for all further ones, and null
    /// for all together.
    pub of: Option<String>,
    /// How many, out of those that are counted.
    pub value: Option<usize>,
    /// The median, by nearest rank.
    pub median_seconds: Option<i64>,
    /// The 90th percentile, by nearest rank.
    pub ninetieth_seconds: Option<i64>,
    /// How many are counted: those for which it can be told.
    pub counted: usize,
    /// How many are not, because what it takes is not written.
    pub missing: usize,
}

choices! {
    /// What a figure tells.
    pub enum Figure {
        /// Incidents, all and by severity.
        Incidents = "incidents",
        /// Near misses.
        NearMisses = "near_misses",
        /// Incidents by service: the fifteen that most incidents of the last year hit.
        IncidentsByService = "incidents_by_service",
        /// Incidents by cause, likewise.
        IncidentsByCause = "incidents_by_cause",
        /// Incidents by why they were not caught, likewise.
        IncidentsByEscapeCause = "incidents_by_escape_cause",
        /// Incidents by who or what noticed.
        DetectedBy = "detected_by",
        /// Incidents that an alert, monitoring or one of our people noticed, and no user or vendor.
        NoticedByUs = "noticed_by_us",
        /// From the start until somebody or something noticed.
        Detect = "detect",
        /// From then until somebody took it on.
        Acknowledge = "acknowledge",
        /// From the start until it hurt no more, or less.
        Mitigate = "mitigate",
        /// From the start until it was over.
        Resolve = "resolve",
        /// From the end until the report was final, in whole days.
        Final = "final",
        /// Incidents that had a known error recorded before they began.
        KnownBefore = "known_before",
        /// Incidents that an action then open would have covered.
        CoveredByOpenAction = "covered_by_open_action",
        /// Incidents that share a cause with an earlier one; by cause, those that were not its first.
        Repeated = "repeated",
        /// Actions by their state today.
        Actions = "actions",
        /// Actions that were opened.
        ActionsOpened = "actions_opened",
        /// Actions that were done.
        ActionsDone = "actions_done",
        /// Of these those done on their day or before.
        ActionsDoneInTime = "actions_done_in_time",
        /// Of these those done after their day.
        ActionsDoneLate = "actions_done_late",
        /// Of these those that had no day.
        ActionsDoneWithoutDue = "actions_done_without_due",
        /// Actions that were seen to work.
        ActionsVerified = "actions_verified",
        /// Actions that were overdue at the end of the time.
        ActionsOverdue = "actions_overdue",
    }
}

/// A time that figures are given for.
#[derive(Debug, Clone)]
struct Time {
    name: String,
    /// From the first day to before the second; `None` for all time, and for today.
    period: Option<Period>,
}

impl Time {
    fn month(month: Month) -> Self {
        Self {
            name: month.to_string(),
            period: Some((month.first_day(), month.plus(1).first_day())),
        }
    }

    fn unbounded(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            period: None,
        }
    }

    fn bounded(name: &str, period: Period) -> Self {
        Self {
            name: name.to_owned(),
            period: Some(period),
        }
    }
}

/// Every figure, by id.
#[must_use]
pub fn records(
    counted: &Counted<'_>,
    recurrence: &Recurrence,
    config: &Config,
) -> Vec<FigureRecord> {
    let mut records = incidents::records(counted, config);
    records.extend(actions::records(counted));
    records.extend(recurrence::records(recurrence));
    records.sort_by(|a, b| a.id.cmp(&b.id));
    records
}

impl FigureRecord {
    fn new(figure: Figure, time: &Time, of: Option<&str>) -> Self {
        let mut id = format!("{}/{}", figure.as_str(), time.name);
        if let Some(of) = of {
            id.push('/');
            id.push_str(of);
        }
        Self {
            id,
            figure,
            period: time.name.clone(),
            from: time.period.map(|(from, _)| from),
            until: time.period.map(|(_, until)| until),
            of: of.map(ToOwned::to_owned),
            value: None,
            median_seconds: None,
            ninetieth_seconds: None,
            counted: 0,
            missing: 0,
        }
    }

    /// So many of those counted.
    fn share(self, value: usize, counted: usize, missing: usize) -> Self {
        Self {
            value: Some(value),
            counted,
            missing,
            ..self
        }
    }

    /// How lengths of time are spread.
    fn spread(self, spread: &Distribution) -> Self {
        let seconds = |percent| {
            let length = spread.percentile(percent);
            length.map(|length| length.num_seconds())
        };
        Self {
            median_seconds: spread.median().map(|median| median.num_seconds()),
            ninetieth_seconds: seconds(90),
            counted: spread.counted(),
            missing: spread.missing,
            ..self
        }
    }
}

impl Row for FigureRecord {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "figure",
        "period",
        "from",
        "until",
        "of",
        "value",
        "median_seconds",
        "ninetieth_seconds",
        "counted",
        "missing",
    ];

    fn cells(&self) -> Vec<Cell> {
        let number = |number: Option<usize>| {
            Cell::from(number.and_then(|number| u64::try_from(number).ok()))
        };
        vec![
            Cell::from(&self.id),
            Cell::from(self.figure.as_str()),
            Cell::from(&self.period),
            Cell::from(self.from),
            Cell::from(self.until),
            Cell::from(&self.of),
            number(self.value),
            Cell::from(self.median_seconds),
            Cell::from(self.ninetieth_seconds),
            number(Some(self.counted)),
            number(Some(self.missing)),
        ]
    }
}
