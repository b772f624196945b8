//! The texts in which rules that look at one text alone find nothing, as nearly all do: they need not look again.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::of_text;
use crate::diagnostic::Finding;
use crate::knowledge_base::{DocumentIndex, KnowledgeBase};
use crate::memory::{MadeFrom, Memory};

/// What it is remembered as.
const NAME: &str = "unremarkable-texts";

/// What is found in each text alone. Texts in which a memory knows that rules find nothing are not looked at.
pub(super) fn of_texts(base: &KnowledgeBase, memory: &dyn Memory) -> Vec<Vec<Finding>> {
    if !memory.remembers() {
        let documents = base.documents().par_iter();
        return documents.map(|document| of_text(document)).collect();
    }
    let made_from = base.settings();
    let known = memory.recall(NAME, made_from).unwrap_or_default();
    let known: FxHashSet<&[u8]> = known.chunks(MadeFrom::BYTES).collect();
    let documents = (0..base.documents().len()).into_par_iter();
    let looked_at = documents.map(|index| {
        let read_from = read_from(base, DocumentIndex(index)).to_bytes();
        let document = &base.documents()[index];
        if known.contains(&read_from[..]) {
            return (document.findings.clone(), Some(read_from));
        }
        let findings = of_text(document);
        let is_unremarkable = findings.len() == document.findings.len();
        (findings, is_unremarkable.then_some(read_from))
    });
    let (findings, unremarkable): (Vec<_>, Vec<_>) = looked_at.unzip();
    let unremarkable: Vec<_> = unremarkable.into_iter().flatten().collect();
    if unremarkable.len() != known.len() || !unremarkable.iter().all(|one| known.contains(&one[..]))
    {
        memory.keep(NAME, made_from, &unremarkable.concat());
    }
    findings
}

/// Of everything that a document is read from, beside what the site says of all: its place, its text, and that of the
/// document which it is a version of.
fn read_from(base: &KnowledgeBase, index: DocumentIndex) -> MadeFrom {
    let document = &base[index];
    let original = base.original(base.entry_of(index));
    let original = (&original.path, &original.text);
    let original = base.is_version(index).then_some(original);
    MadeFrom::of(&(&document.path, &document.text, original))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigFile;
    use crate::memory::{Forgetful, ShortTerm};
    use crate::source::{Source, SourceFile};

    /// What is found in each of some texts.
    fn found(config: &str, texts: [&str; 3], memory: &dyn Memory) -> Vec<Vec<&'static str>> {
        let paths = ["a.ja.md", "a.md", "b.md"];
        let documents = paths.iter().zip(texts).map(|(path, text)| SourceFile {
            path: format!("content/{path}"),
            text: Ok(text.to_owned()),
        });
        let source = Source {
            content: "content".to_owned(),
            documents: documents.collect(),
            files: Vec::new(),
        };
        let base = KnowledgeBase::read(ConfigFile::read(config.to_owned(), "kb"), source);
        let findings = of_texts(&base, memory).into_iter();
        let rules = findings.map(|found| found.iter().map(|one| one.rule).collect());
        rules.collect()
    }

    #[test]
    fn what_is_remembered_changes_nothing_that_is_found() {
        let memory = ShortTerm::default();
        let secret = "# A\n\npassword: hunter2hunter2\n";
        let mut rules = FxHashSet::default();
        for texts in [
            ["# 件名\n", "# A\n", "# B\n\nText.\n"],
            ["# 件名\n", "# A\n", "# B\n\nMore text.\n"],
            ["# 件名\n", secret, "# B\n\nMore text.\n"],
            ["# 件名\n", secret, "# B\n\nMore text.\n"],
            ["", "# A\n", secret],
            [secret, "---\nid: [\n---\n", "# B\n"],
            ["# 件名\n", "# A\n", "# B\n\nText.\n"],
        ] {
            for config in ["", "language: ja\n"] {
                let expected = found(config, texts, &Forgetful);
                assert_eq!(found(config, texts, &memory), expected, "{texts:?}");
                assert_eq!(found(config, texts, &memory), expected, "{texts:?}");
                rules.extend(expected.into_iter().flatten());
            }
        }
        assert!(rules.contains("possible-secret") && rules.contains("yaml-syntax"));
    }

    #[test]
    fn bytes_that_are_cut_off_say_nothing() {
        let memory = ShortTerm::default();
        let made_from = MadeFrom::of(&("", "content"));
        memory.keep(NAME, made_from, b"too short");
        let secret = "# A\n\npassword: hunter2hunter2\n";
        let texts = ["# 件名\n", "# A\n", secret];
        assert_eq!(found("", texts, &memory), found("", texts, &Forgetful));
    }
}
