//! What of front matter is found: the words that the page of a document shows of it.

use rustc_hash::FxHashMap;

use crate::document::common::Communication;
use crate::document::incident::Action;
use crate::document::{
    Content, Document, Incident, KnownError, TimelineRow, TimelineSource, Vendor, part_anchor,
};
use crate::knowledge_base::{DocumentIndex, KnowledgeBase};
use crate::yaml::tree::{Node, Value};

use super::plain::plain;

/// Words of front matter with the place on the page that shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
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
    fn add(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.found.push(Fact {
                anchor: self.anchor.clone(),
                text: text.to_owned(),
            });
        }
    }

    fn all<'a>(&mut self, texts: impl IntoIterator<Item = &'a (impl AsRef<str> + 'a)>) {
        for text in texts {
            self.add(text.as_ref());
        }
    }

    fn markdown(&mut self, text: &str) {
        self.add(&plain(text));
    }
}

/// The facts of a document: those of the original, in the words of the version where it has its own.
/// `names` are the names of the terms that the entry mentions.
pub(super) fn facts(base: &KnowledgeBase, index: DocumentIndex, names: &[&str]) -> Vec<Fact> {
    let entry = &base[base.entry_of(index)];
    let (shown, original) = (&base[index], &base[entry.original]);
    let mut facts = Facts::default();
    facts.add(entry.id.as_str());
    facts.all(names);
    common(&mut facts, original);
    match (&original.content, &shown.content) {
        (Content::Incident(incident), Content::Incident(words)) => {
            of_incident(&mut facts, incident, words);
        }
        (Content::KnownError(error), _) => known_error(&mut facts, error),
        (Content::Checklist(checklist), _) => {
            if let Some(to) = &checklist.applies_to {
                facts.all(to.change_types.iter().map(|word| &word.value));
                facts.all(to.paths.iter().map(|path| &path.value));
            }
            facts.all(&checklist.cadence);
        }
        (Content::Vendor(vendor), _) => of_vendor(&mut facts, vendor),
        _ => {}
    }
    timeline(&mut facts, shown, original);
    facts.found
}

fn common(facts: &mut Facts, document: &Document) {
    let common = &document.common;
    facts.all(common.aliases.iter().map(|alias| &alias.value));
    facts.all(&common.authors);
    for reference in &common.references {
        facts.all(&reference.title);
        facts.all(reference.url.iter().map(|url| &url.value));
    }
    for relation in &common.relations {
        facts.all(relation.id.iter().map(|id| &id.value));
        facts.all(relation.note.iter().map(|note| &note.value));
    }
    custom(facts, &common.custom);
}

fn custom(facts: &mut Facts, node: &Node) {
    match &node.value {
        Value::Null => {}
        Value::Scalar { text, .. } => facts.add(text),
        Value::Sequence(items) => items.iter().for_each(|item| custom(facts, item)),
        Value::Mapping(entries) => entries.iter().for_each(|entry| custom(facts, &entry.value)),
    }
}

/// `words` is what the version says in its own words.
fn of_incident(facts: &mut Facts, incident: &Incident, words: &Incident) {
    facts.all(incident.environments.iter().map(|name| &name.value));
    facts.all(incident.known_errors.iter().map(|id| &id.value));
    for (_, people) in &incident.roles.0 {
        facts.all(people.iter().map(|name| &name.value));
    }
    if let Some(text) = words.trigger.as_ref().or(incident.trigger.as_ref()) {
        facts.markdown(text);
    }
    let summary = |of: &Incident| of.impact.as_ref()?.summary.clone();
    if let Some(text) = summary(words).or_else(|| summary(incident)) {
        facts.markdown(&text);
    }
    facts.all(incident.impact.iter().flat_map(|impact| &impact.accounts));
    if let Some(change) = &incident.change {
        facts.all(
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
        facts.add(&name);
        let own = action.title.as_ref().map(|title| title.as_str());
        if let Some(title) = titles.get(&name).copied().or(own) {
            facts.markdown(title);
        }
        facts.all(
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
        facts.markdown(message.text.as_deref().unwrap_or_default());
        facts.all(
            message
                .channel
                .iter()
                .chain(&message.number)
                .chain(&message.addressee),
        );
    }
}

fn known_error(facts: &mut Facts, error: &KnownError) {
    facts.all(error.environments.iter().map(|name| &name.value));
    facts.all(error.vendor_ticket.iter().map(|ticket| &ticket.value));
    for symptom in &error.symptoms {
        facts.markdown(symptom);
    }
    for signature in &error.signatures {
        facts.all(
            signature
                .text
                .iter()
                .chain(&signature.regex)
                .map(|text| &text.value),
        );
        facts.all(signature.lines.iter().map(|line| &line.value));
        facts.all(&signature.component);
        facts.all(signature.matches.iter().map(|text| &text.value));
    }
    if let Some(cause) = &error.cause {
        facts.markdown(cause);
    }
    if let Some(fix) = &error.permanent_fix {
        facts.all(fix.ticket.iter().map(|ticket| &ticket.value));
        facts.all(&fix.released_in);
    }
    facts.all(
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
        facts.all(written.into_iter().flatten().map(|text| &text.value));
        facts.all(
            contact
                .name
                .iter()
                .chain(&contact.hours)
                .chain(&contact.languages),
        );
    }
    for step in &vendor.escalation {
        facts.all(step.trigger.iter().chain(&step.internal_contact));
        facts.all(step.contact.iter().map(|contact| &contact.value));
    }
    if let Some(contract) = &vendor.contract {
        facts.all(contract.number.iter().chain(&contract.support_tier));
    }
    let written = vendor.status_page.iter().chain(&vendor.customer_number);
    facts.all(written.map(|text| &text.value));
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
        facts.markdown(&row.text);
        for (_, other) in &row.others {
            facts.markdown(other);
        }
    }
}
