//! A contact's hours on our clocks, and until when they hold.

use serde::Serialize;

use crate::document::vendor::Contact;
use crate::insight::vendors::Here;
use crate::render::site::Site;

/// Hours on two clocks, as they stand on one day.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(in crate::render::pages) struct HoursView {
    lines: Vec<String>,
    /// The day they hold for, and when they stop to.
    note: String,
}

/// The hours of a contact on our clocks, where that says something.
pub(super) fn hours(site: &Site<'_>, contact: &Contact) -> Option<HoursView> {
    let here = Here {
        zone: site.base.config.zone,
        today: site.today,
        locale: &site.locale,
    };
    let hours = here.hours(contact)?;
    let day = site.format.day(site.today);
    let note = match hours.until {
        Some(change) => site.filled(
            "vendor.hours_until",
            &[("day", &day), ("change", &site.format.day(change))],
        ),
        None => site.filled("vendor.hours_as_of", &[("day", &day)]),
    };
    Some(HoursView {
        lines: hours.lines,
        note,
    })
}
