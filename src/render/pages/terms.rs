//! A page for each service, cause, tag, owner and vendor in use, and the lists of them.

use rayon::prelude::*;
use serde::Serialize;

use crate::document::{Id, Kind};
use crate::knowledge_base::{EntryIndex, Term, TermKind};
use crate::memory::MadeFrom;
use crate::render::pages::agenda::{AgendaPart, agenda};
use crate::render::pages::coverage::{self, CauseRow};
use crate::render::pages::documents::vendor::{ObservedView, observed, open_tickets};
use crate::render::pages::{calendar, feed};
use crate::render::paging::{ListPage, ListPageLink, links, pages_of_term};
use crate::render::paths::relative;
use crate::render::site::{Output, PageView, RenderError, Site};
use crate::render::unit::{looking_unit, page_of_view};
use crate::render::views::{LineView, LinkView, line, term_link};

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    for kind in TermKind::ALL {
        let terms: Vec<&Term> = site.base.terms.of_kind(kind).collect();
        if terms.is_empty() || !output.wants_within(kind.folder()) {
            continue;
        }
        terms
            .par_iter()
            .try_for_each(|term| unit_of_term(site, output, kind, &term.id))?;
        // Vendors are listed with the documents that describe them, causes with what keeps them away.
        if !matches!(kind, TermKind::Vendor | TermKind::Cause) {
            let path = format!("{}/index.html", kind.folder());
            write_list(site, output, kind, &path, &terms)?;
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
    /// The feed of a service.
    feed: Option<FeedLink>,
    /// Where the calendar of an owner is.
    calendar: Option<String>,
    /// What keeps a cause away.
    coverage: Option<CauseRow>,
    /// What is to be done.
    agenda: Vec<AgendaPart>,
    /// How a vendor did that has no document.
    observed: Option<ObservedView>,
    /// Known errors that wait for that vendor.
    tickets: Vec<LineView>,
}

/// What a reader can subscribe to.
#[derive(Debug, Serialize)]
struct FeedLink {
    title: String,
    href: String,
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

/// Entries of one kind; incidents that only have an action for it apart.
#[derive(Debug, Serialize)]
struct GroupView {
    label: String,
    lines: Vec<LineView>,
}

fn unit_of_term(
    site: &Site<'_>,
    output: &dyn Output,
    kind: TermKind,
    id: &Id,
) -> Result<(), RenderError> {
    let name = format!("{}/{id}, a term", kind.folder());
    let own = || MadeFrom::of(&name);
    looking_unit(site, output, &name, own, |output| {
        let term = site.base.terms.get(kind, id);
        term.map_or(Ok(()), |term| write_term(site, output, kind, term))
    })
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
        if !output.wants(&page.path) {
            continue;
        }
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
        count: term.entries().len(),
        year,
        pages: links,
        groups: groups(site, kind, term, page),
        feed: (kind == TermKind::Service)
            .then(|| feed_link(site, term, &page.path))
            .flatten(),
        calendar: (kind == TermKind::Owner)
            .then(|| calendar::of_owner(site, term))
            .flatten()
            .map(|path| relative(&page.path, &path)),
        coverage: (kind == TermKind::Cause && is_first)
            .then(|| coverage::of_cause(site, &page.path, &term.id))
            .flatten(),
        agenda: if is_first {
            agenda(site, kind, term, &page.path)
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

fn feed_link(site: &Site<'_>, service: &Term, page: &str) -> Option<FeedLink> {
    let path = feed::of_service(site, service)?;
    Some(FeedLink {
        title: feed::title_of_service(site, service),
        href: relative(page, &path),
    })
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
fn groups(site: &Site<'_>, kind: TermKind, term: &Term, page: &ListPage) -> Vec<GroupView> {
    let mut groups = Vec::new();
    let mut group = |label: &str, entries: &[EntryIndex]| {
        let lines = entries.iter().map(|entry| line(site, &page.path, *entry));
        if !entries.is_empty() {
            groups.push(GroupView {
                label: site.text(label),
                lines: lines.collect(),
            });
        }
    };
    for of_kind in Kind::ALL {
        let entries = page.entries.iter().copied();
        let entries = entries.filter(|entry| site.base.original(*entry).kind() == *of_kind);
        let (own, elsewhere): (Vec<EntryIndex>, Vec<EntryIndex>) =
            entries.partition(|entry| is_of(site, *entry, kind, term));
        group(&format!("kinds.{}", of_kind.folder()), &own);
        group(&format!("terms.elsewhere.{}", kind.folder()), &elsewhere);
    }
    groups
}

/// Whether an entry is about a term. An incident of another service or cause is not, which only has an
/// action that is to be carried over here, or that answers this cause too.
fn is_of(site: &Site<'_>, entry: EntryIndex, kind: TermKind, term: &Term) -> bool {
    let Some(incident) = site.base.original(entry).incident() else {
        return true;
    };
    match kind {
        TermKind::Service => incident.services.iter().any(|one| Id::new(one) == term.id),
        TermKind::Cause => incident.all_causes().contains(&term.id),
        TermKind::Tag | TermKind::Owner | TermKind::Vendor => true,
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
    path: &str,
    terms: &[&Term],
) -> Result<(), RenderError> {
    let title = site.text(&format!("terms.{}", kind.folder()));
    let lines = terms.iter().map(|term| TermLineView {
        link: term_link(site, path, kind, term.id.as_str()),
        id: term.id.to_string(),
        count: term.entries().len(),
    });
    let view = TermsPage {
        page: PageView::new(site, path, &title, kind.folder()),
        terms: lines.collect(),
    };
    page_of_view(site, output, "term-list.html", path, &view)
}
