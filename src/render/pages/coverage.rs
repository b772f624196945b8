//! Causes and what keeps them from arising again: the controls against each, and the lines of
//! checklists that came of its incidents. It is the list of causes, too.

use serde::Serialize;

use crate::document::incident::Control;
use crate::document::{Id, part_anchor};
use crate::insight::coverage::CauseCoverage;
use crate::insight::history::ChecklistLine;
use crate::insight::recurrence::Share;
use crate::knowledge_base::TermKind;
use crate::render::paging::PAGE_SIZE;
use crate::render::paths::relative;
use crate::render::site::{Output, PageView, RenderError, Site};
use crate::render::unit::page_of_view;
use crate::render::views::{LinkView, term_link};

const PATH: &str = "causes/index.html";
/// The most lines of checklists that are listed.
const LINES_SHOWN: usize = 50;
/// The most lines of checklists that are listed beside a cause, among others.
const LINES_OF_CAUSE: usize = 4;

#[derive(Debug, Serialize)]
struct CoveragePage {
    page: PageView,
    shares: Vec<ShareView>,
    controls: Vec<String>,
    rows: Vec<CauseRow>,
    /// How many causes are not shown.
    more: usize,
    gaps: usize,
    /// Causes that no report names, but some document does.
    others: Vec<LinkView>,
    unsupported: Vec<ChecklistLineView>,
    unsupported_count: usize,
}

/// A share of incidents in words.
#[derive(Debug, Serialize)]
struct ShareView {
    label: String,
    /// In per cent; none of nothing.
    percent: Option<String>,
    of_them: usize,
    counted: usize,
}

/// What keeps one cause away.
#[derive(Debug, Serialize)]
pub(super) struct CauseRow {
    link: LinkView,
    reports: usize,
    /// The share of its incidents that were not its first.
    repeated: Option<String>,
    controls: Vec<ControlCell>,
    is_gap: bool,
    lines: Vec<LinkView>,
    /// How many lines are not shown.
    more_lines: usize,
}

#[derive(Debug, Serialize)]
struct ControlCell {
    label: String,
    in_place: usize,
    planned: usize,
    did_not_hold: usize,
}

#[derive(Debug, Serialize)]
struct ChecklistLineView {
    link: LinkView,
    text: String,
    language: &'static str,
}

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    if !output.wants(PATH) || site.base.terms.of_kind(TermKind::Cause).next().is_none() {
        return Ok(());
    }
    let coverage = &site.coverage;
    let rows = coverage.causes().iter().take(PAGE_SIZE);
    let rows = rows.map(|cause| row(site, PATH, cause, LINES_OF_CAUSE));
    let rows: Vec<CauseRow> = rows.collect();
    let others = site.base.terms.of_kind(TermKind::Cause);
    let others = others
        .filter(|term| coverage.of_cause(&term.id).is_none())
        .take(PAGE_SIZE)
        .map(|term| term_link(site, PATH, TermKind::Cause, term.id.as_str()));
    let unsupported = coverage.unsupported().iter().take(LINES_SHOWN);
    let view = CoveragePage {
        page: PageView::new(site, PATH, &site.text("terms.causes"), "causes"),
        shares: shares(site),
        controls: Control::ALL
            .iter()
            .map(|control| site.word("control", control.as_str()))
            .collect(),
        more: coverage.causes().len() - rows.len(),
        rows,
        gaps: coverage.gaps().count(),
        others: others.collect(),
        unsupported: unsupported
            .map(|line| ChecklistLineView {
                link: line_link(site, PATH, line),
                text: task_text(site, line).0,
                language: task_text(site, line).1,
            })
            .collect(),
        unsupported_count: coverage.unsupported().len(),
    };
    page_of_view(site, output, "causes.html", PATH, &view)
}

fn shares(site: &Site<'_>) -> Vec<ShareView> {
    let recurrence = &site.recurrence;
    let view = |key: &str, share: Share| ShareView {
        label: site.text(&format!("coverage.{key}")),
        percent: percent(share),
        of_them: share.of_them,
        counted: share.counted,
    };
    vec![
        view("known_at_the_time", recurrence.known_at_the_time()),
        view("covered", recurrence.covered()),
        view("repeated", recurrence.repeated()),
    ]
}

/// `67%`; none of nothing.
fn percent(share: Share) -> Option<String> {
    share.percent().map(|percent| format!("{percent}%"))
}

/// What keeps one cause away; none where no report names it.
pub(super) fn of_cause(site: &Site<'_>, page: &str, cause: &Id) -> Option<CauseRow> {
    let cause = site.coverage.of_cause(cause)?;
    Some(row(site, page, cause, LINES_SHOWN))
}

/// A row on the page at `page`, with at most so many lines of checklists.
fn row(site: &Site<'_>, page: &str, cause: &CauseCoverage, most: usize) -> CauseRow {
    let repeated = site.recurrence.repeats_of(&cause.cause);
    let shown = cause.lines.iter().take(most);
    CauseRow {
        link: term_link(site, page, TermKind::Cause, cause.cause.as_str()),
        reports: cause.reports,
        repeated: repeated.and_then(percent),
        controls: Control::ALL
            .iter()
            .map(|control| {
                let controls = cause.controls(*control);
                ControlCell {
                    label: site.word("control", control.as_str()),
                    in_place: controls.in_place,
                    planned: controls.planned,
                    did_not_hold: controls.did_not_hold,
                }
            })
            .collect(),
        is_gap: cause.is_gap(),
        lines: shown.map(|line| line_link(site, page, line)).collect(),
        more_lines: cause.lines.len().saturating_sub(most),
    }
}

/// A link to a line of a checklist, by its address, or to the checklist where it has none.
fn line_link(site: &Site<'_>, page: &str, line: &ChecklistLine) -> LinkView {
    let base = site.base;
    let original = base[line.checklist].original;
    let checklist = &base[line.checklist].id;
    let path = relative(page, site.paths.document(original));
    let id = base[original]
        .body
        .tasks
        .get(line.position)
        .and_then(|task| task.id.as_ref());
    let (text, href) = match id {
        Some(id) => (
            format!("{checklist}/{}", id.value),
            format!("{path}#{}", part_anchor(&id.value)),
        ),
        None => (format!("{checklist} {}", line.position + 1), path),
    };
    LinkView {
        text,
        href: Some(href),
        language: None,
    }
}

fn task_text(site: &Site<'_>, line: &ChecklistLine) -> (String, &'static str) {
    let document = site.base.original(line.checklist);
    let task = document.body.tasks.get(line.position);
    let text = task.map(|task| task.text.clone()).unwrap_or_default();
    (text, document.language.code())
}
