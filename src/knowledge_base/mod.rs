//! All documents, by id, path and the names they mention.

mod anchors;
mod asked_name;
mod defined_names;
mod did_you_mean;
mod documents;
mod entries;
mod pieces;
mod remembered;
mod terms;
pub mod unchanged;

use std::sync::{Arc, OnceLock};

use rayon::join;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::config::{Config, ConfigFile};
use crate::diagnostic::Finding;
use crate::document::{Document, Id, Kind, in_nfc};
use crate::language::Language;
use crate::memory::pieces::{Piece, look_at};
use crate::memory::{Forgetful, MadeFrom, Memory};
use crate::source::{Source, Unreadable};

use anchors::Places;
use documents::read_documents;
use entries::{entries, ids};
use remembered::Segments;

pub use asked_name::UnknownName;
pub use defined_names::Vocabulary;
pub use did_you_mean::NearNames;
pub use entries::Entry;
pub use pieces::{EntryPieces, piece_of_term};
pub use terms::{Term, TermKind, Terms};

/// The number of a document in its knowledge base, in the order of paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentIndex(pub usize);

/// The number of an entry in its knowledge base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryIndex(pub usize);

/// A knowledge base, read.
#[derive(Debug)]
pub struct KnowledgeBase {
    /// Its configuration.
    pub config: Config,
    /// The text of its configuration, for messages.
    pub config_text: String,
    /// What was found while reading the configuration.
    pub config_findings: Vec<Finding>,
    /// The folder of its content within the root, `/` between folders; empty for the root itself.
    pub content: String,
    documents: Vec<Arc<Document>>,
    entries: Vec<Entry>,
    unreadable: Vec<(String, Unreadable)>,
    /// The services, causes, tags, owners and vendors that its documents mention.
    pub terms: Terms,
    ids: FxHashMap<String, EntryIndex>,
    entry_of: Vec<EntryIndex>,
    entry_pieces: EntryPieces,
    paths: FxHashMap<String, DocumentIndex>,
    files: FxHashMap<String, String>,
    vocabularies: Vec<(TermKind, Vocabulary)>,
    // What only faulty or rare links ask for is made when the first of them does.
    places: Vec<OnceLock<Box<Places>>>,
    near_ids: OnceLock<NearNames<EntryIndex>>,
    near_paths: OnceLock<NearNames<String>>,
}

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<'a> {
    /// The entry.
    pub entry: EntryIndex,
    /// An action or a line of a checklist in it.
    pub part: Option<&'a str>,
}

impl KnowledgeBase {
    /// Reads every text of `source`.
    #[must_use]
    pub fn read(config_file: ConfigFile, source: Source) -> Self {
        Self::read_knowing(config_file, source, None, &Forgetful)
    }

    /// The same; `memory` may know what was read of some of them before.
    #[must_use]
    pub fn read_remembering(config_file: ConfigFile, source: Source, memory: &dyn Memory) -> Self {
        Self::read_knowing(config_file, source, None, memory)
    }

    /// The same; documents that another state of the knowledge base has read from the same text in the
    /// same way are shared with it.
    #[must_use]
    pub fn read_beside(config_file: ConfigFile, source: Source, other: &Self) -> Self {
        let is_read_alike =
            config_file.text == other.config_text && source.content == other.content;
        let other = is_read_alike.then_some(other);
        Self::read_knowing(config_file, source, other, &Forgetful)
    }

