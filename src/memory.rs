//! What a build remembers for the next one, and how it knows that it may.

pub mod bytes;
pub mod pieces;
mod remember;

use std::collections::BTreeMap;
use std::fmt;
use std::hash::Hash;
use std::num::ParseIntError;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use siphasher::sip128::{Hasher128, SipHasher13};

pub use remember::Remember;
pub(crate) use remember::{remember, remember_one_of};

/// What something is made from, as a number: as long as that stays the same, so does what is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct MadeFrom(u128);

impl MadeFrom {
    /// How many bytes such a number has.
    pub const BYTES: usize = 16;

    /// The number of these ingredients.
    pub fn of(ingredients: &(impl Hash + ?Sized)) -> Self {
        let mut hasher = SipHasher13::new();
        ingredients.hash(&mut hasher);
        Self(hasher.finish128().as_u128())
    }

    /// The number as bytes, the same on every machine.
    #[must_use]
    pub fn to_bytes(self) -> [u8; Self::BYTES] {
        self.0.to_le_bytes()
    }
}

impl From<MadeFrom> for String {
    fn from(MadeFrom(number): MadeFrom) -> Self {
        format!("{number:032x}")
    }
}

impl TryFrom<String> for MadeFrom {
    type Error = ParseIntError;

    fn try_from(digits: String) -> Result<Self, ParseIntError> {
        u128::from_str_radix(&digits, 16).map(Self)
    }
}

/// Keeps what was expensive to find out, from one state of a site to the next.
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

    /// Says that what is kept under a name may be asked for later, although it is not now: it stays.
    fn retain(&self, name: &str) {
        let _ = name;
    }

    /// Keeps something under a name, in the place of what was kept there before.
    fn keep(&self, name: &str, made_from: MadeFrom, bytes: &[u8]);
}

/// Remembers as long as it is there.
#[derive(Debug, Default)]
pub struct ShortTerm(Mutex<BTreeMap<String, (MadeFrom, Vec<u8>)>>);

impl Memory for ShortTerm {
    fn recall(&self, name: &str, made_from: MadeFrom) -> Option<Vec<u8>> {
        let kept = self.0.lock().ok()?;
        let (known, bytes) = kept.get(name)?;
        (*known == made_from).then(|| bytes.clone())
    }

    fn keep(&self, name: &str, made_from: MadeFrom, bytes: &[u8]) {
        if let Ok(mut kept) = self.0.lock() {
            kept.insert(name.to_owned(), (made_from, bytes.to_owned()));
        }
    }
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
