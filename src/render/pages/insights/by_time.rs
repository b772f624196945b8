//! Incidents by month, by year and by fiscal year.

use std::collections::BTreeMap;

use chrono::Datelike;
use serde::Serialize;

use crate::document::incident::IncidentType;
use crate::insight::months::Month;
use crate::insight::records::{Record, of_type};
use crate::render::charts::{Column, ColumnChart, RowView, TableView, number};
use crate::render::views::LinkView;

use super::Gathered;

/// How many months a chart shows.
pub(super) const MONTHS_SHOWN: i32 = 24;
/// How many years a chart shows.
const MOST_YEARS: i32 = 20;
/// The most columns that have a label each.
const MOST_LABELS: usize = 7;

/// A chart with its numbers.
#[derive(Debug, Serialize)]
pub(super) struct ChartView {
    pub heading: String,
    pub note: Option<String>,
    pub chart: Option<ColumnChart>,
    pub table: TableView,
}

/// Every month there is a page of, a row a year.
#[derive(Debug, Serialize)]
pub(super) struct MonthsView {
    head: Vec<String>,
    rows: Vec<YearView>,
}

#[derive(Debug, Serialize)]
struct YearView {
    label: String,
    months: Vec<Option<MonthView>>,
    total: String,
}

#[derive(Debug, Serialize)]
struct MonthView {
    href: String,
    name: String,
    count: usize,
}

impl Gathered<'_> {
    /// The months that charts show, the first one first.
    pub(super) fn shown_months(&self) -> impl DoubleEndedIterator<Item = Month> {
        let last = Month::of(self.site.today);
        last.plus(1 - MONTHS_SHOWN).through(last)
    }

    /// The label below the column of a month: every January its year, every third month its name.
    pub(super) fn month_tick(&self, month: Month) -> Option<String> {
        match month.number() {
            1 => Some(month.year().to_string()),
            4 | 7 | 10 => Some(self.site.format.short_month(month.first_day())),
            _ => None,
        }
    }

    pub(super) fn by_month(&self) -> ChartView {
        let columns: Vec<Column> = self
            .shown_months()
            .map(|month| {
                let records = self.records.of_month(month);
                self.column(self.name(month), self.month_tick(month), records)
            })
            .collect();
        let rows = self.shown_months().rev().map(|month| RowView {
            head: LinkView {
                href: self.href(month),
                ..LinkView::words(self.name(month))
            },
            cells: self.cells(self.records.of_month(month)),
        });
        let months = MONTHS_SHOWN.to_string();
        let heading = self.text("by_month");
        ChartView {
            note: Some(self.filled("by_month_note", &[("months", &months)])),
            chart: self.incident_chart(&heading, &columns),
            table: TableView {
                caption: heading.clone(),
                head: self.severity_head("month"),
                rows: rows.collect(),
            },
            heading,
        }
    }

    fn cells(&self, records: &[Record<'_>]) -> Vec<String> {
        let numbers = self.severity_numbers(records).into_iter();
        numbers.map(number).collect()
    }

    fn incident_chart(&self, title: &str, columns: &[Column]) -> Option<ColumnChart> {
        ColumnChart::of(
            title.to_owned(),
            self.text("columns_description"),
            &self.severity_series(),
            self.near_miss_series().as_slice(),
            columns,
        )
    }

    /// By calendar year, and by fiscal year where that is another one.
    pub(super) fn by_year(&self) -> Vec<ChartView> {
        let start = self.site.base.config.fiscal_year_start;
        let mut charts = vec![self.years("by_year", None, 1)];
        if start != 1 {
            let first = Month::new(self.site.today.year(), start);
            let month = self.site.format.month_name(first.first_day());
            let note = self.filled("fiscal_note", &[("month", &month)]);
            charts.push(self.years("by_fiscal_year", Some(note), start));
        }
        charts
    }

    fn years(&self, key: &str, note: Option<String>, start: u32) -> ChartView {
        let mut of_years: BTreeMap<i32, Vec<Record<'_>>> = BTreeMap::new();
        for record in self.records.all() {
            let year = Month::of(record.day).fiscal_year(start);
            of_years.entry(year).or_default().push(*record);
        }
        let last = Month::of(self.site.today).fiscal_year(start);
        let first = of_years.keys().next().copied().unwrap_or(last);
        let years: Vec<i32> = (first.max(last + 1 - MOST_YEARS)..=last).collect();
        let every = years.len().div_ceil(MOST_LABELS);
        let of_year = |year: &i32| of_years.get(year).map_or(&[][..], Vec::as_slice);
        let columns: Vec<Column> = years
            .iter()
            .enumerate()
            .map(|(at, year)| {
                let is_labelled = (years.len() - 1 - at).is_multiple_of(every);
                let tick = is_labelled.then(|| year.to_string());
                self.column(self.year_name(*year, start), tick, of_year(year))
            })
            .collect();
        let rows = years.iter().rev().map(|year| RowView {
            head: LinkView::words(self.year_name(*year, start)),
            cells: self.cells(of_year(year)),
        });
        let heading = self.text(key);
        ChartView {
            chart: self.incident_chart(&heading, &columns),
            table: TableView {
                caption: heading.clone(),
                head: self.severity_head("year"),
                rows: rows.collect(),
            },
            heading,
            note,
        }
    }

    fn year_name(&self, year: i32, start: u32) -> String {
        let year = year.to_string();
        if start == 1 {
            return year;
        }
        self.filled("fiscal_year", &[("year", &year)])
    }

    /// Every month that has a page, the latest year first.
    pub(super) fn all_months(&self) -> Option<MonthsView> {
        let (first, last) = (self.months.first()?, self.months.last()?);
        let names = months_of(last.year());
        let mut head = vec![self.text("year")];
        head.extend(names.map(|month| self.site.format.short_month(month.first_day())));
        head.push(self.text("sum"));
        let years = (first.year()..=last.year()).rev();
        Some(MonthsView {
            head,
            rows: years.map(|year| self.year_of_months(year)).collect(),
        })
    }

    fn year_of_months(&self, year: i32) -> YearView {
        let months: Vec<Option<MonthView>> = months_of(year)
            .map(|month| {
                let records = self.records.of_month(month);
                Some(MonthView {
                    href: self.href(month)?,
                    name: self.name(month),
                    count: of_type(records, IncidentType::Incident).count(),
                })
            })
            .collect();
        YearView {
            label: year.to_string(),
            total: number(months.iter().flatten().map(|month| month.count).sum()),
            months,
        }
    }
}

/// January to December.
fn months_of(year: i32) -> impl Iterator<Item = Month> {
    Month::new(year, 1).through(Month::new(year, 12))
}
