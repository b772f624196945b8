//! Everything that is to be done by a day or a time and has not been done: the dates of a calendar.

use chrono::{DateTime, NaiveDate, Utc};

use crate::diagnostic::Spanned;
use crate::document::Id;
use crate::document::known_error::{FixState, KnownErrorStatus};
use crate::insight::board::{Board, BoardAction, Standing};
use crate::insight::messages::{
    AwaitedMessage, OwedNotice, awaited_reports, awaited_updates, communications_leads,
    owed_closing_notice, owed_fix_notice,
};
use crate::knowledge_base::{EntryIndex, KnowledgeBase, TermKind};
use crate::link::Relations;
use crate::time::{When, Zone};

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueSort {
    /// An action after an incident.
    Action,
    /// The end of a known error.
    Fix,
    /// A document is to be read again.
    Review,
    /// The contract with a vendor ends.
    Contract,
    /// A message that people outside were promised.
    Update,
    /// The last word on an incident that is over; since that day.
    ClosingNotice,
    /// The word that a fix is out; since that day.
    FixNotice,
    /// A report that an authority wants.
    Report,
}

impl DueSort {
    /// Its name: `action`, `fix`, `review`, `contract`, `update`, `closing_notice`, `fix_notice`,
    /// `report`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Fix => "fix",
            Self::Review => "review",
            Self::Contract => "contract",
            Self::Update => "update",
            Self::ClosingNotice => "closing_notice",
            Self::FixNotice => "fix_notice",
            Self::Report => "report",
        }
    }
}

/// Something that is to be done by a day or a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Where it is written.
    pub entry: EntryIndex,
    /// What it is.
    pub sort: DueSort,
    /// Which of the actions or the messages of that document, from 0; 0 where there is only one.
    pub position: usize,
    /// By when.
    pub when: When,
    /// Who does it, by the present name.
    pub owner: Option<Id>,
}

impl Due {
    /// The earliest first, a day before the times on it.
    fn order(&self, zone: Zone) -> (NaiveDate, Option<DateTime<Utc>>, EntryIndex, DueSort, usize) {
        let (day, time) = match self.when {
            When::Day(day) => (day, None),
            When::Time(time) => (zone.show(time).date_naive(), Some(time.to_utc())),
        };
        (day, time, self.entry, self.sort, self.position)
    }
}

/// Everything that is due, overdue or to come, the earliest first. What has no date is not in it.
#[must_use]
pub fn all_due(base: &KnowledgeBase, relations: &Relations, board: &Board<'_>) -> Vec<Due> {
    let standing = [Standing::Overdue, Standing::Open].into_iter();
    let actions = standing.flat_map(|standing| board.standing(standing));
    let mut due: Vec<Due> = actions
        .filter_map(|action| of_action(base, action))
        .collect();
    for entry in (0..base.entries().len()).map(EntryIndex) {
        due.extend(of_fix(base, entry));
        due.extend(of_document(base, entry));
        due.extend(of_messages(base, relations, entry));
    }
    due.sort_by_cached_key(|due| due.order(base.config.zone));
    due
}

fn of_action(base: &KnowledgeBase, action: &BoardAction<'_>) -> Option<Due> {
    Some(Due {
        entry: action.place.entry,
        sort: DueSort::Action,
        position: action.place.position,
        when: When::Day(action.action.due.as_ref()?.value),
        owner: action.owner(base),
    })
}

fn of_fix(base: &KnowledgeBase, entry: EntryIndex) -> Option<Due> {
    let error = base.original(entry).known_error()?;
    let is_over = matches!(
        error.status(),
        KnownErrorStatus::Fixed | KnownErrorStatus::Retired
    );
    if is_over || error.fix_state() == FixState::Released {
        return None;
    }
    let fix = error.permanent_fix.as_ref()?;
    Some(Due {
        entry,
        sort: DueSort::Fix,
        position: 0,
        when: When::Day(fix.due.as_ref()?.value),
        owner: fixer(base, entry),
    })
}

/// What a document itself asks for: to be read again, and a contract to be renewed.
fn of_document(base: &KnowledgeBase, entry: EntryIndex) -> impl Iterator<Item = Due> {
    let document = base.original(entry);
    let review = document.common.review_by.as_ref();
    let contract = document
        .vendor()
        .and_then(|vendor| vendor.contract.as_ref())
        .and_then(|contract| contract.ends.as_ref());
    let day = |sort, day: &Spanned<NaiveDate>| Due {
        entry,
        sort,
        position: 0,
        when: When::Day(day.value),
        owner: owner(base, entry),
    };
    let review = review.map(|on| day(DueSort::Review, on));
    let contract = contract.map(|on| day(DueSort::Contract, on));
    review.into_iter().chain(contract)
}

