//! `feed.xml` and a feed for each service beside its page: the latest reports and known errors, as
//! Atom (RFC 4287).

use atom_syndication::{Category, Entry, Feed, Generator, Link, Text};
use chrono::{DateTime, Datelike, FixedOffset, NaiveTime};
use rayon::prelude::*;

use crate::document::{Document, Kind};
use crate::insight::filed_at;
use crate::knowledge_base::{EntryIndex, Term, TermKind};
use crate::memory::MadeFrom;
use crate::render::addresses::{address, identifier};
use crate::render::paging::sort_latest_first;
use crate::render::site::{Output, RenderError, Site, write as write_file};
use crate::render::unit::{looking_unit, unit};

/// Where the feed of all reports is.
const OF_ALL: &str = "feed.xml";

/// The most entries of a feed.
const ENTRIES: usize = 50;

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let outlines = || site.made_from_outlines();
    unit(site, output, OF_ALL, outlines, |output| {
        let incidents = site.base.of_kind(Kind::Incident);
        let all = incidents.chain(site.base.of_kind(Kind::KnownError));
        let title = &site.base.config.title;
        write_feed(site, output, OF_ALL, title, all.collect())
    })?;
    let services: Vec<&Term> = site.base.terms.of_kind(TermKind::Service).collect();
    services.par_iter().try_for_each(|service| {
        let name = format!("{}, a feed", service.id);
        let own = || MadeFrom::of(&name);
        looking_unit(site, output, &name, own, |output| {
            let service = site.base.terms.get(TermKind::Service, &service.id);
            service.map_or(Ok(()), |service| write_of_service(site, output, service))
        })
    })
}

/// The feed of a service. It is there as long as the service has a page, so that nobody who has
/// subscribed to it finds it gone.
fn write_of_service(
    site: &Site<'_>,
    output: &dyn Output,
    service: &Term,
) -> Result<(), RenderError> {
    let Some(path) = of_service(site, service) else {
        return Ok(());
    };
    let entries = service.entries().iter().copied();
    let entries = entries.filter(|entry| {
        let kind = site.base.original(*entry).kind();
        matches!(kind, Kind::Incident | Kind::KnownError)
    });
    let title = title_of_service(site, service);
    write_feed(site, output, &path, &title, entries.collect())
}

/// Where the feed of a service is: beside its page.
pub(super) fn of_service(site: &Site<'_>, service: &Term) -> Option<String> {
    let page = site.paths.term(TermKind::Service, &service.id)?;
    Some(format!("{}.xml", page.trim_end_matches(".html")))
}

/// What the feed of a service is called.
pub(super) fn title_of_service(site: &Site<'_>, service: &Term) -> String {
    let config = &site.base.config;
    format!("{} · {}", service.name_in(config.language), config.title)
}

/// The latest of these entries as the feed at `path`.
fn write_feed(
    site: &Site<'_>,
    output: &dyn Output,
    path: &str,
    title: &str,
    mut entries: Vec<EntryIndex>,
) -> Result<(), RenderError> {
    sort_latest_first(site, &mut entries);
    let entries: Vec<Entry> = entries
        .into_iter()
        .take(ENTRIES)
        .filter_map(|entry| feed_entry(site, entry))
        .collect();
    let today = site.format.zone.at(site.today.and_time(NaiveTime::MIN));
    let updated = entries
        .iter()
        .map(|entry| entry.updated)
        .max()
        .unwrap_or(today);
    let link = Link {
        href: address(site, path),
        rel: "self".to_owned(),
        ..Link::default()
    };
    let mut feed = Feed::default();
    feed.set_title(Text::plain(clean(title)));
    feed.set_id(identifier(site, path));
    feed.set_updated(updated);
    feed.set_lang(site.base.config.language.code().to_owned());
    feed.set_generator(Generator {
        value: "hansei".to_owned(),
        ..Generator::default()
    });
    feed.set_links(vec![link]);
    feed.set_entries(entries);
    write_file(output, path, feed.to_string().as_bytes())
}

/// The entry of a report; one without any date cannot be in a feed.
fn feed_entry(site: &Site<'_>, index: EntryIndex) -> Option<Entry> {
    let original = site.base.original(index);
    let shown = site.base.in_language(index, site.base.config.language);
    let document = &site.base[shown];
    let path = site.paths.document(shown);
    // RFC 3339 has years of four digits.
    let published = filed_at(original, site.format.zone).filter(|at| at.year() <= 9999)?;
    let mut entry = Entry::default();
    entry.set_id(identifier(site, path));
    entry.set_title(Text::plain(clean(&document.title)));
    entry.set_published(published.fixed_offset());
    entry.set_updated(updated(site, original).unwrap_or_else(|| published.fixed_offset()));
    entry.set_links(vec![Link {
        href: address(site, path),
        ..Link::default()
    }]);
    entry.set_categories(vec![Category {
        term: original.kind().as_str().to_owned(),
        label: Some(site.word("kind", original.kind().as_str())),
        ..Category::default()
    }]);
    entry.set_authors(
        original
            .common
            .authors
            .iter()
            .map(|name| atom_syndication::Person {
                name: clean(name),
                ..atom_syndication::Person::default()
            })
            .chain(
                original
                    .common
                    .authors
                    .is_empty()
                    .then(|| atom_syndication::Person {
                        name: clean(&site.base.config.title),
                        ..atom_syndication::Person::default()
                    }),
            )
            .collect::<Vec<_>>(),
    );
    let summary = original
        .incident()
        .and_then(|incident| incident.impact.as_ref())
        .and_then(|impact| impact.summary.as_deref());
    entry.set_summary(summary.map(|summary| Text::plain(clean(summary))));
    Some(entry)
}

/// The day a report was final, at midnight of the site.
fn updated(site: &Site<'_>, document: &Document) -> Option<DateTime<FixedOffset>> {
    let day = document.incident()?.finalized_on.as_ref()?;
    Some(site.format.zone.at(day.value.and_time(NaiveTime::MIN)))
}

/// Words without the characters that XML cannot hold.
fn clean(text: &str) -> String {
    let allowed = |c: char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.chars().filter(|c| allowed(*c)).collect()
}
