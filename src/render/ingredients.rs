//! What pages are made from, so that they are made again only where some of it has changed.

use std::sync::OnceLock;

use rayon::join;

use crate::knowledge_base::EntryIndex;
use crate::memory::MadeFrom;
use crate::memory::pieces::{Looks, Piece, Pieces};
use crate::render::site::Site;
use crate::signature::recognition::Recognitions;

/// What pages are made from beside the knowledge base.
#[derive(Debug)]
pub struct Ingredients {
    recognitions: MadeFrom,
    /// What every page has: configuration, day, templates, and what the site says of itself.
    frame: MadeFrom,
    pieces: OnceLock<Pieces>,
}

impl Ingredients {
    /// These, and what will be asked for later.
    pub(super) fn of(recognitions: &Recognitions, frame: MadeFrom) -> Self {
        Self {
            recognitions: MadeFrom::of(recognitions),
            frame,
            pieces: OnceLock::new(),
        }
    }
}

impl Site<'_> {
    /// Of what every page has, and of everything but the prose of documents: what each document shows elsewhere, and
    /// which files there are.
    #[must_use]
    pub fn made_from_outlines(&self) -> MadeFrom {
        let everything = self.pieces().get(&Piece::EVERYTHING);
        MadeFrom::of(&(self.ingredients.frame, everything))
    }

    /// Of what every page has, and of what was looked at, as it is now.
    #[must_use]
    pub fn made_from_looks(&self, looked_at: &Looks) -> MadeFrom {
        MadeFrom::of(&(self.ingredients.frame, looked_at.states(self.pieces())))
    }

    /// Of what these entries say in all their languages.
    #[must_use]
    pub fn made_from_texts(&self, entries: impl IntoIterator<Item = EntryIndex>) -> MadeFrom {
        let entries = entries.into_iter();
        let documents = entries.flat_map(|entry| self.base[entry].documents());
        let texts: Vec<&str> = documents.map(|index| &*self.base[index].text).collect();
        MadeFrom::of(&texts)
    }

    /// Of what every page has, and of all that this one shows, as JSON.
    #[must_use]
    pub fn made_from_view(&self, shown: &[u8]) -> MadeFrom {
        MadeFrom::of(&(self.ingredients.frame, shown))
    }

    /// Of how entries stand to each other, as written and as found.
    #[must_use]
    pub fn made_from_relations(&self) -> MadeFrom {
        let entries = self.base.entries().iter();
        let ids: Vec<&str> = entries.map(|entry| entry.id.as_str()).collect();
        let written: Vec<(Piece, MadeFrom)> = self.relations.pieces().collect();
        MadeFrom::of(&(self.ingredients.frame, ids, written, self.related.digest()))
    }

    /// What can be looked at by itself, as it is now.
    pub(super) fn pieces(&self) -> &Pieces {
        self.ingredients.pieces.get_or_init(|| {
            let of_base = || {
                let outlines = self.base.outlines();
                let mut pieces = self.base.pieces(&outlines);
                self.paths.add_to(&mut pieces);
                (pieces, outlines)
            };
            let of_others = || {
                let mut pieces = self.related.pieces();
                add(&mut pieces, self.relations.pieces());
                add(&mut pieces, self.provenance.pieces());
                add(&mut pieces, self.recurrence.pieces());
                add(&mut pieces, self.board.pieces());
                add(&mut pieces, self.coverage.pieces());
                pieces
            };
            let ((mut pieces, outlines), others) = join(of_base, of_others);
            add(&mut pieces, others);
            let mut files: Vec<&str> = self.base.other_files().collect();
            files.sort_unstable();
            let unreadable = self.base.unreadable().iter();
            let unreadable: Vec<&String> = unreadable.map(|(path, _)| path).collect();
            let everything = (self.ingredients.recognitions, outlines, files, unreadable);
            pieces.insert(Piece::EVERYTHING, MadeFrom::of(&everything));
            pieces
        })
    }
}

/// Adds pieces, each of which has a name of its own.
fn add(pieces: &mut Pieces, more: impl IntoIterator<Item = (Piece, MadeFrom)>) {
    for (piece, state) in more {
        let known = pieces.insert(piece, state);
        debug_assert!(known.is_none(), "two pieces have one name");
    }
}