fn of_messages(base: &KnowledgeBase, relations: &Relations, entry: EntryIndex) -> Vec<Due> {
    let document = base.original(entry);
    let message = |sort, position, when| Due {
        entry,
        sort,
        position,
        when,
        owner: sender(base, entry),
    };
    let awaited =
        |sort, awaited: AwaitedMessage<'_>| message(sort, awaited.position, awaited.due.when);
    let notice = |sort, owed: Option<OwedNotice>| {
        let since = owed.and_then(|owed| owed.since)?;
        // Nobody sends it at that time; it is owed from that day on.
        let day = since.day_in(base.config.zone);
        Some(message(sort, 0, When::Day(day)))
    };
    let updates = awaited_updates(document, base.config.zone).into_iter();
    let reports = awaited_reports(document).into_iter();
    let closing = notice(DueSort::ClosingNotice, owed_closing_notice(document));
    let fix = notice(DueSort::FixNotice, owed_fix_notice(base, relations, entry));
    updates
        .map(|update| awaited(DueSort::Update, update))
        .chain(reports.map(|report| awaited(DueSort::Report, report)))
        .chain(closing)
        .chain(fix)
        .collect()
}

/// Who tells people outside: the communications lead where that is an owner, else who the document belongs to.
fn sender(base: &KnowledgeBase, entry: EntryIndex) -> Option<Id> {
    let leads = communications_leads(base.original(entry));
    let mut leads = leads.map(|lead| base.config.present_owner(lead));
    leads
        .find(|lead| base.terms.get(TermKind::Owner, lead).is_some())
        .or_else(|| fixer(base, entry))
        .or_else(|| owner(base, entry))
}

/// Who ends a known error.
fn fixer(base: &KnowledgeBase, entry: EntryIndex) -> Option<Id> {
    let fix = base.original(entry).known_error()?.permanent_fix.as_ref()?;
    Some(base.config.present_owner(fix.owner.as_ref()?))
}

/// The owner of a document.
fn owner(base: &KnowledgeBase, entry: EntryIndex) -> Option<Id> {
    let written = base.original(entry).common.owner.as_ref()?;
    Some(base.config.present_owner(written))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;

    #[test]
    fn what_is_to_be_done_is_due_and_what_is_done_is_not() {
        let base = knowledge_base(
            "time_zone: Asia/Tokyo\nowners: [{id: edge, formerly: [lb]}]",
            &[
                (
                    "content/incidents/a.md",
                    "---\nowner: lb\nreview_by: 2026-05-31\nresolved_at: 2026-05-01T20:00Z\nimpact: {users: 3}\nactions:\n  - {due: 2026-07-01, owner: lb}\n  - {due: 2026-05-01, state: in-progress}\n  - {due: 2026-05-01, state: done}\n  - {due: 2026-05-01, state: dropped}\n  - {title: some day}\n  - {ref: b/A1}\ncommunications:\n  - {at: 2026-05-01T10:00Z, audience: customers, next_update_by: 2026-05-01T16:00Z}\n  - {audience: regulator, due: 2026-08-01}\n---\n",
                ),
                (
                    "content/incidents/b.md",
                    "---\nactions: [{due: 2026-06-02, state: verified}]\n---\n",
                ),
                (
                    "content/known-errors/c.md",
                    "---\nstatus: active\npermanent_fix: {state: planned, due: 2026-06-03, owner: db}\n---\n",
                ),
                (
                    "content/known-errors/d.md",
                    "---\nstatus: active\npermanent_fix: {state: released, due: 2026-06-03}\n---\n",
                ),
                (
                    "content/known-errors/e.md",
                    "---\nstatus: retired\npermanent_fix: {state: planned, due: 2026-06-03}\n---\n",
                ),
                (
                    "content/known-errors/g.md",
                    "---\nstatus: fixed\nowner: lb\npermanent_fix: {state: released, owner: db, released_on: 2026-04-20}\ncommunications: [{at: 2026-03-01, audience: customers}]\n---\n## Workaround\n\nRestart.\n",
                ),
                (
                    "content/vendors/f.md",
                    "---\ncontract: {ends: 2027-03-31}\n---\n",
                ),
            ],
        );
        let today = "2026-06-01".parse().unwrap();
        let relations = Relations::gather(&base);
        let due = all_due(&base, &relations, &Board::on(&base, today));
        let seen: Vec<_> = due
            .iter()
            .map(|due| {
                let owner = due.owner.as_ref().map_or("", Id::as_str);
                let place = (due.entry.0, due.sort.as_str(), due.position);
                (due.when.to_string(), place, owner)
            })
            .collect();
        let expected = [
            ("2026-04-20", (5, "fix_notice", 0), "db"),
            ("2026-05-01", (0, "action", 1), ""),
            ("2026-05-02", (0, "closing_notice", 0), "edge"),
            ("2026-05-01T16:00:00+00:00", (0, "update", 0), "edge"),
            ("2026-05-31", (0, "review", 0), "edge"),
            ("2026-06-03", (2, "fix", 0), "db"),
            ("2026-07-01", (0, "action", 0), "edge"),
            ("2026-08-01", (0, "report", 1), "edge"),
            ("2027-03-31", (6, "contract", 0), ""),
        ]
        .map(|(when, place, owner)| (when.to_owned(), place, owner));
        assert_eq!(seen, expected);
    }
}
