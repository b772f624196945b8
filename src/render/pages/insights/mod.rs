//! `insights/`: the incidents of the whole site in figures, and a page for every month.

mod action_figures;
mod by_time;
mod index;
mod lengths;
mod month;
mod month_figures;
mod notes;
mod noticed;
mod rankings;
mod series;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::insight::completion::{ActionFigures, WrittenAction, actions};
use crate::insight::follow_ups::FollowUps;
use crate::insight::months::Month;
use crate::insight::records::Records;
use crate::insight::severities::Severities;
use crate::render::site::{Output, RenderError, Site};

/// Where the page of the whole is.
pub(super) const PATH: &str = "insights/index.html";

/// The most months that have a page: twenty years up to today.
const MOST_MONTHS: i32 = 240;

/// What all pages of insights are made from.
struct Gathered<'a> {
    site: &'a Site<'a>,
    records: Records<'a>,
    actions: Vec<WrittenAction<'a>>,
    action_figures: BTreeMap<Month, ActionFigures>,
    severities: Severities,
    /// How many messages and reports are still owed to people outside.
    still_owed: usize,
    /// The months that have a page, the first one first: from the first report to today.
    months: Vec<Month>,
}

impl<'a> Gathered<'a> {
    fn of(site: &'a Site<'a>) -> Self {
        let records = Records::gather(site.base, site.relations, site.today);
        let last = Month::of(site.today);
        let earliest = last.plus(1 - MOST_MONTHS);
        let first = records.all().first().map(|record| Month::of(record.day));
        let months = first.map(|first| first.max(earliest).through(last).collect());
        let actions = actions(site.base);
        Self {
            severities: Severities::of(&site.base.config.severities, records.all()),
            action_figures: ActionFigures::by_month(&actions),
            actions,
            still_owed: FollowUps::on(site.base, site.relations, site.today)
                .still_owed()
                .count(),
            months: months.unwrap_or_default(),
            records,
            site,
        }
    }

    /// The page of a month, where it has one, as seen from another page of insights.
    fn href(&self, month: Month) -> Option<String> {
        let has_page = self.months.binary_search(&month).is_ok();
        has_page.then(|| format!("{month}.html"))
    }

    /// `March 2026`.
    fn name(&self, month: Month) -> String {
        self.site.format.month(month.first_day())
    }

    /// A text of these pages.
    fn text(&self, key: &str) -> String {
        self.site.text(&format!("insights.{key}"))
    }

    /// A text of these pages, its placeholders filled.
    fn filled(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.site.filled(&format!("insights.{key}"), arguments)
    }
}

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let gathered = Gathered::of(site);
    index::write(&gathered, output)?;
    gathered
        .months
        .par_iter()
        .try_for_each(|month| month::write(&gathered, *month, output))
}
