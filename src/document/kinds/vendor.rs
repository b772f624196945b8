//! Vendors: whom to call, what was promised.

use chrono::NaiveDate;

use crate::diagnostic::Spanned;
use crate::time::WrittenDuration;
use crate::yaml::read::fields;

fields! {
    /// The fields of a vendor.
    pub struct Vendor {
        /// Our services that depend on it.
        services: Vec<Spanned<String>>,
        /// Whom to reach.
        contacts: Vec<Contact>,
        /// Whom next, when nobody answers.
        escalation: Vec<EscalationStep>,
        /// What we have agreed.
        contract: Option<Contract>,
        /// What was promised for each severity.
        sla: Vec<ServiceLevel>,
        /// Where the vendor says how it is doing.
        status_page: Option<Spanned<String>>,
        /// Our number there; never for outsiders.
        customer_number: Option<Spanned<String>>,
    }

    /// Somebody to reach at a vendor.
    pub struct Contact {
        /// What they are: hotline, account manager.
        role: Option<Spanned<String>>,
        /// Who.
        name: Option<String>,
        /// Mail address.
        email: Option<Spanned<String>>,
        /// Telephone.
        phone: Option<Spanned<String>>,
        /// Web form.
        portal: Option<Spanned<String>>,
        /// When, on their clocks.
        hours: Option<String>,
        /// Their zone.
        time_zone: Option<Spanned<String>>,
        /// What they speak.
        languages: Vec<String>,
        /// When somebody last tried.
        verified_on: Option<Spanned<NaiveDate>>,
    }

    /// One rung of the ladder.
    pub struct EscalationStep {
        /// The rung, from 1.
        level: Option<Spanned<u64>>,
        /// How long after the first call.
        #[serde(rename(serialize = "after_seconds"))]
        after: Option<Spanned<WrittenDuration>>,
        /// What has to be the case.
        trigger: Option<String>,
        /// Whom: the role of a contact, or a name.
        contact: Option<Spanned<String>>,
        /// Who of ours calls.
        internal_contact: Option<String>,
    }

    /// A contract.
    pub struct Contract {
        /// Its number.
        number: Option<String>,
        /// Its last day.
        ends: Option<Spanned<NaiveDate>>,
        /// What was bought.
        support_tier: Option<String>,
    }

    /// A promise, in calendar time.
    pub struct ServiceLevel {
        /// For which severity.
        severity: Option<Spanned<String>>,
        /// Until they answer.
        #[serde(rename(serialize = "respond_seconds"))]
        respond: Option<Spanned<WrittenDuration>>,
        /// Until it is solved.
        #[serde(rename(serialize = "resolve_seconds"))]
        resolve: Option<Spanned<WrittenDuration>>,
    }
}
