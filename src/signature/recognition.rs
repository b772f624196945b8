//! Which known errors the texts of reports are recognised by.

use rayon::prelude::*;

use crate::document::Kind;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::signature::{Matcher, Pattern, Signature, Signatures};

/// A known error whose signature is found in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recognised {
    /// The known error.
    pub error: EntryIndex,
    /// The position of the signature among those of the known error, from 0.
    pub signature: usize,
}

/// The known errors that the texts of incidents and known errors are recognised by, in all languages
/// they are written in.
#[derive(Debug)]
pub struct Recognitions(Vec<Vec<Recognised>>);

impl Recognitions {
    /// Looks for the signatures in the texts of all reports. Those that any log has are left out: they
    /// recognise nothing.
    #[must_use]
    pub fn of(base: &KnowledgeBase, signatures: &Signatures) -> Self {
        let telling: Vec<(&Signature, &Pattern)> = signatures
            .in_order(base)
            .into_iter()
            .filter(|(signature, _)| signature.insignificance().is_none())
            .collect();
        let mut recognitions = vec![Vec::new(); base.entries.len()];
        if telling.is_empty() {
            return Self(recognitions);
        }
        let matcher = Matcher::new(telling.iter().map(|(_, pattern)| *pattern));
        recognitions
            .par_iter_mut()
            .enumerate()
            .for_each(|(entry, recognised)| {
                let entry = EntryIndex(entry);
                let kind = base.original(entry).kind();
                if !matches!(kind, Kind::Incident | Kind::KnownError) {
                    return;
                }
                for document in base[entry].documents() {
                    let hits = matcher.find_in(&base[document].text);
                    recognised.extend(hits.iter().map(|hit| {
                        let signature = telling[hit.pattern].0;
                        Recognised {
                            error: signature.entry,
                            signature: signature.position,
                        }
                    }));
                }
                recognised.sort_unstable();
                recognised.dedup();
            });
        Self(recognitions)
    }

    /// The signatures that are found in a report, by known error; its own are among them.
    #[must_use]
    pub fn of_entry(&self, entry: EntryIndex) -> &[Recognised] {
        &self.0[entry.0]
    }
}
