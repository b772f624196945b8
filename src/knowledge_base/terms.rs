//! Services, causes, tags, owners and vendors, and the entries that mention them.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::{Config, Definition};
use crate::document::{Content, Document, Id, Kind};
use crate::knowledge_base::{Entry, EntryIndex};
use crate::language::Language;
use crate::memory::pieces::{Piece, look_at};

use super::pieces;

/// What sort of name a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TermKind {
    /// One of our services.
    Service,
    /// Why something went wrong.
    Cause,
    /// A free label.
    Tag,
    /// Who keeps something or does it.
    Owner,
    /// A firm we depend on.
    Vendor,
}

impl TermKind {
    /// All sorts, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Service,
        Self::Cause,
        Self::Vendor,
        Self::Owner,
        Self::Tag,
    ];

    /// The folder of its pages on the site.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Service => "services",
            Self::Cause => "causes",
            Self::Tag => "tags",
            Self::Owner => "owners",
            Self::Vendor => "vendors",
        }
    }

    /// What the configuration defines of this sort; empty where any name will do.
    #[must_use]
    pub fn definitions(self, config: &Config) -> &[Definition] {
        match self {
            Self::Service => &config.services,
            Self::Cause => &config.causes,
            Self::Owner => &config.owners,
            Self::Tag | Self::Vendor => &[],
        }
    }

    /// How the configuration defines the name.
    #[must_use]
    pub fn definition<'c>(self, config: &'c Config, name: &Id) -> Option<&'c Definition> {
        match self {
            Self::Service => config.services.get(name),
            Self::Cause => config.causes.get(name),
            Self::Owner => config.owners.get(name),
            Self::Tag | Self::Vendor => None,
        }
    }
}

/// A service, cause, tag, owner or vendor that something mentions.
#[derive(Debug, Clone)]
pub struct Term {
    /// Its name in front matter.
    pub id: Id,
    /// How the configuration defines it.
    pub definition: Option<Definition>,
    /// The vendor's own document.
    pub document: Option<EntryIndex>,
    pub(super) entries: Vec<EntryIndex>,
    mentions: Piece,
}

impl Term {
    /// The entries that mention it, each once, in the order of their numbers.
    #[must_use]
    pub fn entries(&self) -> &[EntryIndex] {
        look_at(|| self.mentions);
        &self.entries
    }

    /// What to show in this language.
    #[must_use]
    pub fn name_in(&self, language: Language) -> &str {
        self.definition
            .as_ref()
            .map_or(self.id.as_str(), |definition| definition.name_in(language))
    }
}

/// All terms in use.
#[derive(Debug, Default)]
pub struct Terms(FxHashMap<TermKind, TermsOfKind>);

/// All terms of one sort.
#[derive(Debug, Default)]
struct TermsOfKind {
    /// By name.
    sorted: Vec<Term>,
    /// Where each name is among them.
    places: FxHashMap<Id, usize>,
}

impl Terms {
    /// The terms of one sort, by name.
    pub fn of_kind(&self, kind: TermKind) -> impl Iterator<Item = &Term> {
        look_at(|| Piece::EVERYTHING);
        let of_kind = self.0.get(&kind).into_iter();
        of_kind.flat_map(|of_kind| &of_kind.sorted)
    }

    /// The term of this name.
    #[must_use]
    pub fn get(&self, kind: TermKind, id: &Id) -> Option<&Term> {
        look_at(|| pieces::piece_of_term(kind, id));
        let of_kind = self.0.get(&kind)?;
        Some(&of_kind.sorted[*of_kind.places.get(id)?])
    }

    pub(super) fn collect(
        config: &Config,
        documents: &[Arc<Document>],
        entries: &[Entry],
        ids: &FxHashMap<String, EntryIndex>,
    ) -> Self {
        let named = entries.par_iter().map(|entry| {
            let mentions = mentions(config, &documents[entry.original.0]);
            let mentions = mentions.into_iter();
            let mentions = mentions.filter(|(_, written)| !written.trim().is_empty());
            let named = mentions.map(|(kind, written)| {
                let vendor = (kind == TermKind::Vendor)
                    .then(|| ids.get(&Id::key_of(written)).copied())
                    .flatten()
                    .filter(|entry| documents[entries[entry.0].original.0].kind() == Kind::Vendor);
                let id = match (kind, vendor) {
                    (_, Some(vendor)) => entries[vendor.0].id.clone(),
                    (TermKind::Owner, None) => config.present_owner(written),
                    _ => Id::new(written),
                };
                (kind, id, vendor)
            });
            named.collect()
        });
        let named: Vec<Vec<_>> = named.collect();
        let mut terms = Self::default();
        for ((index, entry), named) in entries.iter().enumerate().zip(named) {
            let index = EntryIndex(index);
            for (kind, id, vendor) in named {
                let term = terms.term(config, kind, id);
                term.document = term.document.or(vendor);
                if term.entries.last() != Some(&index) {
                    term.entries.push(index);
                }
            }
            if documents[entry.original.0].kind() == Kind::Vendor {
                let term = terms.term(config, TermKind::Vendor, entry.id.clone());
                term.document = Some(index);
            }
        }
        terms.0.values_mut().for_each(TermsOfKind::sort);
        terms
    }

