//! What the candidates of a report are made from, as a number: as long as that stays the same, so do they.
//!
//! Nothing is asked here of what has changed between two states: all that finding candidates looks at is put into one
//! number, and where that is known, what was found is known. So it is right for whatever change, as long as nothing
//! that is looked at is left out:
//!
//! - **Whom a report is compared with** is found anew each time, by the lists themselves ([`Index::near`]). How long
//!   these are, who stands near in them, and which words of a profile count most, need not be told.
//! - **The order where all else is equal** is that in which they are put here: the nearest in time first, then by entry.
//! - **What [`Comparison::of`] looks at of each of two reports** is told by [`Seen`]: fields, identifiers, phrases, and
//!   the profile, whose weights hold how rare words are. Of the lists of causes, services, vendors, identifiers and
//!   pairs of them a comparison asks how long they are, always for keys that both reports have. So each report tells
//!   what the lengths of its own say to a comparison; not the lengths, since most lists grow and say the same. How
//!   many reports there are counts in these answers alone. The lists of known errors, phrases and words, and those of
//!   vendors with services, are not asked for their lengths.
//! - **Relations** count between a report and each that it is compared with.
//! - **The words that are shown** ([`Text`](super::shared_words::Text)) are taken from the text of the report, and from
//!   those of its identifiers that are no names of the site. Beside the text they depend on what agrees
//!   ([`of_reasons`]), and no more on how much that counts.
//! - Entries and terms have numbers that move when others come and go, so all are told by their ids, in the order of
//!   their numbers.

use rayon::prelude::*;

use crate::document::Id;
use crate::document::common::RelationType;
use crate::knowledge_base::EntryIndex;
use crate::memory::MadeFrom;

use super::compare::{Comparison, is_common, is_shared_by_few};
use super::fields::{Fields, Recognition};
use super::index::{Index, Name, RARE};
use super::profile::{Profile, rarity};
use super::readings::Readings;
use super::words::signature_text;

/// What others see of each report, and what it alone sees of itself, as numbers.
#[derive(Debug)]
pub(super) struct Ingredients {
    /// By report number.
    of_reports: Vec<Ingredient>,
}

#[derive(Debug)]
struct Ingredient {
    seen: MadeFrom,
    text: MadeFrom,
}

/// Of each report, by number, what the words are taken from that are shown of it.
pub(super) fn of_texts(index: &Index<'_>, readings: &Readings) -> Vec<MadeFrom> {
    let of_reports = index.order().par_iter().map(|entry| {
        let reading = readings.of_entry(*entry);
        MadeFrom::of(&reading.map(|reading| (reading.text, &reading.asked)))
    });
    of_reports.collect()
}

impl Ingredients {
    /// Of all reports; `texts` is [`of_texts`].
    pub(super) fn of(index: &Index<'_>, texts: &[MadeFrom]) -> Self {
        let of_reports = index.order().par_iter().zip(texts);
        let of_reports = of_reports.map(|(entry, text)| Ingredient {
            seen: MadeFrom::of(&Seen::of(index, *entry)),
            text: *text,
        });
        Self {
            of_reports: of_reports.collect(),
        }
    }

    /// What the words that are shown of an entry are taken from.
    pub(super) fn of_text(&self, index: &Index<'_>, entry: EntryIndex) -> Option<MadeFrom> {
        let number = index.number(entry)?;
        let of_report = self.of_reports.get(number as usize)?;
        Some(of_report.text)
    }

    /// What the candidates of an entry are made from, where `near` are those that it is compared with, in order, and
    /// their relations to it.
    pub(super) fn of_candidates(
        &self,
        index: &Index<'_>,
        entry: EntryIndex,
        near: impl Iterator<Item = (EntryIndex, Option<RelationType>)>,
    ) -> MadeFrom {
        let of = |entry| self.of_reports.get(index.number(entry)? as usize);
        let itself = of(entry).map(|one| (one.seen, one.text));
        let near: Vec<_> = near
            .map(|(other, relation)| (of(other).map(|one| one.seen), relation))
            .collect();
        MadeFrom::of(&(itself, near))
    }
}

