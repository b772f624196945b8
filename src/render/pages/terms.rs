//! A page for each service, cause, tag, owner and vendor in use, and the lists of them.

use rayon::prelude::*;
use serde::Serialize;

use crate::document::{Content, Kind};
use crate::insight::is_overdue;
use crate::knowledge_base::{EntryIndex, Term, TermKind};
use crate::render::format::TimeView;
use crate::render::pages::documents::vendor::{ObservedView, observed, open_tickets};
use crate::render::paging::{ListPage, ListPageLink, links, pages_of_term};
use crate::render::paths::{part_href, relative};
use crate::render::site::{Output, PageView, RenderError, Site};
use crate::render::views::{LineView, LinkView, line, term_link};

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    for kind in TermKind::ALL {
        let terms: Vec<&Term> = site.base.terms.of_kind(kind).collect();
        if terms.is_empty() {
            continue;
        }
        terms
            .par_iter()
            .try_for_each(|term| write_term(site, output, kind, term))?;
        // Vendors are listed with the documents that describe them.
        if kind != TermKind::Vendor {
            write_list(site, output, kind, &terms)?;
        }
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct TermPage {
    page: PageView,
    term: TermView,
    count: usize,
    year: Option<String>,
    pages: Vec<ListPageLink>,
    groups: Vec<GroupView>,
    actions: Vec<OpenActionView>,
    /// How a vendor did that has no document.
    observed: Option<ObservedView>,
    /// Known errors that wait for that vendor.
    tickets: Vec<LineView>,
}

#[derive(Debug, Serialize)]
struct TermView {
    id: String,
    name: String,
    kind: String,
    list_href: String,
    owner: Option<LinkView>,
    parent: Option<LinkView>,
    /// Narrower causes.
    children: Vec<LinkView>,
    /// Names an owner had before.
    formerly: Vec<String>,
    paths: Vec<String>,
}

/// Entries of one kind.
#[derive(Debug, Serialize)]
struct GroupView {
    label: String,
    lines: Vec<LineView>,
}

/// An open action of an owner.
#[derive(Debug, Serialize)]
struct OpenActionView {
    title: String,
    language: &'static str,
    name: String,
    href: String,
    due: Option<TimeView>,
    overdue: bool,
    incident: LinkView,
}

fn write_term(
    site: &Site<'_>,
    output: &dyn Output,
    kind: TermKind,
    term: &Term,
) -> Result<(), RenderError> {
    let all = pages_of_term(site, kind, term);
    // The first page of a vendor that has a document is that document's.
    let written = usize::from(term.document.is_some());
    for page in all.iter().skip(written) {
        let view = term_page(site, kind, term, &all, page);
        site.page(output, "term.html", &page.path, &view)?;
    }
    Ok(())
}

fn term_page(
    site: &Site<'_>,
    kind: TermKind,
    term: &Term,
    all: &[ListPage],
    page: &ListPage,
) -> TermPage {
    let name = term.name_in(site.base.config.language);
    let links = links(site, all, page);
    let year = links
        .iter()
        .find(|link| link.current)
        .map(|link| link.label.clone());
    let is_first = page.year.is_none();
    let is_vendor = kind == TermKind::Vendor && is_first;
    TermPage {
        page: PageView::new(site, &page.path, name, kind.folder()),
        term: term_view(site, kind, term, &page.path),
        count: term.entries.len(),
        year,
        pages: links,
        groups: groups(site, page),
        actions: if kind == TermKind::Owner && is_first {
            open_actions(site, term, &page.path)
        } else {
            Vec::new()
        },
        observed: is_vendor
            .then(|| observed(site, &page.path, &term.id))
            .flatten(),
        tickets: if is_vendor {
            open_tickets(site, &page.path, &term.id)
        } else {
            Vec::new()
        },
    }
}

fn term_view(site: &Site<'_>, kind: TermKind, term: &Term, page: &str) -> TermView {
    let definition = term.definition.as_ref();
    let config = &site.base.config;
    let children = kind.definitions(config).iter().filter(|other| {
        other.parent.as_ref() == Some(&term.id) && site.base.terms.get(kind, &other.id).is_some()
    });
    TermView {
        id: term.id.to_string(),
        name: term.name_in(config.language).to_owned(),
        kind: site.text(&format!("terms.{}", kind.folder())),
        list_href: relative(page, &format!("{}/index.html", kind.folder())),
        owner: definition
            .and_then(|definition| definition.owner.as_ref())
            .map(|owner| term_link(site, page, TermKind::Owner, owner.as_str())),
        parent: definition
            .and_then(|definition| definition.parent.as_ref())
            .map(|parent| parent_link(site, page, parent.as_str())),
        children: children
            .map(|child| term_link(site, page, kind, child.id.as_str()))
            .collect(),
        formerly: definition
            .map(|definition| {
                definition
                    .formerly
                    .iter()
                    .map(ToString::to_string)
                    .collect()
            })
            .unwrap_or_default(),
        paths: definition
            .map(|definition| definition.paths.clone())
            .unwrap_or_default(),
    }
}

/// The broader cause; by its name even where nothing else mentions it and it has no page.
fn parent_link(site: &Site<'_>, page: &str, parent: &str) -> LinkView {
    let link = term_link(site, page, TermKind::Cause, parent);
    if link.href.is_some() {
        return link;
    }
    let config = &site.base.config;
    let defined = config
        .causes
        .iter()
        .find(|cause| cause.id.as_str() == parent);
    LinkView::words(defined.map_or(parent, |cause| cause.name_in(config.language)))
}

/// The entries of a page by kind, in the order of kinds.
fn groups(site: &Site<'_>, page: &ListPage) -> Vec<GroupView> {
    let kinds = Kind::ALL.iter();
    kinds
        .filter_map(|kind| {
            let of_kind = page
                .entries
                .iter()
                .filter(|entry| site.base.original(**entry).kind() == *kind);
            let lines: Vec<LineView> = of_kind
                .map(|entry| line(site, &page.path, *entry))
                .collect();
            (!lines.is_empty()).then(|| GroupView {
                label: site.text(&format!("kinds.{}", kind.folder())),
                lines,
            })
        })
        .collect()
}

/// What an owner has still to do, by day.
fn open_actions(site: &Site<'_>, owner: &Term, page: &str) -> Vec<OpenActionView> {
    let mut open: Vec<(Option<chrono::NaiveDate>, EntryIndex, usize)> = Vec::new();
    for entry in &owner.entries {
        let Content::Incident(incident) = &site.base.original(*entry).content else {
            continue;
        };
        for (position, action) in incident.actions.iter().enumerate() {
            let is_theirs = action
                .owner
                .as_ref()
                .is_some_and(|name| site.base.config.present_owner(name) == owner.id);
            if is_theirs && action.state().is_open() && action.reference.is_none() {
                open.push((action.due.as_ref().map(|due| due.value), *entry, position));
            }
        }
    }
    open.sort_by_key(|(due, entry, position)| (due.is_none(), *due, *entry, *position));
    open.into_iter()
        .map(|(due, entry, position)| open_action(site, page, entry, position, due))
        .collect()
}

fn open_action(
    site: &Site<'_>,
    page: &str,
    entry: EntryIndex,
    position: usize,
    due: Option<chrono::NaiveDate>,
) -> OpenActionView {
    let document = site.base.original(entry);
    let incident = document.incident();
    let action = incident.map(|incident| &incident.actions[position]);
    let name = action
        .map(|action| action.name(position))
        .unwrap_or_default();
    let line = line(site, page, entry);
    OpenActionView {
        title: action
            .and_then(|action| action.title.as_ref())
            .map(|title| title.value.clone())
            .unwrap_or_default(),
        language: document.language.code(),
        href: part_href(&line.href, &name),
        name,
        due: due.map(|due| site.format.day_view(due)),
        overdue: action.is_some_and(|action| is_overdue(action, site.today)),
        incident: LinkView {
            text: line.id,
            href: Some(line.href),
            language: None,
        },
    }
}

#[derive(Debug, Serialize)]
struct TermsPage {
    page: PageView,
    terms: Vec<TermLineView>,
}

#[derive(Debug, Serialize)]
struct TermLineView {
    link: LinkView,
    id: String,
    count: usize,
}

fn write_list(
    site: &Site<'_>,
    output: &dyn Output,
    kind: TermKind,
    terms: &[&Term],
) -> Result<(), RenderError> {
    let path = format!("{}/index.html", kind.folder());
    let title = site.text(&format!("terms.{}", kind.folder()));
    let lines = terms.iter().map(|term| TermLineView {
        link: term_link(site, &path, kind, term.id.as_str()),
        id: term.id.to_string(),
        count: term.entries.len(),
    });
    let view = TermsPage {
        page: PageView::new(site, &path, &title, kind.folder()),
        terms: lines.collect(),
    };
    site.page(output, "term-list.html", &path, &view)
}
