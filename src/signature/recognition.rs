//! Which known errors the texts of reports are recognised by.

use std::sync::LazyLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::document::Kind;
use crate::knowledge_base::unchanged::Unchanged;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::memory::bytes::{Reader, Writer};
use crate::memory::{MadeFrom, Memory};
use crate::signature::{Matcher, Pattern, Signatures};

/// The name by which it is remembered what was found.
const KEPT: &str = "recognitions";

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
        let (telling, patterns) = telling(base, signatures);
        let before = before.filter(|(unchanged, before)| {
            let mut known_errors = base.of_kind(Kind::KnownError);
            before.telling == telling && known_errors.all(|error| unchanged.has(error))
        });
        let matcher = LazyLock::new(|| Matcher::new(patterns));
        let entries = (0..base.entries().len()).into_par_iter().map(EntryIndex);
        let of_entries = entries.map(|entry| {
            let known = before.filter(|(unchanged, _)| unchanged.has(entry));
            known.map_or_else(
                || recognised(&found(base, entry, &telling, &matcher), &telling),
                |(_, before)| before.of_entry(entry).to_vec(),
            )
        });
        Self {
            of_entry: of_entries.collect(),
            telling,
        }
    }

    /// The same; reports that `memory` has seen with these texts, which `texts` has as numbers by entry, are not
    /// looked at again where the signatures are the same. `memory` has seen all of them afterwards.
    #[must_use]
    pub fn recalling(
        base: &KnowledgeBase,
        signatures: &Signatures,
        texts: &[Option<MadeFrom>],
        memory: &dyn Memory,
    ) -> Self {
        let (telling, patterns) = telling(base, signatures);
        let looked_for: Vec<_> = patterns.iter().map(|pattern| pattern.written()).collect();
        let made_from = MadeFrom::of(&looked_for);
        let known = memory.recall(KEPT, made_from);
        let known = known
            .and_then(|bytes| read_found(&bytes))
            .unwrap_or_default();
        let matcher = LazyLock::new(|| Matcher::new(patterns));
        let entries = (0..base.entries().len()).into_par_iter().map(EntryIndex);
        let of_entries: Vec<Vec<u32>> = entries
            .map(|entry| {
                let known = texts[entry.0].and_then(|text| known.get(&text).cloned());
                known.unwrap_or_else(|| found(base, entry, &telling, &matcher))
            })
            .collect();
        let of_texts = || {
            let pairs = texts.iter().zip(&of_entries);
            pairs.filter_map(|(text, found)| Some(((*text)?, found)))
        };
        if of_texts().count() != known.len()
            || of_texts().any(|(text, _)| !known.contains_key(&text))
        {
            memory.keep(
                KEPT,
                made_from,
                &write_found(&of_texts().collect::<Vec<_>>()),
            );
        }
        let of_entry = of_entries.iter();
        Self {
            of_entry: of_entry.map(|found| recognised(found, &telling)).collect(),
            telling,
        }
    }

    /// The signatures that are found in a report, by known error; its own are among them.
    #[must_use]
    pub fn of_entry(&self, entry: EntryIndex) -> &[Recognised] {
        &self.of_entry[entry.0]
    }
}

/// The signatures that say something, and their patterns.
fn telling<'s>(
    base: &KnowledgeBase,
    signatures: &'s Signatures,
) -> (Vec<Recognised>, Vec<&'s Pattern>) {
    let telling = signatures.in_order(base).into_iter();
    let telling = telling.filter(|(signature, _)| signature.insignificance().is_none());
    let telling = telling.map(|(signature, pattern)| {
        let recognised = Recognised {
            error: signature.entry,
            signature: signature.position,
        };
        (recognised, pattern)
    });
    telling.unzip()
}

/// Which of the telling signatures are found in the texts of an entry, where it is a report: their numbers, sorted.
fn found(
    base: &KnowledgeBase,
    entry: EntryIndex,
    telling: &[Recognised],
    matcher: &Matcher<'_>,
) -> Vec<u32> {
    let kind = base.original(entry).kind();
    if telling.is_empty() || !matches!(kind, Kind::Incident | Kind::KnownError) {
        return Vec::new();
    }
    let mut found: Vec<u32> = base[entry]
        .documents()
        .flat_map(|document| matcher.find_in(&base[document].text))
        .filter_map(|hit| u32::try_from(hit.pattern).ok())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The telling signatures with these numbers, by known error.
fn recognised(found: &[u32], telling: &[Recognised]) -> Vec<Recognised> {
    let found = found.iter();
    let mut recognised: Vec<Recognised> = found
        .filter_map(|number| telling.get(*number as usize).copied())
        .collect();
    recognised.sort_unstable();
    recognised
}

/// What was found in texts, by their numbers, as it is remembered.
fn write_found(found: &[(MadeFrom, &Vec<u32>)]) -> Vec<u8> {
    let mut writer = Writer::begin(KEPT);
    writer.list(found, |writer, (text, found)| {
        writer.made_from(*text);
        writer.list(found, |writer, number| writer.number(*number));
    });
    writer.end()
}

fn read_found(bytes: &[u8]) -> Option<FxHashMap<MadeFrom, Vec<u32>>> {
    let mut reader = Reader::open(KEPT, bytes)?;
    let found = reader.list(|reader| Some((reader.made_from()?, reader.list(Reader::number)?)))?;
    reader.is_at_end().then(|| found.into_iter().collect())
}
