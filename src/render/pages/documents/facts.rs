//! The facts panel: what front matter says, field by field, with words for names.

use serde::Serialize;

use crate::diagnostic::Spanned;
use crate::document::incident::{Impact, Milestone};
use crate::document::{Checklist, Common, Content, Document, Incident, KnownError, Vendor};
use crate::knowledge_base::{DocumentIndex, TermKind};
use crate::render::format::TimeView;
use crate::render::site::Site;
use crate::render::views::{LinkView, address_link, id_link, term_link};
use crate::time::Moment;
use crate::yaml::tree::Value;

/// A field and its values.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct FactView {
    label: String,
    values: Vec<FactValue>,
}

/// A value: words, perhaps with a link, or a time.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct FactValue {
    link: LinkView,
    time: Option<TimeView>,
}

/// The facts of a document as its page shows them.
///
/// They are those of the document that counts, `index`; words that the version `shown` has of its
/// own take the place of the original's.
pub(super) fn facts(
    site: &Site<'_>,
    page: &str,
    shown: DocumentIndex,
    index: DocumentIndex,
) -> Vec<FactView> {
    let document = &site.base[index];
    let mut facts = Facts {
        site,
        page,
        index,
        shown,
        version: site.base[shown].incident(),
        found: Vec::new(),
    };
    match &document.content {
        Content::Incident(incident) => facts.incident(document, incident),
        Content::KnownError(error) => facts.known_error(error),
        Content::Checklist(checklist) => facts.checklist(checklist),
        Content::Vendor(vendor) => facts.vendor(vendor),
        Content::Page => {}
    }
    facts.common(&document.common);
    facts.found
}

struct Facts<'a> {
    site: &'a Site<'a>,
    page: &'a str,
    index: DocumentIndex,
    /// The document that the page shows.
    shown: DocumentIndex,
    /// The same incident in the language shown.
    version: Option<&'a Incident>,
    found: Vec<FactView>,
}

