//! Documents that cannot be read as they are now, shown as they were when they last could.

use rustc_hash::FxHashMap;

use crate::config::ConfigFile;
use crate::document::Document;
use crate::knowledge_base::KnowledgeBase;
use crate::source::{Source, SourceFile, Unreadable};

/// The rule that says of front matter that nothing in it counts.
pub(super) const BROKEN: &str = "yaml-syntax";

/// For documents that are broken now and were not: the texts that the site was made from.
pub(super) fn texts(
    now: &KnowledgeBase,
    before: Option<&KnowledgeBase>,
) -> FxHashMap<String, String> {
    let Some(before) = before else {
        return FxHashMap::default();
    };
    let broken = now.documents().iter();
    let broken = broken.filter(|document| is_broken(document));
    let broken = broken.map(|document| &document.path);
    let unreadable = now.unreadable().iter().map(|(path, _)| path);
    broken
        .chain(unreadable)
        .filter_map(|path| {
            let document = &before[before.index_of(path)?];
            let text = (!is_broken(document)).then(|| document.text.clone())?;
            Some((path.clone(), text))
        })
        .collect()
}

/// The same knowledge base with other texts for some of its files.
pub(super) fn with_texts(
    base: &KnowledgeBase,
    mut texts: FxHashMap<String, String>,
) -> KnowledgeBase {
    let mut file = |path: &String, text: Result<&String, &Unreadable>| SourceFile {
        text: texts
            .remove(path)
            .map_or_else(|| text.cloned().map_err(Clone::clone), Ok),
        path: path.clone(),
    };
    let read = base.documents().iter();
    let mut documents: Vec<SourceFile> = read
        .map(|document| file(&document.path, Ok(&document.text)))
        .collect();
    let unreadable = base.unreadable().iter();
    documents.extend(unreadable.map(|(path, reason)| file(path, Err(reason))));
    let source = Source {
        content: base.content.clone(),
        documents,
        files: base.other_files().map(ToOwned::to_owned).collect(),
    };
    KnowledgeBase::read_beside(config_file(base), source, base)
}

/// The configuration that a knowledge base was read with.
pub(super) fn config_file(base: &KnowledgeBase) -> ConfigFile {
    ConfigFile {
        config: base.config.clone(),
        text: base.config_text.clone(),
        findings: base.config_findings.clone(),
    }
}

fn is_broken(document: &Document) -> bool {
    document.findings.iter().any(|found| found.rule == BROKEN)
}
