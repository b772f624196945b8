//! From a query to hits: exact ones, those that hold its parts, and those near to it, each told apart.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::index::Index;
use super::loose::Loose;
use super::near::{longer, meant};
use super::occurrence::{Haystack, Needle};
use super::options::{Options, Sort};
use super::query::{Part, Query};
use super::rank::{ADJACENT, IDENTIFIER, NEAR, Place, Weights, better, places};
use super::steady::stand_together;
use super::terms::Required;

/// The most parts of a query that are looked for; of longer queries the rarest.
const MAX_PARTS: usize = 64;

/// How many documents are looked at for a word that may be written otherwise in them.
const MAX_LOOSE: usize = 30;

/// How many of the best hits are looked at for neighbouring parts.
const LOOKED_AT: usize = 200;

/// What was found. Each document is in one of the lists at most.
#[derive(Debug, Default)]
pub struct Answer {
    /// Documents in which every string of the query occurs. None here means that there is none.
    pub exact: Vec<Hit>,
    /// Documents that hold a text from a log as it is written but for its times, level, ids and addresses.
    pub steady: Vec<Hit>,
    /// Documents that hold the parts of the query, but not as it is written.
    pub parts: Vec<Hit>,
    /// Whether `parts` hold all parts; else they hold the most telling of them.
    pub complete: bool,
    /// Documents that hold longer words, or words that may have been meant.
    pub near: Vec<Hit>,
    /// The parts that were looked for, as they are compared.
    pub looked_for: Vec<String>,
    /// What these are called: each begins with its part, and ends as it does in the query.
    pub names: Vec<String>,
}

/// A document that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its place in [`Index::documents`].
    pub document: usize,
    /// How good a hit it is, for comparison within one answer.
    pub score: f32,
    /// Which parts of the query it holds: bits by their places in [`Answer::looked_for`].
    pub matched: u64,
    /// For parts that it holds only nearly: the place of the part and the term in the document.
    pub near: Vec<(usize, String)>,
}

impl Answer {
    /// The same answer where the query was not all of what is looked for: what holds the query as it is
    /// written holds a part then.
    #[must_use]
    pub fn of_a_part(mut self) -> Self {
        self.exact.append(&mut self.steady);
        self.exact.append(&mut self.parts);
        self.parts = std::mem::take(&mut self.exact);
        self
    }

    /// The parts of the query that a hit holds.
    pub fn matched<'a>(&'a self, hit: &'a Hit) -> impl Iterator<Item = &'a str> {
        by_bit(&self.looked_for, hit, true)
    }

    /// The parts of the query that a hit does not hold.
    pub fn missing<'a>(&'a self, hit: &'a Hit) -> impl Iterator<Item = &'a str> {
        by_bit(&self.looked_for, hit, false)
    }

    /// What the parts are called that a hit does not hold.
    pub fn names_of_missing<'a>(&'a self, hit: &'a Hit) -> impl Iterator<Item = &'a str> {
        by_bit(&self.names, hit, false)
    }

    /// What the parts are called that a hit holds: as much of their names as stands in its text.
    #[must_use]
    pub fn names_of_matched<'a>(&'a self, index: &Index, hit: &Hit) -> Vec<&'a str> {
        let haystack = Haystack::new(&index.documents[hit.document].text.flat);
        let held = |(bit, part): (usize, &String)| {
            let name = &self.names[bit];
            let ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            let mut longest_first = ends.rev().filter(|end| *end > part.len());
            let end = longest_first.find(|end| haystack.holds(&Needle::new(&name[..*end])));
            &name[..end.unwrap_or(part.len())]
        };
        let parts = self.looked_for.iter().enumerate();
        let matched = parts.filter(|(bit, _)| hit.matched >> bit & 1 == 1);
        matched.map(held).collect()
    }
}

/// The texts whose bits are set, or are not.
fn by_bit<'a>(texts: &'a [String], hit: &'a Hit, set: bool) -> impl Iterator<Item = &'a str> {
    let is_wanted = move |(bit, _): &(usize, &String)| (hit.matched >> bit & 1 == 1) == set;
    let wanted = texts.iter().enumerate().filter(is_wanted);
    wanted.map(|(_, text)| text.as_str())
}

/// What is known of a document while hits are gathered.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    score: f32,
    matched: u64,
}

/// What is known of a document that may hold every part nearly: the near terms by the bits of their parts.
type Nearly<'a> = (Tally, Vec<(usize, &'a str)>);

