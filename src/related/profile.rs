//! How alike two texts are: by the words that are rare in the knowledge base, each counted by how
//! rare it is. Integers alone, so that every machine gets the same.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::vocabulary::{is_everyday, is_pair};

/// How many words stand for a text.
const WORDS: usize = 48;
/// How many words that no other text has stand for a text too.
const ALONE: usize = 16;
/// How much more a word of the title counts than the two of one that stands once in the text.
const TITLE: u32 = 2;

/// How many texts there are taken to be at least: ten reports that lack a word do not make it rare.
const LEAST_TEXTS: usize = 64;

/// How often a word stands in a text, and whether it stands in the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) word: u32,
    pub(super) times: u8,
    pub(super) in_title: bool,
}

/// The words of one text, each once, in the order in which they first stand there.
#[derive(Debug, Default)]
pub(super) struct Counter {
    counts: Vec<Count>,
    places: FxHashMap<u32, usize>,
}

impl Counter {
    pub(super) fn add(&mut self, word: u32, in_title: bool) {
        let next = self.counts.len();
        let place = *self.places.entry(word).or_insert(next);
        if place == next {
            self.counts.push(Count {
                word,
                times: 1,
                in_title,
            });
        } else {
            let count = &mut self.counts[place];
            count.times = count.times.saturating_add(1);
            count.in_title |= in_title;
        }
    }

    /// What was counted; the counter is empty again.
    pub(super) fn take(&mut self) -> Vec<Count> {
        self.places.clear();
        let counts = self.counts.as_slice().into();
        self.counts.clear();
        counts
    }
}

/// How rare the words are that more texts than one have.
#[derive(Debug)]
pub(super) struct Rarities {
    of_word: FxHashMap<u32, Rarity>,
    of_all_others: u32,
}

#[derive(Debug, Clone, Copy)]
struct Rarity {
    quarters: u32,
    says_little: bool,
}

impl Rarities {
    /// `of_names` are words of the names of services, vendors and the like: as fields they are compared
    /// already.
    pub(super) fn of<'a>(
        texts: impl ExactSizeIterator<Item = &'a [Count]>,
        of_names: &FxHashSet<u32>,
    ) -> Self {
        let number = texts.len();
        let mut words: Vec<u32> = Vec::new();
        for counts in texts {
            words.extend(counts.iter().map(|count| count.word));
        }
        words.par_sort_unstable();
        let rows = words.chunk_by(|a, b| a == b).filter(|row| row.len() > 1);
        let of_word = rows.map(|row| {
            let says_little = is_everyday(row[0]) || of_names.contains(&row[0]);
            let quarters = rarity(number, row.len());
            (
                row[0],
                Rarity {
                    quarters,
                    says_little,
                },
            )
        });
        Self {
            of_word: of_word.collect(),
            of_all_others: rarity(number, 1),
        }
    }
}

/// Four times the logarithm to base 2 of how rare something is that `having` of `all` reports have.
pub(super) fn rarity(all: usize, having: usize) -> u32 {
    let number = |count: usize| quarters(u32::try_from(count).unwrap_or(u32::MAX));
    number(all.max(LEAST_TEXTS)).saturating_sub(number(having))
}

/// Four times the logarithm to base 2, rounded down: its whole part, and the two bits behind the first.
fn quarters(number: u32) -> u32 {
    let whole = number.max(1).ilog2();
    let behind = if whole >= 2 {
        number >> (whole - 2) & 3
    } else {
        0
    };
    4 * whole + behind
}

/// The rarest words of a text.
#[derive(Debug, Default, Hash)]
pub(super) struct Profile {
    /// Sorted by word.
    words: Vec<Weighted>,
    norm: u64,
    title_norm: u64,
}

/// A word and how much it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Weighted {
    pub(super) word: u32,
    pub(super) weight: u16,
    in_title: bool,
    says_little: bool,
}

impl Weighted {
    fn of(count: Count, rarity: u32, says_little: bool) -> Self {
        let times = u32::from(count.times).ilog2().min(2);
        let factor = 2 + times + if count.in_title { TITLE } else { 0 };
        let weight = rarity * factor / if says_little { 3 } else { 1 };
        Self {
            word: count.word,
            weight: u16::try_from(weight).unwrap_or(u16::MAX),
            in_title: count.in_title,
            says_little,
        }
    }

