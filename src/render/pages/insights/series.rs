//! What the columns of incidents are made of: severities, and near misses beside them.

use crate::document::incident::IncidentType;
use crate::insight::records::{Record, of_type};
use crate::insight::severities::SeverityGroup;
use crate::render::charts::{Column, Series};

use super::Gathered;

/// The most severities that have a tone of their own.
const MOST_TONES: usize = 5;

impl Gathered<'_> {
    /// The severities as pieces of columns.
    pub(super) fn severity_series(&self) -> Vec<Series> {
        let mut others = 0;
        let groups = self.severities.0.iter();
        groups
            .map(|group| match group {
                SeverityGroup::Known(word, rank) => Series {
                    tone: format!("severity-{}", (rank + 1).min(MOST_TONES)),
                    label: word.clone(),
                },
                SeverityGroup::Other(word) => {
                    others += 1;
                    Series {
                        tone: format!("word-{}", others.min(MOST_TONES)),
                        label: word.clone(),
                    }
                }
                SeverityGroup::Rest => Series {
                    tone: "rest".to_owned(),
                    label: self.text("other_severities"),
                },
                SeverityGroup::Unset => Series {
                    tone: "unset".to_owned(),
                    label: self.text("no_severity"),
                },
            })
            .collect()
    }

    /// Near misses as the piece that hangs below the line; none where there are none at all.
    pub(super) fn near_miss_series(&self) -> Option<Series> {
        (near_misses(self.records.all()) > 0).then(|| Series {
            tone: "near-miss".to_owned(),
            label: self.text("near_misses"),
        })
    }

    /// The column of some reports.
    pub(super) fn column(
        &self,
        label: String,
        tick: Option<String>,
        records: &[Record<'_>],
    ) -> Column {
        Column {
            label,
            tick,
            up: self.severities.counts(records),
            down: vec![near_misses(records)],
        }
    }

    /// The heads of tables that count by severity, behind that of the time.
    pub(super) fn severity_head(&self, first: &str) -> Vec<String> {
        let mut head = vec![self.text(first), self.text("incidents")];
        head.extend(
            self.severity_series()
                .into_iter()
                .map(|series| series.label),
        );
        head.push(self.text("near_misses"));
        head
    }

    /// The numbers below that head.
    pub(super) fn severity_numbers(&self, records: &[Record<'_>]) -> Vec<usize> {
        let counts = self.severities.counts(records);
        let mut numbers = vec![counts.iter().sum()];
        numbers.extend(counts);
        numbers.push(near_misses(records));
        numbers
    }
}

fn near_misses(records: &[Record<'_>]) -> usize {
    of_type(records, IncidentType::NearMiss).count()
}
