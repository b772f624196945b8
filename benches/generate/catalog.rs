//! What everything refers to: which services, vendors and other documents there are.
//!
//! How many of them report `k` may use depends on `k` alone, never on how many reports are
//! asked for, so that a small knowledge base is the beginning of a larger one.

use crate::names::{DOMAINS, OWNERS, ROLES, VENDOR_NAMES, VENDOR_TRADES};

/// How many services exist by the time of report `k`.
pub fn services_by(report: u32) -> usize {
    (40 + report as usize / 500).min(DOMAINS.len() * ROLES.len())
}

/// How many known errors exist by the time of report `k`.
pub fn known_errors_by(report: u32) -> u32 {
    (report / 50).max(3)
}

/// How many checklists exist by the time of report `k`.
pub fn checklists_by(report: u32) -> u32 {
    (report / 500).max(2)
}

/// How many vendors exist by the time of report `k`.
pub fn vendors_by(report: u32) -> usize {
    (report as usize / 200).clamp(2, VENDOR_NAMES.len() * VENDOR_TRADES.len())
}

/// Domain and role of service `index`; no two services share both.
fn service_parts(index: usize) -> (&'static str, &'static str) {
    let domain = DOMAINS[index % DOMAINS.len()];
    let role = ROLES[(index / DOMAINS.len() + index * 7) % ROLES.len()];
    (domain, role)
}

pub fn service_id(index: usize) -> String {
    let (domain, role) = service_parts(index);
    format!("{domain}-{role}")
}

pub fn service_name(index: usize) -> String {
    let (domain, role) = service_parts(index);
    format!("{} {role}", capitalised(domain))
}

/// The owner of a service.
pub fn service_owner(index: usize) -> &'static str {
    OWNERS[index * 5 % OWNERS.len()].0
}

pub fn vendor_name(index: usize) -> String {
    let name = VENDOR_NAMES[index % VENDOR_NAMES.len()];
    let trade = index / VENDOR_NAMES.len() + index;
    format!("{name} {}", VENDOR_TRADES[trade % VENDOR_TRADES.len()])
}

pub fn vendor_id(index: usize) -> String {
    vendor_name(index).to_lowercase().replace(' ', "-")
}

/// The text with its first letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{service_id, services_by, vendor_id, vendors_by};
    use std::collections::HashSet;

    #[test]
    fn names_are_unique() {
        let services = services_by(1_000_000);
        let ids: HashSet<String> = (0..services).map(service_id).collect();
        assert_eq!(ids.len(), services);
        let vendors = vendors_by(1_000_000);
        let ids: HashSet<String> = (0..vendors).map(vendor_id).collect();
        assert_eq!((ids.len(), vendors), (200, 200));
    }
}
