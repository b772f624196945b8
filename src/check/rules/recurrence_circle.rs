//! Incidents that are each a recurrence of the next, round in a circle.

use crate::check::{Asks, Check, Gathered, Rule};
use crate::diagnostic::{Finding, Severity, Span};
use crate::document::common::{RelationType, WrittenRelation};
use crate::knowledge_base::{DocumentIndex, EntryIndex, KnowledgeBase};
use crate::link::Relations;

pub(super) const RULE: Rule = Rule {
    name: "recurrence-circle",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::KnowledgeBase(check),
    bad: &[
        (
            "content/incidents/a.md",
            "---\nid: INC-1\nrelations: [{type: recurrence-of, id: INC-2}]\n---\n# Title\n",
        ),
        (
            "content/incidents/b.md",
            "---\nid: INC-2\nrelations: [{type: recurrence-of, id: INC-3}]\n---\n# Title\n",
        ),
        (
            "content/incidents/c.md",
            "---\nid: INC-3\nrelations: [{type: recurrence-of, id: INC-1}]\n---\n# Title\n",
        ),
    ],
    good: &[
        ("content/incidents/a.md", "---\nid: INC-1\n---\n# Title\n"),
        (
            "content/incidents/b.md",
            "---\nid: INC-2\nrelations: [{type: recurrence-of, id: INC-1}]\n---\n# Title\n",
        ),
        (
            "content/incidents/c.md",
            "---\nid: INC-3\nrelations: [{type: recurrence-of, id: INC-1}, {type: recurrence-of, id: INC-2}]\n---\n# Title\n",
        ),
    ],
};

/// The most ids of a circle that a message names.
const SHOWN: usize = 8;

fn check(gathered: &Gathered<'_>) -> Vec<(DocumentIndex, Finding)> {
    let Gathered {
        base, relations, ..
    } = *gathered;
    let circles = circles(base.entries().len(), relations);
    circles
        .iter()
        .map(|circle| finding(base, relations, circle))
        .collect()
}

/// The entries that `entry` is a recurrence of, or that are a recurrence of it.
fn neighbours(
    relations: &Relations,
    entry: EntryIndex,
    kind: RelationType,
) -> impl Iterator<Item = EntryIndex> {
    let relations = relations.of(entry).iter();
    relations
        .filter(move |relation| relation.kind == kind)
        .map(|relation| relation.other)
}

/// The groups of entries of which each leads to each other, the entries of a group in the order of
/// their numbers.
///
/// This is the algorithm of Kosaraju: entries in the order in which a walk along the relations
/// leaves them; then, from the last of them back, what a walk against the relations reaches.
fn circles(entries: usize, relations: &Relations) -> Vec<Vec<EntryIndex>> {
    let mut seen = vec![false; entries];
    let mut left = Vec::new();
    for start in (0..entries).map(EntryIndex) {
        walk(
            start,
            RelationType::RecurrenceOf,
            relations,
            &mut seen,
            &mut left,
        );
    }
    let mut seen = vec![false; entries];
    let mut circles = Vec::new();
    for start in left.into_iter().rev() {
        let mut circle = Vec::new();
        walk(
            start,
            RelationType::RecurredAs,
            relations,
            &mut seen,
            &mut circle,
        );
        if circle.len() > 1 {
            circle.sort_unstable();
            circles.push(circle);
        }
    }
    circles
}

/// Goes from `start` to all that is not yet seen, and notes each entry when it is left for good.
fn walk(
    start: EntryIndex,
    kind: RelationType,
    relations: &Relations,
    seen: &mut [bool],
    left: &mut Vec<EntryIndex>,
) {
    if std::mem::replace(&mut seen[start.0], true) {
        return;
    }
    let mut path = vec![(start, neighbours(relations, start, kind))];
    while let Some((entry, next)) = path.last_mut() {
        if let Some(other) = next.find(|other| !seen[other.0]) {
            seen[other.0] = true;
            path.push((other, neighbours(relations, other, kind)));
        } else {
            left.push(*entry);
            path.pop();
        }
    }
}

/// The finding about a circle, in the first of its documents.
fn finding(
    base: &KnowledgeBase,
    relations: &Relations,
    circle: &[EntryIndex],
) -> (DocumentIndex, Finding) {
    let first = circle[0];
    let mut names = vec![base[first].id.as_str()];
    let mut at = first;
    while names.len() < SHOWN {
        let mut next = neighbours(relations, at, RelationType::RecurrenceOf);
        let Some(other) = next.find(|other| circle.binary_search(other).is_ok()) else {
            break;
        };
        names.push(base[other].id.as_str());
        at = other;
        if at == first {
            break;
        }
    }
    if at != first {
        names.push("…");
    }
    let document = base[first].original;
    let span = relation_span(base, document, circle);
    (
        document,
        Finding::new(RULE.name, "circle", span).with_line("circle", names.join(" → ")),
    )
}

/// Where the document names another of the circle; where only the others name it, its heading.
fn relation_span(base: &KnowledgeBase, document: DocumentIndex, circle: &[EntryIndex]) -> Span {
    let recurs = |relation: &&WrittenRelation| {
        let kind = relation.kind.as_ref().map(|kind| kind.value);
        matches!(
            kind,
            Some(RelationType::RecurrenceOf | RelationType::RecurredAs)
        )
    };
    let document = &base[document];
    let ids = document
        .common
        .relations
        .iter()
        .filter(recurs)
        .filter_map(|to| to.id.as_ref());
    let mut within = ids.filter(|id| {
        base.named(id)
            .is_some_and(|named| circle.binary_search(&named.entry).is_ok())
    });
    within
        .next()
        .map_or_else(|| document.heading_span(), |id| id.span)
}
