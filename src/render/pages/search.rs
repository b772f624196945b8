//! `search.html`: the page that looks things up in the files of the index; and the scripts of pages that search.

use serde::Serialize;

use crate::render::site::{Output, PageView, RenderError, Site, write as write_file};

use super::theme_files::theme_file;

/// What searches, in the order in which it has to be loaded.
const ENGINE: [&str; 10] = [
    "search-terms.js",
    "search-query.js",
    "search-steady.js",
    "search-files.js",
    "search-near.js",
    "search-rank.js",
    "search-answer.js",
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
    write_script(site, output, "search-page", &["search-page.js"])
}

/// Writes what searches and what a page does with it as one script, so that it comes at once: browsers ask
/// a host for few files at a time.
pub(super) fn write_script(
    site: &Site<'_>,
    output: &dyn Output,
    name: &str,
    of_page: &[&str],
) -> Result<(), RenderError> {
    let files = ENGINE.iter().chain(of_page);
    let script: Vec<&[u8]> = files.map(|file| theme_file(site, file)).collect();
    write_file(output, &format!("search/{name}.js"), &script.concat())
}
