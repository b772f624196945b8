//! The figures of a month beside those of the month before and of a year earlier.

use crate::document::incident::IncidentType;
use crate::insight::action_figures::ActionFigures;
use crate::insight::incident_figures::Measure;
use crate::insight::months::Month;
use crate::insight::records::of_type;
use crate::render::charts::{RowView, TableView, number};
use crate::render::views::LinkView;

use super::Gathered;

/// A figure of a month, in words.
type Figure<'f> = (String, Box<dyn Fn(Month) -> String + 'f>);

impl Gathered<'_> {
    /// A row a figure; a month before the first report has none.
    pub(super) fn month_figures(&self, month: Month) -> TableView {
        let months = [month, month.plus(-1), month.plus(-12)];
        let first = self
            .records
            .all()
            .first()
            .map(|record| Month::of(record.day));
        let has_figures = |month: &Month| first.is_some_and(|first| first <= *month);
        let rows = self
            .figures_of_a_month()
            .into_iter()
            .map(|(label, figure)| {
                let cells = months.iter().map(|month| {
                    if has_figures(month) {
                        figure(*month)
                    } else {
                        self.text("none")
                    }
                });
                RowView {
                    head: LinkView::words(label),
                    cells: cells.collect(),
                }
            });
        let mut head = vec![self.text("figure")];
        head.extend(months.map(|month| self.name(month)));
        TableView {
            caption: self.text("month_figures"),
            head,
            rows: rows.collect(),
        }
    }

    fn figures_of_a_month(&self) -> Vec<Figure<'_>> {
        let mut figures = self.counts_of_a_month();
        for (key, measure) in [
            ("median_detect", Measure::Detect),
            ("median_resolve", Measure::Resolve),
        ] {
            figures.push((
                self.text(key),
                Box::new(move |month| {
                    let spread = measure.distribution(self.records.of_month(month));
                    let Some(median) = spread.median() else {
                        return self.text("none");
                    };
                    let median = self.site.format.duration(median);
                    let counted = number(spread.counted());
                    self.filled("median_of", &[("median", &median), ("number", &counted)])
                }),
            ));
        }
        figures.push((
            self.text("noticed_by_us"),
            Box::new(|month| self.noticed_share(self.records.of_month(month))),
        ));
        figures.extend(self.actions_of_a_month());
        figures
    }

    fn counts_of_a_month(&self) -> Vec<Figure<'_>> {
        let mut figures: Vec<Figure<'_>> = Vec::new();
        let count = |wanted: IncidentType| -> Box<dyn Fn(Month) -> String + '_> {
            Box::new(move |month| number(of_type(self.records.of_month(month), wanted).count()))
        };
        figures.push((self.text("incidents"), count(IncidentType::Incident)));
        for (at, series) in self.severity_series().into_iter().enumerate() {
            let label = self.filled("of_which", &[("severity", &series.label)]);
            figures.push((
                label,
                Box::new(move |month| {
                    let counts = self.severities.counts(self.records.of_month(month));
                    number(counts.get(at).copied().unwrap_or(0))
                }),
            ));
        }
        figures.push((self.text("near_misses"), count(IncidentType::NearMiss)));
        figures
    }

    fn actions_of_a_month(&self) -> Vec<Figure<'_>> {
        let of_actions = |figure: fn(ActionFigures) -> usize| -> Box<dyn Fn(Month) -> String + '_> {
            Box::new(move |month| number(figure(self.actions_of(month))))
        };
        vec![
            (
                self.text("actions_opened"),
                of_actions(|figures| figures.opened),
            ),
            (self.text("actions_done"), of_actions(ActionFigures::done)),
            (
                self.text("actions_late"),
                of_actions(|figures| figures.late),
            ),
            (
                self.text("actions_overdue_row"),
                Box::new(|month| number(self.overdue_at_end(month))),
            ),
        ]
    }
}
