//! The words of Latin letters, by their first letter: what a word that nobody wrote may be a slip of, and what
//! short beginnings go on as.
//!
//! A word stands as in a dictionary's shard: what it shares with the one before, the rest, a space, and in
//! how many documents it occurs. Where its postings stand in a block, that place follows, so that they can be
//! asked for without the shard: one if it is the next block, else none, and where in it. Of rare words the shard knows.

use serde::Serialize;

use crate::render::site::{Output, RenderError};

use super::dictionary::common_prefix;
use super::numbers::push_number;
use super::script::{payload, write_hashed};

/// The fewest letters of a word that another can be a slip of.
const MIN_LETTERS: usize = 3;

/// Where postings stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The hash of the block.
    pub(super) block: &'a str,
    /// The number of letters before them.
    pub(super) at: usize,
}

/// The lists of words in the making.
#[derive(Debug, Default)]
pub(super) struct Words {
    lists: Vec<List>,
}

/// The words of a first letter.
#[derive(Debug)]
struct List {
    letter: char,
    before: String,
    words: String,
    blocks: Vec<String>,
}

/// A list as its file holds it.
#[derive(Debug, Serialize)]
struct ListFile<'a> {
    words: &'a str,
    /// The hashes of the blocks, one behind the other.
    blocks: String,
}

impl Words {
    /// Notes a word, that is in so many documents. Words come in their order.
    pub(super) fn add(&mut self, word: &str, count: usize, place: Option<Place<'_>>) {
        let Some(letter) = word.chars().next() else {
            return;
        };
        if self.lists.last().is_none_or(|list| list.letter != letter) {
            self.lists.push(List {
                letter,
                before: String::new(),
                words: String::new(),
                blocks: Vec::new(),
            });
        }
        if let Some(list) = self.lists.last_mut() {
            list.add(word, count, place);
        }
    }

    /// Writes a list for each first letter; gives the letters and the hashes.
    pub(super) fn write(self, output: &dyn Output) -> Result<Vec<(char, String)>, RenderError> {
        let lists = self.lists.into_iter();
        lists
            .map(|list| {
                let file = ListFile {
                    words: &list.words,
                    blocks: list.blocks.concat(),
                };
                let hash = write_hashed(output, "words", &payload(&file))?;
                Ok((list.letter, hash))
            })
            .collect()
    }
}

impl List {
    fn add(&mut self, word: &str, count: usize, place: Option<Place<'_>>) {
        let same = common_prefix(&self.before, word);
        push_number(&mut self.words, word[..same].encode_utf16().count());
        self.words.push_str(&word[same..]);
        self.words.push(' ');
        push_number(&mut self.words, count);
        if let Some(Place { block, at }) = place {
            let is_next = self.blocks.last().is_none_or(|last| last != block);
            push_number(&mut self.words, usize::from(is_next));
            push_number(&mut self.words, at);
            if is_next {
                self.blocks.push(block.to_owned());
            }
        }
        word.clone_into(&mut self.before);
    }
}

/// Whether a term is a word of Latin letters that is not too short.
pub(super) fn is_word(term: &str) -> bool {
    let latin = |c: char| c.is_alphabetic() && u32::from(c) < 0x250;
    term.chars().all(latin) && term.chars().count() >= MIN_LETTERS
}
