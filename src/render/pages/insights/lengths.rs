//! How long things took: from one milestone to another, and until the final report.

use chrono::TimeDelta;
use serde::Serialize;

use crate::insight::distribution::Distribution;
use crate::insight::incident_figures::{Measure, until_final};
use crate::insight::records::Record;
use crate::render::charts::{Histogram, LogAxis, RowView, TableView, number};
use crate::render::views::LinkView;

use super::Gathered;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// From minutes to weeks; each bin is about three times as long as the one before.
const LENGTHS: LogAxis = LogAxis {
    ends: (20, 90 * DAY),
    edges: &[
        MINUTE,
        3 * MINUTE,
        10 * MINUTE,
        30 * MINUTE,
        2 * HOUR,
        6 * HOUR,
        DAY,
        3 * DAY,
        10 * DAY,
        30 * DAY,
    ],
    ticks: &[MINUTE, 10 * MINUTE, 2 * HOUR, DAY, 10 * DAY],
};

/// From days to a year; each bin is about twice as long as the one before.
const DAYS: LogAxis = LogAxis {
    ends: (DAY / 2, 365 * DAY),
    edges: &[
        DAY,
        2 * DAY,
        4 * DAY,
        7 * DAY,
        14 * DAY,
        30 * DAY,
        60 * DAY,
        120 * DAY,
    ],
    ticks: &[DAY, 4 * DAY, 14 * DAY, 60 * DAY],
};

/// How all lengths of time are spread.
#[derive(Debug, Serialize)]
pub(super) struct LengthsView {
    parts: Vec<LengthView>,
    /// The names of those that no incident has the times for.
    without: Vec<String>,
}

/// How one length of time is spread.
#[derive(Debug, Serialize)]
struct LengthView {
    heading: String,
    /// What it is measured between.
    note: String,
    chart: Option<Histogram>,
    /// Median and percentile in all and of the last years.
    summary: TableView,
    /// How many took how long.
    bins: TableView,
}

impl Gathered<'_> {
    /// How long incidents took, and their final reports.
    pub(super) fn lengths(&self) -> LengthsView {
        let measures = Measure::ALL.into_iter();
        let mut lengths: Vec<LengthView> = measures
            .map(|measure| {
                self.length(measure.as_str(), &LENGTHS, |records| {
                    measure.distribution(records)
                })
            })
            .collect();
        let zone = self.site.base.config.zone;
        lengths.push(self.length("final", &DAYS, |records| until_final(records, zone)));
        let (parts, without): (Vec<_>, Vec<_>) = lengths
            .into_iter()
            .partition(|length| length.chart.is_some());
        LengthsView {
            parts,
            without: without.into_iter().map(|length| length.heading).collect(),
        }
    }

    fn length(
        &self,
        key: &str,
        axis: &LogAxis,
        spread: impl Fn(&[Record<'_>]) -> Distribution,
    ) -> LengthView {
        let all = spread(self.records.all());
        let heading = self.text(&format!("measure.{key}"));
        let chart = Histogram::of(
            &self.site.format,
            axis,
            heading.clone(),
            self.summary_words(&all),
            &all,
        );
        let periods = self.periods().into_iter();
        let mut rows: Vec<RowView> = periods
            .map(|(key, period)| self.summary_row(key, &spread(self.records.within(period))))
            .collect();
        rows.push(self.summary_row("all_time", &all));
        LengthView {
            note: self.text(&format!("measured.{key}")),
            chart,
            summary: TableView {
                caption: heading.clone(),
                head: ["period", "median", "ninetieth", "counted", "left_out"]
                    .map(|key| self.text(key))
                    .to_vec(),
                rows,
            },
            bins: self.bins(&heading, axis, &all),
            heading,
        }
    }

    fn summary_row(&self, key: &str, spread: &Distribution) -> RowView {
        RowView {
            head: LinkView::words(self.text(key)),
            cells: vec![
                self.length_or_none(spread.median()),
                self.length_or_none(spread.percentile(90)),
                number(spread.counted()),
                number(spread.missing),
            ],
        }
    }

    /// A length of time; a dash where there is none.
    pub(super) fn length_or_none(&self, length: Option<TimeDelta>) -> String {
        let length = length.map(|length| self.site.format.duration(length));
        length.unwrap_or_else(|| self.text("none"))
    }

    fn summary_words(&self, spread: &Distribution) -> String {
        let median = self.length_or_none(spread.median());
        let ninetieth = self.length_or_none(spread.percentile(90));
        self.filled(
            "histogram_description",
            &[("median", &median), ("ninetieth", &ninetieth)],
        )
    }

    fn bins(&self, caption: &str, axis: &LogAxis, spread: &Distribution) -> TableView {
        let name = |seconds: &i64| {
            let length = TimeDelta::seconds(*seconds);
            self.site.format.round_length(length)
        };
        let mut labels = Vec::new();
        if let Some(first) = axis.edges.first() {
            labels.push(self.filled("bin_under", &[("to", &name(first))]));
        }
        labels.extend(axis.edges.windows(2).map(|edges| {
            let (from, to) = (name(&edges[0]), name(&edges[1]));
            self.filled("bin_between", &[("from", &from), ("to", &to)])
        }));
        if let Some(last) = axis.edges.last() {
            labels.push(self.filled("bin_over", &[("from", &name(last))]));
        }
        let rows = labels.into_iter().zip(spread.bins(axis.edges));
        TableView {
            caption: caption.to_owned(),
            head: vec![self.text("took"), self.text("incidents")],
            rows: rows
                .map(|(label, count)| RowView::numbers(label, [count]))
                .collect(),
        }
    }
}
