//! The fields that every kind of document has.

use chrono::NaiveDate;

use crate::diagnostic::Spanned;
use crate::document::Kind;
use crate::time::Moment;
use crate::yaml::read::{choices, fields};
use crate::yaml::tree::Node;

fields! {
    /// The fields that every kind of document has.
    pub struct Common {
        /// What the document is; else its folder tells.
        kind: Option<Spanned<Kind>>,
        /// Its name among all documents; else the file's name.
        id: Option<Spanned<String>>,
        /// Its title; else the first heading, else the file's name.
        title: Option<Spanned<String>>,
        /// `en` or `ja`; else told by the text.
        language: Option<Spanned<String>>,
        /// Free labels.
        tags: Vec<Spanned<String>>,
        /// Who keeps it true.
        owner: Option<Spanned<String>>,
        /// Who wrote it.
        authors: Vec<String>,
        /// The day by which somebody should read it again.
        review_by: Option<Spanned<NaiveDate>>,
        /// Ids it had before.
        aliases: Vec<Spanned<String>>,
        /// Further reading.
        references: Vec<Reference>,
        /// Who may read it.
        visibility: Option<Spanned<Visibility>>,
        /// Findings that the writer has answered.
        suppress: Vec<Suppression>,
        /// How it stands to other documents.
        relations: Vec<WrittenRelation>,
        /// Anything else, kept as written.
        custom: Node,
    }

    /// A page elsewhere.
    pub struct Reference {
        /// What it is called.
        title: Option<String>,
        /// Its address.
        url: Option<Spanned<String>>,
    }

    /// A rule that is not to speak of this document.
    pub struct Suppression {
        /// The rule's name.
        rule: Option<Spanned<String>>,
        /// Why it does not apply.
        reason: Option<Spanned<String>>,
    }

    /// A relation to another document.
    pub struct WrittenRelation {
        /// What the relation is.
        kind = "type": Option<Spanned<RelationType>>,
        /// The other document.
        id: Option<Spanned<String>>,
        /// What agrees, or why it does not.
        note: Option<Spanned<String>>,
    }

    /// One message to people outside the response.
    pub struct Communication {
        /// When it was sent.
        at: Option<Spanned<Moment>>,
        /// To whom.
        audience: Option<Spanned<Audience>>,
        /// The first, a later or the last word.
        stage: Option<Spanned<Stage>>,
        /// By which way: status page, mail, telephone.
        channel: Option<String>,
        /// What was said.
        text: Option<String>,
        /// When the next word was promised for.
        next_update_by: Option<Spanned<Moment>>,
        /// The number of the report.
        number: Option<String>,
        /// To whom it is addressed.
        addressee: Option<String>,
        /// When it is due.
        due: Option<Spanned<Moment>>,
    }
}

choices! {
    /// Who may read a document.
    pub enum Visibility {
        /// People inside, the default.
        Internal = "internal",
        /// Everyone.
        Public = "public",
    }

    /// Whom a message was for.
    pub enum Audience {
        /// The users of the service.
        Customers = "customers",
        /// Our own people.
        Internal = "internal",
        /// A vendor.
        Vendor = "vendor",
        /// An authority.
        Regulator = "regulator",
    }

    /// Where a message stands in the sequence of messages.
    pub enum Stage {
        /// The first word (第一報).
        First = "first",
        /// A later word (続報).
        Update = "update",
        /// The last word (最終報).
        Final = "final",
    }

    /// How one document stands to another, seen from either side.
    pub enum RelationType {
        /// The same thing came back: this one is the later.
        RecurrenceOf = "recurrence-of",
        /// The same thing came back: this one is the earlier.
        RecurredAs = "recurred-as",
        /// The other set this one off.
        CausedBy = "caused-by",
        /// This one set the other off.
        LedTo = "led-to",
        /// The other tells of the same thing and is the one to read.
        DuplicateOf = "duplicate-of",
        /// The other tells of the same thing, and this is the one to read.
        DuplicatedBy = "duplicated-by",
        /// Both have one cause.
        SameCause = "same-cause",
        /// Both look alike, with different causes.
        SameSymptom = "same-symptom",
        /// They were compared and have nothing in common; a note says why.
        NotRelated = "not-related",
        /// One links to the other.
        Related = "related",
    }
}

impl RelationType {
    /// The same relation seen from the other side.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::RecurrenceOf => Self::RecurredAs,
            Self::RecurredAs => Self::RecurrenceOf,
            Self::CausedBy => Self::LedTo,
            Self::LedTo => Self::CausedBy,
            Self::DuplicateOf => Self::DuplicatedBy,
            Self::DuplicatedBy => Self::DuplicateOf,
            Self::SameCause | Self::SameSymptom | Self::NotRelated | Self::Related => self,
        }
    }
}
