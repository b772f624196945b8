//! What hits can be narrowed down by.

use crate::config::Config;
use crate::document::{Content, Document, Kind};
use crate::knowledge_base::{EntryIndex, KnowledgeBase, TermKind};
use crate::language::Language;

/// What a document can be told apart by. Names are as the site writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facets {
    /// What it is.
    pub kind: Kind,
    /// Its own language.
    pub language: Language,
    /// The services that it mentions.
    pub services: Vec<String>,
    /// The causes.
    pub causes: Vec<String>,
    /// The vendors.
    pub vendors: Vec<String>,
    /// How grave an incident was.
    pub severity: Option<String>,
    /// How far an incident's report is, or whether a known error still bites.
    pub status: Option<&'static str>,
    /// The year it is filed under, in the site's zone.
    pub year: Option<i32>,
}

/// What mentions of terms say about each entry.
#[derive(Debug, Clone, Default)]
pub(super) struct Mentions<'a> {
    pub(super) services: Vec<&'a str>,
    pub(super) causes: Vec<&'a str>,
    pub(super) vendors: Vec<&'a str>,
    /// The names of all terms in both languages, to be found by.
    pub(super) names: Vec<(TermKind, &'a str)>,
}

/// The mentions of all entries, by their numbers.
pub(super) fn mentions(base: &KnowledgeBase) -> Vec<Mentions<'_>> {
    let mut mentions = vec![Mentions::default(); base.entries().len()];
    for kind in TermKind::ALL {
        for term in base.terms.of_kind(kind) {
            let mut names = vec![term.id.as_str()];
            names.extend(Language::ALL.map(|language| term.name_in(language)));
            let documents = term
                .document
                .iter()
                .flat_map(|entry| base[*entry].documents());
            names.extend(documents.map(|document| base[document].title.as_str()));
            let mut different: Vec<&str> = Vec::new();
            for name in names {
                if !different.contains(&name) {
                    different.push(name);
                }
            }
            for EntryIndex(entry) in term.entries().iter().chain(&term.document) {
                let of_entry = &mut mentions[*entry];
                of_entry
                    .names
                    .extend(different.iter().map(|name| (kind, *name)));
                let facet = match kind {
                    TermKind::Service => &mut of_entry.services,
                    TermKind::Cause => &mut of_entry.causes,
                    TermKind::Vendor => &mut of_entry.vendors,
                    TermKind::Owner | TermKind::Tag => continue,
                };
                if !facet.contains(&term.id.as_str()) {
                    facet.push(term.id.as_str());
                }
            }
        }
    }
    mentions
}

impl Facets {
    pub(super) fn of(
        config: &Config,
        original: &Document,
        language: Language,
        mentions: &Mentions<'_>,
    ) -> Self {
        use chrono::Datelike;
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let (severity, status) = match &original.content {
            Content::Incident(incident) => (
                incident
                    .severity
                    .as_ref()
                    .map(|severity| severity.value.clone()),
                Some(incident.status().as_str()),
            ),
            Content::KnownError(error) => (None, Some(error.status().as_str())),
            _ => (None, None),
        };
        Self {
            kind: original.kind(),
            language,
            services: owned(&mentions.services),
            causes: owned(&mentions.causes),
            vendors: owned(&mentions.vendors),
            severity,
            status,
            year: original.date().map(|date| date.day_in(config.zone).year()),
        }
    }
}

/// A choice of facets: of each facet any of the named values will do, and every value where none is
/// named. Case does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Kinds.
    pub kinds: Vec<Kind>,
    /// Languages.
    pub languages: Vec<Language>,
    /// Services.
    pub services: Vec<String>,
    /// Causes.
    pub causes: Vec<String>,
    /// Vendors.
    pub vendors: Vec<String>,
    /// Severities.
    pub severities: Vec<String>,
    /// Statuses.
    pub statuses: Vec<String>,
    /// Years.
    pub years: Vec<i32>,
}

impl Filter {
    /// Whether a document is among those that are wanted.
    #[must_use]
    pub fn takes(&self, facets: &Facets) -> bool {
        use crate::document::Id;
        fn any<'a>(wanted: &[String], mut values: impl Iterator<Item = &'a str>) -> bool {
            wanted.is_empty()
                || values.any(|value| {
                    let key = Id::key_of(value);
                    wanted.iter().any(|wanted| Id::key_of(wanted) == key)
                })
        }
        fn strings(values: &[String]) -> impl Iterator<Item = &str> {
            values.iter().map(String::as_str)
        }
        (self.kinds.is_empty() || self.kinds.contains(&facets.kind))
            && (self.languages.is_empty() || self.languages.contains(&facets.language))
            && (self.years.is_empty() || facets.year.is_some_and(|year| self.years.contains(&year)))
            && any(&self.services, strings(&facets.services))
            && any(&self.causes, strings(&facets.causes))
            && any(&self.vendors, strings(&facets.vendors))
            && any(&self.severities, facets.severity.as_deref().into_iter())
            && any(&self.statuses, facets.status.into_iter())
    }
}
