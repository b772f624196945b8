//! What looks like data about a person who is none of ours.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::check::{Asks, Check, Gathered, Rule};
use crate::confidential::{Confidential, Sort, personal_data, preview};
use crate::diagnostic::{Finding, Severity};
use crate::document::{Document, Kind};
use crate::knowledge_base::{DocumentIndex, KnowledgeBase};

pub(super) const RULE: Rule = Rule {
    name: "personal-data",
    severity: Severity::Note,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::KnowledgeBase(check),
    bad: &[
        (
            "content/incidents/a.md",
            "# Charged twice\n\nMs Mori (k.mori84@gmail.com, +44 7911 482215) was charged twice on card 4539 5787 6362 1486.\n",
        ),
        (
            "content/incidents/b.md",
            "# 請求が二重になった\n\nお客様（hanako.s84@docomo.ne.jp、090-2468-1357）のカード 4539 5787 6362 1486 に二重に請求した。本人確認には個人番号 2983 6475 1027 を使った。\n",
        ),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "# Charged twice\n\nCustomer C-20417 was charged twice on the card that ends in 1486. Kanade answered from 03-5246-8135.\n",
        ),
        (
            "content/incidents/b.md",
            "# 請求が二重になった\n\nお客様 C-20417 のカード（下四桁 1486）に二重に請求した。Kanade の窓口 03-5246-8135 に連絡した。\n",
        ),
        (
            "content/vendors/kanade.md",
            "---\ncontacts: [{role: 窓口, phone: 03-5246-8135, verified_on: 2026-03-01}]\nescalation: [{level: 1, contact: 窓口}]\n---\n# Kanade\n",
        ),
    ],
};

/// How to reach a vendor is what a document of a vendor is for, and no leak elsewhere.
fn check(gathered: &Gathered<'_>) -> Vec<(DocumentIndex, Finding)> {
    let base = gathered.base;
    let of_vendors = reachable(base);
    let documents = base.documents().par_iter().enumerate();
    documents
        .flat_map_iter(|(index, document)| {
            let found = personal_data(&document.text).into_iter();
            let found = found.filter(|found| !is_contact(document, found, &of_vendors));
            found.map(move |found| (DocumentIndex(index), finding(document, &found)))
        })
        .collect()
}

/// The mail addresses and telephone numbers of vendors.
fn reachable(base: &KnowledgeBase) -> FxHashSet<String> {
    let vendors = base
        .documents()
        .iter()
        .filter_map(|document| document.vendor());
    let contacts = vendors.flat_map(|vendor| &vendor.contacts);
    contacts
        .flat_map(|contact| [&contact.phone, &contact.email])
        .flatten()
        .map(|way| plain(way))
        .collect()
}

fn is_contact(document: &Document, found: &Confidential, of_vendors: &FxHashSet<String>) -> bool {
    matches!(found.sort, Sort::Phone | Sort::Email)
        && (document.kind() == Kind::Vendor
            || of_vendors.contains(&plain(found.span.of(&document.text))))
}

/// A number without the signs between its digits, an address in lower case.
fn plain(way: &str) -> String {
    let signs = ['-', ' ', '(', ')'];
    way.replace(signs, "").to_lowercase()
}

fn finding(document: &Document, found: &Confidential) -> Finding {
    let value = found.span.of(&document.text);
    Finding::new(RULE.name, found.sort.as_str(), found.span)
        .with("preview", preview(value))
        .with("length", value.len().to_string())
}
