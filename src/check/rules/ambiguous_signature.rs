//! A signature that finds what belongs to another known error.

use rustc_hash::FxHashSet;

use crate::check::support::written_pattern;
use crate::check::{Asks, Check, Gathered, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::document::Kind;
use crate::document::common::RelationType;
use crate::document::known_error::KnownErrorStatus;
use crate::knowledge_base::{DocumentIndex, EntryIndex};
use crate::link::Relations;
use crate::signature::{Matcher, Signature};

pub(super) const RULE: Rule = Rule {
    name: "ambiguous-signature",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::KnowledgeBase(check),
    bad: &[
        (
            "content/known-errors/ke-1.md",
            "---\nsignatures: [{text: 'outbox: workers parked'}]\n---\n# All workers park\n",
        ),
        (
            "content/known-errors/ke-2.md",
            "---\nsignatures: [{text: 'parked 1 of 8', matches: ['outbox: workers parked 1 of 8']}]\n---\n# One worker parks\n",
        ),
        (
            "content/known-errors/ke-3.md",
            "---\nsymptoms: ['The log says `outbox: workers parked 0 of 8`']\n---\n# No worker parks\n",
        ),
    ],
    good: &[
        (
            "content/known-errors/ke-1.md",
            "---\nsignatures: [{text: 'outbox: workers parked 8 of 8'}]\n---\n# All workers park\n",
        ),
        (
            "content/known-errors/ke-2.md",
            "---\nsignatures: [{text: 'parked 1 of 8', matches: ['outbox: workers parked 1 of 8']}]\n---\n# One worker parks\n",
        ),
        (
            "content/known-errors/ke-3.md",
            "---\nsignatures: [{text: 'outbox: workers'}]\nrelations: [{type: same-symptom, id: KE-2}]\n---\n# No worker parks\n",
        ),
    ],
};

/// Each signature is told of once for each known error that it finds.
fn check(gathered: &Gathered<'_>) -> Vec<(DocumentIndex, Finding)> {
    let base = gathered.base;
    let signatures = gathered.signatures.in_order(base);
    let matcher = Matcher::new(signatures.iter().map(|(_, pattern)| *pattern));
    let mut told = FxHashSet::default();
    let mut findings = Vec::new();
    for other in base.of_kind(Kind::KnownError) {
        for (key, text) in recognised_by(gathered, other) {
            for hit in matcher.find_in(text) {
                let (signature, _) = signatures[hit.pattern];
                let is_ambiguous = signature.entry != other
                    && !is_retired(gathered, signature.entry)
                    && !are_compared(gathered.relations, signature.entry, other);
                if is_ambiguous && told.insert((hit.pattern, other)) {
                    let document = base[signature.entry].original;
                    let finding = finding(gathered, signature, other, key, text);
                    findings.extend(finding.map(|finding| (document, finding)));
                }
            }
        }
    }
    findings
}

/// The texts by which one recognises a known error that still matters, each with the key of the
/// message about it.
fn recognised_by<'a>(
    gathered: &Gathered<'a>,
    entry: EntryIndex,
) -> impl Iterator<Item = (&'static str, &'a str)> {
    let error = gathered.base.original(entry).known_error();
    let error = error.filter(|error| error.status() != KnownErrorStatus::Retired);
    error.into_iter().flat_map(|error| {
        let examples = error.signatures.iter().flat_map(|one| &one.matches);
        let examples = examples.map(|example| ("example", example.value.as_str()));
        let symptoms = error.symptoms.iter();
        examples.chain(symptoms.map(|symptom| ("symptom", symptom.as_str())))
    })
}

fn is_retired(gathered: &Gathered<'_>, entry: EntryIndex) -> bool {
    let error = gathered.base.original(entry).known_error();
    error.is_some_and(|error| error.status() == KnownErrorStatus::Retired)
}

/// Whether somebody has written how the two stand to each other.
fn are_compared(relations: &Relations, one: EntryIndex, other: EntryIndex) -> bool {
    let mut of_one = relations.of(one).iter();
    of_one.any(|relation| relation.other == other && relation.kind != RelationType::Related)
}

fn finding(
    gathered: &Gathered<'_>,
    signature: &Signature,
    other: EntryIndex,
    key: &'static str,
    text: &str,
) -> Option<Finding> {
    let base = gathered.base;
    let error = base.original(signature.entry).known_error()?;
    let written = written_pattern(error.signatures.get(signature.position)?);
    let finding = Finding::new(RULE.name, key, written.span)
        .about("pattern", written.value)
        .about("id", base[other].id.as_str())
        .with_line("text", text);
    Some(finding)
}
