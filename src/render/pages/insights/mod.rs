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

use std::ops::Deref;

use rayon::prelude::*;

use crate::insight::counted::Counted;
use crate::insight::follow_ups::FollowUps;
use crate::insight::months::Month;
use crate::render::site::{Output, RenderError, Site};

/// Where the page of the whole is.
pub(super) const PATH: &str = "insights/index.html";

/// What all pages of insights are made from.
struct Gathered<'a> {
    site: &'a Site<'a>,
    /// How many messages and reports are still owed to people outside.
    still_owed: usize,
}

impl<'a> Deref for Gathered<'a> {
    type Target = Counted<'a>;

    fn deref(&self) -> &Counted<'a> {
        self.site.figures()
    }
}

impl<'a> Gathered<'a> {
    fn of(site: &'a Site<'a>) -> Self {
        let follow_ups = FollowUps::on(site.base, site.relations, site.today);
        Self {
            site,
            still_owed: follow_ups.still_owed().count(),
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
    if !output.wants_within("insights") {
        return Ok(());
    }
    let gathered = Gathered::of(site);
    index::write(&gathered, output)?;
    gathered
        .months
        .par_iter()
        .try_for_each(|month| month::write(&gathered, *month, output))
}
