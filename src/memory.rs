//! What a build remembers for the next one, and how it knows that it may.

use std::fmt;
use std::hash::Hash;

use serde::{Deserialize, Serialize};
use siphasher::sip128::{Hasher128, SipHasher13};

/// What something is made from, as a number: as long as that stays the same, so does what is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MadeFrom(u128);

impl MadeFrom {
    /// The number of these ingredients.
    pub fn of(ingredients: &(impl Hash + ?Sized)) -> Self {
        let mut hasher = SipHasher13::new();
        ingredients.hash(&mut hasher);
        Self(hasher.finish128().as_u128())
    }

    /// The number as bytes, the same on every machine.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_le_bytes()
    }
}

/// Keeps what was dear to find out, from one state of a site to the next.
///
/// What it gives back is as it was kept, or nothing: what is not whole, or from another version of the program,
/// is forgotten.
pub trait Memory: fmt::Debug + Sync {
    /// Whether it keeps anything: else nobody needs to find out what something is made from.
    fn remembers(&self) -> bool {
        true
    }

    /// What was kept under a name, if it was made from the same.
    fn recall(&self, name: &str, made_from: MadeFrom) -> Option<Vec<u8>>;

    /// Keeps something under a name, in the place of what was kept there before.
    fn keep(&self, name: &str, made_from: MadeFrom, bytes: &[u8]);
}

/// Remembers nothing.
#[derive(Debug, Default)]
pub struct Forgetful;

impl Memory for Forgetful {
    fn remembers(&self) -> bool {
        false
    }

    fn recall(&self, _: &str, _: MadeFrom) -> Option<Vec<u8>> {
        None
    }

    fn keep(&self, _: &str, _: MadeFrom, _: &[u8]) {}
}