/// All of a comparison that reasons are told by, or shown with them: what agrees, by id, and the relation between the
/// two.
pub(super) fn of_reasons(
    index: &Index<'_>,
    comparison: &Comparison,
    relation: Option<RelationType>,
) -> MadeFrom {
    let (base, fields) = (index.base, &index.fields);
    let id = |entry: EntryIndex| base[entry].id.as_str();
    let known_error = comparison.known_error.map(|(error, position)| {
        let signature = position.map(|position| signature_text(base, error, position));
        (id(error), position, signature)
    });
    let causes = comparison.causes.iter().map(|one| fields.cause(*one));
    let vendors = comparison.vendors.iter().map(|one| fields.vendor(*one));
    let services = comparison.services.iter().map(|one| fields.service(*one));
    let of_fields = (
        causes.map(Id::as_str).collect::<Vec<_>>(),
        vendors.map(Id::as_str).collect::<Vec<_>>(),
        services.map(Id::as_str).collect::<Vec<_>>(),
    );
    let of_texts = (
        &comparison.names,
        &comparison.phrases,
        &comparison.likeness.shared,
        comparison.has_like_title(),
        comparison.has_like_text(),
    );
    MadeFrom::of(&(
        id(comparison.other),
        base.original(comparison.other).kind(),
        comparison.strength,
        comparison.other_cause,
        relation,
        known_error,
        of_fields,
        of_texts,
    ))
}

/// What a comparison sees of a report.
#[derive(Hash)]
struct Seen<'a> {
    id: &'a str,
    is_maintenance: bool,
    causes: Vec<Cause<'a>>,
    /// Ids, and how rare they are.
    services: Vec<(&'a str, u32)>,
    vendors: Vec<(&'a str, u32)>,
    known_errors: Vec<KnownError<'a>>,
    /// Identifiers, and whether they are rare.
    names: Vec<(Name, bool)>,
    phrases: &'a [u64],
    profile: Option<&'a Profile>,
}

#[derive(Hash)]
struct Cause<'a> {
    id: &'a str,
    rarity: u32,
    is_common: bool,
    has_narrower: bool,
    broader: Vec<&'a str>,
    /// With which of the services, and of the vendors, few reports share it.
    with_services: Vec<bool>,
    with_vendors: Vec<bool>,
}

#[derive(Hash)]
struct KnownError<'a> {
    id: &'a str,
    how: Recognition,
    /// The signature, as it is shown.
    signature: Option<String>,
}

impl<'a> Seen<'a> {
    fn of(index: &'a Index<'_>, entry: EntryIndex) -> Self {
        let all = &index.fields;
        let fields = &all.of_entry[entry.0];
        let report = index.report(entry);
        let rarity = |having: usize| rarity(index.len(), having);
        let services = fields.services.iter().map(|service| {
            let having = index.services.get(*service).len();
            (all.service(*service).as_str(), rarity(having))
        });
        let vendors = fields.vendors.iter().map(|vendor| {
            let having = index.vendors.get(*vendor).len();
            (all.vendor(*vendor).as_str(), rarity(having))
        });
        let known_errors = fields.known_errors.iter().map(|(error, how)| KnownError {
            id: index.base[*error].id.as_str(),
            how: *how,
            signature: match how {
                Recognition::Signature(position) => signature_text(index.base, *error, *position),
                Recognition::Itself | Recognition::Link => None,
            },
        });
        let names = report.into_iter().flat_map(|report| &report.names);
        let names = names.map(|name| (*name, index.identifiers.get(name.hash).len() <= RARE));
        Self {
            id: index.base[entry].id.as_str(),
            is_maintenance: fields.is_maintenance,
            causes: causes(index, fields),
            services: services.collect(),
            vendors: vendors.collect(),
            known_errors: known_errors.collect(),
            names: names.collect(),
            phrases: report.map_or(&[], |report| &report.phrases),
            profile: report.map(|report| &report.profile),
        }
    }
}

fn causes<'a>(index: &'a Index<'_>, fields: &Fields) -> Vec<Cause<'a>> {
    let all = &index.fields;
    let causes = fields.causes.iter().copied().map(|cause| Cause {
        id: all.cause(cause).as_str(),
        rarity: rarity(index.len(), index.causes.get(cause).len()),
        is_common: is_common(index, cause),
        has_narrower: all.has_narrower(cause),
        broader: all.broader(cause).map(Id::as_str).collect(),
        with_services: of_each(&fields.services, |service| {
            is_shared_by_few(&index.causes_of_services, (cause, service))
        }),
        with_vendors: of_each(&fields.vendors, |vendor| {
            is_shared_by_few(&index.causes_of_vendors, (cause, vendor))
        }),
    });
    causes.collect()
}

fn of_each(terms: &[u32], is_so: impl Fn(u32) -> bool) -> Vec<bool> {
    terms.iter().copied().map(is_so).collect()
}