/// Looks for a query. Every exact hit is verified against its text.
#[must_use]
pub fn search(index: &Index, query: &Query, options: &Options) -> Answer {
    if query.is_empty() {
        return Answer::default();
    }
    let mut search = Search::new(index, query, options);
    search.tally();
    let mut answer = Answer {
        exact: search.exact(),
        complete: true,
        looked_for: search.each(|part| part.needle.as_str()),
        names: search.each(|part| &part.name),
        ..Answer::default()
    };
    search.done(&answer.exact);
    answer.steady = search.steady();
    search.done(&answer.steady);
    let none = answer.exact.is_empty() && answer.steady.is_empty();
    answer.parts = search.all_parts();
    search.done(&answer.parts);
    answer.near = search.near(none);
    search.done(&answer.near);
    if answer.parts.is_empty() && (none || query.pasted) {
        answer.complete = false;
        answer.parts = search.most_parts();
    }
    let Answer {
        exact,
        steady,
        parts,
        near,
        ..
    } = &mut answer;
    for hits in [exact, steady, parts, near] {
        hits.sort_by(|a, b| match options.sort {
            Sort::Relevance => better((a.score, a.document), (b.score, b.document)),
            Sort::Date => b.document.cmp(&a.document),
        });
    }
    answer
}

/// A search under way.
struct Search<'a> {
    index: &'a Index,
    query: &'a Query,
    /// The parts that are looked for, by their places in the query, with where they are.
    parts: Vec<(usize, Vec<Place>)>,
    weights: Weights<'a>,
    tallies: Vec<Tally>,
    /// Whether a document may still become a hit.
    open: Vec<bool>,
}

impl<'a> Search<'a> {
    fn new(index: &'a Index, query: &'a Query, options: &Options) -> Self {
        let documents = &index.documents;
        let mut parts: Vec<(usize, Vec<Place>)> = query
            .parts
            .par_iter()
            .enumerate()
            .map(|(number, part)| (number, places(index, &part.required)))
            .collect();
        if parts.len() > MAX_PARTS {
            // What occurs nowhere tells nothing, and what occurs everywhere little.
            parts.sort_by_key(|(_, places)| (places.is_empty(), places.len()));
            parts.truncate(MAX_PARTS);
            parts.sort_by_key(|(number, _)| *number);
        }
        Self {
            index,
            query,
            parts,
            weights: Weights::new(index, options.reader),
            tallies: vec![Tally::default(); documents.len()],
            open: documents
                .iter()
                .map(|document| options.filter.takes(&document.facets))
                .collect(),
        }
    }

    /// Something of each part that is looked for.
    fn each(&self, text: impl Fn(&Part) -> &str) -> Vec<String> {
        let parts = self.parts.iter();
        parts
            .map(|(number, _)| text(&self.query.parts[*number]).to_owned())
            .collect()
    }

    /// The bits of all parts.
    fn all(&self) -> u64 {
        (0..self.parts.len()).fold(0, |bits, bit| bits | 1 << bit)
    }

    fn tally(&mut self) {
        for (bit, (_, places)) in self.parts.iter().enumerate() {
            let rarity = self.weights.rarity(places.len());
            for place in places {
                let tally = &mut self.tallies[place.document];
                tally.score += self.weights.weight(place, rarity);
                tally.matched |= 1 << bit;
            }
        }
        for identifier in self.query.identifiers.iter().take(MAX_PARTS) {
            let postings = self.index.postings.get(identifier);
            let rarity = self.weights.rarity(postings.len());
            for posting in postings {
                let weight = self.weights.weight(&Place::from(posting), rarity);
                self.tallies[posting.document()].score += IDENTIFIER * weight;
            }
        }
    }

    fn hit(&self, document: usize, matched: u64) -> Hit {
        Hit {
            document,
            score: self.tallies[document].score * self.weights.favour(document),
            matched,
            near: Vec::new(),
        }
    }

    /// Takes documents out of what may still become a hit.
    fn done(&mut self, hits: &[Hit]) {
        for hit in hits {
            self.open[hit.document] = false;
        }
    }

