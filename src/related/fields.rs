//! What front matter, links and signatures say of each report: causes, services, vendors, known errors.

use rustc_hash::FxHashSet;

use crate::document::common::RelationType;
use crate::document::incident::IncidentType;
use crate::document::{Content, Document, Id, Kind};
use crate::knowledge_base::{EntryIndex, KnowledgeBase, TermKind};
use crate::link::Relations;
use crate::signature::recognition::Recognitions;

/// How many known errors an incident may be linked to.
const MAX_LINKED: usize = 8;

/// How a report is known to be of a known error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Recognition {
    /// It is the known error.
    Itself,
    /// One links to the other.
    Link,
    /// The signature at this position is found in its text.
    Signature(usize),
}

/// What is said of one report. Terms are their numbers among those of their sort.
#[derive(Debug, Default, Clone)]
pub(super) struct Fields {
    pub(super) causes: Vec<u32>,
    pub(super) services: Vec<u32>,
    pub(super) vendors: Vec<u32>,
    /// Known errors, sorted.
    pub(super) known_errors: Vec<(EntryIndex, Recognition)>,
    /// Whether it tells of planned work.
    pub(super) is_maintenance: bool,
}

/// The fields of every entry, and the names of the terms in them.
#[derive(Debug)]
pub(super) struct AllFields {
    pub(super) of_entry: Vec<Fields>,
    causes: Vec<Id>,
    services: Vec<Id>,
    vendors: Vec<Id>,
    /// Of each cause, the broader ones.
    broader: Vec<Vec<u32>>,
    /// Of each cause, whether the site defines narrower ones.
    has_narrower: Vec<bool>,
}

impl AllFields {
    pub(super) fn of(
        base: &KnowledgeBase,
        relations: &Relations,
        recognitions: &Recognitions,
    ) -> Self {
        let mut of_entry = vec![Fields::default(); base.entries().len()];
        for entry in reports(base) {
            let incident = base.original(entry).incident();
            let fields = &mut of_entry[entry.0];
            fields.is_maintenance = incident
                .is_some_and(|incident| incident.incident_type() == IncidentType::Maintenance);
            fields.known_errors = known_errors(base, relations, recognitions, entry);
        }
        let causes = terms(base, TermKind::Cause, &mut of_entry, |fields| {
            &mut fields.causes
        });
        let services = terms(base, TermKind::Service, &mut of_entry, |fields| {
            &mut fields.services
        });
        let vendors = terms(base, TermKind::Vendor, &mut of_entry, |fields| {
            &mut fields.vendors
        });
        let broader = causes
            .iter()
            .map(|cause| broader(base, &causes, cause))
            .collect();
        let parents = base.config.causes.iter();
        let parents: FxHashSet<&Id> = parents.filter_map(|cause| cause.parent.as_ref()).collect();
        Self {
            has_narrower: causes.iter().map(|cause| parents.contains(cause)).collect(),
            of_entry,
            causes,
            services,
            vendors,
            broader,
        }
    }

    pub(super) fn cause(&self, number: u32) -> &Id {
        &self.causes[number as usize]
    }

    /// The causes that one is a narrower one of.
    pub(super) fn broader(&self, cause: u32) -> impl Iterator<Item = &Id> {
        let broader = self.broader[cause as usize].iter();
        broader.map(|cause| self.cause(*cause))
    }

    /// Whether the site defines narrower causes, so that this one says little.
    pub(super) fn has_narrower(&self, cause: u32) -> bool {
        self.has_narrower[cause as usize]
    }

    pub(super) fn service(&self, number: u32) -> &Id {
        &self.services[number as usize]
    }

    pub(super) fn vendor(&self, number: u32) -> &Id {
        &self.vendors[number as usize]
    }

