//! Vendors: contacts that answer, contracts that run, tickets that wait, and how what they did stands
//! to what they promised.

mod hours;
mod promises;

use chrono::{NaiveDate, TimeDelta};

use crate::diagnostic::Spanned;
use crate::document::known_error::{FixState, KnownErrorStatus};
use crate::document::vendor::Contact;
use crate::document::{Id, Vendor};
use crate::knowledge_base::{EntryIndex, KnowledgeBase, Term, TermKind};

pub use hours::{Here, HoursHere};
pub use promises::{
    Breach, DAYS_BREACH_IS_RECENT, Interval, Observed, Promise, PromiseFigures, Taken, breaches,
    breaches_of, figures, is_recent, observed,
};

/// For how many days a contact that was tried is taken to answer.
pub const DAYS_VERIFIED: i64 = 180;

/// How many days before its last day the end of a contract is near.
pub const DAYS_BEFORE_END: i64 = 60;

/// Whether there is a way to reach a contact.
#[must_use]
pub fn can_be_reached(contact: &Contact) -> bool {
    let ways = [&contact.phone, &contact.email, &contact.portal];
    ways.into_iter().flatten().any(|way| !way.trim().is_empty())
}

/// Whether a contact can be reached as far as anybody knows: nobody has tried for more than
/// [`DAYS_VERIFIED`] days, or ever.
#[must_use]
pub fn is_unverified(contact: &Contact, today: NaiveDate) -> bool {
    let is_old = |day: NaiveDate| today - day > TimeDelta::days(DAYS_VERIFIED);
    let verified = contact.verified_on.as_ref();
    can_be_reached(contact) && verified.is_none_or(|day| is_old(day.value))
}

/// The contacts that nobody has tried for long.
pub fn unverified_contacts(vendor: &Vendor, today: NaiveDate) -> impl Iterator<Item = &Contact> {
    let contacts = vendor.contacts.iter();
    contacts.filter(move |contact| is_unverified(contact, today))
}

/// The last day of a contract that has passed, or comes within [`DAYS_BEFORE_END`] days.
#[must_use]
pub fn ending_contract(vendor: &Vendor, today: NaiveDate) -> Option<&Spanned<NaiveDate>> {
    let ends = vendor.contract.as_ref()?.ends.as_ref()?;
    (ends.value - today <= TimeDelta::days(DAYS_BEFORE_END)).then_some(ends)
}

/// Whether nobody knows whom to call when the first call is not enough.
#[must_use]
pub fn lacks_escalation(vendor: &Vendor) -> bool {
    vendor.escalation.is_empty() && vendor.contacts.iter().any(can_be_reached)
}

/// The known errors that wait for a vendor under a number of its own: they are not mended.
#[must_use]
pub fn open_tickets(base: &KnowledgeBase, vendor: &Id) -> Vec<EntryIndex> {
    let is_open = |entry: &EntryIndex| {
        let error = base.original(*entry).known_error();
        error.is_some_and(|error| {
            let ticket = error.vendor_ticket.as_ref();
            ticket.is_some_and(|ticket| !ticket.trim().is_empty())
                && error.fix_state() != FixState::Released
                && matches!(
                    error.status(),
                    KnownErrorStatus::Draft | KnownErrorStatus::Active
                )
        })
    };
    entries(base, vendor)
        .iter()
        .copied()
        .filter(is_open)
        .collect()
}

/// What mentions a vendor.
fn entries<'a>(base: &'a KnowledgeBase, vendor: &Id) -> &'a [EntryIndex] {
    let term = base.terms.get(TermKind::Vendor, vendor);
    term.map_or(&[], Term::entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;

    #[test]
    fn contacts_grow_old_and_contracts_end() {
        let vendor = "---\ncontacts:\n  - {role: old, phone: '1', verified_on: 2025-12-02}\n  - {role: fresh, phone: '1', verified_on: 2025-12-03}\n  - {role: never, portal: x}\n  - {role: nobody}\ncontract: {ends: 2026-07-31}\n---\n";
        let base = knowledge_base("", &[("content/vendors/a.md", vendor)]);
        let vendor = base.documents()[0].vendor().unwrap();
        let today: NaiveDate = "2026-06-01".parse().unwrap();
        let roles: Vec<_> = unverified_contacts(vendor, today)
            .filter_map(|contact| contact.role.as_ref())
            .map(|role| role.value.as_str())
            .collect();
        assert_eq!(roles, ["old", "never"]);
        assert!(ending_contract(vendor, today).is_some());
        let earlier: NaiveDate = "2026-05-31".parse().unwrap();
        assert!(ending_contract(vendor, earlier).is_none());
    }

    const VENDOR: &str = "---\nid: Certico\naliases: [cert-old]\nsla: [{severity: SEV1, respond: 15m, resolve: 4h}, {respond: 1h}]\n---\n";

    #[test]
    fn tickets_are_open_until_the_fix_is_out() {
        let error = |front_matter: &str| format!("---\nvendors: [cert-old]\n{front_matter}---\n");
        let ticket = "vendor_ticket: C-1\n";
        let files = [
            error(&format!("status: active\n{ticket}")),
            error(&format!("status: fixed\n{ticket}")),
            error(&format!(
                "status: active\npermanent_fix: {{state: released}}\n{ticket}"
            )),
            error("status: active\n"),
        ];
        let paths: Vec<String> = (0..files.len())
            .map(|at| format!("content/known-errors/{at}.md"))
            .collect();
        let mut files: Vec<(&str, &str)> = paths
            .iter()
            .zip(&files)
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        files.push(("content/vendors/certico.md", VENDOR));
        let base = knowledge_base("", &files);
        assert_eq!(open_tickets(&base, &Id::new("certico")), [EntryIndex(0)]);
    }
}
