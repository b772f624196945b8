//! The list of each kind of document: `incidents/index.html` and its like, with a page for each
//! year behind a long one.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::document::{Id, Kind};
use crate::insight::vendors::{Breach, breaches};
use crate::knowledge_base::{EntryIndex, TermKind};
use crate::memory::MadeFrom;
use crate::render::pages::documents::vendor::breach_line;
use crate::render::paging::{ListPage, ListPageLink, links, pages, sort_latest_first};
use crate::render::paths::relative;
use crate::render::site::{Output, PageView, RenderError, Site};
use crate::render::unit::looking_unit;
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
    let list = List::of(site, kind);
    list.pages
        .iter()
        .filter(|page| output.wants(&page.path))
        .try_for_each(|page| {
            let made_from = || list.made_from(page);
            looking_unit(site, output, &page.path, made_from, |output| {
                site.page(output, "list.html", &page.path, &list.view(page))
            })
        })
}

/// All documents of a kind.
struct List<'a> {
    site: &'a Site<'a>,
    kind: Kind,
    /// How many there are.
    count: usize,
    pages: Vec<ListPage>,
    /// The promises that vendors did not keep, on the list of vendors.
    breaches: Vec<Breach>,
    /// How many each of them did not keep.
    breaches_of: FxHashMap<String, usize>,
}

impl<'a> List<'a> {
    fn of(site: &'a Site<'a>, kind: Kind) -> Self {
        let folder = kind.folder();
        let mut entries: Vec<EntryIndex> = site.base.of_kind(kind).collect();
        sort_latest_first(site, &mut entries);
        let first = format!("{folder}/index.html");
        let path = |name: &str| format!("{folder}/{name}.html");
        let breaches = if kind == Kind::Vendor {
            breaches(site.base, site.today)
        } else {
            Vec::new()
        };
        let mut breaches_of: FxHashMap<String, usize> = FxHashMap::default();
        for breach in &breaches {
            *breaches_of.entry(breach.vendor.to_string()).or_default() += 1;
        }
        Self {
            site,
            kind,
            count: entries.len(),
            pages: pages(site, &entries, &first, path),
            breaches,
            breaches_of,
        }
    }

    /// What a page of it is made from beside what it looks at.
    fn made_from(&self, page: &ListPage) -> MadeFrom {
        if self.kind == Kind::Vendor {
            // Promises and names of vendors come from all documents.
            return self.site.made_from_outlines();
        }
        let years: Vec<Option<(i32, usize)>> = self.pages.iter().map(|page| page.year).collect();
        let ids = page.entries.iter().map(|entry| &self.site.base[*entry].id);
        let ids: Vec<&str> = ids.map(Id::as_str).collect();
        MadeFrom::of(&(self.count, years, page.year, ids))
    }

    fn view(&self, page: &ListPage) -> ListView {
        let site = self.site;
        let folder = self.kind.folder();
        let title = site.text(&format!("kinds.{folder}"));
        let years = links(site, &self.pages, page);
        let current = years.iter().find(|link| link.current);
        let entries = page.entries.iter();
        let is_first = page.year.is_none();
        let breaches = self.breaches.iter().take(BREACHES).filter(|_| is_first);
        ListView {
            page: PageView::new(site, &page.path, &title, folder),
            kind: self.kind.as_str(),
            count: self.count,
            year: current.map(|link| link.label.clone()),
            lines: entries
                .map(|entry| self.with_breaches(line(site, &page.path, *entry)))
                .collect(),
            pages: years,
            breaches: breaches
                .map(|breach| breach_line(site, &page.path, breach))
                .collect(),
            more_breaches: self.breaches.len().saturating_sub(BREACHES),
            only_named: if is_first && self.kind == Kind::Vendor {
                only_named(site, &page.path)
            } else {
                Vec::new()
            },
        }
    }

    /// The line of a vendor with the number of promises it has broken.
    fn with_breaches(&self, mut line: LineView) -> LineView {
        if let Some(count) = self.breaches_of.get(&line.id) {
            line.badges.push(BadgeView {
                text: self.site.counted("vendor.breaches", &count.to_string()),
                class: "overdue".to_owned(),
            });
        }
        line
    }
}

/// The vendors that documents name without describing them.
fn only_named(site: &Site<'_>, page: &str) -> Vec<LinkView> {
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
