//! The shards of a range of terms, and the blocks of their postings.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::render::site::{Output, RenderError};
use crate::search::postings::Posting;
use crate::search::text::Field;

use super::dictionary::common_prefix;
use super::numbers::push_number;
use super::script::{hash, payload, write_hashed, write_named};
use super::words::is_word;

/// How long a shard is, about.
const SHARD_LETTERS: usize = 4_000;

/// How long a block of postings is, at least, unless it is the last of its shard.
pub(super) const BLOCK_LETTERS: usize = 4_000;

/// The most postings that stand with their term.
pub(super) const INLINE_POSTINGS: usize = 4;

/// What directory and lists of words need of a range whose shards are written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Written {
    /// Its shards, in the order of their terms.
    pub(super) shards: Vec<WrittenShard>,
    /// The hashes of the blocks, in that order.
    pub(super) blocks: Vec<String>,
    /// Its words, in their order.
    pub(super) words: Vec<Word>,
}

/// A shard that is written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct WrittenShard {
    /// Its first term.
    pub(super) first: String,
    /// Its last term.
    pub(super) last: String,
    /// Its hash.
    pub(super) hash: String,
}

/// A word of Latin letters.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Word {
    /// The word itself.
    pub(super) text: String,
    /// In how many documents it occurs.
    pub(super) count: usize,
    /// The number of the block of its postings and the letters before them; none if they stand with it.
    pub(super) place: Option<(usize, usize)>,
}

/// The terms of a range as shards hold them, before they are cut into shards of about the same length.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// All lines, one behind the other.
    text: String,
    /// The terms as they are.
    terms: String,
    /// The postings that do not stand with their terms.
    postings: String,
    /// Where they are in these.
    places: Vec<Line>,
}

/// Where things of a line begin or end.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// Where it begins in the text.
    begin: usize,
    /// Where its number of documents stands there.
    count_at: usize,
    /// Where its term ends.
    term_end: usize,
    /// Where its postings end, if they do not stand with it.
    postings_end: usize,
    /// In how many documents its term occurs.
    count: usize,
}

impl Lines {
    /// Adds a term. Terms come in their order.
    pub(super) fn push(&mut self, term: &str, postings: &[Posting]) {
        let begin = self.text.len();
        let before = self
            .places
            .len()
            .checked_sub(1)
            .map_or("", |last| self.term(last));
        let same = common_prefix(before, term);
        push_number(&mut self.text, term[..same].encode_utf16().count());
        self.text.push_str(&term[same..]);
        self.text.push(' ');
        let count_at = self.text.len();
        push_number(&mut self.text, postings.len());
        if postings.len() <= INLINE_POSTINGS {
            push_postings(&mut self.text, postings);
        } else {
            let begin = self.postings.len();
            push_postings(&mut self.postings, postings);
            push_number(&mut self.text, self.postings.len() - begin);
        }
        self.terms.push_str(term);
        self.places.push(Line {
            begin,
            count_at,
            term_end: self.terms.len(),
            postings_end: self.postings.len(),
            count: postings.len(),
        });
    }

    /// The term of a line.
    fn term(&self, line: usize) -> &str {
        let begin = line
            .checked_sub(1)
            .map_or(0, |before| self.places[before].term_end);
        &self.terms[begin..self.places[line].term_end]
    }

    /// Where the postings of a line begin.
    fn postings_begin(&self, line: usize) -> usize {
        line.checked_sub(1)
            .map_or(0, |before| self.places[before].postings_end)
    }

    /// The lines of each shard.
    fn shards(&self) -> Vec<Range<usize>> {
        let count = ((self.text.len() + SHARD_LETTERS / 2) / SHARD_LETTERS).max(1);
        let from = |shard: usize| {
            let letters = self.text.len() * shard / count;
            self.places.partition_point(|line| line.begin < letters)
        };
        let shards = (0..count).map(|shard| from(shard)..from(shard + 1));
        shards.filter(|lines| !lines.is_empty()).collect()
    }

    /// Writes the shards.
    pub(super) fn write(&self, output: &dyn Output) -> Result<Written, RenderError> {
        let mut written = Written::default();
        for lines in self.shards() {
            let shard = self.write_shard(lines, &mut written, output)?;
            written.shards.push(shard);
        }
        Ok(written)
    }

