//! Checklists: questions to go through before something is changed.

use crate::diagnostic::Spanned;
use crate::yaml::read::fields;

fields! {
    /// The fields of a checklist; its lines are the task lists of the body.
    pub struct Checklist {
        /// When it is to be used.
        applies_to: Option<AppliesTo>,
        /// How often, in words: `every release`, `monthly`.
        cadence: Option<String>,
    }

    /// When a checklist is to be used.
    pub struct AppliesTo {
        /// Services.
        services: Vec<Spanned<String>>,
        /// Types of change.
        change_types: Vec<Spanned<String>>,
        /// Paths in other repositories, with `*` and `**`.
        paths: Vec<Spanned<String>>,
    }
}
