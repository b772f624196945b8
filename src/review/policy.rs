//! What a change makes less strict for the changes that come after it.

use crate::check::{ALL, severity};
use crate::config::{Config, StrongCandidates};
use crate::diagnostic::Severity;

/// A setting that is less strict than it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relaxed {
    /// A rule weighs less, or nothing.
    Rule {
        /// Its name.
        rule: &'static str,
        /// How much it weighs now; `None` where it is off.
        severity: Option<Severity>,
    },
    /// Look-alikes need no answer.
    StrongCandidates,
}

/// What `after` asks for less than `before`.
pub(super) fn relaxed(before: &Config, after: &Config) -> Vec<Relaxed> {
    let rules = ALL.iter().filter_map(|rule| {
        let [was, is] = [before, after].map(|config| severity(config, rule.name));
        (is < was).then_some(Relaxed::Rule {
            rule: rule.name,
            severity: is,
        })
    });
    let must_answer =
        [before, after].map(|config| config.strong_candidates == StrongCandidates::MustAnswer);
    let answers = (must_answer == [true, false]).then_some(Relaxed::StrongCandidates);
    rules.chain(answers).collect()
}
