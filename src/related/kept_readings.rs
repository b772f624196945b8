//! Readings as they are remembered.

use rustc_hash::FxHashMap;

use crate::memory::bytes::{Reader, Writer};
use crate::memory::{MadeFrom, Memory};

use super::asked_names::AskedNames;
use super::identifiers::Shape;
use super::index::Name;
use super::profile::Count;
use super::readings::Reading;

/// The name by which they are remembered.
const NAME: &str = "readings";

/// The readings of some state, by their texts; each is looked into when it is asked for.
#[derive(Debug)]
pub(super) struct KeptReadings<'a> {
    /// The names of the site by which texts were read.
    pub(super) names: MadeFrom,
    parts: FxHashMap<MadeFrom, Reader<'a>>,
    length: usize,
}

impl<'a> KeptReadings<'a> {
    pub(super) fn recall(memory: &dyn Memory) -> Option<Vec<u8>> {
        // Each says by itself what it was made from.
        memory.recall(NAME, MadeFrom::of(NAME))
    }

    pub(super) fn keep<'r>(
        memory: &dyn Memory,
        names: MadeFrom,
        readings: impl Iterator<Item = &'r Reading>,
    ) {
        let mut writer = Writer::begin(NAME);
        writer.made_from(names);
        let readings: Vec<&Reading> = readings.collect();
        writer.list(&readings, |writer, reading| {
            writer.made_from(reading.text);
            writer.part(|part| write(part, reading));
        });
        memory.keep(NAME, MadeFrom::of(NAME), &writer.end());
    }

    /// What was kept; `None` where that is something else.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::open(NAME, bytes)?;
        let names = reader.made_from()?;
        let parts = reader.list(|reader| Some((reader.made_from()?, reader.part()?)))?;
        reader.is_at_end().then(|| Self {
            names,
            length: parts.len(),
            parts: parts.into_iter().collect(),
        })
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// What was read of this text.
    pub(super) fn reading(&self, text: MadeFrom) -> Option<Reading> {
        read(text, *self.parts.get(&text)?)
    }
}

fn write(part: &mut Writer, reading: &Reading) {
    part.text(&reading.asked.of_site);
    part.text(&reading.asked.others);
    part.list(&reading.counts, |part, count| {
        part.number(count.word);
        part.byte(count.times);
        part.byte(count.in_title.into());
    });
    part.list(&reading.names, |part, name| {
        part.long(name.hash);
        part.byte(match name.shape {
            Shape::Place => 0,
            Shape::Symbol => 1,
            Shape::Fault => 2,
        });
        part.byte(name.is_quoted.into());
    });
    part.list(&reading.phrases, |part, phrase| part.long(*phrase));
}

fn read(text: MadeFrom, mut part: Reader<'_>) -> Option<Reading> {
    let asked = AskedNames {
        of_site: part.text()?.into(),
        others: part.text()?.into(),
    };
    let counts = part.list(|part| {
        Some(Count {
            word: part.number()?,
            times: part.byte()?,
            in_title: flag(part)?,
        })
    })?;
    let names = part.list(|part| {
        Some(Name {
            hash: part.long()?,
            shape: match part.byte()? {
                0 => Shape::Place,
                1 => Shape::Symbol,
                2 => Shape::Fault,
                _ => return None,
            },
            is_quoted: flag(part)?,
        })
    })?;
    let phrases = part.list(Reader::long)?;
    part.is_at_end().then_some(Reading {
        text,
        asked,
        counts,
        names,
        phrases,
    })
}

fn flag(part: &mut Reader<'_>) -> Option<bool> {
    match part.byte()? {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}
