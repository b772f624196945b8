//! The table of contents: every heading of a page, those that the page adds as well as the text's.

use serde::Serialize;

use crate::document::Document;
use crate::render::pages::documents::DocumentView;
use crate::render::pages::documents::known_error::KnownErrorView;
use crate::render::pages::documents::vendor::VendorView;
use crate::render::paths::heading_id;
use crate::render::site::Site;

/// A line of the table of contents.
#[derive(Debug, Serialize)]
pub(super) struct ContentsView {
    level: u8,
    text: String,
    anchor: String,
    language: &'static str,
}

/// The headings of the page that shows `document` as `page`, in the order of the page.
pub(super) fn contents(
    site: &Site<'_>,
    document: &Document,
    page: &DocumentView,
) -> Vec<ContentsView> {
    let own = |key: &str| ContentsView {
        level: 2,
        text: site.text(&format!("document.{key}")),
        anchor: format!("hansei-{key}"),
        language: site.base.config.language.code(),
    };
    let known_error = page.known_error.as_ref();
    let vendor = page.vendor.as_ref();
    let before = [
        ("foreknowledge", !page.foreknowledge.is_empty()),
        (
            "symptoms",
            known_error.is_some_and(KnownErrorView::has_symptoms),
        ),
        ("escalation", vendor.is_some_and(VendorView::has_escalation)),
        ("contacts", vendor.is_some_and(VendorView::has_contacts)),
        ("sla", vendor.is_some_and(VendorView::has_service_levels)),
        ("about", page.body_heading),
    ];
    let behind = [
        (
            "timeline",
            !page.timeline.is_empty() && !page.timeline_in_body,
        ),
        ("actions", !page.actions.is_empty() && !page.actions_in_body),
        ("observed", vendor.is_some_and(VendorView::has_observed)),
        ("tickets", vendor.is_some_and(VendorView::has_tickets)),
        ("mentions", vendor.is_some_and(VendorView::has_mentions)),
        (
            "signatures",
            known_error.is_some_and(KnownErrorView::has_signatures),
        ),
        ("communications", !page.communications.is_empty()),
        ("provenance", page.checklist.is_some()),
    ];
    let shown = |sections: &[(&str, bool)]| -> Vec<ContentsView> {
        let shown = sections.iter().filter(|(_, shown)| *shown);
        shown.map(|(key, _)| own(key)).collect()
    };
    let relations = page.relations.iter().map(|group| ContentsView {
        text: group.label.clone(),
        anchor: format!("hansei-relation-{}", group.class),
        ..own("")
    });
    let mut all = shown(&before);
    all.extend(headings(document));
    all.extend(shown(&behind));
    all.extend(relations);
    all.extend(shown(&[("related", !page.related.is_empty())]));
    all
}

/// The headings of the text, of the second and third level.
fn headings(document: &Document) -> impl Iterator<Item = ContentsView> {
    let title = document.body.title().map(|title| title.span);
    let headings = document.body.headings.iter();
    headings
        .filter(move |heading| heading.level <= 3 && Some(heading.span) != title)
        .map(|heading| ContentsView {
            level: heading.level.max(2),
            text: heading.text.clone(),
            anchor: heading_id(&heading.anchor).into_owned(),
            language: document.language.code(),
        })
}