    fn haystack(&self, document: usize) -> Haystack<'a> {
        Haystack::new(&self.index.documents[document].text.flat)
    }

    fn exact(&self) -> Vec<Hit> {
        self.verified(&self.query.required, |document, haystack| {
            let mut strings = self.query.strings.iter();
            let holds = strings.all(|string| haystack.holds(string));
            holds.then(|| self.hit(document, self.all()))
        })
    }

    fn steady(&self) -> Vec<Hit> {
        if self.query.steady.is_empty() {
            return Vec::new();
        }
        self.verified(&self.query.steady_required, |document, haystack| {
            let holds = stand_together(haystack, &self.query.steady);
            holds.then(|| self.hit(document, self.proven(document, haystack)))
        })
    }

    /// The open documents with these terms whose texts make hits.
    fn verified(
        &self,
        required: &[Required],
        hit: impl Fn(usize, &Haystack<'_>) -> Option<Hit> + Sync,
    ) -> Vec<Hit> {
        let candidates = places(self.index, required).into_par_iter();
        candidates
            .map(|place| place.document)
            .filter(|document| self.open[*document])
            .filter_map(|document| hit(document, &self.haystack(document)))
            .collect()
    }

    /// The parts that really occur, of those whose terms do.
    fn proven(&self, document: usize, haystack: &Haystack<'_>) -> u64 {
        let claimed = self.tallies[document].matched;
        let parts = self.parts.iter().enumerate();
        parts.fold(claimed, |bits, (bit, (number, _))| {
            let part = &self.query.parts[*number];
            let disproved =
                part.needs_proof && claimed >> bit & 1 == 1 && !haystack.holds(&part.needle);
            if disproved { bits & !(1 << bit) } else { bits }
        })
    }

    /// Documents that hold all parts.
    fn all_parts(&self) -> Vec<Hit> {
        let all = self.all();
        let left_out = self.query.parts.len() > self.parts.len();
        if all == 0 || left_out || self.query.pasted && self.parts.len() > 1 {
            return Vec::new();
        }
        let mut hits: Vec<Hit> = self
            .claiming(|matched| matched == all)
            .into_par_iter()
            .filter(|document| {
                let needs_proof = self.query.parts.iter().any(|part| part.needs_proof);
                !needs_proof || self.proven(*document, &self.haystack(*document)) == all
            })
            .map(|document| self.hit(document, all))
            .collect();
        self.favour_neighbours(&mut hits);
        hits
    }

    /// The open documents with a certain set of parts among their terms.
    fn claiming(&self, wanted: impl Fn(u64) -> bool) -> Vec<usize> {
        let documents = 0..self.index.documents.len();
        documents
            .filter(|document| self.open[*document] && wanted(self.tallies[*document].matched))
            .collect()
    }

    /// Documents that hold the most telling parts: what they hold is worth half of the best at least.
    fn most_parts(&self) -> Vec<Hit> {
        let mut hits: Vec<Hit> = self
            .claiming(|matched| matched != 0)
            .into_iter()
            .map(|document| self.hit(document, 0))
            .collect();
        hits.sort_by(|a, b| better((a.score, a.document), (b.score, b.document)));
        hits.truncate(LOOKED_AT);
        let mut hits: Vec<Hit> = hits
            .into_par_iter()
            .filter_map(|hit| {
                let haystack = self.haystack(hit.document);
                let claimed = self.tallies[hit.document].matched;
                let matched = self.proven(hit.document, &haystack);
                let share = f64::from(matched.count_ones()) / f64::from(claimed.count_ones());
                #[allow(clippy::cast_possible_truncation)] // A share of one.
                let score = hit.score * share as f32;
                self.is_telling(matched).then_some(Hit {
                    score,
                    matched,
                    ..hit
                })
            })
            .collect();
        self.favour_neighbours(&mut hits);
        let best = hits.iter().map(|hit| hit.score).fold(0.0, f32::max);
        hits.retain(|hit| hit.score * 2.0 >= best);
        hits
    }

    /// Whether so few parts say something: half of what was typed, any part of what was pasted.
    fn is_telling(&self, matched: u64) -> bool {
        let held = matched.count_ones() as usize;
        held > 0 && (self.query.pasted || held * 2 >= self.parts.len())
    }

    /// Raises the best of these hits for parts that stand side by side as they do in the query.
    fn favour_neighbours(&self, hits: &mut [Hit]) {
        if self.query.neighbours.is_empty() {
            return;
        }
        hits.sort_by(|a, b| better((a.score, a.document), (b.score, b.document)));
        let looked_at = hits.len().min(LOOKED_AT);
        hits[..looked_at].par_iter_mut().for_each(|hit| {
            let haystack = self.haystack(hit.document);
            let pairs = self.query.neighbours.iter().take(MAX_PARTS);
            for _ in pairs.filter(|pair| haystack.holds(pair)) {
                hit.score *= 1.0 + ADJACENT;
            }
        });
    }

    /// Documents that hold every part, some of them only nearly. Slips are thought of where nothing is
    /// exact and no word begins so.
    fn near(&self, with_slips: bool) -> Vec<Hit> {
        if self.query.pasted || self.query.parts.len() > self.parts.len() {
            return Vec::new();
        }
        let mut tallies: FxHashMap<usize, Nearly<'_>> = FxHashMap::default();
        for (bit, (number, _)) in self.parts.iter().enumerate() {
            let part = &self.query.parts[*number];
            let found = match (part.word, with_slips) {
                (true, _) => self.nearest(part.needle.as_str(), with_slips),
                (false, true) => self.written_otherwise(bit, part.needle.as_str()),
                (false, false) => Vec::new(),
            };
            for (document, weight, term) in found {
                let (tally, terms) = tallies.entry(document).or_default();
                tally.score += weight;
                tally.matched |= 1 << bit;
                terms.push((bit, term));
            }
        }
        let all = self.all();
        let mut hits: Vec<Hit> = tallies
            .into_iter()
            .filter(|(document, (tally, _))| {
                self.open[*document] && (tally.matched | self.tallies[*document].matched) == all
            })
            .map(|(document, (tally, terms))| {
                let own = self.tallies[document];
                let needed = terms
                    .into_iter()
                    .filter(|(bit, _)| own.matched >> bit & 1 == 0);
                let near = needed.map(|(bit, term)| (bit, term.to_owned()));
                Hit {
                    document,
                    score: (own.score + tally.score) * self.weights.favour(document),
                    matched: own.matched,
                    near: near.collect(),
                }
            })
            .collect();
        hits.sort_by_key(|hit| hit.document);
        let unproven = |hit: &Hit| {
            let needs_proof = self.query.parts.iter().any(|part| part.needs_proof);
            needs_proof && self.proven(hit.document, &self.haystack(hit.document)) != hit.matched
        };
        hits.retain(|hit| !hit.near.is_empty() && !unproven(hit));
        hits
    }

    /// Of each document with a word near to this one, the best of them: document, weight, term.
    fn nearest(&self, word: &str, with_slips: bool) -> Vec<(usize, f32, &'a str)> {
        let index: &'a Index = self.index;
        let postings = &index.postings;
        let mut terms = longer(postings, word);
        if with_slips && terms.is_empty() && postings.get(word).is_empty() {
            terms = meant(postings, word);
        }
        let mut found: Vec<(usize, f32, usize)> = Vec::new();
        for term in terms {
            let places = postings.of(term);
            let rarity = self.weights.rarity(places.len());
            found.extend(places.iter().map(|posting| {
                let weight = NEAR * self.weights.weight(&Place::from(posting), rarity);
                (posting.document(), weight, term)
            }));
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        found.dedup_by_key(|(document, ..)| *document);
        let named = |(document, weight, term)| (document, weight, postings.term(term));
        found.into_iter().map(named).collect()
    }

    /// Documents that hold a Japanese part written otherwise, of those that hold most pieces of it: document,
    /// weight, how it is written.
    fn written_otherwise(&self, bit: usize, word: &str) -> Vec<(usize, f32, &'a str)> {
        let Some(loose) = Loose::of(word) else {
            return Vec::new();
        };
        let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
        for piece in &loose.pieces {
            for place in places(self.index, &[Required::Beginning(piece.clone())]) {
                *counts.entry(place.document).or_default() += 1;
            }
        }
        let mut candidates: Vec<(usize, usize)> = counts
            .into_iter()
            .filter(|(document, count)| {
                let is_new = self.tallies[*document].matched >> bit & 1 == 0;
                self.open[*document] && is_new && *count >= loose.at_least
            })
            .map(|(document, count)| (count, document))
            .collect();
        candidates.sort_unstable_by(|a, b| b.cmp(a));
        candidates.truncate(MAX_LOOSE);
        let index: &'a Index = self.index;
        let written = candidates.into_iter().filter_map(|(_, document)| {
            let flat = &index.documents[document].text.flat;
            loose.find(flat).map(|found| (document, found))
        });
        let written: Vec<(usize, &str)> = written.collect();
        let weight = NEAR * self.weights.rarity(written.len());
        let weighed = |(document, found)| (document, weight, found);
        written.into_iter().map(weighed).collect()
    }
}
