//! The list of each kind of document: `incidents/index.html` and its like, with a page for each
//! year behind a long one.

use serde::Serialize;

use crate::document::Kind;
use crate::knowledge_base::{EntryIndex, TermKind};
use crate::render::paging::{ListPageLink, links, pages, sort_latest_first};
use crate::render::paths::relative;
use crate::render::site::{Output, PageView, RenderError, Site};
use crate::render::views::{LineView, LinkView, line};

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    for kind in Kind::ALL {
        write_kind(site, output, *kind)?;
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct ListView {
    page: PageView,
    kind: &'static str,
    /// How many entries there are in all.
    count: usize,
    /// The year this page lists, where it does not list the latest.
    year: Option<String>,
    lines: Vec<LineView>,
    pages: Vec<ListPageLink>,
    /// Vendors that documents name without describing them.
    only_named: Vec<LinkView>,
}

fn write_kind(site: &Site<'_>, output: &dyn Output, kind: Kind) -> Result<(), RenderError> {
    let folder = kind.folder();
    let mut entries: Vec<EntryIndex> = site.base.of_kind(kind).collect();
    sort_latest_first(site, &mut entries);
    let title = site.text(&format!("kinds.{folder}"));
    let first = format!("{folder}/index.html");
    let all = pages(site, &entries, &first, |name| {
        format!("{folder}/{name}.html")
    });
    for page in &all {
        let links = links(site, &all, page);
        let year = links
            .iter()
            .find(|link| link.current)
            .map(|link| link.label.clone());
        let view = ListView {
            page: PageView::new(site, &page.path, &title, folder),
            kind: kind.as_str(),
            count: entries.len(),
            year,
            lines: page
                .entries
                .iter()
                .map(|entry| line(site, &page.path, *entry))
                .collect(),
            pages: links,
            only_named: if page.year.is_none() {
                only_named(site, kind, &page.path)
            } else {
                Vec::new()
            },
        };
        site.page(output, "list.html", &page.path, &view)?;
    }
    Ok(())
}

fn only_named(site: &Site<'_>, kind: Kind, page: &str) -> Vec<LinkView> {
    if kind != Kind::Vendor {
        return Vec::new();
    }
    let vendors = site.base.terms.of_kind(TermKind::Vendor);
    vendors
        .filter(|vendor| vendor.document.is_none())
        .map(|vendor| LinkView {
            text: vendor.id.to_string(),
            href: site
                .paths
                .term(TermKind::Vendor, &vendor.id)
                .map(|path| relative(page, path)),
            language: None,
        })
        .collect()
}
