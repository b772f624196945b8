//! The files that the search page looks things up in: `search/index.js` and what it names.
//!
//! Each is a script that hands its name and its content to `hanseiSearch.take`: scripts load from a disk
//! as well as from a host, and under a policy that allows nothing else. All names but that of the first change with what is in
//! the files. `theme/search-files.js` reads them.

mod columns;
mod dictionary;
mod numbers;
mod records;
pub(super) mod script;
mod words;

use serde::Serialize;

use crate::language::Language;
use crate::render::site::{Output, RenderError, Site};
use crate::search::index::Index;

use dictionary::Directory;
use numbers::push_number;
use script::{payload, write_hashed, write_named};

/// The shape of the files; pages of another one do not read them.
const VERSION: u32 = 2;

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
    /// The hash of the lengths and languages of all documents.
    measures: String,
    /// The hashes of the groups of documents.
    groups: String,
    group: usize,
    /// How many documents a file has.
    each: usize,
    /// The facets, the hashes of their columns, and what they are called.
    facets: Vec<(&'static str, String, String)>,
    /// The first letters of words and the hashes of the lists of those words.
    words: Vec<(char, String)>,
}

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let index = Index::build(site.base);
    let each = records::documents_a_file(&index);
    let file = IndexFile {
        version: VERSION,
        documents: index.documents.len(),
        hash_letters: script::HASH_LETTERS,
        directory: dictionary::write(&index.postings, output)?,
        block_letters: dictionary::BLOCK_LETTERS,
        inline_postings: dictionary::INLINE_POSTINGS,
        undated: index.documents.partition_point(|one| one.date.is_none()),
        languages: Language::ALL.map(Language::code),
        measures: write_hashed(output, "measures", &payload(&measures(&index)))?,
        groups: records::write(site, &index, each, output)?,
        group: records::GROUP,
        each,
        facets: columns::write(site, &index, output)?,
        words: words::write(&index.postings, output)?,
    };
    write_named(output, "index", &payload(&file))
}

/// The length and the language of every document, as one number each.
fn measures(index: &Index) -> String {
    let mut measures = String::new();
    for document in &index.documents {
        let language = Language::ALL
            .iter()
            .position(|known| *known == document.facets.language);
        let length = usize::from(document.length) * Language::ALL.len();
        push_number(&mut measures, length + language.unwrap_or_default());
    }
    measures
}
