//! The term that somebody asks for, by whichever of its names.
//!
//! A misspelt name must not look like one that nothing is written about: an answer of "nothing" has to
//! be one that can be relied on.

use crate::document::Id;
use crate::knowledge_base::did_you_mean::NearNames;
use crate::knowledge_base::{KnowledgeBase, TermKind};
use crate::language::Language;

/// A name that was asked for and that nothing goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName {
    /// As it was asked for.
    pub name: String,
    /// The name that may have been meant.
    pub near: Option<String>,
    /// The names that there are, in their order.
    pub known: Vec<String>,
}

impl KnowledgeBase {
    /// The service, cause, tag, owner or vendor that goes by a name: its own, one that it had before,
    /// or one that pages show for it in either language. A name of its own comes before any other's.
    ///
    /// # Errors
    ///
    /// Where nothing goes by it: neither does the site define it, nor does any entry mention it.
    pub fn term_called(&self, kind: TermKind, name: &str) -> Result<Id, UnknownName> {
        let names = self.names_of(kind);
        let key = Id::key_of(name);
        let is_called = |(called, _): &&(String, Id)| Id::key_of(called) == key;
        if let Some((_, id)) = names.iter().find(is_called) {
            return Ok(id.clone());
        }
        let near = NearNames::of(names.iter().map(|(called, id)| (called.as_str(), id)));
        let mut known: Vec<&Id> = names.iter().map(|(_, id)| id).collect();
        known.sort();
        known.dedup();
        Err(UnknownName {
            name: name.to_owned(),
            near: near.find(name).map(ToString::to_string),
            known: known.into_iter().map(ToString::to_string).collect(),
        })
    }

    /// The severity that a name means, whatever its case: one that the site has, or that a report
    /// is given.
    ///
    /// # Errors
    ///
    /// Where there is none of this name.
    pub fn severity_called(&self, name: &str) -> Result<String, UnknownName> {
        let mut known: Vec<&str> = self.config.severities.iter().map(String::as_str).collect();
        let given = self.documents.iter().filter_map(|document| {
            let severity = document.incident()?.severity.as_ref()?;
            (!severity.is_empty()).then_some(severity.as_str())
        });
        known.extend(given);
        let key = Id::key_of(name);
        if let Some(found) = known.iter().find(|known| Id::key_of(known) == key) {
            return Ok((*found).to_owned());
        }
        known.truncate(self.config.severities.len());
        let near = NearNames::of(known.iter().map(|known| (*known, *known)));
        Err(UnknownName {
            name: name.to_owned(),
            near: near.find(name).map(|near| (*near).to_owned()),
            known: known.into_iter().map(str::to_owned).collect(),
        })
    }

    /// Every name with the term that goes by it: all own names, then former ones, then those on pages.
    fn names_of(&self, kind: TermKind) -> Vec<(String, Id)> {
        let definitions = kind.definitions(&self.config);
        let mut own: Vec<(String, Id)> = Vec::new();
        let mut former = Vec::new();
        let mut shown = Vec::new();
        for definition in definitions {
            let id = &definition.id;
            own.push((id.to_string(), id.clone()));
            former.extend(
                definition
                    .formerly
                    .iter()
                    .map(|name| (name.to_string(), id.clone())),
            );
            shown.extend(
                Language::ALL.map(|language| (definition.name_in(language).to_owned(), id.clone())),
            );
        }
        for term in self.terms.of_kind(kind) {
            own.push((term.id.to_string(), term.id.clone()));
            let documents = term
                .document
                .iter()
                .flat_map(|entry| self[*entry].documents());
            for document in documents {
                let document = &self[document];
                let aliases = &document.common.aliases;
                former.extend(
                    aliases
                        .iter()
                        .map(|name| (name.value.clone(), term.id.clone())),
                );
                shown.push((document.title.clone(), term.id.clone()));
            }
        }
        own.extend(former);
        own.extend(shown);
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge_base::tests::knowledge_base;

    fn base() -> KnowledgeBase {
        knowledge_base(
            "services: [{id: booking-api, name: Booking, name_ja: 予約API}]\nowners: [{id: team-platform, name_ja: 基盤チーム, formerly: [team-infra]}]\nseverities: [P1, P2]",
            &[
                (
                    "content/incidents/a.md",
                    "---\nservices: [booking-api]\nseverity: major\ncauses: [cert-expiry]\nvendors: [certico]\n---\n",
                ),
                (
                    "content/vendors/certico.md",
                    "---\naliases: [certs-inc]\n---\n# Certico Ltd.",
                ),
                ("content/vendors/certico.ja.md", "# サーティコ"),
            ],
        )
    }

    #[test]
    fn a_term_is_found_by_any_of_its_names() {
        let base = base();
        for (kind, name, id) in [
            (TermKind::Service, "Booking-API", "booking-api"),
            (TermKind::Service, "予約API", "booking-api"),
            (TermKind::Service, "Booking", "booking-api"),
            (TermKind::Owner, "team-infra", "team-platform"),
            (TermKind::Owner, "基盤チーム", "team-platform"),
            (TermKind::Cause, "cert-expiry", "cert-expiry"),
            (TermKind::Vendor, "Certico Ltd.", "certico"),
            (TermKind::Vendor, "サーティコ", "certico"),
            (TermKind::Vendor, "certs-inc", "certico"),
        ] {
            let found = base.term_called(kind, name).unwrap();
            assert_eq!(found.as_str(), id, "{name}");
        }
        assert_eq!(base.severity_called("p1").unwrap(), "P1");
        assert_eq!(base.severity_called("Major").unwrap(), "major");
    }

    #[test]
    fn what_nothing_goes_by_is_unknown() {
        let base = base();
        for (kind, name, near) in [
            (TermKind::Service, "boking-api", Some("booking-api")),
            (TermKind::Owner, "team-platfrom", Some("team-platform")),
            (TermKind::Vendor, "サーテコ", Some("certico")),
            (TermKind::Cause, "disk-full", None),
        ] {
            let unknown = base.term_called(kind, name).unwrap_err();
            assert_eq!(unknown.near.as_deref(), near, "{name}");
            assert_eq!(unknown.known.len(), 1, "{unknown:?}");
        }
        assert_eq!(
            base.severity_called("sev1").unwrap_err().known,
            ["P1", "P2"]
        );
    }
}
