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
type Page = fn(&Site<'_>, &dyn Output) -> Result<(), RenderError>;

/// Every sort of page.
pub(super) const ALL: &[Page] = &[
    documents::write,
    lists::write,
    terms::write,
    home::write,
    actions::write,
    coverage::write,
    insights::write,
    follow_ups::write,
    incident_report::write,
    redirects::write,
    not_found::write,
    feed::write,
    calendar::write,
    sitemap::write,
    http_headers::write,
    theme_files::write,
    search::write,
    search_index::write,
    seen_before::write,
    api::write,
];
