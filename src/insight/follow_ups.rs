//! Everything that is still owed to people outside, or came late, of one entry or of all.

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::document::common::Audience;
use crate::insight::messages::{
    Deadline, DeadlineState, MissedUpdate, OwedNotice, deadlines, missed_updates,
    owed_closing_notice, owed_fix_notice,
};
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::link::Relations;
use crate::time::Moment;

/// What is to be followed up. What is owed stands first, the longest owed of it before the rest, and
/// what came late behind it, the latest first.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FollowUps<'a> {
    /// Customers who have had no last word on an incident.
    pub closing_notices: Vec<(EntryIndex, OwedNotice)>,
    /// Promises of another message that were not kept.
    pub missed_updates: Vec<(EntryIndex, MissedUpdate<'a>)>,
    /// Reports to authorities that are due soon, overdue, or were late.
    pub deadlines: Vec<(EntryIndex, Deadline<'a>)>,
    /// Customers who live with a workaround, and were not told that they no longer need it.
    pub fix_notices: Vec<(EntryIndex, OwedNotice)>,
}

impl<'a> FollowUps<'a> {
    /// Looks through a knowledge base on the day `today`.
    #[must_use]
    pub fn on(base: &'a KnowledgeBase, relations: &Relations, today: NaiveDate) -> Self {
        let mut all = Self::default();
        for entry in (0..base.entries().len()).map(EntryIndex) {
            all.add(base, relations, entry, today);
        }
        all.sort(base);
        all
    }

    /// What one entry owes on the day `today`.
    #[must_use]
    pub fn of(
        base: &'a KnowledgeBase,
        relations: &Relations,
        entry: EntryIndex,
        today: NaiveDate,
    ) -> Self {
        let mut found = Self::default();
        found.add(base, relations, entry, today);
        found.sort(base);
        found
    }

    /// Without what was done in the end, though late.
    #[must_use]
    pub fn still_owed(mut self) -> Self {
        self.missed_updates
            .retain(|(_, missed)| missed.sent.is_none());
        self.deadlines
            .retain(|(_, deadline)| deadline.state != DeadlineState::Late);
        self
    }

    /// How many there are of all sorts.
    #[must_use]
    pub fn count(&self) -> usize {
        self.closing_notices.len()
            + self.missed_updates.len()
            + self.deadlines.len()
            + self.fix_notices.len()
    }

    fn add(
        &mut self,
        base: &'a KnowledgeBase,
        relations: &Relations,
        entry: EntryIndex,
        today: NaiveDate,
    ) {
        let document = base.original(entry);
        let zone = base.config.zone;
        let closing = owed_closing_notice(document).map(|owed| (entry, owed));
        self.closing_notices.extend(closing);
        let missed = missed_updates(document, zone, today).into_iter();
        // What the own people were promised is not owed to anybody outside.
        let missed = missed.filter(|missed| missed.audience != Some(Audience::Internal));
        self.missed_updates
            .extend(missed.map(|missed| (entry, missed)));
        let due = deadlines(document, zone, today).into_iter();
        self.deadlines.extend(due.map(|deadline| (entry, deadline)));
        let fix = owed_fix_notice(base, relations, entry).map(|owed| (entry, owed));
        self.fix_notices.extend(fix);
    }

    fn sort(&mut self, base: &KnowledgeBase) {
        let zone = base.config.zone;
        // A day stands before the times on it; what has no day stands last.
        let order = |moment: &Moment| {
            let time = moment.time().map(|time| time.to_utc());
            (moment.day_in(zone), time)
        };
        let oldest_first = |notices: &mut Vec<(EntryIndex, OwedNotice)>| {
            notices.sort_by_cached_key(|(entry, owed)| {
                let since = owed.since.as_ref().map(order);
                (since.is_none(), since, *entry)
            });
        };
        oldest_first(&mut self.closing_notices);
        oldest_first(&mut self.fix_notices);
        self.missed_updates.sort_by_cached_key(|(entry, missed)| {
            let promised = order(missed.promised);
            let (owed, late) = match missed.sent {
                None => (Some(promised), None),
                Some(_) => (None, Some(Reverse(promised))),
            };
            (owed.is_none(), owed, late, *entry)
        });
        self.deadlines.sort_by_cached_key(|(entry, deadline)| {
            let due = order(deadline.due);
            let (owed, late) = match deadline.state {
                DeadlineState::Near | DeadlineState::Missed => (Some(due), None),
                DeadlineState::Late => (None, Some(Reverse(due))),
            };
            (owed.is_none(), owed, late, *entry)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;

    #[test]
    fn what_is_owed_stands_before_what_came_late_and_the_longest_owed_first() {
        let base = knowledge_base(
            "time_zone: Asia/Tokyo",
            &[
                (
                    "content/incidents/a.md",
                    "---\nresolved_at: 2026-05-20T10:00Z\nimpact: {users: 3}\ncommunications:\n  - {at: 2026-05-20T09:00Z, audience: customers, next_update_by: 2026-05-20T10:00Z}\n  - {audience: regulator, due: 2026-05-31}\n---\n",
                ),
                (
                    "content/incidents/b.md",
                    "---\nresolved_at: 2026-05-10\nimpact: {users: 3}\ncommunications:\n  - {at: 2026-05-01T09:00Z, audience: vendor, next_update_by: 2026-05-01T10:00Z}\n  - {at: 2026-05-01T11:00Z, audience: vendor}\n  - {at: 2026-05-05, audience: regulator, due: 2026-05-04}\n---\n",
                ),
                (
                    "content/incidents/c.md",
                    "---\nstatus: final\nimpact: {users: 3}\ncommunications:\n  - {at: 2026-05-06T09:00Z, audience: internal, next_update_by: 2026-05-06T10:00Z}\n  - {at: 2026-05-07T09:00Z, audience: customers, next_update_by: 2026-05-07T10:00Z}\n  - {audience: regulator, due: 2026-06-03}\n---\n",
                ),
            ],
        );
        let relations = Relations::gather(&base);
        let all = FollowUps::on(&base, &relations, "2026-06-01".parse().unwrap());
        let entries = |entries: Vec<EntryIndex>| -> Vec<usize> {
            entries.into_iter().map(|entry| entry.0).collect()
        };
        let closing = all.closing_notices.iter().map(|(entry, _)| *entry);
        assert_eq!(entries(closing.collect()), [1, 0, 2]);
        let missed = all.missed_updates.iter().map(|(entry, _)| *entry);
        assert_eq!(entries(missed.collect()), [2, 0, 1]);
        let deadlines = all.deadlines.iter().map(|(entry, _)| *entry);
        assert_eq!(entries(deadlines.collect()), [0, 2, 1]);
        let owed = all.still_owed();
        assert_eq!((owed.missed_updates.len(), owed.deadlines.len()), (2, 2));
    }
}
