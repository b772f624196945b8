//! Small pieces of pages that several pages show: plain values that templates can read.

use serde::Serialize;

use crate::document::Content;
use crate::document::Id;
use crate::document::incident::IncidentType;
use crate::insight::{is_ongoing, overdue_fix};
use crate::knowledge_base::{DocumentIndex, EntryIndex, TermKind};
use crate::render::format::TimeView;
use crate::render::paths::{address_encoded, part_href, relative};
use crate::render::site::Site;

/// The most services that a line of a list names: each of them has a page with that line.
const SERVICES_SHOWN: usize = 8;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// What it says.
    pub text: String,
    /// Where it leads; none where there is no page.
    pub href: Option<String>,
    /// The language of what it says, where it is not the page's.
    pub language: Option<&'static str>,
}

impl LinkView {
    /// Words without a link.
    #[must_use]
    pub fn words(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: None,
            language: None,
        }
    }
}

/// A short mark: severity, status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadgeView {
    /// What it says.
    pub text: String,
    /// What sort of mark it is, as a class: `severity-1`, `status-draft`, `ongoing`.
    pub class: String,
}

/// A line of a list: one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineView {
    /// Its page.
    pub href: String,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The language of its title.
    pub language: &'static str,
    /// What it is, in words.
    pub kind: String,
    /// The day it is filed under, or the one that counts in this list.
    pub date: Option<TimeView>,
    /// What that day is, where it is not the one of the entry: `due`, `done`, `since`.
    pub date_label: Option<String>,
    /// Its marks.
    pub badges: Vec<BadgeView>,
    /// Whom or what it concerns: services, the owner of an action.
    pub terms: Vec<LinkView>,
    /// Why it stands in the list, where that is not plain.
    pub note: Option<String>,
    /// The language of that, where it is not the page's.
    pub note_language: Option<&'static str>,
}

/// The line of an entry on the page at `page`.
#[must_use]
pub fn line(site: &Site<'_>, page: &str, entry: EntryIndex) -> LineView {
    let index = site.base.in_language(entry, site.base.config.language);
    let shown = &site.base[index];
    let original = site.base.original(entry);
    LineView {
        href: relative(page, site.paths.document(index)),
        id: site.base[entry].id.to_string(),
        title: shown.title.clone(),
        language: shown.language.code(),
        kind: site.word("kind", original.kind().as_str()),
        date: original.date().map(|moment| site.format.day_of(&moment)),
        date_label: None,
        badges: badges_today(site, entry),
        terms: services(site, page, entry),
        note: None,
        note_language: None,
    }
}

/// The marks of an entry, and for how long its permanent fix has been overdue.
#[must_use]
pub fn badges_today(site: &Site<'_>, entry: EntryIndex) -> Vec<BadgeView> {
    let error = site.base.original(entry).known_error();
    let due = error.and_then(|error| overdue_fix(error, site.today));
    let late = due.map(|due| BadgeView {
        text: site.counted(
            "fix_overdue",
            &(site.today - due.value).num_days().to_string(),
        ),
        class: "overdue".to_owned(),
    });
    badges(site, entry).into_iter().chain(late).collect()
}

/// The marks of an entry: severity, type, status, whether it is going on. They are the same on every
/// day, so that the files of the search are.
#[must_use]
pub fn badges(site: &Site<'_>, entry: EntryIndex) -> Vec<BadgeView> {
    let document = site.base.original(entry);
    let mut badges = Vec::new();
    let mut badge = |text: String, class: String| badges.push(BadgeView { text, class });
    match &document.content {
        Content::Incident(incident) => {
            if let Some(severity) = &incident.severity {
                badge(severity.value.clone(), severity_class(site, severity));
            }
            let kind = incident.incident_type();
            if kind != IncidentType::Incident {
                badge(site.word("incident-type", kind.as_str()), "type".to_owned());
            }
            if is_ongoing(document) {
                badge(site.text("ongoing"), "ongoing".to_owned());
            }
            let status = incident.status().as_str();
            badge(site.word("status", status), format!("status-{status}"));
        }
        Content::KnownError(error) => {
            let status = error.status().as_str();
            badge(
                site.word("known-error-status", status),
                format!("status-{status}"),
            );
        }
        _ => {}
    }
    badges
}

/// `severity-1` for the gravest severity of the site, and so on; `severity` for an unknown one.
#[must_use]
pub fn severity_class(site: &Site<'_>, severity: &str) -> String {
    let rank = site
        .base
        .config
        .severities
        .iter()
        .position(|known| known == severity);
    rank.map_or_else(
        || "severity".to_owned(),
        |rank| format!("severity severity-{}", (rank + 1).min(4)),
    )
}

fn services(site: &Site<'_>, page: &str, entry: EntryIndex) -> Vec<LinkView> {
    let names = match &site.base.original(entry).content {
        Content::Incident(incident) => &incident.services,
        Content::KnownError(error) => &error.services,
        Content::Vendor(vendor) => &vendor.services,
        Content::Checklist(_) | Content::Page => return Vec::new(),
    };
    let shown = names.iter().take(SERVICES_SHOWN);
    let mut links: Vec<LinkView> = shown
        .map(|name| term_link(site, page, TermKind::Service, name))
        .collect();
    if names.len() > SERVICES_SHOWN {
        let more = (names.len() - SERVICES_SHOWN).to_string();
        let index = site.base.in_language(entry, site.base.config.language);
        links.push(LinkView {
            text: site.counted("home.more", &more),
            href: Some(relative(page, site.paths.document(index))),
            language: None,
        });
    }
    links
}

/// A link to the page of a service, cause, tag, owner or vendor.
#[must_use]
pub fn term_link(site: &Site<'_>, page: &str, kind: TermKind, written: &str) -> LinkView {
    let config = &site.base.config;
    let id = match kind {
        TermKind::Owner => config.present_owner(written),
        TermKind::Vendor => site
            .base
            .entry_by_id(written)
            .map_or_else(|| Id::new(written), |entry| site.base[entry].id.clone()),
        _ => Id::new(written),
    };
    let Some(term) = site.base.terms.get(kind, &id) else {
        return LinkView::words(written);
    };
    let (text, language) = match term.document {
        Some(entry) => {
            let document = &site.base[site.base.in_language(entry, config.language)];
            (document.title.clone(), document.language)
        }
        None => (term.name_in(config.language).to_owned(), config.language),
    };
    LinkView {
        text,
        href: site.paths.term(kind, &id).map(|path| relative(page, path)),
        language: (language != config.language).then(|| language.code()),
    }
}

/// A link to what an id or an address such as `INC-2025-0041/A2` names; the words are the id.
#[must_use]
pub fn id_link(site: &Site<'_>, page: &str, from: DocumentIndex, written: &str) -> LinkView {
    let Some(named) = site.base.named(written) else {
        return LinkView::words(written);
    };
    let document = site.base.in_language(named.entry, site.base[from].language);
    let path = relative(page, site.paths.document(document));
    let href = match named.part {
        Some(part) => part_href(&path, part),
        None => path,
    };
    LinkView {
        text: written.to_owned(),
        href: Some(href),
        language: None,
    }
}

/// A link to an address in front matter, if it is one that may be linked to.
#[must_use]
pub fn address_link(text: &str, address: &str) -> LinkView {
    let lower = address.trim().to_ascii_lowercase();
    let safe = ["https://", "http://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme));
    LinkView {
        text: text.to_owned(),
        href: safe.then(|| address_encoded(address.trim())),
        language: None,
    }
}
