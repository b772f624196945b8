//! What a change to a knowledge base brings: what it breaks, what was seen before, what it owes.
//!
//! Two knowledge bases and the paths that differ go in, plain data comes out. Nothing here knows
//! where the two were read from, or how they are told of.

mod changed;
mod findings;
mod incidents;
mod known_errors;
mod lost;
mod pages;
mod policy;
mod seen_before;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::check::{Gathered, check_both};
use crate::config::{FILE_NAME, StrongCandidates};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::knowledge_base::KnowledgeBase;
use crate::related::Related;
use crate::signature::recognition::Recognitions;
use crate::source::FileChange;

use changed::Changed;
use findings::Compared;

pub use incidents::{Lengths, ReviewedIncident};
pub use known_errors::ReviewedKnownError;
pub use lost::LostLink;
pub use pages::{IdClash, PageChange, PageFate};
pub use policy::Relaxed;
pub use seen_before::{Answer, MAX_ASKED, SeenBefore};

/// The most incidents that are compared with earlier ones in one review.
pub const MAX_COMPARED: usize = 200;

/// A state of a knowledge base, with everything that is found in it.
#[derive(Debug, Clone, Copy)]
struct Side<'a> {
    /// The knowledge base and what is gathered from it.
    gathered: Gathered<'a>,
    /// Every finding.
    findings: &'a [Diagnostic],
}

impl<'a> Side<'a> {
    fn base(&self) -> &'a KnowledgeBase {
        self.gathered.base
    }
}

/// What is known of the change itself.
#[derive(Debug, Default)]
pub struct Changes {
    /// The files that differ.
    pub files: Vec<FileChange>,
    /// Documents that others have added or changed meanwhile, where this is to be merged.
    pub arrived: Vec<Arc<Document>>,
}

impl Changes {
    /// Whether any of the files is of one of these knowledge bases.
    #[must_use]
    pub fn concern(&self, bases: [&KnowledgeBase; 2]) -> bool {
        let is_of = |base: &&KnowledgeBase, path: &str| base.has_file(path);
        let documents = bases.map(|base| base.documents().iter().map(|document| &document.path));
        let [before, after] = documents;
        if !before.eq(after) {
            return true;
        }
        let mut paths = self.files.iter().flat_map(FileChange::paths);
        paths.any(|path| path == FILE_NAME || bases.iter().any(|base| is_of(base, path)))
    }
}

/// What a change brings.
#[derive(Debug, Default)]
pub struct Review {
    /// New and changed incidents, the new ones first, each sort the latest first.
    pub incidents: Vec<ReviewedIncident>,
    /// How many of them, the last ones, are beyond [`MAX_COMPARED`] and so are not compared.
    pub not_compared: usize,
    /// New and changed known errors, in the order of their files.
    pub known_errors: Vec<ReviewedKnownError>,
    /// Findings that were not there before, in whatever file.
    pub new_findings: Vec<Diagnostic>,
    /// Links to what the change takes away, in documents that hold them still, beyond those that are
    /// findings. Each counts as a warning.
    pub lost_links: Vec<LostLink>,
    /// How many of the findings from before are gone.
    pub mended: usize,
    /// What the changed documents owe, new or not.
    pub owed: Vec<Diagnostic>,
    /// Ids that others have taken meanwhile.
    pub clashes: Vec<IdClash>,
    /// What becomes of pages.
    pub pages: Vec<PageChange>,
    /// Whether look-alikes must be answered, as it was before: a change does not decide what is asked of
    /// it.
    pub policy: StrongCandidates,
    /// What the change makes less strict for later ones.
    pub relaxed: Vec<Relaxed>,
}

impl Review {
    /// Checks both states, and compares `after` with `before` on the day `today`.
    #[must_use]
    pub fn of(
        before: Gathered<'_>,
        after: Gathered<'_>,
        change: &Changes,
        today: NaiveDate,
    ) -> Self {
        let (was, is) = check_both([&before, &after], today);
        let side = |gathered, findings| Side { gathered, findings };
        let (before, after) = (&side(before, &was), &side(after, &is));
        let changed = Changed::of(before.base(), after.base(), &change.files);
        let Compared { new, mended } = findings::compare(before, after, &changed);
        let (incidents, not_compared) = incidents::review(before, after, &changed, today);
        Self {
            incidents,
            not_compared,
            known_errors: known_errors::review(after, &changed),
            owed: findings::owed(after, &changed),
            lost_links: lost::links(before, after, &changed, &new),
            new_findings: new,
            mended,
            clashes: pages::clashes(before.base(), after.base(), &changed, &change.arrived),
            pages: pages::changes(before.base(), after.base(), &changed),
            policy: before.base().config.strong_candidates,
            relaxed: policy::relaxed(&before.base().config, &after.base().config),
        }
    }

    /// What was seen before and is still to be answered, with the incident that has to answer.
    pub fn unanswered(&self) -> impl Iterator<Item = (&ReviewedIncident, &SeenBefore)> {
        self.incidents.iter().flat_map(|incident| {
            let seen = incident.seen_before.iter().flatten();
            seen.filter(|seen| seen.answer.is_owed())
                .map(move |seen| (incident, seen))
        })
    }

    /// The new findings that are neither what the report of a reviewed incident lacks nor what is owed.
    #[must_use]
    pub fn other_findings(&self) -> Vec<&Diagnostic> {
        let place = |found: &Diagnostic| (found.file.clone(), found.start, found.rule);
        let lacking = self.incidents.iter().flat_map(|one| &one.lacking);
        let told: BTreeSet<_> = lacking.chain(&self.owed).map(place).collect();
        let new = self.new_findings.iter();
        new.filter(|found| !told.contains(&place(found))).collect()
    }

    /// Whether the change should not be merged as it is: it brings a finding at least this grave, or
    /// leaves unanswered what has to be answered.
    #[must_use]
    pub fn fails(&self, fail_on: Severity) -> bool {
        let is_grave = |found: &Diagnostic| found.severity >= fail_on;
        let must_answer = self.policy == StrongCandidates::MustAnswer;
        self.new_findings.iter().any(is_grave)
            || fail_on <= Severity::Warning && !self.lost_links.is_empty()
            || !self.clashes.is_empty()
            || must_answer && self.unanswered().next().is_some()
    }
}

/// What resembles what in a state of a knowledge base.
fn related<'a>(side: &Side<'a>) -> Related<'a> {
    let Gathered {
        base,
        relations,
        signatures,
    } = side.gathered;
    Related::of(base, relations, &Recognitions::of(base, signatures))
}