    fn read_knowing(
        config_file: ConfigFile,
        source: Source,
        known: Option<&Self>,
        memory: &dyn Memory,
    ) -> Self {
        let ConfigFile {
            config,
            text: config_text,
            findings: config_findings,
        } = config_file;
        let segments = Segments::of(memory, settings(&config_text, &source.content));
        let (documents, unreadable) =
            read_documents(&config, &source.content, source.documents, known, &segments);
        let entries_and_names = || {
            let entries = entries(&documents, config.language);
            let ids = ids(&documents, &entries);
            let terms = Terms::collect(&config, &documents, &entries, &ids);
            (entries, ids, terms)
        };
        let paths_and_files = || {
            let indices = (0..).map(DocumentIndex);
            let paths = documents.iter().zip(indices);
            let paths = paths.map(|(document, index)| (in_nfc(&document.path), index));
            let files = source.files.into_iter();
            let files = files.map(|path| (in_nfc(&path), path));
            (paths.collect(), files.collect())
        };
        let ((entries, ids, terms), (paths, files)) = join(entries_and_names, paths_and_files);
        let mut entry_of = vec![EntryIndex(0); documents.len()];
        for (index, entry) in entries.iter().enumerate() {
            for document in entry.documents() {
                entry_of[document.0] = EntryIndex(index);
            }
        }
        let vocabularies = TermKind::ALL
            .into_iter()
            .filter_map(|kind| Some((kind, Vocabulary::of(kind.definitions(&config))?)))
            .collect();
        Self {
            vocabularies,
            entry_pieces: EntryPieces::of(entries.iter().map(|entry| &entry.id)),
            places: documents.iter().map(|_| OnceLock::new()).collect(),
            near_ids: OnceLock::new(),
            near_paths: OnceLock::new(),
            config,
            config_text,
            config_findings,
            content: source.content,
            documents,
            entries,
            unreadable,
            terms,
            ids,
            entry_of,
            paths,
            files,
        }
    }

    /// What decides how every text is read: as long as it is the same, the same text tells the same.
    #[must_use]
    pub fn settings(&self) -> MadeFrom {
        settings(&self.config_text, &self.content)
    }

    /// Its documents, sorted by path. Another state of the same knowledge base may share them.
    #[must_use]
    pub fn documents(&self) -> &[Arc<Document>] {
        look_at(|| Piece::EVERYTHING);
        &self.documents
    }

