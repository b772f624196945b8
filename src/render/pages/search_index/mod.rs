//! The files that the search page looks things up in: `search/index.js` and what it names.
//!
//! Each is a script that hands its name and its content to `hanseiSearch.take`: scripts load from a disk
//! as well as from a host, and under a policy that allows nothing else. All names but that of the first change with what is in
//! the files. `theme/search-files.js` reads them.

mod dictionary;
mod facets;
mod numbers;
mod records;
pub(super) mod script;
mod words;

use serde::Serialize;

use crate::language::Language;
use crate::render::site::{Output, RenderError, Site};
use crate::search::fact_field::FactField;
use crate::search::index::read_in_groups;

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
    let (groups, postings) = read_in_groups(site.base, records::GROUP, |documents| {
        let hash = records::write_group(site, &documents, each, output)?;
        Ok((hash, documents.into_iter().map(Row::from).collect()))
    });
    let groups: Vec<(String, Vec<Row>)> = groups.into_iter().collect::<Result<_, RenderError>>()?;
    let (hashes, rows): (Vec<String>, Vec<Vec<Row>>) = groups.into_iter().unzip();
    let rows: Vec<Row> = rows.into_iter().flatten().collect();
    let dictionary = dictionary::write(&postings, output)?;
    let columns = facets::write(site, &rows, output)?;
    let file = IndexFile {
        version: VERSION,
        documents: rows.len(),
        hash_letters: script::HASH_LETTERS,
        directory: dictionary.directory,
        block_letters: dictionary::BLOCK_LETTERS,
        inline_postings: dictionary::INLINE_POSTINGS,
        undated: rows.partition_point(|row| !row.is_dated),
        languages: Language::ALL.map(Language::code),
        columns: columns.hash,
        groups: hashes.concat(),
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
