//! Whom to reach at a vendor, how, when on our clocks, and whom next.

use serde::Serialize;

use crate::document::Vendor;
use crate::document::vendor::{Contact, EscalationStep};
use crate::insight::vendors::is_unverified;
use crate::knowledge_base::TermKind;
use crate::render::format::TimeView;
use crate::render::pages::documents::vendor::hours::{HoursView, hours};
use crate::render::site::Site;
use crate::render::views::{LinkView, address_link, term_link};

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
    /// The hours on our clocks, where they differ.
    here: Option<HoursView>,
    /// Whether nobody has tried for long.
    unverified: bool,
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
        here: hours(site, contact),
        unverified: is_unverified(contact, site.today),
    }
}

/// A rung of the ladder: when to turn to whom, and how to reach them.
#[derive(Debug, Serialize)]
pub(super) struct RungView {
    step: EscalationView,
    /// How long after the first call.
    when: Option<String>,
    /// The contact that the step names.
    contact: Option<ContactView>,
}

/// The rungs of the ladder, and the contacts that stand on none.
pub(super) fn ladder(
    site: &Site<'_>,
    path: &str,
    vendor: &Vendor,
) -> (Vec<RungView>, Vec<ContactView>) {
    let mut on_ladder = vec![false; vendor.contacts.len()];
    let steps = escalation(site, path, vendor).into_iter();
    let rungs = steps.zip(&vendor.escalation).map(|(view, step)| {
        let named = step.contact.as_ref().and_then(|name| named(vendor, name));
        if let Some(at) = named {
            on_ladder[at] = true;
        }
        let is_later = step
            .after
            .as_ref()
            .is_some_and(|after| !after.length.is_zero());
        RungView {
            when: view.after.clone().map(|after| {
                if is_later {
                    site.filled("vendor.later", &[("time", &after)])
                } else {
                    after
                }
            }),
            step: view,
            contact: named.map(|at| contact(site, &vendor.contacts[at])),
        }
    });
    let rungs = rungs.collect();
    let others = vendor.contacts.iter().zip(on_ladder);
    let others = others.filter(|(_, on_ladder)| !on_ladder);
    (
        rungs,
        others.map(|(other, _)| contact(site, other)).collect(),
    )
}

/// The position of the contact with this name or role.
fn named(vendor: &Vendor, written: &str) -> Option<usize> {
    let written = written.trim().to_lowercase();
    let is =
        |field: Option<&str>| field.is_some_and(|field| field.trim().to_lowercase() == written);
    let mut contacts = vendor.contacts.iter();
    let by_name = contacts.position(|contact| is(contact.name.as_deref()));
    by_name.or_else(|| {
        let role = |contact: &Contact| is(contact.role.as_ref().map(|role| role.as_str()));
        vendor.contacts.iter().position(role)
    })
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
