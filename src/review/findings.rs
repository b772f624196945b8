//! Which findings are new, how many are gone, and which say what is owed.

use rustc_hash::FxHashSet;

use crate::check::fingerprint::{Fingerprint, identify};
use crate::diagnostic::Diagnostic;

use super::Side;
use super::changed::Changed;

/// The rules that say what is owed to people, or has not been done in time.
const OWED: [&str; 7] = [
    "fix-not-announced",
    "missed-update",
    "missing-closing-notice",
    "overdue-action",
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
    let (old, now) = rayon::join(
        || identify(before.base(), before.findings, &changed.renamed),
        || identify(after.base(), after.findings, &Default::default()),
    );
    let prints = |all: &[crate::check::fingerprint::Identity]| -> FxHashSet<Fingerprint> {
        all.iter().map(|identity| identity.fingerprint).collect()
    };
    let (known, still) = (prints(&old), prints(&now));
    let new = after.findings.iter().zip(&now);
    Compared {
        new: new
            .filter(|(_, identity)| !known.contains(&identity.fingerprint))
            .map(|(found, _)| found.clone())
            .collect(),
        mended: known.difference(&still).count(),
    }
}

/// What the changed documents owe.
pub(super) fn owed(after: &Side<'_>, changed: &Changed) -> Vec<Diagnostic> {
    let base = after.base();
    let is_owed =
        |found: &&Diagnostic| OWED.contains(&found.rule) && changed.has_file(base, &found.file);
    after.findings.iter().filter(is_owed).cloned().collect()
}
