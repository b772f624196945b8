//! Two reports side by side: what agrees, and how much that says.
//!
//! Whatever is looked at here is told by [`super::ingredients`] too, or old candidates would be taken for new ones.

use crate::knowledge_base::EntryIndex;

use super::Strength;
use super::fields::{Fields, Recognition};
use super::identifiers::Shape;
use super::index::{Index, Name, RARE, both};
use super::inverted_lists::Lists;
use super::profile::{Likeness, rarity};

/// What two reports must have in common to be called alike, as [`Comparison::score`] counts.
const LEAST: u32 = 200;
/// The same where nothing but words agrees.
const LEAST_OF_WORDS: u32 = 300;
/// How many reports may have a cause on the same service, or by the same vendor.
const AGREEING: usize = 16;
/// A cause that more reports have than this, and more than one of so many, says little.
const COMMON: usize = 32;
const COMMON_SHARE: usize = 8;
/// How alike texts must be to give a reason, in thousandths.
const ALIKE: u32 = 120;
/// How many telling words they must have in common.
const ALIKE_WORDS: u32 = 3;
/// How alike titles must be to give a reason, in thousandths.
const ALIKE_TITLES: u32 = 300;
/// How many telling words they must have in common.
const ALIKE_TITLE_WORDS: u32 = 2;
/// How alike titles must be for one such word to do.
const SAME_TITLES: u32 = 900;

/// What two reports have in common.
#[derive(Debug)]
pub(super) struct Comparison {
    pub(super) other: EntryIndex,
    pub(super) known_error: Option<(EntryIndex, Option<usize>)>,
    pub(super) causes: Vec<u32>,
    pub(super) services: Vec<u32>,
    pub(super) vendors: Vec<u32>,
    /// Identifiers, by hash.
    pub(super) names: Vec<u64>,
    /// Phrases of logs.
    pub(super) phrases: Vec<u64>,
    pub(super) likeness: Likeness,
    pub(super) other_cause: bool,
    pub(super) strength: Strength,
    /// How much all of it says together.
    pub(super) score: u32,
}

impl Comparison {
    /// Compares two reports; `None` where they have too little in common.
    pub(super) fn of(index: &Index<'_>, entry: EntryIndex, other: EntryIndex) -> Option<Self> {
        let (a, b) = (index.report(entry)?, index.report(other)?);
        let all = &index.fields.of_entry;
        let (of_a, of_b) = (&all[entry.0], &all[other.0]);
        let names = shared_names(&a.names, &b.names);
        let mut comparison = Self {
            other,
            known_error: shared_error(of_a, of_b),
            causes: shared(&of_a.causes, &of_b.causes),
            services: shared(&of_a.services, &of_b.services),
            vendors: shared(&of_a.vendors, &of_b.vendors),
            names: names.iter().map(|(name, _)| name.hash).collect(),
            phrases: shared(&a.phrases, &b.phrases),
            likeness: a.profile.compare(&b.profile),
            other_cause: false,
            strength: Strength::Weak,
            score: 0,
        };
        let names_fault = comparison.names_fault(index, &names);
        let is_planned = of_a.is_maintenance || of_b.is_maintenance;
        comparison.strength = comparison.strength(index, names_fault, is_planned);
        comparison.score = comparison.weigh(index, &names);
        let looks_alike = match comparison.known_error {
            // Somebody has said that it is the same.
            Some((_, None)) => false,
            Some((_, Some(_))) => true,
            None => names_fault || comparison.has_like_title(),
        };
        comparison.other_cause = looks_alike && index.fields.causes_differ(of_a, of_b);
        let is_strong = comparison.strength == Strength::Strong;
        (is_strong || comparison.gives_reason()).then_some(comparison)
    }

    /// Whether an identifier or a phrase tells of the same fault, so that it counts as much as a cause.
    fn names_fault(&self, index: &Index<'_>, names: &[(Name, bool)]) -> bool {
        let is_rare = |hash| index.identifiers.get(hash).len() <= RARE;
        let of_fault = |(name, is_quoted): &(Name, bool)| match name.shape {
            Shape::Fault => true,
            Shape::Symbol => *is_quoted,
            Shape::Place => false,
        };
        let mut of_faults = names.iter().filter(|name| of_fault(name));
        !self.phrases.is_empty() || of_faults.any(|(name, _)| is_rare(name.hash))
    }

    fn strength(&self, index: &Index<'_>, names_fault: bool, is_planned: bool) -> Strength {
        let has_place = !self.services.is_empty() || !self.vendors.is_empty();
        let by_name = names_fault && (has_place || !self.causes.is_empty());
        // Planned work on a service or at a vendor is no sign of a fault.
        let by_cause = !is_planned && self.has_rare_cause(index);
        if self.known_error.is_some() || by_name || by_cause {
            Strength::Strong
        } else {
            Strength::Weak
        }
    }

    /// Whether a cause agrees that says something, and with it a service or a vendor, and few others
    /// have both.
    fn has_rare_cause(&self, index: &Index<'_>) -> bool {
        let mut causes = self.causes.clone();
        causes.retain(|cause| !index.fields.has_narrower(*cause) && !is_common(index, *cause));
        let is_rare = |lists: &Lists<(u32, u32)>, others: &[u32]| {
            let mut keys = both(&causes, others);
            keys.any(|key| is_shared_by_few(lists, key))
        };
        is_rare(&index.causes_of_services, &self.services)
            || is_rare(&index.causes_of_vendors, &self.vendors)
    }

