//! Who has what: the inverted lists of all reports.

use std::cell::Cell;
use std::cmp::Reverse;

use rayon::join;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::knowledge_base::{EntryIndex, KnowledgeBase, TermKind};
use crate::language::Language;
use crate::link::Relations;
use crate::signature::recognition::Recognitions;

use super::fields::{AllFields, Fields, reports};
use super::identifiers::{Names, Shape, prefixes};
use super::inverted_lists::{Lists, Reach};
use super::profile::{Profile, Rarities};
use super::readings::{Reading, Readings};
use super::vocabulary::words_of_name;

/// How many reports may have an identifier or a phrase that says something.
pub(super) const MAX_SHARING: usize = 8;
/// How many reports may have an identifier that is rare.
pub(super) const RARE: usize = 3;
/// How far the list of a known error is followed: it says the same of all.
const KNOWN_ERROR: Reach = Reach {
    longest: usize::MAX,
    each_side: 6,
};
/// How far a list of causes, vendors, or both with a service is followed.
const FIELDS: Reach = Reach {
    longest: 64,
    each_side: 6,
};
/// How far a list of an identifier or a phrase is followed.
const NAMES: Reach = Reach {
    longest: MAX_SHARING,
    each_side: MAX_SHARING,
};
/// How far the list of a word is followed.
const WORD: Reach = Reach {
    longest: 256,
    each_side: 32,
};
/// How many words of a text are looked up.
const WORDS: usize = 20;
/// How many reports with words in common are compared.
const ALIKE: usize = 8;

/// An identifier in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name {
    pub(super) hash: u64,
    pub(super) shape: Shape,
    /// Whether it stands in a line from a log.
    pub(super) is_quoted: bool,
}

/// What one report has in common with some others.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Identifiers, by hash.
    pub(super) names: Box<[Name]>,
    /// Phrases of logs, sorted.
    pub(super) phrases: Box<[u64]>,
    pub(super) profile: Profile,
}

/// All reports, numbered oldest first.
#[derive(Debug)]
pub(super) struct Index<'a> {
    pub(super) base: &'a KnowledgeBase,
    pub(super) names: Names<'a>,
    pub(super) fields: AllFields,
    order: Vec<EntryIndex>,
    numbers: Vec<Option<u32>>,
    reports: Vec<Report>,
    pub(super) known_errors: Lists<u32>,
    pub(super) causes: Lists<u32>,
    pub(super) services: Lists<u32>,
    pub(super) vendors: Lists<u32>,
    pub(super) causes_of_services: Lists<(u32, u32)>,
    pub(super) causes_of_vendors: Lists<(u32, u32)>,
    vendors_of_services: Lists<(u32, u32)>,
    pub(super) identifiers: Lists<u64>,
    phrases: Lists<u64>,
    words: Lists<u32>,
}

