//! How an entry stands to others, listed on its page.

use serde::Serialize;

use crate::document::Kind;
use crate::document::common::RelationType;
use crate::knowledge_base::{EntryIndex, Term, TermKind};
use crate::link::Relation;
use crate::related::{Candidate, reasons};
use crate::render::paging::{PAGE_SIZE, sort_latest_first};
use crate::render::site::Site;
use crate::render::views::{LineView, line};

/// Entries that stand in one relation to this one.
#[derive(Debug, Serialize)]
pub(super) struct RelationGroupView {
    pub(super) label: String,
    pub(super) class: &'static str,
    lines: Vec<LineView>,
    /// How many are not shown.
    more: usize,
}

/// Whether lines of a checklist came of a report.
fn is_provenance(site: &Site<'_>, checklist: EntryIndex, report: EntryIndex) -> bool {
    let kind = site.base.original(report).kind();
    let mut lines = site.provenance.lines_of(report).iter();
    matches!(kind, Kind::Incident | Kind::KnownError)
        && lines.any(|line| line.checklist == checklist)
}

/// The relations of an entry, by type, the latest first.
///
/// Where the writer noted nothing, what the two have in common says why, and where they have nothing,
/// who names whom.
pub(super) fn relations(
    site: &Site<'_>,
    path: &str,
    entry: EntryIndex,
    candidates: &[Candidate],
) -> Vec<RelationGroupView> {
    let all = site.relations.of(entry);
    // The page of a vendor lists what mentions it apart, and that of a checklist what it came of.
    let mentions = site.base.terms.get(TermKind::Vendor, &site.base[entry].id);
    let mentions = mentions.map_or(&[][..], Term::entries);
    let related: Vec<&Relation> = all
        .iter()
        .filter(|relation| {
            relation.kind != RelationType::Related
                || (mentions.binary_search(&relation.other).is_err()
                    && !is_provenance(site, entry, relation.other))
        })
        .collect();
    let groups = related.chunk_by(|a, b| a.kind == b.kind);
    groups
        .map(|group| {
            let kind: RelationType = group[0].kind;
            let mut others: Vec<EntryIndex> = group.iter().map(|relation| relation.other).collect();
            sort_latest_first(site, &mut others);
            let shown = others.len().min(PAGE_SIZE);
            let lines = others[..shown].iter().map(|other| {
                let found = group.binary_search_by_key(other, |relation| relation.other);
                let found = found.ok().map(|at| group[at]);
                let note = found.and_then(|relation| relation.note.as_ref());
                let alike = || {
                    let mut candidates = candidates.iter();
                    let candidate = candidates.find(|candidate| candidate.other == *other)?;
                    let reasons = reasons(site.base, candidate, &site.locale);
                    let reasons = reasons.iter().map(|parts| {
                        let words = parts.iter().map(|part| part.text.as_str());
                        words.collect::<String>()
                    });
                    Some(reasons.collect::<Vec<_>>().join(" · "))
                };
                // A link is reason enough, on whichever side it stands.
                let linked = || {
                    let relation = found.filter(|found| found.kind == RelationType::Related)?;
                    let key = if relation.inverse {
                        "names_this"
                    } else {
                        "named_here"
                    };
                    Some(site.text(&format!("document.{key}")))
                };
                LineView {
                    note: note
                        .map(|note| note.text.clone())
                        .or_else(alike)
                        .or_else(linked),
                    note_language: note.map(|note| note.language.code()),
                    ..line(site, path, *other)
                }
            });
            RelationGroupView {
                label: site.word("relation", kind.as_str()),
                class: kind.as_str(),
                lines: lines.collect(),
                more: others.len() - shown,
            }
        })
        .collect()
}
