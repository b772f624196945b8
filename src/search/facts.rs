//! What of front matter is found: the words that the page of a document shows of it.

use rustc_hash::FxHashMap;

use crate::document::common::Communication;
use crate::document::incident::Action;
use crate::document::{
    Content, Document, Incident, KnownError, TimelineRow, TimelineSource, Vendor, part_anchor,
};
use crate::knowledge_base::{DocumentIndex, KnowledgeBase, TermKind};
use crate::yaml::tree::{Node, Value};

use super::fact_field::FactField;
use super::plain::plain;

/// Words of front matter with the place on the page that shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    /// What it is from.
    pub(super) field: FactField,
    /// The fragment that links there; empty for the top of the page.
    pub(super) anchor: String,
    /// The words.
    pub(super) text: String,
}

/// Gathers facts in the order in which they are searched.
#[derive(Debug, Default)]
struct Facts {
    found: Vec<Fact>,
    anchor: String,
}

impl Facts {
    fn add(&mut self, field: FactField, text: &str) {
        if !text.trim().is_empty() {
            self.found.push(Fact {
                field,
                anchor: self.anchor.clone(),
                text: text.to_owned(),
            });
        }
    }

    fn all<'a>(
        &mut self,
        field: FactField,
        texts: impl IntoIterator<Item = &'a (impl AsRef<str> + 'a)>,
    ) {
        for text in texts {
            self.add(field, text.as_ref());
        }
    }

    fn markdown(&mut self, field: FactField, text: &str) {
        self.add(field, &plain(text));
    }
}

/// The facts of a document: those of the original, in the words of the version where it has its own.
/// `names` are the names of the terms that the entry mentions.
pub(super) fn facts(
    base: &KnowledgeBase,
    index: DocumentIndex,
    names: &[(TermKind, &str)],
) -> Vec<Fact> {
    let entry = &base[base.entry_of(index)];
    let (shown, original) = (&base[index], &base[entry.original]);
    let mut facts = Facts::default();
    facts.add(FactField::Id, entry.id.as_str());
    for (kind, name) in names {
        facts.add(FactField::from(*kind), name);
    }
    common(&mut facts, original);
    match (&original.content, &shown.content) {
        (Content::Incident(incident), Content::Incident(words)) => {
            of_incident(&mut facts, incident, words);
        }
        (Content::KnownError(error), _) => known_error(&mut facts, error),
        (Content::Checklist(checklist), _) => {
            if let Some(to) = &checklist.applies_to {
                facts.all(
                    FactField::AppliesTo,
                    to.change_types.iter().map(|word| &word.value),
                );
                facts.all(
                    FactField::AppliesTo,
                    to.paths.iter().map(|path| &path.value),
                );
            }
            facts.all(FactField::Cadence, &checklist.cadence);
        }
        (Content::Vendor(vendor), _) => of_vendor(&mut facts, vendor),
        _ => {}
    }
    timeline(&mut facts, shown, original);
    facts.found
}

fn common(facts: &mut Facts, document: &Document) {
    let common = &document.common;
    facts.all(
        FactField::Alias,
        common.aliases.iter().map(|alias| &alias.value),
    );
    facts.all(FactField::Author, &common.authors);
    for reference in &common.references {
        facts.all(FactField::Reference, &reference.title);
        facts.all(
            FactField::Reference,
            reference.url.iter().map(|url| &url.value),
        );
    }
    for relation in &common.relations {
        facts.all(FactField::Relation, relation.id.iter().map(|id| &id.value));
        facts.all(
            FactField::Relation,
            relation.note.iter().map(|note| &note.value),
        );
    }
    custom(facts, &common.custom);
}

fn custom(facts: &mut Facts, node: &Node) {
    match &node.value {
        Value::Null => {}
        Value::Scalar { text, .. } => facts.add(FactField::Custom, text),
        Value::Sequence(items) => items.iter().for_each(|item| custom(facts, item)),
        Value::Mapping(entries) => entries.iter().for_each(|entry| custom(facts, &entry.value)),
    }
}

/// `words` is what the version says in its own words.
fn of_incident(facts: &mut Facts, incident: &Incident, words: &Incident) {
    facts.all(
        FactField::Environment,
        incident.environments.iter().map(|name| &name.value),
    );
    facts.all(
        FactField::KnownError,
        incident.known_errors.iter().map(|id| &id.value),
    );
    for (_, people) in &incident.roles.0 {
        facts.all(FactField::Role, people.iter().map(|name| &name.value));
    }
    if let Some(text) = words.trigger.as_ref().or(incident.trigger.as_ref()) {
        facts.markdown(FactField::Trigger, text);
    }
    let summary = |of: &Incident| of.impact.as_ref()?.summary.clone();
    if let Some(text) = summary(words).or_else(|| summary(incident)) {
        facts.markdown(FactField::Impact, &text);
    }
    facts.all(
        FactField::Account,
        incident.impact.iter().flat_map(|impact| &impact.accounts),
    );
    if let Some(change) = &incident.change {
        facts.all(
            FactField::Change,
            change
                .change_type
                .iter()
                .chain(&change.url)
                .map(|text| &text.value),
        );
    }
    actions(facts, &incident.actions, &words.actions);
    communications(facts, &incident.communications);
}

