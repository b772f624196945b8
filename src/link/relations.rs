//! How entries stand to each other: what was written, on either side, and what their links say.

use rayon::prelude::*;

use crate::document::common::RelationType;
use crate::knowledge_base::{EntryIndex, EntryPieces, KnowledgeBase};
use crate::language::Language;
use crate::link::target::{Target, resolve};
use crate::memory::MadeFrom;
use crate::memory::pieces::Piece;

/// What a writer noted about a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The words.
    pub text: String,
    /// The language of the document that they are in.
    pub language: Language,
}

/// How one entry stands to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The relation, seen from the entry that has it.
    pub kind: RelationType,
    /// The other entry.
    pub other: EntryIndex,
    /// What the writer noted about it, on whichever side.
    pub note: Option<Note>,
    /// Whether it is written on the other side only.
    pub inverse: bool,
}

/// The relations of every entry.
#[derive(Debug)]
pub struct Relations {
    of_entry: Vec<Vec<Relation>>,
    entries: EntryPieces,
}

const PIECE: &str = "relations";

impl Relations {
    /// Gathers the relations of a knowledge base.
    ///
    /// A typed relation holds on both sides, however often and on whichever side it is written. A
    /// link says no more than `related`, and says nothing where a typed relation is written.
    #[must_use]
    pub fn gather(base: &KnowledgeBase) -> Self {
        let written: Vec<Vec<Relation>> = (0..base.entries().len())
            .into_par_iter()
            .map(|entry| written_by(base, EntryIndex(entry)))
            .collect();
        let mut all: Vec<Vec<Relation>> = vec![Vec::new(); base.entries().len()];
        for (from, relations) in written.into_iter().enumerate() {
            for relation in relations {
                all[relation.other.0].push(Relation {
                    kind: relation.kind.inverse(),
                    other: EntryIndex(from),
                    note: relation.note.clone(),
                    inverse: true,
                });
                all[from].push(relation);
            }
        }
        all.par_iter_mut().for_each(settle);
        Self {
            of_entry: all,
            entries: base.entry_pieces(),
        }
    }

    /// The relations of an entry: typed ones first, each other entry at most once for each type.
    #[must_use]
    pub fn of(&self, entry: EntryIndex) -> &[Relation] {
        self.entries.look_at_what(PIECE, entry);
        &self.of_entry[entry.0]
    }

    /// What those of each entry are now.
    pub fn pieces(&self) -> impl Iterator<Item = (Piece, MadeFrom)> + '_ {
        let all = self.of_entry.iter().enumerate();
        all.map(|(entry, relations)| {
            let relations = relations.iter().map(|relation| {
                let Relation {
                    kind,
                    other,
                    note,
                    inverse,
                } = relation;
                let note = note.as_ref().map(|note| (&note.text, note.language));
                (kind.as_str(), self.entries.entry(*other), note, inverse)
            });
            let relations: Vec<_> = relations.collect();
            let piece = self.entries.about(PIECE, EntryIndex(entry));
            (piece, MadeFrom::of(&relations))
        })
    }

    /// Whether somebody has written that two entries are not related.
    #[must_use]
    pub fn are_denied(&self, entry: EntryIndex, other: EntryIndex) -> bool {
        let mut of_entry = self.of(entry).iter();
        of_entry
            .any(|relation| relation.other == other && relation.kind == RelationType::NotRelated)
    }
}

