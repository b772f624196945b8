//! Terms and where they occur: sorted, in shards, with a directory that says which shard has what.
//!
//! A shard holds its terms one after the other, each as: how many UTF-16 units it shares with the one before,
//! the rest of it, a space, and in how many documents it occurs. Few postings stand right there; of
//! many stands how long they are, and they are in the shard's blocks, in the same order, a block being full
//! once it has [`BLOCK_LETTERS`].
//!
//! A posting is the distance to the document before, doubled, plus one if what follows says how often and
//! in which fields; else it is once and in the text.

use serde::Serialize;

use crate::render::site::{Output, RenderError};
use crate::search::postings::{Posting, Postings};
use crate::search::text::Field;

use super::numbers::push_number;
use super::script::{payload, write_hashed};

/// How long a shard is, about.
const SHARD_LETTERS: usize = 8_000;

/// How long a block of postings is, at least, unless it is the last of its shard.
pub(super) const BLOCK_LETTERS: usize = 4_000;

/// The most postings that stand with their term.
pub(super) const INLINE_POSTINGS: usize = 4;

/// The most shards that one directory names.
const DIRECTORY_SHARDS: usize = 2_000;

/// The directory of the shards: its file or, of a large one, the files of its parts.
#[derive(Debug, Default, Serialize)]
pub(super) struct Directory {
    /// The beginnings of the first terms, enough to tell them from the last of the shard before,
    /// joined by spaces.
    firsts: String,
    /// The hashes of the shards or parts, one behind the other.
    hashes: String,
    /// Whether these are parts.
    parts: bool,
    #[serde(skip)]
    count: usize,
}

impl Directory {
    fn push(&mut self, first: &str, hash: &str) {
        if self.count > 0 {
            self.firsts.push(' ');
        }
        self.firsts.push_str(first);
        self.hashes.push_str(hash);
        self.count += 1;
    }
}

/// Writes all shards with their blocks.
pub(super) fn write(postings: &Postings, output: &dyn Output) -> Result<Directory, RenderError> {
    let mut directories = vec![Directory::default()];
    let mut shard = Shard::default();
    let mut last = String::new();
    let close = |shard: &mut Shard, directories: &mut Vec<Directory>| {
        let (first, hash) = std::mem::take(shard).write(output)?;
        if directories
            .last()
            .is_some_and(|part| part.count >= DIRECTORY_SHARDS)
        {
            directories.push(Directory::default());
        }
        if let Some(directory) = directories.last_mut() {
            directory.push(&first, &hash);
        }
        Ok::<(), RenderError>(())
    };
    for (term, postings) in postings.iter() {
        if shard.terms.len() >= SHARD_LETTERS {
            close(&mut shard, &mut directories)?;
        }
        if shard.terms.is_empty() {
            let same = common_prefix(&last, term);
            let next = term[same..].chars().next().map_or(0, char::len_utf8);
            term[..same + next].clone_into(&mut shard.first);
        }
        shard.add(term, postings);
        term.clone_into(&mut last);
    }
    if !shard.terms.is_empty() {
        close(&mut shard, &mut directories)?;
    }
    if directories.len() == 1 {
        return Ok(directories.pop().unwrap_or_default());
    }
    let mut whole = Directory {
        parts: true,
        ..Directory::default()
    };
    for part in directories {
        let first = part.firsts.split(' ').next().unwrap_or_default().to_owned();
        whole.push(&first, &write_hashed(output, "directory", &payload(&part))?);
    }
    Ok(whole)
}

/// How many bytes two texts have in common at their beginning.
pub(super) fn common_prefix(one: &str, other: &str) -> usize {
    one.char_indices()
        .zip(other.chars())
        .find(|((_, a), b)| a != b)
        .map_or(one.len().min(other.len()), |((at, _), _)| at)
}

/// A shard in the making.
#[derive(Debug, Default)]
struct Shard {
    first: String,
    before: String,
    terms: String,
    blocks: Vec<String>,
}

/// A shard as its file holds it.
#[derive(Debug, Serialize)]
struct ShardFile<'a> {
    terms: &'a str,
    /// The hashes of its blocks, one behind the other.
    blocks: String,
}

impl Shard {
    fn add(&mut self, term: &str, postings: &[Posting]) {
        let same = common_prefix(&self.before, term);
        push_number(&mut self.terms, term[..same].encode_utf16().count());
        self.terms.push_str(&term[same..]);
        self.terms.push(' ');
        push_number(&mut self.terms, postings.len());
        if postings.len() <= INLINE_POSTINGS {
            push_postings(&mut self.terms, postings);
        } else {
            if self
                .blocks
                .last()
                .is_none_or(|block| block.len() >= BLOCK_LETTERS)
            {
                self.blocks.push(String::new());
            }
            if let Some(block) = self.blocks.last_mut() {
                let before = block.len();
                push_postings(block, postings);
                push_number(&mut self.terms, block.len() - before);
            }
        }
        term.clone_into(&mut self.before);
    }

    /// Writes the shard; gives how its first term begins, and its hash.
    fn write(self, output: &dyn Output) -> Result<(String, String), RenderError> {
        let mut blocks = String::new();
        for block in &self.blocks {
            blocks.push_str(&write_hashed(output, "postings", &payload(block))?);
        }
        let file = ShardFile {
            terms: &self.terms,
            blocks,
        };
        Ok((self.first, write_hashed(output, "terms", &payload(&file))?))
    }
}

fn push_postings(out: &mut String, postings: &[Posting]) {
    let usual = usize::from(Field::Body.bit());
    let mut next = 0;
    for posting in postings {
        let how = usize::from(posting.frequency()) << 4 | usize::from(posting.fields());
        push_number(
            out,
            (posting.document() - next) << 1 | usize::from(how != usual),
        );
        if how != usual {
            push_number(out, how);
        }
        next = posting.document() + 1;
    }
}
