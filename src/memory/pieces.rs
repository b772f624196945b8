//! Pieces of what a site is made from, and which of them are looked at while something is made: as long as these
//! stay the same, so does what was made.

use std::cell::RefCell;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet};
use siphasher::sip::SipHasher13;

use super::bytes::{Reader, Writer};
use super::{MadeFrom, Remember};

/// Something that can be looked at by itself, as a number: a document, where an id leads, the relations of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Piece(u64);

impl Piece {
    /// Every document as others see it, and which files there are: what has this looked at is made again whatever of
    /// that changes.
    pub const EVERYTHING: Self = Self(0);

    /// The piece of this name: what sort of thing it is, and which of them.
    pub fn of(sort: &'static str, name: &(impl Hash + ?Sized)) -> Self {
        let mut hasher = SipHasher13::new();
        sort.hash(&mut hasher);
        name.hash(&mut hasher);
        Self(hasher.finish())
    }
}

impl Remember for Piece {
    fn remember(&self, writer: &mut Writer) {
        writer.long(self.0);
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        reader.long().map(Self)
    }
}

/// What pieces are now. One that is not among them is not there, which is a state as well.
pub type Pieces = FxHashMap<Piece, MadeFrom>;

/// The pieces that were looked at for something, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looks(Vec<Piece>);

impl Looks {
    fn of(looked_at: FxHashSet<Piece>) -> Self {
        let mut pieces: Vec<Piece> = looked_at.into_iter().collect();
        pieces.sort_unstable();
        Self(pieces)
    }

    /// What was looked at, as it is now.
    #[must_use]
    pub fn states(&self, now: &Pieces) -> Vec<Option<MadeFrom>> {
        self.0.iter().map(|piece| now.get(piece).copied()).collect()
    }
}

impl Remember for Looks {
    fn remember(&self, writer: &mut Writer) {
        self.0.remember(writer);
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        Vec::recall(reader).map(Self)
    }
}

thread_local! {
    static LOOKED_AT: RefCell<Option<FxHashSet<Piece>>> = const { RefCell::new(None) };
}

/// Says that a piece is looked at. Whoever gives away what can change must say so, or what is made from it would stay.
pub fn look_at(piece: impl FnOnce() -> Piece) {
    if LOOKED_AT.with_borrow(Option::is_none) {
        return;
    }
    let piece = piece();
    LOOKED_AT.with_borrow_mut(|looked_at| looked_at.get_or_insert_default().insert(piece));
}

/// Makes something, and says at which pieces was looked for it. It is to be made on one thread: what
/// others look at for it is not seen.
pub fn noting_looks<T>(make: impl FnOnce() -> T) -> (T, Looks) {
    let outer = Outer(LOOKED_AT.replace(Some(FxHashSet::default())));
    let result = make();
    let looked_at = LOOKED_AT.take().unwrap_or_default();
    drop(outer);
    (result, Looks::of(looked_at))
}

/// Finds something out that is known by a number of its own, for whoever asks first: what is looked at for it is not
/// noted.
pub fn unseen<T>(find_out: impl FnOnce() -> T) -> T {
    let _outer = Outer(LOOKED_AT.take());
    find_out()
}

/// What was noted before, and is gone on with when this is dropped, after a panic too. A thread that waits for others
/// may make something else meanwhile, which notes its own looks.
struct Outer(Option<FxHashSet<Piece>>);

impl Drop for Outer {
    fn drop(&mut self) {
        LOOKED_AT.set(self.0.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(name: &str) -> Piece {
        Piece::of("letter", name)
    }

    fn looks(names: &[&str]) -> Looks {
        let mut pieces: Vec<Piece> = names.iter().map(|name| piece(name)).collect();
        pieces.sort_unstable();
        Looks(pieces)
    }

    #[test]
    fn what_is_looked_at_is_noted_for_whoever_asks() {
        look_at(|| unreachable!("nobody asks"));
        let (inner, outer) = noting_looks(|| {
            look_at(|| piece("a"));
            let ((), inner) = noting_looks(|| {
                look_at(|| piece("b"));
                look_at(|| piece("b"));
            });
            unseen(|| look_at(|| piece("c")));
            look_at(|| piece("d"));
            inner
        });
        assert_eq!(inner, looks(&["b"]));
        assert_eq!(outer, looks(&["a", "d"]));
    }

    #[test]
    fn a_panic_leaves_no_looks_to_others() {
        let ((), looked_at) = noting_looks(|| {
            look_at(|| piece("a"));
            let panicked = std::panic::catch_unwind(|| {
                noting_looks(|| {
                    look_at(|| piece("b"));
                    panic!("while a page is made");
                })
            });
            assert!(panicked.is_err());
            look_at(|| piece("c"));
        });
        assert_eq!(looked_at, looks(&["a", "c"]));
    }

    #[test]
    fn a_piece_that_comes_goes_or_changes_is_another_state() {
        let looked_at = looks(&["a", "b"]);
        let state = |letters: &[(&str, u8)]| {
            let letters = letters.iter();
            let pieces = letters.map(|(name, state)| (piece(name), MadeFrom::of(state)));
            looked_at.states(&pieces.collect())
        };
        let before = state(&[("a", 1), ("b", 2), ("c", 3)]);
        assert_eq!(before, state(&[("b", 2), ("a", 1), ("c", 4)]));
        for other in [
            &[("a", 1)][..],
            &[("a", 1), ("b", 3)],
            &[("a", 2), ("b", 1)],
        ] {
            assert_ne!(before, state(other), "{other:?}");
        }
    }
}
