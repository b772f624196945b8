//! Whose front matter an archive has. To add a format: a file beside this one with what its keys
//! and words are called here, and a value of [`Format`].

mod cstate;
mod markdown;

use crate::config::Config;
use crate::document::Kind;
use crate::import::draft::Field;

/// Whose front matter an archive has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// cState, a status page.
    Cstate,
    /// Any Markdown.
    Markdown,
}

impl Format {
    /// The field of ours that a key fills, beside the other fields of its file, and its rank: of
    /// several keys for one field the lowest goes first.
    pub(super) fn field(
        self,
        kind: Kind,
        key: &str,
        all: &[Field],
    ) -> Option<(&'static str, usize)> {
        match self {
            Self::Cstate => cstate::field(kind, key, all).map(|field| (field, 0)),
            Self::Markdown => markdown::field(kind, key),
        }
    }

    /// What a word in one of our fields is called here; `None` where it is the same.
    pub(super) fn word<'a>(self, field: &str, word: &str, config: &'a Config) -> Option<&'a str> {
        match self {
            Self::Cstate => cstate::word(field, word, config),
            Self::Markdown => None,
        }
    }
}