impl<'a> Index<'a> {
    pub(super) fn of(
        base: &'a KnowledgeBase,
        relations: &Relations,
        recognitions: &Recognitions,
        readings: &Readings,
    ) -> Self {
        let fields = AllFields::of(base, relations, recognitions);
        let names = Names::of(base);
        let order = oldest_first(base);
        let mut numbers = vec![None; base.entries().len()];
        for (number, entry) in (0..).zip(&order) {
            numbers[entry.0] = Some(number);
        }
        let nothing = Reading::nothing();
        let read: Vec<&Reading> = order
            .iter()
            .map(|entry| readings.of_entry(*entry).unwrap_or(&nothing))
            .collect();
        let rarities = || {
            let counts = read.iter().map(|read| read.counts.as_slice());
            Rarities::of(counts, &words_of_names(base))
        };
        let identifiers = || {
            let names = pairs(&read, |read| read.names.iter().map(|name| name.hash));
            Lists::within(2..=MAX_SHARING, names)
        };
        let phrases = || {
            let phrases = pairs(&read, |read| read.phrases.iter().copied());
            Lists::within(2..=MAX_SHARING, phrases)
        };
        let (rarities, (identifiers, phrases)) = join(rarities, || join(identifiers, phrases));
        let reports: Vec<Report> = read
            .par_iter()
            .map(|read| {
                let names = read.names.iter().copied();
                let phrases_read = read.phrases.iter().copied();
                Report {
                    names: names
                        .filter(|name| !identifiers.get(name.hash).is_empty())
                        .collect(),
                    phrases: phrases_read
                        .filter(|phrase| !phrases.get(*phrase).is_empty())
                        .collect(),
                    profile: Profile::of(&read.counts, &rarities),
                }
            })
            .collect();
        let words_read = pairs(&reports, |report| {
            report.profile.words().iter().map(|word| word.word)
        });
        let words = Lists::within(2..=WORD.longest, words_read);
        let of_order: Vec<&Fields> = order
            .iter()
            .map(|entry| &fields.of_entry[entry.0])
            .collect();
        Self {
            known_errors: Lists::of(pairs(&of_order, |fields| {
                fields
                    .known_errors
                    .iter()
                    .map(|(error, _)| u32::try_from(error.0).unwrap_or(u32::MAX))
            })),
            causes: Lists::of(pairs(&of_order, |fields| fields.causes.iter().copied())),
            services: Lists::of(pairs(&of_order, |fields| fields.services.iter().copied())),
            vendors: Lists::of(pairs(&of_order, |fields| fields.vendors.iter().copied())),
            causes_of_services: Lists::of(pairs(&of_order, |fields| {
                both(&fields.causes, &fields.services)
            })),
            vendors_of_services: Lists::of(pairs(&of_order, |fields| {
                both(&fields.vendors, &fields.services)
            })),
            causes_of_vendors: Lists::of(pairs(&of_order, |fields| {
                both(&fields.causes, &fields.vendors)
            })),
            base,
            names,
            fields,
            order,
            numbers,
            reports,
            identifiers,
            phrases,
            words,
        }
    }

    /// How many reports there are.
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// All reports, oldest first.
    pub(super) fn order(&self) -> &[EntryIndex] {
        &self.order
    }

    /// Which of all reports one is, from the oldest; `None` for what is no report.
    pub(super) fn number(&self, entry: EntryIndex) -> Option<u32> {
        self.numbers[entry.0]
    }

    pub(super) fn report(&self, entry: EntryIndex) -> Option<&Report> {
        self.reports.get(self.number(entry)? as usize)
    }

    /// How many reports are between two in time.
    pub(super) fn distance(&self, a: EntryIndex, b: EntryIndex) -> u32 {
        let number = |entry| self.number(entry).unwrap_or_default();
        number(a).abs_diff(number(b))
    }

    /// The reports that may resemble one, in no order.
    pub(super) fn near(
        &self,
        entry: EntryIndex,
        wanted: &impl Fn(EntryIndex) -> bool,
    ) -> Vec<EntryIndex> {
        let Some(number) = self.number(entry) else {
            return Vec::new();
        };
        let wanted = |report: u32| wanted(self.order[report as usize]);
        let mut near = Vec::new();
        let fields = &self.fields.of_entry[entry.0];
        for (error, _) in &fields.known_errors {
            // It is the answer, however many others there are.
            let itself = self.number(*error);
            near.extend(itself.filter(|itself| *itself != number && wanted(*itself)));
            let error = u32::try_from(error.0).unwrap_or(u32::MAX);
            self.known_errors
                .near(error, number, KNOWN_ERROR, &wanted, &mut near);
        }
        let (causes, services, vendors) = (&fields.causes, &fields.services, &fields.vendors);
        for (lists, keys) in [
            (&self.causes_of_services, both(causes, services)),
            (&self.causes_of_vendors, both(causes, vendors)),
            (&self.vendors_of_services, both(vendors, services)),
        ] {
            for key in keys {
                lists.near(key, number, FIELDS, &wanted, &mut near);
            }
        }
        for cause in causes {
            self.causes.near(*cause, number, FIELDS, &wanted, &mut near);
        }
        let report = &self.reports[number as usize];
        for name in &report.names {
            self.identifiers
                .near(name.hash, number, NAMES, &wanted, &mut near);
        }
        for phrase in &report.phrases {
            self.phrases
                .near(*phrase, number, NAMES, &wanted, &mut near);
        }
        self.alike(number, &wanted, &mut near);
        near.sort_unstable();
        near.dedup();
        near.into_iter()
            .map(|report| self.order[report as usize])
            .collect()
    }

