//! What an owner, a service or a cause still asks for: the agenda of a review.

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;

use crate::document::Document;
use crate::document::known_error::FixState;
use crate::insight::board::{BoardAction, Standing};
use crate::knowledge_base::{EntryIndex, Term, TermKind};
use crate::render::action_line::action_line;
use crate::render::pages::actions::carried_over_to;
use crate::render::paging::PAGE_SIZE;
use crate::render::site::Site;
use crate::render::views::{BadgeView, LineView, LinkView, line, term_link};

/// How many days ahead an agenda looks for documents to read again.
const DAYS_AHEAD: i64 = 30;

/// Things of one sort that are to be done.
#[derive(Debug, Serialize)]
pub(super) struct AgendaPart {
    /// `overdue`, `open`, `unverified`, `carried_over`, `review` or `fixes`.
    key: &'static str,
    label: String,
    count: usize,
    lines: Vec<LineView>,
    /// How many are not shown.
    more: usize,
}

/// What is to be done, most urgent first; nothing for tags and vendors.
pub(super) fn agenda(site: &Site<'_>, kind: TermKind, term: &Term, page: &str) -> Vec<AgendaPart> {
    let board = &site.board;
    let actions: Vec<&BoardAction<'_>> = match kind {
        TermKind::Owner => board.of_owner(&term.id).collect(),
        TermKind::Service => board.of_service(&term.id).collect(),
        TermKind::Cause => board.of_cause(&term.id).collect(),
        TermKind::Tag | TermKind::Vendor => return Vec::new(),
    };
    let mut parts: Vec<AgendaPart> = [Standing::Overdue, Standing::Open, Standing::Unverified]
        .into_iter()
        .map(|standing| {
            let actions = actions.iter().filter(|action| action.standing == standing);
            let lines = actions.map(|action| action_line(site, page, action));
            let label = format!("actions.agenda.{}", standing.as_str());
            part(site, standing.as_str(), &label, lines.collect())
        })
        .collect();
    parts.push(part(
        site,
        "carried_over",
        match kind {
            TermKind::Service => "actions.agenda.carried_over_here",
            _ => "actions.agenda.carried_over_to_theirs",
        },
        to_carry_over(site, kind, term, page),
    ));
    if kind == TermKind::Owner {
        let (review, fixes) = (to_read_again(site, term, page), to_fix(site, term, page));
        parts.push(part(site, "review", "actions.review", review));
        parts.push(part(site, "fixes", "actions.fixes", fixes));
    }
    parts.retain(|part| !part.lines.is_empty());
    parts
}

fn part(site: &Site<'_>, key: &'static str, label: &str, mut lines: Vec<LineView>) -> AgendaPart {
    let count = lines.len();
    lines.truncate(PAGE_SIZE);
    AgendaPart {
        key,
        label: site.text(label),
        count,
        more: count - lines.len(),
        lines,
    }
}

/// What is to be carried over to a service, or to the services of an owner.
fn to_carry_over(site: &Site<'_>, kind: TermKind, term: &Term, page: &str) -> Vec<LineView> {
    match kind {
        TermKind::Service => carried_over_to(site, page, &term.id),
        TermKind::Owner => {
            let services = site.base.config.services.iter();
            let theirs = services.filter(|service| {
                let owner = service.owner.as_ref();
                owner.is_some_and(|owner| *site.base.config.present_name(owner) == term.id)
            });
            theirs
                .flat_map(|service| carried_over_to(site, page, &service.id))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The documents of an owner that somebody should read again by now or soon, the longest overdue first.
fn to_read_again(site: &Site<'_>, owner: &Term, page: &str) -> Vec<LineView> {
    let until = site.today + TimeDelta::days(DAYS_AHEAD);
    let entries = owner.entries().iter().copied();
    let mut due: Vec<_> = entries
        .filter_map(|entry| {
            let document = site.base.original(entry);
            let day = document.common.review_by.as_ref()?.value;
            (day <= until && is_owned(site, document, owner)).then_some((day, entry))
        })
        .collect();
    due.sort_unstable();
    due.into_iter()
        .map(|(day, entry)| LineView {
            date: Some(site.format.day_view(day)),
            date_label: Some(site.text("dates.review")),
            ..line(site, page, entry)
        })
        .collect()
}

fn is_owned(site: &Site<'_>, document: &Document, owner: &Term) -> bool {
    let written = document.common.owner.as_ref();
    written.is_some_and(|written| site.base.config.present_owner(written) == owner.id)
}

/// The known errors whose permanent fix an owner has promised, and which is not out.
fn to_fix(site: &Site<'_>, owner: &Term, page: &str) -> Vec<LineView> {
    let is_theirs = |entry: &EntryIndex| {
        let Some(error) = site.base.original(*entry).known_error() else {
            return false;
        };
        let fix = error.permanent_fix.as_ref();
        let fixer = fix.and_then(|fix| fix.owner.as_ref());
        error.fix_state() != FixState::Released
            && fixer.is_some_and(|fixer| site.base.config.present_owner(fixer) == owner.id)
    };
    let entries = owner.entries().iter().copied().filter(is_theirs);
    let mut theirs: Vec<EntryIndex> = entries.collect();
    theirs.sort_by_key(|entry| {
        (
            fix_due(site, *entry).is_none(),
            fix_due(site, *entry),
            *entry,
        )
    });
    let theirs = theirs.into_iter();
    theirs.map(|entry| fix_line(site, page, entry)).collect()
}

/// A known error with how far its permanent fix has come, the day that it is due and who does it.
pub(super) fn fix_line(site: &Site<'_>, page: &str, entry: EntryIndex) -> LineView {
    let error = site.base.original(entry).known_error();
    let fix = error.and_then(|error| error.permanent_fix.as_ref());
    let due = fix_due(site, entry);
    let owner = fix.and_then(|fix| fix.owner.as_ref());
    let owner = owner.map(|owner| term_link(site, page, TermKind::Owner, owner));
    let mut line = line(site, page, entry);
    line.badges.extend(error.map(|error| {
        let state = error.fix_state().as_str();
        BadgeView {
            text: site.word("fix-state", state),
            class: format!("fix-{state}"),
        }
    }));
    LineView {
        date: due.map(|due| site.format.day_view(due)),
        date_label: due.map(|_| site.text("dates.due")),
        terms: vec![owner.unwrap_or_else(|| LinkView::words(site.text("actions.nobody")))],
        ..line
    }
}

/// The day by which a known error's permanent fix is to be out.
fn fix_due(site: &Site<'_>, entry: EntryIndex) -> Option<NaiveDate> {
    let fix = site
        .base
        .original(entry)
        .known_error()?
        .permanent_fix
        .as_ref()?;
    fix.due.as_ref().map(|due| due.value)
}
