//! Two entries of one kind with the same title.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::check::{Asks, Check, Gathered, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::document::{Document, Kind};
use crate::knowledge_base::DocumentIndex;

pub(super) const RULE: Rule = Rule {
    name: "duplicate-title",
    severity: Severity::Note,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::KnowledgeBase(check),
    bad: &[
        ("content/incidents/a.md", "# Checkout answered 503\n"),
        ("content/incidents/b.md", "# Checkout  answered 503.\n"),
    ],
    good: &[
        ("content/incidents/a.md", "# Checkout answered 503\n"),
        (
            "content/incidents/b.md",
            "# Checkout answered 503 again after the move\n",
        ),
        ("content/pages/c.md", "# Checkout answered 503\n"),
    ],
};

/// Every entry but the first of a title is told.
fn check(gathered: &Gathered<'_>) -> Vec<(DocumentIndex, Finding)> {
    let base = gathered.base;
    let mut first: FxHashMap<(Kind, String), DocumentIndex> = FxHashMap::default();
    let mut findings = Vec::new();
    for entry in base.entries() {
        let document = &base[entry.original];
        // A name of a file is no title.
        if !document.has_title() {
            continue;
        }
        let key = (document.kind(), normal(&document.title));
        match first.get(&key) {
            None => {
                first.insert(key, entry.original);
            }
            Some(other) => findings.push((entry.original, finding(document, &base[*other]))),
        }
    }
    findings
}

fn finding(document: &Document, other: &Document) -> Finding {
    let written = document.common.title.as_ref().map(|title| title.span);
    let heading = document.body.title().map(|heading| heading.span);
    let span = written
        .or(heading)
        .unwrap_or_else(|| document.heading_span());
    Finding::new(RULE.name, "taken", span).with("file", other.path.as_str())
}

/// A title without what readers do not see as a difference: case, width, spaces, punctuation.
fn normal(title: &str) -> String {
    let letters = title.nfkc().flat_map(char::to_lowercase);
    letters.filter(|c| c.is_alphanumeric()).collect()
}
