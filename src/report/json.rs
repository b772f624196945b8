//! JSON as all formats write it.

use std::fmt::Write;

use serde::Serialize;

use crate::report::printable::steers;

/// A value as JSON, with nothing in it that could steer a terminal.
#[must_use]
pub fn pretty(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value)
        .unwrap_or_else(|error| unreachable!("only words and numbers: {error}"));
    escaped(&text) + "\n"
}

/// A value as JSON on one line, with nothing in it that could steer a terminal.
pub(super) fn line(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value)
        .unwrap_or_else(|error| unreachable!("only words and numbers: {error}"));
    escaped(&text)
}

/// The same JSON with everything escaped that could steer a terminal.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if !steers(c) {
            escaped.push(c);
        } else if write!(escaped, "\\u{:04x}", u32::from(c)).is_err() {
            // None of them takes more than one unit of UTF-16, and a string takes whatever comes.
            unreachable!("writing to a string does not fail");
        }
    }
    escaped
}
