//! How a machine recognises a known error: from signatures as they are written to what they find
//! in a log.
//!
//! - A `text` stands in one line. Runs of white space are equal, on both sides; everything else
//!   counts as it is written, case too: a log line is copied, not typed. A text of several lines is
//!   the same as `lines`.
//! - A `regex` is found in one line, as [`regex`] understands it; white space counts.
//! - `lines` are texts that stand in this order in lines of their own, others between them, the
//!   last at most [`WINDOW`] lines behind the first.
//!
//! Before anything is matched, terminal escapes are removed from a line ([`mod@line`]).

mod fault;
pub mod javascript;
pub mod line;
pub mod log;
pub mod matcher;
mod pattern;
mod prefilter;
pub mod recognition;
mod required;
mod sequence;
pub mod significance;
mod table;

use std::sync::OnceLock;

use rayon::prelude::*;

use crate::document::Kind;
use crate::document::known_error::KnownErrorStatus;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};

pub use fault::Fault;
pub use matcher::{FoundLine, Hit, Matcher};
pub use pattern::{Pattern, Text};
pub use sequence::WINDOW;
use significance::{Insignificance, insignificance};
pub use table::{SignatureTable, TablePattern, TableRow};

/// A signature of a known error, compiled.
#[derive(Debug)]
pub struct Signature {
    /// The known error.
    pub entry: EntryIndex,
    /// Its position among the signatures of the known error, from 0.
    pub position: usize,
    /// The pattern, or what is wrong with it.
    pub pattern: Result<Pattern, Fault>,
    /// Why it says nothing, looked for when somebody first asks.
    insignificance: OnceLock<Option<Insignificance>>,
}

impl Signature {
    /// Why it says nothing; `None` where it says something, or cannot be matched.
    #[must_use]
    pub fn insignificance(&self) -> Option<Insignificance> {
        let look = || insignificance(self.pattern.as_ref().ok()?);
        *self.insignificance.get_or_init(look)
    }
}

/// The signatures of all known errors, in the order of entries.
#[derive(Debug)]
pub struct Signatures(Vec<Signature>);

impl Signatures {
    /// Compiles the signatures of a knowledge base. They are facts, so the original of each entry
    /// has them.
    #[must_use]
    pub fn of(base: &KnowledgeBase) -> Self {
        let known_errors: Vec<EntryIndex> = base.of_kind(Kind::KnownError).collect();
        let compiled = known_errors.into_par_iter().flat_map_iter(|entry| {
            let error = base.original(entry).known_error().into_iter();
            let written = error.flat_map(|error| error.signatures.iter().enumerate());
            written.map(move |(position, signature)| Signature {
                entry,
                position,
                pattern: Pattern::compile(signature),
                insignificance: OnceLock::new(),
            })
        });
        Self(compiled.collect())
    }

    /// The signatures of one entry.
    #[must_use]
    pub fn of_entry(&self, entry: EntryIndex) -> &[Signature] {
        let start = self.0.partition_point(|one| one.entry < entry);
        let end = self.0.partition_point(|one| one.entry <= entry);
        &self.0[start..end]
    }

    /// Those that can be matched, in the order in which hits are told: active known errors before
    /// drafts, fixed and retired ones; then texts and lines before expressions, the longest first;
    /// then by id.
    #[must_use]
    pub fn in_order(&self, base: &KnowledgeBase) -> Vec<(&Signature, &Pattern)> {
        let mut usable: Vec<(&Signature, &Pattern)> = self
            .0
            .iter()
            .filter_map(|signature| Some((signature, signature.pattern.as_ref().ok()?)))
            .collect();
        usable.sort_by_cached_key(|(signature, pattern)| {
            let is_expression = matches!(pattern, Pattern::Regex(_));
            (
                rank(base, signature.entry),
                is_expression,
                std::cmp::Reverse(pattern.length()),
                base[signature.entry].id.key().to_owned(),
                signature.position,
            )
        });
        usable
    }
}

/// How late a known error is told of, by its status.
fn rank(base: &KnowledgeBase, entry: EntryIndex) -> u8 {
    let error = base.original(entry).known_error();
    match error.map(crate::document::KnownError::status) {
        Some(KnownErrorStatus::Active) => 0,
        Some(KnownErrorStatus::Draft) => 1,
        Some(KnownErrorStatus::Fixed) => 2,
        Some(KnownErrorStatus::Retired) | None => 3,
    }
}
