//! Relations as records: each that is written once, from the side that says it, and what resembles
//! what with the reasons.

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use crate::document::common::RelationType;
use crate::export::csv::{Cell, Row};
use crate::export::redaction::text;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::language::Language;
use crate::link::{Relation, Relations};
use crate::related::{Candidate, Reason, Related, Strength, shown};
use crate::yaml::read::choices;

/// How one document stands to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Relation")]
pub struct RelationRecord<'a> {
    /// Both ids and the type between them.
    pub id: String,
    /// What the relation is.
    #[serde(rename = "type")]
    pub kind: RelationWord,
    /// The one that stands so; of two that resemble each other the later.
    pub from: &'a str,
    /// The other.
    pub to: &'a str,
    /// What the writer noted about it.
    pub note: Option<String>,
    /// The language of the note.
    pub note_language: Option<Language>,
    /// How much the two have in common, where nobody has written how they stand to each other.
    pub strength: Option<Strength>,
    /// Whether both name causes and these differ, although what was seen agrees.
    pub other_cause: Option<bool>,
    /// What the two have in common, what counts most first.
    pub reasons: Vec<ReasonRecord>,
}

/// What a relation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum RelationWord {
    /// As somebody has written it.
    Written(RelationType),
    /// As it was found.
    Found(Resemblance),
}

choices! {
    /// What is found and not written.
    pub enum Resemblance {
        /// Both have something in common that few others have.
        Similar = "similar",
    }

    /// What two documents can have in common.
    pub enum ReasonType {
        /// A known error; the value is its id.
        KnownError = "known-error",
        /// A message that both quote from a log.
        Message = "message",
        /// An identifier that few others have.
        Identifier = "identifier",
        /// A cause.
        Cause = "cause",
        /// A vendor.
        Vendor = "vendor",
        /// A service.
        Service = "service",
        /// Words of their titles.
        Title = "title",
        /// Rare words of their texts.
        Text = "text",
    }
}

/// Something that two documents have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Reason")]
pub struct ReasonRecord {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ReasonType,
    /// The name, the message or the words.
    pub values: Vec<String>,
}

/// Every relation, by id.
#[must_use]
pub fn records<'a>(
    base: &'a KnowledgeBase,
    relations: &Relations,
    related: &Related<'_>,
) -> Vec<RelationRecord<'a>> {
    let mut records: Vec<RelationRecord<'a>> = (0..base.entries().len())
        .into_par_iter()
        .map(EntryIndex)
        .flat_map_iter(|entry| {
            let written = relations.of(entry).iter();
            let written = written
                .filter(move |relation| is_said_here(relations, entry, relation))
                .map(move |relation| RelationRecord::written(base, entry, relation));
            let found = shown(related.among_all(entry));
            let found = found
                .filter(move |candidate| is_told_here(related, entry, candidate.other))
                .map(move |candidate| RelationRecord::found(base, related, entry, candidate));
            written.chain(found)
        })
        .collect();
    records.par_sort_unstable_by(|a, b| a.id.cmp(&b.id));
    records
}

/// Whether a relation is told from this side: the one that says it, in the words that look back, else
/// that of the earlier id.
fn is_said_here(relations: &Relations, entry: EntryIndex, relation: &Relation) -> bool {
    let inverse = relation.kind.inverse();
    if inverse != relation.kind {
        // `recurrence-of` comes before `recurred-as`, and so do the others that look back.
        return relation.kind < inverse;
    }
    let of_other = relations.of(relation.other).iter();
    let is_said_there = || {
        let mut same = of_other.filter(|one| one.other == entry && one.kind == relation.kind);
        same.any(|one| !one.inverse)
    };
    !relation.inverse && (entry < relation.other || !is_said_there())
}

/// Whether a resemblance that both sides may show is told from this one: the later that shows it.
fn is_told_here(related: &Related<'_>, entry: EntryIndex, other: EntryIndex) -> bool {
    let mut of_other = shown(related.among_all(other));
    related.is_older(other, entry) || of_other.all(|candidate| candidate.other != entry)
}

impl<'a> RelationRecord<'a> {
    fn written(base: &'a KnowledgeBase, entry: EntryIndex, relation: &Relation) -> Self {
        let note = relation.note.as_ref();
        Self {
            note: note.map(|note| text(&note.text)),
            note_language: note.map(|note| note.language),
            ..Self::between(
                base,
                RelationWord::Written(relation.kind),
                entry,
                relation.other,
            )
        }
    }

    fn found(
        base: &'a KnowledgeBase,
        related: &Related<'_>,
        entry: EntryIndex,
        candidate: &Candidate,
    ) -> Self {
        let (from, to) = if related.is_older(candidate.other, entry) {
            (entry, candidate.other)
        } else {
            (candidate.other, entry)
        };
        let reasons = candidate.reasons.iter();
        Self {
            strength: Some(candidate.strength),
            other_cause: Some(candidate.other_cause),
            reasons: reasons.map(|reason| reason_record(base, reason)).collect(),
            ..Self::between(base, RelationWord::Found(Resemblance::Similar), from, to)
        }
    }

    fn between(
        base: &'a KnowledgeBase,
        kind: RelationWord,
        from: EntryIndex,
        to: EntryIndex,
    ) -> Self {
        let (from, to) = (base[from].id.as_str(), base[to].id.as_str());
        Self {
            id: format!("{from}/{}/{to}", kind.as_str()),
            kind,
            from,
            to,
            note: None,
            note_language: None,
            strength: None,
            other_cause: None,
            reasons: Vec::new(),
        }
    }
}

impl RelationWord {
    /// The word in data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Written(kind) => kind.as_str(),
            Self::Found(kind) => kind.as_str(),
        }
    }
}

/// What two documents have in common, without what is confidential in it.
#[must_use]
pub fn reason_record(base: &KnowledgeBase, reason: &Reason) -> ReasonRecord {
    let one = |value: &str| vec![text(value)];
    let all = |words: &[String]| words.iter().map(|word| text(word)).collect();
    let (kind, values) = match reason {
        Reason::KnownError { entry, .. } => {
            (ReasonType::KnownError, vec![base[*entry].id.to_string()])
        }
        Reason::Message(message) => (ReasonType::Message, one(message)),
        Reason::Identifier(name) => (ReasonType::Identifier, one(name)),
        Reason::Cause(cause) => (ReasonType::Cause, vec![cause.to_string()]),
        Reason::Vendor(vendor) => (ReasonType::Vendor, vec![vendor.to_string()]),
        Reason::Service(service) => (ReasonType::Service, vec![service.to_string()]),
        Reason::Title(words) => (ReasonType::Title, all(words)),
        Reason::Text(words) => (ReasonType::Text, all(words)),
    };
    ReasonRecord { kind, values }
}

impl Row for RelationRecord<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "type",
        "from",
        "to",
        "note",
        "strength",
        "other_cause",
        "reasons",
    ];

    fn cells(&self) -> Vec<Cell> {
        let reasons = self.reasons.iter();
        let reasons: Vec<String> = reasons
            .map(|reason| format!("{}: {}", reason.kind.as_str(), reason.values.join(", ")))
            .collect();
        let strength = self.strength.map(|strength| match strength {
            Strength::Strong => "strong",
            Strength::Weak => "weak",
        });
        vec![
            Cell::from(&self.id),
            Cell::from(self.kind.as_str()),
            Cell::from(self.from),
            Cell::from(self.to),
            Cell::from(&self.note),
            Cell::from(strength),
            Cell::from(self.other_cause),
            Cell::from(reasons.as_slice()),
        ]
    }
}