/// What the documents of an entry say about others.
fn written_by(base: &KnowledgeBase, entry: EntryIndex) -> Vec<Relation> {
    let mut relations = Vec::new();
    let mut add = |kind, other: Option<EntryIndex>, note: Option<Note>| {
        if let Some(other) = other.filter(|other| *other != entry) {
            relations.push(Relation {
                kind,
                other,
                note,
                inverse: false,
            });
        }
    };
    for index in base[entry].documents() {
        let document = &base[index];
        for relation in &document.common.relations {
            let Some(id) = &relation.id else {
                continue;
            };
            let kind = relation
                .kind
                .as_ref()
                .map_or(RelationType::Related, |kind| kind.value);
            let note = relation.note.as_ref().filter(|note| !note.value.is_empty());
            let note = note.map(|note| Note {
                text: note.value.clone(),
                language: document.language,
            });
            add(kind, base.named(id).map(|named| named.entry), note);
        }
        for id in document.incident().into_iter().flat_map(mentioned) {
            add(
                RelationType::Related,
                base.named(id).map(|named| named.entry),
                None,
            );
        }
        for link in &document.body.links {
            if let Target::Document { document, .. } = resolve(base, index, link) {
                add(RelationType::Related, Some(base.entry_of(document)), None);
            }
        }
    }
    relations
}

/// The ids that an incident's own fields name.
fn mentioned(incident: &crate::document::Incident) -> impl Iterator<Item = &str> {
    let errors = incident.known_errors.iter();
    let shared = incident
        .actions
        .iter()
        .filter_map(|action| action.reference.as_ref());
    errors.chain(shared).map(|id| id.value.as_str())
}

/// Orders relations and drops what is said twice.
fn settle(relations: &mut Vec<Relation>) {
    relations.sort_by(|a, b| {
        let rank = |relation: &Relation| {
            let has_none = relation.note.is_none();
            (relation.kind, relation.other, relation.inverse, has_none)
        };
        rank(a).cmp(&rank(b))
    });
    // A note on the other side is kept where this side has none.
    relations.dedup_by(|next, kept| {
        let same = next.kind == kept.kind && next.other == kept.other;
        if same && kept.note.is_none() {
            kept.note = next.note.take();
        }
        same
    });
    let mut typed: Vec<EntryIndex> = relations
        .iter()
        .filter(|relation| relation.kind != RelationType::Related)
        .map(|relation| relation.other)
        .collect();
    typed.sort_unstable();
    relations.retain(|relation| {
        relation.kind != RelationType::Related || typed.binary_search(&relation.other).is_err()
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigFile;
    use crate::source::{Source, SourceFile};

    fn relations(files: &[(&str, &str)]) -> Vec<String> {
        let documents = files
            .iter()
            .map(|(path, text)| SourceFile {
                path: format!("content/incidents/{path}.md"),
                text: Ok((*text).to_owned()),
            })
            .collect();
        let source = Source {
            content: "content".to_owned(),
            documents,
            files: Vec::new(),
        };
        let base = KnowledgeBase::read(ConfigFile::read(String::new(), "kb"), source);
        let relations = Relations::gather(&base);
        (0..base.entries().len())
            .flat_map(|entry| {
                let entry = EntryIndex(entry);
                relations
                    .of(entry)
                    .iter()
                    .map(move |relation| (entry, relation))
            })
            .map(|(entry, relation)| {
                let note = relation.note.as_ref().map_or("", |note| &note.text);
                let (from, to) = (&base[entry].id, &base[relation.other].id);
                format!("{from} {} {to} {note}", relation.kind.as_str())
                    .trim_end()
                    .to_owned()
            })
            .collect()
    }

    #[test]
    fn a_relation_holds_on_both_sides_once() {
        assert_eq!(
            relations(&[
                ("a", "see [b](b.md) and [b again](b.md), [[c]] and [[a]]"),
                (
                    "b",
                    "---\nrelations: [{type: recurrence-of, id: A, note: same certificate}]\n---\n"
                ),
                ("c", "back to [a](a.md)"),
            ]),
            [
                "a recurred-as b same certificate",
                "a related c",
                "b recurrence-of a same certificate",
                "c related a",
            ]
        );
    }

    #[test]
    fn fields_that_name_others_are_links() {
        assert_eq!(
            relations(&[
                ("a", "---\nactions: [{title: x}]\n---\n"),
                (
                    "b",
                    "---\nknown_errors: [c, missing]\nactions: [{ref: a/A1}]\n---\n"
                ),
                ("c", "---\nkind: known-error\n---\n"),
            ]),
            ["a related b", "b related a", "b related c", "c related b"]
        );
    }
}
