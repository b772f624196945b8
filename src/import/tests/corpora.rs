//! The real archives that `HANSEI_CORPORA` names, brought in whole.

use std::collections::BTreeMap;

use super::*;
use crate::diagnostic::Finding;
use crate::document::{Document, FileName, Reading};

/// The findings of reading that would mean that an import lost or misplaced something.
fn losses(path: &str, text: &str, config: &Config) -> Vec<Finding> {
    let site = Reading {
        language: config.language,
        zone: config.zone,
        link_ids: &config.link_ids,
        sections: &config.sections,
    };
    let kind = config.kind_of_path(path.trim_start_matches("content/"));
    let document = Document::read(path, text.to_owned(), kind, None, &site);
    let in_front_matter = |finding: &Finding| finding.span.end <= document.front_matter.end;
    let harmless = ["odd-time", "time-without-zone"];
    let findings = document.findings.iter();
    findings
        .filter(|finding| in_front_matter(finding) && !harmless.contains(&finding.rule))
        .cloned()
        .collect()
}

/// Imports a real archive and proves that nothing of it was lost.
fn prove(root: &Path, options: &Options) -> BTreeMap<&'static str, usize> {
    let config = Config::default_for("kb");
    let report = plan(options, &config).unwrap().write();
    let walk = WalkDir::new(&options.source).into_iter();
    let files = walk
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_type().is_dir());
    assert_eq!(files.count(), report.items.len(), "every file is reported");
    let mut counts = BTreeMap::new();
    for (item, (_, outcome, notes)) in report.items.iter().zip(outcomes(&report)) {
        for key in notes.into_iter().chain([outcome]) {
            *counts.entry(key).or_default() += 1;
        }
        if !matches!(item.outcome, Outcome::Imported | Outcome::Copied) {
            assert!(
                !item.source.to_lowercase().ends_with(".md")
                    || outcome == "section-index"
                    || outcome == "empty",
                "{item:?}"
            );
            continue;
        }
        let target = item.target.as_deref().unwrap();
        let original = fs::read(options.source.join(&item.source)).unwrap();
        let written = fs::read(root.join(target)).unwrap();
        if item.outcome == Outcome::Copied {
            assert_eq!(original, written, "{target}");
            continue;
        }
        let body = front_matter::read(
            std::str::from_utf8(&original)
                .unwrap()
                .trim_start_matches('\u{FEFF}'),
        )
        .unwrap()
        .body;
        let text = String::from_utf8(written).unwrap();
        let original = String::from_utf8(original).unwrap();
        let body = &original.trim_start_matches('\u{FEFF}')[body..];
        assert!(text.ends_with(body), "{target}");
        assert!(
            body.len() + 8 <= text.len() && text[..text.len() - body.len()].ends_with("---\n")
                || text[..text.len() - body.len()].ends_with("---\r\n")
        );
        assert_eq!(losses(target, &text, &config), [], "{target}");
        assert_eq!(
            FileName::of(target).language,
            options
                .language
                .filter(|language| *language == Language::Japanese)
        );
    }
    counts
}

#[test]
// Whoever runs it wants to see the counts, or why there are none.
#[allow(clippy::print_stderr)]
fn real_archives_come_in_whole() {
    let Ok(corpora) = std::env::var("HANSEI_CORPORA") else {
        eprintln!("skipped: HANSEI_CORPORA does not name the folder of real archives");
        return;
    };
    let root = tempfile::tempdir().unwrap();
    let japanese = Some(Language::Japanese);
    for (name, format, kind, language) in [
        ("jenkins-status", Format::Cstate, Kind::Incident, None),
        (
            "workfront-known-issues-en",
            Format::Markdown,
            Kind::KnownError,
            None,
        ),
        (
            "workfront-known-issues-ja",
            Format::Markdown,
            Kind::KnownError,
            japanese,
        ),
        (
            "readiness-checklists",
            Format::Markdown,
            Kind::Checklist,
            None,
        ),
        ("prometheus-runbooks", Format::Markdown, Kind::Page, None),
    ] {
        let options = Options {
            source: Path::new(&corpora).join(name),
            root: root.path().to_owned(),
            kind,
            format,
            map: None,
            language,
            encoding: None,
        };
        let counts = prove(root.path(), &options);
        eprintln!("{name}: {counts:?}");
    }
}
