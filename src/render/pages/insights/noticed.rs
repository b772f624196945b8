//! Who noticed: we ourselves, or users and vendors who told us.

use serde::Serialize;

use crate::document::incident::Detection;
use crate::insight::incident_figures::{Noticed, noticed_by};
use crate::insight::records::Record;
use crate::render::charts::{RowView, Share, Shares, TableView, number};
use crate::render::views::LinkView;

use super::Gathered;

/// Who noticed, as bars of one length, and in detail.
#[derive(Debug, Serialize)]
pub(super) struct NoticedView {
    bars: Vec<Shares>,
    table: TableView,
}

impl Gathered<'_> {
    /// `None` where no incident says who noticed.
    pub(super) fn noticed(&self) -> Option<NoticedView> {
        let all = self.records.all();
        if Noticed::of(all).told() == 0 {
            return None;
        }
        let mut times: Vec<(&str, &[Record<'_>])> = self
            .periods()
            .map(|(key, period)| (key, self.records.within(period)))
            .to_vec();
        times.push(("all_time", all));
        let bars = times
            .iter()
            .filter_map(|(key, records)| Shares::of(self.text(key), &self.shares(records)));
        let mut head = vec![self.text("noticed_by")];
        head.extend(times.iter().map(|(key, _)| self.text(key)));
        let counts = |count: &dyn Fn(&[Record<'_>]) -> usize| -> Vec<String> {
            let counts = times.iter().map(|(_, records)| count(records));
            counts.map(number).collect()
        };
        let mut rows: Vec<RowView> = Detection::ALL
            .iter()
            .map(|detection| RowView {
                head: LinkView::words(self.site.word("detected-by", detection.as_str())),
                cells: counts(&|records| noticed_by(records, *detection)),
            })
            .collect();
        rows.push(RowView {
            head: LinkView::words(self.text("not_written")),
            cells: counts(&|records| Noticed::of(records).unset),
        });
        Some(NoticedView {
            bars: bars.collect(),
            table: TableView {
                caption: self.text("noticed"),
                head,
                rows,
            },
        })
    }

    fn shares(&self, records: &[Record<'_>]) -> [Share; 3] {
        let noticed = Noticed::of(records);
        let share = |tone: &str, key: &str, count: usize| Share {
            tone: tone.to_owned(),
            label: self.text(key),
            count,
        };
        [
            share("by-us", "by_us", noticed.by_us),
            share("by-others", "by_others", noticed.by_others),
            share("unset", "not_written", noticed.unset),
        ]
    }
}
