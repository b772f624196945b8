//! A review for programs.

use serde::Serialize;

use crate::confidential;
use crate::diagnostic::Diagnostic;
use crate::insight::history::{ChecklistLine, OpenAction};
use crate::knowledge_base::EntryIndex;
use crate::related::{self, Strength};
use crate::report::Report;
use crate::report::json::{FindingItem, finding_item, pretty};
use crate::review::{Answer, PageFate, Review, ReviewedIncident, SeenBefore};

use super::ReviewReport;
use super::lists::relaxed_setting;

#[derive(Debug, Serialize)]
struct ReviewJson<'a> {
    version: u32,
    kind: &'static str,
    /// Whether anything of the knowledge base has changed.
    changed: bool,
    fails: bool,
    items: Vec<IncidentItem<'a>>,
    not_compared: usize,
    known_errors: Vec<KnownErrorItem<'a>>,
    findings: Vec<FindingItem<'a>>,
    lost_links: Vec<LostItem<'a>>,
    mended: usize,
    owed: Vec<FindingItem<'a>>,
    clashes: Vec<ClashItem<'a>>,
    pages: Vec<PageItem<'a>>,
    relaxed: Vec<String>,
}

#[derive(Debug, Serialize)]
struct EntryItem<'a> {
    id: &'a str,
    title: String,
    file: &'a str,
}

#[derive(Debug, Serialize)]
struct IncidentItem<'a> {
    #[serde(flatten)]
    entry: EntryItem<'a>,
    new: bool,
    status: Option<&'static str>,
    severity: Option<&'a str>,
    detect_seconds: Option<i64>,
    acknowledge_seconds: Option<i64>,
    mitigate_seconds: Option<i64>,
    resolve_seconds: Option<i64>,
    missing: Vec<FindingItem<'a>>,
    missing_when_final: Vec<FindingItem<'a>>,
    compared: bool,
    seen_before: Vec<SeenItem<'a>>,
}

#[derive(Debug, Serialize)]
struct SeenItem<'a> {
    #[serde(flatten)]
    entry: EntryItem<'a>,
    strength: &'static str,
    answer: &'static str,
    relation: Option<&'static str>,
    reasons: Vec<String>,
    open_actions: Vec<ActionItem<'a>>,
    checklist_lines: Vec<LineItem>,
}

#[derive(Debug, Serialize)]
struct ActionItem<'a> {
    id: String,
    title: Option<String>,
    owner: Option<&'a str>,
    open_seconds: Option<i64>,
    overdue_seconds: Option<i64>,
    same_cause: bool,
}

#[derive(Debug, Serialize)]
struct LineItem {
    id: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct KnownErrorItem<'a> {
    #[serde(flatten)]
    entry: EntryItem<'a>,
    new: bool,
    unnamed: Vec<&'a str>,
}

/// An entry with a link that leads nowhere now.
#[derive(Debug, Serialize)]
struct LostItem<'a> {
    #[serde(flatten)]
    entry: EntryItem<'a>,
    to: &'a str,
}

#[derive(Debug, Serialize)]
struct ClashItem<'a> {
    id: &'a str,
    file: &'a str,
    other: &'a str,
}

#[derive(Debug, Serialize)]
struct PageItem<'a> {
    fate: &'static str,
    id: &'a str,
    title: String,
    language: &'static str,
    file: &'a str,
    from: Option<&'a str>,
    alias: Option<bool>,
}

pub(super) fn text(report: &ReviewReport<'_>) -> String {
    let nothing = Review::default();
    let review = report.review.unwrap_or(&nothing);
    let incidents = review.incidents.iter();
    let relaxed = review.relaxed.iter();
    let json = ReviewJson {
        version: 1,
        kind: "review",
        changed: report.review.is_some(),
        fails: report.fails(review),
        items: incidents.map(|incident| item(report, incident)).collect(),
        not_compared: review.not_compared,
        known_errors: known_errors(report, review),
        findings: findings(report, &review.new_findings),
        lost_links: lost_links(report, review),
        mended: review.mended,
        owed: findings(report, &review.owed),
        clashes: clashes(review),
        pages: pages(review),
        relaxed: relaxed.map(|one| relaxed_setting(*one)).collect(),
    };
    pretty(&json)
}

fn words(text: &str) -> String {
    confidential::redacted(text).into_owned()
}

fn entry<'a>(report: &ReviewReport<'a>, entry: EntryIndex) -> EntryItem<'a> {
    let base = report.base;
    EntryItem {
        id: base[entry].id.as_str(),
        title: words(report.title(entry)),
        file: &base.original(entry).path,
    }
}

fn findings<'a>(report: &ReviewReport<'_>, found: &'a [Diagnostic]) -> Vec<FindingItem<'a>> {
    let report = Report {
        base: report.base,
        diagnostics: found,
        fingerprints: None,
        within: "",
        locale: report.locale,
        color: false,
    };
    let items = found.iter();
    items.map(|found| finding_item(&report, found)).collect()
}

