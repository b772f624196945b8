//! From texts to documents; those that another state of the knowledge base has read are shared with it.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::document::{Document, FileName, Original, Reading};
use crate::source::{SourceFile, Unreadable};
use crate::time::Zone;

use super::KnowledgeBase;

/// A file that was read, or its path and why it could not be.
type ReadFile = Result<Arc<Document>, (String, Unreadable)>;

/// What versions take over, by the path that they share with their originals.
type Originals = FxHashMap<String, Original>;

/// Reads the files of a knowledge base, those that are versions last; `known` has read some of them
/// already. Both lists are sorted by path.
pub(super) fn read_documents(
    config: &Config,
    content: &str,
    files: Vec<SourceFile>,
    known: Option<&KnowledgeBase>,
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
    let read_all = |files: Vec<SourceFile>,
                    originals: &Originals,
                    known_originals: &Originals|
     -> Vec<ReadFile> {
        let files = files.into_par_iter();
        files
            .map(|file| {
                let text = file.text.map_err(|reason| (file.path.clone(), reason))?;
                let key = FileName::of(&file.path).version_key;
                let original = originals.get(&key);
                let known =
                    known.and_then(|base| Some(&base.documents[base.index_of(&file.path)?.0]));
                let known = known
                    .filter(|known| known.text == text && known_originals.get(&key) == original);
                if let Some(known) = known {
                    return Ok(Arc::clone(known));
                }
                let within = file.path.strip_prefix(&content_prefix);
                let kind = config.kind_of_path(within.unwrap_or(&file.path));
                let original = original.copied();
                let document = Document::read(&file.path, text, kind, original, &reading);
                Ok(Arc::new(document))
            })
            .collect()
    };
    // Versions in other languages take over what their originals say of time.
    let is_version = |path: &str| {
        let language = FileName::of(path).language;
        language.is_some_and(|language| language != config.language)
    };
    let (versions, originals): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| is_version(&file.path));
    let none = Originals::default();
    let originals = read_all(originals, &none, &none);
    let versions = if versions.is_empty() {
        Vec::new()
    } else {
        let known = known.map_or(&[][..], |base| &base.documents);
        let known = known.iter().filter(|document| !is_version(&document.path));
        let known = taken_over(known, config.zone);
        let of_versions = taken_over(originals.iter().flatten(), config.zone);
        read_all(versions, &of_versions, &known)
    };
    let mut documents = Vec::with_capacity(originals.len() + versions.len());
    let mut unreadable = Vec::new();
    for result in originals.into_iter().chain(versions) {
        match result {
            Ok(document) => documents.push(document),
            Err(reason) => unreadable.push(reason),
        }
    }
    documents.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    unreadable.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    (documents, unreadable)
}

/// What the versions of these documents take over.
fn taken_over<'a>(originals: impl Iterator<Item = &'a Arc<Document>>, zone: Zone) -> Originals {
    originals
        .map(|document| {
            (
                document.name.version_key.clone(),
                document.as_original(zone),
            )
        })
        .collect()
}