fn actions(facts: &mut Facts, actions: &[Action], words: &[Action]) {
    let titles: FxHashMap<String, &str> = words
        .iter()
        .enumerate()
        .filter_map(|(position, action)| {
            Some((action.name(position), action.title.as_ref()?.as_str()))
        })
        .collect();
    for (position, action) in actions.iter().enumerate() {
        let name = action.name(position);
        facts.anchor = part_anchor(&name);
        facts.add(FactField::Action, &name);
        let own = action.title.as_ref().map(|title| title.as_str());
        if let Some(title) = titles.get(&name).copied().or(own) {
            facts.markdown(FactField::Action, title);
        }
        facts.all(
            FactField::Action,
            action
                .ticket
                .iter()
                .chain(&action.evidence)
                .map(|text| &text.value),
        );
    }
    facts.anchor.clear();
}

fn communications(facts: &mut Facts, communications: &[Communication]) {
    for message in communications {
        facts.markdown(
            FactField::Communication,
            message.text.as_deref().unwrap_or_default(),
        );
        facts.all(
            FactField::Communication,
            message
                .channel
                .iter()
                .chain(&message.number)
                .chain(&message.addressee),
        );
    }
}

fn known_error(facts: &mut Facts, error: &KnownError) {
    facts.all(
        FactField::Environment,
        error.environments.iter().map(|name| &name.value),
    );
    facts.all(
        FactField::VendorTicket,
        error.vendor_ticket.iter().map(|ticket| &ticket.value),
    );
    for symptom in &error.symptoms {
        facts.markdown(FactField::Symptom, symptom);
    }
    for signature in &error.signatures {
        facts.all(
            FactField::Signature,
            signature
                .text
                .iter()
                .chain(&signature.regex)
                .map(|text| &text.value),
        );
        facts.all(
            FactField::Signature,
            signature.lines.iter().map(|line| &line.value),
        );
        facts.all(FactField::Signature, &signature.component);
        facts.all(
            FactField::Signature,
            signature.matches.iter().map(|text| &text.value),
        );
    }
    if let Some(cause) = &error.cause {
        facts.markdown(FactField::Explanation, cause);
    }
    if let Some(fix) = &error.permanent_fix {
        facts.all(
            FactField::Fix,
            fix.ticket.iter().map(|ticket| &ticket.value),
        );
        facts.all(FactField::Fix, &fix.released_in);
    }
    facts.all(
        FactField::Affected,
        error
            .affected
            .iter()
            .flat_map(|affected| &affected.versions),
    );
    communications(facts, &error.communications);
}

fn of_vendor(facts: &mut Facts, vendor: &Vendor) {
    for contact in &vendor.contacts {
        let written = [
            &contact.role,
            &contact.email,
            &contact.phone,
            &contact.portal,
        ];
        facts.all(
            FactField::Contact,
            written.into_iter().flatten().map(|text| &text.value),
        );
        facts.all(
            FactField::Contact,
            contact
                .name
                .iter()
                .chain(&contact.hours)
                .chain(&contact.languages),
        );
    }
    for step in &vendor.escalation {
        facts.all(
            FactField::Escalation,
            step.trigger.iter().chain(&step.internal_contact),
        );
        facts.all(
            FactField::Escalation,
            step.contact.iter().map(|contact| &contact.value),
        );
    }
    if let Some(contract) = &vendor.contract {
        facts.all(
            FactField::Contract,
            contract.number.iter().chain(&contract.support_tier),
        );
    }
    facts.all(
        FactField::StatusPage,
        vendor.status_page.iter().map(|text| &text.value),
    );
    facts.all(
        FactField::CustomerNumber,
        vendor.customer_number.iter().map(|text| &text.value),
    );
}

/// The rows that are not in the body: those of front matter, and those a version takes over.
fn timeline(facts: &mut Facts, shown: &Document, original: &Document) {
    let in_body = shown.timeline_source != TimelineSource::Fields;
    let rows: &[TimelineRow] = match (in_body, shown.timeline.is_empty()) {
        (true, _) => &[],
        (false, false) => &shown.timeline,
        (false, true) => &original.timeline,
    };
    for row in rows {
        facts.markdown(FactField::Timeline, &row.text);
        for (_, other) in &row.others {
            facts.markdown(FactField::Timeline, other);
        }
    }
}
