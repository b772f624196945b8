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

use crate::render::site::{Output, RenderError, Site};
use crate::search::index::Parts;

use super::parts::Part;
use super::ranges;
use super::script::{payload, write_hashed};
use super::shards::Word;
use super::words::{Place, Words};

/// The most shards that a single directory names.
const DIRECTORY_SHARDS: usize = 2_000;

/// How many shards a part of a larger directory names: about as many as there are parts then.
const PART_SHARDS: usize = 128;

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
}

impl Directory {
    /// A directory of shards or parts, each with how its first term begins, and its hash.
    fn of(shards: &[(String, String)]) -> Self {
        let firsts: Vec<&str> = shards.iter().map(|(first, _)| first.as_str()).collect();
        Self {
            firsts: firsts.join(" "),
            hashes: shards.iter().map(|(_, hash)| hash.as_str()).collect(),
            parts: false,
        }
    }
}

/// What was written of the dictionary.
#[derive(Debug)]
pub(super) struct Dictionary {
    pub(super) directory: Directory,
    /// The first letters of words and the hashes of the lists of those words.
    pub(super) words: Vec<(char, String)>,
}

/// Writes all shards with their blocks, and the lists of words.
pub(super) fn write(
    site: &Site<'_>,
    documents: &Parts<'_>,
    parts: &[Part],
    output: &dyn Output,
) -> Result<Dictionary, RenderError> {
    let ranges = ranges::write(site, documents, parts, output)?;
    let mut shards: Vec<(String, String)> = Vec::new();
    let mut words = Words::default();
    let mut last = "";
    for range in &ranges {
        for shard in &range.shards {
            let first = told_apart(last, &shard.first).to_owned();
            shards.push((first, shard.hash.clone()));
            last = &shard.last;
        }
        for Word { text, count, place } in &range.words {
            let place = place.map(|(block, at)| Place {
                block: &range.blocks[block],
                at,
            });
            words.add(text, *count, place);
        }
    }
    Ok(Dictionary {
        directory: directory(&shards, output)?,
        words: words.write(output)?,
    })
}

/// As much of a term as tells it from the one before.
fn told_apart<'a>(before: &str, term: &'a str) -> &'a str {
    let same = common_prefix(before, term);
    let next = term[same..].chars().next().map_or(0, char::len_utf8);
    &term[..same + next]
}

/// The directory of all shards, each with how its first term begins, and its hash; writes the parts of a
/// large one.
fn directory(shards: &[(String, String)], output: &dyn Output) -> Result<Directory, RenderError> {
    if shards.len() <= DIRECTORY_SHARDS {
        return Ok(Directory::of(shards));
    }
    let parts = shards.chunks(PART_SHARDS).map(|shards| {
        let part = Directory::of(shards);
        let hash = write_hashed(output, "directory", &payload(&part))?;
        Ok((shards[0].0.clone(), hash))
    });
    let parts: Vec<(String, String)> = parts.collect::<Result<_, RenderError>>()?;
    Ok(Directory {
        parts: true,
        ..Directory::of(&parts)
    })
}

/// How many bytes two texts have in common at their beginning.
pub(super) fn common_prefix(one: &str, other: &str) -> usize {
    one.char_indices()
        .zip(other.chars())
        .find(|((_, a), b)| a != b)
        .map_or(one.len().min(other.len()), |((at, _), _)| at)
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::Mutex;

    use super::super::script::HASH_LETTERS;
    use super::*;

    /// The files that were written, with their paths.
    #[derive(Default)]
    struct Kept(Mutex<Vec<(String, String)>>);

    impl Output for Kept {
        fn write(&self, path: &str, content: &[u8]) -> io::Result<()> {
            let content = String::from_utf8_lossy(content).into_owned();
            self.0.lock().unwrap().push((path.to_owned(), content));
            Ok(())
        }

        fn copy(&self, _: &str, path: &str) -> io::Result<()> {
            unreachable!("{path} is no file of the index")
        }
    }

    fn shards(count: usize) -> Vec<(String, String)> {
        (0..count)
            .map(|number| (format!("t{number:05}"), format!("h{number:07}")))
            .collect()
    }

    #[test]
    fn few_shards_have_one_directory() {
        let kept = Kept::default();
        let directory = directory(&shards(3), &kept).unwrap();
        assert!(!directory.parts);
        assert_eq!(directory.firsts, "t00000 t00001 t00002");
        assert_eq!(directory.hashes, "h0000000h0000001h0000002");
        assert!(kept.0.into_inner().unwrap().is_empty());
    }

    #[test]
    fn of_many_shards_each_is_in_the_part_that_its_first_term_leads_to() {
        let kept = Kept::default();
        let shards = shards(DIRECTORY_SHARDS + 1);
        let directory = directory(&shards, &kept).unwrap();
        let files = kept.0.into_inner().unwrap();
        assert!(directory.parts);
        assert_eq!(files.len(), shards.len().div_ceil(PART_SHARDS));
        let firsts: Vec<&str> = directory.firsts.split(' ').collect();
        for (number, (first, hash)) in shards.iter().enumerate() {
            let part = number / PART_SHARDS;
            let behind = firsts.partition_point(|of_part| *of_part <= first.as_str());
            assert_eq!(behind - 1, part, "{first}");
            let (path, content) = &files[part];
            assert!(
                content.contains(first) && content.contains(hash),
                "{first} in {path}"
            );
            let name = &directory.hashes[part * HASH_LETTERS..][..HASH_LETTERS];
            assert!(path.contains(name), "{path} is called {name}");
        }
    }
}