    /// Adds the reports that have most rare words in common with one.
    fn alike(&self, number: u32, wanted: &impl Fn(u32) -> bool, near: &mut Vec<u32>) {
        let mut sums = SUMS.take();
        sums.of_reports.resize(self.len(), 0);
        let mut found = Vec::new();
        for word in self.reports[number as usize].profile.heaviest(WORDS) {
            found.clear();
            self.words.near(word.word, number, WORD, wanted, &mut found);
            for report in &found {
                let sum = &mut sums.of_reports[*report as usize];
                if *sum == 0 {
                    sums.summed.push(*report);
                }
                *sum += u32::from(word.weight);
            }
        }
        let by_sum = |report: &u32| Reverse((sums.of_reports[*report as usize], *report));
        if sums.summed.len() > ALIKE {
            sums.summed.select_nth_unstable_by_key(ALIKE, by_sum);
        }
        near.extend(sums.summed.iter().take(ALIKE));
        for report in sums.summed.drain(..) {
            sums.of_reports[report as usize] = 0;
        }
        SUMS.set(sums);
    }
}

/// Sums by report, all of them 0 between two uses: there are too many reports to begin with a new list for each.
#[derive(Default)]
struct Sums {
    of_reports: Vec<u32>,
    /// The reports whose sums are more than 0.
    summed: Vec<u32>,
}

thread_local! {
    static SUMS: Cell<Sums> = Cell::default();
}

/// The words of the names of services, vendors, causes and the like, and of the site's ids.
fn words_of_names(base: &KnowledgeBase) -> FxHashSet<u32> {
    let terms = TermKind::ALL
        .into_iter()
        .flat_map(|kind| base.terms.of_kind(kind));
    let of_terms = terms.flat_map(|term| {
        let documents = term.document.into_iter();
        let documents = documents.flat_map(|entry| base[entry].documents());
        let titles = documents.map(|document| base[document].title.as_str());
        let names = Language::ALL.map(|language| term.name_in(language));
        names.into_iter().chain([term.id.as_str()]).chain(titles)
    });
    let prefixes: FxHashSet<&str> = prefixes(base).collect();
    of_terms.chain(prefixes).flat_map(words_of_name).collect()
}

/// Reports by date and id; those without a date first.
fn oldest_first(base: &KnowledgeBase) -> Vec<EntryIndex> {
    let mut order: Vec<EntryIndex> = reports(base).collect();
    order.sort_by_cached_key(|entry| {
        let date = base.original(*entry).date();
        let day = date.map(|date| date.day_in(base.config.zone));
        (day, base[*entry].id.key().to_owned(), *entry)
    });
    order
}

/// The keys of reports, each with the number of its report.
fn pairs<'t, T, K, I: Iterator<Item = K>>(
    reports: &'t [T],
    keys: impl Fn(&'t T) -> I,
) -> Vec<(K, u32)> {
    let mut pairs = Vec::new();
    for (number, report) in (0..).zip(reports) {
        pairs.extend(keys(report).map(|key| (key, number)));
    }
    pairs
}

/// All pairs of one of the first and one of the second.
pub(super) fn both<'f>(
    first: &'f [u32],
    second: &'f [u32],
) -> impl Iterator<Item = (u32, u32)> + 'f {
    let with_each = |a: &'f u32| second.iter().map(move |b| (*a, *b));
    first.iter().flat_map(with_each)
}
