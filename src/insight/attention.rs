//! What needs attention today.

use chrono::NaiveDate;

use crate::document::Kind;
use crate::document::known_error::{FixState, KnownErrorStatus};
use crate::insight::messages::owed_closing_notice;
use crate::insight::vendors::{Breach, breaches, is_recent};
use crate::insight::{filed_at, is_ongoing, overdue_review};
use crate::knowledge_base::{EntryIndex, KnowledgeBase};

/// Everything that needs attention but overdue actions, which are on the
/// [`Board`](crate::insight::board::Board); each list in the order in which to take it up.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Attention {
    /// Incidents that are going on, the latest first.
    pub ongoing: Vec<EntryIndex>,
    /// Active known errors whose end nobody plans, the latest first.
    pub without_fix: Vec<EntryIndex>,
    /// Active known errors whose end is planned or being made, with the day it is due; the earliest
    /// first, those without a day last.
    pub planned_fixes: Vec<(EntryIndex, Option<NaiveDate>)>,
    /// Incidents that are over without a last word to customers, with the day since when, the longest
    /// owed first.
    pub owed_notices: Vec<(EntryIndex, Option<NaiveDate>)>,
    /// Promises that vendors broke of late, the latest first.
    pub breaches: Vec<Breach>,
    /// Documents that somebody should have read again, the longest overdue first.
    pub review: Vec<(EntryIndex, NaiveDate)>,
    /// The latest reports.
    pub recent: Vec<EntryIndex>,
}

impl Attention {
    /// Looks through a knowledge base on the day `today`.
    #[must_use]
    pub fn on(base: &KnowledgeBase, today: NaiveDate) -> Self {
        let mut attention = Self::default();
        for entry in (0..base.entries().len()).map(EntryIndex) {
            attention.look_at(base, entry, today);
        }
        let latest_first = |entries: &mut Vec<EntryIndex>| {
            entries.sort_by_cached_key(|entry| {
                let filed = filed_at(base.original(*entry), base.config.zone);
                (std::cmp::Reverse(filed), *entry)
            });
        };
        latest_first(&mut attention.ongoing);
        latest_first(&mut attention.without_fix);
        latest_first(&mut attention.recent);
        attention.review.sort_by_key(|(entry, day)| (*day, *entry));
        attention
            .planned_fixes
            .sort_by_key(|(entry, due)| (due.is_none(), *due, *entry));
        attention
            .owed_notices
            .sort_by_key(|(entry, since)| (since.is_none(), *since, *entry));
        attention.breaches = breaches(base, today);
        attention
            .breaches
            .retain(|breach| is_recent(base, breach, today));
        attention
    }

    fn look_at(&mut self, base: &KnowledgeBase, entry: EntryIndex, today: NaiveDate) {
        let document = base.original(entry);
        if let Some(day) = overdue_review(document, today) {
            self.review.push((entry, day.value));
        }
        if let Some(owed) = owed_closing_notice(document) {
            let since = owed.since.map(|since| since.day_in(base.config.zone));
            self.owed_notices.push((entry, since));
        }
        if is_ongoing(document) {
            self.ongoing.push(entry);
        }
        if let Some(error) = document.known_error()
            && error.status() == KnownErrorStatus::Active
        {
            match error.fix_state() {
                FixState::None => self.without_fix.push(entry),
                FixState::Planned | FixState::InProgress => {
                    let fix = error.permanent_fix.as_ref();
                    let due = fix.and_then(|fix| fix.due.as_ref());
                    self.planned_fixes.push((entry, due.map(|due| due.value)));
                }
                FixState::Released => {}
            }
        }
        if document.kind() == Kind::Incident {
            self.recent.push(entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigFile;
    use crate::source::{Source, SourceFile};

    #[test]
    fn what_is_owed_today_and_not_what_is_done() {
        let file = |path: &str, text: &str| SourceFile {
            path: path.to_owned(),
            text: Ok(text.to_owned()),
        };
        let source = Source {
            content: "content".to_owned(),
            documents: vec![
                file(
                    "content/incidents/a.md",
                    "---\nstarted_at: 2026-01-01T00:00Z\nreview_by: 2026-05-31\n---\n",
                ),
                file(
                    "content/incidents/b.md",
                    "---\nstarted_at: 2026-02-01T00:00Z\nresolved_at: 2026-02-02\nimpact: {users: 3}\n---\n",
                ),
                file(
                    "content/incidents/c.md",
                    "---\ntype: maintenance\nstarted_at: 2026-03-01T00:00Z\n---\n",
                ),
                file("content/incidents/f.md", "---\nstatus: draft\n---\n"),
                file("content/incidents/g.md", "---\ntitle: Imported\n---\n"),
                file(
                    "content/incidents/h.md",
                    "---\ntype: near-miss\nstatus: draft\n---\n",
                ),
                file("content/known-errors/d.md", "---\nstatus: active\n---\n"),
                file(
                    "content/known-errors/e.md",
                    "---\nstatus: active\npermanent_fix: {state: released}\n---\n",
                ),
                file(
                    "content/known-errors/i.md",
                    "---\nstatus: active\npermanent_fix: {state: in-progress}\n---\n",
                ),
                file(
                    "content/known-errors/j.md",
                    "---\nstatus: active\npermanent_fix: {state: planned, due: 2026-05-01}\n---\n",
                ),
            ],
            files: Vec::new(),
        };
        let base = KnowledgeBase::read(ConfigFile::read(String::new(), "kb"), source);
        let today = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        let attention = Attention::on(&base, today);
        let entry = EntryIndex;
        assert_eq!(attention.ongoing, [entry(0), entry(3)]);
        assert_eq!(attention.without_fix, [entry(6)]);
        let due = NaiveDate::from_ymd_opt(2026, 5, 1);
        assert_eq!(attention.planned_fixes, [(entry(9), due), (entry(8), None)]);
        assert_eq!(attention.review.len(), 1);
        let since = NaiveDate::from_ymd_opt(2026, 2, 2);
        assert_eq!(attention.owed_notices, [(entry(1), since)]);
        assert_eq!(attention.breaches, []);
        let recent = [2, 1, 0, 3, 4, 5].map(entry);
        assert_eq!(attention.recent, recent);
    }
}
