//! How alike two texts are: by the words that are rare in the knowledge base, each counted by how
//! rare it is. Integers alone, so that every machine gets the same.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::signature::significance::generic_words;

use super::features::word_hash;

/// How many words stand for a text.
const WORDS: usize = 48;
/// Four times the logarithm of how much a title's word counts more: it counts twice.
const TITLE: u32 = 2;

/// How many texts there are taken to be at least: ten reports that lack a word do not make it rare.
const LEAST_TEXTS: u32 = 64;

static GENERIC: LazyLock<FxHashSet<u32>> = LazyLock::new(|| {
    let (spaced, japanese): (Vec<&str>, Vec<&str>) =
        generic_words().partition(|word| word.is_ascii());
    let letters = japanese
        .into_iter()
        .map(|word| word.chars().collect::<Vec<_>>());
    let pairs: Vec<String> = letters
        .flat_map(|letters| {
            letters
                .windows(2)
                .map(String::from_iter)
                .collect::<Vec<_>>()
        })
        .collect();
    let pairs = pairs.iter().map(String::as_str);
    spaced.into_iter().chain(pairs).map(word_hash).collect()
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

/// How many texts have a word.
#[derive(Debug)]
pub(super) struct Frequencies {
    texts: u32,
    of_word: FxHashMap<u32, u32>,
}

impl Frequencies {
    pub(super) fn of<'a>(texts: impl ExactSizeIterator<Item = &'a [Count]>) -> Self {
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
        }
    }

    /// Four times the logarithm to base 2 of how rare a word is; `None` where only one text has it.
    fn rarity(&self, word: u32) -> Option<u32> {
        let number = *self.of_word.get(&word)?;
        let rarity = quarters(self.texts.max(LEAST_TEXTS)).saturating_sub(quarters(number));
        Some(if GENERIC.contains(&word) {
            rarity / 3
        } else {
            rarity
        })
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
}

impl Profile {
    pub(super) fn of(counts: &[Count], frequencies: &Frequencies) -> Self {
        let mut words: Vec<Weighted> = counts
            .iter()
            .filter_map(|count| {
                let rarity = frequencies.rarity(count.word)?;
                let times = u32::from(count.times).ilog2().min(2);
                let factor = 2 + times + if count.in_title { TITLE } else { 0 };
                let weight = u16::try_from(rarity * factor).unwrap_or(u16::MAX);
                (weight > 0).then_some(Weighted {
                    word: count.word,
                    weight,
                    in_title: count.in_title,
                })
            })
            .collect();
        // Stable: of equal ones those that stand first.
        words.sort_by_key(|word| (!word.in_title, std::cmp::Reverse(word.weight)));
        words.truncate(WORDS);
        words.sort_unstable_by_key(|word| word.word);
        words.shrink_to_fit();
        let norm = |words: &mut dyn Iterator<Item = &Weighted>| {
            words.map(|word| u64::from(word.weight).pow(2)).sum()
        };
        Self {
            norm: norm(&mut words.iter()),
            title_norm: norm(&mut words.iter().filter(|word| word.in_title)),
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
        let mut of_other = other.words.iter().peekable();
        for word in &self.words {
            while of_other.next_if(|other| other.word < word.word).is_some() {}
            let Some(same) = of_other.next_if(|other| other.word == word.word) else {
                continue;
            };
            let product = u64::from(word.weight) * u64::from(same.weight);
            all += product;
            if word.in_title && same.in_title {
                titles += product;
            }
            shared.push((std::cmp::Reverse(product), word.word));
        }
        shared.sort_unstable();
        Likeness {
            text: cosine(all, self.norm, other.norm),
            title: cosine(titles, self.title_norm, other.title_norm),
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
    /// The words that both have, those that count most first.
    pub(super) shared: Vec<u32>,
}

fn cosine(product: u64, a: u64, b: u64) -> u32 {
    let norms = u128::from(a) * u128::from(b);
    if norms == 0 {
        return 0;
    }
    let square = u128::from(product).pow(2) * 1_000_000 / norms;
    u32::try_from(square.isqrt()).unwrap_or(1000)
}
