//! The list of each kind of document: `incidents/index.html` and its like, with a page for each
//! year behind a long one.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::document::Kind;
use crate::insight::vendors::breaches;
use crate::knowledge_base::{EntryIndex, TermKind};
use crate::render::pages::documents::vendor::breach_line;
use crate::render::paging::{ListPageLink, links, pages, sort_latest_first};
use crate::render::paths::relative;
use crate::render::site::{Output, PageView, RenderError, Site};
use crate::render::views::{BadgeView, LineView, LinkView, line};

/// The most broken promises that the list of vendors shows; each vendor's page has its own.
const BREACHES: usize = 20;

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    for kind in Kind::ALL {
        if output.wants_within(kind.folder()) {
            write_kind(site, output, *kind)?;
        }
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
    /// The latest promises that vendors did not keep.
    breaches: Vec<LineView>,
    /// How many more there were.
    more_breaches: usize,
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
    let broken = if kind == Kind::Vendor {
        breaches(site.base, site.today)
    } else {
        Vec::new()
    };
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for breach in &broken {
        *counts.entry(breach.vendor.as_str()).or_default() += 1;
    }
    for page in &all {
        if !output.wants(&page.path) {
            continue;
        }
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
                .map(|entry| with_breaches(site, line(site, &page.path, *entry), &counts))
                .collect(),
            pages: links,
            breaches: if page.year.is_none() {
                let shown = broken.iter().take(BREACHES);
                let shown = shown.map(|breach| breach_line(site, &page.path, breach));
                shown.collect()
            } else {
                Vec::new()
            },
            more_breaches: broken.len().saturating_sub(BREACHES),
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

/// The line of a vendor with the number of promises it has broken.
fn with_breaches(site: &Site<'_>, mut line: LineView, counts: &FxHashMap<&str, usize>) -> LineView {
    if let Some(count) = counts.get(line.id.as_str()) {
        line.badges.push(BadgeView {
            text: site.counted("vendor.breaches", &count.to_string()),
            class: "overdue".to_owned(),
        });
    }
    line
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
