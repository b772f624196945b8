//! What a build remembers for the next one, and how it knows that it may.

pub mod bytes;

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
}

/// Keeps what was dear to find out, from one state of a site to the next.
///
/// What it gives back is as it was kept, or nothing: what is not whole, or from another version of the program,
/// is forgotten.
pub trait Memory: fmt::Debug + Sync {
    /// Whether it keeps anything: what is only found out in order to be kept need not be found out otherwise.
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
