//! The actions board: what is overdue, open, done but not verified, verified; by owner, service and
//! cause; what is to be carried over to other services; what was decided before.

use serde::Serialize;

use crate::document::Id;
use crate::document::incident::RolloutState;
use crate::insight::board::{BoardAction, Standing, Tally};
use crate::knowledge_base::TermKind;
use crate::render::action_line::action_line;
use crate::render::paging::{NumberedPage, numbered_pages, numbered_path};
use crate::render::paths::relative;
use crate::render::site::{Output, PageView, RenderError, Site};
use crate::render::unit::page_of_view;
use crate::render::views::{BadgeView, LineView, LinkView, term_link};

/// The board itself.
pub(super) const BOARD: &str = "actions/index.html";
/// The part of the navigation.
pub(super) const SECTION: &str = "actions";
/// The most lines of each part of the board that is still owed.
const SHOWN: usize = 30;
/// The most lines of each part that is behind us.
const SETTLED_SHOWN: usize = 10;
/// The most groups of actions that are written again.
const GROUPS_SHOWN: usize = 20;

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    if site.board.actions().is_empty() || !output.wants_within(SECTION) {
        return Ok(());
    }
    write_board(site, output)?;
    for standing in Standing::ALL {
        write_list(site, output, standing)?;
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct BoardView {
    page: PageView,
    today: String,
    tiles: Vec<TileView>,
    /// What is still owed.
    owed: Vec<PartView>,
    /// What is behind us.
    settled: Vec<PartView>,
    written_again: Vec<Vec<LineView>>,
    carried_over: Vec<ServiceView>,
    tallies: Vec<TallyTable>,
}

/// How many actions stand alike.
#[derive(Debug, Serialize)]
struct TileView {
    key: &'static str,
    label: String,
    count: usize,
}

/// The actions that stand alike.
#[derive(Debug, Serialize)]
struct PartView {
    /// `overdue`, `open`, `unverified`, `verified` or `dropped`.
    key: &'static str,
    label: String,
    count: usize,
    lines: Vec<LineView>,
    /// The page that lists all of them, where there are more.
    all: Option<String>,
}

/// What is to be carried over to one service.
#[derive(Debug, Serialize)]
struct ServiceView {
    service: LinkView,
    lines: Vec<LineView>,
    more: usize,
}

/// How the actions of each owner, service or cause stand.
#[derive(Debug, Serialize)]
struct TallyTable {
    key: &'static str,
    rows: Vec<TallyRow>,
}

#[derive(Debug, Serialize)]
struct TallyRow {
    link: LinkView,
    overdue: usize,
    open: usize,
    unverified: usize,
    verified: usize,
}

fn write_board(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    if !output.wants(BOARD) {
        return Ok(());
    }
    let view = BoardView {
        page: PageView::new(site, BOARD, &site.text("actions.title"), SECTION),
        today: site.format.day(site.today),
        tiles: Standing::ALL
            .into_iter()
            .filter(|standing| *standing != Standing::Dropped)
            .map(|standing| TileView {
                key: standing.as_str(),
                label: label(site, standing),
                count: site.board.standing(standing).len(),
            })
            .collect(),
        owed: parts(site, Standing::is_owed),
        settled: parts(site, |standing| !standing.is_owed()),
        written_again: site
            .board
            .written_again()
            .into_iter()
            .take(GROUPS_SHOWN)
            .map(|group| lines(site, BOARD, group))
            .collect(),
        carried_over: carried_over(site),
        tallies: vec![
            tallies(site, "owners", TermKind::Owner, site.board.owners()),
            tallies(site, "services", TermKind::Service, site.board.services()),
            tallies(site, "causes", TermKind::Cause, site.board.causes()),
        ],
    };
    page_of_view(site, output, "action-board.html", BOARD, &view)
}

fn parts(site: &Site<'_>, wanted: impl Fn(Standing) -> bool) -> Vec<PartView> {
    let standings = Standing::ALL.into_iter().filter(|one| wanted(*one));
    let parts = standings.map(|standing| part(site, standing));
    parts.filter(|part| !part.lines.is_empty()).collect()
}

fn part(site: &Site<'_>, standing: Standing) -> PartView {
    let actions = site.board.standing(standing);
    let shown = shown(standing);
    PartView {
        key: standing.as_str(),
        label: label(site, standing),
        count: actions.len(),
        lines: lines(site, BOARD, actions.iter().take(shown)),
        all: (actions.len() > shown).then(|| relative(BOARD, &list_path(standing))),
    }
}

/// How many lines the board shows at most.
fn shown(standing: Standing) -> usize {
    if standing.is_owed() {
        SHOWN
    } else {
        SETTLED_SHOWN
    }
}

fn label(site: &Site<'_>, standing: Standing) -> String {
    site.text(&format!("actions.standing.{}", standing.as_str()))
}

fn lines<'b, 'a: 'b>(
    site: &Site<'_>,
    page: &str,
    actions: impl IntoIterator<Item = &'b BoardAction<'a>>,
) -> Vec<LineView> {
    let actions = actions.into_iter();
    actions
        .map(|action| action_line(site, page, action))
        .collect()
}

