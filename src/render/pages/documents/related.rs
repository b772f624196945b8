//! The reports that resemble one, with the reasons; those that a relation is written to are listed
//! with it.

use serde::Serialize;

use crate::locale::Part;
use crate::related::{Candidate, Strength, reasons, shown};
use crate::render::site::Site;
use crate::render::views::{LineView, line};

/// Another report that resembles this one.
#[derive(Debug, Serialize)]
pub(super) struct RelatedView {
    line: LineView,
    /// Why, what counts most first.
    reasons: Vec<ReasonView>,
    /// Whether it only looks alike.
    is_weak: bool,
}

/// A reason in words; what is quoted in it stands apart.
#[derive(Debug, Serialize)]
struct ReasonView {
    parts: Vec<Part>,
}

/// The reports that resemble this one, the best first.
pub(super) fn related(site: &Site<'_>, path: &str, candidates: &[Candidate]) -> Vec<RelatedView> {
    let shown = shown(candidates);
    shown.map(|candidate| view(site, path, candidate)).collect()
}

fn view(site: &Site<'_>, path: &str, candidate: &Candidate) -> RelatedView {
    let reasons = reasons(site.base, candidate, &site.locale).into_iter();
    RelatedView {
        line: line(site, path, candidate.other),
        reasons: reasons.map(|parts| ReasonView { parts }).collect(),
        is_weak: candidate.strength == Strength::Weak,
    }
}
