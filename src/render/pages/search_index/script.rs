//! Files that a page can load with a script element: the only ones that load from a disk, too.

use std::hash::Hasher;

use serde::Serialize;
use siphasher::sip::SipHasher13;

use crate::render::site::{Output, RenderError, write};

/// The folder of the index.
const FOLDER: &str = "search";

/// How many letters of a name stand for what is in a file.
pub(super) const HASH_LETTERS: usize = 8;

/// What a file says, as a line of JavaScript without its name.
pub(in crate::render::pages) fn payload(value: &impl Serialize) -> String {
    serde_json::to_string(value)
        .unwrap_or_else(|error| unreachable!("plain values are always JSON: {error}"))
}

/// Letters that change with the content: a browser may keep a file of such a name for ever.
pub(in crate::render::pages) fn hash<'a>(contents: impl IntoIterator<Item = &'a str>) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut hasher = SipHasher13::new();
    for content in contents {
        hasher.write(content.as_bytes());
        hasher.write_u8(0xFF);
    }
    let hash = hasher.finish();
    (0..HASH_LETTERS)
        .map(|position| char::from(LETTERS[(hash >> (5 * position) & 31) as usize]))
        .collect()
}

/// Hands a file on: `name` is what asks for it, without folder and ending.
pub(in crate::render::pages) fn write_named(
    output: &dyn Output,
    name: &str,
    payload: &str,
) -> Result<(), RenderError> {
    let script = format!("hanseiSearch.take({name:?},{payload});\n");
    write(output, &format!("{FOLDER}/{name}.js"), script.as_bytes())
}

/// Hands a file on whose name is its sort and its hash; gives the hash.
pub(in crate::render::pages) fn write_hashed(
    output: &dyn Output,
    sort: &str,
    payload: &str,
) -> Result<String, RenderError> {
    let hash = hash([payload]);
    write_named(output, &format!("{sort}-{hash}"), payload)?;
    Ok(hash)
}