    /// Its entries, in the order of their originals.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        look_at(|| Piece::EVERYTHING);
        &self.entries
    }

    /// Its entries as pieces.
    #[must_use]
    pub fn entry_pieces(&self) -> EntryPieces {
        self.entry_pieces.clone()
    }

    /// Markdown files that are no documents, and why.
    #[must_use]
    pub fn unreadable(&self) -> &[(String, Unreadable)] {
        look_at(|| Piece::EVERYTHING);
        &self.unreadable
    }

    /// The entry that a document belongs to.
    #[must_use]
    pub fn entry_of(&self, document: DocumentIndex) -> EntryIndex {
        let entry = self.entry_of[document.0];
        self.entry_pieces.look_at(entry);
        entry
    }

    /// The document of an entry that counts.
    #[must_use]
    pub fn original(&self, entry: EntryIndex) -> &Document {
        &self[self[entry].original]
    }

    /// Whether this document is another language's version of one that counts.
    #[must_use]
    pub fn is_version(&self, document: DocumentIndex) -> bool {
        self[self.entry_of(document)].original != document
    }

    /// The document of an entry in this language, else its original.
    #[must_use]
    pub fn in_language(&self, entry: EntryIndex, language: Language) -> DocumentIndex {
        let entry = &self[entry];
        entry
            .documents()
            .find(|document| self[*document].language == language)
            .unwrap_or(entry.original)
    }

    /// All entries of a kind, in the order of their paths.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = EntryIndex> + '_ {
        look_at(|| Piece::EVERYTHING);
        (0..self.entries.len())
            .map(EntryIndex)
            .filter(move |entry| self.original(*entry).kind() == kind)
    }

    /// The entry with this id, or that once had it.
    #[must_use]
    pub fn entry_by_id(&self, id: &str) -> Option<EntryIndex> {
        let key = Id::key_of(id);
        look_at(|| pieces::id(&key));
        self.ids.get(&key).copied()
    }

    /// Every id, present and former, in the form in which they are compared; in no order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        look_at(|| Piece::EVERYTHING);
        self.ids.keys().map(String::as_str)
    }

    /// What an id or an address such as `INC-2025-0041/A2` names. `part` is not looked up.
    #[must_use]
    pub fn named<'a>(&self, id: &'a str) -> Option<Named<'a>> {
        if let Some(entry) = self.entry_by_id(id) {
            return Some(Named { entry, part: None });
        }
        let (id, part) = id.rsplit_once('/')?;
        let entry = self.entry_by_id(id)?;
        Some(Named {
            entry,
            part: Some(part),
        })
    }

    /// Whether an entry has an action or a line of a checklist with this name.
    #[must_use]
    pub fn has_part(&self, entry: EntryIndex, part: &str) -> bool {
        self.places(self[entry].original).has_part(part)
    }

    /// The names of the actions or checklist lines of an entry, in the order written.
    pub fn part_names(&self, entry: EntryIndex) -> impl Iterator<Item = String> {
        anchors::part_names(self.original(entry))
    }

    /// Whether a document has a heading, or an element of HTML, with this anchor.
    #[must_use]
    pub fn has_anchor(&self, document: DocumentIndex, anchor: &str) -> bool {
        self.places(document).has_anchor(anchor)
    }

    /// The anchor in a document that a misspelt one was meant to be.
    #[must_use]
    pub fn nearest_anchor(&self, document: DocumentIndex, anchor: &str) -> Option<&str> {
        self.places(document).nearest_anchor(anchor)
    }

    fn places(&self, document: DocumentIndex) -> &Places {
        // It may have been read for somebody else.
        let document_itself = &self[document];
        self.places[document.0].get_or_init(|| Box::new(Places::of(document_itself)))
    }

    /// The names of this sort that the site has defined; `None` where any name will do.
    #[must_use]
    pub fn vocabulary(&self, kind: TermKind) -> Option<&Vocabulary> {
        let mut vocabularies = self.vocabularies.iter();
        vocabularies
            .find(|(of, _)| *of == kind)
            .map(|(_, vocabulary)| vocabulary)
    }

    /// The id that a misspelt one was meant to be. Of an address, such as `INC-2025-41/A2`, the
    /// part stays.
    #[must_use]
    pub fn nearest_id(&self, written: &str) -> Option<String> {
        look_at(|| Piece::EVERYTHING);
        let near = self.near_ids.get_or_init(|| {
            NearNames::of(self.ids.iter().map(|(id, entry)| (id.as_str(), *entry)))
        });
        let end = written.find(['/', '#']).unwrap_or(written.len());
        let (id, rest) = written.split_at(end);
        let entry = near.find(written).map(|entry| (entry, ""));
        let (entry, rest) = entry.or_else(|| Some((near.find(id)?, rest)))?;
        Some(format!("{}{rest}", self[*entry].id))
    }

    /// The path from the root of the file that a misspelt path was meant to be: one with the same
    /// or nearly the same name, in whatever folder.
    #[must_use]
    pub fn nearest_path(&self, written: &str) -> Option<&str> {
        look_at(|| Piece::EVERYTHING);
        let near = self.near_paths.get_or_init(|| {
            let documents = self.documents.iter().map(|document| &document.path);
            let paths = documents.chain(self.files.values());
            NearNames::of(paths.map(|path| (file_name(path), path.clone())))
        });
        near.find(file_name(written)).map(String::as_str)
    }

    /// The document in the file with this path from the root, in NFC.
    #[must_use]
    pub fn document_at(&self, path: &str) -> Option<DocumentIndex> {
        look_at(|| pieces::document_at(path));
        self.paths.get(path).copied()
    }

    /// The number here of a document of another state, where the two share it.
    #[must_use]
    pub fn shares(&self, document: &Arc<Document>) -> Option<DocumentIndex> {
        let index = self.index_of(&document.path)?;
        Arc::ptr_eq(&self.documents[index.0], document).then_some(index)
    }

    /// The document in the file with this very path.
    #[must_use]
    pub fn index_of(&self, path: &str) -> Option<DocumentIndex> {
        look_at(|| Piece::EVERYTHING);
        let documents = &self.documents;
        let is_it = |index: &&DocumentIndex| documents[index.0].path == path;
        // Nearly all paths are in NFC.
        self.paths.get(path).filter(is_it).copied().or_else(|| {
            let found = documents.binary_search_by(|document| document.path.as_str().cmp(path));
            found.ok().map(DocumentIndex)
        })
    }

    /// The paths on disk of the files of the content that are no documents, in no order.
    pub fn other_files(&self) -> impl Iterator<Item = &str> {
        look_at(|| Piece::EVERYTHING);
        self.files.values().map(String::as_str)
    }

    /// The path on disk of another file of the content, by its path from the root in NFC.
    #[must_use]
    pub fn file_at(&self, path: &str) -> Option<&str> {
        look_at(|| pieces::file_at(path));
        self.files.get(path).map(String::as_str)
    }

    /// Whether there is any file with this path from the root: a document, one that cannot be read,
    /// or another one.
    #[must_use]
    pub fn has_file(&self, path: &str) -> bool {
        let path: String = path.nfc().collect();
        let mut unreadable = self.unreadable().iter();
        self.paths.contains_key(&path)
            || self.files.contains_key(&path)
            || unreadable.any(|(other, _)| other.nfc().eq(path.chars()))
    }
}