    /// Whether two reports name causes, and none of one is, includes or belongs to one of the other.
    pub(super) fn causes_differ(&self, a: &Fields, b: &Fields) -> bool {
        let meet = |a: &u32, b: &u32| {
            a == b || self.broader[*a as usize].contains(b) || self.broader[*b as usize].contains(a)
        };
        !a.causes.is_empty()
            && !b.causes.is_empty()
            && !a
                .causes
                .iter()
                .any(|one| b.causes.iter().any(|other| meet(one, other)))
    }
}

/// The entries that are compared: incidents of every sort, and known errors.
pub(super) fn reports(base: &KnowledgeBase) -> impl Iterator<Item = EntryIndex> + '_ {
    let all = (0..base.entries().len()).map(EntryIndex);
    all.filter(|entry| {
        matches!(
            base.original(*entry).kind(),
            Kind::Incident | Kind::KnownError
        )
    })
}

/// Notes the terms of a sort with the entries that name them for what happened, and not for what is
/// to be done; gives their names.
fn terms(
    base: &KnowledgeBase,
    kind: TermKind,
    of_entry: &mut [Fields],
    list: impl Fn(&mut Fields) -> &mut Vec<u32>,
) -> Vec<Id> {
    let mut names = Vec::new();
    for (number, term) in (0..).zip(base.terms.of_kind(kind)) {
        names.push(term.id.clone());
        for entry in term.entries() {
            if names_for_what_happened(base.original(*entry), kind, &term.id) {
                list(&mut of_entry[entry.0]).push(number);
            }
        }
    }
    names
}

fn names_for_what_happened(document: &Document, kind: TermKind, id: &Id) -> bool {
    match (&document.content, kind) {
        (Content::Incident(incident), TermKind::Cause) => {
            incident.causes.iter().any(|cause| Id::new(cause) == *id)
        }
        (Content::Incident(incident), TermKind::Service) => incident
            .services
            .iter()
            .any(|service| Id::new(service) == *id),
        (Content::Incident(_), TermKind::Vendor) | (Content::KnownError(_), _) => true,
        _ => false,
    }
}

fn broader(base: &KnowledgeBase, causes: &[Id], cause: &Id) -> Vec<u32> {
    let broader = base.config.with_broader(cause).into_iter().skip(1);
    let numbers = broader.filter_map(|id| causes.binary_search(&id).ok());
    numbers
        .filter_map(|number| u32::try_from(number).ok())
        .collect()
}

/// The known errors that a report is an instance of, by the surest sign of each.
fn known_errors(
    base: &KnowledgeBase,
    relations: &Relations,
    recognitions: &Recognitions,
    entry: EntryIndex,
) -> Vec<(EntryIndex, Recognition)> {
    let recognised = recognitions.of_entry(entry).iter();
    let recognised = recognised.map(|found| (found.error, Recognition::Signature(found.signature)));
    let mut found = linked(base, relations, entry);
    found.extend(recognised);
    found.sort_unstable();
    found.dedup_by_key(|(error, _)| *error);
    found.retain(|(error, _)| !relations.are_denied(entry, *error));
    found
}

/// The known error that an entry is, or those that an incident names, be it in a link. Two known errors
/// with a link between them are two all the same; what links to many is a list; and where a known error
/// links to incidents, it may be to tell them apart.
fn linked(
    base: &KnowledgeBase,
    relations: &Relations,
    entry: EntryIndex,
) -> Vec<(EntryIndex, Recognition)> {
    let is_error = |entry: EntryIndex| base.original(entry).known_error().is_some();
    if is_error(entry) {
        return vec![(entry, Recognition::Itself)];
    }
    let named = relations.of(entry).iter();
    let named = named.filter(|one| !one.inverse || one.kind != RelationType::Related);
    let named = named.map(|relation| relation.other);
    let mut linked: Vec<_> = named.filter(|other| is_error(*other)).collect();
    linked.dedup();
    if linked.len() > MAX_LINKED {
        linked.clear();
    }
    linked
        .into_iter()
        .map(|other| (other, Recognition::Link))
        .collect()
}
