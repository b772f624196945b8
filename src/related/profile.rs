//! How alike two texts are: by the words that are rare in the knowledge base, each counted by how
//! rare it is. Integers alone, so that every machine gets the same.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::signature::significance::generic_words;

use super::features::{is_pair, word_hashes};

/// How many words stand for a text.
const WORDS: usize = 48;
/// How much more a word of the title counts than the two of one that stands once in the text.
const TITLE: u32 = 2;

/// How many texts there are taken to be at least: ten reports that lack a word do not make it rare.
const LEAST_TEXTS: u32 = 64;

/// Words that say little wherever they stand.
static EVERYDAY: LazyLock<FxHashSet<u32>> = LazyLock::new(|| {
    let lines = include_str!("everyday_words.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let words = lines.flat_map(str::split_whitespace).chain(generic_words());
    words.flat_map(word_hashes).collect()
});

/// How often a word stands in a text, and whether it stands in the title.
#[derive(Debug, Clone, Copy)]
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

/// How many texts have a word, and which words say little here.
#[derive(Debug)]
pub(super) struct Frequencies {
    texts: u32,
    of_word: FxHashMap<u32, u32>,
    /// Words of the names of services, vendors and the like: as fields they are compared already.
    of_names: FxHashSet<u32>,
}

impl Frequencies {
    pub(super) fn of<'a>(
        texts: impl ExactSizeIterator<Item = &'a [Count]>,
        of_names: FxHashSet<u32>,
    ) -> Self {
        let number = u32::try_from(texts.len()).unwrap_or(u32::MAX);
        let mut of_word = FxHashMap::default();
        for counts in texts {
            for count in counts {
                *of_word.entry(count.word).or_insert(0) += 1;
            }
        }
        of_word.retain(|_, number| *number > 1);
        Self {
            texts: number,
            of_word,
            of_names,
        }
    }

    /// Whether more texts than one have a word.
    fn is_shared(&self, word: u32) -> bool {
        self.of_word.contains_key(&word)
    }

    fn weigh(&self, count: &Count) -> Weighted {
        let number = self.of_word.get(&count.word).copied().unwrap_or(1);
        let rarity = quarters(self.texts.max(LEAST_TEXTS)).saturating_sub(quarters(number));
        let says_little = self.says_little(count.word);
        let times = u32::from(count.times).ilog2().min(2);
        let factor = 2 + times + if count.in_title { TITLE } else { 0 };
        let weight = rarity * factor / if says_little { 3 } else { 1 };
        Weighted {
            word: count.word,
            weight: u16::try_from(weight).unwrap_or(u16::MAX),
            in_title: count.in_title,
            says_little,
        }
    }

    fn says_little(&self, word: u32) -> bool {
        EVERYDAY.contains(&word) || self.of_names.contains(&word)
    }
}

/// Four times the logarithm to base 2 of how rare something is that `having` of `all` reports have.
pub(super) fn rarity(all: usize, having: usize) -> u32 {
    let number = |count: usize| quarters(u32::try_from(count).unwrap_or(u32::MAX));
    let least = LEAST_TEXTS as usize;
    number(all.max(least)).saturating_sub(number(having))
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
#[derive(Debug, Default)]
pub(super) struct Profile {
    /// Sorted by word.
    words: Vec<Weighted>,
    norm: u64,
    title_norm: u64,
}

/// A word and how much it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Weighted {
    pub(super) word: u32,
    pub(super) weight: u16,
    in_title: bool,
    says_little: bool,
}

impl Weighted {
    fn square(&self) -> u64 {
        u64::from(self.weight).pow(2)
    }
}

impl Profile {
    pub(super) fn of(counts: &[Count], frequencies: &Frequencies) -> Self {
        let (mut words, mut alone) = (Vec::new(), Vec::new());
        for count in counts {
            let weighted = frequencies.weigh(count);
            if weighted.weight == 0 {
                continue;
            }
            if frequencies.is_shared(count.word) {
                words.push(weighted);
            } else {
                alone.push(weighted);
            }
        }
        // Stable: of equal ones those that stand first.
        for words in [&mut words, &mut alone] {
            words.sort_by_key(|word| (!word.in_title, std::cmp::Reverse(word.weight)));
            words.truncate(WORDS);
        }
        words.sort_unstable_by_key(|word| word.word);
        words.shrink_to_fit();
        let norm = |in_title: bool| {
            let counts = |word: &&Weighted| !in_title || word.in_title;
            let of_words: u64 = words.iter().filter(counts).map(Weighted::square).sum();
            let of_alone: u64 = alone.iter().filter(counts).map(Weighted::square).sum();
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
    /// How many telling words both have: twice their number, a pair of East Asian letters counts as half
    /// a word.
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
