//! `search.html`: the page that looks things up in the files of the index.

use serde::Serialize;

use crate::render::site::{Output, PageView, RenderError, Site, write as write_file};

use super::theme_files::theme_file;

/// What searches, in the order in which it has to be loaded; as one file, so that it comes at once.
const ENGINE: [&str; 7] = [
    "search-terms.js",
    "search-query.js",
    "search-files.js",
    "search-near.js",
    "search.js",
    "search-excerpt.js",
    "search-results.js",
];

#[derive(Debug, Serialize)]
struct View {
    page: PageView,
}

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let view = View {
        page: PageView::new(site, "search.html", &site.text("search.title"), "search"),
    };
    site.page(output, "search.html", "search.html", &view)?;
    let engine = ENGINE.map(|name| theme_file(site, name)).concat();
    write_file(output, "search/engine.js", &engine)
}
