//! A review for programs.

use schemars::JsonSchema;
use serde::Serialize;

use crate::confidential;
use crate::diagnostic::Diagnostic;
use crate::document::common::RelationType;
use crate::document::incident::Status;
use crate::export::relations::{ReasonRecord, reason_record};
use crate::insight::actions::{WrittenAction, title_in};
use crate::insight::history::{ChecklistLine, OpenAction};
use crate::knowledge_base::EntryIndex;
use crate::language::Language;
use crate::related::{self, Reason, Strength};
use crate::report::Report;
use crate::report::findings::json::{FindingItem, finding_item};
use crate::report::json::pretty;
use crate::review::{Answer, PageFate, Review, ReviewedIncident, SeenBefore};

use super::ReviewReport;
use super::lists::relaxed_setting;

#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReviewJson<'a> {
    /// The version of the shape; it changes when something in it changes its meaning or goes away.
    version: u32,
    /// What this is.
    kind: &'static str,
    /// Whether anything of the knowledge base has changed.
    changed: bool,
    /// Whether it has to be answered or mended before it is merged.
    fails: bool,
    /// Incidents that are new or changed.
    items: Vec<IncidentItem<'a>>,
    /// How many reports came with the same change and were not compared with each other.
    not_compared: usize,
    /// Known errors that are new or changed.
    known_errors: Vec<KnownErrorItem<'a>>,
    /// Findings that are new.
    findings: Vec<FindingItem<'a>>,
    /// Entries with a link that leads nowhere now.
    lost_links: Vec<LostItem<'a>>,
    /// How many findings are gone.
    mended: usize,
    /// What is owed.
    owed: Vec<FindingItem<'a>>,
    /// Ids that were taken meanwhile.
    clashes: Vec<ClashItem<'a>>,
    /// Pages that come, change, move or go.
    pages: Vec<PageItem<'a>>,
    /// Settings that the change itself makes laxer.
    relaxed: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct EntryItem<'a> {
    /// Its id.
    id: &'a str,
    /// Its title.
    title: String,
    /// Its file, from the knowledge base.
    file: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct IncidentItem<'a> {
    #[serde(flatten)]
    entry: EntryItem<'a>,
    /// Whether it is new.
    new: bool,
    /// How far the report has come.
    #[schemars(with = "Option<Status>")]
    status: Option<&'static str>,
    /// How bad it was.
    severity: Option<&'a str>,
    /// From the start until somebody or something noticed.
    detect_seconds: Option<i64>,
    /// From then until somebody took it on.
    acknowledge_seconds: Option<i64>,
    /// From the start until it hurt no more, or less.
    mitigate_seconds: Option<i64>,
    /// From the start until it was over.
    resolve_seconds: Option<i64>,
    /// What it lacks.
    missing: Vec<FindingItem<'a>>,
    /// What it will lack when it is final.
    missing_when_final: Vec<FindingItem<'a>>,
    /// Whether it was compared with earlier ones; of very many only the first are.
    compared: bool,
    /// What it resembles.
    seen_before: Vec<SeenItem<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct SeenItem<'a> {
    #[serde(flatten)]
    entry: EntryItem<'a>,
    /// How much it resembles that.
    #[schemars(with = "Strength")]
    strength: &'static str,
    /// What the author has answered.
    #[schemars(extend("enum" = ["owed", "given", "same-known-error", "follows", "stood-before", "not-asked"]))]
    answer: &'static str,
    /// The relation that answers it; `not-related` beside `owed` still lacks its note.
    #[schemars(with = "Option<RelationType>")]
    relation: Option<&'static str>,
    /// Whether both name causes and these differ, although what was seen agrees.
    other_cause: bool,
    /// What both have in common, what counts most first.
    reasons: Vec<ReasonItem>,
    /// Actions that were open when it began.
    open_actions: Vec<ActionItem<'a>>,
    /// Lines of checklists that came of it.
    checklist_lines: Vec<LineItem>,
}

/// Something that both have in common.
#[derive(Debug, Serialize, JsonSchema)]
struct ReasonItem {
    #[serde(flatten)]
    reason: ReasonRecord,
    /// The same in words.
    words: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ActionItem<'a> {
    /// Its id.
    id: String,
    /// Its title.
    title: Option<String>,
    /// Who does it.
    owner: Option<&'a str>,
    /// For how long it has been open.
    open_seconds: Option<i64>,
    /// For how long it has been overdue.
    overdue_seconds: Option<i64>,
    /// Whether it is against a cause that both share.
    same_cause: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct LineItem {
    /// Its id.
    id: String,
    /// The words.
    text: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct KnownErrorItem<'a> {
    #[serde(flatten)]
    entry: EntryItem<'a>,
    /// Whether it is new.
    new: bool,
    /// Incidents that it is found in and that do not name it.
    unnamed: Vec<&'a str>,
}

/// An entry with a link that leads nowhere now.
#[derive(Debug, Serialize, JsonSchema)]
struct LostItem<'a> {
    #[serde(flatten)]
    entry: EntryItem<'a>,
    /// What the link named.
    to: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ClashItem<'a> {
    /// Its id.
    id: &'a str,
    /// Its file, from the knowledge base.
    file: &'a str,
    /// The file that has the id.
    other: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PageItem<'a> {
    /// What becomes of it.
    #[schemars(extend("enum" = ["added", "changed", "moved", "removed"]))]
    fate: &'static str,
    /// Its id.
    id: &'a str,
    /// Its title.
    title: String,
    /// Its language.
    #[schemars(with = "Language")]
    language: &'static str,
    /// Its file, from the knowledge base.
    file: &'a str,
    /// Where it was.
    from: Option<&'a str>,
    /// Whether its former address leads on.
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
        Answer::Unexplained => ("owed", Some(RelationType::NotRelated.as_str())),
        Answer::Given(relation) => ("given", Some(relation.as_str())),
        Answer::SameKnownError(_) => ("same-known-error", None),
        Answer::Follows => ("follows", None),
        Answer::StoodBefore => ("stood-before", None),
        Answer::NotAsked => ("not-asked", None),
    };
    let candidate = &seen.candidate;
    let reasons = candidate.reasons.iter();
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
        other_cause: candidate.other_cause,
        reasons: reasons
            .map(|reason| reason_item(report, candidate.other, reason))
            .collect(),
        open_actions: actions
            .map(|(open, helps)| action(report, *open, *helps))
            .collect(),
        checklist_lines: lines.map(|line| checklist_line(report, *line)).collect(),
    }
}

fn reason_item(report: &ReviewReport<'_>, other: EntryIndex, reason: &Reason) -> ReasonItem {
    let said = related::reason(report.base, other, reason, report.locale);
    ReasonItem {
        reason: reason_record(report.base, reason),
        words: words(&related::line(&said)),
    }
}

fn action<'a>(report: &ReviewReport<'a>, open: OpenAction, same_cause: bool) -> ActionItem<'a> {
    let base = report.base;
    let written = WrittenAction::at(base, open.place);
    ActionItem {
        id: written.map(|one| one.address(base)).unwrap_or_default(),
        title: title_in(base, open.place, report.locale.language()).map(|(title, _)| words(title)),
        owner: written.and_then(|one| Some(one.action.owner.as_ref()?.value.as_str())),
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
