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

/// Makes all pages of one sort and hands them on.
type Write = fn(&Site<'_>, &dyn Output) -> Result<(), RenderError>;

/// Every sort of page that a document can be read on or listed on, by the name of its file here. Each page is made
/// by itself, and left out where it is not wanted.
pub(super) const PAGES: &[(&str, Write)] = &[
    ("documents", documents::write),
    ("lists", lists::write),
    ("terms", terms::write),
    ("home", home::write),
    ("actions", actions::write),
    ("coverage", coverage::write),
    ("insights", insights::write),
    ("follow_ups", follow_ups::write),
    ("incident_report", incident_report::write),
    ("redirects", redirects::write),
    ("not_found", not_found::write),
    ("theme_files", theme_files::write),
];

/// What is made of all documents together, by the name of its file here.
pub(super) const WHOLES: &[(&str, Write)] = &[
    ("feed", feed::write),
    ("calendar", calendar::write),
    ("sitemap", sitemap::write),
    ("http_headers", http_headers::write),
    ("search", search::write),
    ("search_index", search_index::write),
    ("seen_before", seen_before::write),
    ("api", api::write),
];
