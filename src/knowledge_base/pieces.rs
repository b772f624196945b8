//! What can be looked at by itself in a knowledge base, and what each of that is now.
//!
//! Whoever gives something of it away says so ([`look_at`](crate::memory::pieces::look_at)), by a name that is made
//! here; what has no name of its own is everything.

use std::sync::Arc;

use rayon::prelude::*;

use super::{EntryIndex, KnowledgeBase, TermKind};
use crate::document::Id;
use crate::document::outline::Outline;
use crate::memory::MadeFrom;
use crate::memory::pieces::{Piece, Pieces, look_at};

/// Entries as pieces, for what is known of each of them: their numbers change when others come and go.
#[derive(Debug, Clone, Default)]
pub struct EntryPieces(Arc<[Piece]>);

impl EntryPieces {
    pub(super) fn of<'a>(ids: impl Iterator<Item = &'a Id>) -> Self {
        Self(ids.map(|id| Piece::of("entry", id.key())).collect())
    }

    /// What is seen of an entry from elsewhere: the outlines of its documents.
    #[must_use]
    pub fn entry(&self, entry: EntryIndex) -> Piece {
        self.0[entry.0]
    }

    /// What is known of an entry: of which sort.
    #[must_use]
    pub fn about(&self, sort: &'static str, entry: EntryIndex) -> Piece {
        Piece::of(sort, &self.entry(entry))
    }

    /// Says that an entry is looked at.
    pub fn look_at(&self, entry: EntryIndex) {
        look_at(|| self.entry(entry));
    }

    /// Says that something known of an entry is looked at.
    pub fn look_at_what(&self, sort: &'static str, entry: EntryIndex) {
        look_at(|| self.about(sort, entry));
    }
}

/// Which entry has an id, in the form in which ids are compared.
pub(super) fn id(key: &str) -> Piece {
    Piece::of("id", key)
}

/// Which document is at a path, in NFC.
pub(super) fn document_at(path: &str) -> Piece {
    Piece::of("document at", path)
}

/// Which other file is at a path, in NFC.
pub(super) fn file_at(path: &str) -> Piece {
    Piece::of("file at", path)
}

/// Whether there is a term of this name, and whose document describes it.
#[must_use]
pub fn piece_of_term(kind: TermKind, id: &Id) -> Piece {
    Piece::of("term", &(kind.folder(), id.key()))
}

/// Which entries mention a term.
pub(super) fn mentions(kind: TermKind, id: &Id) -> Piece {
    Piece::of("mentions", &(kind.folder(), id.key()))
}

impl KnowledgeBase {
    /// What each piece of it is now; `outlines` are those of its documents.
    #[must_use]
    pub fn pieces(&self, outlines: &[MadeFrom]) -> Pieces {
        let entries = self.entries.par_iter().zip(&*self.entry_pieces.0);
        let entries = entries.map(|(entry, piece)| {
            let outlines = entry.documents().map(|document| outlines[document.0]);
            let outlines: Vec<MadeFrom> = outlines.collect();
            (*piece, MadeFrom::of(&(entry.id.as_str(), outlines)))
        });
        let mut pieces: Pieces = entries.collect();
        pieces.extend(self.ids.iter().map(|(key, entry)| {
            let entry = self.entry_pieces.entry(*entry);
            (id(key), MadeFrom::of(&entry))
        }));
        pieces.extend(self.paths.iter().map(|(path, document)| {
            let entry = self.entry_pieces.entry(self.entry_of[document.0]);
            let path_as_written = &self.documents[document.0].path;
            (document_at(path), MadeFrom::of(&(entry, path_as_written)))
        }));
        let files = self.files.iter();
        pieces.extend(files.map(|(path, on_disk)| (file_at(path), MadeFrom::of(on_disk))));
        let entry = |index: &EntryIndex| self.entry_pieces.entry(*index);
        for kind in TermKind::ALL {
            for one in self.terms.of_kind(kind) {
                let document = one.document.as_ref().map(entry);
                let entries: Vec<Piece> = one.entries.iter().map(entry).collect();
                let state = MadeFrom::of(&(one.id.as_str(), document));
                pieces.insert(piece_of_term(kind, &one.id), state);
                pieces.insert(mentions(kind, &one.id), MadeFrom::of(&entries));
            }
        }
        pieces
    }

    /// The outline of each document, as a number.
    #[must_use]
    pub fn outlines(&self) -> Vec<MadeFrom> {
        let documents = self.documents.par_iter();
        documents
            .map(|document| MadeFrom::of(&Outline(document)))
            .collect()
    }
}