fn item<'a>(report: &ReviewReport<'a>, incident: &'a ReviewedIncident) -> IncidentItem<'a> {
    let fields = report.base.original(incident.entry).incident();
    let seconds = |length: Option<chrono::TimeDelta>| length.map(|length| length.num_seconds());
    let seen = incident.seen_before.iter().flatten();
    IncidentItem {
        entry: entry(report, incident.entry),
        new: incident.is_new,
        status: fields.map(|fields| fields.status().as_str()),
        severity: fields.and_then(|fields| Some(fields.severity.as_ref()?.value.as_str())),
        detect_seconds: seconds(incident.lengths.detect),
        acknowledge_seconds: seconds(incident.lengths.acknowledge),
        mitigate_seconds: seconds(incident.lengths.mitigate),
        resolve_seconds: seconds(incident.lengths.resolve),
        missing: findings(report, &incident.lacking),
        missing_when_final: findings(report, &incident.lacking_when_final),
        compared: incident.seen_before.is_some(),
        seen_before: seen.map(|seen| seen_item(report, seen)).collect(),
    }
}

fn seen_item<'a>(report: &ReviewReport<'a>, seen: &SeenBefore) -> SeenItem<'a> {
    let (answer, relation) = match seen.answer {
        Answer::Owed => ("owed", None),
        Answer::Given(relation) => ("given", Some(relation.as_str())),
        Answer::SameKnownError(_) => ("same-known-error", None),
        Answer::Follows => ("follows", None),
        Answer::StoodBefore => ("stood-before", None),
        Answer::NotAsked => ("not-asked", None),
    };
    let reasons = related::reasons(report.base, &seen.candidate, report.locale);
    let actions = seen.open_actions.iter();
    let lines = seen.lines.iter();
    SeenItem {
        entry: entry(report, seen.candidate.other),
        strength: match seen.candidate.strength {
            Strength::Strong => "strong",
            Strength::Weak => "weak",
        },
        answer,
        relation,
        reasons: reasons.iter().map(|reason| words(reason)).collect(),
        open_actions: actions
            .map(|(open, helps)| action(report, *open, *helps))
            .collect(),
        checklist_lines: lines.map(|line| checklist_line(report, *line)).collect(),
    }
}

fn action<'a>(report: &ReviewReport<'a>, open: OpenAction, same_cause: bool) -> ActionItem<'a> {
    let base = report.base;
    let incident = base.original(open.entry).incident();
    let action = incident.and_then(|incident| incident.actions.get(open.position));
    let name = action.map(|action| action.name(open.position));
    ActionItem {
        id: format!("{}/{}", base[open.entry].id, name.unwrap_or_default()),
        title: action.and_then(|action| Some(words(action.title.as_ref()?))),
        owner: action.and_then(|action| Some(action.owner.as_ref()?.value.as_str())),
        open_seconds: open.open_for.map(|length| length.num_seconds()),
        overdue_seconds: open.overdue_for.map(|length| length.num_seconds()),
        same_cause,
    }
}

fn checklist_line(report: &ReviewReport<'_>, line: ChecklistLine) -> LineItem {
    let task = &report.base.original(line.checklist).body.tasks[line.position];
    let checklist = report.id(line.checklist);
    LineItem {
        id: match &task.id {
            Some(id) => format!("{checklist}/{}", id.value),
            None => checklist.to_owned(),
        },
        text: words(&task.text),
    }
}

fn known_errors<'a>(report: &ReviewReport<'a>, review: &Review) -> Vec<KnownErrorItem<'a>> {
    let errors = review.known_errors.iter();
    errors
        .map(|error| KnownErrorItem {
            entry: entry(report, error.entry),
            new: error.is_new,
            unnamed: error
                .unnamed
                .iter()
                .map(|entry| report.base[*entry].id.as_str())
                .collect(),
        })
        .collect()
}

fn lost_links<'a>(report: &ReviewReport<'a>, review: &'a Review) -> Vec<LostItem<'a>> {
    let lost = review.lost_links.iter();
    lost.map(|link| LostItem {
        entry: entry(report, link.from),
        to: &link.id,
    })
    .collect()
}

fn clashes(review: &Review) -> Vec<ClashItem<'_>> {
    let clashes = review.clashes.iter();
    clashes
        .map(|clash| ClashItem {
            id: &clash.id,
            file: &clash.file,
            other: &clash.other,
        })
        .collect()
}

fn pages(review: &Review) -> Vec<PageItem<'_>> {
    let pages = review.pages.iter();
    pages
        .map(|page| {
            let (fate, from, alias) = match &page.fate {
                PageFate::Added => ("added", None, None),
                PageFate::Changed => ("changed", None, None),
                PageFate::Moved { from, has_alias } => {
                    ("moved", Some(from.as_str()), Some(*has_alias))
                }
                PageFate::Removed => ("removed", None, None),
            };
            PageItem {
                fate,
                id: &page.id,
                title: words(&page.title),
                language: page.language.code(),
                file: &page.file,
                from,
                alias,
            }
        })
        .collect()
}
