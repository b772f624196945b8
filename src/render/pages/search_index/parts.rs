//! The documents in parts: the files of each part, and what else the index needs of it. A part that is as it was is
//! not read again.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::memory::MadeFrom;
use crate::render::site::{Output, RenderError, Site};
use crate::render::unit::known_unit;
use crate::search::index::Parts;
use crate::search::packed::{Beginning, Slice, bytes_of};

use super::records;
use super::remembered::{digest, keep, recall};
use super::script::HASH_LETTERS;

/// What the index needs of a part whose files are there.
#[derive(Debug)]
pub(super) struct Part {
    numbers: Range<usize>,
    /// What it was made from, where that is remembered.
    made_from: Option<MadeFrom>,
    /// The hashes of its groups, one behind the other.
    pub(super) groups: String,
    /// The length of each document.
    pub(super) lengths: Vec<u8>,
    /// Which terms it has.
    pub(super) slices: Vec<Slice>,
    /// The digests of these slices, where they are remembered.
    pub(super) digests: Vec<u64>,
    /// Its packed terms, as soon as they are asked for.
    terms: OnceLock<Vec<u8>>,
}

/// Writes the files of all parts.
pub(super) fn write(
    site: &Site<'_>,
    documents: &Parts<'_>,
    each: usize,
    output: &dyn Output,
) -> Result<Vec<Part>, RenderError> {
    let parts = documents.ranges().into_par_iter();
    parts
        .map(|numbers| part(site, documents, numbers, each, output))
        .collect()
}

fn part(
    site: &Site<'_>,
    documents: &Parts<'_>,
    numbers: Range<usize>,
    each: usize,
    output: &dyn Output,
) -> Result<Part, RenderError> {
    let make = |output: &dyn Output| Part::make(site, documents, numbers.clone(), each, output);
    if !site.memory.remembers() {
        return make(output);
    }
    let made_from = MadeFrom::of(&Ingredients {
        site,
        documents,
        numbers: numbers.clone(),
        each,
    });
    let known = Part::recall(site, numbers.clone(), made_from);
    known_unit(site, output, &name(&numbers), made_from, known, |output| {
        Ok(make(output)?.kept(site, made_from))
    })
}

/// What a part is called where it is remembered.
fn name(numbers: &Range<usize>) -> String {
    format!("search-index-documents-{}", numbers.start)
}

/// What its packed terms are called.
fn name_of_terms(numbers: &Range<usize>) -> String {
    format!("{}-terms", name(numbers))
}

impl Part {
    /// Reads the texts of a part and writes its files.
    fn make(
        site: &Site<'_>,
        documents: &Parts<'_>,
        numbers: Range<usize>,
        each: usize,
        output: &dyn Output,
    ) -> Result<Self, RenderError> {
        let (groups, packed) = documents.read(numbers.clone(), |group| {
            let hash = records::write_group(site, &group, each, output)?;
            Ok((hash, group.iter().map(|one| one.length).collect()))
        });
        let groups = groups.into_iter().collect::<Result<_, RenderError>>()?;
        let (groups, lengths): (Vec<String>, Vec<Vec<u8>>) =
            Vec::<(String, Vec<u8>)>::into_iter(groups).unzip();
        Ok(Self {
            numbers,
            made_from: None,
            groups: groups.concat(),
            lengths: lengths.concat(),
            slices: packed.slices,
            digests: Vec::new(),
            terms: packed.bytes.into(),
        })
    }

    /// The same, remembered.
    fn kept(mut self, site: &Site<'_>, made_from: MadeFrom) -> Self {
        let name = name_of_terms(&self.numbers);
        if let Some(terms) = self.terms.get() {
            self.digests = digests(&self.slices, terms);
            site.memory.keep(&name, made_from, terms);
        }
        self.made_from = Some(made_from);
        let name = self::name(&self.numbers);
        keep(site.memory, &name, made_from, &self.to_bytes());
        self
    }

    /// A part as it is remembered.
    fn recall(site: &Site<'_>, numbers: Range<usize>, made_from: MadeFrom) -> Option<Self> {
        let bytes = recall(site.memory, &name(&numbers), made_from)?;
        // Its terms are asked for when some of them have changed.
        site.memory.retain(&name_of_terms(&numbers));
        let part = Self::of_bytes(&bytes, numbers)?;
        Some(Self {
            made_from: Some(made_from),
            ..part
        })
    }

    /// All but its terms: hashes of groups, lengths, and the slices, each with where it ends and its digest.
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.groups.as_bytes().to_vec();
        bytes.extend(&self.lengths);
        for (Slice { beginning, end }, digest) in self.slices.iter().zip(&self.digests) {
            bytes.extend(beginning);
            bytes.extend((*end as u64).to_le_bytes());
            bytes.extend(digest.to_le_bytes());
        }
        bytes
    }

    fn of_bytes(bytes: &[u8], numbers: Range<usize>) -> Option<Self> {
        let groups = numbers.len().div_ceil(records::GROUP) * HASH_LETTERS;
        let (groups, rest) = bytes.split_at_checked(groups)?;
        let (lengths, mut rest) = rest.split_at_checked(numbers.len())?;
        let mut slices = Vec::new();
        let mut digests = Vec::new();
        while !rest.is_empty() {
            let (beginning, behind) = rest.split_first_chunk::<{ size_of::<Beginning>() }>()?;
            let (end, behind) = behind.split_first_chunk()?;
            let (digest, behind) = behind.split_first_chunk()?;
            slices.push(Slice {
                beginning: *beginning,
                end: usize::try_from(u64::from_le_bytes(*end)).ok()?,
            });
            digests.push(u64::from_le_bytes(*digest));
            rest = behind;
        }
        Some(Self {
            numbers,
            made_from: None,
            groups: String::from_utf8(groups.to_vec()).ok()?,
            lengths: lengths.to_vec(),
            slices,
            digests,
            terms: OnceLock::new(),
        })
    }

    /// Its packed terms: recalled, or read again.
    pub(super) fn terms(&self, site: &Site<'_>, documents: &Parts<'_>) -> &[u8] {
        self.terms.get_or_init(|| {
            let name = name_of_terms(&self.numbers);
            let known = self.made_from;
            let known = known.and_then(|made_from| site.memory.recall(&name, made_from));
            let whole = known.filter(|terms| digests(&self.slices, terms) == self.digests);
            whole.unwrap_or_else(|| documents.read(self.numbers.clone(), drop).1.bytes)
        })
    }
}

/// The digests of slices of these terms; of none where they are not as long as these slices.
fn digests(slices: &[Slice], terms: &[u8]) -> Vec<u64> {
    if slices.last().map_or(0, |slice| slice.end) != terms.len() {
        return Vec::new();
    }
    let slices = (0..slices.len()).map(|one| &terms[bytes_of(slices, one..one + 1)]);
    slices.map(digest).collect()
}

/// What a part is made from.
struct Ingredients<'a> {
    site: &'a Site<'a>,
    documents: &'a Parts<'a>,
    numbers: Range<usize>,
    each: usize,
}

impl Hash for Ingredients<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let base = self.site.base;
        (base.settings(), &self.numbers, self.each).hash(state);
        for number in self.numbers.clone() {
            let (date, document) = self.documents.document(number);
            self.documents.source(number).hash(state);
            records::record(self.site, document, date).hash(state);
        }
    }
}
