//! The page of each document: `incidents/<id>.html` and its like, one for each language.

mod actions;
mod checklist;
mod communications;
mod contents;
mod facts;
mod foreknowledge;
mod known_error;
mod overview;
mod related;
mod relations;
mod timeline;
pub(super) mod vendor;

use rayon::prelude::*;
use serde::Serialize;

use crate::document::{Kind, TimelineSource};
use crate::knowledge_base::DocumentIndex;
use crate::render::markdown::{BodyPart, BodyPartKind, Insertions};
use crate::render::pages::follow_ups::still_owed;
use crate::render::paths::relative;
use crate::render::site::{Output, PageView, RenderError, Site};
use crate::render::unit::looking_unit;
use crate::render::views::{BadgeView, LineView, badges_today};

use crate::render::pages::incident_report::has_report;
use actions::{ActionView, actions};
use checklist::{ChecklistView, checklist};
use communications::{CommunicationView, communications};
use contents::{ContentsView, contents};
use facts::{FactView, facts};
pub(super) use foreknowledge::recorded_since;
use foreknowledge::{ForeknowledgeView, foreknowledge};
use known_error::{KnownErrorView, known_error};
use overview::{OverviewView, overview};
use related::{RelatedView, related};
use relations::{RelationGroupView, relations};
use timeline::{TimelineDayView, timeline};
use vendor::{VendorView, vendor};

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    (0..site.base.documents().len())
        .into_par_iter()
        .map(DocumentIndex)
        .try_for_each(|index| {
            let path = site.paths.document(index);
            if !output.wants(path) {
                return Ok(());
            }
            let make = |output: &dyn Output| {
                let template = format!("{}.html", site.base[index].kind().as_str());
                site.page(output, &template, path, &view(site, path, index))
            };
            let entry = site.base.entry_of(index);
            looking_unit(site, output, path, || site.made_from_texts([entry]), make)
        })
}

#[derive(Debug, Serialize)]
struct DocumentPage {
    page: PageView,
    document: DocumentView,
}

#[derive(Debug, Serialize)]
struct DocumentView {
    id: String,
    title: String,
    /// The first heading, where front matter gives another title.
    subtitle: Option<String>,
    kind: String,
    kind_href: String,
    /// Where its text is, from the root of the knowledge base.
    source: String,
    badges: Vec<BadgeView>,
    versions: Vec<VersionView>,
    contents: Vec<ContentsView>,
    facts: Vec<FactView>,
    /// The language of what comes from the original's front matter.
    facts_language: &'static str,
    /// What people outside are still owed.
    owed: Vec<LineView>,
    /// Where the report for customers is, if there is one.
    report_href: Option<String>,
    /// What only incidents have: their key figures and phases.
    overview: Option<OverviewView>,
    body: Vec<BodyPart>,
    /// Whether the body needs a heading to be told from what stands before it.
    body_heading: bool,
    /// Whether a section of the body has the timeline, so that it needs no heading of its own.
    timeline_in_body: bool,
    /// Likewise for the actions.
    actions_in_body: bool,
    timeline: Vec<TimelineDayView>,
    actions: Vec<ActionView>,
    communications: Vec<CommunicationView>,
    relations: Vec<RelationGroupView>,
    /// Reports that resemble it, without those that a relation is written to.
    related: Vec<RelatedView>,
    /// What had been learned before an incident began.
    foreknowledge: Vec<ForeknowledgeView>,
    /// What only checklists have.
    checklist: Option<ChecklistView>,
    /// What only known errors have.
    known_error: Option<KnownErrorView>,
    /// What only vendors have.
    vendor: Option<VendorView>,
}

/// The same document in another language, or itself.
#[derive(Debug, Serialize)]
struct VersionView {
    language: &'static str,
    name: String,
    href: String,
    current: bool,
}

fn view(site: &Site<'_>, path: &str, index: DocumentIndex) -> DocumentPage {
    let base = site.base;
    let document = &base[index];
    let entry = base.entry_of(index);
    // Facts are written once, in the document that counts; a translation has words only.
    let counted = base[entry].original;
    let original = &base[counted];
    let mut page = PageView::new(site, path, &document.title, document.kind().folder());
    page.language = document.language.code();
    let actions = actions(site, path, index, counted);
    let insertions = Insertions {
        timeline: document.timeline_source == TimelineSource::WholeTable,
        actions: !actions.is_empty(),
    };
    let body = site.markdown().body(index, path, insertions);
    let has_part = |kind| body.iter().any(|part: &BodyPart| part.kind == kind);
    let subtitle = document
        .body
        .title()
        .map(|heading| heading.text.clone())
        .filter(|heading| *heading != document.title);
    let candidates = site.related.among_all(entry);
    let vendor = original.vendor().map(|one| vendor(site, path, entry, one));
    let mut view = DocumentView {
        id: base[entry].id.to_string(),
        title: document.title.clone(),
        subtitle,
        kind: site.text(&format!("kinds.{}", document.kind().folder())),
        kind_href: relative(path, &format!("{}/index.html", document.kind().folder())),
        source: document.path.clone(),
        badges: badges_today(site, entry),
        versions: versions(site, path, index),
        contents: Vec::new(),
        facts_language: original.language.code(),
        facts: facts(site, path, index, counted),
        owed: still_owed(site, path, entry),
        report_href: has_report(original).then(|| {
            let report = site.paths.report(index);
            relative(path, &report)
        }),
        overview: original
            .incident()
            .and_then(|incident| overview(site, original, incident)),
        timeline_in_body: has_part(BodyPartKind::Timeline),
        actions_in_body: has_part(BodyPartKind::Actions),
        body_heading: vendor.as_ref().is_some_and(VendorView::has_lead) && begins_with_text(&body),
        body,
        timeline: timeline(site, path, index, counted),
        actions,
        communications: communications(site, path, index, original),
        relations: relations(site, path, entry, candidates),
        related: related(site, path, candidates),
        foreknowledge: foreknowledge(site, path, entry),
        checklist: (original.kind() == Kind::Checklist)
            .then(|| checklist(site, path, entry, counted))
            .flatten(),
        known_error: original
            .known_error()
            .map(|error| known_error(site, path, counted, error)),
        vendor,
    };
    view.contents = contents(site, document, &view);
    DocumentPage {
        page,
        document: view,
    }
}

fn begins_with_text(body: &[BodyPart]) -> bool {
    body.first()
        .is_some_and(|part| !part.html.trim_start().starts_with("<h"))
}

fn versions(site: &Site<'_>, path: &str, index: DocumentIndex) -> Vec<VersionView> {
    let entry = &site.base[site.base.entry_of(index)];
    if entry.versions.is_empty() {
        return Vec::new();
    }
    entry
        .documents()
        .map(|version| {
            let language = site.base[version].language.code();
            VersionView {
                language,
                name: site.text(&format!("language.{language}")),
                href: relative(path, site.paths.document(version)),
                current: version == index,
            }
        })
        .collect()
}