    fn square(self) -> u64 {
        u64::from(self.weight).pow(2)
    }
}

impl Profile {
    pub(super) fn of(counts: &[Count], rarities: &Rarities) -> Self {
        let (mut words, mut alone) = (Vec::new(), Vec::new());
        for count in counts {
            match rarities.of_word.get(&count.word) {
                Some(rarity) => {
                    words.push(Weighted::of(*count, rarity.quarters, rarity.says_little));
                }
                None => alone.push(Weighted::of(*count, rarities.of_all_others, false)),
            }
        }
        words.retain(|word| word.weight > 0);
        // Stable: of equal ones those that stand first.
        for (words, most) in [(&mut words, WORDS), (&mut alone, ALONE)] {
            words.sort_by_key(|word| (!word.in_title, std::cmp::Reverse(word.weight)));
            words.truncate(most);
        }
        words.sort_unstable_by_key(|word| word.word);
        words.shrink_to_fit();
        let norm = |in_title: bool| {
            let counts = |word: &&Weighted| !in_title || word.in_title;
            let of_words: u64 = words.iter().filter(counts).map(|word| word.square()).sum();
            let of_alone: u64 = alone.iter().filter(counts).map(|word| word.square()).sum();
            // What no other text has makes it less like others, though a name or a slip should not
            // count as much as what was found.
            of_words + of_alone / 4
        };
        Self {
            norm: norm(false),
            title_norm: norm(true),
            words,
        }
    }

    /// The words, those that count most first.
    pub(super) fn heaviest(&self, number: usize) -> Vec<Weighted> {
        let mut words = self.words.clone();
        words.sort_unstable_by_key(|word| (std::cmp::Reverse(word.weight), word.word));
        words.truncate(number);
        words
    }

    pub(super) fn words(&self) -> &[Weighted] {
        &self.words
    }

    /// How alike two texts are.
    pub(super) fn compare(&self, other: &Self) -> Likeness {
        let (mut all, mut titles) = (0, 0);
        let mut shared = Vec::new();
        let (mut telling, mut telling_in_titles) = (0, 0);
        let mut of_other = other.words.iter().peekable();
        for word in &self.words {
            while of_other.next_if(|other| other.word < word.word).is_some() {}
            let Some(same) = of_other.next_if(|other| other.word == word.word) else {
                continue;
            };
            let product = u64::from(word.weight) * u64::from(same.weight);
            all += product;
            let in_titles = word.in_title && same.in_title;
            if in_titles {
                titles += product;
            }
            if !word.says_little {
                shared.push((std::cmp::Reverse(product), word.word));
                telling += letters_of(word.word);
                telling_in_titles += if in_titles { letters_of(word.word) } else { 0 };
            }
        }
        shared.sort_unstable();
        Likeness {
            text: cosine(all, self.norm, other.norm),
            title: cosine(titles, self.title_norm, other.title_norm),
            telling,
            telling_in_titles,
            shared: shared.into_iter().map(|(_, word)| word).collect(),
        }
    }
}

/// How alike two texts are, in thousandths.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Likeness {
    /// All of them.
    pub(super) text: u32,
    /// Their titles.
    pub(super) title: u32,
    /// How many telling words both have: twice their number, a pair of ideographs counts as half a
    /// word.
    pub(super) telling: u32,
    /// The same of their titles.
    pub(super) telling_in_titles: u32,
    /// The telling words that both have, those that count most first.
    pub(super) shared: Vec<u32>,
}

/// A word counts for two, half of a Japanese word for one.
fn letters_of(word: u32) -> u32 {
    if is_pair(word) { 1 } else { 2 }
}

fn cosine(product: u64, a: u64, b: u64) -> u32 {
    let norms = u128::from(a) * u128::from(b);
    if norms == 0 {
        return 0;
    }
    let square = u128::from(product).pow(2) * 1_000_000 / norms;
    u32::try_from(square.isqrt()).unwrap_or(1000)
}