impl std::ops::Index<DocumentIndex> for KnowledgeBase {
    type Output = Document;

    fn index(&self, index: DocumentIndex) -> &Document {
        self.entry_pieces.look_at(self.entry_of[index.0]);
        &self.documents[index.0]
    }
}

impl std::ops::Index<EntryIndex> for KnowledgeBase {
    type Output = Entry;

    fn index(&self, index: EntryIndex) -> &Entry {
        self.entry_pieces.look_at(index);
        &self.entries[index.0]
    }
}

fn settings(config_text: &str, content: &str) -> MadeFrom {
    MadeFrom::of(&(config_text, content))
}

/// The name of a file without its folder; that of a document also without its extension, which
/// links may leave out.
fn file_name(path: &str) -> &str {
    let name = path.trim_end_matches('/').rsplit('/').next();
    let name = name.unwrap_or(path);
    name.strip_suffix(".md").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    pub(super) fn knowledge_base(config: &str, files: &[(&str, &str)]) -> KnowledgeBase {
        let documents = files
            .iter()
            .map(|(path, text)| SourceFile {
                path: (*path).to_owned(),
                text: Ok((*text).to_owned()),
            })
            .collect();
        let source = Source {
            content: "content".to_owned(),
            documents,
            files: Vec::new(),
        };
        KnowledgeBase::read(ConfigFile::read(config.to_owned(), "kb"), source)
    }

    #[test]
    fn versions_are_one_entry_and_collisions_two() {
        let base = knowledge_base(
            "",
            &[
                ("content/incidents/a.ja.md", "# 件名"),
                (
                    "content/incidents/a.md",
                    "---\nid: INC-1\naliases: [OLD-1]\n---\n# Title",
                ),
                ("content/incidents/b.md", "---\nid: inc-1\n---\n"),
                ("content/vendors/c.ja.md", "# かな"),
            ],
        );
        let ids: Vec<_> = base.entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids, ["INC-1", "inc-1-2", "c"]);
        let entry = base.entry_by_id("old-1").unwrap();
        assert_eq!(base.original(entry).title, "Title");
        let japanese = base.in_language(entry, Language::Japanese);
        assert_eq!(base[japanese].title, "件名");
        assert!(base.is_version(japanese));
    }

    #[test]
    fn a_document_is_found_by_the_very_path_of_its_file() {
        let (composed, apart) = ("content/pages/が.md", "content/pages/か\u{3099}.md");
        for paths in [&[composed, apart][..], &[apart], &[composed]] {
            let files: Vec<_> = paths.iter().map(|path| (*path, "# Text")).collect();
            let base = knowledge_base("", &files);
            for path in [composed, apart, "content/pages/x.md", ""] {
                let found = base.index_of(path).map(|index| base[index].path.as_str());
                assert_eq!(found, paths.contains(&path).then_some(path), "{paths:?}");
            }
        }
    }

    #[test]
    fn addresses_name_actions_and_lines() {
        let base = knowledge_base(
            "",
            &[
                (
                    "content/incidents/a.md",
                    "---\nactions: [{title: x}, {id: FIX, title: y}]\n---\n",
                ),
                ("content/checklists/deploy.md", "- [ ] **PRC-1** x\n"),
            ],
        );
        let has = |id: &str| {
            let named = base.named(id).unwrap();
            base.has_part(named.entry, named.part.unwrap())
        };
        assert!(has("a/A1") && has("A/fix") && has("DEPLOY/PRC-1"));
        assert!(!has("a/A2"));
    }
}