impl Facts<'_> {
    fn incident(&mut self, document: &Document, incident: &Incident) {
        self.terms("services", TermKind::Service, &incident.services);
        self.spanned("environments", &incident.environments);
        self.terms("vendors", TermKind::Vendor, &incident.vendors);
        self.terms("causes", TermKind::Cause, &incident.causes);
        self.terms("escape_causes", TermKind::Cause, &incident.escape_causes);
        let translated = self.version.and_then(|version| version.trigger.as_ref());
        self.prose("trigger", translated, incident.trigger.as_ref());
        if let Some(change) = &incident.change {
            let text = change.change_type.as_ref().or(change.url.as_ref());
            let link = text.map(|text| match &change.url {
                Some(url) => address_link(text, url),
                None => LinkView::words(text.value.clone()),
            });
            self.links("change", link);
        }
        self.ids("known_errors", &incident.known_errors);
        if let Some(impact) = &incident.impact {
            self.impact(impact);
        }
        if let Some(by) = &incident.detected_by {
            self.words("detected_by", [self.site.word("detected-by", by.as_str())]);
        }
        for milestone in Milestone::ALL {
            let key = milestone.field();
            self.moment(key, document.milestone(*milestone));
        }
        for (role, people) in &incident.roles.0 {
            let label = self.site.word("role", role);
            let names = people
                .iter()
                .map(|name| LinkView::words(name.value.clone()));
            self.labelled(label, names);
        }
        if let Some(day) = &incident.finalized_on {
            self.time("finalized_on", self.site.format.day_view(day.value));
        }
    }

    fn impact(&mut self, impact: &Impact) {
        let translated = self.version.and_then(|version| version.impact.as_ref());
        let translated = translated.and_then(|impact| impact.summary.as_ref());
        self.prose("impact", translated, impact.summary.as_ref());
        if let Some(breached) = impact.sla_breached {
            let word = if breached { "yes" } else { "no" };
            self.words("sla_breached", [self.site.text(word)]);
        }
        self.words("accounts", impact.accounts.iter().cloned());
    }

    fn known_error(&mut self, error: &KnownError) {
        self.terms("services", TermKind::Service, &error.services);
        self.spanned("environments", &error.environments);
        self.terms("vendors", TermKind::Vendor, &error.vendors);
        self.words(
            "vendor_ticket",
            error
                .vendor_ticket
                .as_ref()
                .map(|ticket| ticket.value.clone()),
        );
        self.moment("first_seen", error.first_seen.as_ref());
        if let Some(day) = &error.recorded_on {
            self.time("recorded_on", self.site.format.day_view(day.value));
        }
        if let Some(cause) = &error.cause {
            let link = term_link(self.site, self.page, TermKind::Cause, cause);
            self.links("cause", [link]);
        }
        if let Some(fix) = &error.permanent_fix {
            let state = error.fix_state().as_str();
            let ticket = fix.ticket.iter();
            let links = std::iter::once(LinkView::words(self.site.word("fix-state", state)))
                .chain(fix.released_in.iter().map(LinkView::words))
                .chain(ticket.map(|ticket| address_link(ticket, ticket)));
            self.links("permanent_fix", links);
            let days = [("fix_due", &fix.due), ("released_on", &fix.released_on)];
            for (key, day) in days {
                if let Some(day) = day {
                    self.time(key, self.site.format.day_view(day.value));
                }
            }
            if let Some(owner) = &fix.owner {
                let link = term_link(self.site, self.page, TermKind::Owner, owner);
                self.links("fix_owner", [link]);
            }
        }
        let versions = error
            .affected
            .iter()
            .flat_map(|affected| &affected.versions);
        self.words("versions", versions.cloned());
    }

    fn checklist(&mut self, checklist: &Checklist) {
        self.words("cadence", checklist.cadence.clone());
        if let Some(applies) = &checklist.applies_to {
            self.terms("services", TermKind::Service, &applies.services);
            self.spanned("change_types", &applies.change_types);
            self.spanned("paths", &applies.paths);
        }
    }

    fn vendor(&mut self, vendor: &Vendor) {
        self.terms("services", TermKind::Service, &vendor.services);
        if let Some(status) = &vendor.status_page {
            self.links("status_page", [address_link(status, status)]);
        }
        if let Some(contract) = &vendor.contract {
            self.words(
                "contract",
                contract
                    .number
                    .iter()
                    .chain(&contract.support_tier)
                    .cloned(),
            );
            if let Some(day) = &contract.ends {
                self.time("contract_ends", self.site.format.day_view(day.value));
            }
        }
    }

    fn common(&mut self, common: &Common) {
        if let Some(owner) = &common.owner {
            self.links(
                "owner",
                [term_link(self.site, self.page, TermKind::Owner, owner)],
            );
        }
        self.words("authors", common.authors.iter().cloned());
        self.terms("tags", TermKind::Tag, &common.tags);
        if let Some(visibility) = &common.visibility {
            self.words(
                "visibility",
                [self.site.word("visibility", visibility.as_str())],
            );
        }
        if let Some(day) = &common.review_by {
            self.time("review_by", self.site.format.day_view(day.value));
        }
        self.spanned("aliases", &common.aliases);
        let references = common.references.iter().filter_map(|reference| {
            let url = reference.url.as_ref()?;
            let text = reference.title.as_deref().unwrap_or(url);
            Some(address_link(text, url))
        });
        self.links("references", references);
        if let Value::Mapping(entries) = &common.custom.value {
            for entry in entries {
                let values = match entry.value.to_json() {
                    serde_json::Value::Array(values) => values,
                    value => vec![value],
                };
                let words = values.into_iter().filter_map(custom_words);
                self.labelled(entry.key.clone(), words.map(LinkView::words));
            }
        }
    }

    fn moment(&mut self, key: &str, moment: Option<&Spanned<Moment>>) {
        if let Some(moment) = moment {
            self.time(key, self.site.format.moment(moment));
        }
    }

    fn time(&mut self, key: &str, time: TimeView) {
        let value = FactValue {
            link: LinkView::words(time.text.clone()),
            time: Some(time),
        };
        self.found.push(FactView {
            label: self.site.text(&format!("facts.{key}")),
            values: vec![value],
        });
    }

    fn words(&mut self, key: &str, words: impl IntoIterator<Item = String>) {
        self.links(key, words.into_iter().map(LinkView::words));
    }

    /// Words in sentences: those of the version shown, else those of the original, each in its
    /// language.
    fn prose(&mut self, key: &str, translated: Option<&String>, original: Option<&String>) {
        let base = self.site.base;
        let source = if translated.is_some() {
            self.shown
        } else {
            self.index
        };
        let language = base[source].language;
        let words = translated.or(original).map(|words| LinkView {
            language: (language != base.config.language).then(|| language.code()),
            ..LinkView::words(words)
        });
        self.links(key, words);
    }

    fn spanned(&mut self, key: &str, words: &[Spanned<String>]) {
        self.words(key, words.iter().map(|word| word.value.clone()));
    }

    fn terms(&mut self, key: &str, kind: TermKind, names: &[Spanned<String>]) {
        let links: Vec<LinkView> = names
            .iter()
            .map(|name| term_link(self.site, self.page, kind, name))
            .collect();
        self.links(key, links);
    }

    fn ids(&mut self, key: &str, ids: &[Spanned<String>]) {
        let links: Vec<LinkView> = ids
            .iter()
            .map(|id| id_link(self.site, self.page, self.index, id))
            .collect();
        self.links(key, links);
    }

    fn links(&mut self, key: &str, links: impl IntoIterator<Item = LinkView>) {
        self.labelled(self.site.text(&format!("facts.{key}")), links);
    }

    fn labelled(&mut self, label: String, links: impl IntoIterator<Item = LinkView>) {
        let values: Vec<FactValue> = links
            .into_iter()
            .filter(|link| !link.text.is_empty())
            .map(|link| FactValue { link, time: None })
            .collect();
        if !values.is_empty() {
            self.found.push(FactView { label, values });
        }
    }
}

/// A value of `custom` in words; what is nested deeper as JSON.
fn custom_words(value: serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Null => None,
        other => Some(other.to_string()),
    }
}
