//! The configuration of the generated knowledge base.

use std::fmt::Write as _;

use crate::catalog::{service_id, service_name, service_owner, services_by};
use crate::causes::{CAUSE_GROUPS, CAUSES, ESCAPE_CAUSES};
use crate::facts::AS_OF;
use crate::names::OWNERS;
use crate::world::Document;

/// `hansei.yaml`, naming every service, cause and owner, and the day that counts as today.
pub fn config(reports: u32) -> Document {
    let mut text = format!(
        "title: Generated knowledge base of {reports} reports\n\
         language: en\n\
         time_zone: Asia/Tokyo\n\
         base_url: https://kb.example.com/\n\
         fiscal_year_start: 4\n\
         as_of: {AS_OF}\n\
         causes:\n"
    );
    for cause in CAUSE_GROUPS.iter().chain(&CAUSES).chain(&ESCAPE_CAUSES) {
        let (id, name, name_ja) = (cause.id, cause.name, cause.name_ja);
        _ = write!(text, "  - {{id: {id}, name: {name}, name_ja: {name_ja}");
        if !cause.parent.is_empty() {
            _ = write!(text, ", parent: {}", cause.parent);
        }
        text.push_str("}\n");
    }
    text.push_str("owners:\n");
    for (id, name, former) in OWNERS {
        _ = write!(text, "  - {{id: {id}, name: {name}");
        if !former.is_empty() {
            _ = write!(text, ", formerly: [{former}]");
        }
        text.push_str("}\n");
    }
    text.push_str("services:\n");
    for service in 0..services_by(reports) {
        let (id, name) = (service_id(service), service_name(service));
        let owner = service_owner(service);
        _ = writeln!(
            text,
            "  - {{id: {id}, name: {name}, owner: {owner}, paths: [\"services/{id}/**\"]}}"
        );
    }
    Document {
        path: "hansei.yaml".to_owned(),
        text,
    }
}
