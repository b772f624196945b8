//! Names of documents, equal whatever their case and Unicode form.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::memory::Remember;
use crate::memory::bytes::{Reader, Writer};

/// The name of a document, service, cause or owner.
///
/// Two names are the same when they are equal in NFC and without case; the written form is kept.
#[derive(Debug, Clone)]
pub struct Id {
    written: Box<str>,
    /// The form in which names are compared; `None` where that is the written one, as it mostly is.
    folded: Option<Box<str>>,
}

impl Id {
    /// A name as written; surrounding space does not count.
    #[must_use]
    pub fn new(written: &str) -> Self {
        let written = in_nfc(written.trim()).into_boxed_str();
        let is_folded = written
            .bytes()
            .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let folded = (!is_folded)
            .then(|| written.to_lowercase())
            .filter(|folded| **folded != *written)
            .map(String::into_boxed_str);
        Self { written, folded }
    }

    /// As written, in NFC.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The form in which names are compared.
    #[must_use]
    pub fn key(&self) -> &str {
        self.folded.as_deref().unwrap_or(&self.written)
    }

    /// The form in which a written name is compared.
    #[must_use]
    pub fn key_of(written: &str) -> String {
        in_nfc(written.trim()).to_lowercase()
    }
}

impl Remember for Id {
    fn remember(&self, writer: &mut Writer) {
        writer.text(&self.written);
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        reader.text().map(Self::new)
    }
}

/// In NFC, which letters of ASCII, and so nearly all names, are already.
pub(crate) fn in_nfc(text: &str) -> String {
    if text.is_ascii() {
        text.to_owned()
    } else {
        text.nfc().collect()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Id {}

impl std::hash::Hash for Id {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Id {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(other.key())
    }
}

/// The place of an action or of a line on the page of its document.
#[must_use]
pub fn part_anchor(part: &str) -> String {
    part.to_lowercase().replace(char::is_whitespace, "-")
}
