//! What a change to a knowledge base brings: what it breaks, what was seen before, what it owes.
//!
//! Two knowledge bases and the paths that differ go in, plain data comes out. Nothing here knows
//! where the two were read from, or how they are told of.

mod changed;
mod findings;
mod incidents;
mod known_errors;
mod pages;
mod seen_before;

use chrono::NaiveDate;

use crate::check::Gathered;
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
pub use pages::{IdClash, PageChange, PageFate};
pub use seen_before::{Answer, MAX_ASKED, SeenBefore};

/// The most incidents that are compared with earlier ones in one review.
pub const MAX_COMPARED: usize = 200;

/// A state of a knowledge base, with everything that is found in it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The knowledge base and what is gathered from it.
    pub gathered: Gathered<'a>,
    /// Every finding, as `check` gives them.
    pub findings: &'a [Diagnostic],
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
    pub arrived: Vec<Document>,
}

impl Changes {
    /// Whether any of the files is of one of these knowledge bases.
    #[must_use]
    pub fn concern(&self, bases: [&KnowledgeBase; 2]) -> bool {
        let is_of = |base: &&KnowledgeBase, path: &str| base.has_file(path);
        let mut paths = self.files.iter().flat_map(FileChange::paths);
        paths.any(|path| path == FILE_NAME || bases.iter().any(|base| is_of(base, path)))
    }
}

/// What a change brings.
#[derive(Debug, Default)]
pub struct Review {
    /// New and changed incidents, the new ones first, each sort the latest first.
    pub incidents: Vec<ReviewedIncident>,
    /// How many new and changed incidents there are beyond [`MAX_COMPARED`].
    pub not_compared: usize,
    /// New and changed known errors, in the order of their files.
    pub known_errors: Vec<ReviewedKnownError>,
    /// Findings that were not there before, in whatever file.
    pub new_findings: Vec<Diagnostic>,
    /// How many of the findings from before are gone.
    pub mended: usize,
    /// What the changed documents owe, new or not.
    pub owed: Vec<Diagnostic>,
    /// Ids that others have taken meanwhile.
    pub clashes: Vec<IdClash>,
    /// What becomes of pages.
    pub pages: Vec<PageChange>,
}

impl Review {
    /// Compares `after` with `before` on the day `today`.
    #[must_use]
    pub fn of(before: &Side<'_>, after: &Side<'_>, change: &Changes, today: NaiveDate) -> Self {
        let changed = Changed::of(before.base(), after.base(), &change.files);
        let Compared { new, mended } = findings::compare(before, after, &changed);
        let (incidents, not_compared) = incidents::review(before, after, &changed, today);
        Self {
            incidents,
            not_compared,
            known_errors: known_errors::review(after, &changed),
            owed: findings::owed(after, &changed),
            new_findings: new,
            mended,
            clashes: pages::clashes(before.base(), after.base(), &changed, &change.arrived),
            pages: pages::changes(before.base(), after.base(), &changed),
        }
    }

    /// What was seen before and is still to be answered, with the incident that has to answer.
    pub fn unanswered(&self) -> impl Iterator<Item = (&ReviewedIncident, &SeenBefore)> {
        self.incidents.iter().flat_map(|incident| {
            let seen = incident.seen_before.iter();
            seen.filter(|seen| seen.answer == Answer::Owed)
                .map(move |seen| (incident, seen))
        })
    }

    /// Whether the change should not be merged as it is: it brings a finding at least this grave, or
    /// leaves unanswered what `policy` wants answered.
    #[must_use]
    pub fn fails(&self, fail_on: Severity, policy: StrongCandidates) -> bool {
        let is_grave = |found: &Diagnostic| found.severity >= fail_on;
        let must_answer = policy == StrongCandidates::MustAnswer;
        self.new_findings.iter().any(is_grave)
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
