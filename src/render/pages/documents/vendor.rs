//! What only vendors have: whom to reach, what was promised, what mentions them.

use serde::Serialize;

use crate::document::Vendor;
use crate::document::vendor::{Contact, EscalationStep, ServiceLevel};
use crate::knowledge_base::{EntryIndex, TermKind};
use crate::render::format::TimeView;
use crate::render::paging::{ListPageLink, links, pages_of_term};
use crate::render::site::Site;
use crate::render::views::{LineView, LinkView, address_link, line, term_link};
use crate::time::WrittenDuration;

/// The parts of a vendor's page.
#[derive(Debug, Default, Serialize)]
pub(super) struct VendorView {
    contacts: Vec<ContactView>,
    escalation: Vec<EscalationView>,
    /// The columns of the escalation that any step fills.
    escalation_columns: Vec<&'static str>,
    service_levels: Vec<ServiceLevelView>,
    mentions: Vec<LineView>,
    mention_pages: Vec<ListPageLink>,
}

impl VendorView {
    pub(super) fn has_contacts(&self) -> bool {
        !self.contacts.is_empty()
    }

    pub(super) fn has_escalation(&self) -> bool {
        !self.escalation.is_empty()
    }

    pub(super) fn has_service_levels(&self) -> bool {
        !self.service_levels.is_empty()
    }

    pub(super) fn has_mentions(&self) -> bool {
        !self.mentions.is_empty()
    }
}

/// Somebody to reach.
#[derive(Debug, Serialize)]
pub(in crate::render::pages) struct ContactView {
    role: Option<String>,
    name: Option<String>,
    addresses: Vec<LinkView>,
    hours: Option<String>,
    time_zone: Option<String>,
    languages: Vec<String>,
    verified_on: Option<TimeView>,
}

/// A step of an escalation.
#[derive(Debug, Serialize)]
pub(in crate::render::pages) struct EscalationView {
    level: Option<u64>,
    after: Option<String>,
    trigger: Option<String>,
    contact: Option<String>,
    internal_contact: Option<LinkView>,
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
    let escalation = escalation(site, path, vendor);
    VendorView {
        contacts: contacts(site, vendor),
        escalation_columns: columns(&escalation),
        escalation,
        service_levels: vendor
            .sla
            .iter()
            .map(|level| service_level(site, level))
            .collect(),
        mentions,
        mention_pages,
    }
}

/// Whom to reach at a vendor.
pub(in crate::render::pages) fn contacts(site: &Site<'_>, vendor: &Vendor) -> Vec<ContactView> {
    let contacts = vendor.contacts.iter();
    contacts.map(|one| contact(site, one)).collect()
}

fn contact(site: &Site<'_>, contact: &Contact) -> ContactView {
    let text = |field: &Option<crate::diagnostic::Spanned<String>>| {
        field.as_ref().map(|field| field.value.clone())
    };
    let phone = contact.phone.iter().map(|phone| {
        let text = phone.as_str();
        match dialled(text) {
            Some(number) => address_link(text, &format!("tel:{number}")),
            None => LinkView::words(text),
        }
    });
    let email = contact
        .email
        .iter()
        .map(|email| address_link(email, &format!("mailto:{}", email.value)));
    let portal = contact
        .portal
        .iter()
        .map(|portal| address_link(portal, portal));
    ContactView {
        role: text(&contact.role),
        name: contact.name.clone(),
        addresses: phone.chain(email).chain(portal).collect(),
        hours: contact.hours.clone(),
        time_zone: text(&contact.time_zone),
        languages: contact.languages.clone(),
        verified_on: contact
            .verified_on
            .as_ref()
            .map(|day| site.format.day_view(day.value)),
    }
}

/// When to turn to whom, step by step.
pub(in crate::render::pages) fn escalation(
    site: &Site<'_>,
    path: &str,
    vendor: &Vendor,
) -> Vec<EscalationView> {
    let step = |step: &EscalationStep| EscalationView {
        level: step.level.as_ref().map(|level| level.value),
        after: step.after.as_ref().map(|after| {
            if after.length.is_zero() {
                site.text("vendor.at_once")
            } else {
                site.format.duration(after.length)
            }
        }),
        trigger: step.trigger.clone(),
        contact: step.contact.as_ref().map(|contact| contact.value.clone()),
        internal_contact: step
            .internal_contact
            .as_ref()
            .map(|owner| term_link(site, path, TermKind::Owner, owner)),
    };
    vendor.escalation.iter().map(step).collect()
}

fn columns(steps: &[EscalationView]) -> Vec<&'static str> {
    let is_filled = |filled: fn(&EscalationView) -> bool| steps.iter().any(filled);
    let columns = [
        ("level", is_filled(|step| step.level.is_some())),
        ("after", is_filled(|step| step.after.is_some())),
        ("trigger", is_filled(|step| step.trigger.is_some())),
        ("contact", is_filled(|step| step.contact.is_some())),
        (
            "internal_contact",
            is_filled(|step| step.internal_contact.is_some()),
        ),
    ];
    let filled = columns.into_iter().filter(|(_, is_filled)| *is_filled);
    filled.map(|(name, _)| name).collect()
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

/// What to dial for a number as people write it: without the `(0)` that is dropped behind a country
/// code. None where words or an extension make it unclear.
fn dialled(written: &str) -> Option<String> {
    let written = if written.trim_start().starts_with('+') {
        written.replace("(0)", "")
    } else {
        written.to_owned()
    };
    let clear =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '(' | ')' | ' ' | '/');
    let number: String = written
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    (written.trim().chars().all(clear) && number.len() >= 3).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::dialled;

    #[test]
    fn only_clear_numbers_are_dialled() {
        for (written, number) in [
            ("03-0000-0142", Some("0300000142")),
            ("+44 (0)20 1234", Some("+44201234")),
            ("+1 555 0100 ext. 55", None),
            ("03-0000-0142（内線 5）", None),
            ("ask at the desk", None),
        ] {
            assert_eq!(dialled(written).as_deref(), number, "{written}");
        }
    }
}
