//! The files that the search page looks things up in: `search/index.js` and what it names.
//!
//! Each is a script that hands its name and its content to `hanseiSearch.take`: scripts load from a disk
//! as well as from a host, and under a policy that allows nothing else. All names but that of the first change with what is in
//! the files. `theme/search-files.js` reads them.

mod dictionary;
mod facets;
mod numbers;
mod parts;
mod ranges;
mod records;
mod remembered;
pub(super) mod script;
mod shards;
mod words;

use serde::Serialize;

use crate::language::Language;
use crate::render::site::{Output, RenderError, Site};
use crate::search::fact_field::FactField;
use crate::search::index::Parts;

use dictionary::Directory;
use facets::Row;
use script::{payload, write_named};

/// The shape of the files; pages of another one do not read them.
const VERSION: u32 = 4;

/// What every search begins with.
#[derive(Debug, Serialize)]
struct IndexFile {
    version: u32,
    documents: usize,
    hash_letters: usize,
    directory: Directory,
    block_letters: usize,
    inline_postings: usize,
    /// How many documents have no date; they are the first.
    undated: usize,
    /// The languages of documents.
    languages: [&'static str; Language::ALL.len()],
    /// The hash of the columns that every answer needs.
    columns: String,
    /// The hashes of the groups of documents.
    groups: String,
    group: usize,
    /// How many documents a file has.
    each: usize,
    /// The facets, the hashes of the columns they are in, and what they are called.
    facets: Vec<(&'static str, String, String)>,
    /// What the fields of facts are called.
    fields: Vec<String>,
    /// The first letters of words and the hashes of the lists of those words.
    words: Vec<(char, String)>,
}

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let each = records::documents_a_file(site.base);
    let documents = Parts::of(site.base, records::GROUP);
    let parts = parts::write(site, &documents, each, output)?;
    let dictionary = dictionary::write(site, &documents, &parts, output)?;
    let lengths = parts.iter().flat_map(|part| &part.lengths).enumerate();
    let rows: Vec<Row> = lengths
        .map(|(number, length)| Row::new(&documents, number, *length))
        .collect();
    let columns = facets::write(site, &rows, output)?;
    let file = IndexFile {
        version: VERSION,
        documents: rows.len(),
        hash_letters: script::HASH_LETTERS,
        directory: dictionary.directory,
        block_letters: shards::BLOCK_LETTERS,
        inline_postings: shards::INLINE_POSTINGS,
        undated: rows.partition_point(|row| !row.is_dated),
        languages: Language::ALL.map(Language::code),
        columns: columns.hash,
        groups: parts.iter().map(|part| part.groups.as_str()).collect(),
        group: records::GROUP,
        each,
        facets: columns.facets,
        fields: FactField::ALL
            .iter()
            .map(|field| site.locale.text(field.label()).to_owned())
            .collect(),
        words: dictionary.words,
    };
    write_named(output, "index", &payload(&file))
}
