//! What was read of documents, from one build to the next: a few files of bytes, each with the documents of some paths.

use std::hash::Hasher as _;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use crate::document::{Document, Original};
use crate::memory::bytes::{Reader, Writer};
use crate::memory::{MadeFrom, Memory};

/// How many files there are: what has changed writes the whole file that it is in.
const SEGMENTS: usize = 16;

/// What the bytes are called.
const NAME: &str = "documents";

/// The files that an earlier build has left.
pub(super) struct Segments<'m> {
    memory: &'m dyn Memory,
    made_from: MadeFrom,
    bytes: Vec<Vec<u8>>,
}

/// The documents in them, as bytes, with the number of the file, by what they were read from.
pub(super) type Recalled<'a> = FxHashMap<MadeFrom, (usize, &'a [u8])>;

impl<'m> Segments<'m> {
    /// What a memory has of documents that were read by the same settings of the site.
    pub(super) fn of(memory: &'m dyn Memory, made_from: MadeFrom) -> Self {
        let numbers = 0..if memory.remembers() { SEGMENTS } else { 0 };
        let bytes = numbers.into_par_iter().map(|segment| {
            let known = memory.recall(&name(segment), made_from);
            known.unwrap_or_default()
        });
        Self {
            memory,
            made_from,
            bytes: bytes.collect(),
        }
    }

    /// Of all that a document is read from, beside what the site says of all; `None` where nobody will ask.
    pub(super) fn read_from(
        &self,
        path: &str,
        text: &str,
        original: Option<&Original>,
    ) -> Option<MadeFrom> {
        let is_asked_for = self.memory.remembers();
        is_asked_for.then(|| MadeFrom::of(&(path, text, original)))
    }

    /// The documents that were remembered.
    pub(super) fn documents(&self) -> Recalled<'_> {
        let segments = self.bytes.iter().enumerate();
        let documents = segments.flat_map(|(segment, bytes)| {
            let documents = documents_of(bytes).unwrap_or_default().into_iter();
            documents.map(move |(read_from, bytes)| (read_from, (segment, bytes)))
        });
        documents.collect()
    }

    /// Remembers documents, each with what it was read from, where the memory does not have just these.
    pub(super) fn keep<'d>(
        &self,
        documents: impl Iterator<Item = (MadeFrom, &'d Arc<Document>)>,
        recalled: &Recalled<'_>,
    ) {
        let mut of_segments: Vec<Vec<(MadeFrom, &Arc<Document>)>> =
            vec![Vec::new(); self.bytes.len()];
        if of_segments.is_empty() {
            return;
        }
        for (read_from, document) in documents.filter(|(_, one)| one.findings.is_empty()) {
            of_segments[segment_of(&document.path)].push((read_from, document));
        }
        let mut known = vec![0; of_segments.len()];
        for (segment, _) in recalled.values() {
            known[*segment] += 1;
        }
        let of_segments = of_segments.into_par_iter().zip(known).enumerate();
        of_segments.for_each(|(segment, (documents, known))| {
            let is_there = |read_from| {
                let there = recalled.get(read_from);
                there.is_some_and(|(there, _)| *there == segment)
            };
            let are_known = documents.iter().all(|(read_from, _)| is_there(read_from));
            if known != documents.len() || !are_known {
                let bytes = written(&documents, recalled);
                self.memory.keep(&name(segment), self.made_from, &bytes);
            }
        });
    }
}

fn name(segment: usize) -> String {
    format!("{NAME}-{segment:02}")
}

fn segment_of(path: &str) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write(path.as_bytes());
    usize::try_from(hasher.finish() >> 32).unwrap_or_default() % SEGMENTS
}

/// The documents of a file.
fn documents_of(bytes: &[u8]) -> Option<Vec<(MadeFrom, &[u8])>> {
    let mut reader = Reader::open(NAME, bytes)?;
    reader.list(|reader| Some((reader.made_from()?, reader.part()?.rest())))
}

/// A file of documents.
fn written(documents: &[(MadeFrom, &Arc<Document>)], recalled: &Recalled<'_>) -> Vec<u8> {
    let mut writer = Writer::begin(NAME);
    writer.list(documents, |writer, (read_from, document)| {
        writer.made_from(*read_from);
        writer.part(|part| match recalled.get(read_from) {
            Some((_, bytes)) => part.raw(bytes),
            None => part.raw(&document.remember().unwrap_or_default()),
        });
    });
    writer.end()
}