    fn term(&mut self, config: &Config, kind: TermKind, id: Id) -> &mut Term {
        let of_kind = self.0.entry(kind).or_default();
        let known = of_kind.places.get(&id).copied();
        let place = known.unwrap_or_else(|| {
            let next = of_kind.sorted.len();
            of_kind.places.insert(id.clone(), next);
            of_kind.sorted.push(Term {
                definition: kind.definition(config, &id).cloned(),
                mentions: pieces::mentions(kind, &id),
                id,
                document: None,
                entries: Vec::new(),
            });
            next
        });
        &mut of_kind.sorted[place]
    }
}

impl TermsOfKind {
    fn sort(&mut self) {
        self.sorted.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let sorted = self.sorted.iter().enumerate();
        self.places = sorted
            .map(|(place, term)| (term.id.clone(), place))
            .collect();
    }
}

/// Every name that a document mentions in its front matter and its timeline.
fn mentions<'a>(config: &'a Config, document: &'a Document) -> Vec<(TermKind, &'a str)> {
    let mut found: Vec<(TermKind, &str)> = Vec::new();
    let common = &document.common;
    found.extend(common.tags.iter().map(|tag| (TermKind::Tag, tag.as_str())));
    found.extend(
        common
            .owner
            .iter()
            .map(|owner| (TermKind::Owner, owner.as_str())),
    );
    match &document.content {
        Content::Incident(incident) => {
            let services = incident.services.iter();
            found.extend(services.map(|name| (TermKind::Service, name.as_str())));
            let causes = incident.causes.iter().chain(&incident.escape_causes);
            found.extend(causes.map(|name| (TermKind::Cause, name.as_str())));
            let rows = document
                .timeline
                .iter()
                .filter_map(|row| row.vendor.as_ref());
            let vendors = incident.vendors.iter().chain(rows);
            found.extend(vendors.map(|name| (TermKind::Vendor, name.as_str())));
            for action in &incident.actions {
                found.extend(
                    action
                        .owner
                        .iter()
                        .map(|name| (TermKind::Owner, name.as_str())),
                );
                found.extend(
                    action
                        .addresses
                        .iter()
                        .map(|name| (TermKind::Cause, name.as_str())),
                );
                let rollout = action.rollout.iter().filter_map(|to| to.service.as_ref());
                found.extend(rollout.map(|name| (TermKind::Service, name.as_str())));
            }
        }
        Content::KnownError(error) => {
            let services = error.services.iter();
            found.extend(services.map(|name| (TermKind::Service, name.as_str())));
            let vendors = error.vendors.iter();
            found.extend(vendors.map(|name| (TermKind::Vendor, name.as_str())));
            let owner = error
                .permanent_fix
                .iter()
                .filter_map(|fix| fix.owner.as_ref());
            found.extend(owner.map(|name| (TermKind::Owner, name.as_str())));
            // A cause in words is no name.
            let cause = error.cause.iter().map(|cause| cause.as_str());
            found.extend(
                cause
                    .filter(|cause| is_cause(config, cause))
                    .map(|name| (TermKind::Cause, name)),
            );
        }
        Content::Checklist(checklist) => {
            let services = checklist.applies_to.iter().flat_map(|to| &to.services);
            found.extend(services.map(|name| (TermKind::Service, name.as_str())));
        }
        Content::Vendor(vendor) => {
            let services = vendor.services.iter();
            found.extend(services.map(|name| (TermKind::Service, name.as_str())));
        }
        Content::Page => {}
    }
    found
}

fn is_cause(config: &Config, written: &str) -> bool {
    if config.causes.is_empty() {
        return !written.contains(char::is_whitespace) && written.len() <= 64 && written.is_ascii();
    }
    let id = Id::new(written);
    config.causes.iter().any(|cause| cause.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge_base::tests::knowledge_base;

    #[test]
    fn terms_know_who_mentions_them() {
        let base = knowledge_base(
            "owners: [{id: edge, name: Edge, formerly: [lb]}]",
            &[
                (
                    "content/incidents/a.md",
                    "---\nservices: [API, api]\nvendors: certico\nactions: [{title: x, owner: LB}]\n---\n",
                ),
                ("content/vendors/Certico.md", "# Certico"),
            ],
        );
        let of = |kind| -> Vec<(&str, usize)> {
            base.terms
                .of_kind(kind)
                .map(|term| (term.name_in(Language::English), term.entries.len()))
                .collect()
        };
        assert_eq!(of(TermKind::Service), [("API", 1)]);
        assert_eq!(of(TermKind::Owner), [("Edge", 1)]);
        assert_eq!(of(TermKind::Vendor), [("Certico", 1)]);
        assert!(
            base.terms
                .of_kind(TermKind::Vendor)
                .all(|term| term.document.is_some())
        );
    }
}
