//! Which findings are new, how many are gone, and which say what is owed.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::check::fingerprint::{Fingerprint, Identity, identify};
use crate::diagnostic::Diagnostic;

use super::Side;
use super::changed::Changed;

/// The rules that say what is owed to people, or has not been done in time.
const OWED: [&str; 8] = [
    "fix-not-announced",
    "missed-update",
    "missing-closing-notice",
    "overdue-action",
    "overdue-permanent-fix",
    "overdue-review",
    "regulator-deadline",
    "unverified-action",
];

/// What is new and what is gone.
#[derive(Debug)]
pub(super) struct Compared {
    /// Findings that were not there before.
    pub(super) new: Vec<Diagnostic>,
    /// How many are gone.
    pub(super) mended: usize,
}

/// Compares the findings of both sides, whatever has moved in between.
pub(super) fn compare(before: &Side<'_>, after: &Side<'_>, changed: &Changed) -> Compared {
    let (was, is) = differing(before.findings, after.findings);
    let (old, now) = rayon::join(
        || identify(before.base(), &was, &changed.renamed),
        || identify(after.base(), &is, &BTreeMap::new()),
    );
    let prints = |all: &[Identity]| -> FxHashSet<Fingerprint> {
        all.iter().map(|identity| identity.fingerprint).collect()
    };
    let (known, still) = (prints(&old), prints(&now));
    let new = is.into_iter().zip(&now);
    Compared {
        new: new
            .filter(|(_, identity)| !known.contains(&identity.fingerprint))
            .map(|(found, _)| found)
            .collect(),
        mended: known.difference(&still).count(),
    }
}

/// The findings of files that do not have the same ones in the same places on both sides, which
/// are few.
fn differing(before: &[Diagnostic], after: &[Diagnostic]) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    (
        unlike(before, &by_file(after)),
        unlike(after, &by_file(before)),
    )
}

fn by_file(findings: &[Diagnostic]) -> FxHashMap<&str, &[Diagnostic]> {
    let files = findings.chunk_by(|a, b| a.file == b.file);
    files.map(|found| (found[0].file.as_str(), found)).collect()
}

fn unlike(findings: &[Diagnostic], others: &FxHashMap<&str, &[Diagnostic]>) -> Vec<Diagnostic> {
    let files = findings.chunk_by(|a, b| a.file == b.file);
    let differ = files.filter(|found| others.get(found[0].file.as_str()) != Some(found));
    differ.flatten().cloned().collect()
}

/// What the changed documents owe.
pub(super) fn owed(after: &Side<'_>, changed: &Changed) -> Vec<Diagnostic> {
    let base = after.base();
    let is_owed =
        |found: &&Diagnostic| OWED.contains(&found.rule) && changed.has_file(base, &found.file);
    after.findings.iter().filter(is_owed).cloned().collect()
}
