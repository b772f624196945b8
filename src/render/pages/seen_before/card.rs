//! What a known error's card says when it is recognised: what to do, how far the fix has come, what
//! happened before, and whom to call.

use serde::Serialize;

use crate::diagnostic::Spanned;
use crate::document::Content;
use crate::document::known_error::{KnownError, PermanentFix};
use crate::insight::known_errors;
use crate::knowledge_base::{DocumentIndex, EntryIndex, TermKind};
use crate::render::format::TimeView;
use crate::render::pages::documents::vendor::{ContactView, EscalationView, contacts, escalation};
use crate::render::paths::relative;
use crate::render::site::Site;
use crate::render::views::{
    BadgeView, LineView, LinkView, address_link, badges_today, line, term_link,
};

use super::PATH;

/// The most earlier incidents that a card lists.
const MAX_INCIDENTS: usize = 10;

/// A known error's card.
#[derive(Debug, Serialize)]
pub(super) struct CardView {
    id: String,
    href: String,
    title: String,
    language: &'static str,
    badges: Vec<BadgeView>,
    /// HTML; empty where there is none.
    workaround: String,
    workaround_language: &'static str,
    fix: FixView,
    /// The latest first.
    incidents: Vec<LineView>,
    /// How many are not listed.
    more: usize,
    vendor_ticket: Option<String>,
    vendors: Vec<VendorCard>,
}

#[derive(Debug, Serialize)]
struct FixView {
    state: &'static str,
    label: String,
    due: Option<TimeView>,
    owner: Option<LinkView>,
    ticket: Option<LinkView>,
    released_on: Option<TimeView>,
    released_in: Option<String>,
}

#[derive(Debug, Serialize)]
struct VendorCard {
    name: LinkView,
    customer_number: Option<String>,
    status_page: Option<LinkView>,
    contacts: Vec<ContactView>,
    escalation: Vec<EscalationView>,
}

/// The card of an entry, if it is a known error.
pub(super) fn card(site: &Site<'_>, entry: EntryIndex) -> Option<CardView> {
    let original = site.base[entry].original;
    let error = site.base[original].known_error()?;
    let shown = site.base.in_language(entry, site.base.config.language);
    let (workaround, of) = [shown, original]
        .into_iter()
        .find_map(|index| Some((workaround(site, index)?, index)))
        .unwrap_or((String::new(), shown));
    let mut incidents = known_errors::incidents(site.base, site.relations, entry);
    let more = incidents.len().saturating_sub(MAX_INCIDENTS);
    incidents.truncate(MAX_INCIDENTS);
    let document = &site.base[shown];
    Some(CardView {
        id: site.base[entry].id.to_string(),
        href: relative(PATH, site.paths.document(shown)),
        title: document.title.clone(),
        language: document.language.code(),
        badges: badges_today(site, entry),
        workaround,
        workaround_language: site.base[of].language.code(),
        fix: fix(site, error),
        incidents: incidents
            .into_iter()
            .map(|incident| line(site, PATH, incident))
            .collect(),
        more,
        vendor_ticket: text(error.vendor_ticket.as_ref()),
        vendors: error
            .vendors
            .iter()
            .map(|name| vendor(site, name))
            .collect(),
    })
}

fn text(field: Option<&Spanned<String>>) -> Option<String> {
    field.map(|field| field.value.clone())
}

fn workaround(site: &Site<'_>, index: DocumentIndex) -> Option<String> {
    let section = known_errors::workaround(&site.base[index])?;
    let html = site.markdown().part(index, PATH, section.span);
    (!html.trim().is_empty()).then_some(html)
}

fn fix(site: &Site<'_>, error: &KnownError) -> FixView {
    let fix = error.permanent_fix.as_ref();
    let day = |of: fn(&PermanentFix) -> Option<chrono::NaiveDate>| {
        fix.and_then(of).map(|day| site.format.day_view(day))
    };
    let state = error.fix_state().as_str();
    FixView {
        state,
        label: site.word("fix-state", state),
        due: day(|fix| fix.due.as_ref().map(|day| day.value)),
        owner: fix
            .and_then(|fix| fix.owner.as_ref())
            .map(|owner| term_link(site, PATH, TermKind::Owner, owner)),
        ticket: fix
            .and_then(|fix| fix.ticket.as_ref())
            .map(|ticket| address_link(ticket, ticket)),
        released_on: day(|fix| fix.released_on.as_ref().map(|day| day.value)),
        released_in: fix.and_then(|fix| fix.released_in.clone()),
    }
}

fn vendor(site: &Site<'_>, name: &Spanned<String>) -> VendorCard {
    let link = term_link(site, PATH, TermKind::Vendor, name);
    let entry = site.base.entry_by_id(name);
    let document = entry.map(|entry| site.base.original(entry));
    let Some(Content::Vendor(vendor)) = document.map(|document| &document.content) else {
        return VendorCard {
            name: link,
            customer_number: None,
            status_page: None,
            contacts: Vec::new(),
            escalation: Vec::new(),
        };
    };
    VendorCard {
        name: link,
        customer_number: text(vendor.customer_number.as_ref()),
        status_page: vendor
            .status_page
            .as_ref()
            .map(|address| address_link(address, address)),
        contacts: contacts(site, vendor),
        escalation: escalation(site, PATH, vendor),
    }
}