    /// Writes a shard and its blocks, and notes blocks and words.
    fn write_shard(
        &self,
        lines: Range<usize>,
        written: &mut Written,
        output: &dyn Output,
    ) -> Result<WrittenShard, RenderError> {
        let first_block = written.blocks.len();
        // The block that is not full: its first line, and where it begins in the postings.
        let mut open: Option<(usize, usize)> = None;
        for number in lines.clone() {
            let line = self.places[number];
            let begin = self.postings_begin(number);
            let is_long = line.count > INLINE_POSTINGS;
            if is_long {
                let full = open.filter(|(_, block)| begin - block >= BLOCK_LETTERS);
                if let Some(block) = full {
                    written.blocks.push(self.write_block(block, begin, output)?);
                    open = None;
                }
                open = open.or(Some((number, begin)));
            }
            let term = self.term(number);
            if is_word(term) {
                let block = open.filter(|_| is_long);
                written.words.push(Word {
                    text: term.to_owned(),
                    count: line.count,
                    place: block.map(|(_, block)| (written.blocks.len(), begin - block)),
                });
            }
        }
        if let Some(block) = open {
            let end = self.places[lines.end - 1].postings_end;
            written.blocks.push(self.write_block(block, end, output)?);
        }
        let file = ShardFile {
            terms: &self.shard_text(lines.clone()),
            blocks: written.blocks[first_block..].concat(),
        };
        Ok(WrittenShard {
            first: self.term(lines.start).to_owned(),
            last: self.term(lines.end - 1).to_owned(),
            hash: write_hashed(output, "terms", &payload(&file))?,
        })
    }

    /// The text of a shard: its first term shares nothing with the one before.
    fn shard_text(&self, lines: Range<usize>) -> String {
        let end = self
            .places
            .get(lines.end)
            .map_or(self.text.len(), |next| next.begin);
        let mut text = String::with_capacity(end - self.places[lines.start].begin + 32);
        push_number(&mut text, 0);
        text.push_str(self.term(lines.start));
        text.push(' ');
        text.push_str(&self.text[self.places[lines.start].count_at..end]);
        text
    }

    /// Writes a block; gives its hash. The hash tells it from any that has the same postings of another term, so
    /// that no two ranges share a file.
    fn write_block(
        &self,
        (line, begin): (usize, usize),
        end: usize,
        output: &dyn Output,
    ) -> Result<String, RenderError> {
        let payload = payload(&&self.postings[begin..end]);
        let hash = hash([self.term(line), &payload]);
        write_named(output, &format!("postings-{hash}"), &payload)?;
        Ok(hash)
    }
}

