//! What only vendors have: whom to call and whom next, what was promised and what was seen.

mod contacts;
mod hours;
mod observed;

use serde::Serialize;

use crate::document::Vendor;
use crate::document::vendor::ServiceLevel;
use crate::insight::vendors::{ending_contract, lacks_escalation, unverified_contacts};
use crate::knowledge_base::{EntryIndex, TermKind};
use crate::render::paging::{ListPageLink, links, pages_of_term};
use crate::render::site::Site;
use crate::render::views::{LineView, line};
use crate::time::WrittenDuration;

pub(in crate::render::pages) use contacts::{ContactView, EscalationView, contacts, escalation};
use contacts::{RungView, ladder};
pub(in crate::render::pages) use observed::{ObservedView, breach_line, observed, open_tickets};

/// The parts of a vendor's page.
#[derive(Debug, Default, Serialize)]
pub(super) struct VendorView {
    /// The day that the page is of.
    today: String,
    /// What they ask for first when somebody calls.
    customer_number: Option<String>,
    /// What nobody has seen to for long.
    stale: Vec<String>,
    ladder: Vec<RungView>,
    /// Those whom no rung of the ladder names.
    contacts: Vec<ContactView>,
    service_levels: Vec<ServiceLevelView>,
    observed: Option<ObservedView>,
    /// Known errors that wait for the vendor.
    tickets: Vec<LineView>,
    mentions: Vec<LineView>,
    mention_pages: Vec<ListPageLink>,
}

impl VendorView {
    pub(super) fn has_contacts(&self) -> bool {
        !self.contacts.is_empty()
    }

    pub(super) fn has_escalation(&self) -> bool {
        !self.ladder.is_empty()
    }

    pub(super) fn has_service_levels(&self) -> bool {
        !self.service_levels.is_empty()
    }

    pub(super) fn has_observed(&self) -> bool {
        self.observed.is_some()
    }

    pub(super) fn has_tickets(&self) -> bool {
        !self.tickets.is_empty()
    }

    pub(super) fn has_mentions(&self) -> bool {
        !self.mentions.is_empty()
    }

    /// Whether anything stands before the text.
    pub(super) fn has_lead(&self) -> bool {
        self.has_escalation() || self.has_contacts() || self.has_service_levels()
    }
}

#[derive(Debug, Serialize)]
struct ServiceLevelView {
    severity: Option<String>,
    respond: Option<String>,
    resolve: Option<String>,
}

pub(super) fn vendor(
    site: &Site<'_>,
    path: &str,
    entry: EntryIndex,
    vendor: &Vendor,
) -> VendorView {
    let (mentions, mention_pages) = mentions(site, path, entry);
    let (ladder, contacts) = ladder(site, path, vendor);
    let id = &site.base[entry].id;
    VendorView {
        today: site.format.day(site.today),
        customer_number: vendor.customer_number.as_ref().map(|one| one.value.clone()),
        stale: stale(site, vendor),
        ladder,
        contacts,
        service_levels: vendor
            .sla
            .iter()
            .map(|level| service_level(site, level))
            .collect(),
        observed: observed(site, path, id),
        tickets: open_tickets(site, path, id),
        mentions,
        mention_pages,
    }
}

/// What nobody has seen to for long: contacts, the contract, the way up.
fn stale(site: &Site<'_>, vendor: &Vendor) -> Vec<String> {
    let mut stale = Vec::new();
    if lacks_escalation(vendor) {
        stale.push(site.text("vendor.no_escalation"));
    }
    for contact in unverified_contacts(vendor, site.today) {
        let role = contact.role.as_ref().map(|role| role.as_str());
        let address = contact.phone.as_ref().or(contact.email.as_ref());
        let address = address.or(contact.portal.as_ref());
        let name = contact.name.as_deref().or(role);
        let name = name.or(address.map(|address| address.as_str()));
        let name = name.unwrap_or_default();
        stale.push(match &contact.verified_on {
            Some(day) => site.filled(
                "vendor.not_tried_since",
                &[("contact", name), ("day", &site.format.day(day.value))],
            ),
            None => site.filled("vendor.never_tried", &[("contact", name)]),
        });
    }
    if let Some(ends) = ending_contract(vendor, site.today) {
        let key = if ends.value < site.today {
            "vendor.contract_ended"
        } else {
            "vendor.contract_ends"
        };
        stale.push(site.filled(key, &[("day", &site.format.day(ends.value))]));
    }
    stale
}

fn service_level(site: &Site<'_>, level: &ServiceLevel) -> ServiceLevelView {
    let length = |length: &WrittenDuration| site.format.duration(length.length);
    ServiceLevelView {
        severity: level
            .severity
            .as_ref()
            .map(|severity| severity.value.clone()),
        respond: level.respond.as_ref().map(|respond| length(respond)),
        resolve: level.resolve.as_ref().map(|resolve| length(resolve)),
    }
}

/// What mentions a vendor: the first page of the list, and links to the others.
fn mentions(site: &Site<'_>, path: &str, entry: EntryIndex) -> (Vec<LineView>, Vec<ListPageLink>) {
    let term = site.base.terms.get(TermKind::Vendor, &site.base[entry].id);
    let all = term.map_or_else(Vec::new, |term| pages_of_term(site, TermKind::Vendor, term));
    let Some(first) = all.first() else {
        return (Vec::new(), Vec::new());
    };
    let lines = first.entries.iter().map(|other| line(site, path, *other));
    (lines.collect(), links(site, &all, first))
}
