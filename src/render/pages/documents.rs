//! The page of each document: `incidents/<id>.html` and its like, one for each language.

use rayon::prelude::*;
use serde::Serialize;

use crate::document::common::{Communication, RelationType};
use crate::document::incident::Action;
use crate::document::known_error::Signature;
use crate::document::vendor::{Contact, EscalationStep, ServiceLevel};
use crate::document::{Content, Document, Kind, TimelineRow};
use crate::knowledge_base::{DocumentIndex, EntryIndex, TermKind};
use crate::link::part_anchor;
use crate::render::format::TimeView;
use crate::render::pages::facts::{FactView, facts};
use crate::render::paging::{ListPageLink, PAGE_SIZE, links, pages_of_term, sort_latest_first};
use crate::render::paths::relative;
use crate::render::site::{Output, PageView, RenderError, Site};
use crate::render::views::{
    BadgeView, LineView, LinkView, address_link, badges, id_link, line, term_link,
};

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    (0..site.base.documents.len())
        .into_par_iter()
        .map(DocumentIndex)
        .try_for_each(|index| {
            let path = site.paths.document(index);
            let template = format!("{}.html", site.base[index].kind().as_str());
            site.page(output, &template, path, &view(site, path, index))
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
    body: String,
    body_after_timeline: Option<String>,
    timeline: Vec<TimelineView>,
    actions: Vec<ActionView>,
    communications: Vec<CommunicationView>,
    symptoms: Vec<String>,
    signatures: Vec<SignatureView>,
    contacts: Vec<ContactView>,
    escalation: Vec<EscalationView>,
    service_levels: Vec<ServiceLevelView>,
    relations: Vec<RelationGroupView>,
    mentions: Vec<LineView>,
    mention_pages: Vec<ListPageLink>,
}

/// The same document in another language, or itself.
#[derive(Debug, Serialize)]
struct VersionView {
    language: &'static str,
    name: String,
    href: String,
    current: bool,
}

/// A line of the table of contents.
#[derive(Debug, Serialize)]
struct ContentsView {
    level: u8,
    text: String,
    anchor: String,
}

#[derive(Debug, Serialize)]
struct TimelineView {
    time: TimeView,
    event: Option<String>,
    vendor: Option<LinkView>,
    vendor_event: Option<String>,
    html: String,
    others: Vec<OtherView>,
}

/// A cell of a column that has no meaning to us.
#[derive(Debug, Serialize)]
struct OtherView {
    heading: String,
    html: String,
}

#[derive(Debug, Serialize)]
struct ActionView {
    name: String,
    anchor: String,
    title: String,
    state: String,
    state_class: &'static str,
    overdue: bool,
    control: Option<String>,
    horizon: Option<String>,
    owner: Option<LinkView>,
    due: Option<TimeView>,
    addresses: Vec<LinkView>,
    evidence: Option<String>,
    ticket: Option<LinkView>,
    shared: Option<LinkView>,
    rollout: Vec<RolloutView>,
}

#[derive(Debug, Serialize)]
struct RolloutView {
    service: LinkView,
    state: String,
}

#[derive(Debug, Serialize)]
struct CommunicationView {
    at: Option<TimeView>,
    audience: Option<String>,
    stage: Option<String>,
    channel: Option<String>,
    html: String,
    next_update_by: Option<TimeView>,
    due: Option<TimeView>,
    number: Option<String>,
    addressee: Option<String>,
}

#[derive(Debug, Serialize)]
struct SignatureView {
    form: String,
    patterns: Vec<String>,
    component: Option<String>,
}

#[derive(Debug, Serialize)]
struct ContactView {
    role: Option<String>,
    name: Option<String>,
    addresses: Vec<LinkView>,
    hours: Option<String>,
    time_zone: Option<String>,
    languages: Vec<String>,
    verified_on: Option<TimeView>,
}

#[derive(Debug, Serialize)]
struct EscalationView {
    level: Option<u64>,
    after: Option<String>,
    trigger: Option<String>,
    contact: Option<String>,
    internal_contact: Option<String>,
}

#[derive(Debug, Serialize)]
struct ServiceLevelView {
    severity: Option<String>,
    respond: Option<String>,
    resolve: Option<String>,
}

/// Entries that stand in one relation to this one.
#[derive(Debug, Serialize)]
struct RelationGroupView {
    label: String,
    class: &'static str,
    lines: Vec<LineView>,
    /// How many are not shown.
    more: usize,
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
    let timeline = timeline(site, path, index, counted);
    let body = site.markdown().body(index, path, !timeline.is_empty());
    let subtitle = document
        .body
        .title()
        .map(|heading| heading.text.clone())
        .filter(|heading| *heading != document.title);
    let (mentions, mention_pages) = mentions(site, path, entry);
    DocumentPage {
        page,
        document: DocumentView {
            id: base[entry].id.to_string(),
            title: document.title.clone(),
            subtitle,
            kind: site.text(&format!("kinds.{}", document.kind().folder())),
            kind_href: relative(path, &format!("{}/index.html", document.kind().folder())),
            source: document.path.clone(),
            badges: badges(site, entry),
            versions: versions(site, path, index),
            contents: contents(document),
            facts: facts(site, path, counted),
            body: body.before_timeline,
            body_after_timeline: body.after_timeline,
            timeline,
            actions: actions(site, path, original, counted),
            communications: communications(site, path, index, original),
            symptoms: original
                .known_error()
                .map(|error| error.symptoms.clone())
                .unwrap_or_default(),
            signatures: original
                .known_error()
                .map(|error| {
                    error
                        .signatures
                        .iter()
                        .map(|one| signature(site, one))
                        .collect()
                })
                .unwrap_or_default(),
            contacts: original
                .vendor()
                .map(|vendor| {
                    vendor
                        .contacts
                        .iter()
                        .map(|one| contact(site, one))
                        .collect()
                })
                .unwrap_or_default(),
            escalation: original
                .vendor()
                .map(|vendor| vendor.escalation.iter().map(escalation).collect())
                .unwrap_or_default(),
            service_levels: original
                .vendor()
                .map(|vendor| vendor.sla.iter().map(service_level).collect())
                .unwrap_or_default(),
            relations: relations(site, path, entry),
            mentions,
            mention_pages,
        },
    }
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

/// Headings of the second and third level.
fn contents(document: &Document) -> Vec<ContentsView> {
    let title = document.body.title().map(|title| title.span);
    let headings = document.body.headings.iter();
    headings
        .filter(|heading| heading.level <= 3 && Some(heading.span) != title)
        .map(|heading| ContentsView {
            level: heading.level.max(2),
            text: heading.text.clone(),
            anchor: heading.anchor.clone(),
        })
        .collect()
}

/// The timeline of the document that counts; a translation that has its own shows that.
fn timeline(
    site: &Site<'_>,
    path: &str,
    index: DocumentIndex,
    counted: DocumentIndex,
) -> Vec<TimelineView> {
    let own = &site.base[index].timeline;
    let (from, rows) = if own.is_empty() {
        (counted, &site.base[counted].timeline)
    } else {
        (index, own)
    };
    rows.iter()
        .map(|row| timeline_row(site, path, from, row))
        .collect()
}

fn timeline_row(
    site: &Site<'_>,
    path: &str,
    from: DocumentIndex,
    row: &TimelineRow,
) -> TimelineView {
    let markdown = site.markdown();
    TimelineView {
        time: site.format.moment(&row.at),
        event: row
            .event
            .map(|event| site.word("milestone", event.as_str())),
        vendor: row
            .vendor
            .as_ref()
            .map(|vendor| term_link(site, path, TermKind::Vendor, vendor)),
        vendor_event: row
            .vendor_event
            .map(|event| site.word("vendor-event", event.as_str())),
        html: markdown.inline(from, path, &row.text),
        others: row
            .others
            .iter()
            .map(|(heading, text)| OtherView {
                heading: heading.clone(),
                html: markdown.inline(from, path, text),
            })
            .collect(),
    }
}

fn actions(
    site: &Site<'_>,
    path: &str,
    document: &Document,
    index: DocumentIndex,
) -> Vec<ActionView> {
    let actions = document
        .incident()
        .map_or(&[][..], |incident| &incident.actions);
    let shown = actions.iter().enumerate();
    shown
        .map(|(position, action)| match &action.reference {
            Some(reference) => shared_action(site, path, index, position, action, reference),
            None => action_view(site, path, position, action),
        })
        .collect()
}

/// An action of another report: shown as it stands there.
fn shared_action(
    site: &Site<'_>,
    path: &str,
    index: DocumentIndex,
    position: usize,
    action: &Action,
    reference: &str,
) -> ActionView {
    let named = site.base.named(reference);
    let found = named.and_then(|named| {
        let incident = site.base.original(named.entry).incident()?;
        let mut actions = incident.actions.iter().enumerate();
        actions.find(|(at, action)| {
            named
                .part
                .is_some_and(|part| action.name(*at).eq_ignore_ascii_case(part))
        })
    });
    let mut view = match found {
        Some((at, shared)) => action_view(site, path, at, shared),
        None => action_view(site, path, position, action),
    };
    view.name = reference.to_owned();
    view.anchor = part_anchor(&action.name(position));
    view.shared = Some(id_link(site, path, index, reference));
    view
}

fn action_view(site: &Site<'_>, path: &str, position: usize, action: &Action) -> ActionView {
    let state = action.state();
    let name = action.name(position);
    let text = |field: &Option<crate::diagnostic::Spanned<String>>| {
        field.as_ref().map(|field| field.value.clone())
    };
    ActionView {
        anchor: part_anchor(&name),
        name,
        title: text(&action.title).unwrap_or_default(),
        state: site.word("action-state", state.as_str()),
        state_class: state.as_str(),
        overdue: state.is_open()
            && action
                .due
                .as_ref()
                .is_some_and(|due| due.value < site.today),
        control: action
            .control
            .as_ref()
            .map(|control| site.word("control", control.as_str())),
        horizon: action
            .horizon
            .as_ref()
            .map(|horizon| site.word("horizon", horizon.as_str())),
        owner: action
            .owner
            .as_ref()
            .map(|owner| term_link(site, path, TermKind::Owner, owner)),
        due: action
            .due
            .as_ref()
            .map(|due| site.format.day_view(due.value)),
        addresses: action
            .addresses
            .iter()
            .map(|cause| term_link(site, path, TermKind::Cause, cause))
            .collect(),
        evidence: text(&action.evidence),
        ticket: action
            .ticket
            .as_ref()
            .map(|ticket| address_link(ticket, ticket)),
        shared: None,
        rollout: action
            .rollout
            .iter()
            .filter_map(|rollout| {
                let service = rollout.service.as_ref()?;
                let state = rollout
                    .state
                    .as_ref()
                    .map_or("open", |state| state.as_str());
                Some(RolloutView {
                    service: term_link(site, path, TermKind::Service, service),
                    state: site.word("rollout-state", state),
                })
            })
            .collect(),
    }
}

fn communications(
    site: &Site<'_>,
    path: &str,
    index: DocumentIndex,
    document: &Document,
) -> Vec<CommunicationView> {
    let all: &[Communication] = match &document.content {
        Content::Incident(incident) => &incident.communications,
        Content::KnownError(error) => &error.communications,
        _ => &[],
    };
    let view = |one: &Communication| CommunicationView {
        at: one.at.as_ref().map(|at| site.format.moment(at)),
        audience: one
            .audience
            .as_ref()
            .map(|who| site.word("audience", who.as_str())),
        stage: one
            .stage
            .as_ref()
            .map(|stage| site.word("stage", stage.as_str())),
        channel: one.channel.clone(),
        html: site
            .markdown()
            .inline(index, path, one.text.as_deref().unwrap_or_default()),
        next_update_by: one.next_update_by.as_ref().map(|by| site.format.moment(by)),
        due: one.due.as_ref().map(|due| site.format.moment(due)),
        number: one.number.clone(),
        addressee: one.addressee.clone(),
    };
    all.iter().map(view).collect()
}

fn signature(site: &Site<'_>, signature: &Signature) -> SignatureView {
    let (form, patterns): (_, Vec<String>) = match (&signature.text, &signature.regex) {
        (Some(text), _) => ("text", vec![text.value.clone()]),
        (None, Some(regex)) => ("regex", vec![regex.value.clone()]),
        (None, None) => (
            "lines",
            signature
                .lines
                .iter()
                .map(|line| line.value.clone())
                .collect(),
        ),
    };
    SignatureView {
        form: site.text(&format!("signature.{form}")),
        patterns,
        component: signature.component.clone(),
    }
}

fn contact(site: &Site<'_>, contact: &Contact) -> ContactView {
    let text = |field: &Option<crate::diagnostic::Spanned<String>>| {
        field.as_ref().map(|field| field.value.clone())
    };
    let phone = contact.phone.iter().map(|phone| {
        let digits: String = phone
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        address_link(phone, &format!("tel:{digits}"))
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

fn escalation(step: &EscalationStep) -> EscalationView {
    EscalationView {
        level: step.level.as_ref().map(|level| level.value),
        after: step.after.as_ref().map(|after| after.written.clone()),
        trigger: step.trigger.clone(),
        contact: step.contact.as_ref().map(|contact| contact.value.clone()),
        internal_contact: step.internal_contact.clone(),
    }
}

fn service_level(level: &ServiceLevel) -> ServiceLevelView {
    ServiceLevelView {
        severity: level
            .severity
            .as_ref()
            .map(|severity| severity.value.clone()),
        respond: level
            .respond
            .as_ref()
            .map(|respond| respond.written.clone()),
        resolve: level
            .resolve
            .as_ref()
            .map(|resolve| resolve.written.clone()),
    }
}

/// The relations of an entry, by type, the latest first.
fn relations(site: &Site<'_>, path: &str, entry: EntryIndex) -> Vec<RelationGroupView> {
    let all = site.relations.of(entry);
    let groups = all.chunk_by(|a, b| a.kind == b.kind);
    groups
        .map(|group| {
            let kind: RelationType = group[0].kind;
            let mut others: Vec<EntryIndex> = group.iter().map(|relation| relation.other).collect();
            sort_latest_first(site, &mut others);
            let shown = others.len().min(PAGE_SIZE);
            let lines = others[..shown].iter().map(|other| {
                let found = group.binary_search_by_key(other, |relation| relation.other);
                let note = found.ok().and_then(|at| group[at].note.clone());
                LineView {
                    note,
                    ..line(site, path, *other)
                }
            });
            RelationGroupView {
                label: site.word("relation", kind.as_str()),
                class: kind.as_str(),
                lines: lines.collect(),
                more: others.len() - shown,
            }
        })
        .collect()
}

/// What mentions a vendor: the first page of the list, and links to the others.
fn mentions(site: &Site<'_>, path: &str, entry: EntryIndex) -> (Vec<LineView>, Vec<ListPageLink>) {
    let document = site.base.original(entry);
    let id = &site.base[entry].id;
    let term = (document.kind() == Kind::Vendor)
        .then(|| site.base.terms.get(TermKind::Vendor, id))
        .flatten();
    let all = term.map_or_else(Vec::new, |term| pages_of_term(site, TermKind::Vendor, term));
    let Some(first) = all.first() else {
        return (Vec::new(), Vec::new());
    };
    let lines = first.entries.iter().map(|other| line(site, path, *other));
    (lines.collect(), links(&all, first))
}
