//! The pages of the site, one file a sort. To add one: a file beside this one, a line in the list,
//! a template in `templates/` (and in the list in `render/templates.rs`), its words in `src/locale/`.

mod actions;
mod agenda;
mod api;
mod calendar;
mod coverage;
mod documents;
mod feed;
mod follow_ups;
mod home;
pub(super) mod http_headers;
mod incident_report;
mod insights;
mod lists;
mod not_found;
mod redirects;
mod search;
mod search_index;
mod seen_before;
mod sitemap;
mod terms;
mod theme_files;

use crate::render::site::{Output, RenderError, Site};
use crate::render::unit::unit;

/// Makes all pages of one sort and hands them on.
type Make = fn(&Site<'_>, &dyn Output) -> Result<(), RenderError>;

/// Pages of one sort.
pub(super) struct Sort {
    /// The name of its file here.
    pub(super) name: &'static str,
    made_of: MadeOf,
    make: Make,
}

/// What pages of a sort are made of.
enum MadeOf {
    /// Of what all documents show elsewhere: they stay as long as nothing but prose changes.
    Outlines,
    /// Of more or less than that: which of them stay, they say one by one.
    Units,
}

impl Sort {
    const fn of_outlines(name: &'static str, make: Make) -> Self {
        let made_of = MadeOf::Outlines;
        Self {
            name,
            made_of,
            make,
        }
    }

    const fn of_units(name: &'static str, make: Make) -> Self {
        let made_of = MadeOf::Units;
        Self {
            name,
            made_of,
            make,
        }
    }

    /// Makes all pages of the sort and hands them on, as far as the output does not have them.
    pub(super) fn write(&self, site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
        match self.made_of {
            MadeOf::Units => (self.make)(site, output),
            MadeOf::Outlines => unit(
                site,
                output,
                self.name,
                || site.made_from_outlines(),
                |output| (self.make)(site, output),
            ),
        }
    }
}

/// Every sort of page that a document can be read on or listed on, by the name of its file here. Each page is made
/// by itself, and left out where it is not wanted.
pub(super) const PAGES: &[Sort] = &[
    Sort::of_units("documents", documents::write),
    Sort::of_units("lists", lists::write),
    Sort::of_units("terms", terms::write),
    Sort::of_outlines("home", home::write),
    Sort::of_outlines("actions", actions::write),
    Sort::of_outlines("coverage", coverage::write),
    Sort::of_outlines("insights", insights::write),
    Sort::of_outlines("follow_ups", follow_ups::write),
    Sort::of_units("incident_report", incident_report::write),
    Sort::of_outlines("redirects", redirects::write),
    Sort::of_outlines("not_found", not_found::write),
    Sort::of_outlines("theme_files", theme_files::write),
];

/// What is made of all documents together, by the name of its file here.
pub(super) const WHOLES: &[Sort] = &[
    Sort::of_units("feed", feed::write),
    Sort::of_outlines("calendar", calendar::write),
    Sort::of_outlines("sitemap", sitemap::write),
    Sort::of_outlines("http_headers", http_headers::write),
    Sort::of_outlines("search", search::write),
    Sort::of_units("search_index", search_index::write),
    Sort::of_units("seen_before", seen_before::write),
    Sort::of_units("api", api::write),
];
