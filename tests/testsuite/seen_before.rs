//! "Have we seen this before?" over a whole archive: each report of `tests/seen_before` is compared with
//! those before it, as on the day when it was written.
//!
//! `truth.yaml` says which reports tell of something seen before. It was written with the reports, by
//! what happened in them and not by what is found.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use hansei::config::ConfigFile;
use hansei::knowledge_base::KnowledgeBase;
use hansei::language::Language;
use hansei::link::Relations;
use hansei::locale::Locale;
use hansei::related::{Candidate, Related, Strength, describe};
use hansei::signature::Signatures;
use hansei::signature::recognition::Recognitions;
use hansei::source::read_folder;
use serde::Deserialize;

use crate::support::repository;

/// How many of the first candidates count.
const SHOWN: usize = 3;

/// A report that tells of something seen before.
#[derive(Deserialize)]
struct Seen {
    report: String,
    /// Where it was seen; one of them is to be found.
    earlier: Vec<String>,
    why: String,
}

fn knowledge_base() -> KnowledgeBase {
    let root = repository().join("tests/seen_before");
    let text = fs::read_to_string(root.join("hansei.yaml")).unwrap();
    let config = ConfigFile::read(text, "kb");
    let source = read_folder(&root, &config.config).unwrap();
    KnowledgeBase::read(config, source)
}

/// What is before each report and resembles it, by id.
fn earlier_candidates(base: &KnowledgeBase) -> BTreeMap<String, Vec<Candidate>> {
    let relations = Relations::gather(base);
    let recognitions = Recognitions::of(base, &Signatures::of(base));
    let related = Related::of(base, &relations, &recognitions);
    let entries = related.entries().iter();
    entries
        .map(|entry| {
            let before = |other| related.is_older(other, *entry);
            let candidates = related.candidates(*entry, before);
            (base[*entry].id.to_string(), candidates)
        })
        .collect()
}

#[test]
fn what_was_seen_before_is_found_and_what_is_new_is_left_alone() {
    let truth = fs::read_to_string(repository().join("tests/seen_before/truth.yaml")).unwrap();
    let truth: Vec<Seen> = serde_yaml::from_str(&truth).unwrap();
    let base = knowledge_base();
    let candidates = earlier_candidates(&base);
    let id = |candidate: &Candidate| base[candidate.other].id.as_str();

    let mut table = String::from("\nseen before:\n");
    let (mut wanted, mut found) = (0, 0);
    for seen in &truth {
        let of_report = &candidates[&seen.report];
        for earlier in &seen.earlier {
            let at = of_report.iter().position(|one| id(one) == earlier);
            wanted += 1;
            found += usize::from(at.is_some_and(|at| at < SHOWN));
            let line = at.map_or("not found".to_owned(), |at| {
                let words = describe(&base, &of_report[at], Locale::of(Language::English));
                format!("{} {:?}: {words}", at + 1, of_report[at].strength)
            });
            let why = &seen.why;
            writeln!(table, "  {} → {earlier} ({why})\n      {line}", seen.report).unwrap();
        }
    }

    let is_new = |id: &&String| !truth.iter().any(|seen| seen.report == **id);
    let new: Vec<&String> = candidates.keys().filter(is_new).collect();
    let mut alarms = 0;
    table.push_str("new, with strong candidates:\n");
    for report in &new {
        let of_report = candidates[*report].iter();
        let strong: Vec<&str> = of_report
            .filter(|one| one.strength == Strength::Strong)
            .map(id)
            .collect();
        // A known error has incidents from before it was recorded.
        if !strong.is_empty() && !report.starts_with("KE-") {
            alarms += 1;
            writeln!(table, "  {report} → {}", strong.join(", ")).unwrap();
        }
    }
    let incidents = new.iter().filter(|id| !id.starts_with("KE-")).count();
    let shown: usize = new.iter().map(|id| candidates[*id].len().min(SHOWN)).sum();
    writeln!(
        table,
        "{found} of {wanted} found among the first {SHOWN}; {alarms} of {incidents} new reports have a \
         strong candidate; {shown} candidates are shown for new reports"
    )
    .unwrap();
    eprintln!("{table}");

    assert!(truth.len() >= 14 && incidents >= 30, "{}", truth.len());
    assert!(found * 10 >= wanted * 9, "{found} of {wanted} found");
    assert!(alarms * 10 <= incidents, "{alarms} of {incidents} alarms");
    // Three weak ones for every new report would hide what matters.
    assert!(shown * 2 <= incidents, "{shown} shown for {incidents}");
}

#[test]
fn reasons_are_worded_in_both_languages() {
    let base = knowledge_base();
    let candidates = earlier_candidates(&base);
    let first =
        |report: &str, language| describe(&base, &candidates[report][0], Locale::of(language));
    assert_eq!(
        first("INC-2026-0003", Language::English),
        "same symptom, other cause · both name `SeatLockTimeout` · both name `SLT-0408` · booking-api"
    );
    assert_eq!(
        first("INC-2026-0003", Language::Japanese),
        "症状は同じで原因が異なる · どちらにも `SeatLockTimeout` · どちらにも `SLT-0408` · booking-api"
    );
    assert_eq!(
        first("INC-2026-0011", Language::Japanese),
        "シグネチャ `glyph table missing: JIS90` に一致 · どちらのログにも `glyph table missing: JIS90`"
    );
}
