//! From texts to documents; those that another state of the knowledge base has read are shared with it.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::Config;
use crate::document::{Document, FileName, Original, Reading};
use crate::memory::MadeFrom;
use crate::source::{SourceFile, Unreadable};
use crate::time::Zone;

use super::KnowledgeBase;
use super::remembered::Segments;

/// A file that was read, with what it was read from, or its path and why it could not be.
type ReadFile = Result<(Option<MadeFrom>, Arc<Document>), (String, Unreadable)>;

/// What versions take over, by the path that they share with their originals.
type Originals = FxHashMap<String, Original>;

/// Reads the files of a knowledge base, those that are versions last; `known` has read some of them
/// already. Both lists are sorted by path.
pub(super) fn read_documents(
    config: &Config,
    content: &str,
    files: Vec<SourceFile>,
    known: Option<&KnowledgeBase>,
    segments: &Segments<'_>,
) -> (Vec<Arc<Document>>, Vec<(String, Unreadable)>) {
    let content_prefix = if content.is_empty() {
        String::new()
    } else {
        format!("{content}/")
    };
    let reading = Reading {
        language: config.language,
        zone: config.zone,
        link_ids: &config.link_ids,
        sections: &config.sections,
    };
    let recalled = segments.documents();
    let read_all = |files: Vec<(FileName, SourceFile)>,
                    originals: &Originals,
                    known_originals: &Originals|
     -> Vec<ReadFile> {
        let files = files.into_par_iter();
        files
            .map(|(name, file)| {
                let text = file.text.map_err(|reason| (file.path.clone(), reason))?;
                let key = name.version_key;
                let original = originals.get(&key);
                let known =
                    known.and_then(|base| Some(&base.documents[base.index_of(&file.path)?.0]));
                let known = known
                    .filter(|known| known.text == text && known_originals.get(&key) == original);
                let read_from = segments.read_from(&file.path, &text, original);
                if let Some(known) = known {
                    return Ok((read_from, Arc::clone(known)));
                }
                let bytes = read_from.and_then(|read_from| recalled.get(&read_from));
                let original = original.copied();
                let text = match bytes {
                    Some((_, bytes)) => match Document::recall(&file.path, text, original, bytes) {
                        Ok(document) => return Ok((read_from, Arc::new(document))),
                        Err(text) => text,
                    },
                    None => text,
                };
                let within = file.path.strip_prefix(&content_prefix);
                let kind = config.kind_of_path(within.unwrap_or(&file.path));
                let document = Document::read(&file.path, text, kind, original, &reading);
                Ok((read_from, Arc::new(document)))
            })
            .collect()
    };
    let files = files.into_par_iter();
    let files: Vec<_> = files.map(|file| (FileName::of(&file.path), file)).collect();
    // Versions in other languages take over what their originals say of time.
    let is_version = |name: &FileName| {
        let language = name.language;
        language.is_some_and(|language| language != config.language)
    };
    let (versions, originals): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(name, _)| is_version(name));
    let none = Originals::default();
    let originals = read_all(originals, &none, &none);
    let versions = if versions.is_empty() {
        Vec::new()
    } else {
        let names = versions.iter().map(|(name, _)| name.version_key.clone());
        let names: FxHashSet<String> = names.collect();
        let known = known.map_or(&[][..], |base| &base.documents);
        let known = known.iter().filter(|document| !is_version(&document.name));
        let known = taken_over(&names, known, config.zone);
        let read = originals.iter().flatten().map(|(_, document)| document);
        let of_versions = taken_over(&names, read, config.zone);
        read_all(versions, &of_versions, &known)
    };
    let read = originals.iter().chain(&versions).flatten();
    let read = read.filter_map(|(read_from, document)| Some(((*read_from)?, document)));
    segments.keep(read, &recalled);
    let mut documents = Vec::with_capacity(originals.len() + versions.len());
    let mut unreadable = Vec::new();
    for result in originals.into_iter().chain(versions) {
        match result {
            Ok((_, document)) => documents.push(document),
            Err(reason) => unreadable.push(reason),
        }
    }
    documents.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    unreadable.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    (documents, unreadable)
}

/// What versions with these names take over of these documents, which are in the order of their paths: of several with
/// one name from that which counts.
fn taken_over<'a>(
    names: &FxHashSet<String>,
    documents: impl Iterator<Item = &'a Arc<Document>>,
    zone: Zone,
) -> Originals {
    let documents = documents.filter(|document| names.contains(&document.name.version_key));
    let mut documents: Vec<&Arc<Document>> = documents.collect();
    documents.sort_by_key(|document| document.name.language.is_some());
    let mut originals = Originals::default();
    for document in documents {
        let key = document.name.version_key.clone();
        let original = originals.entry(key);
        original.or_insert_with(|| document.as_original(zone));
    }
    originals
}
