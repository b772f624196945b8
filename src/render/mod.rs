//! From a knowledge base to the files of a site, handed on one by one.

mod action_line;
mod addresses;
pub mod charts;
mod escape;
pub mod files;
pub mod format;
pub mod highlight;
mod icalendar;
pub mod ingredients;
pub mod markdown;
pub mod overrides;
mod pages;
pub mod paging;
pub mod paths;
mod sanitise;
pub mod site;
pub mod templates;
pub mod theme;
pub mod unit;
pub mod views;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::knowledge_base::KnowledgeBase;
use crate::link::Relations;
use crate::memory::Memory;
use crate::related::Evidence;
use crate::signature::Signatures;
use overrides::Overrides;
pub use pages::http_headers::http_headers;
use site::{Output, RenderError, Site};
use templates::TemplateError;

/// Makes every page and hands it to `output`; `memory` may know what another state of the site has found out.
///
/// # Errors
///
/// Where a template is wrong or a file cannot be kept; what was handed on by then is incomplete.
pub fn render(
    base: &KnowledgeBase,
    relations: &Relations,
    signatures: &Signatures,
    today: NaiveDate,
    overrides: Overrides,
    output: &dyn Output,
    memory: &dyn Memory,
) -> Result<(), RenderError> {
    let site = prepare(base, relations, signatures, today, overrides, memory)?;
    render_site(&site, output)
}

/// Finds out what pages are made from.
///
/// # Errors
///
/// Where a template is wrong.
pub fn prepare<'a>(
    base: &'a KnowledgeBase,
    relations: &'a Relations,
    signatures: &'a Signatures,
    today: NaiveDate,
    overrides: Overrides,
    memory: &'a dyn Memory,
) -> Result<Site<'a>, TemplateError> {
    let evidence = Evidence::recalling(base, signatures, memory);
    Site::new(
        base, relations, signatures, &evidence, today, overrides, memory,
    )
}

/// Makes every page of a site that is prepared, all sorts side by side.
///
/// # Errors
///
/// Where a file cannot be kept.
pub fn render_site(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    begin(site, output);
    let (pages, wholes) = (pages::PAGES.par_iter(), pages::WHOLES.par_iter());
    pages
        .chain(wholes)
        .try_for_each(|sort| sort.write(site, output))?;
    end(site, output)
}

/// The same, one sort of page behind the other; calls `done` with the name of each that is made, so that it can be told
/// what each costs.
///
/// # Errors
///
/// As there.
pub fn render_by_sort(
    site: &Site<'_>,
    output: &dyn Output,
    done: &mut dyn FnMut(&'static str),
) -> Result<(), RenderError> {
    begin(site, output);
    for sort in pages::PAGES.iter().chain(pages::WHOLES) {
        sort.write(site, output)?;
        done(sort.name);
    }
    end(site, output)
}

/// What pages of all sorts will ask for is found out first, on all processors: who waits for it while pages are made side
/// by side could wait for itself.
fn begin(site: &Site<'_>, output: &dyn Output) {
    site.related.recall();
    if output.remembers() {
        let _ = site.pieces();
    }
}

fn end(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    site.related.keep(site.memory);
    copy_linked_files(site, output)
}

/// Makes the pages that `output` wants and what they show, and leaves the search, feeds and data out.
///
/// # Errors
///
/// As there.
pub fn render_pages(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    for sort in pages::PAGES {
        sort.write(site, output)?;
    }
    copy_linked_files(site, output)
}

fn copy_linked_files(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    for file in site.linked_files() {
        output
            .copy(&file.source, &file.target)
            .map_err(|error| RenderError::Output {
                path: file.target,
                error,
            })?;
    }
    Ok(())
}
