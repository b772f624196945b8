//! Known errors: faults with a name, a way to recognise them and a way around.

use chrono::NaiveDate;

use crate::diagnostic::Spanned;
use crate::document::common::Communication;
use crate::time::Moment;
use crate::yaml::read::{choices, fields};

fields! {
    /// The fields of a known error.
    pub struct KnownError {
        /// Whether it still bites; unset: a draft.
        status: Option<Spanned<KnownErrorStatus>>,
        /// Our services it can hit.
        services: Vec<Spanned<String>>,
        /// Where: production, staging.
        environments: Vec<Spanned<String>>,
        /// Vendors whose fault it is.
        vendors: Vec<Spanned<String>>,
        /// The vendor's number for it.
        vendor_ticket: Option<Spanned<String>>,
        /// When it was written down.
        recorded_on: Option<Spanned<NaiveDate>>,
        /// When it was first seen.
        first_seen: Option<Spanned<Moment>>,
        /// How it shows.
        symptoms: Vec<String>,
        /// How a machine recognises it.
        signatures: Vec<Signature>,
        /// Why it happens: a cause of the site, or words.
        cause: Option<Spanned<String>>,
        /// What will end it.
        permanent_fix: Option<PermanentFix>,
        /// What it is in.
        affected: Option<Affected>,
        /// What was said to whom.
        communications: Vec<Communication>,
    }

    /// A pattern in logs, alerts or traces.
    pub struct Signature {
        /// These words, as they are.
        text: Option<Spanned<String>>,
        /// A regular expression.
        regex: Option<Spanned<String>>,
        /// Several lines in this order.
        lines: Vec<Spanned<String>>,
        /// The program that writes it.
        component: Option<String>,
        /// Since when it is known.
        added_on: Option<Spanned<NaiveDate>>,
        /// Texts that it must find.
        matches: Vec<Spanned<String>>,
        /// Texts that it must not find.
        must_not_match: Vec<Spanned<String>>,
    }

    /// The end of a known error.
    pub struct PermanentFix {
        /// How far it has come.
        state: Option<Spanned<FixState>>,
        /// Who does it.
        owner: Option<Spanned<String>>,
        /// By when.
        due: Option<Spanned<NaiveDate>>,
        /// Where the work is tracked.
        ticket: Option<Spanned<String>>,
        /// When it came out.
        released_on: Option<Spanned<NaiveDate>>,
        /// The version that has it.
        released_in: Option<String>,
    }

    /// What a known error is in.
    pub struct Affected {
        /// Versions, as the vendor writes them.
        versions: Vec<String>,
    }
}

choices! {
    /// Whether a known error still bites.
    pub enum KnownErrorStatus {
        /// Being written.
        Draft = "draft",
        /// It can happen today.
        Active = "active",
        /// It is mended.
        Fixed = "fixed",
        /// It no longer concerns us.
        Retired = "retired",
    }

    /// How far the end of a known error has come.
    pub enum FixState {
        /// Nobody plans one.
        None = "none",
        /// Planned.
        Planned = "planned",
        /// Being made.
        InProgress = "in-progress",
        /// Out.
        Released = "released",
    }
}

impl KnownError {
    /// Whether it still bites.
    #[must_use]
    pub fn status(&self) -> KnownErrorStatus {
        self.status
            .as_ref()
            .map_or(KnownErrorStatus::Draft, |value| **value)
    }

    /// How far its end has come.
    #[must_use]
    pub fn fix_state(&self) -> FixState {
        self.permanent_fix
            .as_ref()
            .and_then(|fix| fix.state.as_ref())
            .map_or(FixState::None, |state| **state)
    }
}
