//! What has to be kept up about vendors: contacts that answer, contracts that run.

use chrono::{NaiveDate, TimeDelta};

use crate::diagnostic::Spanned;
use crate::document::Vendor;
use crate::document::vendor::Contact;

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

/// The contacts that can be reached as far as anybody knows: nobody has tried for more than
/// [`DAYS_VERIFIED`] days, or ever.
pub fn unverified_contacts(vendor: &Vendor, today: NaiveDate) -> impl Iterator<Item = &Contact> {
    let is_old = move |day: NaiveDate| today - day > TimeDelta::days(DAYS_VERIFIED);
    vendor.contacts.iter().filter(move |contact| {
        let verified = contact.verified_on.as_ref();
        can_be_reached(contact) && verified.is_none_or(|day| is_old(day.value))
    })
}

/// The last day of a contract that has passed, or comes within [`DAYS_BEFORE_END`] days.
#[must_use]
pub fn ending_contract(vendor: &Vendor, today: NaiveDate) -> Option<&Spanned<NaiveDate>> {
    let ends = vendor.contract.as_ref()?.ends.as_ref()?;
    (ends.value - today <= TimeDelta::days(DAYS_BEFORE_END)).then_some(ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;

    #[test]
    fn contacts_grow_old_and_contracts_end() {
        let vendor = "---\ncontacts:\n  - {role: old, phone: '1', verified_on: 2025-12-02}\n  - {role: fresh, phone: '1', verified_on: 2025-12-03}\n  - {role: never, portal: x}\n  - {role: nobody}\ncontract: {ends: 2026-07-31}\n---\n";
        let base = knowledge_base("", &[("content/vendors/a.md", vendor)]);
        let vendor = base.documents[0].vendor().unwrap();
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
}