/// A shard as its file holds it.
#[derive(Debug, Serialize)]
struct ShardFile<'a> {
    terms: &'a str,
    /// The hashes of its blocks, one behind the other.
    blocks: String,
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io;
    use std::sync::Mutex;

    use super::super::numbers::read_number;
    use super::super::script::HASH_LETTERS;
    use super::*;

    /// The contents of files by their names.
    #[derive(Default)]
    struct Kept(Mutex<BTreeMap<String, serde_json::Value>>);

    impl Output for Kept {
        fn write(&self, path: &str, content: &[u8]) -> io::Result<()> {
            let content = str::from_utf8(content).unwrap();
            let call = content.strip_prefix("hanseiSearch.take(").unwrap();
            let (name, value) = call.strip_suffix(");\n").unwrap().split_once(',').unwrap();
            assert_eq!(path, format!("search/{}.js", name.trim_matches('"')));
            let mut kept = self.0.lock().unwrap();
            let before = kept.insert(
                name.trim_matches('"').to_owned(),
                serde_json::from_str(value).unwrap(),
            );
            assert!(before.is_none(), "{name} is written once");
            Ok(())
        }

        fn copy(&self, _: &str, path: &str) -> io::Result<()> {
            unreachable!("{path} is no file of the index")
        }
    }

    impl Kept {
        fn text(&self, name: &str, field: &str) -> String {
            let kept = self.0.lock().unwrap();
            let content = &kept[name];
            let content = content.get(field).unwrap_or(content);
            content.as_str().unwrap().to_owned()
        }

        /// The terms of a shard with their postings, read as a browser does.
        fn shard(&self, hash: &str) -> Vec<(String, Vec<Posting>)> {
            let name = format!("terms-{hash}");
            let (terms, hashes) = (self.text(&name, "terms"), self.text(&name, "blocks"));
            let mut blocks = (0..hashes.len()).step_by(HASH_LETTERS).map(|at| {
                let hash = &hashes[at..at + HASH_LETTERS];
                self.text(&format!("postings-{hash}"), "")
            });
            let mut rest = terms.as_str();
            let (mut block, mut at) = (String::new(), usize::MAX);
            let mut term: Vec<u16> = Vec::new();
            let mut read = Vec::new();
            while !rest.is_empty() {
                term.truncate(read_number(&mut rest));
                let (tail, behind) = rest.split_once(' ').unwrap();
                term.extend(tail.encode_utf16());
                rest = behind;
                let count = read_number(&mut rest);
                let postings = if count <= INLINE_POSTINGS {
                    read_postings(&mut rest, count)
                } else {
                    if at >= BLOCK_LETTERS {
                        (block, at) = (blocks.next().unwrap(), 0);
                    }
                    let length = read_number(&mut rest);
                    at += length;
                    read_postings(&mut &block[at - length..at], count)
                };
                read.push((String::from_utf16(&term).unwrap(), postings));
            }
            assert!(blocks.next().is_none());
            read
        }
    }

    fn read_postings(rest: &mut &str, count: usize) -> Vec<Posting> {
        let mut next = 0;
        let mut posting = || {
            let step = read_number(rest);
            let how = if step & 1 == 1 { read_number(rest) } else { 4 };
            let document = u32::try_from(next + (step >> 1)).unwrap();
            next = document as usize + 1;
            Posting::new(document, u8::try_from(how).unwrap())
        };
        (0..count).map(|_| posting()).collect()
    }

    /// Sorted terms, some of them in many documents.
    fn terms(count: usize) -> Vec<(String, Vec<Posting>)> {
        let postings = |number: usize| {
            let documents = if number.is_multiple_of(9) {
                40 + number % 200
            } else {
                1 + number % 6
            };
            let posting = |document| {
                Posting::new(
                    document * 3,
                    if number.is_multiple_of(4) { 0x14 } else { 4 },
                )
            };
            (0..u32::try_from(documents).unwrap())
                .map(posting)
                .collect()
        };
        let mut terms: Vec<String> = (0..count)
            .map(|number| match number % 5 {
                0 => format!("日本{number:05}"),
                1 => {
                    format!(
                        "word{}",
                        char::from(b"abcdefghijklmnopqrstuvwxyz"[number / 5 % 26])
                    ) + &"x".repeat(number / 130)
                }
                _ => format!("q{number:05}x-42"),
            })
            .collect();
        terms.sort();
        terms.dedup();
        terms
            .into_iter()
            .enumerate()
            .map(|(number, term)| (term, postings(number)))
            .collect()
    }

    fn written(terms: &[(String, Vec<Posting>)]) -> (Kept, Written) {
        let mut lines = Lines::default();
        for (term, postings) in terms {
            lines.push(term, postings);
        }
        let kept = Kept::default();
        let written = lines.write(&kept).unwrap();
        (kept, written)
    }

    #[test]
    fn what_is_written_is_read_again() {
        for count in [1, 2, 40, 3_000] {
            let terms = terms(count);
            let (kept, written) = written(&terms);
            let shards = written.shards.iter().map(|shard| {
                let read = kept.shard(&shard.hash);
                assert_eq!(read.first().unwrap().0, shard.first);
                assert_eq!(read.last().unwrap().0, shard.last);
                read
            });
            let read: Vec<_> = shards.flatten().collect();
            assert!(read == terms, "{count} terms");
        }
        let (_, none) = written(&[]);
        assert!(none.shards.is_empty() && none.blocks.is_empty() && none.words.is_empty());
    }

    #[test]
    fn shards_are_about_as_long_as_each_other() {
        let (kept, written) = written(&terms(3_000));
        assert!(written.shards.len() > 5, "{}", written.shards.len());
        for shard in &written.shards {
            let length = kept.text(&format!("terms-{}", shard.hash), "terms").len();
            assert!(
                length.abs_diff(SHARD_LETTERS) < SHARD_LETTERS / 4,
                "{length} letters"
            );
        }
    }

    #[test]
    fn words_say_where_their_postings_are() {
        let terms = terms(3_000);
        let (kept, written) = written(&terms);
        let words: Vec<_> = terms.iter().filter(|(term, _)| is_word(term)).collect();
        assert_eq!(written.words.len(), words.len());
        let mut in_blocks = 0;
        for (word, (term, postings)) in written.words.iter().zip(words) {
            assert_eq!((&word.text, word.count), (term, postings.len()));
            assert_eq!(
                word.place.is_some(),
                postings.len() > INLINE_POSTINGS,
                "{term}"
            );
            if let Some((block, at)) = word.place {
                let block = kept.text(&format!("postings-{}", written.blocks[block]), "");
                assert_eq!(
                    read_postings(&mut &block[at..], word.count),
                    *postings,
                    "{term}"
                );
                in_blocks += 1;
            }
        }
        assert!(in_blocks > 20, "{in_blocks}");
    }

    #[test]
    fn the_same_postings_of_another_term_have_a_file_of_their_own() {
        let postings = terms(1).remove(0).1;
        let of = |term: &str| written(&[(term.to_owned(), postings.clone())]).1.blocks;
        assert_eq!(of("one").len(), 1);
        assert_ne!(of("one"), of("other"));
    }
}
