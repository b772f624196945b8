//! What is remembered of the index from one state of the site to the next: whole, or not at all.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use crate::memory::bytes::{Reader, Writer};
use crate::memory::{MadeFrom, Memory};

/// What tells some bytes from others.
pub(super) fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    hasher.finish()
}

/// The bytes that were kept under this name, from the same.
pub(super) fn recall(memory: &dyn Memory, name: &str, made_from: MadeFrom) -> Option<Vec<u8>> {
    let kept = memory.recall(name, made_from)?;
    let mut reader = Reader::open(name, &kept)?;
    let is_of_the_same = reader.made_from()? == made_from;
    is_of_the_same.then(|| reader.rest().to_vec())
}

/// Keeps bytes under a name.
pub(super) fn keep(memory: &dyn Memory, name: &str, made_from: MadeFrom, bytes: &[u8]) {
    let mut writer = Writer::begin(name);
    writer.made_from(made_from);
    writer.raw(bytes);
    memory.keep(name, made_from, &writer.end());
}