/// What is to be carried over to each service, and is not there yet.
fn carried_over(site: &Site<'_>) -> Vec<ServiceView> {
    let services = site.board.carried_over();
    services
        .filter_map(|(service, _)| {
            let mut lines = carried_over_to(site, BOARD, service);
            if lines.is_empty() {
                return None;
            }
            let more = lines.len().saturating_sub(SHOWN);
            lines.truncate(SHOWN);
            Some(ServiceView {
                service: term_link(site, BOARD, TermKind::Service, service.as_str()),
                lines,
                more,
            })
        })
        .collect()
}

/// The measures that are to be carried over to a service, and are not there yet.
pub(super) fn carried_over_to(site: &Site<'_>, page: &str, service: &Id) -> Vec<LineView> {
    let list = site.board.carried_over_to(service);
    list.filter(|(state, _)| matches!(state, RolloutState::Open | RolloutState::InProgress))
        .map(|(state, action)| {
            let mut line = action_line(site, page, action);
            // How it stands here is not how it stands where it was thought of.
            line.date = None;
            line.date_label = None;
            line.badges = vec![BadgeView {
                text: site.word("rollout-state", state.as_str()),
                class: format!("state-{}", state.as_str()),
            }];
            line.note = Some(site.filled(
                "actions.at_home",
                &[("standing", &label(site, action.standing))],
            ));
            line
        })
        .collect()
}

fn tallies<'a>(
    site: &Site<'_>,
    key: &'static str,
    kind: TermKind,
    tallies: impl Iterator<Item = (&'a Id, Tally)>,
) -> TallyTable {
    let mut rows: Vec<TallyRow> = tallies
        .map(|(id, tally)| TallyRow {
            link: term_link(site, BOARD, kind, id.as_str()),
            overdue: tally.of(Standing::Overdue),
            open: tally.of(Standing::Open),
            unverified: tally.of(Standing::Unverified),
            verified: tally.of(Standing::Verified),
        })
        .collect();
    // Those who have most to catch up with first; equal ones stay in the order of their names.
    rows.sort_by_key(|row| std::cmp::Reverse((row.overdue, row.open, row.unverified)));
    TallyTable { key, rows }
}

/// The first page with all actions that stand alike.
fn list_path(standing: Standing) -> String {
    numbered_path(SECTION, standing.as_str(), 1)
}

#[derive(Debug, Serialize)]
struct StandingView {
    page: PageView,
    board: String,
    label: String,
    count: usize,
    lines: Vec<LineView>,
    numbered: NumberedPage,
}

/// All actions that stand alike, in pages, where the board does not show all of them.
fn write_list(site: &Site<'_>, output: &dyn Output, standing: Standing) -> Result<(), RenderError> {
    let actions = site.board.standing(standing);
    if actions.len() <= shown(standing) {
        return Ok(());
    }
    for (path, range, numbered) in numbered_pages(actions.len(), SECTION, standing.as_str()) {
        let label = label(site, standing);
        let view = StandingView {
            page: PageView::new(site, &path, &label, SECTION),
            board: relative(&path, BOARD),
            label,
            count: actions.len(),
            lines: lines(site, &path, &actions[range]),
            numbered,
        };
        page_of_view(site, output, "action-list.html", &path, &view)?;
    }
    Ok(())
}
