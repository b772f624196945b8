//! Which field of front matter a fact is from, so that a hit in it can say so.

use crate::knowledge_base::TermKind;

/// Lists the fields: the value, its name in front matter, its label below `interface`.
macro_rules! fact_fields {
    ($($(#[$comment:meta])* $field:ident: $key:literal, $label:literal;)*) => {
        /// A field of front matter, or several with one label.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum FactField {
            $($(#[$comment])* $field,)*
        }

        impl FactField {
            /// All of them, in the order of their values.
            pub const ALL: &'static [Self] = &[$(Self::$field),*];

            /// Its name in front matter.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$field => $key),* }
            }

            /// Where the locale has its label.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$field => concat!("interface.", $label)),* }
            }
        }
    };
}

fact_fields! {
    /// The id of the entry.
    Id: "id", "facts.id";
    /// A service.
    Service: "services", "facts.services";
    /// A cause.
    Cause: "causes", "facts.causes";
    /// A vendor.
    Vendor: "vendors", "facts.vendors";
    /// Who keeps or does something.
    Owner: "owner", "facts.owner";
    /// A tag.
    Tag: "tags", "facts.tags";
    /// A former id.
    Alias: "aliases", "facts.aliases";
    /// Who wrote it.
    Author: "authors", "facts.authors";
    /// A document elsewhere.
    Reference: "references", "facts.references";
    /// Another entry.
    Relation: "relations", "facts.relations";
    /// A field of their own.
    Custom: "custom", "document.facts";
    /// An environment.
    Environment: "environments", "facts.environments";
    /// A known error.
    KnownError: "known_errors", "facts.known_errors";
    /// Who had a part in the response.
    Role: "roles", "facts.roles";
    /// What set it off.
    Trigger: "trigger", "facts.trigger";
    /// What it did to others.
    Impact: "impact", "facts.impact";
    /// Customers.
    Account: "accounts", "facts.accounts";
    /// The change it came with.
    Change: "change", "facts.change";
    /// An action.
    Action: "actions", "document.actions";
    /// A message.
    Communication: "communications", "document.communications";
    /// The vendor's number.
    VendorTicket: "vendor_ticket", "facts.vendor_ticket";
    /// A symptom.
    Symptom: "symptoms", "document.symptoms";
    /// A signature.
    Signature: "signatures", "document.signatures";
    /// Why a known error occurs.
    Explanation: "cause", "facts.cause";
    /// The fix.
    Fix: "permanent_fix", "facts.permanent_fix";
    /// The versions that have the error.
    Affected: "affected", "facts.versions";
    /// The changes that a checklist is for.
    AppliesTo: "applies_to", "facts.change_types";
    /// How often a checklist is gone through.
    Cadence: "cadence", "facts.cadence";
    /// Whom to reach at a vendor.
    Contact: "contacts", "document.contacts";
    /// Whom to call next.
    Escalation: "escalation", "document.escalation";
    /// A contract.
    Contract: "contract", "facts.contract";
    /// Where a vendor says how it is.
    StatusPage: "status_page", "facts.status_page";
    /// Our number at a vendor.
    CustomerNumber: "customer_number", "facts.customer_number";
    /// What happened.
    Timeline: "timeline", "document.timeline";
}

impl From<TermKind> for FactField {
    fn from(kind: TermKind) -> Self {
        match kind {
            TermKind::Service => Self::Service,
            TermKind::Cause => Self::Cause,
            TermKind::Vendor => Self::Vendor,
            TermKind::Owner => Self::Owner,
            TermKind::Tag => Self::Tag,
        }
    }
}
