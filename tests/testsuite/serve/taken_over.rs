//! What one state of a knowledge base takes over from the one before is what it would have read itself.

use hansei::config::Config;
use hansei::knowledge_base::KnowledgeBase;
use hansei::knowledge_base::unchanged::Unchanged;
use hansei::link::Relations;
use hansei::related::{Candidate, Readings, Related};
use hansei::signature::Signatures;
use hansei::signature::recognition::Recognitions;
use hansei::source::{Source, SourceFile, read_config, read_folder};

use crate::support::repository;

/// A text of the example, changed by a writer.
type Edit = (&'static str, fn(&mut Vec<SourceFile>));

fn of(kind: &str, files: &[SourceFile]) -> usize {
    let mut files = files.iter();
    let found = files.position(|file| {
        let text = file.text.as_deref().unwrap_or_default();
        file.path.contains(kind) && text.contains("\nid: ")
    });
    found.unwrap()
}

fn change(files: &mut [SourceFile], kind: &str, from: &str, to: &str) {
    let index = of(kind, files);
    let text = files[index].text.as_mut().unwrap();
    assert!(text.contains(from), "{text}");
    *text = text.replacen(from, to, 1);
}

const EDITS: &[Edit] = &[
    ("words of a report", |files| {
        let log = "\n\n```\nERR_QXV_4417: pool exhausted\n```\n";
        for nth in [1, 4] {
            let reports = files.iter_mut();
            let mut reports = reports.filter(|file| file.path.contains("/incidents/"));
            reports
                .nth(nth)
                .unwrap()
                .text
                .as_mut()
                .unwrap()
                .push_str(log);
        }
    }),
    ("a new name", |files| {
        change(files, "/incidents/", "\nid: ", "\ntags: [never-seen]\nid: ");
    }),
    ("a known error with another signature", |files| {
        let known_error =
            "---\nid: KE-9001\ntitle: Pool exhausted\nsignatures:\n  - text: ERR_QXV_4417\n---\n";
        files.push(SourceFile {
            path: "content/known-errors/zz-pool.md".to_owned(),
            text: Ok(known_error.to_owned()),
        });
    }),
    ("that signature changed", |files| {
        let last = files.last_mut().unwrap();
        let text = last.text.as_mut().unwrap();
        *text = text.replace("ERR_QXV_4417", "pool exhausted, ERR_QXV_4418");
    }),
    ("that known error made a report", |files| {
        let last = files.last_mut().unwrap();
        let text = last.text.as_mut().unwrap();
        *text = text.replace("---\nid:", "---\nkind: incident\nid:");
    }),
    ("a report taken away", |files| {
        let index = of("/incidents/", files);
        files.remove(index);
    }),
];

fn source(content: &str, files: &[SourceFile]) -> Source {
    let mut documents = files.to_vec();
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    Source {
        content: content.to_owned(),
        documents,
        files: Vec::new(),
    }
}

fn candidates(base: &KnowledgeBase, related: &Related<'_>) -> Vec<Vec<Candidate>> {
    let entries = related.entries().iter();
    let candidates = entries.map(|entry| related.among_all(*entry).to_vec());
    let candidates: Vec<_> = candidates.collect();
    assert!(base.entries().len() > 20 && candidates.iter().any(|of_one| !of_one.is_empty()));
    candidates
}

#[test]
fn what_is_taken_over_is_what_would_be_read() {
    let root = repository();
    let config = || read_config(root).unwrap();
    let settings: Config = config().config;
    let Source {
        content,
        documents: mut files,
        ..
    } = read_folder(root, &settings).unwrap();
    let mut base = KnowledgeBase::read(config(), source(&content, &files));
    let mut recognitions = Recognitions::of(&base, &Signatures::of(&base));
    let mut readings = Readings::of(&base);
    let mut taken_over = 0;
    for (edit, apply) in EDITS {
        apply(&mut files);
        let next = KnowledgeBase::read_beside(config(), source(&content, &files), &base);
        let unchanged = Unchanged::between(&base, &next);
        taken_over += usize::from(unchanged.is_some());
        let signatures = Signatures::of(&next);
        let unchanged = unchanged.as_ref();
        let known = unchanged.map(|unchanged| (unchanged, &recognitions));
        let recognised = Recognitions::after(&next, &signatures, known);
        let read = Readings::after(&next, unchanged.map(|unchanged| (unchanged, &readings)));

        let fresh = KnowledgeBase::read(config(), source(&content, &files));
        let fresh_recognised = Recognitions::of(&fresh, &Signatures::of(&fresh));
        let entries = (0..next.entries().len()).map(hansei::knowledge_base::EntryIndex);
        for entry in entries {
            let both = (recognised.of_entry(entry), fresh_recognised.of_entry(entry));
            assert_eq!(both.0, both.1, "{edit}: {}", next[entry].id);
        }
        let (relations, fresh_relations) = (Relations::gather(&next), Relations::gather(&fresh));
        let related = Related::with(&next, &relations, &recognised, &read);
        let fresh_related = Related::of(&fresh, &fresh_relations, &fresh_recognised);
        assert_eq!(
            candidates(&next, &related),
            candidates(&fresh, &fresh_related),
            "{edit}"
        );
        (base, recognitions, readings) = (next, recognised, read);
    }
    // Where names stay as they are, and only there.
    assert!((2..EDITS.len()).contains(&taken_over), "{taken_over}");
}
