//! Which known errors the texts of reports are recognised by.

use rayon::prelude::*;

use crate::document::Kind;
use crate::knowledge_base::unchanged::Unchanged;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::signature::{Matcher, Pattern, Signatures};

/// A known error whose signature is found in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recognised {
    /// The known error.
    pub error: EntryIndex,
    /// The position of the signature among those of the known error, from 0.
    pub signature: usize,
}

/// The known errors that the texts of incidents and known errors are recognised by, in all languages
/// they are written in.
#[derive(Debug, Hash)]
pub struct Recognitions {
    /// The signatures that were looked for.
    telling: Vec<Recognised>,
    of_entry: Vec<Vec<Recognised>>,
}

impl Recognitions {
    /// Looks for the signatures in the texts of all reports. Those that any log has are left out: they
    /// recognise nothing.
    #[must_use]
    pub fn of(base: &KnowledgeBase, signatures: &Signatures) -> Self {
        Self::after(base, signatures, None)
    }

    /// The same; reports in which the same signatures were looked for in the state before are not looked at again.
    #[must_use]
    pub fn after(
        base: &KnowledgeBase,
        signatures: &Signatures,
        before: Option<(&Unchanged, &Self)>,
    ) -> Self {
        let telling = signatures.in_order(base).into_iter();
        let telling = telling.filter(|(signature, _)| signature.insignificance().is_none());
        let telling = telling.map(|(signature, pattern)| {
            let recognised = Recognised {
                error: signature.entry,
                signature: signature.position,
            };
            (recognised, pattern)
        });
        let (of_telling, patterns): (Vec<Recognised>, Vec<&Pattern>) = telling.into_iter().unzip();
        if patterns.is_empty() {
            return Self {
                telling: of_telling,
                of_entry: vec![Vec::new(); base.entries.len()],
            };
        }
        let before = before.filter(|(unchanged, before)| {
            let mut known_errors = base.of_kind(Kind::KnownError);
            before.telling == of_telling && known_errors.all(|error| unchanged.has(error))
        });
        let matcher = Matcher::new(patterns);
        let entries = (0..base.entries.len()).into_par_iter().map(EntryIndex);
        let of_entries = entries.map(|entry| {
            let known = before.filter(|(unchanged, _)| unchanged.has(entry));
            known.map_or_else(
                || recognised(base, entry, &matcher, &of_telling),
                |(_, before)| before.of_entry(entry).to_vec(),
            )
        });
        Self {
            of_entry: of_entries.collect(),
            telling: of_telling,
        }
    }

    /// The signatures that are found in a report, by known error; its own are among them.
    #[must_use]
    pub fn of_entry(&self, entry: EntryIndex) -> &[Recognised] {
        &self.of_entry[entry.0]
    }
}

/// The signatures that are found in the texts of an entry, where it is a report.
fn recognised(
    base: &KnowledgeBase,
    entry: EntryIndex,
    matcher: &Matcher,
    telling: &[Recognised],
) -> Vec<Recognised> {
    let kind = base.original(entry).kind();
    if !matches!(kind, Kind::Incident | Kind::KnownError) {
        return Vec::new();
    }
    let mut recognised: Vec<Recognised> = base[entry]
        .documents()
        .flat_map(|document| matcher.find_in(&base[document].text))
        .map(|hit| telling[hit.pattern])
        .collect();
    recognised.sort_unstable();
    recognised.dedup();
    recognised
}
