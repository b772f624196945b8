//! `hansei.yaml` as it is written.

use chrono::NaiveDate;

use crate::config::StrongCandidates;
use crate::diagnostic::Spanned;
use crate::yaml::read::{Pairs, fields};

fields! {
    /// The file as written.
    pub struct WrittenConfig {
        /// What the site is called; else the name of its folder.
        title: Option<Spanned<String>>,
        /// The language of interface and messages: `en` or `ja`.
        language: Option<Spanned<String>>,
        /// The zone for display, months and "overdue".
        time_zone: Option<Spanned<String>>,
        /// Where the site will be found.
        base_url: Option<Spanned<String>>,
        /// The first month of the fiscal year, 1 to 12.
        fiscal_year_start: Option<Spanned<String>>,
        /// The day that counts as today.
        as_of: Option<Spanned<NaiveDate>>,
        /// The folder of the content.
        content: Option<Spanned<String>>,
        /// The folder of the site.
        output: Option<Spanned<String>>,
        /// Kinds of documents in folders with other names: pattern to kind.
        kinds: Pairs<Spanned<String>>,
        /// Severities, the gravest first.
        severities: Vec<Spanned<String>>,
        /// The causes that exist; without it any name is a cause.
        causes: Vec<WrittenCause>,
        /// The services that exist; without it any name is a service.
        services: Vec<WrittenService>,
        /// The owners that exist; without it any name is an owner.
        owners: Vec<WrittenOwner>,
        /// More headings that count as a section.
        sections: Pairs<Vec<Spanned<String>>>,
        /// Texts of the interface that the site words differently: key to text.
        texts: Pairs<Spanned<String>>,
        /// A regular expression: which bare words are ids.
        link_ids: Option<Spanned<String>>,
        /// Rules off, on or graded anew.
        rules: Pairs<Spanned<String>>,
        /// How a review decides.
        review: Option<WrittenReview>,
        /// Who stands behind reports for customers.
        report: Option<WrittenReport>,
    }

    /// A cause.
    pub struct WrittenCause {
        /// Its name in front matter.
        id: Option<Spanned<String>>,
        /// Its name on pages.
        name: Option<String>,
        /// Its name on Japanese pages.
        name_ja: Option<String>,
        /// The broader cause.
        parent: Option<Spanned<String>>,
    }

    /// A service.
    pub struct WrittenService {
        /// Its name in front matter.
        id: Option<Spanned<String>>,
        /// Its name on pages.
        name: Option<String>,
        /// Its name on Japanese pages.
        name_ja: Option<String>,
        /// Who runs it.
        owner: Option<Spanned<String>>,
        /// Where its code is, in other repositories.
        paths: Vec<Spanned<String>>,
    }

    /// An owner.
    pub struct WrittenOwner {
        /// Its name in front matter.
        id: Option<Spanned<String>>,
        /// Its name on pages.
        name: Option<String>,
        /// Its name on Japanese pages.
        name_ja: Option<String>,
        /// Names it had before.
        formerly: Vec<Spanned<String>>,
    }

    /// Who stands behind reports for customers.
    pub struct WrittenReport {
        /// Who issues them.
        issuer: Option<String>,
        /// The same on Japanese reports.
        issuer_ja: Option<String>,
        /// Where customers may ask, in lines.
        contact: Option<String>,
        /// The same on Japanese reports.
        contact_ja: Option<String>,
    }

    /// How a review decides.
    pub struct WrittenReview {
        /// Whether incidents that look related have to be answered.
        strong_candidates: Option<Spanned<StrongCandidates>>,
    }
}
