//! What is remembered of the index from one state of the site to the next: whole, or not at all.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use crate::memory::{MadeFrom, Memory};

/// What tells some bytes from others.
pub(super) fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    hasher.finish()
}

/// The bytes that were kept under this name, from the same.
pub(super) fn recall(memory: &dyn Memory, name: &str, made_from: MadeFrom) -> Option<Vec<u8>> {
    let mut bytes = memory.recall(name, made_from)?;
    let content = bytes.len().checked_sub(size_of::<MadeFrom>())?;
    let seal = bytes.split_off(content);
    (seal == self::seal(name, made_from, &bytes)).then_some(bytes)
}

/// Keeps bytes under a name.
pub(super) fn keep(memory: &dyn Memory, name: &str, made_from: MadeFrom, mut bytes: Vec<u8>) {
    let seal = seal(name, made_from, &bytes);
    bytes.extend(seal);
    memory.keep(name, made_from, &bytes);
}

/// What stands behind bytes that are whole and in their place.
fn seal(name: &str, made_from: MadeFrom, bytes: &[u8]) -> [u8; size_of::<MadeFrom>()] {
    MadeFrom::of(&(name, made_from, bytes)).to_bytes()
}