    pub(super) fn has_like_title(&self) -> bool {
        let (title, telling) = (self.likeness.title, self.likeness.telling_in_titles);
        title >= ALIKE_TITLES && telling >= 2 * ALIKE_TITLE_WORDS
            || title >= SAME_TITLES && telling >= 2
    }

    pub(super) fn has_like_text(&self) -> bool {
        self.likeness.text >= ALIKE && self.likeness.telling >= 2 * ALIKE_WORDS
    }

    /// Whether enough agrees, and more than a service.
    fn gives_reason(&self) -> bool {
        let by_fields = !self.causes.is_empty()
            || !self.vendors.is_empty()
            || !self.names.is_empty()
            || !self.phrases.is_empty();
        let by_words = self.has_like_title() || self.has_like_text();
        by_fields && self.score >= LEAST || by_words && self.score >= LEAST_OF_WORDS
    }

    /// How much all of it says together: the rarer what agrees, the more.
    fn weigh(&self, index: &Index<'_>, names: &[(Name, bool)]) -> u32 {
        let rare = |length: usize| rarity(index.len(), length);
        let of_lists = |keys: &[u32], lists: &Lists<u32>, least, each| -> u32 {
            let best = keys.iter().map(|key| rare(lists.get(*key).len())).max();
            best.map_or(0, |best| least + each * best)
        };
        let by_name = names.iter().map(|(name, is_quoted)| match name.shape {
            Shape::Fault => 250,
            Shape::Symbol if *is_quoted => 200,
            Shape::Symbol => 120,
            Shape::Place => 0,
        });
        // Two that work in one place name more than one thing of it.
        let of_place = names.iter().any(|(name, _)| name.shape == Shape::Place);
        let phrases = u32::try_from(self.phrases.len().min(10)).unwrap_or(10);
        let fixed = match self.known_error {
            Some((error, _)) if error == self.other => 10_000,
            Some(_) => 1000,
            None => 0,
        };
        fixed
            + of_lists(&self.causes, &index.causes, 100, 10)
            + of_lists(&self.vendors, &index.vendors, 60, 6)
            + of_lists(&self.services, &index.services, 20, 4)
            + by_name.sum::<u32>().min(600)
            + if of_place { 120 } else { 0 }
            + if phrases > 0 { 200 + 20 * phrases } else { 0 }
            + self.likeness.text
            + self.likeness.title / 2
    }
}

/// Whether so many reports have a cause that it says little.
pub(super) fn is_common(index: &Index<'_>, cause: u32) -> bool {
    let having = index.causes.get(cause).len();
    having > COMMON && having * COMMON_SHARE > index.len()
}

/// Whether few reports have a cause on this service, or at this vendor.
pub(super) fn is_shared_by_few(lists: &Lists<(u32, u32)>, key: (u32, u32)) -> bool {
    lists.get(key).len() <= AGREEING
}

/// The known error that both are of, by the surest sign. Of two known errors one may be the other; that
/// both are like a third makes them no more alike.
fn shared_error(a: &Fields, b: &Fields) -> Option<(EntryIndex, Option<usize>)> {
    let of_b = |error: EntryIndex| {
        let at = b
            .known_errors
            .binary_search_by_key(&error, |(error, _)| *error);
        at.ok().map(|at| b.known_errors[at].1)
    };
    let is_error = |fields: &Fields| {
        fields
            .known_errors
            .iter()
            .any(|(_, how)| *how == Recognition::Itself)
    };
    let are_errors = is_error(a) && is_error(b);
    let both = a
        .known_errors
        .iter()
        .filter_map(|(error, how)| Some((*error, *how, of_b(*error)?)));
    let both = both.filter(|(_, a, b)| !are_errors || *a.min(b) == Recognition::Itself);
    let signs = both.map(|(error, a, b)| (a.max(b), error));
    let (how, error) = signs.min()?;
    Some(match how {
        Recognition::Signature(position) => (error, Some(position)),
        Recognition::Itself | Recognition::Link => (error, None),
    })
}

/// What is in both of two sorted lists.
fn shared<T: Ord + Copy>(a: &[T], b: &[T]) -> Vec<T> {
    let in_b = |one: &&T| b.binary_search(one).is_ok();
    a.iter().filter(in_b).copied().collect()
}

/// The identifiers that both have, and whether both quote it from a log.
fn shared_names(a: &[Name], b: &[Name]) -> Vec<(Name, bool)> {
    let of_b = |name: &Name| {
        let at = b.binary_search_by_key(&name.hash, |name| name.hash);
        at.ok().map(|at| b[at])
    };
    let both = a.iter().filter_map(|name| Some((*name, of_b(name)?)));
    let both = both.map(|(of_a, of_b)| {
        let shape = of_a.shape.max(of_b.shape);
        (Name { shape, ..of_a }, of_a.is_quoted && of_b.is_quoted)
    });
    both.collect()
}
