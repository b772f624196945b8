//! The name that a misspelt one was meant to be, at a cost that does not grow with the names.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::yaml::choice::fold;

/// Names with fewer or more characters are never taken for another.
const COMPARED: std::ops::RangeInclusive<usize> = 3..=100;
/// Words of up to this many characters differ from what they mean in one place only.
const SHORT: usize = 4;

/// What names mean, to be found by words that are nearly these names.
///
/// Each name is kept as it is and, for each of its characters, without that character. A word and
/// a name that differ in one place meet in one of these forms, so that a look-up asks for as many
/// forms as the word has characters, however many names there are.
#[derive(Debug)]
pub struct NearNames<T> {
    /// The names as they are compared, and what they mean.
    names: Vec<(String, T)>,
    /// By the hash of a whole name.
    whole: FxHashMap<u64, Found>,
    /// By the hash of a name without one of its characters.
    shortened: FxHashMap<u64, Found>,
}

/// The names that have a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// One, by its number, or several with the same meaning.
    One(usize),
    /// Several, so that none is certain.
    Several,
}

impl<T: PartialEq> NearNames<T> {
    /// These names with what they mean.
    pub fn of<'a>(names: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut near = Self {
            names: Vec::new(),
            whole: FxHashMap::default(),
            shortened: FxHashMap::default(),
        };
        for (name, meaning) in names {
            near.add(fold(name), meaning);
        }
        near
    }

    fn add(&mut self, name: String, meaning: T) {
        if !is_compared(&name) {
            return;
        }
        let number = self.names.len();
        self.names.push((name, meaning));
        let Self {
            names,
            whole,
            shortened,
        } = self;
        let name = names[number].0.as_str();
        note(whole, hash(name), number, names);
        for form in shortened_forms(name) {
            note(shortened, form, number, names);
        }
    }

    /// What a word means that is nearly a name, if exactly one thing can be meant.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<&T> {
        let word = fold(word);
        if !is_compared(&word) {
            return None;
        }
        if let Some(found) = self.whole.get(&hash(&word)) {
            return self.meaning(*found, &word);
        }
        let forms: Vec<u64> = shortened_forms(&word).collect();
        let one_too_many = forms.iter().filter_map(|form| self.whole.get(form));
        let one_too_few = self.shortened.get(&hash(&word));
        let one_exchanged = forms.iter().filter_map(|form| self.shortened.get(form));
        let found = self
            .only(one_too_many.chain(one_too_few))
            .or_else(|| self.only(one_exchanged))?;
        self.meaning(found, &word)
    }

    /// What all of these have found, `None` if there are none.
    fn only<'a>(&self, mut found: impl Iterator<Item = &'a Found>) -> Option<Found> {
        let first = *found.next()?;
        let same = found.all(|other| self.same_meaning(first, *other));
        Some(if same { first } else { Found::Several })
    }

    fn same_meaning(&self, a: Found, b: Found) -> bool {
        match (a, b) {
            (Found::One(a), Found::One(b)) => self.names[a].1 == self.names[b].1,
            _ => false,
        }
    }

    fn meaning(&self, found: Found, word: &str) -> Option<&T> {
        let Found::One(number) = found else {
            return None;
        };
        let (name, meaning) = &self.names[number];
        // Two forms also meet where characters at two places are left out, which makes short words
        // other words.
        let is_short = word.chars().count() <= SHORT;
        (!is_short || strsim::osa_distance(word, name) <= 1).then_some(meaning)
    }
}

/// Notes that the name with this number has a form.
fn note<T: PartialEq>(
    forms: &mut FxHashMap<u64, Found>,
    form: u64,
    number: usize,
    names: &[(String, T)],
) {
    let found = forms.entry(form).or_insert(Found::One(number));
    if let Found::One(first) = *found
        && names[first].1 != names[number].1
    {
        *found = Found::Several;
    }
}

fn is_compared(name: &str) -> bool {
    COMPARED.contains(&name.chars().count())
}

fn hash(form: &str) -> u64 {
    FxBuildHasher.hash_one(form)
}

/// The hashes of a name without each one of its characters.
fn shortened_forms(name: &str) -> impl Iterator<Item = u64> + '_ {
    let mut form = String::with_capacity(name.len());
    name.char_indices().map(move |(at, left_out)| {
        form.clear();
        form.push_str(&name[..at]);
        form.push_str(&name[at + left_out.len_utf8()..]);
        hash(&form)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find<'a>(names: &[&'a str], word: &str) -> Option<&'a str> {
        NearNames::of(names.iter().map(|name| (*name, *name)))
            .find(word)
            .copied()
    }

    #[test]
    fn one_slip_is_forgiven() {
        let names = ["checkout-api", "gateway", "KE-0003", "証明書の期限切れ"];
        for (word, meant) in [
            ("checkout-ap", "checkout-api"),
            ("checkoout-api", "checkout-api"),
            ("chekcout-api", "checkout-api"),
            ("Checkout API", "checkout-api"),
            ("gatewey", "gateway"),
            ("ke-3", "KE-0003"),
            ("ＫＥ－０００３", "KE-0003"),
            ("証明書の期限切", "証明書の期限切れ"),
        ] {
            assert_eq!(find(&names, word), Some(meant), "{word}");
        }
        for word in ["gate", "checkout", "", "x", "KE-0004-1"] {
            assert_eq!(find(&names, word), None, "{word}");
        }
    }

    #[test]
    fn where_several_may_be_meant_none_is_named() {
        assert_eq!(find(&["INC-1", "INC-2"], "INC-3"), None);
        assert_eq!(find(&["INC-3", "INC-003"], "INC-03"), None);
        assert_eq!(find(&["abcd"], "bcda"), None, "two places of a short word");
        let former_name = NearNames::of([("INC-0001", 1), ("INC-0001x", 1)]);
        assert_eq!(former_name.find("INC-0001y"), Some(&1));
    }
}
