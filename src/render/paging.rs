//! Long lists, cut into pages by year.

use std::ops::Range;

use chrono::Datelike;

use crate::insight::filed_at;
use crate::knowledge_base::{EntryIndex, Term, TermKind};
use crate::render::paths::relative;
use crate::render::site::Site;
use serde::Serialize;

/// The most entries that a page lists.
pub const PAGE_SIZE: usize = 200;

/// One page of a list.
#[derive(Debug, PartialEq, Eq)]
pub struct ListPage {
    /// Its path on the site.
    pub path: String,
    /// The year it lists and its number within the year; none for the first page.
    pub year: Option<(i32, usize)>,
    /// Its entries.
    pub entries: Vec<EntryIndex>,
}

/// A link to another page of the list.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ListPageLink {
    /// What it lists: a year, or entries without a date, and the number of the page from the second on.
    pub label: String,
    /// Where it is.
    pub href: String,
    /// Whether it is the page itself.
    pub current: bool,
}

/// Entries with the latest first; those without a date last, by id.
pub fn sort_latest_first(site: &Site<'_>, entries: &mut [EntryIndex]) {
    entries.sort_by_cached_key(|entry| {
        let document = site.base.original(*entry);
        let filed = filed_at(document, site.base.config.zone);
        (
            filed.is_none(),
            std::cmp::Reverse(filed),
            site.base[*entry].id.key().to_owned(),
        )
    });
}

/// Cuts a sorted list into its pages. A list that fits one page has one; a longer one begins with
/// its latest entries and goes on year by year. `path_of` names the page for `2026` or `2026-2`;
/// entries without a date are the year `0000`.
#[must_use]
pub fn pages(
    site: &Site<'_>,
    entries: &[EntryIndex],
    first: &str,
    path_of: impl Fn(&str) -> String,
) -> Vec<ListPage> {
    let mut pages = vec![ListPage {
        path: first.to_owned(),
        year: None,
        entries: entries[..entries.len().min(PAGE_SIZE)].to_vec(),
    }];
    if entries.len() <= PAGE_SIZE {
        return pages;
    }
    for of_year in entries.chunk_by(|a, b| year(site, *a) == year(site, *b)) {
        let year = year(site, of_year[0]);
        for (index, chunk) in of_year.chunks(PAGE_SIZE).enumerate() {
            pages.push(ListPage {
                path: path_of(&name(year, index + 1)),
                year: Some((year, index + 1)),
                entries: chunk.to_vec(),
            });
        }
    }
    pages
}

/// The pages of a service, cause, tag, owner or vendor. The first is that of the vendor itself,
/// where it has one.
#[must_use]
pub fn pages_of_term(site: &Site<'_>, kind: TermKind, term: &Term) -> Vec<ListPage> {
    let Some(first) = site.paths.term(kind, &term.id) else {
        return Vec::new();
    };
    let mut entries = term.entries().to_vec();
    sort_latest_first(site, &mut entries);
    let stem = first.trim_end_matches(".html");
    pages(site, &entries, first, |name| format!("{stem}.{name}.html"))
}

/// A page of a list that is cut by number, for its template.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct NumberedPage {
    /// Its number, from the second on.
    pub number: Option<usize>,
    /// The page before it.
    pub previous: Option<String>,
    /// The page behind it.
    pub next: Option<String>,
}

/// Cuts a list of `length` into pages named `name` in `folder`: for each its path, where its entries
/// stand in the list, and its place among the pages.
pub fn numbered_pages(
    length: usize,
    folder: &str,
    name: &str,
) -> impl Iterator<Item = (String, Range<usize>, NumberedPage)> {
    let count = length.div_ceil(PAGE_SIZE);
    (1..=count).map(move |number| {
        let path = numbered_path(folder, name, number);
        let other = |number| relative(&path, &numbered_path(folder, name, number));
        let page = NumberedPage {
            number: (number > 1).then_some(number),
            previous: (number > 1).then(|| other(number - 1)),
            next: (number < count).then(|| other(number + 1)),
        };
        let from = (number - 1) * PAGE_SIZE;
        (path, from..length.min(from + PAGE_SIZE), page)
    })
}

/// `actions/overdue.html`, `actions/overdue-2.html`.
#[must_use]
pub fn numbered_path(folder: &str, name: &str, number: usize) -> String {
    match number {
        1 => format!("{folder}/{name}.html"),
        _ => format!("{folder}/{name}-{number}.html"),
    }
}

/// `2026`, `2026-2`, `Undated`, `Undated 2`.
fn label(site: &Site<'_>, year: i32, number: usize) -> String {
    match (year, number) {
        (0, 1) => site.text("list.undated"),
        (0, number) => format!("{} {number}", site.text("list.undated")),
        (year, number) => name(year, number),
    }
}

fn name(year: i32, number: usize) -> String {
    match number {
        1 => format!("{year:04}"),
        _ => format!("{year:04}-{number}"),
    }
}

/// The year of an entry on the site's clocks; 0 without a date.
fn year(site: &Site<'_>, entry: EntryIndex) -> i32 {
    let date = site.base.original(entry).date();
    date.map_or(0, |moment| moment.day_in(site.base.config.zone).year())
}

/// Links from one page of a list to all of them; none where there is only one.
#[must_use]
pub fn links(site: &Site<'_>, pages: &[ListPage], current: &ListPage) -> Vec<ListPageLink> {
    if pages.len() < 2 {
        return Vec::new();
    }
    pages
        .iter()
        .filter_map(|page| {
            let (year, number) = page.year?;
            Some(ListPageLink {
                label: label(site, year, number),
                href: relative(&current.path, &page.path),
                current: page.path == current.path,
            })
        })
        .collect()
}
