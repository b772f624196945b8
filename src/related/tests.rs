//! What makes entries resemble each other, and what does not.

use super::{Related, Strength, describe};
use crate::config::ConfigFile;
use crate::knowledge_base::KnowledgeBase;
use crate::language::Language;
use crate::link::Relations;
use crate::locale::Locale;
use crate::signature::Signatures;
use crate::source::{Source, SourceFile};

fn base(config: &str, files: &[(&str, &str)]) -> KnowledgeBase {
    let documents = files.iter().map(|(path, text)| SourceFile {
        path: format!("content/{path}.md"),
        text: Ok((*text).to_owned()),
    });
    let source = Source {
        content: "content".to_owned(),
        documents: documents.collect(),
        files: Vec::new(),
    };
    KnowledgeBase::read(ConfigFile::read(config.to_owned(), "kb"), source)
}

/// The candidates of an entry, a line each.
fn candidates(base: &KnowledgeBase, id: &str, language: Language) -> Vec<String> {
    let relations = Relations::gather(base);
    let signatures = Signatures::of(base);
    let related = Related::of(base, &relations, &signatures);
    let entry = base.entry_by_id(id).unwrap();
    let candidates = related.candidates(entry, |_| true).into_iter();
    candidates
        .map(|candidate| {
            let strength = match candidate.strength {
                Strength::Strong => "strong",
                Strength::Weak => "weak",
            };
            let relation = candidate.relation.map_or("", |relation| relation.as_str());
            let words = describe(base, &candidate, Locale::of(language));
            format!(
                "{} {strength} {relation}: {words}",
                base[candidate.other].id
            )
        })
        .collect()
}

#[test]
fn a_signature_makes_incidents_of_one_known_error() {
    let base = base(
        "",
        &[
            (
                "known-errors/KE-1",
                "---\nsignatures: [{text: 'lease lost, parking worker'}]\n---\n# Outbox stops\n",
            ),
            (
                "incidents/a",
                "# Mails late\n\n```\nWARN lease lost, parking worker\n```\n",
            ),
            (
                "incidents/b",
                "# Queue grew\n\nThe log said lease lost, parking worker 7.\n",
            ),
            ("incidents/c", "# Nothing of that\n"),
        ],
    );
    assert_eq!(
        candidates(&base, "a", Language::English),
        [
            "KE-1 strong : its signature `lease lost, parking worker` is found · both log `lease lost, parking worker`",
            "b strong : both of KE-1: `lease lost, parking worker`",
        ]
    );
    assert!(candidates(&base, "c", Language::English).is_empty());
}
