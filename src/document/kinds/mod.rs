//! The five kinds of documents: one file for the fields of each, and those that all share. A page
//! has no fields of its own.

pub mod checklist;
pub mod common;
pub mod incident;
pub mod known_error;
pub mod vendor;

use crate::diagnostic::Span;
use crate::yaml::read::{Fields, Reader, choices};

pub use checklist::Checklist;
pub use common::Common;
pub use incident::Incident;
pub use known_error::KnownError;
pub use vendor::Vendor;

choices! {
    /// What a document is.
    pub enum Kind {
        /// Something that went wrong, nearly did, or might: a report.
        Incident = "incident",
        /// A fault that is known, with what helps until it is gone.
        KnownError = "known-error",
        /// Questions to go through before something is changed.
        Checklist = "checklist",
        /// A firm we depend on, and how to reach it.
        Vendor = "vendor",
        /// Free text.
        Page = "page",
    }
}

impl Kind {
    /// The folder that holds documents of this kind, in the content and on the site.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Incident => "incidents",
            Self::KnownError => "known-errors",
            Self::Checklist => "checklists",
            Self::Vendor => "vendors",
            Self::Page => "pages",
        }
    }

    /// The keys that its documents have beside those of every kind.
    #[must_use]
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Incident => Incident::KEYS,
            Self::KnownError => KnownError::KEYS,
            Self::Checklist => Checklist::KEYS,
            Self::Vendor => Vendor::KEYS,
            Self::Page => &[],
        }
    }

    /// The kind told by the nearest folder above a file, `/` between folders.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        path.rsplit('/').skip(1).find_map(|folder| {
            Self::ALL
                .iter()
                .copied()
                .find(|kind| kind.folder() == folder)
        })
    }
}

/// The fields of each kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// An incident.
    Incident(Box<Incident>),
    /// A known error.
    KnownError(Box<KnownError>),
    /// A checklist.
    Checklist(Box<Checklist>),
    /// A vendor.
    Vendor(Box<Vendor>),
    /// Free text.
    Page,
}

impl Content {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Incident(_) => Kind::Incident,
            Self::KnownError(_) => Kind::KnownError,
            Self::Checklist(_) => Kind::Checklist,
            Self::Vendor(_) => Kind::Vendor,
            Self::Page => Kind::Page,
        }
    }

    pub(super) fn read(
        kind: Kind,
        fields: &mut Fields<'_>,
        span: Span,
        reader: &mut Reader<'_>,
    ) -> Self {
        match kind {
            Kind::Incident => Self::Incident(Box::new(Incident::take(fields, span, reader))),
            Kind::KnownError => Self::KnownError(Box::new(KnownError::take(fields, span, reader))),
            Kind::Checklist => Self::Checklist(Box::new(Checklist::take(fields, span, reader))),
            Kind::Vendor => Self::Vendor(Box::new(Vendor::take(fields, span, reader))),
            Kind::Page => Self::Page,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_folder_tells() {
        assert_eq!(Kind::of_path("incidents/2026/a.md"), Some(Kind::Incident));
        assert_eq!(Kind::of_path("incidents/vendors/a.md"), Some(Kind::Vendor));
        assert_eq!(Kind::of_path("incidents.md"), None);
    }
}
